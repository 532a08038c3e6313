"""Scrolling by the wheel: notches glide to where they lead, what a touchpad sends in pixels goes straight through."""

from PySide6.QtCore import QEasingCurve, QObject, Qt, QVariantAnimation
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QStyle

from reader.core.page_layout import PageLayout

GLIDE_MS = 120
"""How long a notch takes, where the style animates at all."""
_NOTCH = 120
"""Units of QWheelEvent.angleDelta in a notch of a common wheel; finer ones send parts of it, as touchpads do."""
_TURN_PX = 120
"""Of a touchpad, past the end of a row: the way that turns the page, so that one stroke does not turn ten."""


class WheelScroll(QObject):
    """The wheel over pages. What else moves the scroll bar ends the gliding."""

    def __init__(self, area: QAbstractScrollArea, line_px: int) -> None:
        super().__init__(area)
        self._area, self._line_px = area, line_px
        self._goal = 0.0
        self._pushed_px = 0.0
        """How far a touchpad has gone beyond the end of the row."""
        self._is_moving = False
        self._glide = QVariantAnimation(self)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._move_to)
        area.verticalScrollBar().valueChanged.connect(self._on_moved)

    @property
    def is_gliding(self) -> bool:
        return self._glide.state() is QVariantAnimation.State.Running

    def stop(self) -> None:
        self._glide.stop()
        self._pushed_px = 0.0

    def scroll(self, event: QWheelEvent, layout: PageLayout, top: float) -> None:
        """`top`: the height of the column that is shown now."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        per_notch = QApplication.wheelScrollLines() * self._line_px
        is_fine = not pixels.isNull() or angle.y() % _NOTCH != 0
        across = pixels.x() if not pixels.isNull() else angle.x() / _NOTCH * per_notch
        down = pixels.y() if not pixels.isNull() else angle.y() / _NOTCH * per_notch
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not across:
            across, down = down, 0.0
        if abs(across) > abs(down):
            bar = self._area.horizontalScrollBar()
            bar.setValue(round(bar.value() - across))
        elif is_fine:
            is_momentum = event.phase() is Qt.ScrollPhase.ScrollMomentum
            self._push(layout, top, -down, may_turn=not is_momentum)
        elif down:
            self._turn(layout, top, -down)
        event.accept()

    def _turn(self, layout: PageLayout, top: float, by: float) -> None:
        """A notch, or several at once."""
        begun = self._goal if self.is_gliding else top
        goal = layout.moved(begun, by)
        if layout.row_at(goal) != layout.row_at(top) and layout.arrangement.is_paged:
            self.stop()
            self._move_to(goal)  # pages are turned, they do not slide
        else:
            self._glide_to(top, min(max(goal, 0.0), self._area.verticalScrollBar().maximum()))

    def _push(self, layout: PageLayout, top: float, by: float, *, may_turn: bool) -> None:
        self._glide.stop()
        goal = layout.moved(top, by)
        if layout.arrangement.is_paged and layout.row_at(goal) != layout.row_at(top):
            if self._pushed_px * by < 0:
                self._pushed_px = 0.0
            self._pushed_px += by if may_turn else 0.0
            if abs(self._pushed_px) < _TURN_PX:
                return
        self._pushed_px = 0.0
        self._move_to(goal)

    def _glide_to(self, top: float, goal: float) -> None:
        self._glide.stop()
        duration_ms = min(GLIDE_MS, self._style_ms())
        if duration_ms <= 0 or goal == top:
            self._move_to(goal)
            return
        self._goal = goal
        self._glide.setDuration(duration_ms)
        self._glide.setStartValue(float(top))
        self._glide.setEndValue(float(goal))
        self._glide.start()

    def _style_ms(self) -> int:
        """How long the platform lets things move; 0: nothing does."""
        return self._area.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self._area)

    def _move_to(self, top: float) -> None:
        self._is_moving = True
        try:
            self._area.verticalScrollBar().setValue(round(top))
        finally:
            self._is_moving = False

    def _on_moved(self) -> None:
        if not self._is_moving:
            self.stop()
