"""What a reader marks in a document: highlights, underlines, and notes at a place.

A note with a place (`answer.Note`) is a mark of kind "note" and nothing else besides: there is one world of notes.
`note_of` and `mark_of` lead from one to the other without loss.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from reader.core.answer import Note
from reader.core.document import PageText, Rect, Spot

Kind = Literal["highlight", "underline", "note"]


class Colour(StrEnum):
    """The palette. Black letters keep a contrast above 9 to 1 under each of them, as they are multiplied."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PINK = "pink"
    ORANGE = "orange"

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Of highlights, 0..255 each."""
        return _RGB[self]

    @property
    def ink(self) -> tuple[int, int, int]:
        """Of lines: the same hue, dark enough to be seen on white paper."""
        return _INK[self]


_INK = {
    Colour.YELLOW: (204, 153, 0),
    Colour.GREEN: (38, 150, 56),
    Colour.BLUE: (24, 119, 204),
    Colour.PINK: (214, 41, 118),
    Colour.ORANGE: (224, 92, 10),
}
_RGB = {
    Colour.YELLOW: (255, 214, 51),
    Colour.GREEN: (110, 207, 112),
    Colour.BLUE: (98, 180, 245),
    Colour.PINK: (245, 139, 184),
    Colour.ORANGE: (255, 163, 77),
}
_NOTE_COLOUR = Colour.YELLOW
"""Notes have no colour of their own."""


@dataclass(frozen=True, slots=True)
class Mark:
    mark_id: str
    document_id: str
    kind: Kind
    colour: Colour
    spots: tuple[Spot, ...]
    """One for each page it lies on, in their order. Of a note at most one: without rectangles the page as a whole, with
    one of no size the point where it is pinned; none: a note about the document."""
    quote: str
    """The marked text in one line or paragraph, as one would copy it."""
    comment: str
    """Markdown; "" for none. Of a note: the note."""
    created: str
    """ISO 8601, UTC."""
    modified: str
    start: int | None = None
    """Where it begins in the text of its first page, where that is known: what it is ordered by within the page."""
    is_vertical: bool = False
    """Its lines are columns, written downwards."""

    @property
    def page_index(self) -> int | None:
        return self.spots[0].page_index if self.spots else None

    def rects_on(self, page_index: int) -> tuple[Rect, ...]:
        return tuple(rect for spot in self.spots if spot.page_index == page_index for rect in spot.rects)


def mark_of(note: Note, start: int | None = None) -> Mark:
    spots = () if note.page_index is None else (Spot(note.page_index, note.rects),)
    return Mark(
        note.note_id,
        note.document_id,
        "note",
        _NOTE_COLOUR,
        spots,
        note.quote,
        note.markdown,
        note.created,
        note.modified,
        start,
    )


def note_of(mark: Mark) -> Note:
    """Of a mark of kind "note"."""
    rects = mark.spots[0].rects if mark.spots else ()
    return Note(
        mark.mark_id, mark.document_id, mark.comment, mark.page_index, mark.quote, rects, mark.created, mark.modified
    )


def nearest_colour(rgb: Iterable[float]) -> Colour:
    """The colour of the palette that a foreign one (0..255 each) would be called by: the nearest in hue."""
    hue, saturation = _hue(tuple(rgb))
    if saturation < _GREY:
        return Colour.YELLOW
    return min(Colour, key=lambda colour: _apart(_hue(colour.rgb)[0], hue))


_GREY = 0.08


def _hue(rgb: tuple[float, ...]) -> tuple[float, float]:
    """Hue (0..1) and saturation (0..1, of 255)."""
    red, green, blue = rgb
    high, low = max(rgb), min(rgb)
    spread = high - low
    if not spread:
        return 0.0, 0.0
    if high == red:
        hue = (green - blue) / spread % 6
    elif high == green:
        hue = (blue - red) / spread + 2
    else:
        hue = (red - green) / spread + 4
    return hue / 6, spread / 255


def _apart(one: float, other: float) -> float:
    """Hues lie on a circle."""
    distance = abs(one - other)
    return min(distance, 1 - distance)


ReadingKey = tuple[int, int, int, float, float, str]


def reading_key(spots: tuple[Spot, ...], start: int | None, created: str) -> ReadingKey:
    """Sorts what is marked as it is read: by page, on a page as its text goes, columns one after the other.

    What belongs to a page as a whole comes first on it; what has no place in the text, after the rest from the top
    down; what has no page, last.
    """
    if not spots:
        return (1, 0, 0, 0.0, 0.0, created)
    first = spots[0]
    if not first.rects:
        return (0, first.page_index, -1, 0.0, 0.0, created)
    rect = first.rects[0]
    return (0, first.page_index, _UNKNOWN if start is None else start, rect.y0, rect.x0, created)


_UNKNOWN = 1 << 40


def start_in(page: PageText, rect: Rect) -> int | None:
    """Where in the text of its page a rectangle or point lies: at the first character it covers, else at the nearest
    one; None for a page without text."""
    boxes = memoryview(page.boxes).cast("H")
    scale = 65535.0
    x0, y0, x1, y1 = rect.x0 * scale, rect.y0 * scale, rect.x1 * scale, rect.y1 * scale
    nearest, best = None, 0.0
    for position in range(len(page.text)):
        i = position * 4
        left, top, right, bottom = boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]
        if left == right:
            continue  # a line end
        across = max(left - x1, x0 - right, 0.0)
        down = max(top - y1, y0 - bottom, 0.0)
        # Its middle must lie inside: lines touch each other.
        distance = across + _DOWN_WEIGHT * down
        if not distance and not (x0 <= (left + right) / 2 <= x1 and y0 <= (top + bottom) / 2 <= y1):
            distance = 1.0
        if not distance:
            return position
        if nearest is None or distance < best:
            nearest, best = position, distance
    return nearest


_DOWN_WEIGHT = 8.0
"""What stands at the same height is meant even where another line is somewhat nearer."""


@dataclass(frozen=True, slots=True)
class MarkFilter:
    """What of a list of marks is shown. Each part that is empty lets everything through."""

    text: str = ""
    colours: frozenset[Colour] = frozenset()
    kinds: frozenset[str] = frozenset()

    def matches(self, kind: str, colour: Colour, said: str) -> bool:
        """`said`: all that is said of a mark, as `folded` gives it."""
        if (self.colours and colour not in self.colours) or (self.kinds and kind not in self.kinds):
            return False
        return folded(self.text) in said


def folded(text: str) -> str:
    """As a filter sees it: neither capitals nor widths nor spaces make a difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
