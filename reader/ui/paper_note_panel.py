"""The paper note of the open document: head, summary, and questions with answers, filling in while they are made."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.core.answer import Answer, Citation, Verdict
from reader.core.note_check import NoteCheck
from reader.core.paper_head import PaperHead
from reader.core.paper_note import NoteItem, PaperNote
from reader.flows.events import Event
from reader.ui.evidence_card import EvidenceCard
from reader.ui.field_frame import FieldFrame
from reader.ui.formula_pictures import FormulaPictures
from reader.ui.note_panel_check import NoteCheckView
from reader.ui.note_panel_head import NoteHeadView
from reader.ui.note_panel_item import NoteItemView
from reader.ui.note_panel_progress import NoteProgress
from reader.ui.note_panel_setup import NoteSetup
from reader.ui.question_field import QuestionField
from reader.ui.undo_line import UndoLine


class PaperNotePanel(QWidget):
    """Data in by methods, wishes out by signals; knows no flow and no store."""

    shown = Signal()
    pause_requested = Signal()
    citation_activated = Signal(object, object)
    """Citation, and the Answer it is of."""
    answer_selected = Signal(object)
    """Answer whose evidence is to be marked."""
    remake_requested = Signal(str)
    """item_id; so are the next two."""
    copy_requested = Signal(str)
    item_deleted = Signal(str)
    item_restored = Signal(object, int)
    """NoteItem that was taken out by mistake, and its place among the questions."""
    item_edited = Signal(str, str, str)
    """item_id, question, text."""
    question_added = Signal(str)
    note_chosen = Signal(str)
    """note_id of another note of this document."""
    new_note_requested = Signal()
    deletion_requested = Signal()
    """Of the whole note."""
    export_requested = Signal(str)
    """A kind of those that are offered."""

    def __init__(self, parent: QWidget | None = None, formulas: FormulaPictures | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper_note_panel")
        self._formulas = formulas
        self.views: list[NoteItemView] = []
        self._current: NoteItemView | None = None
        self._step: Citation | None = None
        self._undo_line: UndoLine | None = None
        self._is_following = False
        self._note_id = ""
        self._checked: NoteCheck | None = None
        self.is_making = False
        self.export_kinds: dict[str, str] = {}
        """What the note can be saved as: a name, and the words of the menu."""
        self.card = EvidenceCard(self)
        self.setup, self.head, self.progress = NoteSetup(), NoteHeadView(), NoteProgress()
        self.check = NoteCheckView()
        self._build()
        self._retranslate()
        self.show_nothing(is_open=False)

    def _build(self) -> None:
        self._notes = QComboBox(objectName="paper_note_choice")
        self._notes.activated.connect(lambda index: self.note_chosen.emit(self._notes.itemData(index)))
        self._more = QPushButton(objectName="paper_note_more_button")
        self._more.setFlat(True)
        self._more.clicked.connect(self._show_menu)
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.setSpacing(8)
        top.addWidget(self._notes, 1)
        top.addStretch(0)
        top.addWidget(self._more)
        content = self._content = QWidget(objectName="paper_note_content")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.check)
        self._column.addWidget(self.head)
        self._first_row = self._column.count()
        self._column.addStretch(1)
        self._area = _scrolling(content, "paper_note_list")
        bar = self._area.verticalScrollBar()
        bar.setSingleStep(24)
        bar.valueChanged.connect(self.card.dismiss)
        for moved in (bar.sliderPressed, bar.actionTriggered):
            moved.connect(self._stop_following)
        self.field = QuestionField()
        self.field.setObjectName("note_own_question")
        self.field.submitted.connect(self._add_question)
        self._add = QPushButton(objectName="note_add_question_button")
        self._add.clicked.connect(self._add_question)
        frame = FieldFrame(self.field)
        self._add.setFixedHeight(frame.sizeHint().height())
        own = QHBoxLayout()
        own.setContentsMargins(16, 8, 16, 8)
        own.setSpacing(8)
        own.addWidget(frame, 1)
        own.addWidget(self._add, 0, Qt.AlignmentFlag.AlignBottom)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._area, 1)
        column.addWidget(self.progress)
        column.addLayout(own)
        self._pages = QStackedWidget()
        self._pages.addWidget(_scrolling(self.setup, "note_setup_area"))
        self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.progress.pause_clicked.connect(self.pause_requested)

    # --- what is shown ---

    def show_nothing(self, *, is_open: bool) -> None:
        """There is no note: what one would be like."""
        self._note_id = ""
        self._forget_items()
        self.setup.set_open(is_open)
        self.show_setup(may_go_back=False)

    def show_setup(self, *, may_go_back: bool) -> None:
        """What another note would be like."""
        self.setup.set_may_go_back(may_go_back)
        self._pages.setCurrentIndex(0)

    def show_note(self, note: PaperNote, others: Sequence[tuple[str, str]] = ()) -> None:
        """A note as it is stored. `others`: id and name of all notes of this document, where there are several."""
        blocker = QSignalBlocker(self._notes)
        self._notes.clear()
        for note_id, name in others:
            self._notes.addItem(name, note_id)
        self._notes.setCurrentIndex(max(self._notes.findData(note.note_id), 0))
        self._notes.setVisible(len(others) > 1)
        blocker.unblock()
        if note.note_id != self._note_id:
            self._note_id = note.note_id
            self._forget_items()
            self._show_check()
        self.head.show_head(note.head)
        self.show_items(note.parts)
        if self._pages.currentIndex() != 1:
            self._pages.setCurrentIndex(1)
            self._area.verticalScrollBar().setValue(0)

    def show_check(self, check: NoteCheck) -> None:
        """What became of the citations of a note that was opened from a file: shown as long as that note is."""
        self._checked = check
        self._show_check()

    def _show_check(self) -> None:
        is_of_this = self._checked is not None and self._checked.note.note_id == self._note_id
        self.check.show_check(self._checked if is_of_this else None)

    def show_head(self, head: PaperHead) -> None:
        self.head.show_head(head)

    def show_items(self, items: Sequence[NoteItem]) -> None:
        """These, in this order; a view stays where its item does, and what is being written there stays too."""
        known: dict[str, NoteItemView] = {view.item.item_id: view for view in self.views}
        wanted = [item.item_id for item in items]
        for item_id, view in known.items():
            if item_id not in wanted:
                self._remove(view)
        self.views = []
        row = self._first_row
        for item in items:
            if self._undo_line is not None and self._column.indexOf(self._undo_line) == row:
                row += 1
            view = known[item.item_id] if item.item_id in known else self._make_view(item)
            if self._column.indexOf(view) != row:
                self._column.removeWidget(view)
                self._column.insertWidget(row, view)
            if view.item != item and not view.is_making:
                view.show_item(item)
            row += 1
            self.views.append(view)
            view.set_may_remake(not self.is_making)

    def view(self, item_id: str) -> NoteItemView | None:
        return next((view for view in self.views if view.item.item_id == item_id), None)

    # --- while it is made ---

    def set_making(self, is_making: bool) -> None:
        """Whether answers are being made: others cannot be made anew meanwhile."""
        self.is_making = is_making
        if is_making:
            self._is_following = True
        for view in self.views:
            view.set_may_remake(not is_making)
            if not is_making:
                view.stop()

    def begin_item(self, item_id: str) -> None:
        view = self.view(item_id)
        if view is not None:
            view.begin()
            self._follow(view)

    def take(self, item_id: str, event: Event) -> None:
        view = self.view(item_id)
        if view is not None:
            view.take(event)
            self._follow(view)

    def finish_item(self, item: NoteItem) -> None:
        view = self.view(item.item_id)
        if view is not None and item.answer is not None:
            view.item = item
            view.finish(item.answer)
            self._follow(view)

    def _follow(self, view: NoteItemView) -> None:
        """Keep what is being written in view, unless the reader has scrolled away since it began."""
        if self._is_following and not any(other.is_editing for other in self.views):
            QTimer.singleShot(0, view, lambda: self._reveal(view))

    def _reveal(self, view: NoteItemView) -> None:
        bar = self._area.verticalScrollBar()
        room, top, bottom = self._area.viewport().height(), view.y(), view.y() + view.height()
        if bottom > bar.value() + room:
            bar.setValue(min(bottom - room, top))
        elif top < bar.value():
            bar.setValue(top)

    def _stop_following(self, *_action: int) -> None:
        self._is_following = False

    # --- evidence ---

    @property
    def current_answer(self) -> Answer | None:
        return None if self._current is None else self._current.answer

    def next_evidence(self) -> None:
        self._step_by(1)

    def previous_evidence(self) -> None:
        self._step_by(-1)

    def _step_by(self, step: int) -> None:
        citations = [] if self._current is None else self._current.view.citations
        if self._current is None or not citations:
            return
        if self._step in citations:
            position = (citations.index(self._step) + step) % len(citations)
        else:
            position = 0 if step > 0 else -1
        self._step = citations[position]
        self.citation_activated.emit(self._step, self._current.answer)

    def _select(self, view: NoteItemView) -> None:
        if view is not self._current:
            self._mark_current(view)
            self.answer_selected.emit(view.answer)

    def _mark_current(self, view: NoteItemView | None) -> None:
        self._current, self._step = view, None
        for other in self.views:
            other.set_selected(other is view)

    def _on_citation_activated(self, view: NoteItemView, citation: Citation) -> None:
        self.card.dismiss()
        if view is not self._current:
            self._mark_current(view)
        self._step = citation
        self.citation_activated.emit(citation, view.answer)

    def _on_citation_pointed(self, citation: Citation, verdict: Verdict | None, area: QRect) -> None:
        place = self._content.mapFromGlobal(area.topLeft())
        self._area.ensureVisible(place.x(), place.y() + area.height() // 2, 0, area.height() + 8)
        self.card.show_for(citation, area, verdict)

    # --- items ---

    def _make_view(self, item: NoteItem) -> NoteItemView:
        view = NoteItemView(item, self._content, self._formulas)
        view.citation_activated.connect(lambda citation: self._on_citation_activated(view, citation))
        view.citation_pointed.connect(self._on_citation_pointed)
        view.citation_left.connect(self.card.dismiss)
        view.selected.connect(lambda: self._select(view))
        view.remake_clicked.connect(lambda: self.remake_requested.emit(view.item.item_id))
        view.copy_clicked.connect(lambda: self.copy_requested.emit(view.item.item_id))
        view.delete_clicked.connect(lambda: self._delete(view))
        view.edited.connect(lambda question, text: self.item_edited.emit(view.item.item_id, question, text))
        return view

    def _remove(self, view: NoteItemView) -> None:
        if view is self._current:
            self._current = self._step = None
        self._column.removeWidget(view)
        view.hide()
        view.deleteLater()

    def _forget_items(self) -> None:
        self._drop_undo_line()
        self.card.dismiss()
        for view in self.views:
            self._remove(view)
        self.views = []

    def _delete(self, view: NoteItemView) -> None:
        """Take a question out and leave a line that can bring it back."""
        self._drop_undo_line()
        item, place, row = view.item, self.views.index(view), self._column.indexOf(view)
        line = self._undo_line = UndoLine(self.tr("Question taken out."), self._content)
        line.undone.connect(lambda: self._restore(item, place - 1))  # the summary is before the questions
        line.expired.connect(self._drop_undo_line)
        self._column.insertWidget(row, line)
        self.item_deleted.emit(item.item_id)

    def _restore(self, item: NoteItem, place: int) -> None:
        self._drop_undo_line()
        self.item_restored.emit(item, place)

    def _drop_undo_line(self) -> None:
        if self._undo_line is not None:
            self._column.removeWidget(self._undo_line)
            self._undo_line.hide()
            self._undo_line.deleteLater()
            self._undo_line = None

    def _add_question(self) -> None:
        question = " ".join(self.field.question().split())
        if question:
            self.field.remember(question)
            self.field.clear()
            self.question_added.emit(question)

    def _show_menu(self) -> None:
        menu = QMenu(self, objectName="paper_note_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind, words in self.export_kinds.items():
            action = menu.addAction(words, lambda kind=kind: self.export_requested.emit(kind))
            action.setObjectName(f"note_export_{kind}")
        menu.addSeparator()
        menu.addAction(self.tr("Another note…"), self.new_note_requested.emit).setObjectName("note_another")
        menu.addAction(self.tr("Delete this note"), self.deletion_requested.emit).setObjectName("note_delete")
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Paper note"))
        self._area.setAccessibleName(self.tr("Paper note"))
        self._notes.setAccessibleName(self.tr("Which note"))
        self._more.setText(self.tr("Export ▾"))
        self._more.setAccessibleName(self.tr("Export the note, and more"))
        self.field.setAccessibleName(self.tr("A question of your own"))
        self.field.setPlaceholderText(self.tr("Add a question…"))
        self._add.setText(self.tr("Add"))
        self._add.setAccessibleName(self.tr("Add the question to the note"))

    # --- Qt ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.card.isVisible():
            self.card.dismiss()
        elif event.key() == Qt.Key.Key_Escape and self.is_making:
            self.pause_requested.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self.card.dismiss()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()


def _scrolling(content: QWidget, name: str) -> QScrollArea:
    area = QScrollArea(objectName=name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    # After setWidget, which asks the content to fill its own background.
    content.setAutoFillBackground(False)
    area.viewport().setBackgroundRole(QPalette.ColorRole.Base)
    return area
