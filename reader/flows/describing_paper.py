"""The bibliographic head of an open document, from its first pages and its links."""

from collections.abc import Sequence

from reader.core.document import Link, PageText
from reader.core.errors import PageBroken, WorkerDied
from reader.core.paper_head import PaperHead, PaperLink
from reader.core.paper_head_finding import find_head
from reader.core.paper_links import find_links
from reader.core.xmp import XmpFacts, xmp_facts
from reader.flows.opening import OpenDocument

_READ = 3
"""Pages that are read of the PDF where the index does not have them yet."""
_MOST = 60
"""Later pages have no address of the paper's own code or data."""


async def head_of(document: OpenDocument) -> PaperHead:
    """What the document says of itself; what cannot be read of it stays empty. Links are those of the pages that have
    been read; `links_of` finds the others later."""
    pages, links = await _pages_with_links(document, _READ)
    return find_head(document.info, pages, links, await _xmp(document))


async def links_of(document: OpenDocument) -> tuple[PaperLink, ...]:
    """Of all pages, up to the list of references, that have been read by now."""
    return find_links(*await _pages_with_links(document, 0))


async def _pages_with_links(document: OpenDocument, read: int) -> tuple[list[PageText], list[Sequence[Link]]]:
    """The first pages without a gap. `read`: so many are read of the PDF where the index does not have them."""
    pages: list[PageText] = []
    links: list[Sequence[Link]] = []
    count = min(document.info.page_count, _MOST)
    known = await document.page_texts(page_index for page_index in range(count) if page_index in document.pages_read)
    for page_index in range(count):
        if page_index not in known and page_index >= read:
            break
        try:
            pages.append(known.get(page_index) or await document.pdf.page_text(page_index))
        except (PageBroken, WorkerDied):
            break
        try:
            links.append(await document.pdf.links(page_index))
        except (PageBroken, WorkerDied):
            links.append(())
    return pages, links


async def _xmp(document: OpenDocument) -> XmpFacts:
    try:
        return xmp_facts(await document.pdf.xmp())
    except (PageBroken, WorkerDied):
        return XmpFacts()
