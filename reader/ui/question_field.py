"""The field a question is typed into."""

from math import ceil

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_MAX_LINES = 5
_HISTORY_MAX = 100


class QuestionField(QPlainTextEdit):
    """Grows from one line to five; Enter asks, Shift+Enter is a new line, Up in an empty field recalls."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("question_field")
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._history: list[str] = []
        self._recalled: int | None = None
        self._is_composing = False
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        self._fit_height()

    def question(self) -> str:
        return self.toPlainText().strip()

    def remember(self, question: str) -> None:
        """Offer this question to the Up key."""
        if question and (not self._history or self._history[-1] != question):
            self._history.append(question)
            del self._history[:-_HISTORY_MAX]
        self._recalled = None

    def set_history(self, questions: list[str]) -> None:
        self._history = questions[-_HISTORY_MAX:]
        self._recalled = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if is_enter and not shift and not self._is_composing:
            self.submitted.emit()
        elif is_enter and shift:
            # Qt would insert a line separator, which is no "\n" for whoever reads the text.
            self.insertPlainText("\n")
            self.ensureCursorVisible()
        elif event.key() == Qt.Key.Key_Up and self._may_recall():
            self._recall(-1)
        elif event.key() == Qt.Key.Key_Down and self._recalled is not None and self._may_recall():
            self._recall(1)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Enter that ends the choice of kanji must not ask a half-written question.
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_height()

    def _may_recall(self) -> bool:
        text = self.toPlainText()
        return not text or (self._recalled is not None and text == self._history[self._recalled])

    def _recall(self, step: int) -> None:
        position = len(self._history) if self._recalled is None else self._recalled
        position += step
        if position < 0:
            return
        if position >= len(self._history):
            self._recalled = None
            self.clear()
            return
        self._recalled = position
        self.setPlainText(self._history[position])
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _fit_height(self) -> None:
        # The document of a QPlainTextEdit measures its height in lines.
        lines = max(int(self.document().size().height()), 1)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if lines > _MAX_LINES else policy.ScrollBarAlwaysOff)
        self.setFixedHeight(self.height_of(min(lines, _MAX_LINES)))

    def height_of(self, lines: int) -> int:
        """The height in pixels of the field with this many lines."""
        margins = 2 * (self.document().documentMargin() + self.frameWidth())
        return ceil(lines * QFontMetricsF(self.font()).lineSpacing() + margins)
