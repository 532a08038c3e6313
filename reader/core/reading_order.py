"""In which order the lines of a page are read, and which of them belong together.

Lengths are points from the top left of the page. A page of vertical lines is turned first (`turned`), so that what
is said here of lines and columns holds for it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

_GAP = 0.4
"""Of the type size: lines of one paragraph are closer together than paragraphs."""
_SAME_SIZE = 0.06
_INDENT = 2.0
"""Of the type size: how far the next line of a paragraph may begin to the side."""
_ENDS = ".!?:;。！？："
_JUMP = 0.5
"""Of the type size: a block that begins this far above the end of one that was read before it jumped back."""
_GUTTER = 0.9
"""Of the type size: the least space between two columns."""


@dataclass(frozen=True, slots=True)
class LineShape:
    """A horizontal line as it is set, in points from the top left of the page."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    """Of its type."""
    text: str
    is_bold: bool = False
    block: int = 0
    """Lines that the PDF library takes for one paragraph have one number."""


@dataclass(frozen=True, slots=True)
class Box:
    x0: float
    y0: float
    x1: float
    y1: float


def turned(line: LineShape, page_width: float) -> LineShape:
    """A vertical line, read downwards and from right to left, as if it were a horizontal one."""
    return replace(line, x0=line.y0, x1=line.y1, y0=page_width - line.x1, y1=page_width - line.x0)


def continues(line: LineShape, following: LineShape) -> bool:
    """Whether a line goes on in the next block: some PDFs (Japanese ones often) make a block of every line."""
    size = max(line.size, 1.0)
    return (
        -0.3 * size < following.y0 - line.y1 < _GAP * size
        and abs(line.size - following.size) <= _SAME_SIZE * size
        and abs(line.x0 - following.x0) <= _INDENT * size
        and following.x1 <= line.x1 + size
        and line.text.rstrip()[-1:] not in _ENDS
    )


def is_beside(line: LineShape, following: LineShape) -> bool:
    """Whether a piece of text stands to the right of another on the same line."""
    overlap = min(line.y1, following.y1) - max(line.y0, following.y0)
    height = min(line.y1 - line.y0, following.y1 - following.y0)
    return overlap > 0.6 * height and following.x0 >= line.x1 - 0.3 * max(line.size, 1.0)


def bounds(lines: Sequence[LineShape]) -> Box:
    return Box(
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
    )


def reading_order(boxes: Sequence[Box], size: float) -> list[int]:
    """The order in which boxes are read: the given one, unless it jumps back up within a column.

    The order in a PDF is right for LaTeX and most word processors, which write one column after the other; sorting
    by height would mix columns. Slides and forms are drawn in any order: those are cut along their gaps.
    """
    given = list(range(len(boxes)))
    return given if not _jumps(boxes, size) else _cut(given, boxes, size, 0)


def _jumps(boxes: Sequence[Box], size: float) -> bool:
    for position, box in enumerate(boxes):
        for before in boxes[max(position - 40, 0) : position]:
            across = min(box.x1, before.x1) - max(box.x0, before.x0)
            if box.y1 < before.y0 + _JUMP * size and across > 0.3 * min(box.x1 - box.x0, before.x1 - before.x0):
                return True
    return False


def _cut(members: list[int], boxes: Sequence[Box], size: float, depth: int) -> list[int]:
    """Cut a region into columns where a gap runs all through it, else into an upper and a lower part at the widest."""
    if len(members) < 2 or depth > 60:
        return members
    gutter = _widest_gap([(boxes[i].x0, boxes[i].x1) for i in members])
    if gutter is not None and gutter[0] >= _GUTTER * size:
        left = [i for i in members if boxes[i].x1 <= gutter[1]]
        right = [i for i in members if boxes[i].x1 > gutter[1]]
        return _cut(left, boxes, size, depth + 1) + _cut(right, boxes, size, depth + 1)
    gap = _widest_gap([(boxes[i].y0, boxes[i].y1) for i in members])
    if gap is not None and gap[0] > 0:
        upper = [i for i in members if boxes[i].y1 <= gap[1]]
        lower = [i for i in members if boxes[i].y1 > gap[1]]
        return _cut(upper, boxes, size, depth + 1) + _cut(lower, boxes, size, depth + 1)
    return sorted(members, key=lambda i: (boxes[i].y0, boxes[i].x0))


def _widest_gap(spans: list[tuple[float, float]]) -> tuple[float, float] | None:
    """(width, where it begins) of the widest space that none of the spans touches; None where they touch all."""
    widest: tuple[float, float] | None = None
    reach = None
    for start, end in sorted(spans):
        if reach is not None and start > reach and (widest is None or start - reach > widest[0]):
            widest = (start - reach, reach)
        reach = end if reach is None else max(reach, end)
    return widest
