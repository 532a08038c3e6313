"""How long work took is kept for each model and computer, the latest time weighing most."""

import asyncio
from pathlib import Path

import pytest

from reader.store.library import open_library_database
from reader.store.speeds import Speeds


def test_times_are_kept_by_model_work_and_machine(tmp_path: Path) -> None:
    async def run() -> None:
        database = await open_library_database(tmp_path / "library.db")
        try:
            here, there = Speeds(database, "desk/2"), Speeds(database, "server/64")
            await here.note("small", "question", 10)
            await here.note("small", "question", 20)
            await here.note("small", "summary", 30)
            await here.note("large", "question", 99)
            await there.note("small", "question", 1)
            assert await here.seconds("small") == {"question": pytest.approx(14), "summary": 30}
            assert await there.seconds("small") == {"question": 1}
            assert await there.seconds("unknown") == {}
        finally:
            await database.close()

    asyncio.run(run())
