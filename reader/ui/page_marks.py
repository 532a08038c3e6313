"""Marks on the pages as a reader meets them: clicked, pointed at, with the bar of what can be done beside them."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, QPointF, Qt, Signal

from reader.core.annotations import Annotation
from reader.core.marks import Mark
from reader.ui.mark_bar import MarkBar
from reader.ui.mark_layer import Entry, MarkLayer
from reader.ui.page_canvas import PageCanvas


class PageMarks(QObject):
    """Points are in the view. A note that was begun is a draft until something is written in it."""

    note_written = Signal(object)
    """Mark: a draft with its first words."""
    commented = Signal(str, str)
    """Id of a mark, and its comment as it reads now."""

    def __init__(self, view: PageCanvas) -> None:
        super().__init__(view)
        self._view = view
        self._layer: MarkLayer = view.mark_layer
        self._marks: dict[str, Mark] = {}
        self._draft: Mark | None = None
        self.bar = MarkBar(view.viewport())
        self.bar.commented.connect(self._on_commented)
        self.bar.comment_finished.connect(self._on_comment_finished)
        self.bar.closed.connect(self._on_bar_closed)

    def show_marks(self, marks: Iterable[Mark]) -> None:
        """All of the document, from now on."""
        self._marks = {mark.mark_id: mark for mark in marks}
        if self._draft is not None and self._draft.mark_id in self._marks:
            self._draft = None
        self._show()
        entry = self.bar.entry
        if isinstance(entry, Mark) and entry != self._draft:
            if entry.mark_id in self._marks:
                self.bar.update_entry(self._marks[entry.mark_id])
            else:
                self.close()

    def show_annotations(self, annotations: Iterable[Annotation]) -> None:
        self._layer.show_annotations(annotations)

    def entry_at(self, point: QPointF) -> Entry | None:
        return self._layer.entry_at(self._view.view_now(), point) if self._view.page_count else None

    def pin_at(self, point: QPointF) -> Mark | None:
        return self._layer.pin_at(self._view.view_now(), point) if self._view.page_count else None

    def open(self, entry: Entry) -> None:
        """Show its bar; what was being written elsewhere is saved."""
        self.bar.open_for(entry, self._layer.area(self._view.view_now(), entry))
        self._outline(entry)

    def begin_note(self, note: Mark) -> None:
        """Show an empty note and write in it."""
        self.close()
        self._draft = note
        self._show()
        self.open(note)
        self.bar.edit()

    def edit(self, mark_id: str) -> None:
        """Write the comment of a mark that shows."""
        mark = self._marks.get(mark_id)
        if mark is not None:
            self.open(mark)
            self.bar.edit()

    @property
    def current(self) -> Entry | None:
        return self.bar.entry

    def close(self) -> bool:
        """Whether a bar was open."""
        was_open = self.bar.entry is not None
        self.bar.close_bar()
        return was_open

    def take_key(self, key: int) -> bool:
        """Keys for the mark whose bar is open, while the focus is on the pages. Whether it was one."""
        entry = self.bar.entry
        if entry is None:
            return False
        if key == Qt.Key.Key_Escape:
            self.close()
        elif isinstance(entry, Mark) and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.bar.delete_clicked.emit(entry.mark_id)
        elif isinstance(entry, Mark) and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.bar.edit()
        else:
            return False
        return True

    def follow(self) -> None:
        """Keep the bar beside its mark when the view has changed."""
        if self.bar.entry is not None:
            self.bar.follow(self._layer.area(self._view.view_now(), self.bar.entry) if self._view.page_count else None)

    def _outline(self, entry: Entry | None) -> None:
        self._layer.current_id = entry.mark_id if isinstance(entry, Mark) else None
        self._view.viewport().update()

    def _show(self) -> None:
        drafts = () if self._draft is None else (self._draft,)
        self._layer.show_marks([*self._marks.values(), *drafts])
        self._view.viewport().update()

    def _on_commented(self, mark: Mark, markdown: str) -> None:
        if self._draft is not None and mark.mark_id == self._draft.mark_id:
            self._draft = replace(self._draft, comment=markdown)
            self.bar.update_entry(self._draft)
            self.note_written.emit(self._draft)
        else:
            self.commented.emit(mark.mark_id, markdown)

    def _on_comment_finished(self) -> None:
        if self._draft is not None and not self._draft.comment:
            self.close()

    def _on_bar_closed(self) -> None:
        if self._draft is not None and not self._draft.comment:
            self._draft = None
            self._show()
        self._outline(None)
