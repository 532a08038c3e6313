"""The session on disk."""

import asyncio
from pathlib import Path

from reader.core.session import SessionTab, SessionWindow
from reader.store.library import open_library_database
from reader.store.session import SessionStore


def test_the_last_session_that_was_saved_is_there_the_next_time(tmp_path: Path) -> None:
    one = SessionWindow((SessionTab("/a.pdf", "A"), SessionTab("/b\udcff.pdf", "")), 1, "AA==")
    two = SessionWindow((SessionTab("/c.pdf", "C"),), 0, "")

    async def first() -> None:
        database = await open_library_database(tmp_path / "library.db")
        store = SessionStore(database)
        assert await store.load() == ()
        await store.save((one,))
        await store.save((one, two))
        await database.close()

    async def second() -> None:
        database = await open_library_database(tmp_path / "library.db")
        assert await SessionStore(database).load() == (one, two)
        await database.close()

    asyncio.run(first())
    asyncio.run(second())
