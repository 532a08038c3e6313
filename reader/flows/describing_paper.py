"""The bibliographic head of an open document, from its first pages."""

from reader.core.document import PageText
from reader.core.errors import PageBroken, WorkerDied
from reader.core.paper_head import PaperHead
from reader.core.paper_head_finding import HEAD_PAGES, find_head
from reader.flows.opening import OpenDocument


async def head_of(document: OpenDocument) -> PaperHead:
    """What the document says of itself; what cannot be read of it stays empty."""
    pages: list[PageText] = []
    for page_index in range(min(HEAD_PAGES, document.info.page_count)):
        try:
            pages.append(await document.page_text(page_index))
        except (PageBroken, WorkerDied):
            break
    return find_head(document.info, pages)
