"""Marks of documents, on disk before they are on the screen; by content, so that a moved file keeps them."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from reader.core.document import Rect, Spot
from reader.core.marks import Colour, Mark, mark_of, note_of
from reader.core.undoing import Change
from reader.store.database import Database
from reader.store.notebook import delete_note, read_notes, write_note


def make_marks_table(connection: sqlite3.Connection) -> None:
    """Notes have a table of their own since version 1 (`Notebook`); here is what else marks a page."""
    connection.execute(
        "CREATE TABLE marks (mark_id TEXT PRIMARY KEY, document_id TEXT NOT NULL, kind TEXT NOT NULL,"
        " colour TEXT NOT NULL, spots TEXT NOT NULL, quote TEXT NOT NULL, comment TEXT NOT NULL,"
        " created TEXT NOT NULL, modified TEXT NOT NULL, start INTEGER, is_vertical INTEGER NOT NULL)"
    )
    connection.execute("CREATE INDEX marks_of_document ON marks (document_id)")


class MarkStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def marks(self, document_id: str) -> list[Mark]:
        """What is marked in a document, its notes included, in no order."""

        def read(connection: sqlite3.Connection) -> list[Mark]:
            notes = read_notes(connection, document_id)
            return [*read_marks(connection, document_id), *(mark_of(note) for note in notes)]

        return await self._database.run(read)

    async def apply(self, changes: Sequence[Change[Mark]]) -> None:
        """Write changes, all of them or none."""

        def write(connection: sqlite3.Connection) -> None:
            for change in changes:
                if change.after is not None:
                    _write(connection, change.after)
                elif change.before is not None:
                    _delete(connection, change.before)

        await self._database.run(write)


def read_marks(connection: sqlite3.Connection, document_id: str) -> list[Mark]:
    """Without the notes."""
    rows = connection.execute(
        "SELECT mark_id, document_id, kind, colour, spots, quote, comment, created, modified, start, is_vertical"
        " FROM marks WHERE document_id = ?",
        (document_id,),
    ).fetchall()
    return [_mark(row) for row in rows]


def spots_as_json(spots: Sequence[Spot]) -> str:
    return json.dumps([[spot.page_index, [rect.rounded(_DIGITS) for rect in spot.rects]] for spot in spots])


def spots_from_json(text: str) -> tuple[Spot, ...]:
    return tuple(Spot(page_index, tuple(Rect(*values) for values in rects)) for page_index, rects in json.loads(text))


def _write(connection: sqlite3.Connection, mark: Mark) -> None:
    if mark.kind == "note":
        write_note(connection, note_of(mark))
        return
    connection.execute(
        "INSERT INTO marks (mark_id, document_id, kind, colour, spots, quote, comment, created, modified, start,"
        " is_vertical) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (mark_id) DO UPDATE SET"
        " kind = excluded.kind, colour = excluded.colour, spots = excluded.spots, quote = excluded.quote,"
        " comment = excluded.comment, modified = excluded.modified, start = excluded.start",
        (
            mark.mark_id,
            mark.document_id,
            mark.kind,
            mark.colour.value,
            spots_as_json(mark.spots),
            mark.quote,
            mark.comment,
            mark.created,
            mark.modified,
            mark.start,
            mark.is_vertical,
        ),
    )


_DIGITS = 5
"""Of the fractions of a page: a hundredth of a point."""


def _delete(connection: sqlite3.Connection, mark: Mark) -> None:
    if mark.kind == "note":
        delete_note(connection, mark.mark_id)
    else:
        connection.execute("DELETE FROM marks WHERE mark_id = ?", (mark.mark_id,))


def _mark(row: tuple[Any, ...]) -> Mark:
    mark_id, document_id, kind, colour, spots, quote, comment, created, modified, start, is_vertical = row
    return Mark(
        mark_id,
        document_id,
        kind,
        Colour(colour),
        spots_from_json(spots),
        quote,
        comment,
        created,
        modified,
        start,
        bool(is_vertical),
    )
