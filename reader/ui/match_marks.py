"""The matches of a search on the pages: every one of the pages in view, the current one outlined."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from reader.ui.find_results import FindResults
from reader.ui.page_ink import begin_marking
from reader.ui.page_viewport import PageViewport

FILL = QColor("#2EC4B6")
OUTLINE = QColor("#0F766E")
_OPACITY = 0.42
_CURRENT_OPACITY = 0.65
_MOST_ON_PAGE = 2_000
"""Matches painted on a page: one letter stands there more often only in a table of figures."""
_PADDING_PX = 1.0
"""Around the words, in logical pixels."""
_GROW_PX = 2.0


class MatchMarks(QObject):
    """Hidden until it is given results, and again when they are taken away."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._results: FindResults | None = None

    def show(self, results: FindResults | None) -> None:
        if results is self._results:
            return
        if self._results is not None:
            self._results.disconnect(self)
        self._results = results
        if results is not None:
            results.changed.connect(self._repaint)
            results.located.connect(self._repaint)
            results.current_changed.connect(self._repaint)
        self._repaint()

    @property
    def is_shown(self) -> bool:
        return self._results is not None

    def want(self, pages: Iterable[int]) -> None:
        """The pages that are in view now."""
        if self._results is not None and self._results.matches.total:
            for page_index in pages:
                self._results.on_page(page_index)

    def paint(self, painter: QPainter, view: PageViewport) -> None:
        """`painter`: in logical pixels of the view."""
        if self._results is None or not self._results.matches.total:
            return
        ratio = view.device_pixel_ratio
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = QPainterPath()
        for page_index in view.pages:
            page = view.page_rect_px(page_index)
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.WindingFill)
            found = self._results.rects_on(page_index)
            for number, rects in found[:_MOST_ON_PAGE] if len(found) > _MOST_ON_PAGE else found:
                target = current if number == self._results.current else path
                for rect in rects:
                    box = view.rect_px(page_index, rect)
                    target.addRect(box.adjusted(*(side * _PADDING_PX * ratio for side in (-1, 0, 1, 0))))
            painter.save()
            painter.setClipRect(page, Qt.ClipOperation.IntersectClip)
            painter.fillPath(path, begin_marking(painter, FILL, _OPACITY, view.colours))
            painter.restore()
        if not current.isEmpty():
            current.setFillRule(Qt.FillRule.WindingFill)
            painter.fillPath(current, begin_marking(painter, FILL, _CURRENT_OPACITY, view.colours))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            pen = QPen(FILL if view.colours == "dark" else OUTLINE, 1.5 * ratio)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for polygon in current.toFillPolygons():
                grown = polygon.boundingRect().adjusted(*(side * _GROW_PX * ratio for side in (-1, -1, 1, 1)))
                painter.drawRoundedRect(grown, 2 * ratio, 2 * ratio)
        painter.restore()

    def _repaint(self, *_what: object) -> None:
        self._viewport.update()
