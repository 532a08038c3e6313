"""Documents that were opened, by content: a moved or renamed file keeps its place, answers and notes."""

import os
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader.core.document import DocumentInfo
from reader.core.page_layout import Position
from reader.store.database import Database

APPLICATION_ID = 0x53484942  # "SHIB"


def make_library_tables(connection: sqlite3.Connection) -> None:
    """Version 1 of library.db."""
    connection.execute(
        "CREATE TABLE documents (document_id TEXT PRIMARY KEY, path TEXT NOT NULL, title TEXT NOT NULL,"
        " page_count INTEGER NOT NULL, opened TEXT NOT NULL, page_index INTEGER, top REAL, zoom REAL, fit TEXT)"
    )
    connection.execute(
        "CREATE TABLE answers (answer_id TEXT PRIMARY KEY, document_id TEXT NOT NULL, question TEXT NOT NULL,"
        " status TEXT NOT NULL, created TEXT NOT NULL, content TEXT NOT NULL)"
    )
    connection.execute("CREATE INDEX answers_of_document ON answers (document_id, created)")
    connection.execute(
        "CREATE TABLE notes (note_id TEXT PRIMARY KEY, document_id TEXT NOT NULL, created TEXT NOT NULL,"
        " modified TEXT NOT NULL, markdown TEXT NOT NULL, page_index INTEGER, quote TEXT NOT NULL, rects TEXT NOT NULL)"
    )
    connection.execute("CREATE INDEX notes_of_document ON notes (document_id, created)")


async def open_library_database(path: Path) -> Database:
    return await Database.open(path, APPLICATION_ID, [make_library_tables])


@dataclass(frozen=True, slots=True)
class RecentDocument:
    document_id: str
    path: str
    title: str
    opened: str
    """ISO 8601, UTC."""


class Library:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, info: DocumentInfo, path: Path, title: str) -> None:
        """Note that a document was opened, and where it is now (an absolute path)."""
        now = datetime.now(UTC).isoformat()
        row = (info.document_id, _stored(str(path)), _stored(title), info.page_count, now)
        await self._database.run(
            lambda c: c.execute(
                "INSERT INTO documents (document_id, path, title, page_count, opened) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (document_id) DO UPDATE SET path = excluded.path, title = excluded.title,"
                " opened = excluded.opened",
                row,
            )
        )

    async def position(self, document_id: str) -> Position | None:
        """Where the reader was when the document was last open."""
        row = await self._database.run(
            lambda c: c.execute(
                "SELECT page_index, top, zoom, fit FROM documents WHERE document_id = ?", (document_id,)
            ).fetchone()
        )
        return None if row is None or row[0] is None else Position(*row)

    async def save_position(self, document_id: str, position: Position) -> None:
        row = (position.page_index, position.top, position.zoom, position.fit, document_id)
        await self._database.run(
            lambda c: c.execute(
                "UPDATE documents SET page_index = ?, top = ?, zoom = ?, fit = ? WHERE document_id = ?", row
            )
        )

    async def recent(self, limit: int = 10) -> list[RecentDocument]:
        """The documents opened last, newest first."""
        rows = await self._database.run(
            lambda c: c.execute(
                "SELECT document_id, path, title, opened FROM documents ORDER BY opened DESC LIMIT ?", (limit,)
            ).fetchall()
        )
        return [RecentDocument(row[0], os.fsdecode(row[1]), os.fsdecode(row[2]), row[3]) for row in rows]


def _stored(text: str) -> str | bytes:
    """File names need not be Unicode; SQLite keeps such a one as bytes."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(text)
    return text
