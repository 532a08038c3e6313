"""One question of a paper note with its answer, or the summary: made anew, changed, copied, taken out."""

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reader.core.answer import Answer, Coverage, Status
from reader.core.paper_note import SUMMARY, NoteItem
from reader.flows.events import Event
from reader.ui.answer_view import AnswerView
from reader.ui.field_frame import FieldFrame
from reader.ui.formula_pictures import FormulaPictures
from reader.ui.growing_field import GrowingField

_BUTTONS = ("ask_again", "edit", "copy", "delete")
_LINES = 16


class NoteItemView(QWidget):
    """Shows an item as it is stored, or the events of the answer that is being made."""

    citation_activated = Signal(object)
    citation_pointed = Signal(object, object, QRect)
    citation_left = Signal()
    selected = Signal()
    remake_clicked = Signal()
    copy_clicked = Signal()
    delete_clicked = Signal()
    edited = Signal(str, str)
    """The question and the text of the answer as the reader has written them."""

    def __init__(self, item: NoteItem, parent: QWidget | None = None, formulas: FormulaPictures | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note_item_view")
        self.item = item
        self._is_making = False
        buttons = [name for name in _BUTTONS if name != "delete" or not self.is_summary]
        self.view = view = AnswerView(_shown(item), self, buttons=buttons, formulas=formulas)
        view.set_evidence_shown(False)
        for signal, mine in (
            (view.citation_activated, self.citation_activated),
            (view.citation_pointed, self.citation_pointed),
            (view.citation_left, self.citation_left),
            (view.selected, self.selected),
            (view.ask_again_clicked, self.remake_clicked),
            (view.copy_clicked, self.copy_clicked),
            (view.delete_clicked, self.delete_clicked),
            (view.edit_clicked, self.edit),
        ):
            signal.connect(mine)
        self._editor = self._build_editor()
        self._editor.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(view)
        column.addWidget(self._editor)
        self._retranslate()
        self.show_item(item)

    def _build_editor(self) -> QWidget:
        editor = QWidget(self)
        self._question = GrowingField(editor)
        self._question.setObjectName("note_question_field")
        self._text = GrowingField(editor, lines=_LINES)
        self._text.setObjectName("note_answer_field")
        for field in (self._question, self._text):
            field.submitted.connect(self.finish_editing)
            field.installEventFilter(self)
        self._save = QPushButton(editor)
        self._save.setObjectName("note_save_button")
        self._save.clicked.connect(self.finish_editing)
        self._cancel = QPushButton(editor)
        self._cancel.setObjectName("note_cancel_button")
        self._cancel.clicked.connect(self.cancel_editing)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        column = QVBoxLayout(editor)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self._question_frame = FieldFrame(self._question, editor)
        self._question_frame.setVisible(not self.is_summary)
        column.addWidget(self._question_frame)
        column.addWidget(FieldFrame(self._text, editor))
        column.addLayout(row)
        return editor

    # --- what is shown ---

    @property
    def is_summary(self) -> bool:
        return self.item.item_id == SUMMARY

    @property
    def is_editing(self) -> bool:
        return self._editor.isVisibleTo(self)

    @property
    def is_making(self) -> bool:
        """Whether its answer is being made."""
        return self._is_making

    @property
    def answer(self) -> Answer:
        """As it is shown; one that is not made yet has no sentences."""
        return self.view.answer

    def show_item(self, item: NoteItem) -> None:
        """What is stored: finished, stopped in the middle, or waiting for its turn."""
        self.item, self._is_making = item, False
        self.view.show_answer(_shown(item), "" if item.answer is not None else self.tr("not answered yet"))
        self._show_heading()

    def begin(self) -> None:
        """Its answer is being made; events follow."""
        self._is_making = True
        self.cancel_editing()
        self.view.show_answer(_nothing(self.item, "running"))
        self._show_heading()

    def take(self, event: Event) -> None:
        if self._is_making:
            self.view.take(event)

    def finish(self, answer: Answer) -> None:
        """The answer as it is stored."""
        self._is_making = False
        self.view.finish(answer)

    def stop(self) -> None:
        """No more events come: what was written stays."""
        if self._is_making:
            self._is_making = False
            self.view.stop()

    def set_may_remake(self, may: bool) -> None:
        self.view.set_may_ask_again(may)

    def set_selected(self, is_selected: bool) -> None:
        self.view.set_selected(is_selected)

    # --- changing the words ---

    def edit(self) -> None:
        if self.is_editing or self._is_making:
            return
        self._question.setPlainText(self.item.question)
        self._text.setPlainText(editable_text(self.answer))
        self.view.hide()
        self._editor.show()
        self._text.setFocus()

    def finish_editing(self) -> None:
        """Report what was changed."""
        if not self.is_editing:
            return
        question = " ".join(self._question.toPlainText().split()) or self.item.question
        text = self._text.toPlainText().strip()
        is_changed = question != self.item.question or text != editable_text(self.answer)
        self.cancel_editing()
        if is_changed:
            self.edited.emit(question, text)

    def cancel_editing(self) -> None:
        if self.is_editing:
            had_focus = self._editor.isAncestorOf(self.focusWidget() or self)
            self.view.show()
            self._editor.hide()
            if had_focus:
                self.view.focus_button("edit")

    # --- inside ---

    def _show_heading(self) -> None:
        self.view.set_heading(self.tr("Summary") if self.is_summary else "")

    def _retranslate(self) -> None:
        self._question.setAccessibleName(self.tr("Question"))
        self._text.setAccessibleName(self.tr("Words of the answer"))
        self._text.setToolTip(self.tr("Each sentence is checked against the pages when you are done (Ctrl+Enter)"))
        self._save.setText(self.tr("Check and keep"))
        self._save.setAccessibleName(self.tr("Check and keep"))
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Cancel"))
        self.view.describe_button("ask_again", self.tr("Answer anew"))
        if not self.is_summary:
            self.view.describe_button("delete", self.tr("Take this question out"))

    # --- Qt ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_escape = (
            isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        )
        if is_escape:
            self.cancel_editing()
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_heading()


def editable_text(answer: Answer) -> str:
    """The sentences without signs and pages: those are found anew. Quotations stand in lines of their own."""
    parts: list[str] = []
    for number, claim in enumerate(answer.claims):
        is_apart = claim.is_quotation or (number > 0 and answer.claims[number - 1].is_quotation)
        if parts:
            parts.append("\n" if is_apart else " ")
        parts.append(claim.text)
    return "".join(parts)


def _shown(item: NoteItem) -> Answer:
    return item.answer if item.answer is not None else _nothing(item, "stopped")


def _nothing(item: NoteItem, status: Status) -> Answer:
    """An answer of which there is nothing yet."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Answer(item.item_id, "", item.question, status, "", (), (), Coverage(0, 0), "", now)
