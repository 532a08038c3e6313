"""Marking a document: between the pages, the list of marks, the notes and the library."""

import itertools
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPointF, QSettings, Signal

from reader.core.annotations import Annotation
from reader.core.answer import Note
from reader.core.document import Rect, Spot
from reader.core.marks import Colour, Kind, Mark, mark_of, note_of
from reader.core.undoing import Change
from reader.flows.annotating import read_annotations, save_annotated_copy
from reader.flows.marking import DocumentMarks, new_mark
from reader.flows.opening import OpenDocument
from reader.store.marks import MarkStore
from reader.ui.jobs import Jobs
from reader.ui.mark_layer import Entry
from reader.ui.notes_panel import NotesPanel
from reader.ui.page_view import PageView

_COLOUR = "marks/colour"
_job_numbers = itertools.count(1)


class Marking(QObject):
    """Every change is in the library before it shows. Slots do nothing while no document is open."""

    marks_changed = Signal(object)
    """The Marks of the document in reading order; empty while there is none."""
    annotations_changed = Signal(object)
    """The Annotations of the PDF as far as they have been read, in no order."""
    history_changed = Signal(bool, bool)
    """Whether there is something to undo, and to do again."""
    colour_changed = Signal(object)
    """The Colour of the next highlight."""
    copy_saved = Signal(object)
    """Path of the PDF with annotations."""

    def __init__(
        self,
        store: MarkStore,
        jobs: Jobs,
        page_view: PageView,
        notes_panel: NotesPanel,
        settings: QSettings,
        author: str = "",
    ) -> None:
        """`author`: named in copies with annotations."""
        super().__init__(page_view)
        self._store, self._jobs, self._page_view, self._notes_panel = store, jobs, page_view, notes_panel
        self._settings, self._author = settings, author
        self._document: OpenDocument | None = None
        self._marks: DocumentMarks | None = None
        self._annotations: list[Annotation] = []
        bar = page_view.marks.bar
        bar.recoloured.connect(self.recolour)
        bar.delete_clicked.connect(lambda mark_id: self.delete([mark_id]))
        bar.comment_finished.connect(self._seal)
        page_view.marks.note_written.connect(lambda note: self._put(note, joins=note.mark_id))
        page_view.marks.commented.connect(self.comment)

    @property
    def colour(self) -> Colour:
        """Of the next highlight: the one that was used last."""
        stored = self._settings.value(_COLOUR, Colour.YELLOW.value)
        return Colour(stored) if stored in list(Colour) else Colour.YELLOW

    def set_document(self, document: OpenDocument | None) -> None:
        self._jobs.cancel("annotations")
        self._page_view.marks.close()
        self._document = document
        self._annotations = []
        self._marks = None
        self.annotations_changed.emit([])
        if document is None:
            self._tell()
            return
        marks = self._marks = DocumentMarks(self._store, document.document_id, document.page_texts)
        self._start(self._load(marks))

    def reload(self) -> None:
        """Marks have come to the document otherwise: from the version before it."""
        if self._marks is not None:
            self._start(self._load(self._marks))

    def read_annotations(self) -> None:
        """Find out what the PDF has of its own."""
        if self._document is not None:
            self._jobs.start("annotations", self._read_annotations(self._document))

    # --- What a reader does ---

    def highlight(self) -> None:
        """The selected text, in the colour that was used last."""
        self._mark("highlight", self.colour)

    def highlight_in(self, colour: Colour) -> None:
        self._set_colour(colour)
        self._mark("highlight", colour)

    def underline(self) -> None:
        self._mark("underline", self.colour)

    def note_here(self) -> None:
        """Begin a note where the context menu was opened, else in the middle of what shows."""
        view, document = self._page_view, self._document
        if document is None or not view.page_count:
            return
        point, view.menu_point = view.menu_point, None
        place = None if point is None else view.view_now().page_point(point)
        if place is None:
            middle = QPointF(view.viewport().width() / 2, view.viewport().height() / 2)
            place = view.view_now().nearest_point(middle)
        page_index, x, y = place[0], min(max(place[1], 0.0), 1.0), min(max(place[2], 0.0), 1.0)
        spot = Spot(page_index, (Rect(x, y, x, y),))
        view.selecting.clear()
        view.marks.begin_note(new_mark(document.document_id, "note", Colour.YELLOW, (spot,)))

    def recolour(self, mark_id: str, colour: Colour) -> None:
        self._set_colour(colour)
        self._change(mark_id, lambda mark: replace(mark, colour=colour))

    def comment(self, mark_id: str, markdown: str) -> None:
        self._change(mark_id, lambda mark: replace(mark, comment=markdown), joins=f"comment on {mark_id}")

    def delete(self, mark_ids: Iterable[str]) -> None:
        marks = self._marks
        if marks is not None:
            wanted = list(mark_ids)

            async def remove() -> None:
                gone = [mark for mark_id in wanted if (mark := marks.mark(mark_id)) is not None]
                await marks.remove(wanted)
                self._tell_notes([Change(mark, None) for mark in gone])
                self._tell()

            self._start(remove())

    def undo(self) -> None:
        if self._marks is not None:
            self._start(self._step(self._marks.undo))

    def redo(self) -> None:
        if self._marks is not None:
            self._start(self._step(self._marks.redo))

    def show(self, entry: Entry) -> None:
        """Jump to a mark, and open its bar."""
        if entry.spots:
            self._page_view.jump_to(entry.spots[0])
            self._page_view.marks.open(entry)

    def edit(self, mark: Mark) -> None:
        """Jump to a mark and write its comment."""
        self.show(mark)
        self._page_view.marks.edit(mark.mark_id)

    def save_copy(self, target: Path) -> None:
        """Write the PDF with the marks as annotations to another file."""
        if self._document is not None and self._marks is not None:
            self._page_view.marks.bar.finish()
            self._jobs.start("annotated copy", self._save_copy(self._document, self._marks, target))

    # --- Notes: the list of them shows the same ---

    def take_note(self, note: Note) -> None:
        """A note was written in the list, or kept from an answer."""
        self._put(mark_of(note), joins=note.note_id)

    # --- How it is done ---

    def _mark(self, kind: Kind, colour: Colour) -> None:
        selected, document = self._page_view.selected(), self._document
        if selected is None or document is None or not selected.spots:
            return
        selection = selected.selection
        quote, start = " ".join(selection.text.split()), selection.start
        mark = new_mark(
            document.document_id, kind, colour, selected.spots, quote, start, is_vertical=selected.is_vertical
        )
        self._page_view.selecting.clear()
        self._put(mark)

    def _set_colour(self, colour: Colour) -> None:
        if colour is not self.colour:
            self._settings.setValue(_COLOUR, colour.value)
            self.colour_changed.emit(colour)

    def _put(self, mark: Mark, joins: str = "") -> None:
        marks = self._marks
        if marks is None or marks.document_id != mark.document_id:
            # Of another document: an answer about several was kept as a note of the one that it cites.
            self._start(self._store.apply([Change(None, mark)]))
            return

        async def put() -> None:
            before = marks.mark(mark.mark_id)
            await marks.put(mark, joins)
            self._tell_notes([Change(before, marks.mark(mark.mark_id))])
            self._tell()

        self._start(put())

    def _change(self, mark_id: str, edit: Callable[[Mark], Mark], joins: str = "") -> None:
        marks = self._marks
        if marks is None:
            return

        async def change() -> None:
            await marks.change(mark_id, edit, joins)
            self._tell_notes([Change(None, marks.mark(mark_id))])
            self._tell()

        self._start(change())

    def _seal(self) -> None:
        if self._marks is not None:
            self._marks.seal()

    async def _step(self, step: Callable[[], Coroutine[Any, Any, Sequence[Change[Mark]]]]) -> None:
        changes = await step()
        self._tell_notes(changes)
        self._tell()
        self._bring_to_view([mark for change in changes if (mark := change.after or change.before) is not None])

    def _bring_to_view(self, marks: Sequence[Mark]) -> None:
        """What was undone should be seen."""
        view = self._page_view
        placed = [mark for mark in marks if mark.spots]
        if placed and view.page_count:
            shown = view.view_now()
            if all(view.mark_layer.area(shown, mark) is None for mark in placed):
                view.jump_to(placed[0].spots[0])

    async def _load(self, marks: DocumentMarks) -> None:
        await marks.load()
        if marks is self._marks:
            self._tell()

    async def _read_annotations(self, document: OpenDocument) -> None:
        self._annotations = []
        async with aclosing(read_annotations(document.pdf, self._page_view.page_index)) as found:
            async for annotations in found:
                if document is self._document:
                    self._annotations.extend(annotations)
                    self._page_view.marks.show_annotations(self._annotations)
                    self.annotations_changed.emit(list(self._annotations))

    async def _save_copy(self, document: OpenDocument, marks: DocumentMarks, target: Path) -> None:
        self.copy_saved.emit(await save_annotated_copy(document.pdf, marks.marks, target, self._author))

    def _tell(self) -> None:
        marks = self._marks
        found = () if marks is None else marks.marks
        self._page_view.marks.show_marks(found)
        self.marks_changed.emit(found)
        self.history_changed.emit(marks is not None and marks.can_undo, marks is not None and marks.can_redo)

    def _tell_notes(self, changes: Iterable[Change[Mark]]) -> None:
        for change in changes:
            if change.after is not None and change.after.kind == "note":
                self._notes_panel.add_note(note_of(change.after))
            elif change.after is None and change.before is not None and change.before.kind == "note":
                self._notes_panel.remove_note(change.before.mark_id)

    def _start(self, saving: Coroutine[Any, Any, None]) -> None:
        # Each its own name: a change must not cancel the one before.
        self._jobs.start(f"mark {next(_job_numbers)}", saving, must_finish=True)
