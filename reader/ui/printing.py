"""Printing a document: asks how, then draws page by page in the PDF child while the window goes on.

Pages are drawn at the resolution of the printer in narrow bands: a page is never in memory as a whole, and handing a
band to the printer takes a few milliseconds of the window's time.
"""

import asyncio
import zlib
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QProgressDialog

from reader.core.errors import CopyOverOriginal, PrintFailed
from reader.core.print_layout import Sheet, bands, chosen_pages, in_printing_order, is_turned, placed
from reader.flows.opening import OpenDocument
from reader.ui.jobs import Jobs
from reader.ui.page_canvas import PageCanvas
from reader.ui.print_dialog import PrintDialog
from reader.ui.reading import Reading

_DPI = 300
_MOST_DPI = 600
"""What printers offer beyond that is for their own dots; letters gain nothing."""
_BAND_PX = 200_000
_SAMPLED_ROWS = 8
"""One row in so many tells how well a band can be packed."""
_PACKS_WELL = 0.25
"""Text and drawings: they stay exact and become smaller than as JPEG, which photographs are better off with."""
_SHORT_MS = 700
"""Printing that takes no longer shows no progress."""
_JOB = "print"
_POINT = QPageSize.Unit.Point
_ANY_WAY = QPageSize.SizeMatchPolicy.FuzzyOrientationMatch


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What the reader wants printed."""

    document: OpenDocument
    pages: list[int]
    is_fitted: bool
    may_turn: bool
    is_grey: bool


class Printing(QObject):
    """Prints one document at a time."""

    printed = Signal(int, object)
    """How many sheets, and the Path of the PDF file they were printed to; None: they went to a printer."""

    def __init__(self, reading: Reading, view: PageCanvas, jobs: Jobs, settings: QSettings) -> None:
        super().__init__(view)
        self._reading, self._view, self._jobs, self._settings = reading, view, jobs, settings

    def begin(self) -> None:
        """Ask how to print the open document; the answer starts it."""
        document, page_index = self._reading.document, self._view.page_index
        if document is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(document.title or document.path.stem)
        printer.setCreator("Shiori")
        if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat:  # there is no printer, only a file
            size = document.info.sizes[page_index]
            paper = QPageSize.id(QSizeF(size.width_pt, size.height_pt), _POINT, _ANY_WAY)
            if paper != QPageSize.PageSizeId.Custom:
                printer.setPageSize(QPageSize(paper))
            printer.setOutputFileName(str(document.path.with_name(f"{document.path.stem}-print.pdf")))
        dialog = PrintDialog(printer, document.info.page_count, self._settings, self._view.window())

        def print_it(result: int) -> None:
            if result != QDialog.DialogCode.Accepted:
                return
            pages = _pages(printer, document.info.page_count, page_index)
            is_grey = printer.colorMode() == QPrinter.ColorMode.GrayScale
            order = PrintOrder(document, pages, dialog.is_fitted, dialog.may_turn, is_grey)
            if pages:
                self._jobs.start(_JOB, self._print(printer, order))

        dialog.finished.connect(print_it)
        QDialog.open(dialog)  # QPrintDialog.open wants a receiver

    async def _print(self, printer: QPrinter, order: PrintOrder) -> None:
        file = Path(printer.outputFileName()) if printer.outputFileName() else None
        progress = self._progress(len(order.pages))
        painter = QPainter()
        is_begun = is_done = False
        try:
            if file is not None:
                await asyncio.to_thread(_try_to_write, file, order.document.path)
            printer.setFullPage(True)
            printer.setResolution(_DPI)
            for number, page_index in enumerate(order.pages):
                progress.setLabelText(self.tr("Printing page {0} of {1}…").format(number + 1, len(order.pages)))
                progress.setValue(number)
                sheet = _sheet(printer, order, page_index)
                if not (printer.newPage() if number else painter.begin(printer)):
                    raise PrintFailed(printer.printerName() if file is None else str(file))
                is_begun = True
                painter.resetTransform()
                painter.scale(printer.resolution() / sheet.dpi, printer.resolution() / sheet.dpi)
                await self._print_page(painter, order, page_index, sheet)
            is_done = True
        finally:
            progress.close()
            progress.deleteLater()
            if painter.isActive():
                if not is_done:
                    printer.abort()
                painter.end()
            if is_begun and not is_done and file is not None:
                file.unlink(missing_ok=True)  # a part of a document would look like all of it
        self.printed.emit(len(order.pages), file)

    async def _print_page(self, painter: QPainter, order: PrintOrder, page_index: int, sheet: Sheet) -> None:
        place = placed(order.document.info.sizes[page_index], sheet, is_fitted=order.is_fitted)
        for band in bands(place.width_px, place.height_px, _BAND_PX):
            top, bottom = place.top_px + band[1], place.top_px + band[3]
            if bottom <= 0 or top >= sheet.height_px:
                continue  # of a page that is larger than the paper
            image = await order.document.pdf.page_image(page_index, place.scale_px_per_pt, band, _copied)
            if order.is_grey:
                image = image.convertToFormat(QImage.Format.Format_Grayscale8)
            painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering, _packs_well(image))
            painter.drawImage(place.left_px, top, image)

    def _progress(self, sheets: int) -> QProgressDialog:
        progress = QProgressDialog("", self.tr("Cancel"), 0, sheets, self._view.window())
        progress.setObjectName("print_progress")
        progress.setWindowTitle(self.tr("Print"))
        progress.setWindowModality(Qt.WindowModality.NonModal)
        progress.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        progress.setAutoReset(False)
        progress.setMinimumDuration(_SHORT_MS)
        progress.canceled.connect(lambda: self._jobs.cancel(_JOB))
        return progress


def _try_to_write(file: Path, original: Path) -> None:
    was_there = file.exists()
    if was_there and file.samefile(original):
        raise CopyOverOriginal(str(file))
    try:
        file.open("ab").close()
        if not was_there:
            file.unlink()
    except OSError as failure:
        raise PrintFailed(str(file)) from failure


def _pages(printer: QPrinter, page_count: int, current: int) -> list[int]:
    if printer.printRange() == QPrinter.PrintRange.CurrentPage:
        pages = [current]
    elif printer.printRange() == QPrinter.PrintRange.PageRange:
        ranges = [(part.from_, part.to) for part in printer.pageRanges().toRangeList()]
        pages = chosen_pages(ranges, page_count)
    else:
        pages = list(range(page_count))
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    is_backwards = printer.pageOrder() == QPrinter.PageOrder.LastPageFirst
    return in_printing_order(pages, copies, is_collated=printer.collateCopies(), is_backwards=is_backwards)


def _sheet(printer: QPrinter, order: PrintOrder, page_index: int) -> Sheet:
    """The paper of the next page, turned where that is better and allowed."""
    sheet = _sheet_of(printer.pageLayout(), printer.resolution())
    if order.may_turn and is_turned(order.document.info.sizes[page_index], sheet):
        was_upright = printer.pageLayout().orientation() == QPageLayout.Orientation.Portrait
        printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if was_upright else QPageLayout.Orientation.Portrait
        )
        sheet = _sheet_of(printer.pageLayout(), printer.resolution())
    return sheet


def _sheet_of(layout: QPageLayout, dpi: int) -> Sheet:
    dpi = min(dpi, _MOST_DPI)
    paper = layout.fullRectPixels(dpi)
    unreached = layout.minimumMargins()  # in the layout's own units
    reached = QPageLayout(layout.pageSize(), layout.orientation(), unreached, layout.units()).paintRectPixels(dpi)
    printable = (reached.left(), reached.top(), reached.left() + reached.width(), reached.top() + reached.height())
    return Sheet(paper.width(), paper.height(), printable, dpi)


def _copied(pixels: memoryview, width: int, height: int, stride: int) -> QImage:
    return QImage(pixels, width, height, stride, QImage.Format.Format_RGB888).copy()


def _packs_well(image: QImage) -> bool:
    step = image.bytesPerLine() * _SAMPLED_ROWS
    pixels = image.constBits()
    sample = b"".join(pixels[start : start + image.bytesPerLine()] for start in range(0, image.sizeInBytes(), step))
    return len(zlib.compress(sample, 1)) < _PACKS_WELL * len(sample)
