"""Where pages lie when they are scrolled as one column, at any zoom, and where to scroll for a place in them.

Lengths are logical pixels, measured from the top of the column; places on a page are fractions of it. Building
a layout costs one pass over the pages; zooming and looking up cost nothing that grows with their number but a
bisection.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from reader.core.document import PageSize, Rect, Spot

Fit = Literal["width", "page", "none"]

PX_PER_PT = 96 / 72
"""Zoom 1 shows a page at its size on paper, on a screen of 96 logical pixels to the inch."""
MIN_ZOOM = 0.1
MAX_ZOOM = 8.0
ZOOM_STEPS = (0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0)
GAP_PX = 16
"""Between pages, above the first and below the last."""
MARGIN_PX = 16
"""Left and right of the widest page."""
_LEAST_PT = 8.0
"""Smaller pages (of broken files) count as this large: no page is lower than a pixel at any zoom."""
EVIDENCE_AT = 1 / 3
"""Where evidence comes to lie in the view, as a fraction of its height."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where one reads: enough to show the same lines again in a window of another size."""

    page_index: int
    top: float
    """The top edge of the view as a fraction of the page; -1..0 within the gap above the page."""
    zoom: float = 1.0
    fit: Fit = "width"


def clamp_zoom(zoom: float) -> float:
    return min(max(zoom, MIN_ZOOM), MAX_ZOOM)


def next_zoom(zoom: float, direction: int) -> float:
    """The next step above (direction 1) or below (-1), as keys and buttons take them."""
    if direction > 0:
        return next((step for step in ZOOM_STEPS if step > zoom * 1.01), MAX_ZOOM)
    return next((step for step in reversed(ZOOM_STEPS) if step < zoom * 0.99), MIN_ZOOM)


class PageLayout:
    """The column of pages at one zoom. Pages begin at whole pixels. Immutable: `at_zoom` gives another one."""

    __slots__ = ("_above_pt", "_sizes", "_widest_pt", "scale", "zoom")

    def __init__(self, sizes: Sequence[PageSize], zoom: float = 1.0) -> None:
        """`sizes`: at least one page, or ValueError."""
        if not sizes:
            raise ValueError("a layout needs at least one page")
        self._sizes = tuple((max(size.width_pt, _LEAST_PT), max(size.height_pt, _LEAST_PT)) for size in sizes)
        # Total height of the pages above each page; one value more than there are pages.
        self._above_pt = tuple(accumulate((height for _, height in self._sizes), initial=0.0))
        self._widest_pt = max(width for width, _ in self._sizes)
        self._set_zoom(zoom)

    def at_zoom(self, zoom: float) -> "PageLayout":
        """The same pages at another zoom (clamped to the limits), without another pass over them."""
        layout = object.__new__(PageLayout)
        layout._sizes = self._sizes
        layout._above_pt = self._above_pt
        layout._widest_pt = self._widest_pt
        layout._set_zoom(zoom)
        return layout

    def _set_zoom(self, zoom: float) -> None:
        self.zoom = clamp_zoom(zoom)
        self.scale = self.zoom * PX_PER_PT
        """Logical pixels per point."""

    # --- Sizes ---

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    @property
    def width(self) -> int:
        """Of the column, its margins included."""
        return int(self._widest_pt * self.scale) + 2 * MARGIN_PX

    @property
    def height(self) -> int:
        return self.page_bottom(self.page_count - 1) + GAP_PX

    def size_pt(self, page_index: int) -> tuple[float, float]:
        """Width and height in points, above zero also where the file says otherwise."""
        return self._sizes[page_index]

    def page_top(self, page_index: int) -> int:
        return GAP_PX * (page_index + 1) + int(self._above_pt[page_index] * self.scale)

    def page_bottom(self, page_index: int) -> int:
        return self.page_top(page_index) + self.page_height(page_index)

    def page_height(self, page_index: int) -> int:
        above, below = self._above_pt[page_index : page_index + 2]
        return int(below * self.scale) - int(above * self.scale)

    def page_width(self, page_index: int) -> int:
        return int(self._sizes[page_index][0] * self.scale)

    def page_left(self, page_index: int, view_width: int) -> int:
        """Pages are centred in the column, and the column in a wider view."""
        return (max(self.width, view_width) - self.page_width(page_index)) // 2

    # --- Which page is where ---

    def page_at(self, y: float) -> int:
        """The page at this height; the gap above a page belongs to it. Outside: the first or last page."""
        found = bisect_right(range(self.page_count), y, key=lambda index: self.page_top(index) - GAP_PX)
        return max(found - 1, 0)

    def visible(self, top: float, bottom: float) -> range:
        """The pages of which something shows between two heights (of an empty view: none)."""
        if bottom <= top:
            return range(0)
        first, last = self.page_at(top), self.page_at(bottom)
        if self.page_bottom(first) <= top:
            first += 1  # its end is just above
        if self.page_top(last) >= bottom:
            last -= 1  # only the gap above it shows
        return range(first, last + 1)

    def current_page(self, top: float, view_height: float) -> int:
        """The page one reads: the first that shows by half, or fills half of the view."""
        bottom = top + view_height
        shown = {
            index: min(bottom, self.page_bottom(index)) - max(top, self.page_top(index))
            for index in self.visible(top, bottom)
        }
        for index, height in shown.items():
            if height >= min(self.page_height(index), view_height) / 2:
                return index
        return max(shown, key=shown.__getitem__, default=self.page_at(top))

    # --- Places ---

    def place_at(self, y: float) -> tuple[int, float]:
        """Page and fraction of its height at this height of the column; the inverse of `offset_of`.

        In the gap above the page: -1..0, a fraction of the gap, which does not grow with the zoom.
        """
        index = self.page_at(y)
        below = y - self.page_top(index)
        return index, below / (GAP_PX if below < 0 else self.page_height(index))

    def offset_of(self, page_index: int, fraction: float) -> float:
        return self.page_top(page_index) + fraction * (GAP_PX if fraction < 0 else self.page_height(page_index))

    def page_offset(self, page_index: int) -> int:
        """Where to scroll to show a page from its beginning, with the gap above it."""
        return self.page_top(page_index) - GAP_PX

    def spot_offset(self, spot: Spot, view_height: float) -> float:
        """Where to scroll so that a spot begins at a third of the view, or higher where it ends below it."""
        if not spot.rects:
            return self.page_offset(spot.page_index)
        bounds = bounds_of(spot.rects)
        top = self.offset_of(spot.page_index, bounds.y0)
        bottom = self.offset_of(spot.page_index, bounds.y1) + GAP_PX
        # All of it where it fits; its first line always.
        return min(max(top - view_height * EVIDENCE_AT, bottom - view_height), top)

    # --- Zoom ---

    def fitting_zoom(self, fit: Fit, page_index: int, view_width: int, view_height: int) -> float:
        """The zoom at which a page fits the view by its width or as a whole; with "none" the present one."""
        if fit == "none":
            return self.zoom
        width_pt, height_pt = self._sizes[page_index]
        scale = max(view_width - 2 * MARGIN_PX, 1) / width_pt
        if fit == "page":
            scale = min(scale, max(view_height - 2 * GAP_PX, 1) / height_pt)
        return clamp_zoom(scale / PX_PER_PT)


def bounds_of(rects: Sequence[Rect]) -> Rect:
    """The smallest rectangle around at least one rectangle."""
    bounds = rects[0]
    for rect in rects[1:]:
        bounds = bounds.united(rect)
    return bounds
