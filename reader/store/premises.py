"""Looking up what a question takes for granted in the index of a document."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.core.language import tokens
from reader.core.premises import spellings
from reader.core.quote_index import fold
from reader.core.references import Reference, caption_pattern


@dataclass(frozen=True, slots=True)
class Missing:
    """What of a question stands on no page that has been read."""

    words: frozenset[str]
    """Search tokens."""
    things: frozenset[str]
    """Names and numbers."""
    places: frozenset[Reference]
    """Figures and tables that are never mentioned, in a document that numbers others."""


def find_missing(
    connection: sqlite3.Connection, words: Iterable[str], things: Iterable[str], named: Sequence[Reference]
) -> Missing:
    return Missing(
        frozenset(word for word in words if not _is_word(connection, word)),
        frozenset(thing for thing in things if not _is_anywhere(connection, thing)),
        frozenset(place for place in named if place.kind in ("figure", "table") and _lacks_place(connection, place)),
    )


def _is_word(connection: sqlite3.Connection, token: str) -> bool:
    row = connection.execute("SELECT 1 FROM words_by_place WHERE term = ? LIMIT 1", (token,)).fetchone()
    return row is not None


def _is_anywhere(connection: sqlite3.Connection, thing: str) -> bool:
    """As a word of its own, else inside one ("FY2017", "Chinas") on any page."""
    # Folded text has no spaces: there "1. 20 24 " would hold 2024.
    column = "text" if thing[0].isdigit() else "folded"
    inside = f"SELECT 1 FROM pages WHERE instr({column}, ?) LIMIT 1"
    wanted = [spelling if thing[0].isdigit() else fold(spelling) for spelling in spellings(thing)]
    return any(_is_word(connection, token) for token in tokens(thing)) or any(
        connection.execute(inside, (spelling,)).fetchone() is not None for spelling in wanted
    )


def _lacks_place(connection: sqlite3.Connection, place: Reference) -> bool:
    """Whether a document that numbers its figures (tables) has none of this number."""
    wanted = caption_pattern(place)
    others = [caption_pattern(Reference(place.kind, str(number))) for number in range(1, 10)]
    numbers_them = False
    for (text,) in connection.execute("SELECT text FROM pages"):
        if wanted.search(text) is not None:
            return False
        numbers_them = numbers_them or any(other.search(text) is not None for other in others)
    return numbers_them
