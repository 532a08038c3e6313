"""Documents that were opened, by content: a moved or renamed file keeps its place, answers and notes."""

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader.core.document import DocumentInfo
from reader.core.jumplist import Visited
from reader.core.page_layout import Position
from reader.store.bookmarks import make_bookmark_tables
from reader.store.database import Database
from reader.store.digests import make_digest_tables
from reader.store.marks import make_marks_table
from reader.store.outline_folds import make_folds_table
from reader.store.paper_notes import make_paper_note_tables
from reader.store.positions import POSITION_COLUMNS, make_arrangement_column, position_from, position_values
from reader.store.speeds import make_speeds_table
from reader.store.stamps import Stamps, make_stamps_table

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


def make_shelf_tables(connection: sqlite3.Connection) -> None:
    """All places of a document, how far it was read, and which content took its place."""
    for column in (
        "authors TEXT NOT NULL DEFAULT ''",
        "year TEXT NOT NULL DEFAULT ''",
        "first_opened TEXT NOT NULL DEFAULT ''",
        "last_read TEXT NOT NULL DEFAULT ''",
        "furthest_page INTEGER NOT NULL DEFAULT 0",
        "forgotten TEXT NOT NULL DEFAULT ''",
        "successor TEXT NOT NULL DEFAULT ''",
    ):
        connection.execute(f"ALTER TABLE documents ADD COLUMN {column}")
    connection.execute(
        "UPDATE documents SET first_opened = opened, last_read = opened, furthest_page = coalesce(page_index, 0)"
    )
    connection.execute(
        "CREATE TABLE places (document_id TEXT NOT NULL, path TEXT NOT NULL, seen TEXT NOT NULL,"
        " PRIMARY KEY (document_id, path))"
    )
    connection.execute("CREATE INDEX places_by_path ON places (path)")
    connection.execute("INSERT INTO places SELECT document_id, path, opened FROM documents")
    connection.execute(
        "CREATE TABLE originals (item_id TEXT PRIMARY KEY, document_id TEXT NOT NULL, content TEXT NOT NULL)"
    )


def make_session_table(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE session (one INTEGER PRIMARY KEY, content TEXT NOT NULL)")


LIBRARY_STEPS = (
    make_library_tables,
    make_shelf_tables,
    make_marks_table,
    make_session_table,
    make_stamps_table,
    make_bookmark_tables,
    make_arrangement_column,
    make_folds_table,
    make_paper_note_tables,
    make_digest_tables,
    make_speeds_table,
)
"""One for each version of library.db; what is released is never changed, only followed."""


async def open_library_database(path: Path) -> Database:
    return await Database.open(path, APPLICATION_ID, LIBRARY_STEPS)


@dataclass(frozen=True, slots=True)
class LibraryDocument:
    """What is known of a document without opening it. Times are ISO 8601, UTC."""

    document_id: str
    path: str
    """Where it was seen last; the file may be gone since."""
    title: str
    opened: str
    first_opened: str = ""
    last_read: str = ""
    page_count: int = 0
    page_index: int = 0
    """Where the reader is."""
    furthest_page: int = 0
    authors: str = ""
    year: str = ""

    @property
    def progress(self) -> float:
        """How far it was read, 0..1: the furthest page that somebody rested on."""
        return min((self.furthest_page + 1) / self.page_count, 1.0) if self.page_count else 0.0


_COLUMNS = (
    "document_id, path, title, opened, first_opened, last_read, page_count, coalesce(page_index, 0), furthest_page,"
    " authors, year"
)
_IS_SHOWN = "forgotten = '' AND successor = ''"


class Library:
    def __init__(self, database: Database) -> None:
        self._database = database
        self.stamps = Stamps(database)

    async def remember(self, info: DocumentInfo, path: Path, title: str, authors: str = "", year: str = "") -> None:
        """Note that a document was opened, and where it is now (an absolute path); one that was forgotten is back."""
        now = _now()
        place = _stored(str(path))
        row = (info.document_id, place, _stored(title), info.page_count, now, now, now, authors, year)

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO documents"
                " (document_id, path, title, page_count, opened, first_opened, last_read, authors, year)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (document_id) DO UPDATE SET path = excluded.path, title = excluded.title,"
                " opened = excluded.opened, authors = excluded.authors, year = excluded.year, forgotten = '',"
                " successor = ''",
                row,
            )
            _see(connection, info.document_id, place, now)

        await self._database.run(write)

    async def position(self, document_id: str) -> Position | None:
        """Where the reader was when the document was last open."""
        row = await self._database.run(
            lambda c: c.execute(
                f"SELECT {POSITION_COLUMNS} FROM documents WHERE document_id = ?", (document_id,)
            ).fetchone()
        )
        return None if row is None else position_from(row)

    async def save_position(self, document_id: str, position: Position, last_seen: int | None = None) -> None:
        """`last_seen`: the last page that shows at this position; by default the page of the position."""
        furthest = max(position.page_index, last_seen or 0)
        row = (*position_values(position), furthest, _now(), document_id)
        await self._database.run(
            lambda c: c.execute(
                f"UPDATE documents SET ({POSITION_COLUMNS}) = (?, ?, ?, ?, ?),"
                " furthest_page = max(furthest_page, ?), last_read = ? WHERE document_id = ?",
                row,
            )
        )

    async def jumps(self, document_id: str) -> tuple[list[Visited], list[Visited]]:
        """The places behind and ahead, oldest and nearest last, as they were saved."""
        row = await self._database.run(
            lambda c: c.execute("SELECT content FROM jumps WHERE document_id = ?", (document_id,)).fetchone()
        )
        if row is None:
            return [], []
        behind, ahead = json.loads(row[0])
        return [Visited(*place) for place in behind], [Visited(*place) for place in ahead]

    async def save_jumps(self, document_id: str, behind: Sequence[Visited], ahead: Sequence[Visited]) -> None:
        content = json.dumps([[place.rounded() for place in places] for places in (behind, ahead)])
        await self._database.run(
            lambda c: c.execute("INSERT OR REPLACE INTO jumps VALUES (?, ?)", (document_id, content))
        )

    # --- What there is ---

    async def recent(self, limit: int = 10) -> list[LibraryDocument]:
        """The documents opened last, newest first."""
        return await self._documents(f"{_IS_SHOWN} ORDER BY opened DESC LIMIT ?", (limit,))

    async def documents(self) -> list[LibraryDocument]:
        """All that were not forgotten, newest first."""
        return await self._documents(f"{_IS_SHOWN} ORDER BY opened DESC", ())

    async def document(self, document_id: str) -> LibraryDocument | None:
        """Also a forgotten one, or one whose file has other content now."""
        found = await self._documents("document_id = ?", (document_id,))
        return found[0] if found else None

    async def at_path(self, path: Path) -> LibraryDocument | None:
        """What was last seen at a path."""
        condition = (
            "document_id = (SELECT document_id FROM places JOIN documents USING (document_id) WHERE places.path = ?"
            " ORDER BY seen DESC LIMIT 1)"
        )
        found = await self._documents(condition, (_stored(str(path)),))
        return found[0] if found else None

    async def paths(self, document_id: str) -> list[Path]:
        """Everywhere a document has been seen, the latest place first."""
        rows = await self._database.run(
            lambda c: c.execute(
                "SELECT path FROM places WHERE document_id = ? ORDER BY seen DESC", (document_id,)
            ).fetchall()
        )
        return [Path(os.fsdecode(row[0])) for row in rows]

    async def folders(self, limit: int = 30) -> list[Path]:
        """Where documents have been seen, the latest first: where a file that was moved may be."""
        rows = await self._database.run(
            lambda c: c.execute("SELECT path FROM places ORDER BY seen DESC LIMIT ?", (20 * limit,)).fetchall()
        )
        return list(dict.fromkeys(Path(os.fsdecode(row[0])).parent for row in rows))[:limit]

    async def _documents(self, condition: str, values: tuple[object, ...]) -> list[LibraryDocument]:
        rows = await self._database.run(
            lambda c: c.execute(f"SELECT {_COLUMNS} FROM documents WHERE {condition}", values).fetchall()
        )
        return [LibraryDocument(row[0], os.fsdecode(row[1]), os.fsdecode(row[2]), *row[3:]) for row in rows]

    # --- What becomes of them ---

    async def move(self, document_id: str, path: Path) -> None:
        """Note where a document was found again."""
        place, now = _stored(str(path)), _now()

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("UPDATE documents SET path = ? WHERE document_id = ?", (place, document_id))
            _see(connection, document_id, place, now)

        await self._database.run(write)

    async def forget(self, document_ids: Iterable[str]) -> None:
        """Leave documents out of the lists; their answers and notes stay, and come back when they are opened."""
        await self._set_forgotten(document_ids, _now())

    async def restore(self, document_ids: Iterable[str]) -> None:
        """Take `forget` back."""
        await self._set_forgotten(document_ids, "")

    async def _set_forgotten(self, document_ids: Iterable[str], when: str) -> None:
        rows = [(when, document_id) for document_id in document_ids]
        await self._database.run(
            lambda c: c.executemany("UPDATE documents SET forgotten = ? WHERE document_id = ?", rows)
        )

    async def superseded(self) -> list[str]:
        """Contents whose place others have taken."""
        rows = await self._database.run(
            lambda c: c.execute("SELECT document_id FROM documents WHERE successor <> ''").fetchall()
        )
        return [row[0] for row in rows]

    async def predecessor(self, document_id: str, path: Path) -> LibraryDocument | None:
        """The content that was seen at this path before this one, as long as nothing has taken its place."""
        condition = (
            "document_id = (SELECT document_id FROM places JOIN documents USING (document_id)"
            " WHERE places.path = ? AND document_id <> ? AND successor = '' ORDER BY seen DESC LIMIT 1)"
        )
        found = await self._documents(condition, (_stored(str(path)), document_id))
        return found[0] if found else None

    async def succeed(self, old_id: str, new_id: str, *, is_gone: bool = True) -> None:
        """Let new content take the place of the old in the lists: its place, how far it was read and since when.

        `is_gone`: the old content is in no other file; else it stays in the lists beside the new one.
        It also gets the ways back and forward, where it has none of its own.
        """

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                f"UPDATE documents SET ({POSITION_COLUMNS}) = (SELECT {POSITION_COLUMNS}"
                " FROM documents AS old WHERE old.document_id = ?1) WHERE document_id = ?2 AND (page_index IS NULL"
                " OR last_read < (SELECT last_read FROM documents AS old WHERE old.document_id = ?1))",
                (old_id, new_id),
            )
            connection.execute(
                "UPDATE documents SET (first_opened, furthest_page) = (SELECT min(documents.first_opened,"
                " old.first_opened), max(documents.furthest_page, old.furthest_page)"
                " FROM documents AS old WHERE old.document_id = ?) WHERE document_id = ?",
                (old_id, new_id),
            )
            if is_gone:
                connection.execute("UPDATE documents SET successor = ? WHERE document_id = ?", (new_id, old_id))
            else:
                connection.execute(
                    "DELETE FROM places WHERE document_id = ?1 AND path ="
                    " (SELECT path FROM documents WHERE document_id = ?2)",
                    (old_id, new_id),
                )
                connection.execute(
                    "UPDATE documents SET path = coalesce((SELECT path FROM places WHERE document_id = ?1"
                    " ORDER BY seen DESC LIMIT 1), path) WHERE document_id = ?1",
                    (old_id,),
                )
            connection.execute(
                "INSERT OR IGNORE INTO jumps SELECT ?2, content FROM jumps WHERE document_id = ?1", (old_id, new_id)
            )

        await self._database.run(write)


def _see(connection: sqlite3.Connection, document_id: str, place: str | bytes, now: str) -> None:
    connection.execute(
        "INSERT INTO places VALUES (?, ?, ?) ON CONFLICT (document_id, path) DO UPDATE SET seen = excluded.seen",
        (document_id, place, now),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _stored(text: str) -> str | bytes:
    """File names need not be Unicode; SQLite keeps such a one as bytes."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(text)
    return text
