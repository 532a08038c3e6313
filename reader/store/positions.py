"""The columns of library.db that say where one reads in a document, and how its pages are arranged."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from reader.core.page_arrangement import arrangement_from_words
from reader.core.page_layout import Position

POSITION_COLUMNS = "page_index, top, zoom, fit, arrangement"


def make_arrangement_column(connection: sqlite3.Connection) -> None:
    """NULL where a document was read before there was more than a column of pages."""
    connection.execute("ALTER TABLE documents ADD COLUMN arrangement TEXT")


def position_values(position: Position) -> tuple[object, ...]:
    """In the order of POSITION_COLUMNS."""
    return position.page_index, position.top, position.zoom, position.fit, position.arrangement.words


def position_from(row: Sequence[Any]) -> Position | None:
    """From the values of POSITION_COLUMNS; None: it has not been read yet."""
    page_index, top, zoom, fit, words = row
    return None if page_index is None else Position(page_index, top, zoom, fit, arrangement_from_words(words or ""))
