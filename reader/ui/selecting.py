"""Selecting text on the pages: from the press of the mouse to the bar of what can be done with it."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QPainter

from reader.core.text_selection import TextPlace, TextRange
from reader.ui.page_canvas import PageCanvas
from reader.ui.page_images import Start
from reader.ui.page_texts import LoadText, PageTexts
from reader.ui.selection_bar import SelectionBar
from reader.ui.text_marking import Selected, TextMarking

_SCROLL_MS = 30
"""Between two steps of scrolling while text is selected past the edge of the view."""

_END = 2**31
"""Of a page, where its text is not known: more characters than any page has."""


class Selecting(QObject):
    """The texts of a view's pages, and what of them is selected. Points are in the view."""

    changed = Signal(bool)
    """Whether text is selected."""
    text_arrived = Signal(int)
    """Page index."""
    placed = Signal(object)
    """TextPlace: where the mouse clicked, or to where it selected."""

    def __init__(self, view: PageCanvas, start: Start) -> None:
        super().__init__(view)
        self._view, self._start = view, start
        self.texts: PageTexts | None = None
        self._marking: TextMarking | None = None
        self.focus: TextPlace | None = None
        """Where a key would go on selecting: the end of what is selected, else where text was clicked last."""
        self._wanted_too: int | None = None
        """A page whose text is wanted though it does not show."""
        self._drag: QPointF | None = None
        """Where the mouse is while the left button is down."""
        self._is_selecting = False
        self._is_settled = True
        self._edge = QTimer(self, interval=_SCROLL_MS)
        self._edge.timeout.connect(self._scroll_at_edge)
        self.bar = SelectionBar(view.viewport())

    # --- What is selected ---

    def show_texts(self, load: LoadText | None) -> None:
        """`load` gives the text of a page; None: nothing can be selected."""
        self.clear()
        if self.texts is not None:
            self.texts.close()
            self.texts.deleteLater()
        self.texts, self._marking, self._drag = None, None, None
        self.focus, self._wanted_too = None, None
        if load is not None:
            self.texts = PageTexts(load, self._start, self)
            self.texts.arrived.connect(self.text_arrived)
            self._marking = TextMarking(self.texts)

    def selected(self) -> Selected | None:
        return None if self._marking is None else self._marking.selected()

    @property
    def range(self) -> TextRange | None:
        """From where to where; it may reach over pages whose text is not known here."""
        return None if self._marking is None or self._marking.is_empty else self._marking.range

    def select(self, selected: TextRange, *, is_settled: bool = True) -> None:
        """Select as the mouse would have. While it is not settled, the bar does not hide what comes next."""
        if self._marking is not None:
            self._marking.range, self.focus = selected, selected.focus
            self._is_settled = is_settled
            self._view.viewport().update()
            self._place_bar()
            self.changed.emit(not selected.is_empty)

    def select_all(self, page_index: int) -> None:
        """All text of a page; and where that is selected already, of the document."""
        found = None if self.texts is None else self.texts.map_of(page_index)
        edges = None if found is None else found.edges()
        page = None if edges is None else TextRange(*(TextPlace(page_index, edge) for edge in edges))
        if page is None or self.range == page:
            self.select(TextRange(TextPlace(0, 0), TextPlace(self._view.page_count - 1, _END)))
        else:
            self.select(page)

    def settle(self) -> None:
        """What is selected will do for now."""
        if not self._is_settled:
            self._is_settled = True
            self._place_bar()

    def put(self, place: TextPlace) -> None:
        """Nothing is selected, and the next selection by key begins here."""
        self.clear()
        self.focus = place

    def place_at(self, point: QPointF) -> TextPlace | None:
        """The place in the text that is nearest to a point."""
        marking = self._marking_now()
        return None if marking is None else marking.place_at(self._view.view_now(), point)

    def want_too(self, page_index: int) -> None:
        """The text of a page that need not show; `text_arrived` follows."""
        self._wanted_too = page_index
        if self._view.page_count:
            self.want(self._view.view_now().pages)

    def clear(self) -> None:
        self._edge.stop()
        self._is_settled = True
        self._is_selecting = False
        self.bar.hide()
        if self._marking is not None and self._marking.clear():
            self._view.viewport().update()
            self.changed.emit(False)

    def is_on_text(self, point: QPointF) -> bool:
        marking = self._marking_now()
        return marking is not None and marking.is_on_text(self._view.view_now(), point)

    # --- The mouse ---

    def begin(self, at: QPointF, clicks: int) -> bool:
        """`clicks`: 1 by characters, 2 by words, 3 by paragraphs. Whether something is selected at once."""
        marking = self._marking_now()
        if marking is None:
            return False
        self._drag = at
        place = marking.place_at(self._view.view_now(), at)
        if place is not None:
            self.focus = place
            self.placed.emit(place)
        # Words and paragraphs are selected only where the mouse is on text, else a click beside would take one.
        is_on_text = self.is_on_text(at)
        marking.begin(self._view.view_now(), at, clicks if is_on_text else 1)
        if clicks == 1 or not is_on_text:
            return False
        self._is_selecting = True
        self._view.viewport().update()
        return True

    @property
    def is_begun(self) -> bool:
        return self._drag is not None

    def drag_to(self, point: QPointF, *, is_far: bool) -> None:
        """`is_far`: far enough from where it began for a hand that means it."""
        self._drag = point
        if self._is_selecting or is_far:
            self._is_selecting = True
            self._extend_to(point)
            if 0 <= point.y() <= self._view.viewport().height():
                self._edge.stop()
            elif not self._edge.isActive():
                self._edge.start()

    def end(self) -> bool:
        """The button was let go. Whether text was being selected."""
        was_selecting, self._is_selecting, self._drag = self._is_selecting, False, None
        if was_selecting:
            self._edge.stop()
            has_text = self.selected() is not None
            if has_text:
                self._place_bar()
            if self.range is not None:
                self.focus = self.range.focus
                self.placed.emit(self.focus)
            self.changed.emit(has_text)
        return was_selecting

    def extend_to_click(self, at: QPointF) -> bool:
        """Select from where the last selection began, or the last click was, to a point. Whether there was one."""
        place = self.place_at(at)
        anchor = self.range.anchor if self.range is not None else self.focus
        if place is None or anchor is None:
            return False
        self.select(TextRange(anchor, place))
        self.placed.emit(place)
        return True

    def _extend_to(self, point: QPointF) -> None:
        marking = self._marking_now()
        if marking is None:
            return
        before = marking.range
        marking.extend(self._view.view_now(), point)
        if marking.range != before:
            self._view.viewport().update()

    def _scroll_at_edge(self) -> None:
        if self._drag is None:
            self._edge.stop()
            return
        y, height = self._drag.y(), self._view.viewport().height()
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + round(min(y, 0) + max(y - height, 0)) // 2)
        self._extend_to(self._drag)

    # --- What shows of it ---

    def want(self, pages: Iterable[int]) -> None:
        """The pages that are in view now."""
        if self.texts is not None:
            too = () if self._wanted_too is None else (self._wanted_too,)
            selected = None if self._marking is None else self._marking.range
            self.texts.held = range(0) if selected is None else selected.pages
            self.texts.want((*pages, *too))

    def follow(self) -> None:
        """Keep the bar beside the text when the view has changed."""
        if self.bar.isVisible() or (self._marking is not None and not self._marking.is_empty):
            self._place_bar()

    def paint(self) -> None:
        """On top of the painted pages."""
        marking = self._marking_now()
        if marking is not None and not marking.is_empty:
            view = self._view
            painter = QPainter(view.viewport())
            marking.paint(painter, view.view_now(), view.palette(), is_active=view.isActiveWindow())
            painter.end()

    def _place_bar(self) -> None:
        marking = self._marking_now()
        if marking is not None and not self._is_settled:
            self.bar.hide()
        elif marking is not None and not self._is_selecting:
            self.bar.show_beside(None if marking.is_empty else marking.area(self._view.view_now()))

    def _marking_now(self) -> TextMarking | None:
        """None where there is no page to select on."""
        return self._marking if self._view.page_count else None
