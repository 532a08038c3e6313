"""Making a paper note: head, questions, summary, answers, each in the library before anybody is told.

What is kept in the library is the truth: the reader may change the note while it is made, and a note that was cut off
(a pause, a crash) goes on with what is not finished.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime

from reader.core.errors import ReaderError
from reader.core.paper_note import SUMMARY, NoteItem, NoteStatus, PaperNote
from reader.core.question_choosing import COUNT
from reader.core.quote_index import fold
from reader.core.search_hints import SearchHints
from reader.engine.llm import LanguageModel
from reader.flows.answer_record import begun_answer
from reader.flows.answering import answer
from reader.flows.describing_paper import head_of, links_of
from reader.flows.events import Event, Finished
from reader.flows.linking import claims_of_links, has_links
from reader.flows.note_estimate import NoteEstimate, estimate_for, work_of
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
from reader.flows.note_questions import choose_questions, set_for
from reader.flows.opening import OpenDocument
from reader.flows.prompting import PromptMemory
from reader.flows.summarising import summarise
from reader.store.paper_notes import AnswerStore, PaperNotes
from reader.store.speeds import Speeds

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


async def note_to_go_on_with(wanted: PaperNote, store: PaperNotes) -> PaperNote | None:
    """The latest note of the same document, language, model and set (where one is wanted): finished, or cut off."""
    for note in reversed(await store.notes(wanted.document_id)):
        is_alike = (note.language, note.model) == (wanted.language, wanted.model)
        if is_alike and wanted.question_set in ("", note.question_set):
            return note
    return None


async def make_note(
    document: OpenDocument,
    note: PaperNote,
    model: LanguageModel | None,
    store: PaperNotes,
    *,
    count: int = COUNT,
    speeds: Speeds | None = None,
    estimate: NoteEstimate | None = None,
) -> AsyncGenerator[NoteEvent, None]:
    """Make what is not finished of a note; a new one is saved first, of one that is in the library that is taken.

    Each event is yielded after what it tells is in the library. Closing the generator (aclosing) or cancelling the task
    is a pause: status "paused", finished answers stay. An answer that the model failed at twice is kept as "error", and
    the note goes on. `count`: of questions, where they are not chosen yet. `speeds`: with it the time is
    estimated, and what each part takes is kept for the next note; `estimate`: one that was made before.

    The status is "done" where every answer is finished, "failed" with a message where one is not. Raises what opening a
    question set or reading the document raises; the note is "failed" then, and can be made again.
    """
    making = _Making(document, model, store, count, speeds, estimate)
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
) -> AsyncGenerator[NoteEvent, None]:
    """Make one answer anew. The old one stays in the library until the new one is finished; stopped or failed, it
    is still there, and the last event has it. Raises KeyError for an item that is not in the note."""
    making = _Making(document, model, store, COUNT, None)
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
        speeds: Speeds | None,
        estimate: NoteEstimate | None = None,
    ) -> None:
        self._document, self._model, self._store, self._count = document, model, store, count
        self._speeds = speeds
        self._estimate = estimate
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
        await self._begin_estimate(note)
        if self._estimate is not None:
            yield TimeEstimated(self._estimate.left_s)
        if not note.head.title:
            head = await head_of(self._document)
            note = await self._change(lambda kept: replace(kept, head=head))
            yield HeadFound(note.head)
        if not note.items:
            yield ChoosingQuestions()
            begun = time.perf_counter()
            name = note.question_set or await set_for(self._document, note.head)
            items = tuple(
                await choose_questions(self._document, note.head, name, note.language, self._model, self._count)
            )
            note = await self._change(lambda kept: replace(kept, question_set=name, items=kept.items or items))
            yield QuestionsChosen(note.items)
            if self._estimate is not None:
                await self._estimate.finish("questions", "questions", time.perf_counter() - begun)
        given_up: set[tuple[str, str]] = set()
        while (item := _next(note, given_up)) is not None:
            if item.kind == "links" and not has_links(note.head):
                note = await self._with_links(note)
            async with aclosing(self.item_events(note, item)) as events:
                async for event in events:
                    yield event
                    if isinstance(event, ItemFinished) and event.answer.status == "error":
                        given_up.add((item.item_id, item.question))
            kept = await self._store.note(self._note_id)  # the reader may have changed it meanwhile
            if kept is None:
                return  # deleted
            note = await self._without_stale(kept, item)
            if self._estimate is not None:
                self._estimate.plan(note, self._count)
                yield TimeEstimated(self._estimate.left_s)
        failed = [part for part in note.parts if not part.is_finished]
        message = failed[0].answer.message if failed and failed[0].answer is not None else ""
        finished = await self.end("failed" if failed else "done", message)
        if finished is not None:
            yield NoteFinished(finished)

    async def _without_stale(self, note: PaperNote, item: NoteItem) -> PaperNote:
        """Without the answer that was just made, where its question was reworded meanwhile."""
        now = next((part for part in note.parts if part.item_id == item.item_id), None)
        if now is None or now.question == item.question:
            return note
        return await self._change(lambda kept: kept.with_answer(item.item_id, None))

    async def _with_links(self, note: PaperNote) -> PaperNote:
        """With the addresses of all pages that have been read by now, where the first ones gave none."""
        links = await links_of(self._document)
        if not links or "links" in note.head.edited:
            return note
        return await self._change(lambda kept: replace(kept, head=replace(kept.head, links=links)))

    async def _begin_estimate(self, note: PaperNote) -> None:
        try:
            if self._estimate is None and self._speeds is not None:
                self._estimate = await estimate_for(self._document, note.language, self._model, self._speeds)
        except ReaderError as failure:
            _log.warning("the time cannot be estimated: %s", failure)  # it will fail, or not, at the first answer
        if self._estimate is not None:
            self._estimate.plan(note, self._count)

    async def item_events(
        self, note: PaperNote, item: NoteItem, *, keeps_old: bool = False
    ) -> AsyncGenerator[NoteEvent, None]:
        """One answer. `keeps_old`: the one there is is replaced by a finished one only."""
        store = None if keeps_old else self._store.answers_of(note.note_id, item.item_id)
        yield ItemBegun(item.item_id)
        made, begun = None, 0.0
        for attempt in range(_ATTEMPTS):
            begun = time.perf_counter()
            async with aclosing(self._answer_events(note, item, store)) as events:
                async for event in events:
                    yield ItemEvent(item.item_id, event)
                    if isinstance(event, Finished):
                        made = event.answer
            if made is None or made.status != "error":
                break
            _log.warning("attempt %d at %r failed: %s", attempt + 1, item.question or SUMMARY, made.message)
        if made is None:
            raise RuntimeError("an answer ended without its last event")
        if made.status == "answered" and self._estimate is not None:
            await self._estimate.finish(item.item_id, work_of(note, item), time.perf_counter() - begun)
        if keeps_old:
            if made.status == "error" and item.answer is not None:
                made = item.answer
            else:
                await self._store.save_answer(note.note_id, item.item_id, made)
        yield ItemFinished(item.item_id, made)

    def _answer_events(self, note: PaperNote, item: NoteItem, store: AnswerStore | None) -> AsyncGenerator[Event, None]:
        if item.item_id == SUMMARY:
            return summarise(self._document, note.head, self._model, store, language=note.language)
        if item.kind == "links" and has_links(note.head):
            return links_answered(self._document, note, item, store)
        return answer(
            self._document,
            item.question,
            self._model,
            store,
            language=note.language,
            memory=self._memory,
            hints=SearchHints(item.in_document_language, item.look_for, item.section, _quoted(note, item)),
            # SmolLM2-135M on LOMO: "a dynamic learning rate optimization algorithm", on a page that speaks of all that.
            only_verified=True,
        )


async def links_answered(
    document: OpenDocument, note: PaperNote, item: NoteItem, store: AnswerStore | None
) -> AsyncGenerator[Event, None]:
    """The answer to where code and data are, made of the paper's own addresses."""
    claims = tuple(await claims_of_links(document, note.head.links, note.language))
    made = replace(
        begun_answer(document, item.question, note.language, None),
        status="answered",
        claims=claims,
        retrieved_pages=tuple(dict.fromkeys(page for claim in claims for page in claim.pages)),
        evidence=tuple(citation for claim in claims for citation in claim.citations),
    )
    if store is not None:
        await store.save_answer(made)
    yield Finished(made)


def _quoted(note: PaperNote, item: NoteItem) -> frozenset[str]:
    """What the other answers quote, folded."""
    answers = [part.answer for part in note.items if part.answer is not None and part.item_id != item.item_id]
    return frozenset(fold(c.quote) for answer in answers for claim in answer.claims for c in claim.citations)


def _next(note: PaperNote, given_up: set[tuple[str, str]]) -> NoteItem | None:
    """The next item that is not finished and that the model did not fail at in this run; (item_id, question)."""
    parts = (part for part in note.parts if (part.item_id, part.question) not in given_up)
    return next((part for part in parts if not part.is_finished), None)


def _now() -> str:
    return datetime.now(UTC).isoformat()
