import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.numbering import Number, number_of


@pytest.mark.parametrize(
    ("title", "scheme", "parts", "rest"),
    [
        ("1 Introduction", "decimal", (1,), "Introduction"),
        ("3.2 Method", "decimal", (3, 2), "Method"),
        ("3.2.1. Using SGD", "decimal", (3, 2, 1), "Using SGD"),
        ("10.1.2 Réseaux", "decimal", (10, 1, 2), "Réseaux"),
        ("Section 4: Results", "decimal", (4,), "Results"),
        ("2-1. 脆弱性の種類別件数", "decimal", (2, 1), "脆弱性の種類別件数"),
        ("３．２ 修得すべき知識", "decimal", (3, 2), "修得すべき知識"),
        ("１．はじめに", "decimal", (1,), "はじめに"),
        ("2.1手法", "decimal", (2, 1), "手法"),
        ("A Hyperparameters", "letter", (1,), "Hyperparameters"),
        ("A. Appendix", "letter", (1,), "Appendix"),
        ("B.2 SSM Architectures", "letter", (2, 2), "SSM Architectures"),
        ("Appendix C: Proofs", "letter", (3,), "Proofs"),
        ("IV. Experiments", "roman", (4,), "Experiments"),
        ("Part II", "part", (2,), ""),
        ("CHAPTER TWELVE: Harms", "chapter", (12,), "Harms"),
        ("Chapter 3. Method", "chapter", (3,), "Method"),
        ("Item 1A. Risk Factors", "item", (1, 1), "Risk Factors"),
        ("ITEM 7. Discussion", "item", (7,), "Discussion"),
        ("第3章 データが持つ意味", "chapter", (3,), "データが持つ意味"),
        ("第十二条 適用", "article", (12,), "適用"),
        ("第二節 目的", "section", (2,), "目的"),
        ("（１）次世代の校務", "bracket", (1,), "次世代の校務"),
    ],
)
def test_numbers_of_headings(title: str, scheme: str, parts: tuple[int, ...], rest: str) -> None:
    found = number_of(title)
    assert found is not None
    number, words = found
    assert (number.scheme, number.parts, words) == (scheme, parts, rest)


@pytest.mark.parametrize(
    "title",
    [
        "Introduction",
        "2023 was a good year",
        "3D Reconstruction",
        "4.5kg of paper",
        "12-15 May",
        "I am here",
        "A method",
        "a Method",
        "MIX. Everything",
        "Part of the whole",
        "1",
        "3.2",
        "",
        "第三者委員会",
    ],
)
def test_what_only_looks_like_a_number_is_none(title: str) -> None:
    assert number_of(title) is None


@given(st.text(max_size=40))
def test_any_text_has_a_number_or_none(title: str) -> None:
    found = number_of(title)
    assert found is None or (found[0].parts and all(part >= 0 for part in found[0].parts))


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4))
def test_a_written_number_is_read_back(parts: list[int]) -> None:
    found = number_of(".".join(map(str, parts)) + ". Heading")
    assert found is not None
    assert found[0] == Number("decimal", tuple(parts), len(parts) > 1)


@given(st.integers(1, 60))
def test_roman_numbers_are_read(value: int) -> None:
    signs = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text, left = "", value
    for worth, sign in signs:
        text, left = text + sign * (left // worth), left % worth
    found = number_of(f"{text}. Heading")
    assert found is not None
    assert found[0].parts == (value,)
