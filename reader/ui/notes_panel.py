"""The reader's own notes of the open document."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reader.core.answer import Note
from reader.core.document import Rect
from reader.ui.muted_label import MutedLabel
from reader.ui.note_view import NoteView
from reader.ui.undo_line import UndoLine


class NotesPanel(QWidget):
    """Every change is reported by a signal; the panel keeps nothing."""

    note_saved = Signal(object)
    """Note: new, changed, or brought back after it was deleted."""
    note_deleted = Signal(str)
    citation_activated = Signal(object)
    """Spot."""
    export_requested = Signal()
    new_note_requested = Signal()
    """The button: whoever knows the page answers with new_note()."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notes_panel")
        self._document_id = ""
        self._views: list[NoteView] = []
        self._undo_line: UndoLine | None = None
        self._new_button = QPushButton()
        self._new_button.setObjectName("new_note_button")
        self._new_button.clicked.connect(self.new_note_requested)
        self._export_button = QPushButton()
        self._export_button.setObjectName("export_notes_button")
        self._export_button.clicked.connect(self.export_requested)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._new_button)
        row.addStretch(1)
        row.addWidget(self._export_button)
        self._hint = MutedLabel("notes_hint")
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(16, 16, 16, 16)
        content = QWidget()
        content.setObjectName("notes_content")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._hint)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("notes_list")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(content)
        content.setAutoFillBackground(False)
        self._area.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._area, 1)
        self._retranslate()
        self._show_state()

    def set_notes(self, document_id: str, notes: Sequence[Note]) -> None:
        """Show a document's notes ("" and none: no document is open).

        For the document that is shown already, what is being written and what is newer here stays.
        """
        self.flush()
        if document_id != self._document_id:
            self._drop_undo_line()
            for view in self._views:
                self._remove(view)
            self._views.clear()
            self._document_id = document_id
        stored = {note.note_id for note in notes}
        for view in [view for view in self._views if view.note.note_id not in stored and not view.is_editing]:
            self._views.remove(view)
            self._remove(view)
        for note in notes:
            self.add_note(note)
        self._show_state()

    def add_note(self, note: Note) -> None:
        """Show a note that is stored already; one with the same id is brought up to date."""
        for view in self._views:
            if view.note.note_id == note.note_id:
                view.set_note(note)
                return
        self._insert(NoteView(note, self._area.widget()), len(self._views))
        self._show_state()

    def remove_note(self, note_id: str) -> None:
        """A note is gone from the library; one that was deleted here is not shown any more."""
        for view in self._views:
            if view.note.note_id == note_id:
                view.discard()
                self._views.remove(view)
                self._remove(view)
                self._show_state()
                return

    def new_note(self, page_index: int | None, quote: str = "", rects: tuple[Rect, ...] = ()) -> None:
        """Begin a note at the end of the list, with the caret in it; left empty it was never there."""
        if not self._document_id:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        note = Note(uuid4().hex, self._document_id, "", page_index, quote, rects, now, now)
        view = NoteView(note, self._area.widget(), is_new=not quote)
        self._insert(view, len(self._views))
        self._show_state()
        if quote:
            self.note_saved.emit(note)  # a quotation is worth keeping without a word about it
        view.show()
        view.edit()
        QTimer.singleShot(0, view, lambda: self._area.ensureWidgetVisible(view))

    def flush(self) -> None:
        """Report at once what is being written."""
        for view in self._views:
            view.flush()

    def _insert(self, view: NoteView, place: int) -> None:
        view.saved.connect(self.note_saved)
        view.spot_activated.connect(self.citation_activated)
        view.delete_clicked.connect(lambda: self._delete(view))
        view.abandoned.connect(lambda: self._forget(view))
        row = self._column.indexOf(self._views[place]) if place < len(self._views) else self._column.count() - 1
        self._column.insertWidget(row, view)
        self._views.insert(place, view)

    def _remove(self, view: NoteView) -> None:
        self._column.removeWidget(view)
        view.hide()
        view.deleteLater()

    def _forget(self, view: NoteView) -> None:
        if view in self._views:
            self._views.remove(view)
            self._remove(view)
            self._show_state()

    def _delete(self, view: NoteView) -> None:
        self._drop_undo_line()
        if view not in self._views:
            return
        view.discard()
        note, place, row = view.note, self._views.index(view), self._column.indexOf(view)
        self._views.remove(view)
        self._remove(view)
        line = self._undo_line = UndoLine(self.tr("Note deleted."), self._area.widget())
        line.undone.connect(lambda: self._restore(note, place))
        line.expired.connect(self._on_undo_expired)
        self._column.insertWidget(row, line)
        self._show_state()
        self.note_deleted.emit(note.note_id)

    def _restore(self, note: Note, place: int) -> None:
        self._drop_undo_line()
        self._insert(NoteView(note, self._area.widget()), min(place, len(self._views)))
        self._show_state()
        self.note_saved.emit(note)

    def _on_undo_expired(self) -> None:
        self._drop_undo_line()
        self._show_state()

    def _drop_undo_line(self) -> None:
        if self._undo_line is not None:
            self._column.removeWidget(self._undo_line)
            self._undo_line.hide()
            self._undo_line.deleteLater()
            self._undo_line = None

    def _show_state(self) -> None:
        is_open = bool(self._document_id)
        self._new_button.setEnabled(is_open)
        self._export_button.setEnabled(is_open)
        self._hint.setVisible(not self._views and self._undo_line is None)
        self._hint.setText(
            self.tr("No notes yet. Write one with New note, or keep an answer as a note.")
            if is_open
            else self.tr("No document is open. Its notes will be here.")
        )

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Notes"))
        self._area.setAccessibleName(self.tr("List of notes"))
        self._hint.setAccessibleName(self.tr("Notes"))
        self._new_button.setText(self.tr("New note"))
        self._new_button.setAccessibleName(self.tr("New note"))
        self._export_button.setText(self.tr("Export…"))
        self._export_button.setAccessibleName(self.tr("Export answers and notes"))
        self._export_button.setToolTip(self.tr("Write answers and notes to a Markdown file"))

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_state()
