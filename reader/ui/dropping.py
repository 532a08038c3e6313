"""PDFs dropped anywhere on the window, also on fields that would take the file's name as text."""

from pathlib import Path

from PySide6.QtCore import QChildEvent, QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class PdfDrop(QObject):
    """Watches a window and all fields in it; drags that carry no PDF are left to them."""

    pdf_dropped = Signal(object)
    """Path."""

    def __init__(self, window: QWidget, growing: QWidget) -> None:
        """`growing`: the part of the window in which fields come and go."""
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._growing = growing
        self._watch_fields(window)
        for widget in (growing, *growing.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _DRAGS and isinstance(event, QDropEvent):
            paths = pdf_paths(event.mimeData())
            if paths:
                event.acceptProposedAction()
                if kind == QEvent.Type.Drop:
                    self.pdf_dropped.emit(paths[0])
                return True
        elif kind == QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            child = event.child()
            if isinstance(child, QWidget) and self._growing.isAncestorOf(child):
                self._watch_fields(child)
        return False

    def _watch_fields(self, parent: QWidget) -> None:
        for widget in (parent, *parent.findChildren(QWidget)):
            if widget.acceptDrops():
                widget.installEventFilter(self)


def pdf_paths(mime: QMimeData) -> list[Path]:
    """The local PDF files of a drag."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.casefold() == ".pdf"]
