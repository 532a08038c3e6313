"""The lines of a page's text with their places, and its columns: what tells captions, entries and equations apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.core.document import BOX_UNITS, PageText, Rect, Region

_PROSE_CHARACTERS = 40
_PROSE_WIDTH = 0.22
"""Of the page's width: a line of a column that is narrower is a label or the end of a paragraph."""
_BODY_REGION = Region("body", 0, 0)


@dataclass(frozen=True, slots=True)
class PageLine:
    """Characters start..end of the page's text, without the line's end."""

    start: int
    end: int
    rect: Rect
    region: Region
    is_first: bool
    """Of its region."""

    @property
    def length(self) -> int:
        return self.end - self.start


class PageLines:
    """The lines of one page in the order of its text; those without a place on it are left out."""

    def __init__(self, page: PageText) -> None:
        self.page = page
        self.lines = _lines_of(page)

    @cached_property
    def height(self) -> float:
        """Of most lines: of the body's type."""
        counts: Counter[float] = Counter()
        for line in self.lines:
            if line.rect.height < line.rect.width:
                counts[round(line.rect.height, 3)] += line.length
        return counts.most_common(1)[0][0] if counts else 0.012

    @cached_property
    def prose(self) -> list[PageLine]:
        """Lines of running text, as against labels in a figure, formulas, cells of a table."""
        return [
            line
            for line in self.lines
            if line.region.kind in ("body", "footnote")
            and line.length >= _PROSE_CHARACTERS
            and line.rect.width >= _PROSE_WIDTH
            and line.rect.height < 1.4 * self.height
        ]

    def column(self, rect: Rect) -> tuple[float, float]:
        """The left and right edge of the column that a rectangle stands in; of several, where it is wider."""
        left, right = self._page_edges
        middle = (rect.x0 + rect.x1) / 2
        around = [line.rect for line in self.prose if line.rect.x0 - 0.01 <= middle <= line.rect.x1 + 0.01]
        narrow = [r for r in around if rect.x0 >= r.x0 - 0.02 and rect.x1 <= r.x1 + 0.02]
        if not narrow or abs(middle - (left + right) / 2) < 0.02:
            return min(left, rect.x0), max(right, rect.x1)
        return _mode([r.x0 for r in narrow]), _mode([r.x1 for r in narrow])

    @cached_property
    def _page_edges(self) -> tuple[float, float]:
        rects = [line.rect for line in self.prose] or [line.rect for line in self.lines]
        rects = [rect for rect in rects if rect.height < rect.width]
        if not rects:
            return 0.1, 0.9
        return min(r.x0 for r in rects), max(r.x1 for r in rects)

    def line_at(self, position: int) -> PageLine | None:
        return next((line for line in self.lines if line.start <= position <= line.end), None)


def _mode(values: Sequence[float]) -> float:
    return Counter(round(value, 2) for value in values).most_common(1)[0][0]


def _lines_of(page: PageText) -> list[PageLine]:
    boxes = memoryview(page.boxes).cast("H")
    regions = page.regions or (Region("body", 0, len(page.text)),)
    lines: list[PageLine] = []
    number, last = 0, -1
    start = 0
    for piece in page.text.split("\n"):
        end = start + len(piece)
        if piece and not piece.isspace():
            while number + 1 < len(regions) and regions[number].end < start:
                number += 1
            region = regions[number]
            if not region.start <= start <= region.end:
                region = _BODY_REGION
            rect = _bounds(boxes, start, end)
            if rect is not None:
                lines.append(PageLine(start, end, rect, region, number != last or region is _BODY_REGION))
                last = number
        start = end + 1
    return lines


def _bounds(boxes: "memoryview[int]", start: int, end: int) -> Rect | None:
    x0s, y0s = boxes[start * 4 : end * 4 : 4].tolist(), boxes[start * 4 + 1 : end * 4 : 4].tolist()
    x1s, y1s = boxes[start * 4 + 2 : end * 4 : 4].tolist(), boxes[start * 4 + 3 : end * 4 : 4].tolist()
    placed = [n for n in range(len(x0s)) if x1s[n] > x0s[n]]
    if not placed:
        return None
    if len(placed) < len(x0s):
        x0s, y0s, x1s, y1s = ([values[n] for n in placed] for values in (x0s, y0s, x1s, y1s))
    return Rect(min(x0s) / BOX_UNITS, min(y0s) / BOX_UNITS, max(x1s) / BOX_UNITS, max(y1s) / BOX_UNITS)


def folded_width(text: str) -> str:
    """Full-width letters, digits and signs as the usual ones, each character still at its place."""
    return text.translate(_NARROW)


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0x00A0: " ", 0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2212: "-",
}  # fmt: skip
