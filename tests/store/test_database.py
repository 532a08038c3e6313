import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.errors import StoreUnusable
from reader.store.database import Database

ID = 0x54455354


def make_words(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE words (word TEXT NOT NULL)")


def add_lengths(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE words ADD COLUMN length INTEGER NOT NULL DEFAULT 0")


def add(connection: sqlite3.Connection, word: str = "one") -> None:
    connection.execute("INSERT INTO words (word) VALUES (?)", (word,))


def words(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT word FROM words ORDER BY rowid")]


def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    async def work() -> list[str]:
        database = await Database.open(tmp_path / "deep" / "er" / "a.db", ID, [make_words])
        await database.run(add)
        await database.close()
        database = await Database.open(tmp_path / "deep" / "er" / "a.db", ID, [make_words])
        try:
            return await database.run(words)
        finally:
            await database.close()

    assert asyncio.run(work()) == ["one"]


def test_a_function_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def add_and_fail(connection: sqlite3.Connection) -> None:
        add(connection)
        raise KeyError("a bug")

    async def work() -> list[str]:
        database = await Database.open(tmp_path / "a.db", ID, [make_words])
        try:
            with pytest.raises(KeyError):
                await database.run(add_and_fail)
            return await database.run(words)
        finally:
            await database.close()

    assert asyncio.run(work()) == []


def test_a_transaction_that_began_ends_although_nobody_waits(tmp_path: Path) -> None:
    async def work() -> list[str]:
        database = await Database.open(tmp_path / "a.db", ID, [make_words])
        began, go_on = threading.Event(), threading.Event()

        def slow(connection: sqlite3.Connection) -> None:
            began.set()
            assert go_on.wait(10)
            add(connection)

        task = asyncio.create_task(database.run(slow))
        await asyncio.to_thread(began.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go_on.set()
        try:
            return await database.run(words)
        finally:
            await database.close()

    assert asyncio.run(work()) == ["one"]


def test_an_old_file_is_brought_to_the_newest_version_and_keeps_its_rows(tmp_path: Path) -> None:
    async def work() -> list[tuple[str, int]]:
        database = await Database.open(tmp_path / "a.db", ID, [make_words])
        await database.run(add)
        await database.close()
        for _ in range(2):  # the second time there is nothing to do
            database = await Database.open(tmp_path / "a.db", ID, [make_words, add_lengths])
            rows = await database.run(lambda c: c.execute("SELECT word, length FROM words").fetchall())
            await database.close()
        return rows

    assert asyncio.run(work()) == [("one", 0)]


def test_a_step_that_fails_leaves_the_file_at_the_version_before(tmp_path: Path) -> None:
    def half_a_step(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (x)")
        raise sqlite3.OperationalError("disk full")

    async def work() -> list[str]:
        with pytest.raises(StoreUnusable):
            await Database.open(tmp_path / "a.db", ID, [make_words, half_a_step])
        database = await Database.open(tmp_path / "a.db", ID, [make_words, add_lengths])
        try:
            return await database.run(lambda c: [row[0] for row in c.execute("SELECT name FROM sqlite_master")])
        finally:
            await database.close()

    assert asyncio.run(work()) == ["words"]


def open_and_close(path: Path, application_id: int = ID, *, is_disposable: bool = False) -> list[str]:
    async def work() -> list[str]:
        database = await Database.open(path, application_id, [make_words], is_disposable=is_disposable)
        try:
            return await database.run(words)
        finally:
            await database.close()

    return asyncio.run(work())


def write_newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=9")
    connection.execute(f"PRAGMA application_id={ID}")
    connection.close()


def write_foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=1")
    connection.execute("PRAGMA application_id=77")
    connection.close()


def write_tables(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE somebodys (x)")
    connection.close()


def write_garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 300)


@pytest.mark.parametrize("spoil", [write_newer, write_foreign, write_tables, write_garbage])
def test_a_precious_file_that_cannot_be_used_is_refused_and_left_alone(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path = tmp_path / "a.db"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(StoreUnusable) as failure:
        open_and_close(path)
    assert "a.db" in failure.value.title
    assert path.read_bytes() == before


@pytest.mark.parametrize("spoil", [write_newer, write_foreign, write_tables, write_garbage])
def test_a_disposable_file_that_cannot_be_used_is_made_anew(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    spoil(tmp_path / "a.db")
    assert open_and_close(tmp_path / "a.db", is_disposable=True) == []


def test_a_folder_in_its_place_is_an_expected_failure(tmp_path: Path) -> None:
    (tmp_path / "a.db").mkdir()
    with pytest.raises(StoreUnusable):
        open_and_close(tmp_path / "a.db")
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnusable):
        open_and_close(tmp_path / "file" / "a.db", is_disposable=True)


def spoil_the_rows(path: Path) -> None:
    """Overwrite everything behind the first page, which holds the tables' names."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    with path.open("r+b") as file:
        length = file.seek(0, 2)
        file.seek(size)
        file.write(b"\xff" * (length - size))


@pytest.mark.parametrize("is_disposable", [True, False])
def test_damage_that_shows_later_is_an_expected_failure_and_a_disposable_file_heals(
    tmp_path: Path, is_disposable: bool
) -> None:
    path = tmp_path / "a.db"

    async def fill() -> None:
        database = await Database.open(path, ID, [make_words])
        await database.run(lambda c: [add(c, "word" * 500) for _ in range(50)])
        await database.close()

    asyncio.run(fill())
    spoil_the_rows(path)
    with pytest.raises(StoreUnusable):
        open_and_close(path, is_disposable=is_disposable)
    if is_disposable:
        assert open_and_close(path, is_disposable=True) == []
    else:
        assert path.exists()


def test_bugs_are_not_called_failures_of_the_disk(tmp_path: Path) -> None:
    async def work() -> None:
        database = await Database.open(tmp_path / "a.db", ID, [make_words])
        try:
            with pytest.raises(sqlite3.IntegrityError):
                await database.run(lambda c: c.execute("INSERT INTO words VALUES (NULL)"))
        finally:
            await database.close()

    asyncio.run(work())


def test_two_programs_can_use_one_file(tmp_path: Path) -> None:
    async def work() -> list[str]:
        one = await Database.open(tmp_path / "a.db", ID, [make_words])
        other = await Database.open(tmp_path / "a.db", ID, [make_words])
        try:
            await asyncio.gather(*(database.run(add) for database in [one, other] * 10))
            return await one.run(words)
        finally:
            await one.close()
            await other.close()

    assert asyncio.run(work()) == ["one"] * 20
