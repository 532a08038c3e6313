"""The evidence of an answer, painted on its pages like a text marker: the text below stays readable."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from reader.core.document import Spot
from reader.core.page_arrangement import Rotation
from reader.ui.page_ink import begin_marking
from reader.ui.page_viewport import PageViewport

AMBER = QColor("#FFC83D")
OUTLINE = QColor("#B45309")
_OPACITY_LIGHT = 0.35
_OPACITY_DARK = 0.45
_PADDING = 1 / 400
"""Around the words, as a part of the width of the page, so that lines below one another join."""
_PADDING_PX = 2.0
"""At most, in logical pixels; rounded corners and the outline go with it."""


@dataclass(slots=True)
class EvidenceMarks:
    """What is marked in a document, and which of it is the current one."""

    spots: tuple[Spot, ...] = ()
    current: int | None = None
    _by_page: dict[int, list[int]] = field(default_factory=dict)
    _paths: dict[tuple[int, int, int, Rotation], QPainterPath] = field(default_factory=dict)
    """Spot, page width and height, rotation -> its outline: joining rectangles costs more than filling it."""

    def replace(self, spots: Sequence[Spot], current: int | None) -> None:
        if tuple(spots) != self.spots:
            self.spots = tuple(spots)
            self._paths.clear()
            self._by_page.clear()
            for number, spot in enumerate(self.spots):
                if spot.rects:
                    self._by_page.setdefault(spot.page_index, []).append(number)
        self.current = current if current is not None and 0 <= current < len(self.spots) else None

    def paint(self, painter: QPainter, view: PageViewport, page_index: int, *, is_dark: bool) -> None:
        """Paint the marks of a page; `painter`: in pixels of the device."""
        numbers = self._by_page.get(page_index)
        if not numbers:
            return
        painter.save()
        painter.setClipRect(view.page_rect_px(page_index), Qt.ClipOperation.IntersectClip)
        painter.translate(view.sheet_px(page_index).topLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = begin_marking(painter, AMBER, _OPACITY_DARK if is_dark else _OPACITY_LIGHT, view.colours)
        marked = QPainterPath()  # where spots overlap, the ink is not twice as thick
        marked.setFillRule(Qt.FillRule.WindingFill)
        for number in numbers:
            marked.addPath(self._path(number, view))
        painter.fillPath(marked, colour)
        if self.current in numbers:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            outline = AMBER if view.colours == "dark" else OUTLINE
            pen = QPen(outline, max(0.75 * _padding(view, page_index), view.device_pixel_ratio))
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(self._path(self.current, view), pen)
        painter.restore()

    def _path(self, number: int, view: PageViewport) -> QPainterPath:
        spot = self.spots[number]
        sheet = view.sheet_px(spot.page_index)
        key = (number, sheet.width(), sheet.height(), view.layout.arrangement.rotation)
        if key not in self._paths:
            if len(self._paths) > 4 * len(self.spots):
                self._paths.clear()  # of zooms that are past
            self._paths[key] = _joined(spot, view)
        return self._paths[key]


def _joined(spot: Spot, view: PageViewport) -> QPainterPath:
    """From the corner of the sheet."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    padding = _padding(view, spot.page_index)
    corner = QPointF(view.sheet_px(spot.page_index).topLeft())
    for rect in spot.rects:
        box = view.rect_px(spot.page_index, rect).translated(-corner)
        path.addRoundedRect(box.adjusted(-padding, -padding, padding, padding), 1.5 * padding, 1.5 * padding)
    joined = path.simplified()
    joined.setFillRule(Qt.FillRule.WindingFill)
    return joined


def _padding(view: PageViewport, page_index: int) -> float:
    """In pixels of the device."""
    return min(_PADDING * view.sheet_px(page_index).width(), _PADDING_PX * view.device_pixel_ratio)
