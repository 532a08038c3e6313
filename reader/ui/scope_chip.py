"""Above the question field while questions are about several documents: which they are, and a button that ends it."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from reader.ui.small_buttons import IconButton
from reader.ui.verdict_signs import hairline_color


class ScopeChip(QWidget):
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scope_chip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._label = QLabel(objectName="scope_label", textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._label.setForegroundRole(QPalette.ColorRole.Text)
        self._close = IconButton("close", self)
        self._close.setObjectName("scope_close_button")
        self._close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 2, 2)
        row.addWidget(self._label, 1)
        row.addWidget(self._close)
        self._retranslate()
        self.hide()

    def set_words(self, words: str) -> None:
        """What questions are about; empty hides the chip."""
        self._label.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def _retranslate(self) -> None:
        self._close.describe(self.tr("Ask about the open document only"))

    def paintEvent(self, event: QPaintEvent) -> None:
        fill = QColor(self.palette().color(QPalette.ColorRole.Link))
        fill.setAlphaF(0.12)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(hairline_color(self.palette()), 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
