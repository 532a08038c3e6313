"""One answer, of the conversation or of a note: question, evidence, sentences with their verdicts, and what to do
with it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.core.answer import Answer, Citation
from reader.flows.events import Cited, Event, Finished, Found, Reading, Searching, Text, Withdrawn
from reader.ui.answer_text import AnswerText
from reader.ui.answer_words import (
    not_found_words,
    phase_words,
    remark_words,
    spoken_words,
    state_words,
    summary_words,
)
from reader.ui.evidence_row import EvidenceRow
from reader.ui.formula_pictures import FormulaPictures
from reader.ui.muted_label import MutedLabel
from reader.ui.quotations import one_line
from reader.ui.small_buttons import IconButton
from reader.ui.unfinished_text import UnfinishedText
from reader.ui.verdict_signs import hairline_color

_BATCH_MS = 40
"""Text is shown in steps of this length: a layout for each token would cost more than the model's own work."""
_OF_CONVERSATION = ("ask_again", "copy", "note", "delete")


class AnswerView(QFrame):
    """Takes the events of a running answer, or shows a stored one."""

    citation_activated = Signal(object)
    citation_pointed = Signal(object, object, QRect)
    """Citation, verdict or None, and where on the screen."""
    citation_left = Signal()
    selected = Signal()
    ask_again_clicked = Signal()
    copy_clicked = Signal()
    keep_clicked = Signal()
    edit_clicked = Signal()
    delete_clicked = Signal()

    def __init__(
        self,
        answer: Answer,
        parent: QWidget | None = None,
        *,
        buttons: Sequence[str] = _OF_CONVERSATION,
        formulas: FormulaPictures | None = None,
    ) -> None:
        """`buttons`: what can be done with it, by the names of their icons."""
        super().__init__(parent)
        self.setObjectName("answer_view")
        self.answer = answer
        self._button_names, self._formulas = tuple(buttons), formulas
        self._heading = ""
        self._waiting_words = ""
        self._has_evidence = True
        self._is_selected = False
        self._unfinished = UnfinishedText()
        self._phase: Event | None = None
        self._seconds_left = 0
        self._clock = QElapsedTimer()
        self._clock.start()
        self._build()
        self._batch = QTimer(self, singleShot=True, interval=_BATCH_MS)
        self._batch.timeout.connect(self._show_unfinished)
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._count_down)
        self._retranslate()

    def _build(self) -> None:
        self._question = _plain_label("answer_question", self)
        font = self._question.font()
        font.setBold(True)
        self._question.setFont(font)
        self._evidence = EvidenceRow(self)
        self._evidence.citation_activated.connect(self.citation_activated)
        self._evidence.citation_pointed.connect(self.citation_pointed)
        self._evidence.citation_left.connect(self.citation_left)
        self._notice = _plain_label("answer_notice", self)
        self._text = AnswerText(self, self._formulas)
        self._text.setObjectName("answer_text")
        self._text.citation_activated.connect(self.citation_activated)
        self._text.citation_pointed.connect(self.citation_pointed)
        self._text.citation_left.connect(self.citation_left)
        self._text.pressed.connect(self.selected)
        self._text.palette_changed.connect(self._show_text)
        self._text.formulas_drawn.connect(self._show_text)
        self._phase_line = MutedLabel("answer_phase", parent=self)
        self._phase_line.setWordWrap(True)
        self._remark = MutedLabel("answer_remark", parent=self)
        self._remark.setWordWrap(True)
        self._summary = MutedLabel("answer_summary", parent=self)
        self._summary.setWordWrap(True)
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._summary, 1)
        self._icon_buttons = {}
        clicked = {
            "ask_again": self.ask_again_clicked,
            "edit": self.edit_clicked,
            "copy": self.copy_clicked,
            "note": self.keep_clicked,
            "delete": self.delete_clicked,
        }
        for name in self._button_names:
            button = self._icon_buttons[name] = IconButton(name, self)
            button.setObjectName(f"{name}_button")
            button.clicked.connect(clicked[name])
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        for widget in (self._question, self._evidence, self._notice, self._text, self._remark, self._phase_line):
            column.addWidget(widget)
        column.addWidget(self._buttons)

    # --- what happens ---

    def show_answer(self, answer: Answer, waiting_words: str = "") -> None:
        """Another answer in its place. `waiting_words`: its state, until an event or another answer comes."""
        self.answer = answer
        self._waiting_words = waiting_words
        self._phase = None
        self._batch.stop()
        self._countdown.stop()
        self._unfinished.clear()
        self._retranslate()

    def take(self, event: Event) -> None:
        """Show what an answering flow tells."""
        self._waiting_words = ""
        match event:
            case Searching():
                self._clock.restart()
            case Found(evidence, coverage):
                self.answer = replace(self.answer, evidence=evidence, coverage=coverage)
                self._evidence.show_evidence(evidence, coverage, self._clock.nsecsElapsed() / 1e9)
            case Reading(_, estimate_s):
                self._seconds_left = max(round(estimate_s), 1) if estimate_s is not None else 0
                self._countdown.start()
            case Text(delta):
                self._unfinished.add(delta)
                if not self._batch.isActive():
                    self._batch.start()
            case Cited(position, claim) if position < len(self.answer.claims):
                claims = [*self.answer.claims[:position], claim, *self.answer.claims[position + 1 :]]
                self.answer = replace(self.answer, claims=tuple(claims))
                self._show_text()
            case Withdrawn():
                self.answer = replace(self.answer, claims=())
                self._unfinished.clear()
                self._show_text()
                self._show_unfinished()
            case Cited(_, claim):
                self.answer = replace(self.answer, claims=(*self.answer.claims, claim))
                self._unfinished.finish(claim.text)
                self._text.add_claim(claim)
                self._show_unfinished()
            case Finished(answer):
                self.finish(answer)
                return
        if not isinstance(event, (Reading, Found)):
            self._countdown.stop()
        if isinstance(self._phase, Text) and isinstance(event, (Text, Cited)):
            return
        self._phase = Text("") if isinstance(event, (Text, Cited)) else event
        self._show_phase()

    def finish(self, answer: Answer) -> None:
        """Show the answer as it was stored; one that is said to run still ended without a last word."""
        if answer.status == "running":
            answer = replace(answer, status="stopped")
        self._waiting_words = ""
        shown = self.answer.claims
        self.answer = answer
        self._phase = None
        self._batch.stop()
        self._countdown.stop()
        self._unfinished.clear()
        if shown == answer.claims and answer.status != "not_found":
            self._text.set_tail("")
        else:
            self._show_text()
        self._show_rest()

    def stop(self) -> None:
        """The flow ended without a last word: what was written stays."""
        if self.is_running:
            self.finish(self.answer)

    @property
    def is_running(self) -> bool:
        return self.answer.status == "running"

    @property
    def citations(self) -> list[Citation]:
        """The evidence to step through: of the sentences in their order, else what was found."""
        cited = [citation for claim in self.answer.claims for citation in claim.citations]
        return list(dict.fromkeys(cited or self.answer.evidence))

    def set_selected(self, is_selected: bool) -> None:
        self._is_selected = is_selected
        self.update()

    def set_may_ask_again(self, may: bool) -> None:
        if "ask_again" in self._icon_buttons:
            self._icon_buttons["ask_again"].setEnabled(may)

    def has_link_focus(self) -> bool:
        return self._text.hasFocus()

    def set_heading(self, words: str) -> None:
        """What stands above it instead of its question."""
        self._heading = words
        self._retranslate()

    def focus_button(self, name: str) -> None:
        self._icon_buttons[name].setFocus()

    def describe_button(self, name: str, words: str) -> None:
        self._icon_buttons[name].describe(words)

    def set_evidence_shown(self, is_shown: bool) -> None:
        """Whether the passages that were found stand above the sentences that cite them."""
        self._has_evidence = is_shown
        self._show_rest()

    # --- showing it ---

    def _show_text(self) -> None:
        self._text.clear_all()
        for claim in self.answer.claims:
            self._text.add_claim(claim)
        if self.answer.status == "not_found":
            for citation in self.answer.evidence:
                self._text.add_passage(citation)
        self._text.set_tail(self._unfinished.text)

    def _show_unfinished(self) -> None:
        self._batch.stop()
        self._text.set_tail(self._unfinished.text)
        self._text.setVisible(bool(self.answer.claims or self._unfinished.text))

    def _show_rest(self) -> None:
        answer = self.answer
        is_found = answer.status != "not_found"
        self._text.setVisible(bool(answer.claims or (answer.evidence and not is_found)))
        self._evidence.setVisible(self._has_evidence and is_found and self._evidence.count > 0)
        self._notice.setVisible(not is_found)
        if not is_found:
            self._notice.setText(not_found_words(answer.coverage, has_passages=bool(answer.evidence)))
        self._remark.setText(remark_words(answer.remarks))
        self._remark.setVisible(bool(answer.remarks) and bool(answer.claims))
        self._summary.setText(summary_words(answer.claims))
        model = self.tr("no model") if answer.model in ("", "none") else answer.model
        self._summary.setToolTip(self.tr("Answered by {model}").format(model=model))
        for name, button in self._icon_buttons.items():
            # An answer without an id is not stored yet: it cannot be deleted.
            button.setVisible(not self.is_running and (name != "delete" or bool(answer.answer_id)))
            if name in ("copy", "note"):
                button.setEnabled(bool(answer.claims))
        self._buttons.setVisible(not self.is_running)
        self._show_phase()
        self._text.setAccessibleDescription(spoken_words(answer.claims))

    def _show_phase(self) -> None:
        text = phase_words(self._phase, self._seconds_left) if self.is_running else state_words(self.answer)
        text = self._waiting_words or text
        self._phase_line.setText(text)
        is_failure = self.answer.status == "error"
        self._phase_line.setForegroundRole(QPalette.ColorRole.Text if is_failure else QPalette.ColorRole.WindowText)
        self._phase_line.setVisible(bool(text))

    def _count_down(self) -> None:
        self._seconds_left = max(self._seconds_left - 1, 0)
        self._show_phase()

    def _retranslate(self) -> None:
        question = self._heading or one_line(self.answer.question)
        self._question.setText(question)
        self._question.setAccessibleName(self.tr("Question"))
        self.setAccessibleName(self.tr("Answer to: {question}").format(question=question))
        self._text.setAccessibleName(self.tr("Answer"))
        self._remark.setAccessibleName(self.tr("About this answer"))
        self._phase_line.setAccessibleName(self.tr("State of the answer"))
        for name, words in (
            ("ask_again", self.tr("Ask again")),
            ("edit", self.tr("Change the words")),
            ("copy", self.tr("Copy as Markdown")),
            ("note", self.tr("Keep as note")),
            ("delete", self.tr("Delete this answer")),
        ):
            if name in self._icon_buttons:
                self._icon_buttons[name].describe(words)
        self._evidence.show_evidence(self.answer.evidence, self.answer.coverage, None)
        self._show_text()
        self._show_rest()

    # --- Qt ---

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.selected.emit()
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._is_selected:
            accent = self.palette().color(QPalette.ColorRole.Highlight)
            painter.fillRect(QRectF(0, 8, 3, self.height() - 16), accent)
        # A filled rectangle: a translucent line takes Qt a hundred times as long.
        painter.fillRect(16, self.height() - 1, self.width() - 32, 1, hairline_color(self.palette()))


def _plain_label(name: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setForegroundRole(QPalette.ColorRole.Text)
    label.setWordWrap(True)
    return label
