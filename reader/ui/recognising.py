"""Reading pages that are pictures: begun by itself where that takes minutes, offered where it takes longer."""

import asyncio
from contextlib import aclosing

from PySide6.QtCore import QObject, Signal

from reader.core.errors import OcrMissing
from reader.engine.ocr import Recogniser
from reader.flows.opening import OpenDocument
from reader.flows.recognising import BY_ITSELF, drop_empty_pages, recognise_pages
from reader.ui.jobs import Jobs
from reader.ui.page_view import PageView
from reader.ui.reading import RECOGNISE


class Recognising(QObject):
    """At most one document at a time, as the job "recognise"; it ends with the document, and goes on the next time."""

    progress_changed = Signal(object)
    """flows.recognising.Progress, or None when it has ended."""
    coverage_changed = Signal(object)
    offered = Signal(int)
    """So many pages are pictures, too many to begin unasked."""
    nothing_to_do = Signal()
    """It was asked for, and there is no page without text."""
    missed = Signal(object)
    """OcrMissing: said once, and whenever it was asked for."""

    def __init__(self, recogniser: Recogniser, jobs: Jobs, page_view: PageView, setting: str) -> None:
        """`setting`: that of the settings, "auto", "always" or "never"."""
        super().__init__()
        self._recogniser, self._jobs, self._page_view, self._setting = recogniser, jobs, page_view, setting
        self._document: OpenDocument | None = None
        self._has_missed = False
        self._is_free = asyncio.Event()
        self._is_free.set()

    def set_document(self, document: OpenDocument | None) -> None:
        self._document = document
        if document is None:
            self._jobs.cancel(RECOGNISE)

    def consider(self, document: OpenDocument) -> None:
        """The document's own text has been read: begin, or offer it, as the setting says."""
        if self._document is document and document.pages_without_text:
            self._jobs.start(RECOGNISE, self._run(document, is_asked=False))

    def begin(self) -> None:
        """The reader asks for it."""
        if self._document is not None:
            self._jobs.start(RECOGNISE, self._run(self._document, is_asked=True))

    def stop(self) -> None:
        self._jobs.cancel(RECOGNISE)

    def set_running(self, is_running: bool) -> None:
        """For an action that can be checked."""
        if is_running != self._jobs.is_running(RECOGNISE):
            (self.begin if is_running else self.stop)()

    def make_way(self, is_busy: bool) -> None:
        """While a model writes it has the processor; the page that is being read is finished."""
        if is_busy:
            self._is_free.clear()
        else:
            self._is_free.set()

    async def _run(self, document: OpenDocument, *, is_asked: bool) -> None:
        try:
            await drop_empty_pages(document)
            self.coverage_changed.emit(document.coverage)
            count = len(document.pages_without_text)
            if not count:
                if is_asked and document.coverage.is_complete:
                    self.nothing_to_do.emit()
            elif is_asked or self._setting == "always" or (self._setting != "never" and count <= BY_ITSELF):
                await self._recognise(document)
            elif self._setting != "never":
                self.offered.emit(count)
        except OcrMissing as failure:
            if is_asked or not self._has_missed:
                self._has_missed = True
                self.missed.emit(failure)
        finally:
            self.progress_changed.emit(None)

    async def _recognise(self, document: OpenDocument) -> None:
        pages = recognise_pages(
            document, self._recogniser, lambda: self._page_view.page_index, may_go_on=self._is_free.wait
        )
        async with aclosing(pages) as progress:
            async for step in progress:
                self.progress_changed.emit(step)
                self.coverage_changed.emit(document.coverage)
