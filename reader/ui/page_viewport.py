"""The part of the column of pages that the window shows: where each page lies on the screen, and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QRectF

from reader.core.document import Rect
from reader.core.page_arrangement import turned, turned_back
from reader.core.page_colours import PageColours
from reader.core.page_layout import PageLayout
from reader.ui.page_images import PictureKey, page_size_px, preview_key, tile_keys

_PREVIEWS_NEXT = 2
_PREVIEWS_AHEAD = 8
_PREVIEWS_BEHIND = 1


@dataclass(frozen=True, slots=True)
class PageViewport:
    """Scroll offset and size in logical pixels; what ends in `_px` is in pixels of the device."""

    layout: PageLayout
    left: int
    top: int
    width: int
    height: int
    device_pixel_ratio: float
    colours: PageColours = "printed"

    @property
    def scale_px_per_pt(self) -> float:
        return self.layout.scale * self.device_pixel_ratio

    @property
    def pages(self) -> range:
        return self.layout.visible(self.top, self.top + self.height)

    # --- From pages to the screen and back ---

    def sheet_px(self, page_index: int) -> QRect:
        """Where a page would lie on the screen if nothing of it were cropped. Its pictures are laid out on this."""
        width, height = page_size_px(self.layout.turned_size_pt(page_index), self.scale_px_per_pt)
        crop = self.layout.crop_of(page_index)
        left = self.layout.page_left(page_index, self.width) - self.left
        top = self.layout.page_top(page_index) - self.top
        ratio = self.device_pixel_ratio
        return QRect(
            round(left * ratio) - round(crop.x0 * width), round(top * ratio) - round(crop.y0 * height), width, height
        )

    def page_rect_px(self, page_index: int) -> QRect:
        """Where what is shown of a page lies, at whole pixels so that its pictures stay sharp."""
        sheet = self.sheet_px(page_index)
        crop = self.layout.crop_of(page_index)
        left, right = round(crop.x0 * sheet.width()), round(crop.x1 * sheet.width())
        top, bottom = round(crop.y0 * sheet.height()), round(crop.y1 * sheet.height())
        return QRect(sheet.x() + left, sheet.y() + top, max(right - left, 1), max(bottom - top, 1))

    def rect_px(self, page_index: int, rect: Rect) -> QRectF:
        """Where a part of a page lies on the screen. The one door from fractions of a page to pixels."""
        sheet = self.sheet_px(page_index)
        shown = turned(rect, self.layout.arrangement.rotation)
        return QRectF(
            sheet.x() + shown.x0 * sheet.width(),
            sheet.y() + shown.y0 * sheet.height(),
            shown.width * sheet.width(),
            shown.height * sheet.height(),
        )

    def page_point(self, point: QPointF) -> tuple[int, float, float] | None:
        """Page index and fractions of the page under a point of the view; None beside and between pages."""
        on_screen = QPointF(point) * self.device_pixel_ratio
        for page_index in self._pages_at(point.y()):
            page = self.page_rect_px(page_index)
            if (
                page.x() <= on_screen.x() < page.x() + page.width()
                and page.y() <= on_screen.y() < page.y() + page.height()
            ):
                return self.point_on(page_index, point)
        return None

    def nearest_point(self, point: QPointF) -> tuple[int, float, float]:
        """As page_point, but beside and between pages of the page that is nearest: fractions below 0 or above 1."""

        def distance(page_index: int) -> float:
            page = self.page_rect_px(page_index)
            x = point.x() * self.device_pixel_ratio
            return max(page.x() - x, x - page.x() - page.width(), 0.0)

        page_index = min(self._pages_at(point.y()), key=distance)
        return self.point_on(page_index, point)

    def point_on(self, page_index: int, point: QPointF) -> tuple[int, float, float]:
        """A point of the view in fractions of a given page, which need not be below it."""
        sheet = self.sheet_px(page_index)
        x = (point.x() * self.device_pixel_ratio - sheet.x()) / sheet.width()
        y = (point.y() * self.device_pixel_ratio - sheet.y()) / sheet.height()
        return page_index, *turned_back(x, y, self.layout.arrangement.rotation)

    def _pages_at(self, y: float) -> range:
        """The row at a height of the view."""
        top = self.top + y
        row = self.layout.row_at(self.top if self.layout.arrangement.is_paged else top)
        return self.layout.pages_of(row)

    # --- Pictures ---

    def wanted(self, direction: int, *, is_first: bool = False, is_flying: bool = False) -> Iterator[PictureKey]:
        """Pictures by urgency: what shows, then what comes next when scrolling down (direction 1) or up (-1).

        `is_first`: without previews of what shows before it is there, since a page is drawn in hardly less time when
        it is small. `is_flying`: previews alone.
        """
        pages = self.pages
        if is_first:
            yield from self.shown_tiles()
        visible = pages if direction > 0 else reversed(pages)
        yield from (self.preview(page_index) for page_index in (*visible,))
        if not pages:
            return
        ahead = pages[-1] if direction > 0 else pages[0]
        behind = pages[0] if direction > 0 else pages[-1]
        # Some before what shows is sharp, and more before what comes next is: one of them is new at each page, and a
        # page that takes long must not let a reader who goes on come to white paper.
        yield from self._previews_beside(ahead, direction, _PREVIEWS_NEXT)
        if not is_flying:
            yield from self.shown_tiles()
        yield from self._previews_beside(ahead, direction, _PREVIEWS_AHEAD)
        if not is_flying:
            yield from self._next_screen(direction).shown_tiles()
        yield from self._previews_beside(behind, -direction, _PREVIEWS_BEHIND)

    def preview(self, page_index: int) -> PictureKey:
        return preview_key(page_index, self.layout.size_pt(page_index), self.colours)

    def visible_tiles(self, page_index: int, part: QRect | None = None) -> list[PictureKey]:
        """The tiles of a page that show in a part (device pixels) of the view, by default in all of it."""
        if part is None:
            ratio = self.device_pixel_ratio
            part = QRect(0, 0, round(self.width * ratio), round(self.height * ratio))
        sheet = self.sheet_px(page_index)
        shown = self.page_rect_px(page_index).intersected(part).translated(-sheet.topLeft())
        corners = (shown.x(), shown.y(), shown.x() + shown.width(), shown.y() + shown.height())
        size_pt, rotation = self.layout.turned_size_pt(page_index), self.layout.arrangement.rotation
        return tile_keys(page_index, size_pt, self.scale_px_per_pt, corners, rotation, self.colours)

    def shown_tiles(self) -> Iterator[PictureKey]:
        for page_index in self.pages:
            yield from self.visible_tiles(page_index)

    def _next_screen(self, direction: int) -> "PageViewport":
        """What shows after scrolling by a screen, or after turning to the next row."""
        return replace(self, top=round(self.layout.moved(self.top, direction * self.height)))

    def _previews_beside(self, page_index: int, direction: int, count: int) -> Iterator[PictureKey]:
        for other in range(page_index + direction, page_index + direction * (count + 1), direction):
            if 0 <= other < self.layout.page_count:
                yield self.preview(other)
