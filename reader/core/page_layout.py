"""Where pages lie when they are scrolled as one column or turned row by row, and where to scroll for a place in them.

Lengths are logical pixels, measured from the top of the column; places on a page are fractions of it. Building
a layout costs one pass over the pages; zooming and looking up cost nothing that grows with their number but a
bisection.

A page is as high as it is shown: turned, and without what is cropped. "Fraction of the page" means of the turned page
before it is cropped, so that a place stays what it is when margins come and go.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from reader.core.document import PageSize, Rect, Spot
from reader.core.page_arrangement import COLUMN, WHOLE_PAGE, Arrangement, turned

Fit = Literal["width", "page", "content", "none"]
"""The width of the page, the whole of it, the width of what is printed on it."""

PX_PER_PT = 96 / 72
"""Zoom 1 shows a page at its size on paper, on a screen of 96 logical pixels to the inch."""
MIN_ZOOM = 0.1
MAX_ZOOM = 8.0
ZOOM_STEPS = (0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0)
GAP_PX = 16
"""Between rows of pages, above the first and below the last; left and right of the widest row."""
MARGIN_PX = GAP_PX
SPINE_PX = 2
"""Between the two pages of a spread: a line, not a gap, for pictures that go over both."""
_LEAST_PT = 8.0
"""Smaller pages (of broken files) count as this large: no page is lower than a pixel at any zoom."""
EVIDENCE_AT = 1 / 3
"""Where evidence comes to lie in the view, as a fraction of its height."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where one reads, and how: enough to show the same lines again in a window of another size."""

    page_index: int
    top: float
    """The top edge of the view as a fraction of the page; -1..0 within the gap above the page."""
    zoom: float = 1.0
    fit: Fit = "width"
    arrangement: Arrangement = COLUMN


def clamp_zoom(zoom: float) -> float:
    return min(max(zoom, MIN_ZOOM), MAX_ZOOM)


def next_zoom(zoom: float, direction: int) -> float:
    """The next step above (direction 1) or below (-1), as keys and buttons take them."""
    if direction > 0:
        return next((step for step in ZOOM_STEPS if step > zoom * 1.01), MAX_ZOOM)
    return next((step for step in reversed(ZOOM_STEPS) if step < zoom * 0.99), MIN_ZOOM)


class PageLayout:
    """The pages at one zoom. They begin at whole pixels. Immutable: `at_zoom` and `in_view` give others.

    Where rows are turned (paged), each has a slot of the column, as high as the highest row or the view; the view
    shows one slot at a time, its row in the middle.
    """

    __slots__ = (
        "_above_pt",
        "_contents",
        "_crops",
        "_row_heights_pt",
        "_shown_pt",
        "_sizes",
        "_tallest_pt",
        "_widest_pt",
        "arrangement",
        "margin_px",
        "scale",
        "view_height",
        "zoom",
    )

    def __init__(
        self,
        sizes: Sequence[PageSize],
        zoom: float = 1.0,
        arrangement: Arrangement = COLUMN,
        contents: Sequence[Rect] | None = None,
        *,
        view_height: int = 0,
        margin_px: int = GAP_PX,
    ) -> None:
        """`sizes`: at least one page, or ValueError. `contents`: what is printed of each page; None: all of it.

        `view_height` matters where pages are turned, `margin_px` is what is left free around rows.
        """
        if not sizes:
            raise ValueError("a layout needs at least one page")
        self.arrangement, self.margin_px, self.view_height = arrangement, margin_px, view_height
        self._sizes = tuple((max(size.width_pt, _LEAST_PT), max(size.height_pt, _LEAST_PT)) for size in sizes)
        is_on_its_side = arrangement.rotation % 180 != 0
        self._shown_pt = tuple((high, wide) for wide, high in self._sizes) if is_on_its_side else self._sizes
        self._contents: tuple[Rect, ...] | None = None
        self._crops: tuple[Rect, ...] | None = None
        if contents is not None:
            # Nearly all pages share a few boxes: what is found out about one holds for all that have it.
            different = {id(rect): rect for rect in contents}
            boxes = {key: turned(rect, arrangement.rotation) for key, rect in different.items()}
            self._contents = tuple(boxes[id(rect)] for rect in contents)
            if arrangement.is_cropped:
                self._crop(self._contents)
        self._arrange()
        self._set_zoom(zoom)

    def _crop(self, contents: Sequence[Rect]) -> None:
        known: dict[tuple[int, float, float], tuple[Rect, tuple[float, float]]] = {}
        shown = []
        for rect, (width, height) in zip(contents, self._shown_pt, strict=True):
            key = (id(rect), width, height)
            if key not in known:
                cropped_pt = (rect.width * width, rect.height * height)
                is_too_small = min(cropped_pt) < _LEAST_PT
                known[key] = (WHOLE_PAGE, (width, height)) if is_too_small else (rect, cropped_pt)
            shown.append(known[key])
        self._crops = tuple(crop for crop, _ in shown)
        self._shown_pt = tuple(size for _, size in shown)

    def _arrange(self) -> None:
        heights: Sequence[float] = [height for _, height in self._shown_pt]
        if self.arrangement.has_pairs:
            rows = range(self.row_count)
            heights = [max(heights[page] for page in self.pages_of(row)) for row in rows]
        self._row_heights_pt = tuple(heights)
        # Total height of the rows above each row; one value more than there are rows.
        self._above_pt = tuple(accumulate(heights, initial=0.0))
        self._widest_pt = max(width for width, _ in self._shown_pt)
        self._tallest_pt = max(heights)

    def at_zoom(self, zoom: float) -> "PageLayout":
        """The same pages at another zoom (clamped to the limits), without another pass over them."""
        return self._copied(zoom, self.view_height)

    def in_view(self, height: int) -> "PageLayout":
        """The same pages for a view of another height."""
        return self if height == self.view_height else self._copied(self.zoom, height)

    def _copied(self, zoom: float, view_height: int) -> "PageLayout":
        layout = object.__new__(PageLayout)
        for name in self.__slots__:
            setattr(layout, name, getattr(self, name))
        layout._set_zoom(zoom)
        layout.view_height = view_height
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
    def row_count(self) -> int:
        return self.arrangement.row_count(self.page_count)

    @property
    def width(self) -> int:
        """Of the column, its margins included."""
        return self._width_of(self._widest_pt, self.scale) + 2 * self.margin_px

    @property
    def height(self) -> int:
        """Of the column. Where pages are turned, that of all slots."""
        if self.arrangement.is_paged:
            return self.row_count * self._pitch
        return self.row_start(self.row_count - 1) + self._row_height(self.row_count - 1) + 2 * self.margin_px

    def size_pt(self, page_index: int) -> tuple[float, float]:
        """Width and height in points of the page in the file, above zero also where that says otherwise."""
        return self._sizes[page_index]

    def turned_size_pt(self, page_index: int) -> tuple[float, float]:
        """Width and height in points of the turned page, before it is cropped."""
        width, height = self._sizes[page_index]
        return (height, width) if self.arrangement.rotation % 180 else (width, height)

    def crop_of(self, page_index: int) -> Rect:
        """What is shown of the turned page."""
        return WHOLE_PAGE if self._crops is None else self._crops[page_index]

    def page_top(self, page_index: int) -> int:
        row = self.arrangement.row_of(page_index)
        room = self._row_height(row) - self.page_height(page_index)
        return self.row_start(row) + self._gap_above(row) + room // 2

    def page_bottom(self, page_index: int) -> int:
        return self.page_top(page_index) + self.page_height(page_index)

    def page_height(self, page_index: int) -> int:
        row = self.arrangement.row_of(page_index)
        height_pt, row_height = self._shown_pt[page_index][1], self._row_height(row)
        if height_pt == self._row_heights_pt[row]:
            return row_height
        return max(min(int(height_pt * self.scale), row_height), 1)

    def page_width(self, page_index: int) -> int:
        return int(self._shown_pt[page_index][0] * self.scale)

    def page_left(self, page_index: int, view_width: int) -> int:
        """Rows are centred in the column, and the column in a wider view; pages of a spread meet in the middle."""
        room, width = max(self.width, view_width), self.page_width(page_index)
        side = self.arrangement.side_of(page_index)
        if side == 0:
            return (room - width) // 2
        return room // 2 - SPINE_PX // 2 - width if side < 0 else room // 2 + SPINE_PX // 2

    def _width_of(self, page_width_pt: float, scale: float) -> int:
        width = int(page_width_pt * scale)
        return 2 * width + SPINE_PX if self.arrangement.has_pairs else width

    # --- Rows ---

    def pages_of(self, row: int) -> range:
        return self.arrangement.pages_of(row, self.page_count)

    def row_of(self, page_index: int) -> int:
        return self.arrangement.row_of(page_index)

    def row_start(self, row: int) -> int:
        """Where the gap above a row begins."""
        if self.arrangement.is_paged:
            return row * self._pitch
        return self.margin_px * row + int(self._above_pt[row] * self.scale)

    def _row_height(self, row: int) -> int:
        above, below = self._above_pt[row : row + 2]
        return int(below * self.scale) - int(above * self.scale)

    def _gap_above(self, row: int) -> int:
        if self.arrangement.is_paged:
            return max((self.view_height - self._row_height(row)) // 2, self.margin_px)
        return self.margin_px

    @property
    def _pitch(self) -> int:
        """From slot to slot."""
        return max(int(self._tallest_pt * self.scale) + 1 + 2 * self.margin_px, self.view_height, 1)

    def _extent(self, row: int) -> int:
        """How far one can scroll within a slot."""
        return max(self._row_height(row) + 2 * self.margin_px - self.view_height, 0)

    def row_at(self, y: float) -> int:
        """The row at this height; the gap above a row belongs to it. Outside: the first or last row."""
        if self.arrangement.is_paged:
            return min(max(int(y // self._pitch), 0), self.row_count - 1)
        return max(bisect_right(range(self.row_count), y, key=self.row_start) - 1, 0)

    def page_at(self, y: float) -> int:
        """The page at this height, in a spread the one that is read first. Outside: the first or last row's."""
        return self.pages_of(self.row_at(y))[0]

    def visible(self, top: float, bottom: float) -> range:
        """The pages of the rows of which something shows between two heights (of an empty view: none)."""
        if bottom <= top:
            return range(0)
        first = self.row_at(top)
        if self.arrangement.is_paged:
            return self.pages_of(first)  # the view shows nothing beyond its slot
        last = self.row_at(bottom)
        if self.row_start(first) + self.margin_px + self._row_height(first) <= top:
            first += 1  # its end is just above
        if self.row_start(last) + self.margin_px >= bottom:
            last -= 1  # only the gap above it shows
        if first > last:
            return range(0)
        return range(self.pages_of(first)[0], self.pages_of(last)[-1] + 1)

    def current_page(self, top: float, view_height: float) -> int:
        """The page one reads: of the first row that shows by half, or fills half of the view."""
        bottom = top + view_height
        shown: dict[int, float] = {}
        for index in self.visible(top, bottom):
            row = self.row_of(index)
            if row in shown:
                continue
            row_top, row_height = self.row_start(row) + self._gap_above(row), self._row_height(row)
            shown[row] = min(bottom, row_top + row_height) - max(top, row_top)
            if shown[row] >= min(row_height, view_height) / 2:
                return index
        return self.pages_of(max(shown, key=shown.__getitem__))[0] if shown else self.page_at(top)

    # --- Places ---

    def place_at(self, y: float) -> tuple[int, float]:
        """Page (of a spread the higher one) and fraction of it at this height of the column; `offset_of` undoes it.

        In the gap above the page: -1..0, a fraction of the gap, which does not grow with the zoom.
        """
        pages = self.pages_of(self.row_at(y))
        index = max(pages, key=lambda page: self._shown_pt[page][1])
        below = y - self.page_top(index)
        if below < 0:
            return index, below / self._gap_of(index)
        crop = self.crop_of(index)
        return index, crop.y0 + below / self.page_height(index) * crop.height

    def offset_of(self, page_index: int, fraction: float) -> float:
        """The height at which a place of a page lies; one that is cropped away: the edge of what is shown."""
        top = self.page_top(page_index)
        if fraction < 0:
            return top + fraction * self._gap_of(page_index)
        crop = self.crop_of(page_index)
        below = (fraction - crop.y0) / crop.height
        if fraction <= 1:
            below = min(max(below, 0.0), 1.0)
        return top + below * self.page_height(page_index)

    def _gap_of(self, page_index: int) -> int:
        return max(self.page_top(page_index) - self.row_start(self.row_of(page_index)), 1)

    def page_offset(self, page_index: int) -> int:
        """Where to scroll to show a page from its beginning, with the gap above it."""
        return self.row_start(self.row_of(page_index))

    def spot_offset(self, spot: Spot, view_height: float) -> float:
        """Where to scroll so that a spot begins at a third of the view, or higher where it ends below it."""
        if not spot.rects:
            return self.page_offset(spot.page_index)
        bounds = turned(bounds_of(spot.rects), self.arrangement.rotation)
        top = self.offset_of(spot.page_index, bounds.y0)
        bottom = self.offset_of(spot.page_index, bounds.y1) + self.margin_px
        # All of it where it fits; its first line always.
        return min(max(top - view_height * EVIDENCE_AT, bottom - view_height), top)

    def height_of(self, spot: Spot) -> float:
        """How far down the column a spot begins, as a fraction of its height."""
        top = turned(bounds_of(spot.rects), self.arrangement.rotation).y0 if spot.rects else 0.0
        return self.offset_of(min(max(spot.page_index, 0), self.page_count - 1), top) / self.height

    # --- Scrolling ---

    def furthest(self, view_height: int) -> int:
        """The last height to which one can scroll."""
        if self.arrangement.is_paged:
            return self.row_start(self.row_count - 1) + self._extent(self.row_count - 1)
        return max(self.height - view_height, 0)

    def settled(self, top: float) -> float:
        """The height that is shown where the column is scrolled to `top`: no slot is left half turned."""
        if not self.arrangement.is_paged:
            return top
        return self.kept_with(self.pages_of(self.row_at(top))[0], top)

    def kept_with(self, page_index: int, top: float) -> float:
        """The nearest height to which one can scroll without leaving a page's slot; in a column any."""
        if not self.arrangement.is_paged:
            return max(top, 0)
        row = self.row_of(page_index)
        start = self.row_start(row)
        return min(max(top, start), start + self._extent(row))

    def moved(self, top: float, by: float) -> float:
        """Where scrolling by some pixels leads: where pages are turned first to the end of the row, then to the next.

        The row above is entered at its end. May lead beyond the ends of a column.
        """
        if not self.arrangement.is_paged:
            return top + by
        row = self.row_at(top)
        start = self.row_start(row)
        inside, extent = top - start, self._extent(row)
        if by > 0 and inside >= extent:
            return self.row_start(row + 1) if row + 1 < self.row_count else top
        if by < 0 and inside <= 0:
            return self.row_start(row - 1) + self._extent(row - 1) if row > 0 else top
        return start + min(max(inside + by, 0), extent)

    # --- Zoom ---

    def fitting_zoom(self, fit: Fit, page_index: int, view_width: int, view_height: int) -> float:
        """The zoom at which the row of a page fits the view; with "none" the present one."""
        if fit == "none":
            return self.zoom
        pages = self.pages_of(self.row_of(page_index))
        spine = SPINE_PX if self.arrangement.has_pairs else 0
        if fit == "content":
            width_pt = sum(self._content_ends_pt(pages))
        else:
            width_pt = max(self._shown_pt[page][0] for page in pages) * (2 if self.arrangement.has_pairs else 1)
        scale = max(view_width - 2 * self.margin_px - spine, 1) / width_pt
        if fit == "page":
            height_pt = max(self._shown_pt[page][1] for page in pages)
            scale = min(scale, max(view_height - 2 * self.margin_px, 1) / height_pt)
        return clamp_zoom(scale / PX_PER_PT)

    def content_center(self, page_index: int, view_width: int) -> float:
        """The middle of what is printed on the row of a page, as a fraction of the width of the column."""
        left_pt, right_pt = self._content_ends_pt(self.pages_of(self.row_of(page_index)))
        room = max(self.width, view_width)
        return 0.5 + (right_pt - left_pt) / 2 * self.scale / room

    def _content_ends_pt(self, pages: Sequence[int]) -> tuple[float, float]:
        """How far what is printed on a row reaches to the left and to the right of its middle."""
        lefts, rights = [], []
        for page in pages:
            crop = self.crop_of(page)
            content = crop if self._contents is None else self._contents[page]
            width_pt = self.turned_size_pt(page)[0]
            left, right = (content.x0 - crop.x0) * width_pt, (content.x1 - crop.x0) * width_pt
            shown = self._shown_pt[page][0]
            begin = {-1: -shown, 0: -shown / 2, 1: 0.0}[self.arrangement.side_of(page)]
            lefts.append(-begin - left)
            rights.append(begin + right)
        if len(lefts) == 1 and self.arrangement.has_pairs:  # a page without a neighbour does not change the zoom
            width = max(lefts[0], rights[0])
            return width, width
        return max(lefts), max(rights)


def bounds_of(rects: Sequence[Rect]) -> Rect:
    """The smallest rectangle around at least one rectangle."""
    bounds = rects[0]
    for rect in rects[1:]:
        bounds = bounds.united(rect)
    return bounds
