"""The lines of a page as they are printed: where each stands, how large its letters are, which of them are raised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.core.document import BOX_UNITS, PageText, Rect, RegionKind

_RAISED = 0.12
"""Of the line's letters: a mark ends that much above their lower edge."""
_SMALL = 0.87
_ALIGNED = 0.5
"""Of the lower of two lines: as far apart as their middles may be in one row."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Characters `start` to `start + len(text)` of the page."""

    start: int
    text: str
    rect: Rect
    size: float
    """The height of its capitals' boxes, as a fraction of the page: what is set in small capitals counts as if it
    were not."""
    middle: float
    """Half way up most of its characters: raised ones do not move it."""
    kind: RegionKind

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def printed_lines(page: PageText) -> list[PrintedLine]:
    """The lines that run across, in the order of the text; not those that run up the margin."""
    found: list[PrintedLine] = []
    boxes = memoryview(page.boxes).cast("H")
    kinds = _Kinds(page)
    start = 0
    for text in page.text.split("\n"):
        begin, start = start, start + len(text) + 1
        places = [begin + at for at, character in enumerate(text) if not character.isspace()]
        places = [place for place in places if boxes[4 * place] < boxes[4 * place + 2]]
        if not places:
            continue
        rect = Rect(
            min(boxes[4 * place] for place in places) / BOX_UNITS,
            min(boxes[4 * place + 1] for place in places) / BOX_UNITS,
            max(boxes[4 * place + 2] for place in places) / BOX_UNITS,
            max(boxes[4 * place + 3] for place in places) / BOX_UNITS,
        )
        letters = [place for place in places if page.text[place].isalnum()] or places
        heights = sorted((boxes[4 * place + 3] - boxes[4 * place + 1] for place in letters), reverse=True)
        size = heights[min(1, len(heights) - 1)] / BOX_UNITS
        middles = sorted(boxes[4 * place + 1] + boxes[4 * place + 3] for place in places)
        middle = middles[len(middles) // 2] / (2 * BOX_UNITS)
        if len(places) > 3 and rect.height > 3 * max(rect.width, size):
            continue
        found.append(PrintedLine(begin, text, rect, size, middle, kinds(begin)))
    return found


def raised(page: PageText, line: PrintedLine) -> set[int]:
    """The places of marks such as those of footnotes: characters smaller than the line, and above its lower edge."""
    places = [place for place in range(line.start, line.end) if not page.text[place].isspace()]
    boxes = {place: page.box(place) for place in places}
    full = [box.y1 for place, box in boxes.items() if page.text[place].isalpha() and box.height >= 0.95 * line.size]
    lower = max(full, default=line.rect.y1)
    return {
        place
        for place, box in boxes.items()
        if box.height < _SMALL * line.size and lower - box.y1 > _RAISED * line.size
    }


def rows(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Lines that stand side by side, from left to right; rows from top to bottom."""
    row: list[PrintedLine] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if row:
            first = row[0]
            if line.middle - first.middle > _ALIGNED * min(line.size, first.size):
                yield sorted(row, key=lambda one: one.rect.x0)
                row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda one: one.rect.x0)


class _Kinds:
    """What the region at a position is; to be asked for rising positions."""

    def __init__(self, page: PageText) -> None:
        self._regions = page.regions
        self._at = 0

    def __call__(self, position: int) -> RegionKind:
        while self._at < len(self._regions) and self._regions[self._at].end <= position:
            self._at += 1
        if self._at < len(self._regions) and self._regions[self._at].start <= position:
            return self._regions[self._at].kind
        return "body"
