"""The bibliographic head from the first pages."""

from dataclasses import replace

from reader.core.document import DocumentInfo, PageSize
from reader.core.paper_head import PaperHead
from reader.core.paper_head_finding import find_head
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
    assert find_head(INFO, [printed_page(*FRONT)]) == PaperHead(title="On Boxes", authors=("Eve Fox", "Bob Ray"))


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
        url="https://arxiv.org/abs/2306.09782v1",
    )


def test_the_stamp_of_a_later_version_says_only_when_it_was_changed() -> None:
    head = find_head(INFO, [printed_page(*FRONT, (0.9, 0.012, "arXiv:2306.09782v3 [cs.CL] 6 Jun 2024"))])
    assert (head.published, head.updated, head.arxiv_version) == ("", "2024-06-06", "v3")


def test_without_a_page_there_is_what_the_file_states() -> None:
    assert find_head(INFO, []) == PaperHead(title="A Paper on Boxes", authors=("Ann Lee",))
    assert find_head(replace(INFO, title="", author=""), []) == PaperHead()
