"""How pages are put together for reading: rows of one or two, scrolled or turned, and how each page is turned.

Rotations are clockwise quarter turns of the view; places on pages stay fractions of the page as it is in the file.
"""

from dataclasses import dataclass, replace
from typing import Literal, get_args

from reader.core.document import Rect

Spread = Literal["single", "pairs", "cover"]
"""One page in a row; two; two, but the first page alone as the cover of a book."""
Rotation = Literal[0, 90, 180, 270]
"""Degrees clockwise."""

SPREADS: tuple[Spread, ...] = get_args(Spread)
ROTATIONS: tuple[Rotation, ...] = get_args(Rotation)
WHOLE_PAGE = Rect(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Arrangement:
    spread: Spread = "single"
    is_paged: bool = False
    """One row at a time is shown, and turned like a leaf; else all rows are scrolled as one column."""
    is_right_to_left: bool = False
    """The first page of a pair is the right one, as in Japanese books."""
    rotation: Rotation = 0
    is_cropped: bool = False
    """Margins are cut off."""

    @property
    def has_pairs(self) -> bool:
        return self.spread != "single"

    def turned_by(self, quarters: int) -> "Arrangement":
        """The same with each page turned clockwise by some more quarter turns."""
        return replace(self, rotation=ROTATIONS[(self.rotation // 90 + quarters) % 4])

    def row_count(self, page_count: int) -> int:
        return self.row_of(page_count - 1) + 1

    def row_of(self, page_index: int) -> int:
        if self.spread == "single":
            return page_index
        return (page_index + (self.spread == "cover")) // 2

    def pages_of(self, row: int, page_count: int) -> range:
        """The pages of a row, the one that is read first first."""
        if self.spread == "single":
            return range(row, row + 1)
        first = 2 * row - (self.spread == "cover")
        return range(max(first, 0), min(first + 2, page_count))

    def side_of(self, page_index: int) -> Literal[-1, 0, 1]:
        """Where a page lies in its row: left of the spine (-1), right of it (1), or in the middle of a row of one."""
        if self.spread == "single":
            return 0
        is_second = (page_index + (self.spread == "cover")) % 2 == 1
        return 1 if is_second != self.is_right_to_left else -1

    @property
    def words(self) -> str:
        """As it is stored, for `arrangement_from_words`: "cover paged 90"; empty for a plain column."""
        parts = [
            *([self.spread] if self.has_pairs else []),
            *(["paged"] if self.is_paged else []),
            *(["right_to_left"] if self.is_right_to_left else []),
            *([str(self.rotation)] if self.rotation else []),
            *(["cropped"] if self.is_cropped else []),
        ]
        return " ".join(parts)


def arrangement_from_words(words: str) -> Arrangement:
    """What is not understood, of a later version, is left out."""
    known = set(words.split())
    return Arrangement(
        spread=next((spread for spread in SPREADS if spread in known), "single"),
        is_paged="paged" in known,
        is_right_to_left="right_to_left" in known,
        rotation=next((rotation for rotation in ROTATIONS if str(rotation) in known), 0),
        is_cropped="cropped" in known,
    )


COLUMN = Arrangement()
"""As documents are shown at first."""


def turned(rect: Rect, rotation: Rotation) -> Rect:
    """A part of a page in the file -> of the page as it is shown."""
    if rotation == 90:
        return Rect(1 - rect.y1, rect.x0, 1 - rect.y0, rect.x1)
    if rotation == 180:
        return Rect(1 - rect.x1, 1 - rect.y1, 1 - rect.x0, 1 - rect.y0)
    if rotation == 270:
        return Rect(rect.y0, 1 - rect.x1, rect.y1, 1 - rect.x0)
    return rect


def turned_back(x: float, y: float, rotation: Rotation) -> tuple[float, float]:
    """A point of a page as it is shown -> of the page in the file."""
    if rotation == 90:
        return y, 1 - x
    if rotation == 180:
        return 1 - x, 1 - y
    if rotation == 270:
        return 1 - y, x
    return x, y
