"""Reading a document page by page into its index, where the reader is first; what was read before is kept."""

import logging
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from reader.core.answer import Coverage
from reader.core.document import PageText
from reader.core.errors import WorkerDied
from reader.core.passages import ReadPage, read_page
from reader.flows.opening import OpenDocument

_log = logging.getLogger(__name__)
_BATCH = 8
"""Pages a transaction, and how often the order is looked at anew."""


def reading_order(page_count: int, first_page: int, done: frozenset[int]) -> list[int]:
    """The pages that are left: from the reader's page on to the end, then the ones before it."""
    first = min(max(first_page, 0), max(page_count - 1, 0))
    order = [*range(first, page_count), *range(first)]
    return [page_index for page_index in order if page_index not in done]


async def read_document(document: OpenDocument, first_page: Callable[[], int]) -> AsyncGenerator[Coverage, None]:
    """Read what is not in the index yet; yields the coverage at once and after each batch.

    The reader's place is asked for before each batch. Stopping loses at most a batch. A page that crashes the
    child twice is kept without text, and the rest is read.
    """
    yield document.coverage
    crashes: Counter[int] = Counter()
    while order := reading_order(document.info.page_count, first_page(), document.pages_read):
        asked = order[:_BATCH]
        batch: list[ReadPage] = []
        try:
            async with aclosing(document.pdf.read_pages(asked)) as pages:
                async for page in pages:
                    batch.append(page)  # noqa: PERF401 - what came before a crash is kept
        except WorkerDied:
            if len(batch) < len(asked):  # else it died after its last page
                guilty = asked[len(batch)]
                crashes[guilty] += 1
                _log.warning("page %d of %s crashed the reading child", guilty, document.path)
                if crashes[guilty] > 1:
                    batch.append(read_page(PageText(guilty, "", b"")))
        await document.keep(batch)
        yield document.coverage


async def read_all(document: OpenDocument) -> Coverage:
    """Read the whole document; for callers that have nothing to show meanwhile."""
    async with aclosing(read_document(document, lambda: 0)) as progress:
        async for _ in progress:
            pass
    return document.coverage
