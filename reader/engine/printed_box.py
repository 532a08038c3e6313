"""Where a grey picture of a page has print on it. Runs in the PDF child."""

from collections.abc import Sequence

from reader.core.document import Rect

_WHITE = 200
"""Grey of paper, at least; what is printed on a darker ground fills its page."""
_INK = 36
"""Levels of grey that tell print from paper."""
_SPECK_PX = 5
"""Ink of dust, and of the hole of a punch at a scale of half a pixel a point; a page number has more."""
_BAND_GAP_PX = 3


def printed_box(pixels: bytes, width: int, height: int, stride: int) -> Rect | None:
    """The part of the picture (fractions of it) that holds all but specks; None: nothing is printed on it.

    `pixels`: one byte each, 0 black; `stride` bytes a row.
    """
    counts = [0] * 256
    for value in range(256):
        counts[value] = pixels.count(value)
    paper = max(range(256), key=counts.__getitem__)
    if paper < _WHITE:
        return Rect(0.0, 0.0, 1.0, 1.0)
    is_ink = bytes(1 if value < paper - _INK else 0 for value in range(256))
    ink = pixels.translate(is_ink)
    rows = _span([ink.count(1, y * stride, y * stride + width) for y in range(height)])
    if rows is None:
        return None
    part = ink[rows[0] * stride : rows[1] * stride]
    columns = _span([part[x::stride].count(1) for x in range(width)])
    if columns is None:
        return None
    return Rect(columns[0] / width, rows[0] / height, columns[1] / width, rows[1] / height)


def _span(counts: Sequence[int]) -> tuple[int, int] | None:
    """From the first to behind the last of the lines with ink, without specks at either end."""
    bands: list[tuple[int, int, int]] = []
    for position, count in enumerate(counts):
        if not count:
            continue
        if bands and position - bands[-1][1] <= _BAND_GAP_PX:
            bands[-1] = (bands[-1][0], position + 1, bands[-1][2] + count)
        else:
            bands.append((position, position + 1, count))
    bands = [band for band in bands if band[2] > _SPECK_PX]
    return (bands[0][0], bands[-1][1]) if bands else None
