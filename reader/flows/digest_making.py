"""Making a digest: the papers of its queue one after the other, or several at a time, each read and noted.

All that is finished is in the library at once. So a run may end in any way: the next one begins where it stood.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from reader import paths
from reader.core.digest import Digest, DigestPaper
from reader.core.errors import DigestRunning, NoText, OcrFailed, OcrMissing, ReaderError, StoreUnusable
from reader.core.paper_note import PaperNote
from reader.core.question_choosing import COUNT
from reader.core.question_sets import LANGUAGES
from reader.engine.embed import Embedder
from reader.engine.llm import LanguageModel
from reader.engine.ocr import Recogniser
from reader.flows.digest_events import (
    DigestEvent,
    DigestFinished,
    DigestProgress,
    PaperBegun,
    PaperDone,
    PaperEmbedded,
    PaperFailed,
    PaperNoted,
    PaperRead,
)
from reader.flows.digest_pace import DigestPace
from reader.flows.embedding import embed_document
from reader.flows.indexing import read_document
from reader.flows.note_events import QuestionsChosen
from reader.flows.note_making import make_note, new_note
from reader.flows.opening import OpenDocument, open_document
from reader.flows.recognising import BY_ITSELF, drop_empty_pages, recognise_pages
from reader.store.digests import Digests
from reader.store.library import Library
from reader.store.paper_notes import PaperNotes
from reader.store.run_lock import RunLock
from reader.store.speeds import Speeds

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DigestStores:
    digests: Digests
    notes: PaperNotes
    library: Library | None = None
    """Where papers are remembered as opened; None: nowhere."""
    speeds: Speeds | None = None
    """How long notes took before; with it the time left is known before the first answer."""


@dataclass(frozen=True, slots=True)
class DigestEngines:
    """What papers are made with. Who opened them closes them."""

    model: LanguageModel | None
    embedder: Embedder | None = None
    """Makes the vectors of all passages first; None: words are searched."""
    recogniser: Recogniser | None = None
    """Reads pages that are pictures; None: they stay unread."""
    most_pictures: int | None = BY_ITSELF
    """Pages of one paper; where there are more, none is read. None: all, however many."""
    parallel: int = 1
    """Papers at a time: for a model that answers several requests at once."""
    password: str | None = None
    """Tried on files that are protected."""
    questions: int = COUNT
    """Of a paper whose questions are not chosen yet."""


def make_digest(digest_id: str, stores: DigestStores, engines: DigestEngines) -> AsyncGenerator[DigestEvent, None]:
    """Work through what waits in the queue, in the order that it has at each moment.

    Closing the generator (aclosing), or cancelling the task, is the pause: what is finished stays. Papers that fail are
    told of and left; `Digests.try_again` lets them wait again. Raises DigestRunning, StoreUnusable, and KeyError for a
    digest that is not there.
    """
    return _DigestMaking(digest_id, stores, engines).run()


class _DigestMaking:
    def __init__(self, digest_id: str, stores: DigestStores, engines: DigestEngines) -> None:
        self._digest_id = digest_id
        self._digests, self._notes = stores.digests, stores.notes
        self._library, self._speeds = stores.library, stores.speeds
        self._engines = engines
        self._events: asyncio.Queue[DigestEvent | None] = asyncio.Queue()
        self._pace = DigestPace(engines.parallel, engines.questions)

    async def run(self) -> AsyncGenerator[DigestEvent, None]:
        if await self._digests.digest(self._digest_id) is None:
            raise KeyError(self._digest_id)
        lock = await asyncio.to_thread(RunLock.take, paths.lock_file(self._digest_id))
        if lock is None:
            raise DigestRunning
        try:
            async with aclosing(self._all_events()) as events:
                async for event in events:
                    yield event
        finally:
            lock.release()

    async def _all_events(self) -> AsyncGenerator[DigestEvent, None]:
        await self._digests.begin(self._digest_id)
        # Papers are made in tasks of their own, also one at a time: a group of tasks must not be left in the middle,
        # as a generator is at each of its events.
        making = asyncio.create_task(self._make_all())
        try:
            while (event := await self._events.get()) is not None:
                yield event
            await making
        finally:
            if not making.done():
                making.cancel()
            await asyncio.wait([making])
            is_through = not making.cancelled() and making.exception() is None
            await self._digests.set_state(self._digest_id, "done" if is_through else "paused")
        digest = await self._digests.digest(self._digest_id)
        if digest is not None:
            yield DigestFinished(digest)

    async def _make_all(self) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(max(1, self._engines.parallel)):
                    group.create_task(self._make_one_after_the_other())
        except* StoreUnusable as failures:
            raise failures.exceptions[0] from failures
        finally:
            self._events.put_nowait(None)

    async def _make_one_after_the_other(self) -> None:
        while (paper := await self._digests.take_next(self._digest_id)) is not None:
            await self._make(paper)
            await self._tell_progress()

    async def _make(self, paper: DigestPaper) -> None:
        self._tell(PaperBegun(paper.file))
        try:
            note = await self._noted(paper)
        except StoreUnusable as failure:
            if failure.file.endswith("library.db"):
                raise
            await self._fail(paper, failure)  # of its index
        except ReaderError as failure:
            await self._fail(paper, failure)
        except Exception as bug:  # noqa: BLE001  any bug of one paper ends here
            # A night's work must not end because of one paper; the log says where it happened.
            _log.exception("%s: a paper failed for a reason nobody foresaw", paper.file)
            await self._fail(paper, bug)
        else:
            await self._finish(paper, note)

    async def _noted(self, paper: DigestPaper) -> PaperNote:
        """The note as far as it could be made."""
        document = await open_document(Path(paper.file), self._library, self._engines.password)
        try:
            self._pace.opened(paper.file, document.info.page_count)
            await self._read(paper, document)
            await self._embed(paper, document)
            note = await self._note_of(paper, document)
            self._pace.note_begun(paper.file, note)
            if note.items:  # chosen before: whoever shows the progress has not heard of them
                self._tell(PaperNoted(paper.file, QuestionsChosen(note.items)))
            making = make_note(
                document,
                note,
                self._engines.model,
                self._notes,
                count=self._engines.questions,
                speeds=self._speeds,
            )
            async with aclosing(making) as events:
                async for event in events:
                    has_more = self._pace.noted(paper.file, event)
                    self._tell(PaperNoted(paper.file, event))
                    if has_more:
                        await self._tell_progress()
        finally:
            await document.close()
        return await self._notes.note(note.note_id) or note

    async def _read(self, paper: DigestPaper, document: OpenDocument) -> None:
        """All pages, those that are pictures too where that can be done. Raises NoText, or why they cannot be."""
        with self._pace.reading(paper.file) as read:
            async with aclosing(read_document(document, lambda: 0)) as steps:
                async for coverage in steps:
                    read(coverage)
                    self._tell(PaperRead(paper.file, coverage))
        await drop_empty_pages(document)
        failure: ReaderError = NoText(paper.file)
        recogniser, most = self._engines.recogniser, self._engines.most_pictures
        pictures = len(document.pages_without_text)
        if pictures and recogniser is not None and (most is None or pictures <= most):
            try:
                async with aclosing(recognise_pages(document, recogniser)) as pages:
                    async for _ in pages:
                        self._tell(PaperRead(paper.file, document.coverage))
            except (OcrMissing, OcrFailed) as why:
                _log.warning("%s: %s", paper.file, why)
                failure = why
        if not await _has_text(document):
            raise failure

    async def _embed(self, paper: DigestPaper, document: OpenDocument) -> None:
        """Without its vectors a paper is searched by words: no reason to leave it out."""
        embedder = self._engines.embedder
        if embedder is None:
            return
        try:
            with self._pace.embedding(paper.file) as embedded:
                async with aclosing(embed_document(document, embedder, lambda: 0)) as steps:
                    async for coverage in steps:
                        embedded(coverage)
                        self._tell(PaperEmbedded(paper.file, coverage))
        except ReaderError as failure:
            _log.warning("%s is searched by words only: %s", paper.file, failure)
        document.embedder = embedder

    async def _note_of(self, paper: DigestPaper, document: OpenDocument) -> PaperNote:
        """The note that was begun, also by another digest or in the window, if it was asked for in the same way and
        has as many questions."""
        digest = await self._digests.digest(self._digest_id)
        if digest is None:
            raise KeyError(self._digest_id)
        spoken = await document.language()
        language = digest.language or (spoken if spoken in LANGUAGES else LANGUAGES[0])
        there = await self._notes.notes(document.document_id)
        fitting = [
            note
            for note in there
            if _is_as_wanted(note, digest, language)
            and (note.note_id == paper.note_id or not note.items or len(note.items) >= self._engines.questions)
        ]
        # The digest's own first, then one that is complete, then the newest.
        fitting.sort(key=lambda note: (note.note_id == paper.note_id, note.status == "done"))
        note = (
            fitting[-1]
            if fitting
            else new_note(
                document,
                language=language,
                model=digest.model,
                question_set=digest.question_set,
                file=paper.file,
            )
        )
        await self._digests.set_note(self._digest_id, paper.file, note.note_id)
        return note

    async def _finish(self, paper: DigestPaper, note: PaperNote) -> None:
        """A note in which answers are missing is shown, and the paper can be tried again."""
        open_parts = [part for part in note.parts if not part.is_finished]
        if not open_parts:
            await self._digests.set_done(self._digest_id, paper.file)
            self._tell(PaperDone(paper.file, note.note_id))
            return
        reasons = [part.answer.message for part in open_parts if part.answer is not None and part.answer.message]
        why = reasons[0] if reasons else note.message
        await self._fail(paper, None, f"{len(open_parts)} of {len(note.parts)} parts are missing. {why}".strip())

    async def _fail(self, paper: DigestPaper, failure: Exception | None, message: str = "") -> None:
        error = type(failure).__name__ if isinstance(failure, ReaderError) else ""
        if isinstance(failure, ReaderError):
            message = failure.title
        elif failure is not None:
            message = f"{type(failure).__name__}: {failure}"
        await self._digests.set_failed(self._digest_id, paper.file, error, message)
        self._tell(PaperFailed(paper.file, error, message))

    async def _tell_progress(self) -> None:
        digest = await self._digests.digest(self._digest_id)
        if digest is not None:
            left_s = self._pace.left_s(digest)
            self._tell(DigestProgress(digest.count("done"), digest.count("failed"), len(digest.papers), left_s))

    def _tell(self, event: DigestEvent) -> None:
        self._events.put_nowait(event)


def _is_as_wanted(note: PaperNote, digest: Digest, language: str) -> bool:
    """A digest without a question set takes the one that suits each paper."""
    is_same_set = digest.question_set in ("", note.question_set)
    return (note.language, note.model) == (language, digest.model) and is_same_set


async def _has_text(document: OpenDocument) -> bool:
    texts = await document.page_texts(document.pages_read - document.pages_without_text)
    return any(page.text.strip() for page in texts.values())
