"""Notes, marks and answers of a content of a file, moved to the content that has taken its place.

Where each stood first is kept (`originals`): they are looked for anew in each version from there, and when the first
content comes back, they stand where they stood.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.core.answer import Answer, Note
from reader.core.answer_json import answer_from_json, answer_to_json, rects_from_json
from reader.core.bookmarks import Bookmark
from reader.core.document import Rect
from reader.core.marks import Mark
from reader.store.bookmarks import read_bookmarks
from reader.store.database import Database
from reader.store.marks import read_marks, spots_as_json, spots_from_json
from reader.store.notebook import read_notes


@dataclass(frozen=True, slots=True)
class Belongings:
    """What a reader has made of a document."""

    notes: tuple[Note, ...] = ()
    marks: tuple[Mark, ...] = ()
    """Without the notes."""
    answers: tuple[Answer, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()

    @property
    def count(self) -> int:
        return len(self.notes) + len(self.marks) + len(self.answers) + len(self.bookmarks)


class CarryingStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def belongings(self, document_id: str) -> Belongings:
        """As they stand in that document."""
        return await self._database.run(lambda connection: _belongings(connection, document_id))

    async def originals(self, now: Belongings) -> Belongings:
        """The same where they stood first, each in its first document."""
        return await self._database.run(lambda connection: _originals(connection, now))

    async def move(self, old: Belongings, new: Belongings) -> None:
        """Let `new` (the same ids, another document and other places) take the place of `old`; all of it or nothing."""
        await self._database.run(lambda connection: _move(connection, old, new))

    async def copy(self, new: Belongings) -> None:
        """Add `new` as its own, once; what it is a copy of stays."""
        await self._database.run(lambda connection: _copy(connection, new))


def _belongings(connection: sqlite3.Connection, document_id: str) -> Belongings:
    rows = connection.execute(
        "SELECT content FROM answers WHERE document_id = ? ORDER BY created, rowid", (document_id,)
    ).fetchall()
    answers = tuple(answer_from_json(json.loads(row[0])) for row in rows)
    return Belongings(
        tuple(read_notes(connection, document_id)),
        tuple(read_marks(connection, document_id)),
        answers,
        tuple(read_bookmarks(connection, document_id)),
    )


def _originals(connection: sqlite3.Connection, now: Belongings) -> Belongings:
    rows = connection.execute("SELECT item_id, document_id, content FROM originals")
    first = {item_id: (first_id, content) for item_id, first_id, content in rows}
    return Belongings(
        tuple(_note_at(note, *first[note.note_id]) if note.note_id in first else note for note in now.notes),
        tuple(_mark_at(mark, *first[mark.mark_id]) if mark.mark_id in first else mark for mark in now.marks),
        tuple(
            answer_from_json(json.loads(first[answer.answer_id][1])) if answer.answer_id in first else answer
            for answer in now.answers
        ),
        tuple(
            _bookmark_at(bookmark, *first[bookmark.bookmark_id]) if bookmark.bookmark_id in first else bookmark
            for bookmark in now.bookmarks
        ),
    )


def _note_at(note: Note, document_id: str, content: str) -> Note:
    page_index, rects = json.loads(content)
    return replace(note, document_id=document_id, page_index=page_index, rects=rects_from_json(rects))


def _mark_at(mark: Mark, document_id: str, content: str) -> Mark:
    return replace(mark, document_id=document_id, spots=spots_from_json(content), start=None)


def _bookmark_at(bookmark: Bookmark, document_id: str, content: str) -> Bookmark:
    page_index, top = json.loads(content)
    return replace(bookmark, document_id=document_id, page_index=page_index, top=top)


def _move(connection: sqlite3.Connection, old: Belongings, new: Belongings) -> None:
    first = [
        *((note.note_id, note.document_id, _note_place(note)) for note in old.notes),
        *((mark.mark_id, mark.document_id, spots_as_json(mark.spots)) for mark in old.marks),
        *((answer.answer_id, answer.document_id, _answer_content(answer)) for answer in old.answers),
        *((b.bookmark_id, b.document_id, json.dumps([b.page_index, b.top])) for b in old.bookmarks),
    ]
    connection.executemany("INSERT OR IGNORE INTO originals VALUES (?, ?, ?)", first)
    _place(connection, new)


def _place(connection: sqlite3.Connection, new: Belongings) -> None:
    connection.executemany(
        "UPDATE notes SET document_id = ?, page_index = ?, rects = ? WHERE note_id = ?",
        [(note.document_id, note.page_index, _rects(note.rects), note.note_id) for note in new.notes],
    )
    connection.executemany(
        "UPDATE marks SET document_id = ?, spots = ?, start = ? WHERE mark_id = ?",
        [(mark.document_id, spots_as_json(mark.spots), mark.start, mark.mark_id) for mark in new.marks],
    )
    connection.executemany(
        "UPDATE answers SET document_id = ?, content = ? WHERE answer_id = ?",
        [(answer.document_id, _answer_content(answer), answer.answer_id) for answer in new.answers],
    )
    connection.executemany(
        # A letter belongs to one bookmark of a document.
        "UPDATE OR IGNORE bookmarks SET document_id = ?, page_index = ?, top = ? WHERE bookmark_id = ?",
        [(b.document_id, b.page_index, b.top, b.bookmark_id) for b in new.bookmarks],
    )


def _copy(connection: sqlite3.Connection, new: Belongings) -> None:
    for table, key, items in (
        ("notes", "note_id", [(note.note_id, note.document_id) for note in new.notes]),
        ("marks", "mark_id", [(mark.mark_id, mark.document_id) for mark in new.marks]),
        ("answers", "answer_id", [(answer.answer_id, answer.document_id) for answer in new.answers]),
        ("bookmarks", "bookmark_id", [(bookmark.bookmark_id, bookmark.document_id) for bookmark in new.bookmarks]),
    ):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        others = ", ".join(column for column in columns if column not in (key, "document_id"))
        connection.executemany(
            f"INSERT OR IGNORE INTO {table} ({key}, document_id, {others})"
            f" SELECT ?, ?, {others} FROM {table} WHERE {key} = ?",
            [(_copy_id(item_id, document_id), document_id, item_id) for item_id, document_id in items],
        )
    copies = Belongings(
        tuple(replace(note, note_id=_copy_id(note.note_id, note.document_id)) for note in new.notes),
        tuple(replace(mark, mark_id=_copy_id(mark.mark_id, mark.document_id)) for mark in new.marks),
        tuple(replace(answer, answer_id=_copy_id(answer.answer_id, answer.document_id)) for answer in new.answers),
        tuple(replace(b, bookmark_id=_copy_id(b.bookmark_id, b.document_id)) for b in new.bookmarks),
    )
    _place(connection, copies)


def _copy_id(item_id: str, document_id: str) -> str:
    return f"{item_id.partition('~')[0]}~{document_id[:12]}"


def _note_place(note: Note) -> str:
    return json.dumps([note.page_index, [rect.rounded() for rect in note.rects]])


def _rects(rects: Sequence[Rect]) -> str:
    return json.dumps([rect.rounded() for rect in rects])


def _answer_content(answer: Answer) -> str:
    return json.dumps(answer_to_json(answer), ensure_ascii=False)
