"""Making a paper note: head, questions, summary, answers, each in the library before anybody is told.

What is kept in the library is the truth: the reader may change the note while it is made, and a note that was cut off
(a pause, a crash) goes on with what is not finished.
"""

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime

from reader.core.answer import Answer
from reader.core.errors import ReaderError
from reader.core.paper_note import SUMMARY, NoteItem, NoteStatus, PaperNote
from reader.core.question_choosing import COUNT
from reader.engine.llm import LanguageModel
from reader.flows.answer_timing import AnswerTiming
from reader.flows.answering import answer
from reader.flows.describing_paper import head_of
from reader.flows.events import Event, Finished
from reader.flows.linking import ALL_KINDS, claims_of_links
from reader.flows.note_events import (
    ChoosingQuestions,
    HeadFound,
    ItemBegun,
    ItemEvent,
    ItemFinished,
    NoteEvent,
    NoteFinished,
    QuestionsChosen,
)
from reader.flows.note_questions import choose_questions, set_for
from reader.flows.opening import OpenDocument
from reader.flows.prompting import PromptMemory
from reader.flows.summarising import summarise
from reader.store.paper_notes import AnswerStore, PaperNotes

_log = logging.getLogger(__name__)
_ATTEMPTS = 2
"""Of an item whose model failed; the child is started again for the second."""


def new_note(
    document: OpenDocument, *, language: str, model: str = "none", question_set: str = "", file: str = ""
) -> PaperNote:
    """A note of which nothing is there yet; `make_note` saves it. `model`: as it was asked for. `question_set`: empty:
    the one that suits the paper is chosen."""
    now = _now()
    return PaperNote(
        note_id=uuid.uuid4().hex,
        document_id=document.document_id,
        file=file or str(document.path),
        language=language,
        model=model,
        question_set=question_set,
        status="waiting",
        created=now,
        modified=now,
    )


async def make_note(
    document: OpenDocument,
    note: PaperNote,
    model: LanguageModel | None,
    store: PaperNotes,
    *,
    count: int = COUNT,
    timing: Callable[[str, AnswerTiming], None] | None = None,
) -> AsyncGenerator[NoteEvent, None]:
    """Make what is not finished of a note; a new one is saved first, of one that is in the library that is taken.

    Each event is yielded after what it tells is in the library. Closing the generator (aclosing) or cancelling the task
    is a pause: status "paused", finished answers stay. An answer that the model failed at twice is kept as "error", and
    the note goes on. `count`: of questions, where they are not chosen yet. `timing`: is told how long each item took.

    The status is "done" where every answer is finished, "failed" with a message where one is not. Raises what opening a
    question set or reading the document raises; the note is "failed" then, and can be made again.
    """
    making = _Making(document, model, store, count, timing)
    note = await making.begin(note)
    try:
        async with aclosing(making.events(note)) as events:
            async for event in events:
                yield event
    except (asyncio.CancelledError, GeneratorExit):
        await making.end("paused")
        raise
    except ReaderError as failure:
        await making.end("failed", str(failure))
        raise


async def remake(
    document: OpenDocument,
    note: PaperNote,
    item_id: str,
    model: LanguageModel | None,
    store: PaperNotes,
    *,
    timing: Callable[[str, AnswerTiming], None] | None = None,
) -> AsyncGenerator[NoteEvent, None]:
    """Make one answer anew. The old one stays in the library until the new one is finished; stopped or failed, it
    is still there, and the last event has it. Raises KeyError for an item that is not in the note."""
    making = _Making(document, model, store, COUNT, timing)
    item = note.item(item_id)
    async with aclosing(making.item_events(note, item, keeps_old=True)) as events:
        async for event in events:
            yield event


class _Making:
    def __init__(
        self,
        document: OpenDocument,
        model: LanguageModel | None,
        store: PaperNotes,
        count: int,
        timing: Callable[[str, AnswerTiming], None] | None,
    ) -> None:
        self._document, self._model, self._store, self._count = document, model, store, count
        self._tell_time = timing
        self._note_id = ""
        self._memory = PromptMemory()

    async def begin(self, note: PaperNote) -> PaperNote:
        """Take what the library has of the note, or put it there."""
        self._note_id = note.note_id
        if await self._store.note(note.note_id) is None:
            await self._store.save(note)
        return await self._change(lambda kept: replace(kept, status="running", message="", modified=_now()))

    async def end(self, status: NoteStatus, message: str = "") -> PaperNote | None:
        """None where the note was deleted meanwhile."""
        try:
            return await self._change(lambda kept: replace(kept, status=status, message=message, modified=_now()))
        except KeyError:
            return None

    async def _change(self, change: Callable[[PaperNote], PaperNote]) -> PaperNote:
        return await self._store.update(self._note_id, change)

    async def events(self, note: PaperNote) -> AsyncGenerator[NoteEvent, None]:
        await self._document.wait_for_text()
        if not note.head.title:
            head = await head_of(self._document)
            note = await self._change(lambda kept: replace(kept, head=head))
            yield HeadFound(note.head)
        if not note.items:
            yield ChoosingQuestions()
            name = note.question_set or await set_for(self._document, note.head)
            items = tuple(
                await choose_questions(self._document, note.head, name, note.language, self._model, self._count)
            )
            note = await self._change(lambda kept: replace(kept, question_set=name, items=kept.items or items))
            yield QuestionsChosen(note.items)
        done: set[str] = set()
        while (item := _next(note, done)) is not None:
            done.add(item.item_id)
            async with aclosing(self.item_events(note, item)) as events:
                async for event in events:
                    yield event
            kept = await self._store.note(self._note_id)  # the reader may have changed it meanwhile
            if kept is None:
                return  # deleted
            note = kept
        failed = [part for part in note.parts if not part.is_finished]
        message = failed[0].answer.message if failed and failed[0].answer is not None else ""
        finished = await self.end("failed" if failed else "done", message)
        if finished is not None:
            yield NoteFinished(finished)

    async def item_events(
        self, note: PaperNote, item: NoteItem, *, keeps_old: bool = False
    ) -> AsyncGenerator[NoteEvent, None]:
        """One answer. `keeps_old`: the one there is is replaced by a finished one only."""
        store = None if keeps_old else self._store.answers_of(note.note_id, item.item_id)
        yield ItemBegun(item.item_id)
        made, timing = None, AnswerTiming()
        for attempt in range(_ATTEMPTS):
            timing = AnswerTiming()
            async with aclosing(self._answer_events(note, item, store, timing)) as events:
                async for event in events:
                    yield ItemEvent(item.item_id, event)
                    if isinstance(event, Finished):
                        made = event.answer
            if made is None or made.status != "error":
                break
            _log.warning("attempt %d at %r failed: %s", attempt + 1, item.question or SUMMARY, made.message)
        if made is None:
            raise RuntimeError("an answer ended without its last event")
        if made.status != "error" and self._tell_time is not None:
            self._tell_time(item.item_id, timing)
        if keeps_old:
            if made.status == "error" and item.answer is not None:
                made = item.answer
            else:
                await self._store.save_answer(note.note_id, item.item_id, made)
        yield ItemFinished(item.item_id, made)

    def _answer_events(
        self, note: PaperNote, item: NoteItem, store: AnswerStore | None, timing: AnswerTiming
    ) -> AsyncGenerator[Event, None]:
        if item.item_id == SUMMARY:
            return summarise(self._document, note.head, self._model, store, language=note.language, timing=timing)
        if item.kind == "links" and any(link.kind in ALL_KINDS for link in note.head.links):
            return links_answered(self._document, note, item, store)
        return answer(
            self._document,
            item.question,
            self._model,
            store,
            language=note.language,
            memory=self._memory,
            timing=timing,
            in_document_language=item.in_document_language,
        )


async def links_answered(
    document: OpenDocument, note: PaperNote, item: NoteItem, store: AnswerStore | None
) -> AsyncGenerator[Event, None]:
    """The answer to where code and data are, made of the paper's own addresses."""
    claims = tuple(await claims_of_links(document, note.head.links, note.language))
    made = Answer(
        answer_id=uuid.uuid4().hex,
        document_id=document.document_id,
        question=item.question,
        status="answered",
        language=note.language,
        claims=claims,
        retrieved_pages=tuple(dict.fromkeys(page for claim in claims for page in claim.pages)),
        coverage=document.coverage,
        model="none",
        created=_now(),
        evidence=tuple(citation for claim in claims for citation in claim.citations),
    )
    if store is not None:
        await store.save_answer(made)
    yield Finished(made)


def _next(note: PaperNote, done: set[str]) -> NoteItem | None:
    """The next item that is not finished and was not tried in this run."""
    return next((part for part in note.parts if not part.is_finished and part.item_id not in done), None)


def _now() -> str:
    return datetime.now(UTC).isoformat()
