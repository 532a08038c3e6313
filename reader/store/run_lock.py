"""A lock that one program at a time holds, and that ends with it however it ends."""

import contextlib
import sqlite3
from pathlib import Path

from reader.core.errors import StoreUnusable


class RunLock:
    """Rests on SQLite's own lock on a file, which every operating system gives back when a process dies."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    @classmethod
    def take(cls, path: Path) -> "RunLock | None":
        """None: somebody has it, in this program or another one. Raises StoreUnusable. Uses the disk."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
        except (OSError, sqlite3.Error) as failure:
            raise StoreUnusable(str(path), str(failure)) from failure
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as failure:
            connection.close()
            if getattr(failure, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                return None
            raise StoreUnusable(str(path), str(failure)) from failure
        return cls(path, connection)

    def release(self) -> None:
        # Removed before it is given back, where that can be done: else another program's new file might be hit.
        with contextlib.suppress(OSError):
            self._path.unlink()
        self._connection.close()
