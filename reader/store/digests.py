"""Digests in the library: a queue whose papers, order and titles may be changed while it is worked through."""

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from reader.core.digest import Digest, DigestHead, DigestPaper, DigestState, PaperStatus
from reader.store.database import Database

_PAPER_COLUMNS = "file, note_id, title, status, error, message"


def make_digest_tables(connection: sqlite3.Connection) -> None:
    """A row for each digest and for each of its papers: who makes a paper and who renames another do not meet."""
    connection.execute(
        "CREATE TABLE digests (digest_id TEXT PRIMARY KEY, created TEXT NOT NULL, modified TEXT NOT NULL,"
        " language TEXT NOT NULL, model TEXT NOT NULL, question_set TEXT NOT NULL, head TEXT NOT NULL,"
        " state TEXT NOT NULL, output TEXT NOT NULL, is_split INTEGER NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE digest_papers (digest_id TEXT NOT NULL REFERENCES digests ON DELETE CASCADE, file TEXT NOT NULL,"
        " position INTEGER NOT NULL, note_id TEXT NOT NULL, title TEXT NOT NULL, status TEXT NOT NULL,"
        " error TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (digest_id, file))"
    )


class Digests:
    def __init__(self, database: Database) -> None:
        self._database = database

    # --- What there is ---

    async def digest(self, digest_id: str) -> Digest | None:
        found = await self._database.run(lambda c: _read(c, "WHERE digest_id = ?", (digest_id,)))
        return found[0] if found else None

    async def digests(self) -> list[Digest]:
        """All, the one changed last first."""
        return await self._database.run(lambda c: _read(c, "", ()))

    # --- Made and changed by the reader ---

    async def add(self, digest: Digest) -> None:
        """Keep a new digest."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO digests (digest_id, created, modified, language, model, question_set, head, state, output,"
                " is_split) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    digest.digest_id,
                    digest.created,
                    digest.modified,
                    digest.language,
                    digest.model,
                    digest.question_set,
                    _head_text(digest.head),
                    digest.state,
                    _stored(digest.output),
                    digest.is_split,
                ),
            )
            _insert(connection, digest.digest_id, digest.papers)

        await self._database.run(write)

    async def set_head(self, digest_id: str, head: DigestHead) -> None:
        await self._change(digest_id, "head = ?", _head_text(head))

    async def set_wishes(self, digest_id: str, *, language: str, model: str, question_set: str) -> None:
        """What notes of papers that are not begun yet are to be like."""
        await self._change(digest_id, "language = ?, model = ?, question_set = ?", language, model, question_set)

    async def set_output(self, digest_id: str, output: str, *, is_split: bool) -> None:
        await self._change(digest_id, "output = ?, is_split = ?", _stored(output), is_split)

    async def add_papers(self, digest_id: str, files: Iterable[str]) -> None:
        """At the end; one that is there stays where it is."""
        papers = [DigestPaper(file) for file in files]

        def write(connection: sqlite3.Connection) -> None:
            _insert(connection, digest_id, papers)
            _touch(connection, digest_id)

        await self._database.run(write)

    async def remove_paper(self, digest_id: str, file: str) -> None:
        """Its note stays in the library."""
        await self._change_paper(digest_id, file, "DELETE FROM digest_papers", ())

    async def set_title(self, digest_id: str, file: str, title: str) -> None:
        """What the reader calls a paper; empty: as its note says."""
        await self._change_paper(digest_id, file, "UPDATE digest_papers SET title = ?", (title,))

    async def set_order(self, digest_id: str, files: Sequence[str]) -> None:
        """The papers in this order; those that are not named follow as they stood."""
        rows = [(position - len(files), digest_id, _stored(file)) for position, file in enumerate(files)]

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany(
                "UPDATE digest_papers SET position = ? WHERE digest_id = ? AND file = ?",
                rows,
            )
            in_order = connection.execute(
                "SELECT file FROM digest_papers WHERE digest_id = ? ORDER BY position", (digest_id,)
            ).fetchall()
            connection.executemany(
                "UPDATE digest_papers SET position = ? WHERE digest_id = ? AND file = ?",
                [(position, digest_id, file) for position, (file,) in enumerate(in_order)],
            )
            _touch(connection, digest_id)

        await self._database.run(write)

    async def try_again(self, digest_id: str, files: Iterable[str] | None = None) -> None:
        """Let papers that failed wait again: these, or all of them."""
        wanted = None if files is None else {_stored(file) for file in files}

        def write(connection: sqlite3.Connection) -> None:
            rows = connection.execute(
                "SELECT file FROM digest_papers WHERE digest_id = ? AND status = 'failed'", (digest_id,)
            ).fetchall()
            connection.executemany(
                "UPDATE digest_papers SET status = 'waiting', error = '', message = ''"
                " WHERE digest_id = ? AND file = ?",
                [(digest_id, file) for (file,) in rows if wanted is None or file in wanted],
            )
            _touch(connection, digest_id)

        await self._database.run(write)

    async def delete(self, digest_id: str) -> None:
        """The notes stay in the library."""
        await self._database.run(lambda c: c.execute("DELETE FROM digests WHERE digest_id = ?", (digest_id,)))

    # --- Worked through ---

    async def begin(self, digest_id: str) -> None:
        """What was running when a program ended waits again."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE digest_papers SET status = 'waiting' WHERE digest_id = ? AND status = 'running'", (digest_id,)
            )
            _touch(connection, digest_id, "state = 'running'")

        await self._database.run(write)

    async def take_next(self, digest_id: str) -> DigestPaper | None:
        """The first paper that waits, which is running from now on; None: nothing waits."""

        def take(connection: sqlite3.Connection) -> DigestPaper | None:
            row = connection.execute(
                f"SELECT {_PAPER_COLUMNS} FROM digest_papers WHERE digest_id = ? AND status = 'waiting'"
                " ORDER BY position LIMIT 1",
                (digest_id,),
            ).fetchone()
            if row is None:
                return None
            connection.execute(
                "UPDATE digest_papers SET status = 'running', error = '', message = ''"
                " WHERE digest_id = ? AND file = ?",
                (digest_id, row[0]),
            )
            return _paper(row)

        return await self._database.run(take)

    async def set_note(self, digest_id: str, file: str, note_id: str) -> None:
        await self._change_paper(digest_id, file, "UPDATE digest_papers SET note_id = ?", (note_id,))

    async def set_done(self, digest_id: str, file: str) -> None:
        await self._change_paper(digest_id, file, "UPDATE digest_papers SET status = 'done'", ())

    async def set_failed(self, digest_id: str, file: str, error: str, message: str) -> None:
        """`error`: the name of the ReaderError, empty where there was none."""
        await self._change_paper(
            digest_id, file, "UPDATE digest_papers SET status = 'failed', error = ?, message = ?", (error, message)
        )

    async def set_state(self, digest_id: str, state: DigestState) -> None:
        """Paused: what was running waits again."""

        def write(connection: sqlite3.Connection) -> None:
            _touch(connection, digest_id, "state = ?", state)
            connection.execute(
                "UPDATE digest_papers SET status = 'waiting' WHERE digest_id = ? AND status = 'running'", (digest_id,)
            )

        await self._database.run(write)

    async def _change(self, digest_id: str, what: str, *values: object) -> None:
        await self._database.run(lambda c: _touch(c, digest_id, what, *values))

    async def _change_paper(self, digest_id: str, file: str, what: str, values: tuple[str, ...]) -> None:
        def write(connection: sqlite3.Connection) -> None:
            connection.execute(f"{what} WHERE digest_id = ? AND file = ?", (*values, digest_id, _stored(file)))
            _touch(connection, digest_id)

        await self._database.run(write)


def _touch(connection: sqlite3.Connection, digest_id: str, what: str = "", *values: object) -> None:
    also = f"{what}, " if what else ""
    now = datetime.now(UTC).isoformat()
    connection.execute(f"UPDATE digests SET {also}modified = ? WHERE digest_id = ?", (*values, now, digest_id))


def _insert(connection: sqlite3.Connection, digest_id: str, papers: Iterable[DigestPaper]) -> None:
    (first,) = connection.execute(
        "SELECT coalesce(max(position) + 1, 0) FROM digest_papers WHERE digest_id = ?", (digest_id,)
    ).fetchone()
    rows = [
        (digest_id, _stored(paper.file), position, *_values(paper))
        for position, paper in enumerate(papers, start=first)
    ]
    connection.executemany(
        f"INSERT INTO digest_papers (digest_id, file, position, {_PAPER_COLUMNS.removeprefix('file, ')})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest_id, file) DO NOTHING",
        rows,
    )


def _read(connection: sqlite3.Connection, where: str, values: tuple[str, ...]) -> list[Digest]:
    rows = connection.execute(
        "SELECT digest_id, created, modified, language, model, question_set, head, state, output, is_split"
        f" FROM digests {where} ORDER BY modified DESC, rowid DESC",
        values,
    ).fetchall()
    return [
        Digest(
            digest_id=digest_id,
            created=created,
            modified=modified,
            language=language,
            model=model,
            question_set=question_set,
            head=DigestHead(**json.loads(head)),
            state=state,
            papers=_papers(connection, digest_id),
            output=os.fsdecode(output),
            is_split=bool(is_split),
        )
        for digest_id, created, modified, language, model, question_set, head, state, output, is_split in rows
    ]


def _papers(connection: sqlite3.Connection, digest_id: str) -> tuple[DigestPaper, ...]:
    rows = connection.execute(
        f"SELECT {_PAPER_COLUMNS} FROM digest_papers WHERE digest_id = ? ORDER BY position", (digest_id,)
    )
    return tuple(_paper(row) for row in rows.fetchall())


def _paper(row: tuple[str | bytes, str, str, PaperStatus, str, str]) -> DigestPaper:
    return DigestPaper(os.fsdecode(row[0]), *row[1:])


def _values(paper: DigestPaper) -> tuple[str, ...]:
    """What follows the file in the columns."""
    return paper.note_id, paper.title, paper.status, paper.error, paper.message


def _head_text(head: DigestHead) -> str:
    return json.dumps(asdict(head), ensure_ascii=False)


def _stored(text: str) -> str | bytes:
    """File names need not be Unicode; SQLite keeps such a one as bytes."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(text)
    return text
