"""Presenting: the pages one by one on the whole screen, nothing beside them, turned by keys, clicks and the wheel."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QWheelEvent

from reader.ui.page_canvas import PageCanvas
from reader.ui.page_images import PageSource, Start
from reader.ui.page_view import PageView

_CURSOR_MS = 2000
"""The cursor goes when the mouse has rested for this long."""
_NOTCH = 120
"""Of the wheel, in its units."""
_KEY = Qt.Key
_ONWARD = (_KEY.Key_Down, _KEY.Key_PageDown, _KEY.Key_Space, _KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_N)
_BACK = (_KEY.Key_Up, _KEY.Key_PageUp, _KEY.Key_Backspace, _KEY.Key_P)


class Presentation(PageCanvas):
    """A window over all of a screen. It ends by Esc or F5, and says on which page."""

    ended = Signal(int)
    """Page index."""

    def __init__(self, source: PageSource, start: Start, shown: PageCanvas) -> None:
        """`shown`: the view that shows the document; the presentation begins at its page, with its rows and sides."""
        super().__init__(start, shown.window(), margin_px=0)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setObjectName("presentation")
        self.setWindowTitle(self.tr("Presentation"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor("black"))
        palette.setColor(QPalette.ColorRole.WindowText, QColor("white"))
        self.setPalette(palette)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._is_black = False
        self._turned = 0.0
        """Parts of a notch of the wheel that have not turned a page yet."""
        self._resting = QTimer(self, singleShot=True, interval=_CURSOR_MS)
        self._resting.timeout.connect(lambda: self.viewport().setCursor(Qt.CursorShape.BlankCursor))
        self._resting.start()
        self.show_document(source)
        self.arrange(replace(shown.arrangement, is_paged=True, is_cropped=False))
        self.set_zoom(1.0, "page")
        self._go_to(shown.page_index)

    def _go_to(self, page_index: int) -> None:
        if self._layout is not None:
            self.show_offset(self._layout.page_offset(page_index), page_index)

    # --- Qt ---

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_black:
            QPainter(self.viewport()).fillRect(event.rect(), QColor("black"))
        else:
            super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        onward, back = _KEY.Key_Right, _KEY.Key_Left
        if self.arrangement.is_right_to_left:
            onward, back = back, onward
        if key in (_KEY.Key_Escape, _KEY.Key_F5):
            self.close()
        elif key in (_KEY.Key_B, _KEY.Key_Period):
            self._is_black = not self._is_black
            self.viewport().update()
        elif key in _BACK or key == back or (key == _KEY.Key_Space and is_shifted):
            self.turn(-1)
        elif key in _ONWARD or key == onward:
            self.turn(1)
        elif key == _KEY.Key_Home:
            self._go_to(0)
        elif key == _KEY.Key_End:
            self._go_to(self.page_count - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.turn(1)
        elif event.button() is Qt.MouseButton.RightButton:
            self.turn(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # it belongs to the press; nothing behind this window shall have it

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two quick clicks are two pages

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.viewport().unsetCursor()
        self._resting.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.phase() is not Qt.ScrollPhase.ScrollMomentum:
            self._turned -= event.angleDelta().y() / _NOTCH
            if abs(self._turned) >= 1:
                self.turn(1 if self._turned > 0 else -1)
                self._turned = 0.0
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        page_index = self.page_index
        self._resting.stop()
        self.show_document(None)
        super().closeEvent(event)
        self.ended.emit(page_index)


class Presenting(QObject):
    """Begins presentations of what a view shows, one at a time, and comes back to the page where they ended."""

    def __init__(self, view: PageView, start: Start) -> None:
        super().__init__(view)
        self._view, self._start = view, start
        self._presentation: Presentation | None = None

    @property
    def is_running(self) -> bool:
        return self._presentation is not None

    def begin(self) -> None:
        source = self._view.source
        if source is None or self._presentation is not None:
            return
        self._presentation = Presentation(source, self._start, self._view)
        self._presentation.ended.connect(self._on_ended)
        self._presentation.setGeometry(self._view.screen().geometry())
        self._presentation.showFullScreen()
        self._presentation.setFocus()

    def end(self) -> None:
        if self._presentation is not None:
            self._presentation.close()

    def _on_ended(self, page_index: int) -> None:
        self._presentation = None
        if self._view.source is not None and page_index != self._view.page_index:
            self._view.go_to_page(page_index)
        self._view.setFocus()
