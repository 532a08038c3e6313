"""A box drawn over the pages: the next drag of the mouse makes it, instead of selecting text."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QRubberBand

from reader.core.document import Rect
from reader.ui.page_canvas import PageCanvas


class RubberBand(QObject):
    """One for each view. Points are in the view; the box is within the page on which it was begun."""

    waiting_changed = Signal(bool)
    """Whether the next drag draws a box."""

    def __init__(self, view: PageCanvas) -> None:
        super().__init__(view)
        self._view = view
        self._then: Callable[[int, Rect], None] | None = None
        self._pressed: QPointF | None = None
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, view.viewport())
        self._band.setObjectName("rubber_band")

    @property
    def is_waiting(self) -> bool:
        return self._then is not None

    def begin(self, then: Callable[[int, Rect], None]) -> None:
        """Let the next drag draw a box: `then` gets the page index and the box in fractions of the page."""
        self._then, self._pressed = then, None
        self._view.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.waiting_changed.emit(True)

    def cancel(self) -> bool:
        """Whether there was something to cancel."""
        if self._then is None:
            return False
        self._then, self._pressed = None, None
        self._band.hide()
        self._view.viewport().unsetCursor()
        self.waiting_changed.emit(False)
        return True

    # --- The mouse; each says whether the event was meant for the band ---

    def press(self, event: QMouseEvent) -> bool:
        if self._then is None:
            return False
        if event.button() is Qt.MouseButton.LeftButton and self._view.page_count:
            self._pressed = event.position()
            self._band.setGeometry(QRect(event.position().toPoint(), QSize()))
        else:
            self.cancel()
        return True

    def move(self, event: QMouseEvent) -> bool:
        if self._pressed is not None:
            self._band.setGeometry(self._on_page(self._pressed, event.position())[1].toAlignedRect())
            self._band.show()
        return self._then is not None

    def release(self, event: QMouseEvent) -> bool:
        if self._then is None:
            return False
        if self._pressed is not None and event.button() is Qt.MouseButton.LeftButton:
            pressed, then = self._pressed, self._then
            is_meant = (event.position() - pressed).manhattanLength() >= QApplication.startDragDistance()
            page_index, box = self._on_page(pressed, event.position())
            view = self._view.view_now()
            self.cancel()
            if is_meant and box.width() > 1 and box.height() > 1:
                corners = [view.point_on(page_index, corner)[1:] for corner in (box.topLeft(), box.bottomRight())]
                (x0, y0), (x1, y1) = corners
                then(page_index, Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        return True

    def _on_page(self, pressed: QPointF, point: QPointF) -> tuple[int, QRectF]:
        """The page on which the box was begun, and as much of the box as lies on it."""
        view = self._view.view_now()
        page_index = view.nearest_point(pressed)[0]
        page, ratio = view.page_rect_px(page_index), view.device_pixel_ratio
        shown = QRectF(page.x() / ratio, page.y() / ratio, page.width() / ratio, page.height() / ratio)
        return page_index, QRectF(pressed, point).normalized().intersected(shown)
