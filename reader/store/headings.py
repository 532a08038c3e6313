"""The headings of the pages that have been read, in a document's index: an outline is built from them."""

import json
import sqlite3
from collections.abc import Callable, Iterable

from reader.core.document import PageText
from reader.core.headings import PageHeadings, from_json, headings_of, to_json


def make_heading_table(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE headings (page_index INTEGER PRIMARY KEY, content TEXT NOT NULL)")


def add_headings(connection: sqlite3.Connection, pages: Iterable[PageHeadings]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO headings VALUES (?, ?)",
        [(page.page_index, json.dumps(to_json(page), ensure_ascii=False)) for page in pages],
    )


def stored_headings(connection: sqlite3.Connection) -> list[PageHeadings]:
    rows = connection.execute("SELECT page_index, content FROM headings ORDER BY page_index")
    return [from_json(page_index, json.loads(content)) for page_index, content in rows]


def gather_headings(
    connection: sqlite3.Connection, limit: int, read: Callable[[sqlite3.Connection, list[int]], dict[int, PageText]]
) -> int:
    """Find the headings of at most `limit` pages that were read before headings were kept; how many were found."""
    rows = connection.execute(
        "SELECT page_index FROM pages WHERE page_index NOT IN (SELECT page_index FROM headings) LIMIT ?", (limit,)
    ).fetchall()
    pages = read(connection, [row[0] for row in rows])
    add_headings(connection, [headings_of(page) for page in pages.values()])
    return len(rows)
