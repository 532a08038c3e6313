"""A PDF behind two child processes: one draws what is on the screen, the other reads text in the background."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import TypeVar

from reader.core.annotations import Annotation
from reader.core.document import DocumentInfo, Link, OutlineItem, PageText, Rect
from reader.core.errors import WorkerDied
from reader.core.marks import Mark
from reader.core.page_arrangement import Rotation
from reader.core.page_colours import PageColours
from reader.core.passages import ReadPage
from reader.engine.worker import Worker

T = TypeVar("T")

_CHILD = "reader.engine.pdf_child"
_BACKGROUND = 10
"""Niceness of reading text: on two cores it would hold up the pages that somebody is looking at."""
_SLOT_BYTES = 4 * 1024 * 1024
_SIZES_A_JOB = 250
"""Pages whose sizes are looked up between two pictures: 5 ms."""
_SCAN_DPI = 300
"""What Tesseract was trained on."""
_SCAN_PIXELS = 24_000_000
"""A3 at 300 dpi has 17 million; posters and long drawings are drawn smaller."""
_SLOTS = 3
"""Pictures on their way at one time: one being drawn, one being taken, one asked for."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as a grey picture in shared memory: one byte a pixel, row by row without gaps."""

    page_index: int
    memory_name: str
    width_px: int
    height_px: int
    dpi: int


class PdfFile:
    """An open document. Coordinates are fractions of the page; pixels only in `page_image`.

    Every method may raise WorkerDied: the child crashed, and is started and opens the file again with the next call;
    and FileChanged where the file has other content by then.
    """

    def __init__(self, path: Path, password: str | None, pages: Worker | None = None) -> None:
        self.path = path
        self._info: DocumentInfo | None = None
        self._password = password
        self._pages = pages or Worker(_CHILD, name="pages")
        self._text = Worker(_CHILD, name="page text", niceness=_BACKGROUND)
        for worker in (self._pages, self._text):
            worker.prepare_with("open", str(path), password)
        self._pictures = _Pictures(self._pages)

    @property
    def password(self) -> str | None:
        """What it was opened with."""
        return self._password

    @property
    def info(self) -> DocumentInfo:
        """What is known of the document; there is something after `open`, `glance` or `known`."""
        if self._info is None:
            raise ValueError(f"nothing is known of {self.path} yet")
        return self._info

    @info.setter
    def info(self, info: DocumentInfo) -> None:
        self._info = info
        # Children that start later and find other content in the file raise FileChanged: nothing of two is mixed.
        for worker in (self._pages, self._text):
            worker.prepare_next_with("open", str(self.path), self._password, info.document_id)

    @staticmethod
    async def open(path: Path, password: str | None = None) -> "PdfFile":
        """Open a file. Raises FileMissing, NotAPdf, NoPages, PasswordNeeded, PasswordWrong."""
        pdf = PdfFile(path, password)
        try:
            pdf.info = await pdf._pages.call("describe")
        except BaseException:
            await pdf.close()
            raise
        return pdf

    @staticmethod
    async def glanced(path: Path, password: str | None = None, child: Worker | None = None) -> "PdfFile":
        """Open a file as far as it takes to show its first pages, in a child that waits or in a new one.

        `info` has no document_id, labels and title then, and sizes of other pages are guesses. Raises as `open` does.
        """
        pdf = PdfFile(path, password, child)
        try:
            pdf.info = await pdf._pages.call_unprepared("open_at_a_glance", str(path), password)
        except BaseException:
            await pdf.close()
            raise
        return pdf

    async def glance(self, near: int) -> None:
        """Know the sizes of the pages near one of them, and guess that of the others."""
        self.info = await self._pages.call("glance", near)

    async def describe(self, document_id: str) -> None:
        """Know all of `info`. Pages can be drawn meanwhile. Raises as `open` does."""
        for first in range(0, self.info.page_count, _SIZES_A_JOB):
            await self._pages.call("measure", first, min(first + _SIZES_A_JOB, self.info.page_count))
        self.info = await self._pages.call("describe", document_id)

    @staticmethod
    def known(path: Path, info: DocumentInfo, password: str | None = None) -> "PdfFile":
        """A file of which all is known that opening tells: its children start when they are needed."""
        pdf = PdfFile(path, password)
        pdf.info = info
        return pdf

    def renewed(self) -> "PdfFile":
        """The same file without children, for after `close`."""
        return PdfFile.known(self.path, self.info, self._password)

    def notify_of_deaths(self, listener: Callable[[WorkerDied], None] | None) -> None:
        """Call the listener on the loop whenever one of the children died unasked."""
        self._pages.on_died = self._text.on_died = listener

    @property
    def worker_pids(self) -> tuple[int | None, int | None]:
        """Process ids of the drawing and the reading child."""
        return self._pages.pid, self._text.pid

    def rest(self, *, is_hidden: bool) -> None:
        """Give back the memory of children without a job: the one that reads text, and, of a document that nobody
        looks at, the one that draws too. They start again when they are needed.
        """
        self._text.rest()
        if is_hidden and self.path.exists():  # else what it holds open is all there is left of the document
            self._pages.rest()

    async def page_image(
        self,
        page_index: int,
        scale_px_per_pt: float,
        clip_px: tuple[int, int, int, int] | None,
        convert: Callable[[memoryview, int, int, int], T],
        *,
        rotation: Rotation = 0,
        colours: PageColours = "printed",
        is_rough: bool = False,
    ) -> T:
        """Draw a page, or the part x0, y0, x1, y1 in pixels at that scale of the turned page. Raises PageBroken.

        `is_rough`: lines are not smoothed, which on pages of many lines takes a tenth of the time.
        `convert(pixels, width, height, stride)` gets RGB888 in shared memory and must copy what it keeps.
        """
        return await self._pictures.draw((page_index, scale_px_per_pt, clip_px, rotation, colours, is_rough), convert)

    async def outline(self) -> tuple[OutlineItem, ...]:
        result: tuple[OutlineItem, ...] = await self._pages.call("outline")
        return result

    async def links(self, page_index: int) -> tuple[Link, ...]:
        result: tuple[Link, ...] = await self._pages.call("links", page_index)
        return result

    async def xmp(self) -> str:
        """The packet of XMP data as it is in the file; "" without one. Raises PageBroken."""
        result: str = await self._pages.call("xmp")
        return result

    async def page_text(self, page_index: int) -> PageText:
        result: PageText = await self._pages.call("page_text", page_index)
        return result

    def read_pages(self, order: Sequence[int]) -> AsyncGenerator[ReadPage, None]:
        """Read pages in the given order, in a process that draws nothing; use with contextlib.aclosing."""
        return self._text.stream("read_pages", tuple(order))

    async def thumbnail(self, page_index: int, width_px: int, height_px: int) -> bytes:
        """A page that fits these pixels, as PNG, drawn by the child that reads text. Raises PageBroken."""
        result: bytes = await self._text.call("thumbnail", page_index, width_px, height_px)
        return result

    async def annotations(self, order: Sequence[int]) -> tuple[Annotation, ...]:
        """The annotations that the PDF has on these pages, in the child that reads text."""
        result: tuple[Annotation, ...] = await self._text.call("annotations", tuple(order))
        return result

    async def save_annotated(self, target: Path, marks: Sequence[Mark], author: str) -> None:
        """Write a copy with the marks as annotations to a new file, in a child of its own.

        Raises ExportFailed, FileChanged.
        """
        worker = Worker(_CHILD, name="a copy with annotations", niceness=_BACKGROUND)
        worker.prepare_with("open", str(self.path), self._password)
        try:
            await worker.call("save_annotated", str(target), self.info.document_id, tuple(marks), author)
        finally:
            await worker.close()

    async def is_page_empty(self, page_index: int) -> bool:
        """Whether nothing is drawn on the page. Raises PageBroken."""
        result: bool = await self._text.call("is_empty", page_index)
        return result

    async def printed_box(self, page_index: int) -> Rect | None:
        """The part of a page that holds all that is printed on it but specks; None: nothing. Raises PageBroken."""
        result: Rect | None = await self._pages.call("printed_box", page_index)
        return result

    @asynccontextmanager
    async def scanned(self, page_index: int) -> "AsyncGenerator[Scan | None, None]":
        """The picture of a page for OCR, in shared memory as long as the context lasts; None for an empty page.

        It is drawn by the child that reads text, at low priority. Raises PageBroken.
        """
        size = self.info.sizes[page_index]
        area_pt = max(size.width_pt * size.height_pt, 1.0)
        dpi = min(_SCAN_DPI, 72 * (_SCAN_PIXELS / area_pt) ** 0.5)
        scale = dpi / 72
        capacity = int((size.width_pt * scale + 2) * (size.height_pt * scale + 2))
        memory = SharedMemory(create=True, size=capacity)
        try:
            drawn = await self._text.call("scan", page_index, scale, memory.name, capacity)
            yield None if drawn is None else Scan(page_index, memory.name, drawn[0], drawn[1], round(dpi))
        finally:
            # A child that is still at it keeps its own hold of the memory; the system frees it after the last one.
            memory.close()
            memory.unlink()

    async def close(self) -> None:
        self._pictures.refuse()
        await asyncio.gather(self._pages.close(), self._text.close())
        self._pictures.close()


class _Pictures:
    """Shared memory cut into slots, one for each picture on its way."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._memory: SharedMemory | None = None
        self._free = list(range(_SLOTS))
        self._has_free = asyncio.Semaphore(_SLOTS)
        self._is_closed = False

    async def draw(
        self,
        job: tuple[int, float, tuple[int, int, int, int] | None, Rotation, PageColours, bool],
        convert: Callable[[memoryview, int, int, int], T],
    ) -> T:
        """`job`: page index, scale, clip in pixels, rotation, colours, is rough."""
        async with self._has_free:
            if self._is_closed:
                raise WorkerDied(self._worker.name, None)
            memory = self._memory = self._memory or SharedMemory(create=True, size=_SLOTS * _SLOT_BYTES)
            slot = self._free.pop()
            try:
                offset = slot * _SLOT_BYTES
                size = await self._worker.call("render", *job, memory.name, offset, _SLOT_BYTES)
                if size[1] * size[2] <= _SLOT_BYTES:
                    return _converted(memory, offset, size, convert)
            finally:
                # A cancelled job may still write here; the child draws one picture at a time, so whoever gets this
                # slot next is drawn after it.
                self._free.append(slot)
        large = SharedMemory(create=True, size=size[1] * size[2])
        try:
            size = await self._worker.call("render", *job, large.name, 0, large.size)
            return _converted(large, 0, size, convert)
        finally:
            large.close()
            large.unlink()

    def refuse(self) -> None:
        """From now on whoever waits for a slot gets WorkerDied instead."""
        self._is_closed = True

    def close(self) -> None:
        if self._memory is not None:
            self._memory.close()
            self._memory.unlink()
            self._memory = None


def _converted(
    memory: SharedMemory,
    offset: int,
    size: tuple[int, int, int],
    convert: Callable[[memoryview, int, int, int], T],
) -> T:
    width, height, stride = size
    buffer = memory.buf
    if buffer is None:
        raise ValueError("the shared memory has been closed")
    with buffer[offset : offset + stride * height] as pixels:
        return convert(pixels, width, height, stride)
