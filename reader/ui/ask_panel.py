"""Questions and answers about the open document: the conversation, and the field for the next question."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reader.core.answer import Answer, Citation, Coverage, Verdict
from reader.core.answer_markdown import answer_to_markdown
from reader.core.selection import Selection
from reader.flows.events import Event
from reader.ui.answer_view import AnswerView
from reader.ui.conversation import Conversation
from reader.ui.evidence_card import EvidenceCard
from reader.ui.flow_layout import FlowLayout
from reader.ui.formula_pictures import FormulaPictures
from reader.ui.muted_label import MutedLabel
from reader.ui.question_box import QuestionBox
from reader.ui.small_buttons import Chip


class AskPanel(QWidget):
    """Data in by methods, wishes out by signals; knows no flow and no store."""

    question_asked = Signal(str)
    selection_asked = Signal(str, object)
    """A question, and the Selection it is about."""
    question_drafted = Signal(str)
    """A question that is still being typed."""
    stop_requested = Signal()
    scope_closed = Signal()
    """Questions are to be about the open document again."""
    citation_activated = Signal(object)
    """Citation, by mouse, keyboard, or stepping."""
    answer_selected = Signal(object)
    """Answer whose evidence is to be marked; None when there is none any more."""
    answer_deleted = Signal(str)
    answer_restored = Signal(object)
    """Answer that was deleted by mistake: to be saved again."""
    keep_as_note_requested = Signal(object)
    paper_note_wanted = Signal()
    """Instead of a question: all that one asks of a paper."""

    def __init__(self, parent: QWidget | None = None, formulas: FormulaPictures | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ask_panel")
        self._formulas = formulas
        self._title: str | None = None
        self._file = ""
        self._is_about_several = False
        self._running: AnswerView | None = None
        self._current: AnswerView | None = None
        self._step: Citation | None = None
        self.card = EvidenceCard(self)
        self._build()
        self._retranslate()
        self._show_state()

    def _build(self) -> None:
        header = QWidget()
        header.setObjectName("ask_header")
        self._heading = QLabel(header)
        self._heading.setObjectName("ask_heading")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setForegroundRole(QPalette.ColorRole.Text)
        self._heading.setWordWrap(True)
        font = self._heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setBold(True)
        self._heading.setFont(font)
        self._hint = MutedLabel("ask_hint")
        self._hint.setWordWrap(True)
        self._suggestions = QWidget()
        self._suggestions.setObjectName("suggestions")
        self._suggestion_layout = FlowLayout(self._suggestions)
        header_column = QVBoxLayout(header)
        header_column.setContentsMargins(16, 16, 16, 8)
        header_column.setSpacing(8)
        for widget in (self._heading, self._hint, self._suggestions):
            header_column.addWidget(widget)
        self._conversation = conversation = Conversation(header, formulas=self._formulas)
        conversation.citation_activated.connect(self._on_citation_activated)
        conversation.citation_pointed.connect(self._on_citation_pointed)
        conversation.citation_left.connect(self.card.dismiss)
        conversation.answer_pressed.connect(self._select)
        conversation.ask_again_clicked.connect(lambda view: self._ask(view.answer.question))
        conversation.copy_clicked.connect(self._copy)
        conversation.keep_clicked.connect(lambda view: self.keep_as_note_requested.emit(view.answer))
        conversation.delete_clicked.connect(self._delete)
        conversation.delete_undone.connect(self._on_delete_undone)
        conversation.verticalScrollBar().valueChanged.connect(self.card.dismiss)
        self._box = QuestionBox()
        self._box.asked.connect(lambda question: self._ask(question, self._box.selection))
        self._box.drafted.connect(self.question_drafted)
        self._box.stop_clicked.connect(self.stop_requested)
        self._box.scope_closed.connect(self.scope_closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(conversation, 1)
        column.addWidget(self._box)
        self.setMinimumWidth(280)

    # --- the document ---

    def set_document(self, title: str | None, answers: Sequence[Answer] = (), *, file: str = "") -> None:
        """Show a document's conversation, oldest first; no title: no document is open.

        `file`: the name links in copied Markdown lead to; without it they stay plain text.
        """
        self.card.dismiss()
        self._running = self._current = self._step = None
        self._title, self._file = title, file
        self._box.show_refusal("")
        self._box.show_selection(None)
        self._conversation.show_answers(answers)
        self._box.field.set_history([answer.question for answer in answers])
        self.set_suggestions([])

    def set_scope(self, words: str) -> None:
        """Say that questions are about several documents ("12 documents in “papers”"); empty: about the open one."""
        self._is_about_several = bool(words)
        self._box.set_scope(words)
        self._show_state()

    def set_suggestions(self, questions: Sequence[str]) -> None:
        self._suggestion_layout.clear()
        for question in questions:
            chip = Chip(question)
            chip.setObjectName("suggestion_chip")
            chip.setAccessibleName(self.tr("Ask: {question}").format(question=question))
            chip.clicked.connect(lambda _checked=False, question=question: self._ask(question))
            self._suggestion_layout.addWidget(chip)
        if questions and not self._is_about_several:
            note = Chip(self.tr("Make a paper note"))
            note.setObjectName("paper_note_chip")
            note.clicked.connect(self.paper_note_wanted)
            self._suggestion_layout.addWidget(note)
        self._suggestions.setVisible(bool(questions))
        self._show_state()

    def set_model_label(self, text: str) -> None:
        self._box.set_model_label(text)

    # --- the running answer ---

    def begin_answer(self, question: str) -> None:
        """A question was accepted: its answer is the last of the conversation and the selected one."""
        self.end_answer()
        created = datetime.now(UTC).isoformat(timespec="seconds")
        coverage = Coverage(0, 0)
        answer = Answer("", "", question, "running", "", (), (), coverage, "", created)
        self._box.accept(question)
        self._running = self._conversation.append(answer)
        self._mark_current(self._running)
        self._show_state()

    def take(self, event: Event) -> None:
        """Show an event of the running answer; late ones, of an answer that was ended, change nothing."""
        if self._running is None:
            return
        view = self._running
        view.take(event)
        if not view.is_running:
            self._finish_running()

    def end_answer(self, answer: Answer | None = None) -> None:
        """No more events come. `answer`: as it was stored; without it a running one is shown as stopped."""
        if self._running is None:
            return
        if answer is None:
            self._running.stop()
        else:
            self._running.finish(answer)
        self._finish_running()

    def refuse(self, reason: str) -> None:
        """Say why a question is not answered; it stays in the field."""
        self._box.show_refusal(reason)
        self._box.field.setFocus()

    def focus_question(self) -> None:
        self._box.field.setFocus()
        self._box.field.selectAll()

    # --- stepping through evidence ---

    @property
    def current_answer(self) -> Answer | None:
        return self._current.answer if self._current is not None else None

    @property
    def last_answer(self) -> Answer | None:
        """The newest of the conversation."""
        views = self._conversation.views
        return views[-1].answer if views else None

    def next_evidence(self) -> None:
        self._step_by(1)

    def previous_evidence(self) -> None:
        self._step_by(-1)

    def _step_by(self, step: int) -> None:
        citations = self._current.citations if self._current is not None else []
        if not citations:
            return
        if self._step in citations:
            position = (citations.index(self._step) + step) % len(citations)
        else:
            position = 0 if step > 0 else -1
        self._step = citations[position]
        self.citation_activated.emit(self._step)

    # --- inside ---

    def ask_about(self, selection: Selection, page_label: str) -> None:
        """The next question will be about this."""
        self._box.show_selection(selection, page_label)
        self._box.field.setFocus()

    def ask_at_once(self, question: str, selection: Selection) -> None:
        self._ask(question, selection)

    def _ask(self, question: str, selection: Selection | None = None) -> None:
        if self._running is not None:
            self.refuse(self.tr("The answer is still being written. Stop it (Esc) to ask at once."))
            return
        self._box.show_refusal("")
        if selection is None:
            self.question_asked.emit(question)
        else:
            self.selection_asked.emit(question, selection)

    def _finish_running(self) -> None:
        view, self._running = self._running, None
        self._show_state()
        if view is not None and view is self._current:
            self.answer_selected.emit(view.answer)

    def _select(self, view: AnswerView) -> None:
        if view is not self._current:
            self._mark_current(view)
            self.answer_selected.emit(view.answer)

    def _mark_current(self, view: AnswerView | None) -> None:
        self._current, self._step = view, None
        for other in self._conversation.views:
            other.set_selected(other is view)

    def _on_citation_activated(self, view: AnswerView, citation: Citation) -> None:
        self.card.dismiss()
        self._select(view)
        self._step = citation
        self.citation_activated.emit(citation)

    def _on_citation_pointed(self, citation: Citation, verdict: Verdict | None, area: QRect) -> None:
        self._conversation.reveal(QRect(area))
        self.card.show_for(citation, area, verdict)

    def _copy(self, view: AnswerView) -> None:
        QGuiApplication.clipboard().setText(answer_to_markdown(view.answer, self._file))

    def _delete(self, view: AnswerView) -> None:
        answer = view.answer
        self._conversation.delete(view)
        if view is self._current:
            self._mark_current(None)
            self.answer_selected.emit(None)
        self._show_state()
        self.answer_deleted.emit(answer.answer_id)

    def _on_delete_undone(self, answer: Answer) -> None:
        self._show_state()
        self.answer_restored.emit(answer)

    def _show_state(self) -> None:
        is_open, is_running = self._title is not None, self._running is not None
        self._box.set_state(is_open=is_open, is_running=is_running)
        self._hint.setVisible(not self._conversation.views)
        if is_open:
            is_one = not self._is_about_several
            self._heading.setText(self.tr("Ask about this paper") if is_one else self.tr("Ask about these documents"))
            self._hint.setText(
                self.tr("Each sentence of an answer is checked against the pages, and a click shows where it stands.")
            )
        else:
            self._heading.setText(self.tr("No document is open"))
            self._hint.setText(self.tr("Open a PDF, then ask about it here. Answers name the page they come from."))
        for view in self._conversation.views:
            view.set_may_ask_again(not is_running)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Questions and answers"))
        self._heading.setAccessibleName(self.tr("Ask panel"))
        self._suggestions.setAccessibleName(self.tr("Suggested questions"))

    # --- Qt ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.card.isVisible():
            self.card.dismiss()
        elif event.key() == Qt.Key.Key_Escape and self._running is not None:
            self.stop_requested.emit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.card.dismiss()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_state()
