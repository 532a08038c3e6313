"""What the flows work on, without children: a book in memory, its index, a notebook on disk."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.core.document import DocumentInfo, Link, PageSize, PageText, pack_boxes
from reader.core.errors import ReaderError
from reader.core.passages import ReadPage, read_page
from reader.engine.llm import Message
from reader.engine.pdf import Scan
from reader.engine.scripted import ScriptedModel
from reader.flows.opening import OpenDocument
from reader.store.library import open_library_database
from reader.store.marks import MarkStore
from reader.store.notebook import Notebook
from reader.store.search import PassageIndex

BOOK = (
    "A Method for Saving Memory\n\nWe propose an optimiser, called LOMO, for large language models.",
    "LOMO reduces the memory usage to 10.8 % of the standard solution. Training a 65B model is possible on one\n"
    "machine with eight RTX 3090 GPUs. The method does not store the gradients of all parameters at once.",
    "The throughput of AdamW is lower than that of LOMO by a factor of eleven on the same machine.\n\n"
    "Weather is a topic of its own. Rain falls in the north of the country and ends with low-mem-",
    "ory training. 最適化手\n法を提案する。提案手法は計算資源を大幅に削減する。",
)


def page_text(page_index: int, text: str) -> PageText:
    """A page whose lines stand below each other."""
    boxes, row, column = [], 0, 0
    for character in text:
        box = (0.05 + column * 0.008, 0.05 + row * 0.03, 0.058 + column * 0.008, 0.07 + row * 0.03)
        boxes.append((0.0, 0.0, 0.0, 0.0) if character == "\n" else box)
        row, column = (row + 1, 0) if character == "\n" else (row, column + 1)
    return PageText(page_index, text, pack_boxes(boxes))


class BookInMemory:
    """Stands for a PdfFile. `crashes`: exceptions that `read_pages` raises, by page, each once; `empty`: pages
    on which nothing is drawn."""

    def __init__(self, path: Path, texts: Sequence[str] = BOOK, labels: tuple[str, ...] | None = None) -> None:
        self.path = path
        sizes = (PageSize(595, 842),) * len(texts)
        self.info = DocumentInfo(str(path), "0123abcd", sizes, labels, "", "", is_repaired=False)
        self.crashes: dict[int, list[Exception]] = {}
        self.crash_at_end: list[Exception] = []
        self.orders: list[tuple[int, ...]] = []
        self.empty: set[int] = set()
        self._texts = texts

    async def read_pages(self, order: Sequence[int]) -> AsyncGenerator[ReadPage, None]:
        self.orders.append(tuple(order))
        for page_index in order:
            if self.crashes.get(page_index):
                raise self.crashes[page_index].pop()
            yield read_page(page_text(page_index, self._texts[page_index]))
        if self.crash_at_end:
            raise self.crash_at_end.pop()

    async def links(self, page_index: int) -> tuple[Link, ...]:
        return ()

    async def xmp(self) -> str:
        return ""

    async def is_page_empty(self, page_index: int) -> bool:
        return page_index in self.empty

    @asynccontextmanager
    async def scanned(self, page_index: int) -> AsyncGenerator[Scan | None, None]:
        yield None if page_index in self.empty else Scan(page_index, "none", 1, 1, 300)

    async def close(self) -> None:
        """Nothing to end."""


class RecogniserInMemory:
    """Stands for Tesseract. `texts`: what stands in the pictures; `failures`: raised, by page, each once."""

    def __init__(self, texts: dict[int, str], failures: dict[int, list[Exception]] | None = None) -> None:
        self.texts, self.failures = texts, failures or {}
        self.seen: list[int] = []
        self.languages: list[str] = []
        self.hangs_at: int | None = None
        self.has_hung = asyncio.Event()
        self.was_cancelled = False

    async def recognise(self, scan: Scan, language: str) -> ReadPage:
        self.seen.append(scan.page_index)
        self.languages.append(language)
        if self.failures.get(scan.page_index):
            raise self.failures[scan.page_index].pop()
        if scan.page_index == self.hangs_at:
            self.has_hung.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.was_cancelled = True
                raise
        return read_page(replace(page_text(scan.page_index, self.texts[scan.page_index]), source="ocr"))

    async def close(self) -> None:
        """Nothing to end."""


@dataclass(frozen=True, slots=True)
class Desk:
    document: OpenDocument
    notebook: Notebook
    marks: MarkStore
    book: BookInMemory
    library_file: Path

    async def read(self, *page_indexes: int) -> None:
        """Put pages into the index (all of them, where none is named)."""
        wanted = page_indexes or range(self.document.info.page_count)
        await self.document.keep([page async for page in self.book.read_pages(wanted)])


@asynccontextmanager
async def desk(
    folder: Path, texts: Sequence[str] = BOOK, labels: tuple[str, ...] | None = None
) -> AsyncGenerator[Desk, None]:
    """An open document of which no page has been read, and a notebook in folder/library.db."""
    database = await open_library_database(folder / "library.db")
    index = await PassageIndex.open(folder / "index.db")
    book = BookInMemory(folder / "paper.pdf", texts, labels)
    document = OpenDocument(book, index, "A Method for Saving Memory", ())  # type: ignore[arg-type]
    document.mark_read(await index.pages_read(), await index.pages_without_text())
    try:
        yield Desk(document, Notebook(database), MarkStore(database), book, folder / "library.db")
    finally:
        await document.close()
        await database.close()


class BrokenOffModel(ScriptedModel):
    """Writes the pieces, then stalls for good, or fails."""

    def __init__(self, *pieces: str, failure: ReaderError | None = None, **options: Any) -> None:
        super().__init__([""], **options)
        self.has_written = asyncio.Event()
        self._given = pieces
        self._failure = failure

    async def generate(
        self, messages: Sequence[Message], *, max_tokens: int, is_aside: bool = False
    ) -> AsyncGenerator[str, None]:
        for piece in self._given:
            yield piece
        self.has_written.set()
        if self._failure is not None:
            raise self._failure
        await asyncio.Event().wait()
