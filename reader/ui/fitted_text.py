"""A read-only text that is as tall as what it says, and that loads nothing."""

from PySide6.QtCore import QEvent, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget


class FittedText(QTextBrowser):
    """Scrolling is the business of what it stands in. Links are told (anchorClicked), never opened."""

    palette_changed = Signal()
    """Colours are in the text: it has to be set again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)

    def least_height_px(self) -> int:
        """How tall it is without a word in it."""
        return 1

    def loadResource(self, kind: int, url: QUrl) -> object:
        """Nothing is ever loaded: neither from the disk nor from the network."""
        return None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.palette_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _fit_height(self, size: QSizeF) -> None:
        self.setFixedHeight(max(int(size.height() + 0.999), self.least_height_px()))
