"""One word index over everything that was ever opened: titles, notes, answers and the text of all pages.

A file in the cache folder, made anew from library.db and the indexes of the documents at any time. It keeps the texts
too (packed: about 1.5 KB a page), so that what was found can be shown without opening the index of each document.
"""

import math
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from reader.core.language import tokens
from reader.core.library_query import LibraryQuery, expression_of
from reader.core.sentences import readable
from reader.store.database import Database

_READING = 1
"""Raised whenever the tokens change."""
_APPLICATION_ID = 0x534C0000 + _READING  # "SL"

EntryKind = Literal["title", "note", "mark", "answer", "page"]
_WEIGHTS: dict[str, float] = {"title": 4.0, "note": 1.5, "mark": 1.5, "answer": 1.2, "page": 1.0}
_MOST_ENTRIES = 5000
"""Of one search; more than that only stands behind what is shown."""
_HITS_SHOWN = 3
"""Of each document."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something of a document that can be found. `key` is its own within the document and its kind."""

    kind: EntryKind
    key: str
    text: str
    version: str
    """Changes when the text does."""
    page_index: int | None = None
    page_label: str = ""


@dataclass(frozen=True, slots=True)
class FoundEntries:
    """Of one document: its best entries, best first, and how many there are in all."""

    document_id: str
    entries: tuple[Entry, ...]
    count: int


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE entries (entry_id INTEGER PRIMARY KEY, document_id TEXT NOT NULL, kind TEXT NOT NULL,"
        " key TEXT NOT NULL, version TEXT NOT NULL, page_index INTEGER, page_label TEXT NOT NULL, text BLOB NOT NULL,"
        " UNIQUE (document_id, kind, key))"
    )
    connection.execute(
        "CREATE VIRTUAL TABLE words USING fts5(tokens, content='', tokenize=\"ascii tokenchars '.%_-'\")"
    )


class LibraryIndex:
    """Open with `await LibraryIndex.open(path)`; every method runs on the database's thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    async def open(cls, path: Path) -> "LibraryIndex":
        return cls(await Database.open(path, _APPLICATION_ID, [_make_tables], is_disposable=True))

    async def close(self) -> None:
        await self._database.close()

    async def versions(self, kinds: Sequence[EntryKind], document_id: str = "") -> dict[tuple[str, str, str], str]:
        """(document, kind, key) -> version, of one document or of all."""
        marks = ",".join("?" * len(kinds))
        rows = await self._database.run(
            lambda c: c.execute(
                f"SELECT document_id, kind, key, version FROM entries WHERE kind IN ({marks})"
                " AND (? = '' OR document_id = ?)",
                (*kinds, document_id, document_id),
            ).fetchall()
        )
        return {(row[0], row[1], row[2]): row[3] for row in rows}

    async def put(self, document_id: str, entries: Sequence[Entry]) -> None:
        """Keep entries; one of the same kind and key is replaced."""
        await self._database.run(lambda connection: _put(connection, document_id, entries))

    async def remove(self, keys: Iterable[tuple[str, str, str]]) -> None:
        """(document, kind, key) of what is gone."""
        gone = tuple(keys)

        def remove(connection: sqlite3.Connection) -> None:
            for document_id, kind, key in gone:
                _remove(connection, document_id, kind, key)

        await self._database.run(remove)

    async def drop(self, document_ids: Iterable[str]) -> None:
        """Let go of all that is kept of these documents."""
        gone = tuple(document_ids)

        def drop(connection: sqlite3.Connection) -> None:
            for document_id in gone:
                rows = connection.execute("SELECT kind, key FROM entries WHERE document_id = ?", (document_id,))
                for kind, key in rows.fetchall():
                    _remove(connection, document_id, kind, key)

        await self._database.run(drop)

    async def search(self, query: LibraryQuery, limit: int = 50) -> list[FoundEntries]:
        """Documents in which all words stand, best first: together in one entry, else anywhere in the document."""
        if not query.words:
            return []
        return await self._database.run(lambda connection: _search(connection, query, limit))


def _put(connection: sqlite3.Connection, document_id: str, entries: Sequence[Entry]) -> None:
    for entry in entries:
        _remove(connection, document_id, entry.kind, entry.key)
        row = connection.execute(
            "INSERT INTO entries (document_id, kind, key, version, page_index, page_label, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                document_id,
                entry.kind,
                entry.key,
                entry.version,
                entry.page_index,
                entry.page_label,
                zlib.compress(entry.text.encode("utf-8", "replace"), 3),
            ),
        )
        connection.execute("INSERT INTO words (rowid, tokens) VALUES (?, ?)", (row.lastrowid, _words(entry.text)))


def _remove(connection: sqlite3.Connection, document_id: str, kind: str, key: str) -> None:
    row = connection.execute(
        "SELECT entry_id, text FROM entries WHERE document_id = ? AND kind = ? AND key = ?", (document_id, kind, key)
    ).fetchone()
    if row is not None:
        connection.execute(
            "INSERT INTO words (words, rowid, tokens) VALUES ('delete', ?, ?)", (row[0], _words(_text(row[1])))
        )
        connection.execute("DELETE FROM entries WHERE entry_id = ?", (row[0],))


def _words(text: str) -> str:
    return " ".join(tokens(readable(text)))


def _text(packed: bytes) -> str:
    return zlib.decompress(packed).decode("utf-8")


_Row = tuple[str, str, int, float]
"""Document, kind, entry id, score."""


def _search(connection: sqlite3.Connection, query: LibraryQuery, limit: int) -> list[FoundEntries]:
    by_document = _grouped(_matches(connection, query.expression))
    if not by_document and len(query.words) > 1:
        everywhere = [{row[0] for row in _matches(connection, expression_of(word))} for word in query.words]
        holding = set.intersection(*everywhere)
        if holding:
            rows = _matches(connection, query.any_expression)
            by_document = _grouped(row for row in rows if row[0] in holding)
    ranked = sorted(by_document.items(), key=lambda item: -_worth(item[1]))
    found = []
    for document_id, rows in ranked[:limit]:
        # A title is shown as the title.
        shown = sorted((row for row in rows if row[1] != "title"), key=lambda row: (-row[3], row[2]))[:_HITS_SHOWN]
        entries = tuple(_entry(connection, row[2]) for row in shown)
        found.append(FoundEntries(document_id, entries, sum(row[1] != "title" for row in rows)))
    return found


def _matches(connection: sqlite3.Connection, expression: str) -> list[_Row]:
    rows = connection.execute(
        "SELECT document_id, kind, entry_id, score FROM (SELECT rowid AS entry, -bm25(words) AS score FROM words"
        " WHERE words MATCH ? ORDER BY score DESC LIMIT ?) JOIN entries ON entry_id = entry",
        (expression, _MOST_ENTRIES),
    )
    return [(document_id, kind, entry_id, score * _WEIGHTS[kind]) for document_id, kind, entry_id, score in rows]


def _grouped(rows: Iterable[_Row]) -> Mapping[str, list[_Row]]:
    groups: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return groups


def _worth(rows: Sequence[_Row]) -> float:
    """A title counts before all else; then the best place, and a little how many there are."""
    has_title = any(row[1] == "title" for row in rows)
    return 1000.0 * has_title + max(row[3] for row in rows) + 0.1 * math.log(len(rows))


def _entry(connection: sqlite3.Connection, entry_id: int) -> Entry:
    kind, key, version, page_index, page_label, packed = connection.execute(
        "SELECT kind, key, version, page_index, page_label, text FROM entries WHERE entry_id = ?", (entry_id,)
    ).fetchone()
    return Entry(cast(EntryKind, kind), key, _text(packed), version, page_index, page_label)


# --- What the indexes of single documents hold ---


def page_versions(index_file: Path) -> dict[int, str]:
    """Page -> version of its text, of a document's own index; nothing where there is none or it cannot be read."""
    rows = _rows(index_file, "SELECT page_index, source, length(text) FROM pages")
    return {page_index: f"{source} {length}" for page_index, source, length in rows}


def page_entries(index_file: Path, page_indexes: Sequence[int], labels: Sequence[str] | None) -> list[Entry]:
    """The texts of pages of a document's own index, as far as they are there."""
    marks = ",".join("?" * len(page_indexes))
    rows = _rows(
        index_file,
        f"SELECT page_index, source, length(text), text FROM pages WHERE page_index IN ({marks})",
        tuple(page_indexes),
    )
    entries = []
    for page_index, source, length, text in rows:
        label = labels[page_index] if labels is not None and page_index < len(labels) else ""
        entries.append(
            Entry("page", str(page_index), text, f"{source} {length}", page_index, label or str(page_index + 1))
        )
    return entries


def page_texts_of(index_file: Path, page_indexes: Sequence[int]) -> list[str]:
    """The texts alone, of the pages that are there."""
    first, last = (min(page_indexes), max(page_indexes)) if page_indexes else (0, -1)
    rows = _rows(index_file, "SELECT text FROM pages WHERE page_index BETWEEN ? AND ?", (first, last))
    return [str(row[0]) for row in rows]


def about_of(index_file: Path) -> str | None:
    """What a document's own index keeps of it, as `PassageIndex.about`."""
    rows = _rows(index_file, "SELECT content FROM about")
    return str(rows[0][0]) if rows else None


def _rows(index_file: Path, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    if not index_file.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{index_file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()
    except sqlite3.Error:
        return []  # being made anew, or damaged: the next opening mends it
