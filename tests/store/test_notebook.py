import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

from reader.core.answer import Answer, Citation, Claim, Coverage, Note, Verdict
from reader.core.document import Rect
from reader.store.database import Database
from reader.store.notebook import Notebook

Opened = Callable[[], AbstractAsyncContextManager[Database]]
EVIDENCE = Citation(2, "3", "a “quote”\u2028 日本語 \x00", (Rect(0.1, 0.2, 0.3, 0.4),), 0.5)
ANSWER = Answer(
    "a1", "d1", "Why?", "running", "en", (Claim("So.", Verdict.SUPPORTED, (EVIDENCE,)),), (2,), Coverage(1, 3), "none",
    "2026-01-02T00:00:00+00:00", (EVIDENCE,),
)  # fmt: skip
NOTE = Note(
    "n1", "d1", "*my* words", 2, "a quote", (Rect(0.1, 0.2, 0.3, 0.4),), "2026-01-02T00:00:00", "2026-01-02T00:00:00"
)


def test_an_answer_grows_in_place_and_is_there_after_reopening(library_database: Opened) -> None:
    async def work() -> None:
        grown = replace(ANSWER, status="answered", claims=(*ANSWER.claims, Claim("More.", Verdict.UNSUPPORTED)))
        async with library_database() as database:
            await Notebook(database).save_answer(ANSWER)
            await Notebook(database).save_answer(grown)
        async with library_database() as database:
            assert await Notebook(database).answers("d1") == [grown]
            assert await Notebook(database).answers("other") == []

    asyncio.run(work())


def test_an_answer_that_a_crash_cut_off_is_stopped(library_database: Opened) -> None:
    async def work() -> None:
        async with library_database() as database:
            await Notebook(database).save_answer(ANSWER)
            assert await Notebook(database).answers("d1") == [replace(ANSWER, status="stopped")]

    asyncio.run(work())


def test_answers_and_notes_come_oldest_first(library_database: Opened) -> None:
    async def work() -> None:
        async with library_database() as database:
            notebook = Notebook(database)
            for day in (3, 1, 2):
                created = f"2026-01-0{day}T00:00:00+00:00"
                await notebook.save_answer(replace(ANSWER, answer_id=f"a{day}", created=created))
                await notebook.save_note(replace(NOTE, note_id=f"n{day}", created=created))
            assert [answer.answer_id for answer in await notebook.answers("d1")] == ["a1", "a2", "a3"]
            assert [note.note_id for note in await notebook.notes("d1")] == ["n1", "n2", "n3"]

    asyncio.run(work())


def test_notes_are_changed_in_place_and_deleted(library_database: Opened) -> None:
    async def work() -> None:
        changed = replace(NOTE, markdown="other", page_index=None, quote="", rects=(), modified="2026-02-01T00:00:00")
        async with library_database() as database:
            notebook = Notebook(database)
            await notebook.save_note(NOTE)
            assert await notebook.notes("d1") == [NOTE]
            await notebook.save_note(changed)
            assert await notebook.notes("d1") == [changed]
            await notebook.delete_note("n1")
            await notebook.delete_note("never there")
            assert await notebook.notes("d1") == []
            await notebook.save_answer(ANSWER)
            await notebook.delete_answer("a1")
            assert await notebook.answers("d1") == []

    asyncio.run(work())


def test_what_is_saved_is_on_disk_when_saving_returns(library_database: Opened, tmp_path: Path) -> None:
    async def work() -> None:
        async with library_database() as database:
            await Notebook(database).save_answer(ANSWER)
            other = sqlite3.connect(tmp_path / "library.db")
            assert other.execute("SELECT answer_id FROM answers").fetchall() == [("a1",)]
            other.close()

    asyncio.run(work())
