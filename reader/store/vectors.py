"""The vectors of a document's passages, in its index beside the words: a meaning as a list of small whole numbers.

A vector is `dimensions` bytes, each a whole number from -127 to 127; only its direction counts. All vectors of an
index come from one embedder: those of different embedders cannot be compared.
"""

import math
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

_LAST_PAGE = 2**31


def make_vector_tables(connection: sqlite3.Connection) -> None:
    # AUTOINCREMENT: no id comes twice, so what was read of the table before can be trusted as long as nothing is gone.
    connection.execute(
        "CREATE TABLE vectors (vector_id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " passage_id INTEGER NOT NULL UNIQUE REFERENCES passages ON DELETE CASCADE, vector BLOB NOT NULL)"
    )
    connection.execute("CREATE TABLE embedder (name TEXT NOT NULL)")


def without_vector(connection: sqlite3.Connection, embedder: str, near_page: int, limit: int) -> list[tuple[int, str]]:
    """(passage id, text) of passages that this embedder has not seen: from that page on to the end, then before it.

    A text begins with its context (the headings it stands under), where it has one.
    """
    is_other = not _is_from(connection, embedder)  # then the vectors that are there count for nothing
    found: list[tuple[int, str]] = []
    for first, end in ((near_page, _LAST_PAGE), (0, near_page)):
        # In the order of an index, so that it stops at the limit.
        found += connection.execute(
            "SELECT passage_id, CASE context WHEN '' THEN '' ELSE context || char(10) END"
            ' || substr(text, "start" + 1, "end" - "start")'
            " FROM passages CROSS JOIN pages USING (page_index)"
            " WHERE passages.page_index >= ? AND passages.page_index < ?"
            " AND (? OR passage_id NOT IN (SELECT passage_id FROM vectors))"
            " ORDER BY passages.page_index, passage_id LIMIT ?",
            (first, end, is_other, limit - len(found)),
        ).fetchall()
    return found


def add_vectors(connection: sqlite3.Connection, embedder: str, vectors: Iterable[tuple[int, bytes]]) -> None:
    """Keep (passage id, vector) pairs; those of another embedder are dropped first.

    What belongs to a passage that is gone meanwhile is left out.
    """
    if not _is_from(connection, embedder):
        connection.execute("DELETE FROM vectors")
        connection.execute("DELETE FROM embedder")
        connection.execute("INSERT INTO embedder VALUES (?)", (embedder,))
    connection.executemany(
        "INSERT OR REPLACE INTO vectors (passage_id, vector) SELECT passage_id, ? FROM passages WHERE passage_id = ?",
        ((vector, passage_id) for passage_id, vector in vectors),
    )


def vector_coverage(connection: sqlite3.Connection, embedder: str) -> tuple[int, int]:
    """How many passages have a vector of this embedder, and how many there are."""
    total = connection.execute("SELECT count(*) FROM passages").fetchone()[0]
    done = connection.execute("SELECT count(*) FROM vectors").fetchone()[0] if _is_from(connection, embedder) else 0
    return done, total


def _is_from(connection: sqlite3.Connection, embedder: str) -> bool:
    return connection.execute("SELECT 1 FROM embedder WHERE name = ?", (embedder,)).fetchone() is not None


def cosine(one: bytes, other: bytes) -> float:
    """Of two single vectors; for many, see VectorSearch."""
    a, b = memoryview(one).cast("b"), memoryview(other).cast("b")
    product = sum(x * y for x, y in zip(a, b, strict=True))
    return product / (math.sqrt(sum(x * x for x in a) * sum(y * y for y in b)) or 1.0)


class VectorSearch:
    """The passages of an index by the likeness of their vectors; keeps what it has read between two searches.

    Four bytes a number: 1.5 KB a passage of multilingual-e5-small, 30 MB for a document of 10,000 pages.
    """

    def __init__(self) -> None:
        self._embedder = ""
        self._last_id = 0
        self._passage_ids: list[int] = []
        self._directions: Any = None
        """float32, a row of length 1 for each passage."""

    def nearest(self, connection: sqlite3.Connection, query_vector: bytes, embedder: str) -> list[tuple[int, float]]:
        """(passage id, cosine) of all passages that have a vector of this embedder, best first."""
        # On the database's thread and only for a search by meaning: it takes a tenth of a second to load.
        import numpy as np

        if not _is_from(connection, embedder):
            return []
        self._read_new(connection, embedder, np)
        if not self._passage_ids or len(query_vector) != self._directions.shape[1]:
            return []
        # Not `@`: its library wakes a thread for each core, which wait for each other beside a busy program (20,000
        # passages on two cores: 8 ms, at worst 96; so 1.2 ms, at worst 5).
        cosines = np.einsum("ij,j->i", self._directions, _directions([query_vector], np)[0])
        order = np.argsort(-cosines, kind="stable")
        return list(zip(np.asarray(self._passage_ids)[order].tolist(), cosines[order].tolist(), strict=True))

    def _read_new(self, connection: sqlite3.Connection, embedder: str, np: Any) -> None:
        count = connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
        rows = self._rows_after(connection, self._last_id)
        if embedder != self._embedder or count != len(self._passage_ids) + len(rows):
            # Others than the newest have changed: all anew.
            self._embedder, self._last_id, self._passage_ids, self._directions = embedder, 0, [], None
            rows = self._rows_after(connection, 0)
        if not rows:
            return
        added = _directions([row[2] for row in rows], np)
        self._directions = added if self._directions is None else np.concatenate((self._directions, added))
        self._passage_ids += [row[1] for row in rows]
        self._last_id = rows[-1][0]

    @staticmethod
    def _rows_after(connection: sqlite3.Connection, last_id: int) -> list[tuple[int, int, bytes]]:
        return connection.execute(
            "SELECT vector_id, passage_id, vector FROM vectors WHERE vector_id > ? ORDER BY vector_id", (last_id,)
        ).fetchall()


def _directions(vectors: Sequence[bytes], np: Any) -> Any:
    """float32 rows of length 1; a vector of nothing but zeros stays one."""
    rows = np.frombuffer(b"".join(vectors), np.int8).reshape(len(vectors), -1).astype(np.float32)
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return rows / np.maximum(lengths, 1.0)
