"""The bibliographic head of a paper, from its first pages: what is not printed there stays empty."""

from collections.abc import Sequence
from dataclasses import replace

from reader.core.authors import printed_authors
from reader.core.cited_text import authors_of
from reader.core.document import DocumentInfo, PageText
from reader.core.paper import ArxivStamp, arxiv_stamp, find_title
from reader.core.paper_head import PaperHead

HEAD_PAGES = 2
"""An abstract may end on the second one."""
_ARXIV = "https://arxiv.org/abs/"


def find_head(info: DocumentInfo, pages: Sequence[PageText]) -> PaperHead:
    """`pages`: the first ones, in order; none where page 1 cannot be read."""
    first = pages[0] if pages else None
    title = find_title(info.title, first, "")
    if first is None or not first.text.strip():
        # Nothing that could disagree.
        return PaperHead(title=title, authors=tuple(authors_of(info.author)))
    size = info.sizes[first.page_index]
    authors = printed_authors(info.author, title, first, size.width_pt / (size.height_pt or 1.0))
    head = PaperHead(title=title, authors=tuple(authors))
    stamp = arxiv_stamp(first.text)
    return head if stamp is None else _stamped(head, stamp)


def _stamped(head: PaperHead, stamp: ArxivStamp) -> PaperHead:
    """The stamp of a first version says when the paper appeared, that of a later one only when it was changed."""
    is_first = stamp.version == "v1"
    return replace(
        head,
        arxiv_id=stamp.arxiv_id,
        arxiv_version=stamp.version,
        categories=(stamp.category,) if stamp.category else (),
        published=stamp.date if is_first else "",
        updated=stamp.date if stamp.version and not is_first else "",
        year=stamp.date[:4],
        url=f"{_ARXIV}{stamp.arxiv_id}{stamp.version}",
    )
