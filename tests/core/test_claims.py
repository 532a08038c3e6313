import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.claims import ClaimSplitter, clean_claim, is_ended, says_again


def streamed(text: str, size: int = 3) -> list[str]:
    splitter = ClaimSplitter()
    claims = [claim for at in range(0, len(text), size) for claim in splitter.feed(text[at : at + size])]
    return claims + splitter.finish()


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_an_answer_is_cut_into_sentences_however_it_arrives(size: int) -> None:
    text = "It needs 3.5 GB. See Fig. 3 for more! 本手法は「速い。」小さい。\n- A point\n- Another"
    assert streamed(text, size) == [
        "It needs 3.5 GB.",
        "See Fig. 3 for more!",
        "本手法は「速い。」",
        "小さい。",
        "A point",
        "Another",
    ]


def test_a_sentence_is_given_as_soon_as_something_follows_it() -> None:
    splitter = ClaimSplitter()
    assert splitter.feed("It needs 3.") == []
    assert splitter.feed("5 GB. ") == ["It needs 3.5 GB."]
    assert splitter.feed("And th") == []
    assert splitter.pending == "And th"
    assert splitter.finish() == ["And th"]
    assert splitter.finish() == []


def test_what_a_model_says_twice_is_one_claim() -> None:
    assert streamed("It is fast. It is fast. IT IS FAST. It is small.") == ["It is fast.", "It is small."]


def test_a_lead_in_is_one_claim_with_what_follows() -> None:
    assert streamed("The answer is:\n\nIt falls to 14.6 GB. It is fast.") == [
        "The answer is: It falls to 14.6 GB.",
        "It is fast.",
    ]


def test_a_lead_in_that_nothing_follows_is_kept() -> None:
    assert streamed("It has three parts:") == ["It has three parts:"]


def test_signs_alone_are_no_claim() -> None:
    assert streamed("...\n\n---\n* \n?! [1]\n(p.3)") == []


@pytest.mark.parametrize(
    "written",
    [
        "It is so [1].",
        "It is so [1, 2-4].",
        "It is so [1][12].",
        "It is so [p. 3].",
        "It is so [pages 3 - 5].",
        "It is so 【3】.",
        "It is so [^1].",
        "It is so (p.3-5).",
        "It is so (p 3).",
        "It is so (page 3).",
        "It is so (pp. 3 and 4).",
        "It is so (see Page 3, second paragraph).",
        "It is so (Pages 3–5).",
        "It is so (excerpt 2).",
        "It is so on page 7.",
        "It is so, as stated on page 7.",
        "It is so (3ページ).",
        "It is so（抜粋2）.",
        "It is so (出典: p.3).",
        "It is so [Source: page 3].",
        "It is so ( page 3 ).",
    ],
)
def test_pages_that_a_model_names_never_survive(written: str) -> None:
    assert streamed(written) == ["It is so."]


def test_a_citation_after_the_full_stop_goes_too() -> None:
    assert streamed("It is so. (p. 3) It is new.[2] It is old. [3]") == ["It is so.", "It is new.", "It is old."]
    assert streamed("On page 3, it is so.") == ["it is so."]


@pytest.mark.parametrize(
    "text",
    [
        "The paper has 13 pages.",
        "It takes 3 (of 5) steps.",
        "It uses f(3) and x[i].",
        "Both (7B and 13B) models are used.",
        "It rose (by 10.8 %) in 2023.",
        "Page size is 4 KB.",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert clean_claim(text) == text


def test_markup_and_bullets_go() -> None:
    assert clean_claim("## **LOMO** uses `SGD`") == "LOMO uses SGD"
    assert clean_claim(" 1. It is fast") == clean_claim("• It is fast") == "It is fast"
    assert clean_claim("a \n\t b") == "a b"


@given(st.text() | st.text(st.sampled_from("ab 1.。[](p\n-*#【】ページ"), max_size=200), st.integers(1, 9))
def test_any_text_is_cut_into_clean_claims(text: str, size: int) -> None:
    for claim in streamed(text, size):
        assert any(character.isalnum() for character in claim)
        assert "\n" not in claim


@given(st.lists(st.sampled_from(["It is one", "There are 3.5 of it", "速い", "A (b) call"]), unique_by=str.lower))
def test_sentences_go_through_unharmed(sentences: list[str]) -> None:
    text = "".join(f"{sentence}. " for sentence in sentences)
    assert streamed(text) == [f"{sentence}." for sentence in sentences]


@given(st.text(st.sampled_from("aB3 .。！」\n("), max_size=60), st.integers(1, 9))
def test_claims_do_not_depend_on_how_the_text_arrives(text: str, size: int) -> None:
    assert streamed(text, size) == streamed(text, 1)


@pytest.mark.parametrize("odd", [" ", "\n", "\t", "[1,", "(p", "*", "#", "\u3000", "(see "], ids=ascii)
def test_a_megabyte_of_one_sign_ends(odd: str) -> None:
    text = "a" + odd * (300_000 // len(odd)) + "b"
    assert clean_claim(text)
    assert streamed(text, 100_000)


@pytest.mark.parametrize(
    "formula", [r"\(\theta_{t+1} = f(x). A\)", r"$p_i [3] + __b$", r"\[ 1 - \alpha. B \]", r"$$x`y$$"]
)
def test_a_formula_stays_as_it_is(formula: str) -> None:
    splitter = ClaimSplitter()
    said = f"The update is {formula} here. It costs $5 and $6."
    claims = [claim for delta in said for claim in splitter.feed(delta)] + splitter.finish()
    assert claims == [f"The update is {formula} here.", "It costs $5 and $6."]


def test_what_was_said_before_is_known_in_other_words() -> None:
    said = "LOMO reduces the memory usage to 10.8% of the standard solution."
    assert says_again("With LOMO, the memory usage is reduced to 10.8% of standard solutions.", said)
    assert not says_again("LOMO reduces the memory usage to 14.58 GB.", said)
    assert not says_again("LOMO does not reduce the memory usage of the standard solution.", said)
    assert says_again("LOMOはメモリ使用量を削減する。", "LOMOはメモリ使用量を標準的な手法の10.8%に削減する。")


def test_a_text_that_breaks_off_is_not_ended() -> None:
    assert is_ended("It is small.")
    assert is_ended("それは小さい（p. 3）。」")
    assert not is_ended("It is small and (")
