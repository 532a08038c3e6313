import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.answer import Note
from reader.core.document import Rect, Spot
from reader.core.errors import StoreUnusable
from reader.core.marks import Colour, Mark, mark_of
from reader.core.undoing import Change
from reader.store.database import Database
from reader.store.library import APPLICATION_ID, make_library_tables, open_library_database
from reader.store.marks import MarkStore
from reader.store.notebook import Notebook

Opened = Callable[[], AbstractAsyncContextManager[Database]]
T = "2026-11-25T10:00:00+00:00"
RECT = Rect(0.125, 0.25, 0.5, 0.27)
SPOTS = (Spot(4, (RECT, Rect(0.1, 0.9, 0.8, 0.92))), Spot(5, (Rect(0.1, 0.1, 0.3, 0.12),)))
MARK = Mark("m1", "d", "highlight", Colour.PINK, SPOTS, "quoted ページ", "my *comment*", T, T, 120, True)
NOTE = mark_of(Note("n1", "d", "a note", 2, "", (RECT,), T, T))


def test_marks_come_back_as_they_were(library_database: Opened) -> None:
    async def work() -> None:
        async with library_database() as database:
            await MarkStore(database).apply([Change(None, MARK), Change(None, NOTE)])
        async with library_database() as database:
            store = MarkStore(database)
            assert await store.marks("d") == [MARK, NOTE]
            assert await store.marks("another") == []

    asyncio.run(work())


def test_a_note_is_one_thing_for_marks_and_notebook(library_database: Opened) -> None:
    async def work() -> None:
        async with library_database() as database:
            store, notebook = MarkStore(database), Notebook(database)
            await store.apply([Change(None, NOTE)])
            [note] = await notebook.notes("d")
            assert note.markdown == "a note"
            await notebook.save_note(replace(note, markdown="changed"))
            assert [mark.comment for mark in await store.marks("d")] == ["changed"]
            await store.apply([Change(NOTE, None)])
            assert await notebook.notes("d") == []

    asyncio.run(work())


def test_changes_and_removals_are_written(library_database: Opened) -> None:
    changed = replace(MARK, colour=Colour.BLUE, comment="", modified="2026-12-01T00:00:00+00:00")

    async def work() -> None:
        async with library_database() as database:
            store = MarkStore(database)
            await store.apply([Change(None, MARK)])
            await store.apply([Change(MARK, changed)])
            assert await store.marks("d") == [changed]
            await store.apply([Change(changed, None)])
            assert await store.marks("d") == []

    asyncio.run(work())


def test_of_several_changes_all_are_written_or_none(library_database: Opened) -> None:
    async def work() -> None:
        async with library_database() as database:
            await database.run(lambda c: c.execute("DROP TABLE notes"))
            with pytest.raises(StoreUnusable):
                await MarkStore(database).apply([Change(None, MARK), Change(None, NOTE)])
            count = await database.run(lambda c: c.execute("SELECT count(*) FROM marks").fetchone()[0])
            assert count == 0

    asyncio.run(work())


def test_a_library_from_before_there_were_marks_keeps_its_notes(tmp_path: Path) -> None:
    async def work() -> None:
        old = await Database.open(tmp_path / "library.db", APPLICATION_ID, [make_library_tables])
        note = Note("n1", "d", "old", 1, "", (), T, T)
        await Notebook(old).save_note(note)
        await old.close()
        database = await open_library_database(tmp_path / "library.db")
        try:
            store = MarkStore(database)
            await store.apply([Change(None, MARK)])
            assert {mark.mark_id for mark in await store.marks("d")} == {"m1", "n1"}
        finally:
            await database.close()

    asyncio.run(work())
