"""An outline for a document whose PDF has none, from the headings of the pages that have been read so far."""

import asyncio

from reader.core.document import OutlineItem
from reader.core.outline_building import build_outline
from reader.flows.opening import OpenDocument

_BATCH = 32
"""Pages a transaction, of those that were read before headings were kept."""
_GROWN = 1.25
_FIRST_PAGES = 16


def is_due(pages_read: int, pages_before: int, page_count: int) -> bool:
    """Whether so much more has been read that building anew is worth it; of a long book a dozen times in all."""
    if pages_read == page_count or not pages_before:
        return pages_read > pages_before
    return pages_read >= max(pages_before + _FIRST_PAGES, _GROWN * pages_before)


async def built_outline(document: OpenDocument) -> tuple[OutlineItem, ...]:
    """What the pages that have been read tell; a thousand pages take some 50 ms, beside the caller's thread."""
    while await document.index.gather_headings(_BATCH):
        pass
    headings = await document.index.headings()
    return await asyncio.to_thread(build_outline, headings)
