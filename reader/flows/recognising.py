"""Reading pages that are pictures, or whose text is garbled, by OCR: in the background, where the reader is first.

What was recognised is in the document's index at once, so stopping loses one page at most and nothing is done twice.
"""

import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass

from reader.core.answer import Coverage
from reader.core.document import PageText
from reader.core.errors import OcrFailed, PageBroken, WorkerDied
from reader.core.language import language_of
from reader.core.passages import ReadPage, read_page
from reader.engine.ocr import Recogniser
from reader.flows.opening import OpenDocument

_log = logging.getLogger(__name__)
BY_ITSELF = 50
"""Pages; a scanned paper or chapter simply works. At 3-4 s a page more of them is the reader's decision."""
_GIVEN_UP_AFTER = 3
"""Pages that fail one after the other: then it is not the pages."""
_SAMPLE_PAGES = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """Pages that have been looked at, of those that had no text when it began."""

    done: int
    total: int
    left_s: float | None
    """Estimated from the pages so far; None before the first one."""


async def drop_empty_pages(document: OpenDocument) -> None:
    """Look at the pages without text, and take those on which nothing is drawn as read."""
    for page_index in sorted(document.pages_without_text):
        try:
            is_empty = await document.pdf.is_page_empty(page_index)
        except (PageBroken, WorkerDied):
            is_empty = False
        if is_empty:
            await document.keep_recognised([_empty(page_index)])


async def recognise_all(document: OpenDocument, recogniser: Recogniser, tell: Callable[[Progress], None]) -> Coverage:
    """Read all pages without text; for callers that only show how far it is. Raises OcrMissing, OcrFailed."""
    async with aclosing(recognise_pages(document, recogniser)) as progress:
        async for step in progress:
            tell(step)
    return document.coverage


async def recognise_pages(
    document: OpenDocument,
    recogniser: Recogniser,
    first_page: Callable[[], int] = lambda: 0,
    *,
    may_go_on: Callable[[], Awaitable[object]] | None = None,
) -> AsyncGenerator[Progress, None]:
    """Read the pages that have no text; yields the progress at once and after each page.

    The reader's place is asked for before each page, and `may_go_on` is waited for (while a model writes, it has the
    processor). A page that fails is left without text; after three in a row OcrFailed is raised. Raises OcrMissing
    at the first page that is not empty, where there is no OCR.
    """
    total = len(document.pages_without_text)
    tried: set[int] = set()
    failures = 0
    spent_s = 0.0
    language = await _language(document)
    yield Progress(0, total, None)
    while left := document.pages_without_text - tried:
        if may_go_on is not None:
            await may_go_on()
        page_index = nearest(left, first_page())
        tried.add(page_index)
        start = time.perf_counter()
        try:
            page = await _recognised(document, recogniser, page_index, language)
            failures = 0
        except (OcrFailed, PageBroken, WorkerDied) as failure:
            _log.warning("page %d of %s was not recognised: %s", page_index, document.path, failure)
            failures += not isinstance(failure, PageBroken)
            if failures >= _GIVEN_UP_AFTER:
                raise
        else:
            await document.keep_recognised([page])
            language = language or language_of(page.page.text)
        spent_s += time.perf_counter() - start
        rest = len(document.pages_without_text - tried)
        yield Progress(len(tried), total, spent_s / len(tried) * rest)


def nearest(pages: frozenset[int], place: int) -> int:
    """The page to read next: from the reader's on to the end, then the ones before it."""
    return min(pages, key=lambda page: (page < place, page))


async def _recognised(document: OpenDocument, recogniser: Recogniser, page_index: int, language: str) -> ReadPage:
    async with document.pdf.scanned(page_index) as scan:
        if scan is None:
            return _empty(page_index)
        return await recogniser.recognise(scan, language)


def _empty(page_index: int) -> ReadPage:
    return read_page(PageText(page_index, "", b"", source="ocr"))


async def _language(document: OpenDocument) -> str:
    """The language of the pages that can be read already, if there are any."""
    readable = sorted(document.pages_read - document.pages_without_text)[:_SAMPLE_PAGES]
    texts = await document.page_texts(readable)
    return language_of("\n".join(page.text for page in texts.values()))
