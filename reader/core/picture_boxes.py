"""The boxes of a page's pictures: which of them are strips or tiles of one picture that a program has cut up."""

from collections.abc import Mapping

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points."""

_GAP_PT = 1.0
"""Between pieces of one picture, and by how much their edges may differ."""
_MOST = 400
"""Pieces are looked for among as many pictures; each is compared with each."""


def pieced_together(boxes: Mapping[int, Box]) -> list[tuple[Box, set[int]]]:
    """Whole pictures and the numbers of their pieces: those that share an edge from end to end."""
    wholes = [(box, {number}) for number, box in boxes.items()]
    if len(wholes) > _MOST:
        return wholes
    found = True
    while found:
        found = False
        merged: list[tuple[Box, set[int]]] = []
        for box, numbers in wholes:
            for place, (other, others) in enumerate(merged):
                if _share_an_edge(box, other):
                    merged[place] = (_around(box, other), others | numbers)
                    found = True
                    break
            else:
                merged.append((box, numbers))
        wholes = merged
    return wholes


def area(box: Box) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def common(one: Box, other: Box) -> Box:
    """What two boxes share; a box without area where they do not meet."""
    x0, y0 = max(one[0], other[0]), max(one[1], other[1])
    return (x0, y0, max(min(one[2], other[2]), x0), max(min(one[3], other[3]), y0))


def turned_box(box: Box, matrix: tuple[float, float, float, float, float, float]) -> Box:
    """The box around a box that a matrix (a, b, c, d, e, f as in PDF) has moved, scaled and turned."""
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in box[::2] for y in box[1::2]]
    xs, ys = zip(*corners, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def _around(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _share_an_edge(one: Box, other: Box) -> bool:
    return _are_stacked(one, other) or _are_stacked(_turned(one), _turned(other))


def _are_stacked(one: Box, other: Box) -> bool:
    """Whether two boxes are as wide as each other, one right below the other."""
    upper, lower = sorted((one, other), key=lambda box: box[1])
    has_same_sides = abs(one[0] - other[0]) <= _GAP_PT and abs(one[2] - other[2]) <= _GAP_PT
    return has_same_sides and abs(lower[1] - upper[3]) <= _GAP_PT


def _turned(box: Box) -> Box:
    return (box[1], box[0], box[3], box[2])
