"""Looking up what a question takes for granted in the index of a document."""

import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.core.language import tokens
from reader.core.premises import spellings
from reader.core.quote_index import fold
from reader.core.references import Reference, caption_pattern, signs


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


def pages_with(connection: sqlite3.Connection, place: Reference) -> list[tuple[int, str]]:
    """(page_index, text in NFKC) of the pages that may hold a place that a question names, or mention it."""
    folded, own = signs(place)
    conditions = ["instr(folded, ?)"] * len(folded) + ["instr(text, ?)"] * len(own)
    query = f"SELECT page_index, text FROM pages WHERE {' OR '.join(conditions)} ORDER BY page_index"
    rows = connection.execute(query, [*(fold(sign) for sign in folded), *own])
    return [(int(page_index), unicodedata.normalize("NFKC", text)) for page_index, text in rows]


def _lacks_place(connection: sqlite3.Connection, place: Reference) -> bool:
    """Whether a document that numbers its figures (tables) has none of this number."""
    if _has_place(connection, place):
        return False
    return any(_has_place(connection, Reference(place.kind, str(number))) for number in range(1, 10))


def _has_place(connection: sqlite3.Connection, place: Reference) -> bool:
    wanted = caption_pattern(place)
    return any(wanted.search(text) is not None for _, text in pages_with(connection, place))
