"""The evidence of an answer, painted on its pages like a text marker: the text below stays readable."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from reader.core.document import Rect, Spot

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
    _paths: dict[tuple[int, int, int], QPainterPath] = field(default_factory=dict)
    """Spot, page width, page height -> its outline: joining rectangles costs more than filling the result."""

    def replace(self, spots: Sequence[Spot], current: int | None) -> None:
        if tuple(spots) != self.spots:
            self.spots = tuple(spots)
            self._paths.clear()
            self._by_page.clear()
            for number, spot in enumerate(self.spots):
                if spot.rects:
                    self._by_page.setdefault(spot.page_index, []).append(number)
        self.current = current if current is not None and 0 <= current < len(self.spots) else None

    def paint(
        self, painter: QPainter, page_index: int, page: QRect, device_pixel_ratio: float, *, is_dark: bool
    ) -> None:
        """Paint the marks of a page whose place on the painter is `page`; all in pixels of the device."""
        numbers = self._by_page.get(page_index)
        if not numbers:
            return
        painter.save()
        painter.translate(page.topLeft())
        painter.setClipRect(QRect(0, 0, page.width(), page.height()), Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(AMBER)
        colour.setAlphaF(_OPACITY_DARK if is_dark else _OPACITY_LIGHT)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        marked = QPainterPath()  # where spots overlap, the ink is not twice as thick
        marked.setFillRule(Qt.FillRule.WindingFill)
        for number in numbers:
            marked.addPath(self._path(number, page, device_pixel_ratio))
        painter.fillPath(marked, colour)
        if self.current in numbers:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            pen = QPen(OUTLINE, max(0.75 * _padding(page, device_pixel_ratio), device_pixel_ratio))
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(self._path(self.current, page, device_pixel_ratio), pen)
        painter.restore()

    def _path(self, number: int, page: QRect, ratio: float) -> QPainterPath:
        key = (number, page.width(), page.height())
        if key not in self._paths:
            if len(self._paths) > 4 * len(self.spots):
                self._paths.clear()  # of zooms that are past
            self._paths[key] = _joined(self.spots[number].rects, page, ratio)
        return self._paths[key]


def _joined(rects: Sequence[Rect], page: QRect, ratio: float) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    padding = _padding(page, ratio)
    for rect in rects:
        box = QRectF(
            rect.x0 * page.width(),
            rect.y0 * page.height(),
            rect.width * page.width(),
            rect.height * page.height(),
        )
        path.addRoundedRect(box.adjusted(-padding, -padding, padding, padding), 1.5 * padding, 1.5 * padding)
    joined = path.simplified()
    joined.setFillRule(Qt.FillRule.WindingFill)
    return joined


def _padding(page: QRect, ratio: float) -> float:
    """In pixels of the device."""
    return min(_PADDING * page.width(), _PADDING_PX * ratio)
