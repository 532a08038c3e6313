"""Where the thumbnails of a document's pages lie: cells of one size in rows, thousands of them at no cost.

Lengths are logical pixels from the top left corner of the whole grid.
"""

from dataclasses import dataclass

SPACING_PX = 12


@dataclass(frozen=True, slots=True)
class Cell:
    left: float
    top: float
    width: float
    height: float

    def contains(self, x: float, y: float) -> bool:
        return self.left <= x < self.left + self.width and self.top <= y < self.top + self.height


@dataclass(frozen=True, slots=True)
class ThumbnailGrid:
    """Cells are as wide as the view allows columns for, and in the middle of it."""

    page_count: int
    cell_width: float
    cell_height: float
    view_width: float

    @property
    def columns(self) -> int:
        return max(int((self.view_width - SPACING_PX) // (self.cell_width + SPACING_PX)), 1)

    @property
    def rows(self) -> int:
        return -(-self.page_count // self.columns)

    @property
    def height(self) -> float:
        return self.rows * (self.cell_height + SPACING_PX) + SPACING_PX if self.page_count else 0.0

    def cell(self, page_index: int) -> Cell:
        row, column = divmod(page_index, self.columns)
        used = min(self.columns, max(self.page_count, 1))
        width = used * self.cell_width + (used - 1) * SPACING_PX
        left = max((self.view_width - width) / 2, 0.0)
        return Cell(
            left + column * (self.cell_width + SPACING_PX),
            SPACING_PX + row * (self.cell_height + SPACING_PX),
            self.cell_width,
            self.cell_height,
        )

    def visible(self, top: float, bottom: float) -> range:
        """The pages of the rows of which something shows between two heights."""
        if bottom <= top or not self.page_count:
            return range(0)
        pitch = self.cell_height + SPACING_PX
        first = max(int((top - SPACING_PX) // pitch), 0) * self.columns
        last = (max(int(bottom // pitch), 0) + 1) * self.columns
        return range(min(first, self.page_count), min(last, self.page_count))

    def page_at(self, x: float, y: float) -> int | None:
        """The page whose cell holds a point."""
        page_index = self.nearest(x, y)
        return page_index if page_index is not None and self.cell(page_index).contains(x, y) else None

    def nearest(self, x: float, y: float) -> int | None:
        """The page of the row and column that a point is nearest to; None where there are no pages."""
        if not self.page_count:
            return None
        row = min(max(int((y - SPACING_PX / 2) // (self.cell_height + SPACING_PX)), 0), self.rows - 1)
        left = self.cell(0).left - SPACING_PX / 2
        column = min(max(int((x - left) // (self.cell_width + SPACING_PX)), 0), self.columns - 1)
        return min(row * self.columns + column, self.page_count - 1)
