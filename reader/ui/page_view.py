"""The pages as a reader moves in them: keys, mouse, links, jumps there and back, and the evidence of answers."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from reader.core.document import Link, Rect, Spot
from reader.core.jumplist import JumpList, Visited
from reader.core.page_layout import GAP_PX, MARGIN_PX, bounds_of, next_zoom
from reader.ui.bookmark_ribbons import BookmarkRibbons
from reader.ui.caret_keys import CaretKeys
from reader.ui.evidence_ticks import WIDTH_PX as TICKS_PX
from reader.ui.evidence_ticks import EvidenceTicks
from reader.ui.hot_spots import HotSpot, HotSpots
from reader.ui.match_marks import MatchMarks
from reader.ui.page_canvas import LINE_PX, PageCanvas, Place
from reader.ui.page_images import PageSource, Start
from reader.ui.page_marks import PageMarks
from reader.ui.page_mouse import PageMouse
from reader.ui.page_references import ReferenceSource
from reader.ui.page_texts import LoadText
from reader.ui.previews import Previews
from reader.ui.rubber_band import RubberBand
from reader.ui.selecting import Selecting
from reader.ui.text_marking import Selected
from reader.ui.wheel_scroll import WheelScroll

_OVERLAP_PX = 48
"""What stays in view when scrolling by a screen, so that the eye finds its line again."""
_WHEEL_ZOOM = 1.2
"""Zoom per notch of the wheel (120 units)."""


class PageView(PageCanvas):
    """The document on the screen. Pages count from 0; jumps remember where one was."""

    link_activated = Signal(object)
    """A Link that leads out of the document was clicked (`uri` is set); others are followed here."""
    history_changed = Signal(bool, bool)
    """Whether one can go back, and forward."""
    spot_shown = Signal(object)
    """The Spot that was jumped to."""
    selection_changed = Signal(bool)
    """Whether text is selected."""
    match_tick_clicked = Signal(int)
    """Position in what was given to `show_match_ticks`."""

    def __init__(self, start: Start, parent: QWidget | None = None, *, margin_px: int = GAP_PX) -> None:
        super().__init__(start, parent, margin_px=margin_px)
        self.menu_for_selection: Sequence[QAction | None] = ()
        """What the right button offers on selected text; None is a line between groups."""
        self.menu_for_page: Sequence[QAction | None] = ()
        self.selecting = Selecting(self, start)
        self.selecting.changed.connect(self.selection_changed)
        self.ribbons = BookmarkRibbons(self)
        self.caret = CaretKeys(self, self.selecting, self.reveal)
        self.matches = MatchMarks(self.viewport())
        self._match_places: tuple[Sequence[Spot], Spot | None] = ((), None)
        self.band = RubberBand(self)
        self._hot_spots = HotSpots(self, start)
        self.previews = Previews(self, self._hot_spots, start)
        self.previews.jump_requested.connect(self._arrive)
        self.marks = PageMarks(self)
        self._mouse = PageMouse(self, self.selecting, self._hot_spots, self.marks)
        self._mouse.hot_spot_pointed.connect(self.previews.point_at)
        self._mouse.hot_spot_clicked.connect(self._on_hot_spot_clicked)
        self._mouse.preview_requested.connect(self.previews.pin)
        self.previews.card.entered.connect(self._mouse.leave)
        self._mouse.failed_page_clicked.connect(self.try_again)
        self._wheel = WheelScroll(self, LINE_PX)
        self.menu_point: QPointF | None = None
        """Where it was opened last."""
        self._jumps: JumpList[Place] = JumpList()
        self._history = (False, False)
        self._ticks = EvidenceTicks(self.verticalScrollBar(), self)
        self._ticks.tick_clicked.connect(self._on_tick_clicked)
        self._ticks.match_clicked.connect(self.match_tick_clicked)
        self.setViewportMargins(0, 0, TICKS_PX, 0)
        self.setObjectName("page_view")
        self.setAccessibleName(self.tr("Pages of the document"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.page_changed.connect(self._describe_page)
        self.laid_out_anew.connect(self._show_ticks)

    def show_document(self, source: PageSource | None) -> None:
        self.show_texts(None)
        self.show_references(None)
        self._hot_spots.show_links(source)
        self.previews.show_document(source)
        self.viewport().unsetCursor()
        self.marks.show_marks(())
        self.marks.show_annotations(())
        self._jumps.clear()
        self._ticks.show_ticks((), None)
        self._match_places = ((), None)
        self._ticks.show_matches((), None)
        super().show_document(source)
        self._describe_page(self.page_index)
        self._note_history()

    # --- Selected text ---

    def show_texts(self, load: LoadText | None) -> None:
        """Let text be selected: `load` gives the text of a page."""
        self.selecting.show_texts(load)
        self.caret.forget()
        if load is not None:
            self._update_view()

    def selected(self) -> Selected | None:
        return self.selecting.selected()

    def select_all(self) -> None:
        if self._layout is not None:
            self.selecting.select_all(self.page_index)

    # --- Jumps ---

    def go_to_page(self, page_index: int) -> None:
        """Show a page from its beginning."""
        if self._layout is not None:
            page_index = min(max(page_index, 0), self.page_count - 1)
            self._remember()
            self.show_offset(self._layout.page_offset(page_index), page_index)
            self._announce()

    def jump_to(self, spot: Spot) -> None:
        """Show a spot at a third of the height of the view."""
        if self._layout is None or not 0 <= spot.page_index < self.page_count:
            return
        self._remember()
        # It would lie over the evidence, and its bar too.
        self.selecting.clear()
        self._show_spot(spot)
        self._announce()
        self.spot_shown.emit(spot)

    def arrive_at(self, spot: Spot) -> None:
        """Show a spot of a document that was opened for it: there is no earlier place in it to go back to."""
        if self._layout is not None and 0 <= spot.page_index < self.page_count:
            self._show_spot(spot)
            self._announce()
            self.spot_shown.emit(spot)

    def go_to_place(self, page_index: int, top: float) -> None:
        """Show a page from a fraction of its height on; below 0: in the gap above it."""
        if self._layout is not None:
            page_index = min(max(page_index, 0), self.page_count - 1)
            self._remember()
            self.return_to(Place(page_index, (page_index, top), 0.5))
            self._announce()

    def scroll_to(self, page_index: int, top: float) -> None:
        """Let the view begin at a fraction of a page, which may be below 0. Not a jump: there is no way back."""
        if self._layout is not None:
            layout = self._layout
            first, end = layout.offset_of(page_index, 0.0), layout.offset_of(page_index, 1.0)
            self.show_offset(max(first + top * (end - first), 0.0), page_index)

    def turn_to(self, page_index: int) -> None:
        """Show a page from its beginning. Not a jump: there is no way back."""
        if self._layout is not None:
            self.show_offset(self._layout.page_offset(page_index), page_index)
            self._announce()

    def go_home(self) -> None:
        self.go_to_page(0)

    def go_end(self) -> None:
        """Show the end of the last page."""
        if self._layout is not None:
            self._remember()
            self.show_offset(self._layout.furthest(self.viewport().height()), self.page_count - 1)
            self._announce()

    def go_back(self) -> None:
        self._return_to(self._jumps.back(self.place()))

    def go_forward(self) -> None:
        self._return_to(self._jumps.forward(self.place()))

    def visited(self) -> tuple[list[Visited], list[Visited]]:
        """The places behind (oldest first) and ahead (nearest last), to be kept until the document is opened again."""
        behind, ahead = self._jumps.places()
        return [place.visited for place in behind], [place.visited for place in ahead]

    def restore_visited(self, behind: Sequence[Visited], ahead: Sequence[Visited]) -> None:
        """Let back and forward lead where they led in another session; of pages that are gone, to the last one."""
        behind, ahead = ([place.within(self.page_count) for place in places] for places in (behind, ahead))
        self._jumps.restore([Place.of(place) for place in behind], [Place.of(place) for place in ahead])
        self._note_history()

    def _remember(self) -> None:
        self._jumps.jump(self.place())
        self._note_history()

    def _return_to(self, place: Place | None) -> None:
        if place is not None:
            self.return_to(place)
            self._announce()
        self._note_history()

    def _note_history(self) -> None:
        history = (self._jumps.can_back, self._jumps.can_forward)
        if history != self._history:
            self._history = history
            self.history_changed.emit(*history)

    def _show_spot(self, spot: Spot) -> None:
        view = self.view_now()
        center = None
        if spot.rects and view.layout.width > view.width:
            ratio = view.device_pixel_ratio
            shown = view.rect_px(spot.page_index, bounds_of(spot.rects))
            left, right = shown.left() / ratio - MARGIN_PX, shown.right() / ratio + MARGIN_PX
            if left < 0 or right > view.width:
                # The middle of the evidence, but its beginning where it is wider than the view.
                middle = view.left + min((left + right) / 2, left + view.width / 2)
                center = middle / view.layout.width
        self.show_offset(view.layout.spot_offset(spot, view.height), spot.page_index, center)

    # --- Zoom and scrolling ---

    def zoom_in(self) -> None:
        self.set_zoom(next_zoom(self.zoom, 1))

    def zoom_out(self) -> None:
        self.set_zoom(next_zoom(self.zoom, -1))

    def actual_size(self) -> None:
        self.set_zoom(1.0)

    def fit_width(self) -> None:
        self.set_zoom(self.zoom, "width")

    def fit_content(self) -> None:
        """Let what is printed on the page fill the width of the view."""
        self.set_zoom(self.zoom, "content")

    def begin_zoom_box(self) -> None:
        """Let the next drag draw the box that is to fill the view."""
        self.band.begin(self._zoom_to_box)

    def _zoom_to_box(self, page_index: int, box: Rect) -> None:
        view = self.view_now()
        shown, ratio = view.rect_px(page_index, box), view.device_pixel_ratio
        self.zoom_to(QRectF(shown.topLeft() / ratio, shown.size() / ratio))

    def fit_page(self) -> None:
        """Show the page that is being read as a whole."""
        page_index = self.page_index
        self.set_zoom(self.zoom, "page")
        if self._layout is not None:
            self.show_offset(self._layout.page_offset(page_index), page_index)

    def scroll_screen(self, direction: int) -> None:
        """Scroll by nearly the height of the view, down (1) or up (-1); by a row of pages where they are fitted."""
        if self.fit == "page":
            self.turn(direction)
        else:
            height = self.viewport().height()
            self._scroll_by(direction * max(height - _OVERLAP_PX, height // 2))

    def _scroll_by(self, by: float) -> None:
        if self._layout is not None:
            self.verticalScrollBar().setValue(round(self._layout.moved(self.view_now().top, by)))

    # --- Evidence ---

    def mark_evidence(self, spots: Sequence[Spot], current: int | None = None) -> None:
        """Mark spots until others are marked; the current one (position in `spots`) is outlined."""
        if self._layout is None:
            return
        self._marks.replace(spots, current)
        self._show_ticks()
        self.viewport().update()

    def _show_ticks(self) -> None:
        if self._layout is not None:
            heights = [self._layout.height_of(spot) for spot in self._marks.spots]
            self._ticks.show_ticks(heights, self._marks.current)
            matches, current = self._match_places
            at = None if current is None else self._layout.height_of(current)
            self._ticks.show_matches([self._layout.height_of(place) for place in matches], at)

    def _on_tick_clicked(self, number: int) -> None:
        self.jump_to(self._marks.spots[number])

    # --- Matches of a search ---

    def show_match(self, spot: Spot, *, remember: bool) -> None:
        """Bring a match into view, which is left as it is where it shows the match. `remember`: one can go back."""
        if self._layout is None or not 0 <= spot.page_index < self.page_count:
            return
        if remember:
            self._remember()
        self.selecting.clear()
        if not self._is_in_view(spot):
            self._show_spot(spot)
            self._announce()
        self._update_view()

    def show_match_ticks(self, places: Sequence[Spot], current: Spot | None) -> None:
        """Where matches begin, and where the current one does."""
        self._match_places = (places, current)
        self._show_ticks()

    def reveal(self, spot: Spot) -> None:
        """Bring a small spot into view with as little scrolling as will do."""
        view = self.view_now()
        if spot.page_index in view.pages:
            box, ratio = view.rect_px(spot.page_index, bounds_of(spot.rects)), view.device_pixel_ratio
            above, below = box.top() / ratio - GAP_PX, box.bottom() / ratio + GAP_PX - view.height
            if above >= 0 >= below:
                return
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + (above if above < 0 else below)))
            view = self.view_now()
            box = view.rect_px(spot.page_index, bounds_of(spot.rects))
            if spot.page_index in view.pages and box.top() >= 0 and box.bottom() <= view.height * ratio:
                return
        self._show_spot(spot)

    def _is_in_view(self, spot: Spot) -> bool:
        """Whether all of it shows, and not just at the edge."""
        view = self.view_now()
        if not spot.rects or spot.page_index not in view.pages:
            return False
        ratio = view.device_pixel_ratio
        margin = min(_OVERLAP_PX, view.height // 8) * ratio
        room = QRectF(0, margin, view.width * ratio, view.height * ratio - 2 * margin)
        return room.contains(view.rect_px(spot.page_index, bounds_of(spot.rects)))

    # --- Links ---

    def show_references(self, source: ReferenceSource | None) -> None:
        """Let references in the text lead where they mean, and both them and links show it."""
        self._hot_spots.show_references(source)
        self.previews.show_references(source)

    def take_in_text(self, _coverage: object = None) -> None:
        """More of the document has been read: more references may lead somewhere."""
        self._hot_spots.grow()

    def look_up(self) -> None:
        """Show what the selected text refers to, or what is at the caret or under the mouse."""
        selected, hot_spot = self.selected(), self._mouse.hot_spot_now()
        caret = self.selecting.focus if self.caret.is_on else None
        if selected is not None:
            selection = selected.selection
            self.previews.look_up(selection.page_index, selection.start, max(selection.end, selection.start + 1))
        elif caret is not None:
            self.previews.look_up(caret.page_index, caret.position, caret.position + 1)
        elif hot_spot is not None:
            self.previews.pin(hot_spot)
        else:
            self.previews.missed.emit()

    def link_at(self, point: QPointF) -> Link | None:
        """The link under a point of the view."""
        hot_spot = self._hot_spots.at(point)
        return None if hot_spot is None else hot_spot.link

    def _on_hot_spot_clicked(self, hot_spot: HotSpot) -> None:
        target = self.previews.known_target(hot_spot)
        self.previews.dismiss()
        if target is not None:
            self._arrive(target.spot)
        elif hot_spot.link is not None:
            self.follow(hot_spot.link)

    def _arrive(self, spot: Spot) -> None:
        self.jump_to(spot)
        self.previews.arrive(spot)

    def follow(self, link: Link) -> None:
        """Jump to where an internal link leads; one that leads elsewhere is only reported."""
        if link.page_index is not None:
            self.jump_to(HotSpot(link.page_index, (link.rect,), link).spot)
        else:
            self.link_activated.emit(link)

    # --- Accessibility ---

    def _page_words(self) -> str:
        if self._source is None:
            return ""
        label = self._source.info.label_of(self.page_index)
        return self.tr("Page {0} of {1}").format(label, self.page_count)

    def _describe_page(self, _page_index: int) -> None:
        self.setAccessibleDescription(self._page_words())

    def _announce(self) -> None:
        """Say to a screen reader where a jump has led."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._page_words()))

    # --- Events ---

    def _update_view(self) -> None:
        super()._update_view()
        if self._layout is not None and self.isVisible():
            pages = self.view_now().pages
            self._hot_spots.want(pages)
            self.selecting.want(pages)
            self.matches.want(pages)
            self.previews.follow()
        self.selecting.follow()
        self.marks.follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._layout is not None and self.matches.is_shown:
            painter = QPainter(self.viewport())
            self.matches.paint(painter, self.view_now())
            painter.end()
        self.selecting.paint()
        self.ribbons.paint()
        if self.caret.is_on:
            painter = QPainter(self.viewport())
            self.caret.paint(painter)
            painter.end()
        self.previews.paint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._layout is None:
            event.ignore()
            return
        self.menu_point = QPointF(event.pos())
        menu = QMenu(self)
        menu.setObjectName("page_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.menu_for_selection if self.selected() is not None else self.menu_for_page:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        view = self.viewport().geometry()
        self._ticks.setGeometry(view.right() + 1, view.top(), TICKS_PX, view.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / 120
            if notches:
                self.set_zoom(self.zoom * _WHEEL_ZOOM**notches, at=event.position())
            event.accept()
        elif self._layout is not None:
            self._wheel.scroll(event, self._layout, self.view_now().top)
            self._mouse.show_cursor(event.position())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.set_zoom(self.zoom * (1 + event.value()), at=event.position())
            return True
        if event.type() is QEvent.Type.Leave:
            self._mouse.leave()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_shifted = modifiers == Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_Escape and self.band.cancel():
            pass
        elif key == Qt.Key.Key_Escape and self.previews.is_shown:
            self.previews.dismiss()
        elif key == Qt.Key.Key_Escape and self.selected() is not None:
            self.selecting.clear()
        elif self.caret.press(event):
            pass
        elif not modifiers and self.marks.take_key(key):
            event.accept()
        elif modifiers and not (is_shifted and key == Qt.Key.Key_Space):
            event.ignore()  # shortcuts belong to the window
        elif key == Qt.Key.Key_PageDown or (key == Qt.Key.Key_Space and not is_shifted):
            self.scroll_screen(1)
        elif key == Qt.Key.Key_PageUp or key == Qt.Key.Key_Space:
            self.scroll_screen(-1)
        elif key == Qt.Key.Key_Home:
            self.go_home()
        elif key == Qt.Key.Key_End:
            self.go_end()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._scroll_by(LINE_PX if key == Qt.Key.Key_Down else -LINE_PX)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._turns_sideways():
            is_onward = (key == Qt.Key.Key_Right) != self.arrangement.is_right_to_left
            self.turn(1 if is_onward else -1)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Shift:
            self.selecting.settle()
        super().keyReleaseEvent(event)

    def _turns_sideways(self) -> bool:
        """Whether the keys to the sides turn pages: there is nothing to scroll to at the sides."""
        return self.arrangement.is_paged and self.horizontalScrollBar().maximum() == 0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.band.move(event):
            self._mouse.move(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.band.press(event):
            self._mouse.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._mouse.double_click(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self.band.release(event):
            self._mouse.release(event)
