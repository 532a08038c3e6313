"""What all windows share of the library: its window, and taking in what is read in any of them."""

from contextlib import aclosing
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.core.document import Spot
from reader.flows.covers import keep_cover
from reader.flows.opening import OpenDocument
from reader.ui.desk import Desk, Parts
from reader.ui.library_window import LibraryWindow

TAKE_IN = "library take in"


class Shelf(QObject):
    open_requested = Signal(object, object, bool)
    """Path, Spot or None, and whether in a new window."""
    digest_requested = Signal(object)
    """List of Path: documents of the library."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts
        self._window: LibraryWindow | None = None
        self._waiting: list[str] = []
        """Documents to take in, the one that was read last at the end."""

    @property
    def window(self) -> LibraryWindow:
        """Made when it is wanted."""
        if self._window is None:
            parts = self._parts
            self._window = LibraryWindow(parts.library, parts.search, parts.jobs, parts.covers, parts.settings)
            self._window.open_requested.connect(self._on_open_requested)
            self._window.digest_requested.connect(self.digest_requested)
        return self._window

    def show(self) -> None:
        self.window.begin()

    def watch(self, desk: Desk) -> None:
        """Take in what is read at a desk from now on."""
        desk.reading.text_read.connect(lambda document: self._on_text_read(desk, document))

    def close(self) -> None:
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None

    def _on_text_read(self, desk: Desk, document: OpenDocument) -> None:
        # Of the desk: its picture is drawn by the document's child, and ends with it.
        desk.jobs.start("cover", self._keep_cover(document))
        self._waiting.append(document.document_id)
        if not self._parts.jobs.is_running(TAKE_IN):
            self._parts.jobs.start(TAKE_IN, self._take_in())

    async def _keep_cover(self, document: OpenDocument) -> None:
        if await keep_cover(document):
            self._parts.covers.forget_missing()

    async def _take_in(self) -> None:
        await self._parts.search.refresh()
        while self._waiting:
            async with aclosing(self._parts.search.take_in(self._waiting.pop())) as progress:
                async for _ in progress:
                    pass

    def _on_open_requested(self, path: Path, spot: Spot | None, is_in_new_window: bool) -> None:
        self.open_requested.emit(path, spot, is_in_new_window)
