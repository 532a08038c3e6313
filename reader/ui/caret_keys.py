"""Reading and selecting with the keyboard: a caret in the text of the pages, as browsers have it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter

from reader.core.caret import Arrow, Caret, PageNeeded, Unit, arrow_move, edge_of, moved
from reader.core.document import Spot
from reader.core.text_selection import TextMap, TextPlace, TextRange
from reader.ui.page_canvas import PageCanvas
from reader.ui.selecting import Selecting

_WIDTH_PX = 2
_ON_PAPER, _ON_DARK = QColor("#1A56C4"), QColor("#8AB4F8")
_ARROWS: dict[int, Arrow] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_EDGES: dict[int, int] = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}
_SCREENS: dict[int, int] = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_SCREEN = 0.9
"""Of the height of the view, for a key that goes by a screen."""
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class CaretKeys(QObject):
    """With the caret switched on, arrows move it; with Shift they select, and that also while it is off.

    Without the caret, Shift selects from where the text was clicked or selected last.
    """

    is_on_changed = Signal(bool)

    def __init__(self, view: PageCanvas, selecting: Selecting, reveal: Callable[[Spot], None]) -> None:
        """`reveal`: bring a spot into view, with as little scrolling as will do."""
        super().__init__(view)
        self._view, self._selecting, self._reveal = view, selecting, reveal
        self._is_on = False
        self._caret: Caret | None = None
        self._pending: tuple[int, Callable[[], None]] | None = None
        """What waits for the text of a page."""
        self._is_lit = True
        self._blinking = QTimer(self)
        self._blinking.timeout.connect(self._blink)
        selecting.text_arrived.connect(self._on_text_arrived)
        selecting.placed.connect(self._on_placed)

    # --- On and off ---

    @property
    def is_on(self) -> bool:
        return self._is_on

    def set_on(self, is_on: bool) -> None:
        """Show the caret: where text was clicked or selected last, else at the first text that shows."""
        if is_on == self._is_on:
            return
        self._is_on, self._pending = is_on, None
        if is_on:
            self._caret = self._begin_at()
        self._light_up()
        self.is_on_changed.emit(is_on)

    def forget(self) -> None:
        """Another document is shown."""
        self._caret, self._pending = None, None
        self._light_up()

    # --- Keys ---

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key was meant for the caret."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_selecting = bool(modifiers & _SHIFT)
        is_known = event.key() in _ARROWS or event.key() in _EDGES or event.key() in _SCREENS
        if not is_known or modifiers & ~(_CTRL | _SHIFT) or not (self._is_on or is_selecting):
            return False
        if not self._view.page_count:
            return False
        caret = self._start()
        if caret is None:
            return self._is_on or is_selecting
        self._pending = None
        is_far = bool(modifiers & _CTRL)
        if event.key() in _ARROWS:
            unit, step = arrow_move(_ARROWS[event.key()], caret, self._map_of)
            self._move("word" if is_far and unit == "character" else unit, step, is_selecting=is_selecting)
        elif event.key() in _SCREENS:
            if is_far:
                return False  # another document's tab
            self._move_by_screen(_SCREENS[event.key()], is_selecting=is_selecting)
        elif is_far:
            step = _EDGES[event.key()]
            self._go_to_edge(0 if step < 0 else self._view.page_count - 1, -step, is_selecting=is_selecting)
        else:
            self._move("line_edge", _EDGES[event.key()], is_selecting=is_selecting)
        return True

    def _start(self) -> Caret | None:
        """Where the caret is, or would be."""
        if self._caret is None or (not self._is_on and self._selecting.focus != self._caret.place):
            self._caret = self._begin_at()
        return self._caret

    def _begin_at(self) -> Caret | None:
        if self._selecting.focus is not None:
            return Caret(self._selecting.focus)
        view = self._view.view_now() if self._view.page_count else None
        if view is None:
            return None
        # The first line of which the middle shows.
        place = self._selecting.place_at(QPointF(view.width / 2, min(view.height / 8, 60)))
        if place is None:
            return None
        found = self._map_of(place.page_index)
        span = None if found is None else found.line_span(place.position)
        return Caret(place if span is None else TextPlace(place.page_index, span[0]))

    def _move(self, unit: Unit, step: int, *, is_selecting: bool) -> None:
        if self._caret is None:
            return
        selected = self._selecting.range
        if not is_selecting and selected is not None and not selected.is_empty and unit in ("character", "word"):
            # As everywhere: the selection collapses to its end, or its beginning.
            self._arrive(Caret(selected.last if step > 0 else selected.first), is_selecting=False)
            return
        found = moved(self._caret, unit, step, self._map_of, self._view.page_count)
        if isinstance(found, PageNeeded):
            self._go_to_edge(found.page_index, found.step, is_selecting=is_selecting)
        else:
            self._arrive(found, is_selecting=is_selecting)

    def _go_to_edge(self, page_index: int, step: int, *, is_selecting: bool) -> None:
        """To the first place of a page (step 1) or its last, as soon as its text is known; over empty pages."""
        edge = edge_of(page_index, step, self._map_of)
        if edge is not None:
            self._arrive(edge, is_selecting=is_selecting)
        elif self._map_of(page_index) is not None:
            if 0 <= page_index + step < self._view.page_count:
                self._go_to_edge(page_index + step, step, is_selecting=is_selecting)
        else:
            self._pending = (page_index, lambda: self._go_to_edge(page_index, step, is_selecting=is_selecting))
            self._selecting.want_too(page_index)

    def _move_by_screen(self, step: int, *, is_selecting: bool) -> None:
        spot = None if self._caret is None else self._spot(self._caret.place)
        if spot is None or self._caret is None:
            return
        view = self._view.view_now()
        at = view.rect_px(spot.page_index, spot.rects[0]).center() / view.device_pixel_ratio
        bar, height = self._view.verticalScrollBar(), view.height * _SCREEN
        before = bar.value()
        bar.setValue(round(before + step * height))
        scrolled = bar.value() - before
        # As far as the pages did not move, the caret does.
        self._place_at(QPointF(at.x(), at.y() + step * height - scrolled), is_selecting=is_selecting)

    def _place_at(self, point: QPointF, *, is_selecting: bool) -> None:
        page_index = self._view.view_now().nearest_point(point)[0]
        if self._map_of(page_index) is None:
            self._pending = (page_index, lambda: self._place_at(point, is_selecting=is_selecting))
            self._selecting.want_too(page_index)
            return
        place = self._selecting.place_at(point)
        if place is not None:
            self._arrive(Caret(place), is_selecting=is_selecting)

    def _arrive(self, caret: Caret, *, is_selecting: bool) -> None:
        self._pending = None
        if is_selecting:
            selected = self._selecting.range
            anchor = selected.anchor if selected is not None else self._caret.place if self._caret else caret.place
            self._caret = caret
            self._selecting.select(TextRange(anchor, caret.place), is_settled=False)
        else:
            self._caret = caret
            self._selecting.put(caret.place)
        spot = self._spot(caret.place)
        if spot is not None:
            self._reveal(spot)
        self._light_up()

    # --- What follows the mouse and the texts ---

    def _on_placed(self, place: TextPlace) -> None:
        """Text was clicked or selected with the mouse."""
        if self._caret is None or self._caret.place != place:
            self._caret = Caret(place)
            self._light_up()

    def _on_text_arrived(self, page_index: int) -> None:
        if self._pending is not None and self._pending[0] == page_index:
            act = self._pending[1]
            self._pending = None
            act()
        elif self._is_on and self._caret is None:
            self._caret = self._begin_at()
            self._light_up()

    def _map_of(self, page_index: int) -> TextMap | None:
        return None if self._selecting.texts is None else self._selecting.texts.map_of(page_index)

    def _spot(self, place: TextPlace) -> Spot | None:
        found = self._map_of(place.page_index)
        rect = None if found is None else found.caret_rect(place.position)
        return None if rect is None else Spot(place.page_index, (rect,))

    # --- What shows of it ---

    def paint(self, painter: QPainter) -> None:
        """On top of everything; `painter` in logical pixels of the view."""
        if not self._is_on or not self._is_lit or self._caret is None or not self._view.page_count:
            return
        spot, view = self._spot(self._caret.place), self._view.view_now()
        if spot is None or spot.page_index not in view.pages:
            return
        ratio = view.device_pixel_ratio
        box = view.rect_px(spot.page_index, spot.rects[0])
        line = QRectF(box.x() / ratio, box.y() / ratio, box.width() / ratio, box.height() / ratio)
        if line.width() < line.height():
            line = QRectF(line.center().x() - _WIDTH_PX / 2, line.y(), _WIDTH_PX, line.height())
        else:  # across a line that is written downwards
            line = QRectF(line.x(), line.center().y() - _WIDTH_PX / 2, line.width(), _WIDTH_PX)
        painter.fillRect(line, _ON_DARK if view.colours == "dark" else _ON_PAPER)

    def _light_up(self) -> None:
        """Show it and begin the blinking anew."""
        self._is_lit = True
        flash_ms = QGuiApplication.styleHints().cursorFlashTime()
        if self._is_on and self._caret is not None and flash_ms > 0:
            self._blinking.start(flash_ms // 2)
        else:
            self._blinking.stop()
        self._view.viewport().update()

    def _blink(self) -> None:
        if not self._view.hasFocus():
            self._is_lit = True
            return
        self._is_lit = not self._is_lit
        self._view.viewport().update()
