"""What is printed on pages: which are measured, and the box that pages of one size are cropped to.

Margins are the same over most of a document, so some pages tell where they are: that box is common to all pages of a
size, apart for even and odd ones, and pages do not jump. A page on which more is printed shows all of it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from reader.core.document import PageSize, Rect
from reader.core.page_arrangement import WHOLE_PAGE

SAMPLE = 24
"""Pages that are measured before any is cropped."""
_OUTLIERS = 8
"""One page of so many may reach further than the common box, by more than the ends of lines differ anyway."""
_TELLING = 4
"""Of fewer pages none can be called an exception."""
_FAR = 0.02
_AIR = 0.012
"""Of the width and height of a page, left free around what is printed."""
_TOLERANCE = 0.004

Group = tuple[int, int, int]
"""Width, height, odd or even."""


def pages_to_measure(page_count: int) -> list[int]:
    """Pages from all over a document, always two that face each other."""
    if page_count <= SAMPLE:
        return list(range(page_count))
    starts = [round(n * (page_count - 2) / (SAMPLE // 2 - 1)) for n in range(SAMPLE // 2)]
    return sorted({page for start in starts for page in (start, start + 1)})


def common_boxes(sizes: Sequence[PageSize], measured: Mapping[int, Rect | None]) -> dict[Group, Rect]:
    """Where most of the measured pages of a size have their print; even and odd pages alike in size."""
    by_group: dict[Group, list[Rect]] = defaultdict(list)
    for page_index, box in measured.items():
        if box is not None:
            by_group[_group(sizes, page_index)].append(box)
    common = {group: _robust(boxes) for group, boxes in by_group.items()}
    for (width, height, side), box in list(common.items()):
        common.setdefault((width, height, 1 - side), box)
    return {group: _as_large(box, common[(*group[:2], 1 - group[2])]) for group, box in common.items()}


def printed_parts(
    sizes: Sequence[PageSize], measured: Mapping[int, Rect | None], common: Mapping[Group, Rect]
) -> list[Rect]:
    """What to show of each page: the common box and whatever else was found on it; of an unknown page all."""
    parts = [common.get(_group(sizes, page_index), WHOLE_PAGE) for page_index in range(len(sizes))]
    for page_index, box in measured.items():
        parts[page_index] = with_own(parts[page_index], box)
    return parts


def with_own(part: Rect, box: Rect | None) -> Rect:
    """A part of a page, larger where more is printed on it."""
    if box is None:
        return part
    own = _with_air(box)
    is_inside = (
        own.x0 >= part.x0 - _TOLERANCE
        and own.y0 >= part.y0 - _TOLERANCE
        and own.x1 <= part.x1 + _TOLERANCE
        and own.y1 <= part.y1 + _TOLERANCE
    )
    return part if is_inside else part.united(own)


def _group(sizes: Sequence[PageSize], page_index: int) -> Group:
    size = sizes[page_index]
    return round(size.width_pt), round(size.height_pt), page_index % 2


def _robust(boxes: Sequence[Rect]) -> Rect:
    return _with_air(
        Rect(
            _least([box.x0 for box in boxes]),
            _least([box.y0 for box in boxes]),
            -_least([-box.x1 for box in boxes]),
            -_least([-box.y1 for box in boxes]),
        )
    )


def _least(values: Sequence[float]) -> float:
    """The least of them but outliers: few, and far from the others."""
    ordered = sorted(values)
    allowed = max(len(values) // _OUTLIERS, 1) if len(values) >= _TELLING else 0
    return min(value for value in ordered if value >= ordered[allowed] - _FAR)


def _as_large(box: Rect, facing: Rect) -> Rect:
    """As high and as wide as the box of the facing pages: lines go on at the same height, at the same zoom."""
    missing = max(facing.width - box.width, 0.0)
    left = min(missing / 2, box.x0)
    return Rect(box.x0 - left, min(box.y0, facing.y0), min(box.x1 + missing - left, 1.0), max(box.y1, facing.y1))


def _with_air(box: Rect) -> Rect:
    return Rect(max(box.x0 - _AIR, 0.0), max(box.y0 - _AIR, 0.0), min(box.x1 + _AIR, 1.0), min(box.y1 + _AIR, 1.0))
