"""The bibliographic head of a paper, from its first pages: what is not printed there stays empty."""

from collections.abc import Sequence

from reader.core.authors import find_authors
from reader.core.document import DocumentInfo, PageText
from reader.core.paper import ArxivStamp, arxiv_stamp, find_title
from reader.core.paper_head import PaperHead

_ARXIV = "https://arxiv.org/abs/"


def find_head(info: DocumentInfo, pages: Sequence[PageText], file_stem: str) -> PaperHead:
    """`pages`: the first ones, in order; none where page 1 has no text."""
    first = pages[0] if pages else None
    title = find_title(info.title, first, file_stem)
    stamp = arxiv_stamp(first.text) if first is not None else None
    head = PaperHead(title=title, authors=tuple(find_authors(info.author, title, first)))
    return head if stamp is None else _stamped(head, stamp)


def _stamped(head: PaperHead, stamp: ArxivStamp) -> PaperHead:
    """The stamp of a first version says when the paper appeared, that of a later one only when it was changed."""
    is_first = stamp.version == "v1"
    return PaperHead(
        title=head.title,
        authors=head.authors,
        arxiv_id=stamp.arxiv_id,
        arxiv_version=stamp.version,
        categories=(stamp.category,) if stamp.category else (),
        published=stamp.date if is_first else "",
        updated=stamp.date if stamp.version and not is_first else "",
        year=stamp.date[:4],
        url=f"{_ARXIV}{stamp.arxiv_id}{stamp.version}",
    )
