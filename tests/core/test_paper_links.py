"""What a paper links to, and what for."""

import pytest

from reader.core.document import Link, PageText, Rect
from reader.core.paper_head import PaperLink
from reader.core.paper_links import find_links
from tests.core.printed_page import printed_page
from tests.core.set_pages import set_page


def page(text: str, page_index: int = 0) -> PageText:
    lines = [(0.05, 0.1 + 0.02 * number, line) for number, line in enumerate(text.split("\n"))]
    return set_page(page_index, ("body", lines))


def kinds(text: str, page_index: int = 0) -> list[tuple[str, str]]:
    return [(link.kind, link.url) for link in find_links([page(text, page_index)], [()])]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Our code is available at https://github.com/ann/boxes.", "code"),
        ("1Code and data are publicly available at https://github.com/ann/boxes.", "code"),
        ("The dataset is released at https://github.com/ann/boxes.", "data"),
        ("Data: https://zenodo.org/record/1", "data"),
        ("Our data can be found at https://huggingface.co/datasets/ann/boxes", "data"),
        ("Models are available at https://huggingface.co/ann/boxes", "code"),
        ("Project page: https://boxes.example.org/", "project"),
        ("https://ann.github.io/boxes", "project"),
        ("The implementation is available at http://uni.example.org/people/ann/boxes", "code"),
        ("コードは公開している: https://github.com/ann/boxes", "code"),
        ("We use the library of Lee (https://github.com/lee/crates).", "other"),
        ("We tokenize our data with https://github.com/lee/crates", "other"),
    ],
)
def test_what_a_link_is_for_is_told_by_its_sentence_and_its_place(text: str, kind: str) -> None:
    assert [found for found, _ in kinds(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Licence: https://creativecommons.org/licenses/by/4.0/",
        "https://orcid.org/0000-0002-1825-0097",
        "See Lee (https://arxiv.org/abs/1706.03762).",
        "Copyright 2020, Association for Boxes (www.boxes.org).",
        "https://doi.org/10.1145/1234.5678",
    ],
)
def test_licences_and_other_papers_are_left_out(text: str) -> None:
    assert kinds(text) == []


def test_two_addresses_of_a_sentence_have_their_own_words() -> None:
    text = "Our data is open at https://boxes.org/get, and our code can be found at https://boxes.org/make."
    assert kinds(text) == [("data", "https://boxes.org/get"), ("code", "https://boxes.org/make")]


def test_a_note_that_is_nothing_but_an_address_belongs_to_the_sentence_with_its_sign() -> None:
    lines = ((0.1, 0.013, "We release all our code.^1 It weighs."), (0.9, 0.011, "1https://github.com/ann/boxes"))
    assert [link.kind for link in find_links([printed_page(*lines)], [()])] == ["code"]
    lines = ((0.1, 0.013, "We use scales.^1 They weigh."), (0.9, 0.011, "1https://github.com/lee/scales"))
    assert [link.kind for link in find_links([printed_page(*lines)], [()])] == ["other"]


def test_the_link_of_the_file_is_exact_where_the_text_is_not() -> None:
    found = page("Our code is available at https://github.com/ann/bo\nxes for everybody.")
    link = Link(Rect(0.05, 0.12, 0.1, 0.132), None, None, "https://github.com/ann/boxes")
    first = Link(Rect(0.25, 0.1, 0.5, 0.112), None, None, "https://github.com/ann/boxes")
    assert find_links([found], [(first, link)]) == (PaperLink("code", "https://github.com/ann/boxes", 0),)


def test_a_link_on_a_word_counts() -> None:
    found = page("Project page: here")
    link = Link(Rect(0.05 + 14 * 0.008, 0.1, 0.05 + 18 * 0.008, 0.112), None, None, "https://boxes.org/")
    nowhere = Link(Rect(0.9, 0.9, 0.95, 0.92), None, None, "https://nothing.org/")
    mail = Link(Rect(0.05, 0.1, 0.1, 0.112), None, None, "mailto:ann@boxes.org")
    assert find_links([found], [(link, nowhere, mail)]) == (PaperLink("project", "https://boxes.org/", 0),)


def test_later_pages_tell_what_an_address_is_and_references_tell_nothing() -> None:
    pages = [
        page("Boxes: https://github.com/ann/boxes"),
        page("Nothing.", 1),
        page("See https://lee.org/crates of Lee. Code is available at www.github.com/ann/boxes/.", 2),
        page("Data is available at https://boxes.org/data\nReferences\nLee. Data is available at https://x.org/y", 3),
        page("Code is available at https://github.com/ann/more", 4),
    ]
    assert find_links(pages, [()] * 5) == (
        PaperLink("code", "https://github.com/ann/boxes", 0),
        PaperLink("data", "https://boxes.org/data", 3),
    )


def test_an_address_between_authors_and_abstract_is_the_project_page() -> None:
    front = "On Boxes\nAnn Lee\nhttps://boxes.example.org\nhttps://github.com/ann/boxes\n"
    text = f"{front}Abstract\nSee https://crates.example.org for crates."
    assert kinds(text) == [
        ("project", "https://boxes.example.org"),
        ("code", "https://github.com/ann/boxes"),
        ("other", "https://crates.example.org"),
    ]
