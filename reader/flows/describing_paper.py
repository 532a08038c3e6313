"""The bibliographic head of an open document, from its first pages and its links."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from reader.core.document import Link, PageText
from reader.core.errors import PageBroken, WorkerDied
from reader.core.paper_head import PaperHead, PaperLink
from reader.core.paper_head_finding import find_head
from reader.core.paper_links import find_links
from reader.core.xmp import XmpFacts, xmp_facts
from reader.engine.pdf import PdfFile
from reader.flows.opening import OpenDocument

_READ = 3
"""Pages that are read of the PDF where the index does not have them yet."""
LINK_PAGES = 60
"""Later pages have no address of the paper's own code or data."""


async def head_of(document: OpenDocument) -> PaperHead:
    """What the document says of itself; what cannot be read of it stays empty. Links are those of the pages that have
    been read; `links_of` finds the others later."""
    known = await document.page_texts(sorted(document.pages_read)[:LINK_PAGES])
    return await head_of_pdf(document.pdf, known)


async def head_of_file(path: Path, password: str | None = None) -> PaperHead:
    """The same of a file that is not open. Raises FileMissing, NotAPdf, NoPages, PasswordNeeded, PasswordWrong."""
    pdf = await PdfFile.open(path, password)
    try:
        return await head_of_pdf(pdf, {})
    finally:
        await pdf.close()


async def links_of(document: OpenDocument) -> tuple[PaperLink, ...]:
    """Of all pages, up to the list of references, that have been read by now."""
    known = await document.page_texts(sorted(document.pages_read)[:LINK_PAGES])
    return find_links(*await _pages_with_links(document.pdf, known, 0))


async def head_of_pdf(pdf: PdfFile, known: Mapping[int, PageText]) -> PaperHead:
    """The same of an open PDF, of which some pages are read already."""
    pages, links = await _pages_with_links(pdf, known, _READ)
    return find_head(pdf.info, pages, links, await _xmp(pdf))


async def _pages_with_links(
    pdf: PdfFile, known: Mapping[int, PageText], read: int
) -> tuple[list[PageText], list[Sequence[Link]]]:
    """The first pages without a gap: known ones, and `read` that are read of the PDF otherwise."""
    pages: list[PageText] = []
    links: list[Sequence[Link]] = []
    for page_index in range(min(pdf.info.page_count, LINK_PAGES)):
        if page_index not in known and page_index >= read:
            break
        try:
            pages.append(known.get(page_index) or await pdf.page_text(page_index))
        except (PageBroken, WorkerDied):
            break
        try:
            links.append(await pdf.links(page_index))
        except (PageBroken, WorkerDied):
            links.append(())
    return pages, links


async def _xmp(pdf: PdfFile) -> XmpFacts:
    try:
        return xmp_facts(await pdf.xmp())
    except (PageBroken, WorkerDied):
        return XmpFacts()
