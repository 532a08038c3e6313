"""Back and forward over the documents that citations led to, where the pages of the open one have no way back."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.core.jumplist import JumpList
from reader.ui.page_view import PageView
from reader.ui.reading import Reading


class Travels(QObject):
    """A document that was left for another one is opened again at the place where it was left."""

    history_changed = Signal(bool, bool)
    """Whether one can go back, and forward."""

    def __init__(self, reading: Reading, page_view: PageView) -> None:
        super().__init__()
        self._reading, self._page_view = reading, page_view
        self._documents: JumpList[Path] = JumpList()
        self._pages = (False, False)
        self._destination: Path | None = None
        self._direction = 1
        """1 forward, -1 back."""
        page_view.history_changed.connect(self._on_pages_history)
        reading.document_opened.connect(self._on_opened)

    def go_to(self, file: Path) -> None:
        """Open another document, from which one can go back to this one."""
        here = self._here
        if here is not None:
            self._documents.jump(here)
        self._open(file, 1)

    def go_back(self) -> None:
        if self._pages[0]:
            self._page_view.go_back()
        elif (here := self._here) is not None and (file := self._documents.back(here)) is not None:
            self._open(file, -1)

    def go_forward(self) -> None:
        if self._pages[1]:
            self._page_view.go_forward()
        elif (here := self._here) is not None and (file := self._documents.forward(here)) is not None:
            self._open(file, 1)

    def tell(self) -> None:
        can_back, can_forward = self._pages
        self.history_changed.emit(can_back or self._documents.can_back, can_forward or self._documents.can_forward)

    @property
    def _here(self) -> Path | None:
        return None if self._reading.document is None else self._reading.document.path

    def _open(self, file: Path, direction: int) -> None:
        self._destination, self._direction = file.absolute(), direction
        self._reading.open(file)

    def _on_opened(self) -> None:
        if self._destination != self._here:  # opened by other means: there is no way back over documents
            self._documents.clear()
        else:
            # Its own ways from an earlier session do not come between it and the document that was left for it.
            behind, ahead = self._page_view.visited()
            self._page_view.restore_visited(*(([], ahead) if self._direction > 0 else (behind, [])))
        self._destination = None
        self.tell()

    def _on_pages_history(self, can_back: bool, can_forward: bool) -> None:
        self._pages = (can_back, can_forward)
        self.tell()
