"""The one door to SQLite: a connection on a thread of its own, so that no query runs in the window's thread."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from reader.core.errors import StoreUnusable

T = TypeVar("T")
Step = Callable[[sqlite3.Connection], None]

_BUGS = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError, sqlite3.NotSupportedError)
"""Errors of ours, not of the file."""


class Database:
    """`await Database.open(...)`, then `await database.run(function_of_a_connection)`.

    Each call of `run` is one transaction. WAL with synchronous=NORMAL: a killed process loses nothing that
    `run` has returned from; a power cut may lose the last moments, never the file.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, thread: ThreadPoolExecutor, *, is_disposable: bool
    ) -> None:
        self.path = path
        self._connection = connection
        self._thread = thread
        self._is_disposable = is_disposable
        self._is_damaged = False

    @classmethod
    async def open(
        cls, path: Path, application_id: int, steps: Sequence[Step], *, is_disposable: bool = False
    ) -> "Database":
        """Open or make the file and bring it to the newest version, one step per version.

        A disposable file that is damaged or of another version is made anew; a precious one raises StoreUnusable.
        Where the damage shows only later, `run` raises StoreUnusable, and a disposable file is made anew next time.
        """
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"database-{path.stem[:12]}")
        loop = asyncio.get_running_loop()
        try:
            connection = await loop.run_in_executor(thread, _open, path, application_id, steps, is_disposable)
        except BaseException:
            thread.shutdown(wait=False)
            raise
        return cls(path, connection, thread, is_disposable=is_disposable)

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Run the function as one transaction; its exception rolls back. A started transaction always ends."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transact, function)

    def _transact(self, function: Callable[[sqlite3.Connection], T]) -> T:
        try:
            with self._connection:
                self._connection.execute("BEGIN")
                return function(self._connection)
        except sqlite3.DatabaseError as failure:
            if isinstance(failure, _BUGS):
                raise
            # Not an OperationalError (a full disk, a lock): the file itself is damaged.
            self._is_damaged |= not isinstance(failure, sqlite3.OperationalError)
            raise StoreUnusable(str(self.path), str(failure)) from failure

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown(wait=True)

    def _close(self) -> None:
        self._connection.close()
        if self._is_damaged and self._is_disposable:
            _remove(self.path)


def _open(path: Path, application_id: int, steps: Sequence[Step], is_disposable: bool) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _connect(path, application_id, steps)
        except (sqlite3.DatabaseError, StoreUnusable):
            if not is_disposable:
                raise
            _remove(path)
            return _connect(path, application_id, steps)
    except sqlite3.DatabaseError as failure:
        raise StoreUnusable(str(path), str(failure)) from failure
    except OSError as failure:
        raise StoreUnusable(str(path), failure.strerror or str(failure)) from failure


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _connect(path: Path, application_id: int, steps: Sequence[Step]) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        found_id = connection.execute("PRAGMA application_id").fetchone()[0]
        is_new = not (version or found_id or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        if not is_new and found_id != application_id:
            raise StoreUnusable(str(path), "it belongs to another program")
        if version > len(steps):
            raise StoreUnusable(str(path), "it was written by a newer version of Shiori")
        # Only now: a file that is refused is not touched.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        for number, step in enumerate(steps[version:], start=version + 1):
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                step(connection)
                connection.execute(f"PRAGMA user_version={number}")
                connection.execute(f"PRAGMA application_id={application_id}")
    except BaseException:
        connection.close()
        raise
    return connection
