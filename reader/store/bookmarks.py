"""Bookmarks, and the places one has jumped from: by content, so that a moved file keeps them."""

import json
import sqlite3
from collections.abc import Sequence

from reader.core.bookmarks import Bookmark
from reader.core.jumplist import Visited
from reader.store.database import Database

_COLUMNS = "bookmark_id, document_id, page_index, top, name, letter, created"


def make_bookmark_tables(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE bookmarks (bookmark_id TEXT PRIMARY KEY, document_id TEXT NOT NULL, page_index INTEGER NOT NULL,"
        " top REAL NOT NULL, name TEXT NOT NULL, letter TEXT NOT NULL, created TEXT NOT NULL)"
    )
    connection.execute("CREATE INDEX bookmarks_of_document ON bookmarks (document_id)")
    connection.execute("CREATE UNIQUE INDEX bookmark_of_letter ON bookmarks (document_id, letter) WHERE letter <> ''")
    connection.execute("CREATE TABLE jumps (document_id TEXT PRIMARY KEY, content TEXT NOT NULL)")


class BookmarkStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def bookmarks(self, document_id: str) -> list[Bookmark]:
        """Those of a document, in its order."""
        rows = await self._database.run(
            lambda c: c.execute(
                f"SELECT {_COLUMNS} FROM bookmarks WHERE document_id = ? ORDER BY page_index, top, created",
                (document_id,),
            ).fetchall()
        )
        return [Bookmark(*row) for row in rows]

    async def save(self, bookmark: Bookmark) -> None:
        """Keep a bookmark, new or changed. One that stood under its letter before is replaced."""
        row = (
            bookmark.bookmark_id,
            bookmark.document_id,
            bookmark.page_index,
            bookmark.top,
            bookmark.name,
            bookmark.letter,
            bookmark.created,
        )

        def write(connection: sqlite3.Connection) -> None:
            if bookmark.letter:
                connection.execute(
                    "DELETE FROM bookmarks WHERE document_id = ? AND letter = ? AND bookmark_id <> ?",
                    (bookmark.document_id, bookmark.letter, bookmark.bookmark_id),
                )
            connection.execute(f"INSERT OR REPLACE INTO bookmarks ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)

        await self._database.run(write)

    async def delete(self, bookmark_id: str) -> None:
        await self._database.run(lambda c: c.execute("DELETE FROM bookmarks WHERE bookmark_id = ?", (bookmark_id,)))

    # --- Back and forward ---

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
