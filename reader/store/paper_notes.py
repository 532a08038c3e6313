"""Paper notes in the library: each answer is on disk before it is on the screen."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from reader.core.answer import Answer
from reader.core.answer_json import answer_from_json, answer_to_json
from reader.core.paper_note import NoteItem, PaperNote
from reader.core.paper_note_json import note_from_json, note_to_json
from reader.store.database import Database


def make_paper_note_tables(connection: sqlite3.Connection) -> None:
    """A note without its answers is one row, each answer another: while one is written, little is."""
    connection.execute(
        "CREATE TABLE paper_notes (note_id TEXT PRIMARY KEY, document_id TEXT NOT NULL, created TEXT NOT NULL,"
        " content TEXT NOT NULL)"
    )
    connection.execute("CREATE INDEX paper_notes_of_document ON paper_notes (document_id, created)")
    connection.execute(
        "CREATE TABLE note_answers (note_id TEXT NOT NULL REFERENCES paper_notes ON DELETE CASCADE,"
        " item_id TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (note_id, item_id))"
    )


_PUT_ANSWER = (
    "INSERT INTO note_answers (note_id, item_id, content) VALUES (?, ?, ?)"
    " ON CONFLICT (note_id, item_id) DO UPDATE SET content = excluded.content"
)


class AnswerStore(Protocol):
    """Where an answer is kept while it is made."""

    async def save_answer(self, answer: Answer, /) -> None: ...


class PaperNotes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, note: PaperNote) -> None:
        """Keep the note as it is, with its answers and no others."""
        answers = [(note.note_id, part.item_id, _text(part.answer)) for part in note.parts if part.answer is not None]
        row = (note.note_id, note.document_id, note.created, _bare(note))

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO paper_notes (note_id, document_id, created, content) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (note_id) DO UPDATE SET document_id = excluded.document_id, content = excluded.content",
                row,
            )
            connection.execute("DELETE FROM note_answers WHERE note_id = ?", (note.note_id,))
            connection.executemany("INSERT INTO note_answers (note_id, item_id, content) VALUES (?, ?, ?)", answers)

        await self._database.run(write)

    async def update(self, note_id: str, change: Callable[[PaperNote], PaperNote]) -> PaperNote:
        """Change what is kept of a note, in one transaction, and return it: the program that makes it and the reader
        who edits it do not undo each other's work. Answers that `change` leaves alone are not touched.

        Raises KeyError where the note is not there any more, and what `change` raises.
        """

        def write(connection: sqlite3.Connection) -> PaperNote:
            notes = _read(connection, "WHERE note_id = ?", (note_id,))
            if not notes:
                raise KeyError(note_id)
            before = {part.item_id: part.answer for part in notes[0].parts}
            changed = change(notes[0])
            connection.execute("UPDATE paper_notes SET content = ? WHERE note_id = ?", (_bare(changed), note_id))
            after = {part.item_id: part.answer for part in changed.parts}
            gone = [(note_id, item_id) for item_id in before if after.get(item_id) is None]
            connection.executemany("DELETE FROM note_answers WHERE note_id = ? AND item_id = ?", gone)
            new = [(note_id, i, _text(a)) for i, a in after.items() if a is not None and a is not before.get(i)]
            connection.executemany(_PUT_ANSWER, new)
            return _read(connection, "WHERE note_id = ?", (note_id,))[0]

        return await self._database.run(write)

    async def save_answer(self, note_id: str, item_id: str, answer: Answer) -> None:
        """Keep an answer, or what there is of it so far, in place of the one before."""
        row = (note_id, item_id, _text(answer))
        await self._database.run(lambda c: c.execute(_PUT_ANSWER, row))

    def answers_of(self, note_id: str, item_id: str) -> AnswerStore:
        """Keeps an answer at that item of that note."""
        return _OneAnswer(self, note_id, item_id)

    async def note(self, note_id: str) -> PaperNote | None:
        """The note; of an answer that a crash cut off what there is of it, as "stopped"."""
        notes = await self._database.run(lambda c: _read(c, "WHERE note_id = ?", (note_id,)))
        return notes[0] if notes else None

    async def notes(self, document_id: str) -> list[PaperNote]:
        """The notes of a document, oldest first."""
        return await self._database.run(lambda c: _read(c, "WHERE document_id = ?", (document_id,)))

    async def delete(self, note_id: str) -> None:
        def remove(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM note_answers WHERE note_id = ?", (note_id,))
            connection.execute("DELETE FROM paper_notes WHERE note_id = ?", (note_id,))

        await self._database.run(remove)


class _OneAnswer:
    def __init__(self, notes: PaperNotes, note_id: str, item_id: str) -> None:
        self._notes, self._note_id, self._item_id = notes, note_id, item_id

    async def save_answer(self, answer: Answer, /) -> None:
        await self._notes.save_answer(self._note_id, self._item_id, answer)


def _read(connection: sqlite3.Connection, where: str, values: Iterable[str]) -> list[PaperNote]:
    rows = connection.execute(f"SELECT content FROM paper_notes {where} ORDER BY created, rowid", tuple(values))
    notes = [note_from_json(json.loads(row[0])) for row in rows.fetchall()]
    return [_with_answers(note, _answers(connection, note.note_id)) for note in notes]


def _answers(connection: sqlite3.Connection, note_id: str) -> Mapping[str, Answer]:
    rows = connection.execute("SELECT item_id, content FROM note_answers WHERE note_id = ?", (note_id,)).fetchall()
    answers = {item_id: answer_from_json(json.loads(content)) for item_id, content in rows}
    return {
        item_id: replace(answer, status="stopped") if answer.status == "running" else answer
        for item_id, answer in answers.items()
    }


def _with_answers(note: PaperNote, answers: Mapping[str, Answer]) -> PaperNote:
    def filled(item: NoteItem) -> NoteItem:
        return replace(item, answer=answers.get(item.item_id))

    return replace(note, summary=filled(note.summary), items=tuple(filled(item) for item in note.items))


def _bare(note: PaperNote) -> str:
    """The note without its answers."""
    bare = replace(
        note,
        summary=replace(note.summary, answer=None),
        items=tuple(replace(item, answer=None) for item in note.items),
    )
    return json.dumps(note_to_json(bare), ensure_ascii=False)


def _text(answer: Answer) -> str:
    return json.dumps(answer_to_json(answer), ensure_ascii=False)
