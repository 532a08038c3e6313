"""Which content a file had when it was last looked at, so that a file that did not change need not be read again.

A stamp (size, time of change, inode) is that of the path alone; what counts everywhere else is the document_id.
"""

import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from reader.core.page_layout import Position
from reader.store.database import Database
from reader.store.positions import POSITION_COLUMNS, position_from

_YOUNG_S = 3.0
"""A file that was changed so shortly ago may change again without another stamp: some disks count in 2 s."""


def make_stamps_table(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE stamps (path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,"
        " inode INTEGER NOT NULL, document_id TEXT NOT NULL)"
    )


@dataclass(frozen=True, slots=True)
class FileStamp:
    size_bytes: int
    mtime_ns: int
    inode: int

    @staticmethod
    def of(path: Path) -> "FileStamp":
        """Looks at the disk. Raises OSError."""
        found = path.stat()
        return FileStamp(found.st_size, found.st_mtime_ns, found.st_ino)


@dataclass(frozen=True, slots=True)
class SeenFile:
    """What is known of a file before it is opened."""

    stamp: FileStamp | None
    """None: there is no such file, or it cannot be looked at."""
    document_id: str = ""
    """Empty: this content has not been seen here."""
    position: Position | None = None
    """Where the reader was in it."""


class Stamps:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self, path: Path) -> SeenFile:
        """What is known of the file that is at an absolute path now."""
        return await self._database.run(lambda connection: _look(connection, path))

    async def remember(self, path: Path, stamp: FileStamp, document_id: str) -> None:
        """Note which content the file had at that stamp; of one that was changed just before, nothing."""
        if time.time_ns() - stamp.mtime_ns < _YOUNG_S * 1e9:
            return
        row = (os.fsencode(path), stamp.size_bytes, stamp.mtime_ns, stamp.inode, document_id)
        await self._database.run(lambda c: c.execute("INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?, ?)", row))


def _look(connection: sqlite3.Connection, path: Path) -> SeenFile:
    try:
        stamp = FileStamp.of(path)
    except OSError:
        return SeenFile(None)
    row = connection.execute(
        f"SELECT document_id, {POSITION_COLUMNS} FROM stamps LEFT JOIN documents USING (document_id)"
        " WHERE stamps.path = ? AND size = ? AND mtime_ns = ? AND inode = ?",
        (os.fsencode(path), stamp.size_bytes, stamp.mtime_ns, stamp.inode),
    ).fetchone()
    if row is None:
        return SeenFile(stamp)
    return SeenFile(stamp, row[0], position_from(row[1:]))
