"""Answers and notes of documents, on disk before they are on the screen."""

import json
import sqlite3
from dataclasses import replace
from typing import Any

from reader.core.answer import Answer, Note
from reader.core.answer_json import answer_from_json, answer_to_json, rects_from_json
from reader.store.database import Database


class Notebook:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def answers(self, document_id: str) -> list[Answer]:
        """The answers of a document, oldest first; one that a crash cut off comes back as "stopped"."""
        rows = await self._database.run(
            lambda c: c.execute(
                "SELECT content FROM answers WHERE document_id = ? ORDER BY created, rowid", (document_id,)
            ).fetchall()
        )
        answers = [answer_from_json(json.loads(row[0])) for row in rows]
        return [replace(answer, status="stopped") if answer.status == "running" else answer for answer in answers]

    async def save_answer(self, answer: Answer) -> None:
        """Keep an answer, or what there is of it so far."""
        row = (
            answer.answer_id,
            answer.document_id,
            answer.question,
            answer.status,
            answer.created,
            json.dumps(answer_to_json(answer), ensure_ascii=False),
        )
        await self._database.run(
            lambda c: c.execute(
                "INSERT INTO answers (answer_id, document_id, question, status, created, content)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (answer_id) DO UPDATE SET status = excluded.status,"
                " content = excluded.content",
                row,
            )
        )

    async def delete_answer(self, answer_id: str) -> None:
        await self._database.run(lambda c: c.execute("DELETE FROM answers WHERE answer_id = ?", (answer_id,)))

    async def versions(self) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
        """Of all notes and of all answers: (document, id) -> what changes with it."""
        notes, answers = await self._database.run(
            lambda c: (
                c.execute("SELECT document_id, note_id, modified FROM notes").fetchall(),
                c.execute("SELECT document_id, answer_id, status || length(content) FROM answers").fetchall(),
            )
        )
        return {(row[0], row[1]): row[2] for row in notes}, {(row[0], row[1]): row[2] for row in answers}

    async def notes(self, document_id: str) -> list[Note]:
        """The notes of a document, oldest first."""
        return await self._database.run(lambda c: read_notes(c, document_id))

    async def save_note(self, note: Note) -> None:
        await self._database.run(lambda c: write_note(c, note))

    async def delete_note(self, note_id: str) -> None:
        await self._database.run(lambda c: delete_note(c, note_id))


# Also part of the transactions of MarkStore: a note with a place is one of a document's marks.


def read_notes(connection: sqlite3.Connection, document_id: str) -> list[Note]:
    rows = connection.execute(
        "SELECT note_id, document_id, markdown, page_index, quote, rects, created, modified FROM notes"
        " WHERE document_id = ? ORDER BY created, rowid",
        (document_id,),
    ).fetchall()
    return [_note(row) for row in rows]


def write_note(connection: sqlite3.Connection, note: Note) -> None:
    rects = json.dumps([rect.rounded() for rect in note.rects])
    row = (
        note.note_id,
        note.document_id,
        note.created,
        note.modified,
        note.markdown,
        note.page_index,
        note.quote,
        rects,
    )
    connection.execute(
        "INSERT INTO notes (note_id, document_id, created, modified, markdown, page_index, quote, rects)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (note_id) DO UPDATE SET modified = excluded.modified,"
        " markdown = excluded.markdown, page_index = excluded.page_index, quote = excluded.quote,"
        " rects = excluded.rects",
        row,
    )


def delete_note(connection: sqlite3.Connection, note_id: str) -> None:
    connection.execute("DELETE FROM notes WHERE note_id = ?", (note_id,))


def _note(row: sqlite3.Row | tuple[Any, ...]) -> Note:
    note_id, document_id, markdown, page_index, quote, rects, created, modified = row
    return Note(
        note_id, document_id, markdown, page_index, quote, rects_from_json(json.loads(rects)), created, modified
    )
