"""Which rows of a document's contents the reader opened or folded."""

import json
import sqlite3
from collections.abc import Mapping

from reader.store.database import Database


def make_folds_table(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE outline_folds (document_id TEXT PRIMARY KEY, content TEXT NOT NULL)")


class OutlineFolds:
    """Rows are known by their title and page, so that an outline that grows or changes keeps what is left of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def folds(self, document_id: str) -> dict[tuple[str, int | None], bool]:
        """(title, page index) -> whether the row was opened, else it was folded."""
        row = await self._database.run(
            lambda c: c.execute("SELECT content FROM outline_folds WHERE document_id = ?", (document_id,)).fetchone()
        )
        return {} if row is None else {(title, page): is_open for title, page, is_open in json.loads(row[0])}

    async def save(self, document_id: str, folds: Mapping[tuple[str, int | None], bool]) -> None:
        content = json.dumps([[*key, is_open] for key, is_open in folds.items()], ensure_ascii=False)
        await self._database.run(
            lambda c: c.execute("INSERT OR REPLACE INTO outline_folds VALUES (?, ?)", (document_id, content))
        )
