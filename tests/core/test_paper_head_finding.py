"""The bibliographic head from the first pages."""

from reader.core.document import DocumentInfo, PageSize, PageText, pack_boxes
from reader.core.paper_head import PaperHead
from reader.core.paper_head_finding import find_head

INFO = DocumentInfo("paper.pdf", "0" * 64, (PageSize(612, 792),), None, "A Paper on Boxes", "Ann Lee", False)


def page_of(text: str) -> PageText:
    return PageText(0, text, pack_boxes([(0.0, 0.0, 0.0, 0.0)] * len(text)))


def test_the_stamp_of_a_first_version_says_when_the_paper_appeared() -> None:
    head = find_head(INFO, [page_of("arXiv:2306.09782v1 [cs.CL] 16 Jun 2023")], "paper")
    assert head == PaperHead(
        title="A Paper on Boxes",
        authors=("Ann Lee",),
        arxiv_id="2306.09782",
        arxiv_version="v1",
        categories=("cs.CL",),
        published="2023-06-16",
        year="2023",
        url="https://arxiv.org/abs/2306.09782v1",
    )


def test_the_stamp_of_a_later_version_says_only_when_it_was_changed() -> None:
    head = find_head(INFO, [page_of("arXiv:2306.09782v3 [cs.CL] 6 Jun 2024")], "paper")
    assert (head.published, head.updated, head.arxiv_version) == ("", "2024-06-06", "v3")


def test_without_a_page_there_is_what_the_file_states() -> None:
    assert find_head(INFO, [], "paper") == PaperHead(title="A Paper on Boxes", authors=("Ann Lee",))
