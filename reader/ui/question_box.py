"""Where questions are typed: the field, Ask or Stop, why a question was refused, and who answers."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.core.selection import Selection
from reader.ui.field_frame import FieldFrame
from reader.ui.muted_label import MutedLabel
from reader.ui.question_field import QuestionField
from reader.ui.scope_chip import ScopeChip
from reader.ui.small_buttons import Chip

_ABOUT_CHARACTERS = 34
_PAUSE_MS = 400
"""Between two words people pause less, at the end of a thought more."""


class QuestionBox(QWidget):
    asked = Signal(str)
    """A question that is not empty; it stays in the field until it is accepted."""
    drafted = Signal(str)
    """What stands in the field once the reader pauses; never empty."""
    stop_clicked = Signal()
    scope_closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("question_box")
        self.field = QuestionField()
        self.field.submitted.connect(self._submit)
        self.field.textChanged.connect(lambda: self.show_refusal(""))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._tell_draft)
        self.field.textChanged.connect(self._pause.start)
        self._refusal = QLabel()
        self._refusal.setObjectName("refusal")
        self._refusal.setTextFormat(Qt.TextFormat.PlainText)
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self.selection: Selection | None = None
        """What the next question is about."""
        self._about = Chip("")
        self._about.setObjectName("about_chip")
        self._about.clicked.connect(lambda: self.show_selection(None))
        self._about.hide()
        self._ask = QPushButton()
        self._ask.setObjectName("ask_button")
        self._ask.clicked.connect(self._submit)
        self._stop = QPushButton()
        self._stop.setObjectName("stop_button")
        self._stop.clicked.connect(self.stop_clicked)
        self._stop.hide()
        self._model = MutedLabel("model_label")
        self._model.setWordWrap(True)
        self._scope = ScopeChip()
        self._scope.closed.connect(self.scope_closed)
        frame = FieldFrame(self.field)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(frame, 1)
        for button in (self._ask, self._stop):
            button.setFixedHeight(frame.sizeHint().height())
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        column.addWidget(self._scope)
        column.addWidget(self._refusal)
        column.addWidget(self._about, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(row)
        column.addWidget(self._model)
        self._retranslate()

    def set_state(self, *, is_open: bool, is_running: bool) -> None:
        self.field.setEnabled(is_open)
        self._ask.setEnabled(is_open)
        had_focus = self._ask.hasFocus() or self._stop.hasFocus()
        self._ask.setVisible(not is_running)
        self._stop.setVisible(is_running)
        if had_focus:  # else it would jump to whatever comes next
            self.field.setFocus()

    def set_scope(self, words: str) -> None:
        """What questions are about, where that is not the open document; empty: it is."""
        self._scope.set_words(words)

    def accept(self, question: str) -> None:
        """This question is being answered: out of the field, into what the Up key recalls."""
        self.field.remember(question)
        if self.field.question() == question:
            self.field.clear()
            self.show_selection(None)

    def show_selection(self, selection: Selection | None, page_label: str = "") -> None:
        """What the next question will be about; None takes it back."""
        had_focus = self._about.hasFocus()
        self.selection = selection
        if selection is not None:
            words = " ".join(selection.text.split())
            first = words if len(words) <= _ABOUT_CHARACTERS else f"{words[:_ABOUT_CHARACTERS].rstrip()}…"
            self._about.setText(self.tr("About: “{0}” (p.{1})  ✕").format(first, page_label))
            self._about.setAccessibleName(self.tr("Ask no longer about: {0}").format(first))
            self._about.updateGeometry()
        self._about.setVisible(selection is not None)
        if had_focus:
            self.field.setFocus()

    def show_refusal(self, reason: str) -> None:
        """Why the question is not answered; goes with the next change of the text."""
        self._refusal.setText(reason)
        self._refusal.setVisible(bool(reason))

    def set_model_label(self, text: str) -> None:
        self._model.setText(text)
        self._model.setAccessibleName(text)

    def _submit(self) -> None:
        question = self.field.question()
        if question:
            self.asked.emit(question)

    def _tell_draft(self) -> None:
        draft = self.field.question()
        if draft and self.selection is None:  # a question about a selection has another prompt
            self.drafted.emit(draft)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Question and model"))
        self._refusal.setAccessibleName(self.tr("Why the question is not answered"))
        self.field.setAccessibleName(self.tr("Question"))
        self.field.setPlaceholderText(self.tr("Ask…"))
        self.field.setToolTip(self.tr("Enter asks, Shift+Enter begins a new line, Up brings back the last question"))
        self._ask.setText(self.tr("Ask"))
        self._ask.setAccessibleName(self.tr("Ask"))
        self._stop.setText(self.tr("Stop"))
        self._stop.setAccessibleName(self.tr("Stop the answer"))
        self._stop.setToolTip(self.tr("Stop the answer (Esc); what was written is kept"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
