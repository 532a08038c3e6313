"""The mouse on the pages: links that are clicked, text that is selected, and the cursor that tells which it will be."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from reader.core.document import Link
from reader.ui.page_canvas import PageCanvas
from reader.ui.page_images import PageSource, Start
from reader.ui.page_links import PageLinks
from reader.ui.selecting import Selecting


class PageMouse(QObject):
    """What presses and moves mean; the view hands its events on. Points are in the view."""

    link_clicked = Signal(object)
    """A Link."""
    failed_page_clicked = Signal(int)
    """Index of a page that could not be shown."""

    def __init__(self, view: PageCanvas, selecting: Selecting, start: Start) -> None:
        super().__init__(view)
        self._view, self._selecting, self._start = view, selecting, start
        self._links: PageLinks | None = None
        self._pressed: tuple[Link | None, QPointF] = (None, QPointF())
        self._second_click: tuple[int, QPointF] = (0, QPointF())
        """Timestamp (ms) and place of the last double click: a third one soon after selects the paragraph."""
        selecting.text_arrived.connect(self._on_page_arrived)

    # --- Links ---

    def show_links(self, source: PageSource | None) -> None:
        if self._links is not None:
            self._links.close()
            self._links.deleteLater()
        self._links = None
        if source is not None:
            self._links = PageLinks(source, self._start, self)
            self._links.arrived.connect(self._on_page_arrived)
        self._view.viewport().unsetCursor()

    def want(self, pages: Iterable[int]) -> None:
        """The pages that are in view now."""
        if self._links is not None:
            self._links.want(pages)

    def link_at(self, point: QPointF) -> Link | None:
        if self._links is None:
            return None
        place = self._view.view_now().page_point(point)
        return None if place is None else self._links.link_at(*place)

    # --- The cursor ---

    def show_cursor(self, point: QPointF) -> None:
        link, viewport = self.link_at(point), self._view.viewport()
        if link is not None or self._failed_page_at(point) is not None:
            viewport.setCursor(Qt.CursorShape.PointingHandCursor)
        elif self._selecting.is_on_text(point):
            viewport.setCursor(Qt.CursorShape.IBeamCursor)
        else:
            viewport.unsetCursor()
        viewport.setToolTip("" if link is None else link.uri or "")

    def _on_page_arrived(self, _page_index: int) -> None:
        view = self._view
        self.show_cursor(QPointF(view.viewport().mapFromGlobal(view.cursor().pos())))

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
        self._pressed = (self.link_at(at), at)
        self._selecting.clear()
        stamp, place = self._second_click
        soon = event.timestamp() - stamp < QApplication.doubleClickInterval()
        is_third = stamp > 0 and soon and not _is_far(at, place)
        self._begin_selecting(at, 3 if is_third else 1)

    def double_click(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._second_click = (max(event.timestamp(), 1), event.position())
            self._begin_selecting(event.position(), 2)

    def release(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        (link, pressed_at), self._pressed = self._pressed, (None, QPointF())
        if self._selecting.end() or _is_far(event.position(), pressed_at):
            return
        failed_page = self._failed_page_at(event.position())
        if link is not None and self.link_at(event.position()) == link:
            self.link_clicked.emit(link)
        elif failed_page is not None:
            self.failed_page_clicked.emit(failed_page)

    def _begin_selecting(self, at: QPointF, clicks: int) -> None:
        if self._selecting.begin(at, clicks):
            self._pressed = (None, at)


def _is_far(point: QPointF, other: QPointF) -> bool:
    return (point - other).manhattanLength() >= QApplication.startDragDistance()
