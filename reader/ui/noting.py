"""The paper notes of the open document: between the panel, the flows and the library."""

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal

from reader.core.paper_head import PaperHead
from reader.core.paper_head_text import changed_head
from reader.core.paper_note import NoteItem, PaperNote
from reader.flows import note_editing
from reader.flows.note_events import (
    ChoosingQuestions,
    HeadFound,
    ItemBegun,
    ItemEvent,
    ItemFinished,
    NoteEvent,
    NoteFinished,
    QuestionsChosen,
    TimeEstimated,
)
from reader.flows.opening import OpenDocument
from reader.store.paper_notes import PaperNotes
from reader.store.speeds import Speeds
from reader.ui.embedding import OneEmbedder
from reader.ui.jobs import Jobs
from reader.ui.model_loading import ModelLoading
from reader.ui.model_use import ModelUse
from reader.ui.note_choices import NoteChoosing
from reader.ui.note_panel_item import editable_text
from reader.ui.paper_note_panel import PaperNotePanel
from reader.ui.reading import EMBED, NOTE, NOTE_CHANGE

_log = logging.getLogger(__name__)
_SMALL_PAGES = 60
"""Up to so many pages a note waits until they can be searched by meaning: about a minute."""


class Noting(QObject):
    """One note of the document is shown; it is made as the job "paper note", which questions interrupt."""

    panel_wanted = Signal()
    """The reader asked for a note: the panel is to be seen."""
    making_changed = Signal(bool)
    progressed = Signal()
    """Something of the note has come."""
    missed = Signal(object)
    """ReaderError: why a note cannot be made, or is made without the model."""
    deleted = Signal(object)
    """PaperNote, which `restore` brings back."""

    def __init__(
        self,
        store: PaperNotes,
        jobs: Jobs,
        models: ModelLoading,
        use: ModelUse,
        embedder: OneEmbedder,
        speeds: Speeds,
        panel: PaperNotePanel,
        settings: QSettings,
        language: str,
    ) -> None:
        """`language`: of notes, as long as the reader has not chosen another."""
        super().__init__(panel)
        self._store, self._jobs, self._models, self._use, self._panel = store, jobs, models, use, panel
        self._speeds = speeds
        self._choosing = NoteChoosing(jobs, models, use, embedder, speeds, panel.setup, settings, language)
        self._document: OpenDocument | None = None
        self.note: PaperNote | None = None
        self._notes: list[PaperNote] = []
        """All of the document, oldest first."""
        self._is_wanted = False
        """Whether the reader wants it made now; that it is not being made is then a question's doing."""
        self._changes: list[Callable[[], Awaitable[PaperNote]]] = []
        self._awaits_begin = self._has_told_why = False
        for signal, slot in (
            (panel.setup.make_clicked, self.begin),
            (panel.setup.back_clicked, self._show),
            (panel.shown, self._refresh),
            (panel.pause_requested, self.pause),
            (panel.progress.go_on_clicked, self.go_on),
            (panel.head.field_edited, self._change_head),
            (panel.remake_requested, self._remake),
            (panel.item_edited, self._change_item),
            (panel.item_deleted, self._delete_item),
            (panel.item_restored, self._restore_item),
            (panel.question_added, self._add_question),
            (panel.note_chosen, self._choose),
            (panel.new_note_requested, self._offer_another),
            (panel.deletion_requested, self._delete),
            (jobs.finished, self._on_job_finished),
        ):
            signal.connect(slot)

    # --- the document ---

    def set_document(self, document: OpenDocument | None) -> None:
        self._document, self.note, self._notes = document, None, []
        self._is_wanted = self._awaits_begin = False
        self._choosing.set_document(document)
        self._panel.show_nothing(is_open=document is not None)
        if document is not None:
            self._jobs.start("paper notes", self._load(document))

    def _refresh(self) -> None:
        """The panel is looked at: a digest may have made a note of this document meanwhile."""
        if self._document is not None and not self._is_wanted and not self._jobs.is_running("paper notes"):
            note_id = "" if self.note is None else self.note.note_id
            self._jobs.start("paper notes", self._load(self._document, note_id))

    async def _load(self, document: OpenDocument, note_id: str = "") -> None:
        notes = await self._store.notes(document.document_id)
        if document is not self._document:
            return
        self._notes = notes
        self.note = next((note for note in notes if note.note_id == note_id), notes[-1] if notes else None)
        self._show()
        if self._awaits_begin:
            self._awaits_begin = False
            self.begin()

    # --- making ---

    @property
    def is_making(self) -> bool:
        return self._is_wanted

    def show_note(self, note_id: str) -> None:
        """Show one that has come into the library from elsewhere."""
        if self._document is not None and not self._is_wanted:
            self.panel_wanted.emit()
            self._choose(note_id)

    def begin_or_show(self) -> None:
        """The command: show the note, go on with one that is not finished, or begin one as was chosen last."""
        self.panel_wanted.emit()
        if self._jobs.is_running("paper notes"):
            self._awaits_begin = True  # whether there is one is still being looked up
        elif self.note is None:
            self.begin()
        elif not self._is_wanted and not _is_complete(self.note):
            self.go_on()

    def begin(self) -> None:
        """A new note, as it was chosen."""
        document = self._document
        if document is None or self._is_wanted:
            return
        # Here and below: the first page is there sooner without the thirty modules that make notes.
        from reader.flows.note_making import new_note

        choices = self._choosing.choices
        note = new_note(document, language=choices.language, model=self._models.name, question_set=choices.question_set)
        self._start(self._make(document, note, choices.count))

    def go_on(self) -> None:
        """Do what is not finished."""
        if self._document is not None and self.note is not None and not self._is_wanted:
            self._start(self._make(self._document, self.note, self._choosing.choices.count))

    def pause(self) -> None:
        self._is_wanted = False
        self._jobs.cancel(NOTE)

    def _start(self, making: Coroutine[Any, Any, None]) -> None:
        self._models.begin()
        if self._models.error is not None and not self._has_told_why:
            self._has_told_why = True
            self.missed.emit(self._models.error)
        self._is_wanted = True
        self._jobs.start(NOTE, making)

    async def _make(self, document: OpenDocument, note: PaperNote, count: int) -> None:
        from reader.flows.note_making import make_note

        await self._store_new(note)
        await self._run(
            document,
            lambda kept: make_note(document, kept, self._models.model, self._store, count=count, speeds=self._speeds),
        )

    async def _store_new(self, note: PaperNote) -> None:
        """On disk before it is on the screen."""
        if await self._store.note(note.note_id) is None:
            await self._store.save(note)
            self._notes.append(note)
        self.note = note
        self._show()

    async def _run(self, document: OpenDocument, make: Callable[[PaperNote], AsyncGenerator[NoteEvent, None]]) -> None:
        self.making_changed.emit(True)
        self._panel.set_making(True)
        self._show_progress()
        try:
            await self._wait_for_pages(document)
            while self._is_wanted:
                self._show_progress(self._reason())
                async with self._use.long_work():
                    kept = None if self.note is None else await self._store.note(self.note.note_id)
                    if kept is None:
                        return
                    self.note = kept
                    self._show()
                    async with aclosing(self._use.until_asked(make(kept))) as events:
                        async for event in events:
                            self._take(event)
                            self.progressed.emit()
                if not self._use.is_asked:
                    return
        finally:
            self._is_wanted = False
            self._panel.set_making(False)
            self._show_progress()
            self.making_changed.emit(False)

    async def _wait_for_pages(self, document: OpenDocument) -> None:
        """Until the pages can be searched as well as they ever will, where that does not take long."""
        self._show_progress(self.tr("reading the pages…"))
        await self._jobs.ended("index")
        if document.info.page_count <= _SMALL_PAGES:
            await self._jobs.ended(EMBED)

    def _reason(self) -> str:
        if self._use.is_asked:
            return self.tr("waits for your question to be answered")
        if self._use.is_in_long_work:
            return self.tr("waits for another note")
        if not self._models.is_ready and self._models.model is not None:
            return self.tr("the model is loading…")
        return ""

    def _take(self, event: NoteEvent) -> None:
        note = self.note
        if note is None:
            return
        match event:
            case HeadFound(head):
                self.note = replace(note, head=head)
                self._panel.head.show_head(head)
            case ChoosingQuestions():
                pass
            case QuestionsChosen(items):
                self.note = replace(note, items=items)
                self._panel.show_items(self.note.parts)
            case ItemBegun(item_id):
                self._panel.begin_item(item_id)
            case TimeEstimated(seconds):
                self._panel.progress.show_time_left(seconds)
                return
            case ItemEvent(item_id, of_answer):
                self._panel.take(item_id, of_answer)
                return
            case ItemFinished(item_id, answer):
                if any(part.item_id == item_id for part in note.parts):
                    self.note = note.with_answer(item_id, answer)
                    self._panel.finish_item(self.note.item(item_id))
            case NoteFinished(finished):
                self.note = finished
                self._panel.show_note(finished, self._names())
        self._show_progress()

    def _on_job_finished(self, name: str) -> None:
        if name == NOTE and self._document is not None and self.note is not None:
            self._jobs.start("paper notes", self._load(self._document, self.note.note_id))

    # --- changes by the reader ---

    def _remake(self, item_id: str) -> None:
        document, note = self._document, self.note
        if document is None or note is None or self._is_wanted:
            return
        if note.item(item_id).answer is None:
            self.go_on()
            return
        from reader.flows.note_making import remake

        self._start(self._run(document, lambda kept: remake(document, kept, item_id, self._models.model, self._store)))

    def _change_head(self, name: str, text: str) -> None:
        self._change(
            lambda note_id: self._store.update(
                note_id, lambda note: replace(note, head=changed_head(note.head, name, text))
            )
        )

    def change_head(self, note_id: str, change: Callable[[PaperHead], PaperHead]) -> None:
        """What was found out meanwhile for a note; nothing where another one is shown by now."""
        if self.note is not None and self.note.note_id == note_id:
            self._change(lambda kept: self._store.update(kept, lambda note: replace(note, head=change(note.head))))

    def _change_item(self, item_id: str, question: str, text: str) -> None:
        document = self._document
        assert document is not None
        item = None if self.note is None else self.note.item(item_id)

        async def change(note_id: str) -> PaperNote:
            if item is not None and question != item.question:
                note = await note_editing.reword_question(self._store, note_id, item_id, question)
                if item.answer is None or text in ("", editable_text(item.answer)):
                    return note  # what was answered was another question
            return await note_editing.change_answer(document, self._store, note_id, item_id, text)

        self._change(change)

    def _delete_item(self, item_id: str) -> None:
        self._change(lambda note_id: note_editing.remove_question(self._store, note_id, item_id))

    def _restore_item(self, item: NoteItem, place: int) -> None:
        def put_back(note: PaperNote) -> PaperNote:
            return replace(note, items=(*note.items[:place], item, *note.items[place:]))

        self._change(lambda note_id: self._store.update(note_id, put_back))

    def _add_question(self, question: str) -> None:
        self._change(lambda note_id: note_editing.add_question(self._store, note_id, question), is_to_be_made=True)

    def _change(self, change: Callable[[str], Awaitable[PaperNote]], *, is_to_be_made: bool = False) -> None:
        """One after the other: what is not on the disk yet is not shown either."""
        if self.note is None:
            return
        self._changes.append(partial(self._changed, change, self.note.note_id, is_to_be_made))
        if not self._jobs.is_running(NOTE_CHANGE):
            self._jobs.start(NOTE_CHANGE, self._make_changes(), must_finish=True)

    async def _make_changes(self) -> None:
        while self._changes:
            await self._changes.pop(0)()

    async def _changed(
        self, change: Callable[[str], Awaitable[PaperNote]], note_id: str, is_to_be_made: bool
    ) -> PaperNote:
        note = await change(note_id)
        if self.note is not None and self.note.note_id == note_id:
            self.note = note
            self._show()
            if is_to_be_made and not self._is_wanted:
                self.go_on()
        return note

    # --- several notes of a document ---

    def _choose(self, note_id: str) -> None:
        if self._document is not None and not self._is_wanted:
            self._jobs.start("paper notes", self._load(self._document, note_id))

    def _offer_another(self) -> None:
        if not self._is_wanted:
            self._panel.show_setup(may_go_back=self.note is not None)

    def _delete(self) -> None:
        note = self.note
        if note is not None and self._document is not None:
            self.pause()
            self.note = None
            self._jobs.start("delete paper note", self._delete_stored(self._document, note.note_id), must_finish=True)

    async def _delete_stored(self, document: OpenDocument, note_id: str) -> None:
        await self._jobs.ended(NOTE)
        await self._jobs.ended(NOTE_CHANGE)
        note = await self._store.note(note_id)
        if note is not None:
            await self._store.delete(note_id)
            self.deleted.emit(note)
        await self._load(document)

    def restore(self, note: PaperNote) -> None:
        self._jobs.start("restore paper note", self._restore(note), must_finish=True)

    async def _restore(self, note: PaperNote) -> None:
        await self._store.save(note)
        if self._document is not None and self._document.document_id == note.document_id:
            await self._load(self._document, note.note_id)

    # --- showing it ---

    def _names(self) -> list[tuple[str, str]]:
        return [(note.note_id, self._choosing.name_of(note)) for note in self._notes]

    def _show(self) -> None:
        if self.note is None:
            self._panel.show_nothing(is_open=self._document is not None)
        else:
            self._panel.show_note(self.note, self._names())
            if not self.note.head.title and self._document is not None:
                self._panel.head.show_head(PaperHead(title=self._document.title), is_read=False)
        self._show_progress()

    def _show_progress(self, waits_for: str = "") -> None:
        note = self.note
        if note is None:
            return
        done, count = sum(part.is_finished for part in note.parts), len(note.parts) if note.items else 0
        if self._is_wanted:
            self._panel.progress.show_state("waiting" if waits_for else "making", done, count, waits_for)
        elif _is_complete(note):
            self._panel.progress.show_state("idle", done, count)
        else:
            self._panel.progress.show_state("paused", done, count)


def _is_complete(note: PaperNote) -> bool:
    return bool(note.items) and all(part.is_finished for part in note.parts)
