"""What text refers to, written as text: the mentions and what they mean."""

import pytest

from reader.core.mentions import Mention, mentions
from tests.core.set_pages import body, set_page


def found(*lines: str) -> list[tuple[str, str, str]]:
    """(words, kind, label) of each mention."""
    page = set_page(0, body(0.1, *lines))
    return [(page.text[m.start : m.end], m.wanted.kind, m.wanted.label) for m in mentions(page)]


def authors(*lines: str) -> list[tuple[str, tuple[str, ...], str, bool]]:
    page = set_page(0, body(0.1, *lines))
    return [
        (page.text[m.start : m.end], m.wanted.names, m.wanted.label, m.wanted.is_et_al)
        for m in mentions(page)
        if m.wanted.kind == "authors"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As shown before [12].", [("[12]", "entry", "12")]),
        ("As shown before ［１２］.", [("［１２］", "entry", "12")]),
        ("several [3, 7-9] works", [("[3", "entry", "3"), ("7", "entry", "7"), ("9]", "entry", "9")]),
        ("twice.[13][14] And", [("[13]", "entry", "13"), ("[14]", "entry", "14")]),
        ("as in [12, Section 3]", [("[12, Section 3]", "entry", "12")]),
        ("see [7, 15, inter alia]", [("[7", "entry", "7"), ("15, inter alia]", "entry", "15")]),
        ("key [BMR+20] here", [("[BMR+20]", "entry", "bmr+20")]),
        ("an array x[1] of", []),
        ("an array x[1][2] of", []),
    ],
)
def test_numbers_in_brackets(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see Figure 3 for", [("Figure 3", "figure", "3")]),
        ("see Fig. 2b for", [("Fig. 2b", "figure", "2b")]),
        ("see Fig. 2(b) for", [("Fig. 2(b)", "figure", "2b")]),
        ("in Figs. 3 and 4,", [("Figs. 3", "figure", "3"), ("4", "figure", "4")]),
        ("in Table IV we", [("Table IV", "table", "iv")]),
        ("by Eq. (4) it", [("Eq. (4)", "equation", "4")]),
        ("by Equation 4 it", [("Equation 4", "equation", "4")]),
        ("Eqs. (2)–(4) say", [("Eqs. (2)", "equation", "2"), ("(4)", "equation", "4")]),
        ("in Section 3.2, we", [("Section 3.2", "section", "3.2")]),
        ("in §4.1 we", [("§4.1", "section", "4.1")]),
        ("in Sec- tion", []),
        ("in Appendix B.1.", [("Appendix B.1", "section", "b.1")]),
        ("by Theorem 2.1 we", [("Theorem 2.1", "statement", "theorem 2.1")]),
        ("and Lemma 3", [("Lemma 3", "statement", "lemma 3")]),
        ("as Algorithm 1 does", [("Algorithm 1", "algorithm", "1")]),
        ("図3に示す", [("図3", "figure", "3")]),
        ("図 ３-１ と表２を", [("図 ３-１", "figure", "3-1"), ("表２", "table", "2")]),
        ("式(4)より", [("式(4)", "equation", "4")]),
        ("第3章で述べる", [("第3章", "section", "chapter 3")]),
        ("3.2節と第二章", [("3.2節", "section", "3.2"), ("第二章", "section", "chapter 2")]),
        ("定理2より", [("定理2", "statement", "theorem 2")]),
        ("the figure of a man", []),
        ("代表2名が", []),
        ("同法第2条第1項に", []),
    ],
)  # fmt: skip
def test_things_with_a_name(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


def test_word_and_number_parted_by_a_line_end() -> None:
    assert found("as it is shown in Fig-", "ure 6 of this") == [("Fig-\nure 6", "figure", "6")]
    assert found("as it is shown in Table", "2 of this") == [("Table\n2", "table", "2")]


@pytest.mark.parametrize(
    "text", ["Figure 3 of Smith et al. (2020)", "Section 4 of [12]", "Theorem 2 in Lee and Kim [2019]"]
)
def test_things_of_another_document_are_not_meant(text: str) -> None:
    assert not [kind for _, kind, _ in found(text) if kind not in ("authors", "entry")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("so (Smith et al., 2020).", [("Smith et al., 2020", ("Smith",), "2020", True)]),
        ("Smith and Lee (2019a) say", [("Smith and Lee (2019a)", ("Smith", "Lee"), "2019a", False)]),
        (
            "(Smith, 2019, 2020b; Kim & Park, 2018)",
            [
                ("Smith, 2019", ("Smith",), "2019", False),
                ("2020b", ("Smith",), "2020b", False),
                ("Kim & Park, 2018", ("Kim", "Park"), "2018", False),
            ],
        ),
        ("by van den Oord et al. [2016]", [("van den Oord et al. [2016]", ("van den Oord",), "2016", True)]),
        ("of Baeza-Yates (1999)", [("Baeza-Yates (1999)", ("Baeza-Yates",), "1999", False)]),
        ("and J. L. Ba, Kiros 2016", [("J. L. Ba, Kiros 2016", ("J. L. Ba", "Kiros"), "2016", False)]),
        ("山田・鈴木(2019)は", [("山田・鈴木(2019)", ("山田", "鈴木"), "2019", False)]),
        ("山田ら（2020）は", [("山田ら（2020）", ("山田",), "2020", True)]),
    ],
)
def test_authors_and_years(text: str, expected: list[tuple[str, tuple[str, ...], str, bool]]) -> None:
    assert authors(text) == expected


def test_authors_parted_by_a_hyphen_at_the_line_end() -> None:
    assert authors("as it is said (Hoff-", "mann et al., 2022)") == [
        ("Hoff-\nmann et al., 2022", ("Hoffmann",), "2022", True)
    ]


def test_a_number_in_brackets_leads_to_an_equation_only_after_a_word() -> None:
    assert found("we derive it from (4) as before") == [("(4)", "equation", "4")]
    assert found("we do two things: (4) this and that") == []


def test_what_counts_is_no_equation() -> None:
    assert found("we follow with (1) some of it, and then with (2) the rest") == []
    assert [label for _, _, label in found("we use the systems (1) and (2) here")] == ["1", "2"]


def test_raised_numbers_and_signs() -> None:
    assert found("a word^3 and") == [("3", "note", "3")]
    assert found("a word.^1^2 and") == [("12", "note", "12")]
    assert found("a word† and") == [("†", "note", "†")]
    assert found("GPT3 and version 2") == []


def test_any_text_can_be_read() -> None:
    page = set_page(0, body(0.1, "[", "]([[1", "(2020)", "Figure", "第章", "et al. 2020", "-\n-"))
    assert all(isinstance(mention, Mention) for mention in mentions(page))


def test_dots_of_a_table_of_contents_take_no_time() -> None:
    """Leaders made of the dot that stands between Japanese names were tried in every way to part them."""
    leaders = "・" * 400
    assert authors(f"はじめに{leaders}3{leaders}図書{leaders}") == []
