"""What goes to the clipboard: selected text, the same with where it is from, and pictures of a region."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QTransform

from reader.core.cited_text import CitedSource, CitedText, cited
from reader.core.document import PageText, Rect
from reader.core.errors import ExportFailed
from reader.core.paper import arxiv_stamp
from reader.core.text_selection import TextRange, selected_text
from reader.flows.opening import OpenDocument
from reader.ui.jobs import Jobs
from reader.ui.page_view import PageView

_DPI = 300
_MOST_PIXELS = 40_000_000
"""Of a picture; a whole A3 page at 300 dpi has 17 million."""
_PAGES_AT_ONCE = 32


class Copying(QObject):
    """Each method returns at once; the clipboard follows, for a long selection after the texts have been fetched."""

    citation_copied = Signal(str)
    picture_copied = Signal(object)
    """QImage."""
    picture_begun = Signal()
    """The next drag draws the region."""

    def __init__(self, jobs: Jobs, view: PageView) -> None:
        super().__init__(view)
        self._jobs, self._view = jobs, view
        self._document: OpenDocument | None = None

    def set_document(self, document: OpenDocument | None) -> None:
        self._document = document
        self._jobs.cancel("copy")
        self._view.band.cancel()

    # --- Text ---

    def copy(self) -> None:
        """Paragraphs in one line each, divided words whole."""
        selected = self._view.selecting.range
        if selected is not None and self._document is not None:
            self._jobs.start("copy", self._copy(self._document, selected))

    def copy_with_citation(self) -> None:
        selected = self._view.selecting.range
        if selected is not None and self._document is not None:
            self._jobs.start("copy", self._copy_with_citation(self._document, selected))

    async def _copy(self, document: OpenDocument, selected: TextRange) -> None:
        text = (await _text_of(document, selected))[0]
        if text:
            QGuiApplication.clipboard().setText(text)

    async def _copy_with_citation(self, document: OpenDocument, selected: TextRange) -> None:
        text, pages = await _text_of(document, selected)
        if not text:
            return
        made = await citation_of(document, text, pages)
        data = QMimeData()
        data.setText(made.plain)
        data.setData("text/markdown", made.markdown.encode())
        QGuiApplication.clipboard().setMimeData(data)
        self.citation_copied.emit(made.plain)

    # --- Pictures ---

    def copy_picture(self) -> None:
        """Let the next drag draw a region, and copy what is printed there; once more gives it up."""
        if self._document is not None and not self._view.band.cancel():
            self._view.band.begin(self._draw_region)
            self.picture_begun.emit()

    def save_picture(self, picture: QImage, path: Path) -> None:
        """Write it to a file, in the format that its name says."""
        self._jobs.start("save picture", _write(picture, path), must_finish=True)

    def _draw_region(self, page_index: int, rect: Rect) -> None:
        if self._document is not None:
            self._jobs.start("copy", self._copy_region(self._document, page_index, rect))

    async def _copy_region(self, document: OpenDocument, page_index: int, rect: Rect) -> None:
        size = document.info.sizes[page_index]
        area_pt = max(rect.width * size.width_pt * rect.height * size.height_pt, 1.0)
        at_least = 2 * self._view.view_now().scale_px_per_pt if self._view.page_count else 0.0
        scale = min(max(_DPI / 72, at_least), (_MOST_PIXELS / area_pt) ** 0.5)
        x0, x1 = (round(x * size.width_pt * scale) for x in (rect.x0, rect.x1))
        y0, y1 = (round(y * size.height_pt * scale) for y in (rect.y0, rect.y1))
        clip = (x0, y0, max(x1, x0 + 1), max(y1, y0 + 1))
        picture = await document.pdf.page_image(page_index, scale, clip, _copied)
        rotation = self._view.arrangement.rotation
        if rotation:
            picture = picture.transformed(QTransform().rotate(rotation))
        per_meter = round(scale * 72 / 0.0254)  # so that it comes out at its size on paper
        picture.setDotsPerMeterX(per_meter)
        picture.setDotsPerMeterY(per_meter)
        QGuiApplication.clipboard().setImage(picture)
        self.picture_copied.emit(picture)


async def _write(picture: QImage, path: Path) -> None:
    """Raises ExportFailed."""
    writer = QImageWriter(str(path))
    if not await asyncio.to_thread(writer.write, picture):
        raise ExportFailed(str(path), writer.errorString())


async def citation_of(document: OpenDocument, text: str, pages: Sequence[PageText]) -> CitedText:
    """`pages`: those the text is from, in order."""
    # Only here: a window opens without anybody to cite.
    from reader.core.authors import find_authors

    info = document.info
    first = await document.page_text(0)
    authors, stamp = find_authors(info.author, document.title, first), arxiv_stamp(first.text)
    source = CitedSource(document.title, tuple(authors), stamp.date[:4] if stamp is not None else "", info.file)
    indexes = [pages[0].page_index, pages[-1].page_index]
    is_ocr = any(page.source == "ocr" for page in pages)
    return cited(text, source, indexes, [info.label_of(index) for index in indexes], is_ocr=is_ocr)


async def _text_of(document: OpenDocument, selected: TextRange) -> tuple[str, list[PageText]]:
    """What is selected, and the pages something of it stands on."""
    pages: dict[int, PageText] = {}
    for first in range(selected.pages.start, selected.pages.stop, _PAGES_AT_ONCE):
        wanted = range(first, min(first + _PAGES_AT_ONCE, selected.pages.stop))
        known = await document.page_texts(wanted)
        for page_index in wanted:
            page = known.get(page_index) or await document.page_text(page_index)
            pages[page_index] = replace(page, boxes=b"")  # a book's would fill the memory
    text = await asyncio.to_thread(selected_text, selected, pages.get)
    touched = []
    for page_index, page in pages.items():
        start, end = selected.span_on(page_index, len(page.text))
        if page.text[start:end].strip():
            touched.append(page)
    return (text, touched) if touched else ("", [])


def _copied(pixels: memoryview, width: int, height: int, stride: int) -> QImage:
    return QImage(pixels, width, height, stride, QImage.Format.Format_RGB888).copy()
