"""A text field that is as tall as its text, up to some lines: what is edited where it stands."""

from math import ceil

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class GrowingField(QPlainTextEdit):
    """Ctrl+Enter says that it is done; so does Enter where `is_short`."""

    submitted = Signal()
    left = Signal()
    """The focus went elsewhere in this window."""

    def __init__(self, parent: QWidget | None = None, *, lines: int = 5, is_short: bool = False) -> None:
        """`lines`: how tall it may become."""
        super().__init__(parent)
        self._lines, self._is_short, self._is_composing = lines, is_short, False
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        self._fit_height()

    def _fit_height(self) -> None:
        # The document of a QPlainTextEdit measures its height in lines.
        lines = max(int(self.document().size().height()), 1)
        policy = Qt.ScrollBarPolicy
        is_full = lines > self._lines
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if is_full else policy.ScrollBarAlwaysOff)
        margins = 2 * (self.document().documentMargin() + self.frameWidth())
        self.setFixedHeight(ceil(min(lines, self._lines) * QFontMetricsF(self.font()).lineSpacing() + margins))

    # --- Qt ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if is_enter and (is_control or self._is_short) and not self._is_composing:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Enter that ends the choice of kanji is no end of the text.
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()  # a text in other lines

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_height()
