"""The part of the column of pages that the window shows: where each page lies on the screen, and the way back."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF

from reader.core.document import Rect
from reader.core.page_layout import PageLayout
from reader.ui.page_images import PictureKey, page_size_px, preview_key, tile_keys

_PREVIEWS_AHEAD = 3
_PREVIEWS_BEHIND = 1
_SCREENS_AHEAD = 1.0


@dataclass(frozen=True, slots=True)
class PageViewport:
    """Scroll offset and size in logical pixels; what ends in `_px` is in pixels of the device."""

    layout: PageLayout
    left: int
    top: int
    width: int
    height: int
    device_pixel_ratio: float

    @property
    def scale_px_per_pt(self) -> float:
        return self.layout.scale * self.device_pixel_ratio

    @property
    def pages(self) -> range:
        return self.layout.visible(self.top, self.top + self.height)

    def page_rect_px(self, page_index: int) -> QRect:
        """Where a page lies on the screen, at whole pixels so that its pictures stay sharp."""
        left = self.layout.page_left(page_index, self.width) - self.left
        top = self.layout.page_top(page_index) - self.top
        width, height = page_size_px(self.layout.size_pt(page_index), self.scale_px_per_pt)
        ratio = self.device_pixel_ratio
        return QRect(round(left * ratio), round(top * ratio), width, height)

    def rect_px(self, page_index: int, rect: Rect) -> QRectF:
        """Where a part of a page lies on the screen. The one door from fractions of a page to pixels."""
        page = self.page_rect_px(page_index)
        return QRectF(
            page.x() + rect.x0 * page.width(),
            page.y() + rect.y0 * page.height(),
            rect.width * page.width(),
            rect.height * page.height(),
        )

    def page_point(self, point: QPointF) -> tuple[int, float, float] | None:
        """Page index and fractions of the page under a point of the view; None beside and between pages."""
        page_index, x, y = self.nearest_point(point)
        return (page_index, x, y) if 0 <= x < 1 and 0 <= y < 1 else None

    def nearest_point(self, point: QPointF) -> tuple[int, float, float]:
        """As page_point, but beside and between pages of the page that is nearest: fractions below 0 or above 1."""
        page_index = self.layout.page_at(self.top + point.y())
        page = self.page_rect_px(page_index)
        x = (point.x() * self.device_pixel_ratio - page.x()) / page.width()
        y = (point.y() * self.device_pixel_ratio - page.y()) / page.height()
        return page_index, x, y

    def wanted(self, direction: int) -> Iterator[PictureKey]:
        """Pictures by urgency: what shows, then what comes next when scrolling down (direction 1) or up (-1)."""
        pages = self.pages
        visible = pages if direction > 0 else reversed(pages)
        yield from (self._preview(page_index) for page_index in (*visible,))
        yield from self._tiles(self.top, self.top + self.height)
        if not pages:
            return
        ahead = pages[-1] if direction > 0 else pages[0]
        behind = pages[0] if direction > 0 else pages[-1]
        yield from self._previews_beside(ahead, direction, _PREVIEWS_AHEAD)
        screen = round(self.height * _SCREENS_AHEAD)
        if direction > 0:
            yield from self._tiles(self.top + self.height, self.top + self.height + screen)
        else:
            yield from self._tiles(self.top - screen, self.top)
        yield from self._previews_beside(behind, -direction, _PREVIEWS_BEHIND)

    def visible_tiles(self, page_index: int, part: QRect | None = None) -> list[PictureKey]:
        """The tiles of a page that show in a part (device pixels) of the view, by default in all of it."""
        page = self.page_rect_px(page_index)
        if part is None:
            ratio = self.device_pixel_ratio
            part = QRect(0, 0, round(self.width * ratio), round(self.height * ratio))
        shown = page.intersected(part).translated(-page.topLeft())
        size_pt = self.layout.size_pt(page_index)
        corners = (shown.x(), shown.y(), shown.x() + shown.width(), shown.y() + shown.height())
        return tile_keys(page_index, size_pt, self.scale_px_per_pt, corners)

    def _tiles(self, top: int, bottom: int) -> Iterator[PictureKey]:
        """The tiles between two heights of the column, as far as the view shows its width."""
        ratio = self.device_pixel_ratio
        part = QRect(0, round((top - self.top) * ratio), round(self.width * ratio), round((bottom - top) * ratio))
        for page_index in self.layout.visible(top, bottom):
            yield from self.visible_tiles(page_index, part)

    def _preview(self, page_index: int) -> PictureKey:
        return preview_key(page_index, self.layout.size_pt(page_index))

    def _previews_beside(self, page_index: int, direction: int, count: int) -> Iterator[PictureKey]:
        for other in range(page_index + direction, page_index + direction * (count + 1), direction):
            if 0 <= other < self.layout.page_count:
                yield self._preview(other)
