"""Questions, answers and notes of the open document: between the panels, the flows and the notebook."""

import logging
import uuid
from collections.abc import Coroutine
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from reader.core.answer import Answer, Note
from reader.core.answer_markdown import answer_to_markdown
from reader.core.document import Spot
from reader.core.errors import ReaderError
from reader.core.selection import Selection
from reader.engine.llm import LanguageModel
from reader.flows.answering import answer
from reader.flows.collection import Collection
from reader.flows.events import Finished, Found
from reader.flows.exporting import export_collection, export_document
from reader.flows.opening import OpenDocument
from reader.flows.prefilling import read_card, read_for_draft
from reader.flows.prompting import PromptMemory
from reader.flows.readable import Readable
from reader.flows.suggesting import PAGES, suggest
from reader.store.bookmarks import BookmarkStore
from reader.store.marks import MarkStore
from reader.store.notebook import Notebook
from reader.ui.ask_panel import AskPanel
from reader.ui.jobs import Jobs
from reader.ui.model_loading import ModelLoading
from reader.ui.model_use import ModelUse
from reader.ui.notes_panel import NotesPanel
from reader.ui.suggestions import is_guide, suggested_for_several, suggested_questions

_log = logging.getLogger(__name__)


class Asking(QObject):
    """One answer runs at a time; each change goes to the notebook, one after the other."""

    running_changed = Signal(bool)
    """An answer is being written, or is not any more."""
    evidence_changed = Signal(object, object)
    """The Spots to mark, and the index of the current one or None."""
    note_kept = Signal(object)
    """Note: an answer is to be kept as one."""
    model_missed = Signal(object)
    """ReaderError: the first question of this start is answered without the model, and why."""
    exported = Signal(object)
    """Path of the Markdown file."""

    def __init__(
        self,
        notebook: Notebook,
        marks: MarkStore,
        bookmarks: BookmarkStore,
        jobs: Jobs,
        models: ModelLoading,
        ask_panel: AskPanel,
        notes_panel: NotesPanel,
        language: str,
        reader_language: str = "en",
        use: ModelUse | None = None,
    ) -> None:
        """`language`: of the answers, "" is the question's; `reader_language`: of questions that are suggested."""
        super().__init__()
        self._use = use or ModelUse()
        self._notebook, self._marks, self._jobs, self._models = notebook, marks, jobs, models
        self._bookmarks = bookmarks
        self._ask_panel, self._notes_panel, self._language = ask_panel, notes_panel, language
        self._document: OpenDocument | None = None
        self._collection: Collection | None = None
        self._memory = PromptMemory()
        self._changes = 0
        self._has_told_why = False
        self._reader_language = language or reader_language
        self._suggested_from = 0
        """Pages the suggestions were made from."""

    @property
    def _target(self) -> Collection | OpenDocument | None:
        """What questions are about."""
        return self._collection or self._document

    def set_collection(self, collection: Collection | None, words: str = "") -> None:
        """Ask about several documents from now on, whichever is open; None: about the open one again.

        `words`: what they are called.
        """
        self._collection = collection
        self._ask_panel.set_scope(words)
        self._jobs.cancel("conversation")
        self._jobs.cancel("suggestions")
        if collection is None:
            self.set_document(self._document)
            return
        self._memory = PromptMemory()
        self.evidence_changed.emit([], None)
        self._ask_panel.set_document(collection.title)
        self._jobs.start("conversation", self._show_answers_about(collection))
        self.read_ahead()

    def set_document(self, document: OpenDocument | None) -> None:
        """Show a document's conversation and notes, or that there is none."""
        self._document = document
        if self._collection is not None:
            # The conversation is about several: it stays.
            self.mark(self._ask_panel.current_answer)
            self._notes_panel.set_notes("" if document is None else document.document_id, [])
            if document is not None:
                self._jobs.start("notes", self._show_notes(document))
            return
        self._memory = PromptMemory()
        self._suggested_from = 0
        self._jobs.cancel("read ahead")
        self._jobs.cancel("suggestions")
        self.evidence_changed.emit([], None)
        if document is None:
            self._jobs.cancel("conversation")
            self._ask_panel.set_document(None)
            self._notes_panel.set_notes("", [])
        else:
            self._ask_panel.set_document(document.title, [], file=document.path.name)
            self._notes_panel.set_notes(document.document_id, [])
            self._jobs.start("conversation", self._show_conversation(document))
            self.read_ahead()

    @property
    def reader_language(self) -> str:
        return self._reader_language

    def suggest(self) -> None:
        """Suggest questions, and others once more of the first pages has been read."""
        document = self._document
        if document is None or is_guide(document) or self._ask_panel.last_answer is not None:
            return
        if self._collection is not None:
            return
        known = min(len(document.pages_read), PAGES)
        is_enough = known >= min(PAGES, document.info.page_count) or not self._suggested_from
        if known > self._suggested_from and is_enough and not self._jobs.is_running("suggestions"):
            self._suggested_from = known
            self._jobs.start("suggestions", self._suggest(document))

    def read_ahead(self, draft: str = "") -> None:
        """Let an idle model read what the next question will need: how all prompts about this document begin, or the
        pages that a question which is still being typed leads to."""
        document, model = self._target, self._models.model
        if self._use.is_in_long_work:
            return  # the note that is made would lose what the model has read for it
        if document is not None and model is not None and self._models.is_ready and not self._jobs.is_running("answer"):
            self._jobs.start("read ahead", self._read_ahead(document, model, draft))

    def ask(self, question: str, selection: Selection | None = None) -> None:
        """`selection`: what the question is about."""
        target = self._target
        if selection is not None and self._collection is not None:
            target, selection = self._with_selection(self._collection, selection)
        if target is not None:
            self._models.begin()
            if self._models.error is not None and not self._has_told_why:
                self._has_told_why = True
                self.model_missed.emit(self._models.error)
            self._jobs.cancel("read ahead")
            previous = self._ask_panel.last_answer
            self._ask_panel.begin_answer(question)
            self._jobs.start("answer", self._answer(target, question, previous, selection))

    def _with_selection(
        self, collection: Collection, selection: Selection
    ) -> tuple[Collection | OpenDocument | None, Selection]:
        """What a question about a selection in the open document is asked of: all, or this one if it is not of them."""
        document = self._document
        start = None if document is None else collection.start_of(document.document_id)
        if start is None:
            return document, selection
        return collection, replace(selection, page_index=start + selection.page_index)

    def stop(self) -> None:
        self._jobs.cancel("answer")

    def mark(self, answer: Answer | None, current: Spot | None = None) -> None:
        """Mark the evidence of an answer: of its sentences, or where it has none, what was found."""
        spots = [] if answer is None else evidence_spots(answer, self._document.document_id if self._document else "")
        if current is not None and current not in spots:
            spots.append(current)
        self.evidence_changed.emit(spots, None if current is None else spots.index(current))

    def keep_as_note(self, answer: Answer) -> None:
        """A note with the question, the answer and its pages, tied to where its first evidence stands."""
        first = next((citation for claim in answer.claims for citation in claim.citations), None)
        now = _now()
        note = Note(
            note_id=uuid.uuid4().hex,
            document_id=answer.document_id if first is None else first.document_id or answer.document_id,
            markdown=answer_to_markdown(answer, self._document.path.name if self._document else "", has_evidence=False),
            page_index=None if first is None else first.page_index,
            quote="" if first is None else first.quote,
            rects=() if first is None else first.rects,
            created=now,
            modified=now,
        )
        self.note_kept.emit(note)

    def save_answer(self, answer: Answer) -> None:
        self._change(self._notebook.save_answer(answer))

    def delete_answer(self, answer_id: str) -> None:
        self._change(self._notebook.delete_answer(answer_id))

    def export(self, target: Path) -> None:
        if self._target is not None:
            self._jobs.start("export", self._export(self._target, target))

    async def _show_conversation(self, document: OpenDocument) -> None:
        document_id = document.document_id
        answers = await self._notebook.answers(document_id)
        self._ask_panel.set_document(document.title, answers, file=document.path.name)
        if not answers:
            self._ask_panel.set_suggestions(suggested_questions(document))
        self.suggest()
        await self._show_notes(document)

    async def _suggest(self, document: OpenDocument) -> None:
        questions = await suggest(document, self._reader_language)
        await self._jobs.ended("conversation")
        if document is self._document and questions and self._ask_panel.last_answer is None:
            self._ask_panel.set_suggestions(questions)

    async def _show_notes(self, document: OpenDocument) -> None:
        document_id = document.document_id
        self._notes_panel.set_notes(document_id, await self._notebook.notes(document_id))

    async def _show_answers_about(self, collection: Collection) -> None:
        answers = await self._notebook.answers(collection.document_id)
        self._ask_panel.set_document(collection.title, answers)
        if not answers:
            titles = [document.title for document in collection.documents]
            self._ask_panel.set_suggestions(suggested_for_several(titles))

    async def _read_ahead(self, document: Readable, model: LanguageModel, draft: str) -> None:
        try:
            if draft:
                await read_for_draft(document, draft, model, self._memory, self._language)
            else:
                await read_card(document, model, self._memory)
        except ReaderError as error:
            _log.info("reading ahead: %s", error)  # the question itself will tell

    async def _answer(
        self, document: Readable, question: str, previous: Answer | None, selection: Selection | None
    ) -> None:
        self.running_changed.emit(True)
        asked, is_finished = _now(), False
        try:
            await self._jobs.ended("conversation")
            events = answer(
                document,
                question,
                self._models.model,
                self._notebook,
                language=self._language,
                previous=previous,
                selection=selection,
                memory=self._memory,
            )
            async with aclosing(events) as running:
                async for event in running:
                    is_finished = isinstance(event, Finished)
                    self._ask_panel.take(event)
                    if isinstance(event, Found):
                        self.mark(self._ask_panel.current_answer)
        finally:
            self.running_changed.emit(False)
            if not is_finished:
                # Stopped or failed: show what the notebook has of it.
                answers = await self._notebook.answers(document.document_id)
                stored = [answer for answer in answers if answer.created >= asked]
                self._ask_panel.end_answer(stored[-1] if stored else None)

    async def _export(self, document: Collection | OpenDocument, target: Path) -> None:
        if isinstance(document, Collection):
            self.exported.emit(await export_collection(document, self._notebook, target))
        else:
            self.exported.emit(await export_document(document, self._notebook, self._marks, target, self._bookmarks))

    def _change(self, saving: Coroutine[Any, Any, None]) -> None:
        # Each its own name: a change must not cancel the one before.
        self._changes += 1
        self._jobs.start(f"change {self._changes}", saving, must_finish=True)


def evidence_spots(answer: Answer, document_id: str = "") -> list[Spot]:
    """Where an answer's evidence stands, without doubles; of an answer about several documents, in this one."""
    cited = [citation for claim in answer.claims for citation in claim.citations] or answer.evidence
    here = [citation for citation in cited if citation.document_id in ("", document_id)]
    return list(dict.fromkeys(Spot(citation.page_index, citation.rects) for citation in here))


def _now() -> str:
    return datetime.now(UTC).isoformat()
