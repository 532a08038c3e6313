"""The abstract: where it begins, what it goes over, where it ends."""

import pytest

from reader.core.document import PageText
from reader.core.paper_abstract import find_abstract
from tests.core.printed_page import printed_page
from tests.core.set_pages import set_page

ONE = "We weigh boxes, and we find that large ones"
TWO = "are heavier than small ones."


def page(*blocks: tuple[str, str], page_index: int = 0) -> PageText:
    """Blocks of (kind, lines)."""
    set_blocks = []
    top = 0.1
    for kind, text in blocks:
        lines = [(0.1, top + 0.02 * number, line) for number, line in enumerate(text.split("\n"))]
        top += 0.02 * (len(lines) + 1)
        set_blocks.append((kind, lines))
    return set_page(page_index, *set_blocks)


@pytest.mark.parametrize("head", ["Abstract", "ABSTRACT", "A B S T R A C T", "Summary.", "概要", "Résumé"])
@pytest.mark.parametrize(
    "after", ["1 Introduction", "I. INTRODUCTION", "Keywords: boxes", "1. はじめに", "CCS CONCEPTS"]
)
def test_it_stands_between_its_heading_and_what_follows(head: str, after: str) -> None:
    found = page(("heading", head), ("body", f"{ONE}\n{TWO}"), ("heading", after), ("body", "Other words."))
    assert find_abstract([found]) == f"{ONE} {TWO}"


@pytest.mark.parametrize("head", ["Abstract. ", "Abstract—", "Abstract: ", "あらまし　", "Abstract "])
def test_its_heading_may_run_in(head: str) -> None:
    found = page(("body", f"{head}{ONE}\n{TWO}\nIndex Terms—boxes"), ("heading", "1 Introduction"))
    assert find_abstract([found]) == f"{ONE} {TWO}"


def test_it_goes_on_over_figures_notes_and_the_end_of_the_page() -> None:
    first = page(
        ("heading", "Abstract"), ("body", ONE), ("caption", "Figure 1: A box."),
        ("body", "arXiv:2306.09782v1  [cs.CL]  16 Jun 2023"), ("footnote", "∗Equal."), ("running", "1"),
    )  # fmt: skip
    second = page(("running", "On Boxes"), ("body", TWO), ("heading", "1 Introduction"), page_index=1)
    assert find_abstract([first, second]) == f"{ONE} {TWO}"


def test_the_parts_of_a_structured_one_belong_to_it() -> None:
    parts = (("heading", "Background"), ("body", ONE), ("heading", "Results"), ("body", TWO), ("heading", "2 Boxes"))
    found = page(("heading", "Abstract"), *parts)
    assert find_abstract([found]) == f"Background {ONE} Results {TWO}"


def test_divided_words_are_whole_and_hyphens_of_words_stay() -> None:
    text = "We weigh state-\nof-the-art boxes of chain-of-\nthought, and pa-\nper ones of LOGIC-\nLM. Paper is light."
    found = page(("heading", "Abstract"), ("body", text), ("heading", "1 Introduction"))
    assert find_abstract([found]) == (
        "We weigh state-of-the-art boxes of chain-of-thought, and paper ones of LOGIC-LM. Paper is light."
    )


def test_signs_of_footnotes_go_and_exponents_stay() -> None:
    lines = ((0.1, 0.015, "Abstract"), (0.13, 0.012, "Boxes^1 of 10^5 kg, in general ^2. They weigh x^2 tons.^3"))
    assert find_abstract([printed_page(*lines)]) == "Boxes of 105 kg, in general. They weigh x2 tons."


def test_prose_below_the_authors_is_one_where_it_is_followed_by_the_introduction() -> None:
    long = "\n".join([f"{ONE} {TWO}"] * 4)
    found = page(("heading", "On Boxes"), ("body", "Ann Lee"), ("body", long), ("heading", "1 Introduction"))
    assert find_abstract([found], 0.18) == " ".join([f"{ONE} {TWO}"] * 4)
    assert find_abstract([found]) == ""
    letter = page(("heading", "On Boxes"), ("body", "Ann Lee"), ("body", long), ("body", "And so on."))
    assert find_abstract([letter], 0.18) == ""
    dated = page(("heading", "On Boxes"), ("body", "(Received 3 May 2019)"), ("body", long), ("body", "And so on."))
    assert find_abstract([dated], 0.18) == " ".join([f"{ONE} {TWO}"] * 4)


def test_without_any_end_it_is_no_more_than_its_first_block() -> None:
    blocks = [("body", "\n".join([ONE] * 30))] * 5
    assert find_abstract([page(("heading", "Abstract"), *blocks)]) == " ".join([ONE] * 30)


def test_a_word_in_a_sentence_is_no_heading() -> None:
    assert find_abstract([page(("body", "abstract ideas are not weighed here, nor are boxes of air"))]) == ""
    assert find_abstract([page(("body", "Summary of trademarks on boxes and crates of all kinds"))]) == ""
