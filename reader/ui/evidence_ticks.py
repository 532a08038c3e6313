"""A strip beside the scroll bar: an amber tick wherever evidence lies in the document, a finer one for each match."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider, QWidget

from reader.ui.evidence_marks import AMBER, OUTLINE
from reader.ui.match_marks import FILL as MATCH
from reader.ui.match_marks import OUTLINE as CURRENT_MATCH

WIDTH_PX = 8
_TICK_PX = 3
_MATCH_PX = 2
_REACH_PX = 6
"""How far from a tick a click still means it."""


class EvidenceTicks(QWidget):
    """Lies beside a vertical scroll bar and is as high as it."""

    tick_clicked = Signal(int)
    """Position in the sequence given to `show_ticks`."""
    match_clicked = Signal(int)
    """Position in the sequence given to `show_matches`."""

    def __init__(self, bar: QScrollBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._bar = bar
        self._heights: tuple[float, ...] = ()
        self._current: int | None = None
        self._matches: tuple[float, ...] = ()
        self._current_match: float | None = None
        self.setObjectName("evidence_ticks")
        self.setAccessibleName(self.tr("Where the evidence lies"))
        self.setMouseTracking(True)

    def show_ticks(self, heights: Sequence[float], current: int | None) -> None:
        """Heights as fractions of the whole document; `current` is painted stronger."""
        self._heights = tuple(heights)
        self._current = current if current is not None and 0 <= current < len(heights) else None
        self.update()

    def show_matches(self, heights: Sequence[float], current: float | None) -> None:
        """The same for the matches of a search; `current`: the height of the one that is shown."""
        self._matches, self._current_match = tuple(heights), current
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_PX, 100)

    def tick_rects(self) -> list[QRectF]:
        """Where the ticks are painted, in the order given to `show_ticks`."""
        groove = self._groove()
        room = max(groove.height() - _TICK_PX, 1)
        return [QRectF(1, groove.y() + height * room, self.width() - 2, _TICK_PX) for height in self._heights]

    def match_rects(self) -> list[QRectF]:
        """Where the ticks of matches are painted, thinner and in the right half; one for all at the same height."""
        groove = self._groove()
        room = max(groove.height() - _MATCH_PX, 1)
        rows = sorted({round(height * room) for height in self._matches})
        left = self.width() / 2
        return [QRectF(left, groove.y() + row, left, _MATCH_PX) for row in rows]

    def _groove(self) -> QRect:
        """The part of the scroll bar its slider moves in, which leaves out arrow buttons."""
        option = QStyleOptionSlider()
        self._bar.initStyleOption(option)
        groove = self._bar.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarGroove, self._bar
        )
        offset = self._bar.mapTo(self.parentWidget(), QPoint(0, 0)).y() - self.y()
        return groove.translated(0, offset)

    def _tick_near(self, y: float) -> int | None:
        distances = [(abs(rect.center().y() - y), number) for number, rect in enumerate(self.tick_rects())]
        distance, number = min(distances, default=(_REACH_PX + 1.0, 0))
        return number if distance <= _REACH_PX else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, rect in enumerate(self.tick_rects()):
            painter.setBrush(OUTLINE if number == self._current else AMBER)
            painter.drawRoundedRect(rect, 1, 1)
        painter.setBrush(MATCH)
        painter.drawRects(self.match_rects())
        if self._current_match is not None:
            groove = self._groove()
            top = groove.y() + self._current_match * max(groove.height() - _TICK_PX, 1)
            painter.setBrush(CURRENT_MATCH)
            painter.drawRect(QRectF(self.width() / 2 - 1, top, self.width() / 2 + 1, _TICK_PX))
        if self._current is not None:  # above its neighbours
            painter.setBrush(OUTLINE)
            painter.drawRoundedRect(self.tick_rects()[self._current], 1, 1)

    def _match_near(self, y: float) -> int | None:
        groove = self._groove()
        at = (y - groove.y()) / max(groove.height() - _MATCH_PX, 1)
        distance, number = min(
            ((abs(height - at), number) for number, height in enumerate(self._matches)), default=(1.0, 0)
        )
        return number if distance * groove.height() <= _REACH_PX else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        y = event.position().y()
        is_near = self._tick_near(y) is not None or self._match_near(y) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_near else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._tick_near(event.position().y())
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if number is not None:
            self.tick_clicked.emit(number)
            return
        number = self._match_near(event.position().y())
        if number is not None:
            self.match_clicked.emit(number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # else it would go on to the pages
