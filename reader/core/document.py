"""A document as values: pages, rectangles, outline, links, and the text of a page with a box per character.

`page_index` counts from 0; rectangles are fractions (0..1) of the page as displayed, origin at the top left.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Source = Literal["text", "ocr"]
"""Where the text of a page comes from: the PDF's own text layer, or recognised on the picture of the page."""
BOX_UNITS = 65535
"""Boxes are stored as unsigned 16-bit fractions of the page: 0.01 mm on A4, a quarter of the size of floats."""


@dataclass(frozen=True, slots=True)
class Rect:
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def united(self, other: "Rect") -> "Rect":
        return Rect(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def contains(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def rounded(self, digits: int = 4) -> list[float]:
        return [round(value, digits) for value in (self.x0, self.y0, self.x1, self.y1)]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a document: a page and the rectangles on it that matter (none: the page as a whole)."""

    page_index: int
    rects: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True)
class PageSize:
    """Size as displayed (rotation and crop box applied), in points of 1/72 inch."""

    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class OutlineItem:
    level: int
    """1 for the highest level."""
    title: str
    page_index: int | None
    top: float | None
    """Where on the page, as a fraction of its height."""


@dataclass(frozen=True, slots=True)
class Link:
    rect: Rect
    page_index: int | None
    top: float | None
    uri: str | None
    left: float | None = None
    """How far from the page's left edge the target is: which of two columns."""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    file: str
    document_id: str
    """SHA-256 of the file's bytes, in hex: a moved or renamed file keeps its notes.

    Empty while a document has only been glanced at: the sizes of pages far from the reader are guesses then, and
    labels and title are missing.
    """
    sizes: tuple[PageSize, ...]
    labels: tuple[str, ...] | None
    """The printed page labels, where the PDF has them."""
    title: str
    """The title in the PDF's own metadata; often empty (LaTeX)."""
    author: str
    is_repaired: bool

    @property
    def page_count(self) -> int:
        return len(self.sizes)

    def label_of(self, page_index: int) -> str:
        """What people call the page: its printed label, else its count from 1."""
        if self.labels is not None and self.labels[page_index]:
            return self.labels[page_index]
        return str(page_index + 1)


RegionKind: TypeAlias = Literal["body", "heading", "caption", "table", "footnote", "running"]


@dataclass(frozen=True, slots=True)
class Region:
    """What characters start..end of a page's text are."""

    kind: RegionKind
    start: int
    end: int
    level: int = 0
    """Of a heading: 1 for the largest type."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page in reading order; lines end with a newline, blocks and rows of tables with an empty line.

    Two empty lines part blocks that do not follow each other in the file. Footnotes follow the body; running heads and
    page numbers stand before and after all of it.
    """

    page_index: int
    text: str
    boxes: bytes
    """Four little-endian uint16 per character of `text` (x0, y0, x1, y1 in 1/65535 of the page)."""
    regions: tuple[Region, ...] = ()
    """In the order of the text, without overlaps; none: all of it is body."""
    source: Source = "text"
    drawn: tuple[tuple[int, int], ...] = ()
    """Pieces (start, end) of the text in the order in which the file draws them, where that is another."""

    def box(self, position: int) -> Rect:
        values = memoryview(self.boxes)[position * 8 : position * 8 + 8].cast("H")
        return Rect(*(value / BOX_UNITS for value in values))

    def rects_of(self, start: int, end: int) -> tuple[Rect, ...]:
        """One rectangle per line (or column) that characters start..end touch, in reading order."""
        rects: list[Rect] = []
        fresh = True
        for position in range(max(start, 0), min(end, len(self.text))):
            if self.text[position] == "\n":
                fresh = True
                continue
            if self.text[position].isspace():
                continue
            box = self.box(position)
            if box.x0 >= box.x1 or box.y0 >= box.y1:
                continue
            if fresh or not _is_beside(rects[-1], box):
                rects.append(box)
            else:
                rects[-1] = rects[-1].united(box)
            fresh = False
        return tuple(rects)

    def char_at(self, x: float, y: float) -> int | None:
        """The position of the character whose box holds the point, or None."""
        boxes = memoryview(self.boxes).cast("H")
        ux, uy = round(x * BOX_UNITS), round(y * BOX_UNITS)
        for position in range(len(self.text)):
            i = position * 4
            is_empty = boxes[i] == boxes[i + 2]  # a line end
            if not is_empty and boxes[i] <= ux <= boxes[i + 2] and boxes[i + 1] <= uy <= boxes[i + 3]:
                return position
        return None


def _is_beside(line: Rect, box: Rect) -> bool:
    """Whether a box continues a line: overlapping it across the direction of writing."""
    across = min(line.y1, box.y1) - max(line.y0, box.y0)
    along = min(line.x1, box.x1) - max(line.x0, box.x0)
    is_same_row = across > 0.5 * min(line.height, box.height) and box.x0 - line.x1 < 0.1
    is_same_column = along > 0.5 * min(line.width, box.width) and box.y0 - line.y1 < 0.02
    return is_same_row or is_same_column


def pack_boxes(boxes: Iterable[tuple[float, float, float, float]]) -> bytes:
    """Boxes in fractions of the page -> bytes as PageText keeps them; values outside the page are cut, NaN is 0."""
    packed = array("H", [round(min(v, 1.0) * BOX_UNITS) if v > 0 else 0 for box in boxes for v in box])
    return packed.tobytes()
