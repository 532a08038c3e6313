"""The mouse on the pages: links that are clicked, text that is selected, and the cursor that tells which it will be."""

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from reader.ui.hot_spots import HotSpot, HotSpots
from reader.ui.mark_words import shown_words
from reader.ui.page_canvas import PageCanvas
from reader.ui.page_marks import PageMarks
from reader.ui.selecting import Selecting


class PageMouse(QObject):
    """What presses and moves mean; the view hands its events on. Points are in the view."""

    hot_spot_clicked = Signal(object)
    """A HotSpot: a link or a reference."""
    preview_requested = Signal(object)
    """A HotSpot that was clicked with the middle button, or with Ctrl held."""
    hot_spot_pointed = Signal(object)
    """The HotSpot under the mouse, or None: at each move."""
    failed_page_clicked = Signal(int)
    """Index of a page that could not be shown."""

    def __init__(self, view: PageCanvas, selecting: Selecting, hot_spots: HotSpots, marks: PageMarks) -> None:
        super().__init__(view)
        self._view, self._selecting, self._hot_spots, self._marks = view, selecting, hot_spots, marks
        self._pressed: tuple[HotSpot | None, QPointF] = (None, QPointF())
        self._at: QPointF | None = None
        """Where the mouse was last; None: it is not on the pages."""
        self._pointed: HotSpot | None = None
        self._second_click: tuple[int, QPointF] = (0, QPointF())
        """Timestamp (ms) and place of the last double click: a third one soon after selects the paragraph."""
        selecting.text_arrived.connect(self._on_page_arrived)
        hot_spots.arrived.connect(self._on_page_arrived)

    # --- The cursor ---

    def show_cursor(self, point: QPointF) -> None:
        self._at = point
        viewport = self._view.viewport()
        is_pin = self._marks.pin_at(point) is not None
        hot_spot = None if is_pin else self._hot_spots.at(point)
        if hot_spot is not None or is_pin or self._failed_page_at(point) is not None:
            viewport.setCursor(Qt.CursorShape.PointingHandCursor)
        elif self._selecting.is_on_text(point):
            viewport.setCursor(Qt.CursorShape.IBeamCursor)
        else:
            viewport.unsetCursor()
        link = None if hot_spot is None else hot_spot.link
        viewport.setToolTip(self._words_at(point) if link is None else link.uri or "")
        self._pointed = hot_spot
        self.hot_spot_pointed.emit(hot_spot)

    def hot_spot_now(self) -> HotSpot | None:
        """What the mouse was on when it moved last, if it is still on the pages."""
        return self._pointed

    def leave(self) -> None:
        """The mouse has left the pages."""
        self._at = self._pointed = None
        self.hot_spot_pointed.emit(None)

    def _words_at(self, point: QPointF) -> str:
        """What was said about what is marked there."""
        entry = self._marks.entry_at(point)
        return "" if entry is None or entry == self._marks.current else shown_words(entry)

    def _on_page_arrived(self, _page_index: int) -> None:
        if self._at is not None:
            self.show_cursor(self._at)

    def _failed_page_at(self, point: QPointF) -> int | None:
        place = self._view.view_now().page_point(point) if self._view.page_count else None
        return place[0] if place is not None and self._view.has_failed(place[0]) else None

    # --- Events ---

    def move(self, event: QMouseEvent) -> None:
        if not self._selecting.is_begun or not event.buttons() & Qt.MouseButton.LeftButton:
            self.show_cursor(event.position())
        else:
            self._selecting.drag_to(event.position(), is_far=_is_far(event.position(), self._pressed[1]))

    def press(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at = event.position()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._selecting.extend_to_click(at):
            self._pressed = (None, at)
            return
        self._pressed = (self._hot_spots.at(at), at)
        self._selecting.clear()
        self._marks.close()
        stamp, place = self._second_click
        soon = event.timestamp() - stamp < QApplication.doubleClickInterval()
        is_third = stamp > 0 and soon and not _is_far(at, place)
        self._begin_selecting(at, 3 if is_third else 1)

    def double_click(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._second_click = (max(event.timestamp(), 1), event.position())
            self._begin_selecting(event.position(), 2)

    def release(self, event: QMouseEvent) -> None:
        hot_spot = self._hot_spots.at(event.position())
        if event.button() is Qt.MouseButton.MiddleButton and hot_spot is not None:
            self.preview_requested.emit(hot_spot)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        (pressed_on, pressed_at), self._pressed = self._pressed, (None, QPointF())
        if self._selecting.end() or _is_far(event.position(), pressed_at):
            return
        at = event.position()
        failed_page = self._failed_page_at(at)
        entry = self._marks.pin_at(at) or (self._marks.entry_at(at) if hot_spot is None else None)
        if entry is not None:
            self._marks.open(entry)
        elif hot_spot is not None and hot_spot == pressed_on:
            is_preview = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.preview_requested if is_preview else self.hot_spot_clicked).emit(hot_spot)
        elif failed_page is not None:
            self.failed_page_clicked.emit(failed_page)

    def _begin_selecting(self, at: QPointF, clicks: int) -> None:
        if self._selecting.begin(at, clicks):
            self._pressed = (None, at)


def _is_far(point: QPointF, other: QPointF) -> bool:
    return (point - other).manhattanLength() >= QApplication.startDragDistance()
