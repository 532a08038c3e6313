"""How long kinds of work took with a model on this computer, so that the next time can be told before it begins."""

import sqlite3

from reader.store.database import Database

_NEWEST = 0.4
"""The weight of the latest time: the computer may be busier than it was."""


def make_speeds_table(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE speeds (model TEXT NOT NULL, machine TEXT NOT NULL, work TEXT NOT NULL, seconds REAL NOT NULL,"
        " PRIMARY KEY (model, machine, work))"
    )


class Speeds:
    """`machine`: the computer's name and cores; a home folder may be used from several."""

    def __init__(self, database: Database, machine: str) -> None:
        self._database = database
        self._machine = machine

    async def note(self, model: str, work: str, seconds: float) -> None:
        """Work of this kind took this long."""
        await self._database.run(
            lambda c: c.execute(
                "INSERT INTO speeds (model, machine, work, seconds) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (model, machine, work) DO UPDATE SET seconds ="
                f" seconds + {_NEWEST} * (excluded.seconds - seconds)",
                (model, self._machine, work, seconds),
            )
        )

    async def seconds(self, model: str) -> dict[str, float]:
        """Kind of work -> seconds, as far as it was done with the model on this computer."""
        rows = await self._database.run(
            lambda c: c.execute(
                "SELECT work, seconds FROM speeds WHERE model = ? AND machine = ?", (model, self._machine)
            ).fetchall()
        )
        return dict(rows)
