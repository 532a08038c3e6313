"""The bibliographic head of a paper, from its first pages: what is not printed there stays empty."""

from collections.abc import Sequence
from dataclasses import replace

from reader.core.authors import author_area_end, printed_authors
from reader.core.cited_text import authors_of
from reader.core.document import DocumentInfo, Link, PageText
from reader.core.paper import ArxivStamp, arxiv_stamp, find_title
from reader.core.paper_abstract import find_abstract
from reader.core.paper_head import PaperHead
from reader.core.paper_links import find_links
from reader.core.paper_title import printed_title
from reader.core.paper_venue import find_copyright_year, find_doi, find_venue
from reader.core.xmp import XmpFacts

_HEAD_PAGES = 2
"""All but links is found on these: an abstract may end on the second one."""
_ARXIV = "https://arxiv.org/abs/"
_DOI = "https://doi.org/"
_NOTHING = XmpFacts()


def find_head(
    info: DocumentInfo, pages: Sequence[PageText], links: Sequence[Sequence[Link]] = (), xmp: XmpFacts = _NOTHING
) -> PaperHead:
    """`pages`: the first ones, in order, none where page 1 cannot be read; `links`: of each of them.

    What the file states of itself counts where page 1 has it too; all of it where page 1 has no text at all.
    """
    stated_title, stated_authors = info.title or xmp.title, info.author or "; ".join(xmp.authors)
    first = pages[0] if pages else None
    if first is None or not first.text.strip():
        return PaperHead(title=find_title(stated_title, first, ""), authors=tuple(authors_of(stated_authors)))
    size = info.sizes[first.page_index]
    # As printed, where what the file states differs by capitals only.
    title = printed_title(first, stated_title) if find_title(stated_title, first, "") else ""
    every = [*links, *[()] * (len(pages) - len(links))]
    venue, venue_year = find_venue(first)
    head = PaperHead(
        title=title or find_title(stated_title, first, ""),
        authors=tuple(printed_authors(stated_authors, title, first, size.width_pt / (size.height_pt or 1.0))),
        doi=find_doi(first, every[0], xmp.doi),
        year=venue_year,
        venue=venue,
        abstract=find_abstract(pages[:_HEAD_PAGES], author_area_end(first, title)),
        links=find_links(pages, every),
    )
    stamp = arxiv_stamp(first.text)
    if stamp is not None:
        return _stamped(head, stamp)
    return replace(
        head, year=head.year or find_copyright_year(first), url=f"{_DOI}{head.doi}" if head.doi else head.url
    )


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
        year=head.year or stamp.date[:4],
        url=f"{_ARXIV}{stamp.arxiv_id}{stamp.version}",
    )
