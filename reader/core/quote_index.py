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
_ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
"""Dropped, so that "resume" finds "résumé", as browsers do it; marks of other scripts make other letters."""


def _parts(character: str) -> str:
    """What a character is made of, without what folding drops; capitals are kept."""
    if character.isspace() or character in _DROPPED:
        return ""
    parts = unicodedata.normalize("NFKD", _SAME.get(character, character))
    kept = (_SAME.get(part, part) for part in parts)
    return "".join(part for part in kept if not part.isspace() and part not in _DROPPED and part not in _ACCENTS)


class _Folding(dict[int, str]):
    """Code point -> what it is folded into, for str.translate: filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _parts(_parts(chr(code)).casefold())
        return folded


class _ExactFolding(dict[int, str]):
    """The same with capitals kept; as long as the other, so that a position in one is one in the other."""

    def __missing__(self, code: int) -> str:
        parts = _parts(chr(code))
        folded = _FOLDING[code]
        self[code] = exact = parts if len(parts) == len(folded) else folded
        return exact


_FOLDING = _Folding()
_EXACT = _ExactFolding()


def fold(text: str) -> str:
    """The text as matching sees it."""
    return text.translate(_FOLDING)


def fold_exactly(text: str) -> str:
    """As `fold`, character for character, but with capitals as they are: for matching case."""
    return text.translate(_EXACT)


def fold_with_positions(text: str) -> "tuple[str, array[int]]":
    """The folded text, and for each of its characters the position in `text` it comes from."""
    folded: list[str] = []
    positions = array("l")
    for position, character in enumerate(text):
        part = _FOLDING[ord(character)]
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
    return [
        TextMatch(page_index, positions[at], letter_end(text, positions[at + len(needle) - 1]))
        for at in places_in(hay, needle)
    ]


def letter_end(text: str, last: int) -> int:
    """Behind a character and the accents that are written after it."""
    end = last + 1
    while end < len(text) and text[end] in _ACCENTS:
        end += 1
    return end


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
        for at in places_in("".join(folded), needle)
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
    hay, positions = fold_with_positions(text)
    next_hay, next_positions = fold_with_positions(next_text)
    before = over_page_end(hay, next_hay, needle)
    if not before:
        return None
    rest = len(needle) - before
    return (
        TextMatch(page_index, positions[len(hay) - before], positions[-1] + 1),
        TextMatch(page_index + 1, next_positions[0], letter_end(next_text, next_positions[rest - 1])),
    )


def over_page_end(hay: str, next_hay: str, needle: str) -> int:
    """How many characters of a folded text stand at the end of one page, when its others begin the next; 0: none."""
    reach = len(needle) - 1
    if reach < 1:
        return 0
    tail = hay[-reach:]
    joined = tail + next_hay[: reach + 1]  # one more: it may carry a voicing mark
    at = joined.find(needle)
    if at < 0 or at >= len(tail) or joined[at + len(needle) : at + len(needle) + 1] in _VOICED:
        return 0
    return len(tail) - at


def places_in(hay: str, needle: str) -> Iterator[int]:
    """Where a folded text stands in another, from left to right without overlaps."""
    at = hay.find(needle)
    while at >= 0:
        end = at + len(needle)
        if ends_letter(hay, end):
            yield at
        at = hay.find(needle, end)


def ends_letter(hay: str, end: int) -> bool:
    """Whether no sign follows in a folded text that makes another letter of the one before: か and が."""
    return hay[end : end + 1] not in _VOICED


def count_in(hay: str, needle: str) -> int:
    """How many places `places_in` gives, without walking through them."""
    if any(needle + mark in hay for mark in _VOICED):
        return sum(1 for _ in places_in(hay, needle))
    return hay.count(needle)
