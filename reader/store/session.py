"""The session in library.db: saved with each change, so that it is there after any end of the program."""

from reader.core.session import SessionWindow, session_from_json, session_to_json
from reader.store.database import Database


class SessionStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self) -> tuple[SessionWindow, ...]:
        row = await self._database.run(lambda c: c.execute("SELECT content FROM session").fetchone())
        return () if row is None else session_from_json(row[0])

    async def save(self, windows: tuple[SessionWindow, ...]) -> None:
        content = session_to_json(windows)
        await self._database.run(lambda c: c.execute("INSERT OR REPLACE INTO session VALUES (1, ?)", (content,)))
