"""A rounded box around a text field, in the accent colour while one types in it."""

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, Qt
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from reader.ui.verdict_signs import hairline_color


class FieldFrame(QWidget):
    """Replaces the style's own frame: on dark palettes Fusion's can hardly be seen."""

    def __init__(self, field: QPlainTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        field.setFrameShape(QFrame.Shape.NoFrame)
        field.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(5, 3, 3, 3)
        column.addWidget(field)
        self.setFocusProxy(field)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.EnabledChange):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._field.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = self._field.hasFocus()
        color = palette.color(QPalette.ColorRole.Accent) if has_focus else hairline_color(palette)
        painter.setPen(QPen(color, 2 if has_focus else 1))
        enabled = self._field.isEnabled()
        painter.setBrush(palette.color(QPalette.ColorRole.Base) if enabled else Qt.BrushStyle.NoBrush)
        inset = 1 if has_focus else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 4, 4)
