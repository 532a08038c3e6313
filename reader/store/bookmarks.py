"""Bookmarks, by content, so that a moved file keeps them."""

import sqlite3

from reader.core.bookmarks import Bookmark
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
        return await self._database.run(lambda connection: read_bookmarks(connection, document_id))

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


def read_bookmarks(connection: sqlite3.Connection, document_id: str) -> list[Bookmark]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM bookmarks WHERE document_id = ? ORDER BY page_index, top, created", (document_id,)
    )
    return [Bookmark(*row) for row in rows]
