"""Ribbons at the edge of the pages where bookmarks are, as they hang out of a book."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPolygonF

from reader.core.bookmarks import Bookmark
from reader.core.document import Rect
from reader.ui.page_canvas import PageCanvas

COLOUR = QColor("#c2413b")
_WIDTH, _HEIGHT, _NOTCH = 14.0, 26.0, 6.0
_INSET = 12.0
"""From the right edge of the page; logical pixels, like the others."""


class BookmarkRibbons:
    """Painted over the pages; the view calls `paint` when it has painted them."""

    def __init__(self, view: PageCanvas) -> None:
        self._view = view
        self._by_page: dict[int, list[Bookmark]] = {}

    def show_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        self._by_page = {}
        for bookmark in bookmarks:
            self._by_page.setdefault(bookmark.page_index, []).append(bookmark)
        self._view.viewport().update()

    def paint(self) -> None:
        if not self._by_page or not self._view.page_count:
            return
        view = self._view.view_now()
        shown = [page_index for page_index in view.pages if page_index in self._by_page]
        if not shown:
            return
        painter = QPainter(self._view.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for page_index in shown:
            for bookmark in self._by_page[page_index]:
                top = min(max(bookmark.top, 0.0), 1.0)
                line = view.rect_px(page_index, Rect(0.0, top, 1.0, top))
                ratio = view.device_pixel_ratio
                self._paint_one(painter, QPointF(line.right() / ratio - _INSET, line.top() / ratio), bookmark.letter)
        painter.end()

    @staticmethod
    def _paint_one(painter: QPainter, corner: QPointF, letter: str) -> None:
        """`corner`: the upper right one."""
        left, right, top = corner.x() - _WIDTH, corner.x(), corner.y()
        bottom = top + _HEIGHT
        painter.setBrush(COLOUR)
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(left, top),
                    QPointF(right, top),
                    QPointF(right, bottom),
                    QPointF((left + right) / 2, bottom - _NOTCH),
                    QPointF(left, bottom),
                ]
            )
        )
        if letter:
            font = QFont(painter.font())
            font.setPixelSize(12)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(Qt.GlobalColor.white)
            box = QRectF(left, top, _WIDTH, _HEIGHT - _NOTCH)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
            painter.setPen(Qt.PenStyle.NoPen)
