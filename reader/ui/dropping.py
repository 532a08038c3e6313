"""PDFs and notes dropped anywhere on the window, also on fields that would take the file's name as text."""

from pathlib import Path

from PySide6.QtCore import QChildEvent, QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from reader.core.file_kinds import is_note_file

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class PdfDrop(QObject):
    """Watches a window and all fields in it; drags that carry no PDF are left to them."""

    pdfs_dropped = Signal(object)
    """List of Path, at least one."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._growing: list[QWidget] = []
        self._watch_fields(window)

    def watch(self, part: QWidget, growing: QWidget) -> None:
        """A part that came into the window later; `growing`: what of it fields come and go in."""
        self._watch_fields(part)
        self._growing.append(growing)
        growing.destroyed.connect(lambda: self._growing.remove(growing))
        for widget in (growing, *growing.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _DRAGS and isinstance(event, QDropEvent):
            paths = pdf_paths(event.mimeData())
            if paths:
                event.acceptProposedAction()
                if kind == QEvent.Type.Drop:
                    self.pdfs_dropped.emit(paths)
                return True
        elif kind == QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            child = event.child()
            if isinstance(child, QWidget) and any(growing.isAncestorOf(child) for growing in self._growing):
                self._watch_fields(child)
        return False

    def _watch_fields(self, parent: QWidget) -> None:
        for widget in (parent, *parent.findChildren(QWidget)):
            if widget.acceptDrops():
                widget.installEventFilter(self)


def pdf_paths(mime: QMimeData) -> list[Path]:
    """The local PDFs of a drag, and notes in Markdown, which lead to theirs."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.casefold() == ".pdf" or is_note_file(path)]
