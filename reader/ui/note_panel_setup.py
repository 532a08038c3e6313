"""What a paper note is to be like, before it is begun: language, questions, and how long it will take."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from reader.ui.durations import about
from reader.ui.muted_label import MutedLabel

MOST_QUESTIONS = 30


@dataclass(frozen=True, slots=True)
class NoteChoices:
    language: str
    """ISO 639-1."""
    question_set: str
    """The name of a set in resources/questions or of the reader's own."""
    count: int
    """Of questions."""


@dataclass(frozen=True, slots=True)
class SetName:
    """A question set as it is offered."""

    name: str
    title: str


class NoteSetup(QWidget):
    make_clicked = Signal()
    choices_changed = Signal(object)
    """NoteChoices by the reader."""
    back_clicked = Signal()
    """To the note there is."""
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note_setup")
        self._seconds: float | None = None
        self._heading = QLabel(self)
        self._heading.setObjectName("note_setup_heading")
        self._heading.setForegroundRole(QPalette.ColorRole.Text)
        font = self._heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setBold(True)
        self._heading.setFont(font)
        self._hint = MutedLabel("note_setup_hint", parent=self)
        self._hint.setWordWrap(True)
        self.languages = QComboBox(self)
        self.languages.setObjectName("note_language")
        self.sets = QComboBox(self)
        self.sets.setObjectName("note_question_set")
        self.count = QSpinBox(self)
        self.count.setObjectName("note_question_count")
        self.count.setRange(1, MOST_QUESTIONS)
        self._labels = [QLabel(self) for _ in range(3)]
        form = self._form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for label, field in zip(self._labels, (self.languages, self.sets, self.count), strict=True):
            label.setBuddy(field)
            form.addRow(label, field)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self.make = QPushButton(self)
        self.make.setObjectName("make_note_button")
        self.make.setDefault(True)
        self.make.clicked.connect(self.make_clicked)
        self._back = QPushButton(self)
        self._back.setObjectName("note_back_button")
        self._back.setFlat(True)
        self._back.clicked.connect(self.back_clicked)
        self._back.hide()
        self._estimate = MutedLabel("note_estimate", parent=self)
        self._estimate.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._heading)
        column.addWidget(self._hint)
        column.addLayout(form)
        column.addWidget(self._estimate)
        column.addWidget(self.make)
        column.addWidget(self._back)
        column.addStretch(1)
        for signal in (self.languages.activated, self.sets.activated, self.count.valueChanged):
            signal.connect(lambda _value: self.choices_changed.emit(self.choices))
        self._retranslate()

    @property
    def choices(self) -> NoteChoices:
        return NoteChoices(self.languages.currentData() or "en", self.sets.currentData() or "", self.count.value())

    def offer(self, languages: Sequence[tuple[str, str]], sets: Sequence[SetName], chosen: NoteChoices) -> None:
        """`languages`: code and name of each."""
        blockers = [QSignalBlocker(widget) for widget in (self.languages, self.sets, self.count)]
        for box, offered in (
            (self.languages, languages),
            (self.sets, [(question_set.name, question_set.title) for question_set in sets]),
        ):
            box.clear()
            for value, text in offered:
                box.addItem(text, value)
        for box, value in ((self.languages, chosen.language), (self.sets, chosen.question_set)):
            box.setCurrentIndex(max(box.findData(value), 0))
        self.count.setValue(chosen.count)
        for blocker in blockers:
            blocker.unblock()

    def show_estimate(self, seconds: float | None, model: str) -> None:
        """`seconds`: None where it cannot be told; `model`: who answers, in words."""
        self._seconds, self._model = seconds, model
        words = model
        if seconds is not None:
            time = about(seconds)
            words = self.tr("{time} with {model}").format(time=f"{time[:1].upper()}{time[1:]}", model=model)
        self._estimate.setText(words)
        self._estimate.setAccessibleName(self.tr("Time: {0}").format(words))

    def set_may_go_back(self, may: bool) -> None:
        self._back.setVisible(may)

    def set_open(self, is_open: bool) -> None:
        """Whether there is a document to make a note of."""
        for widget in (self.languages, self.sets, self.count, self.make):
            widget.setEnabled(is_open)
        self._estimate.setVisible(is_open)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("New paper note"))
        self._heading.setText(self.tr("Paper note"))
        self._hint.setText(
            self.tr(
                "What this paper is, a summary, and the questions one asks of any paper, answered with their pages. "
                "You can go on reading meanwhile."
            )
        )
        names = (self.tr("Language"), self.tr("Questions"), self.tr("How many"))
        for label, field, name in zip(self._labels, (self.languages, self.sets, self.count), names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self.make.setText(self.tr("Make paper note"))
        self.make.setAccessibleName(self.tr("Make paper note"))
        self._back.setText(self.tr("Back to the note"))
        self._back.setAccessibleName(self.tr("Back to the note"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
