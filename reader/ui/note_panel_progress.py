"""How far a paper note is: a bar, the words beside it, and what can be done about it."""

from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from reader.ui.durations import about
from reader.ui.muted_label import MutedLabel

MakingState: TypeAlias = Literal["idle", "waiting", "making", "paused"]
"""Idle: there is nothing to do. Waiting: for the model, which does something else first."""


class NoteProgress(QWidget):
    pause_clicked = Signal()
    go_on_clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, of_papers: bool = False) -> None:
        """`of_papers`: what is counted are the papers of a digest, not the answers of a note."""
        super().__init__(parent)
        self.setObjectName("note_progress")
        self._is_of_papers = of_papers
        self._state: MakingState = "idle"
        self._done = self._count = 0
        self._seconds: float | None = None
        self._reason = ""
        self._bar = QProgressBar(self)
        self._bar.setObjectName("note_progress_bar")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._words = MutedLabel("note_progress_words", parent=self)
        self._words.setWordWrap(True)
        self._pause = QPushButton(self)
        self._pause.setObjectName("note_pause_button")
        self._pause.clicked.connect(self.pause_clicked)
        self._go_on = QPushButton(self)
        self._go_on.setObjectName("note_go_on_button")
        self._go_on.clicked.connect(self.go_on_clicked)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._pause)
        row.addWidget(self._go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 0)
        column.setSpacing(4)
        column.addWidget(self._bar)
        column.addLayout(row)
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._count_down)
        self._retranslate()

    def show_state(self, state: MakingState, done: int, count: int, reason: str = "") -> None:
        """`done` of `count` answers are there (0: the questions are not chosen yet). `reason`: why it waits."""
        had_focus = self._pause.hasFocus() or self._go_on.hasFocus()
        self._state, self._done, self._count, self._reason = state, done, count, reason
        self.setVisible(state != "idle")
        self._pause.setVisible(state in ("making", "waiting"))
        self._go_on.setVisible(state == "paused")
        if had_focus and state != "idle":  # the other one stands in its place
            (self._go_on if state == "paused" else self._pause).setFocus()
        if state != "making":
            self._countdown.stop()
        self._show_words()

    def show_time_left(self, seconds: float | None) -> None:
        """None: nothing is known of it."""
        self._seconds = seconds
        if seconds is not None and self._state == "making":
            self._countdown.start()
        self._show_words()

    def _count_down(self) -> None:
        if self._seconds is not None:
            self._seconds = max(self._seconds - 1, 0)
        self._show_words()

    def _show_words(self) -> None:
        self._bar.setRange(0, self._count)
        self._bar.setValue(self._done)
        parts = []
        if self._count:
            words = self.tr("{done} of {count} answers")
            if self._is_of_papers:
                words = self.tr("{done} of {count} papers")
            parts.append(words.format(done=self._done, count=self._count))
        if self._state == "paused":
            parts.append(self.tr("paused"))
        elif self._state == "waiting":
            parts.append(self._reason)
        elif not self._count:
            parts.append(self.tr("choosing questions…"))
        if self._seconds is not None and self._state != "waiting":
            parts.append(self.tr("{time} left").format(time=about(self._seconds)))
        self._words.setText(" · ".join(part for part in parts if part))
        self._bar.setAccessibleDescription(self._words.text())

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Progress of the note"))
        self._bar.setAccessibleName(self.tr("Progress of the note"))
        self._pause.setText(self.tr("Pause"))
        self._pause.setAccessibleName(self.tr("Pause"))
        self._pause.setToolTip(self.tr("Pause (Esc); what is finished is kept"))
        self._go_on.setText(self.tr("Go on"))
        self._go_on.setAccessibleName(self.tr("Go on with the note"))
        self._show_words()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
