"""The bibliographic head from the first pages."""

from dataclasses import replace

from reader.core.document import DocumentInfo, Link, PageSize, Rect
from reader.core.paper_head import PaperHead
from reader.core.paper_head_finding import find_head
from reader.core.xmp import XmpFacts
from tests.core.printed_page import Line, printed_page

INFO = DocumentInfo("paper.pdf", "0" * 64, (PageSize(612, 792),), None, "A Paper on Boxes", "Ann Lee", False)
FRONT: tuple[Line, ...] = (
    (0.1, 0.03, "On Boxes"),
    (0.16, 0.015, "Eve Fox and Bob Ray"),
    (0.18, 0.015, "University of Boxes"),
    (0.3, 0.015, "Abstract"),
    (0.33, 0.013, "We study boxes."),
)


def test_the_page_counts_and_not_what_the_file_states() -> None:
    head = find_head(INFO, [printed_page(*FRONT)])
    assert head == PaperHead(title="On Boxes", authors=("Eve Fox", "Bob Ray"), abstract="We study boxes.")


def test_the_stamp_of_a_first_version_says_when_the_paper_appeared() -> None:
    head = find_head(INFO, [printed_page(*FRONT, (0.9, 0.012, "arXiv:2306.09782v1 [cs.CL] 16 Jun 2023"))])
    assert head == PaperHead(
        title="On Boxes",
        authors=("Eve Fox", "Bob Ray"),
        arxiv_id="2306.09782",
        arxiv_version="v1",
        categories=("cs.CL",),
        published="2023-06-16",
        year="2023",
        abstract="We study boxes.",
        url="https://arxiv.org/abs/2306.09782v1",
    )


def test_the_stamp_of_a_later_version_says_only_when_it_was_changed() -> None:
    head = find_head(INFO, [printed_page(*FRONT, (0.9, 0.012, "arXiv:2306.09782v3 [cs.CL] 6 Jun 2024"))])
    assert (head.published, head.updated, head.arxiv_version) == ("", "2024-06-06", "v3")


def test_without_a_page_there_is_what_the_file_states() -> None:
    assert find_head(INFO, []) == PaperHead(title="A Paper on Boxes", authors=("Ann Lee",))
    assert find_head(replace(INFO, title="", author=""), []) == PaperHead()


def test_year_venue_doi_and_links_are_found_too() -> None:
    small = ((0.9, 0.011, "Neurocomputing 312 (2018) 135–153"), (0.92, 0.011, "doi:10.1000/box"))
    code = Link(Rect(0.1, 0.33, 0.2, 0.343), None, None, "https://github.com/ann/boxes")
    head = find_head(INFO, [printed_page(*FRONT, *small)], [(code,)])
    assert (head.venue, head.year, head.doi) == ("Neurocomputing", "2018", "10.1000/box")
    assert head.url == "https://doi.org/10.1000/box"
    assert [(link.kind, link.url) for link in head.links] == [("other", "https://github.com/ann/boxes")]


def test_xmp_data_count_where_the_page_has_them() -> None:
    xmp = XmpFacts("on boxes", ("Fox, Eve", "Ray, Bob"), "10.1000/box")
    blank = replace(INFO, title="", author="")
    head = find_head(blank, [printed_page(*FRONT)], xmp=xmp)
    assert (head.title, head.authors, head.doi) == ("On Boxes", ("Eve Fox", "Bob Ray"), "")
    assert find_head(blank, [], xmp=xmp).authors == ("Eve Fox", "Bob Ray")
