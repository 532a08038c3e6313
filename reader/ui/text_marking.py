"""What is selected on the pages, by the mouse; and how that is painted."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette

from reader.core.document import Rect, Spot
from reader.core.selection import Selection
from reader.core.text_selection import TextPlace, TextRange, selected_text, without_running
from reader.ui.page_ink import begin_marking
from reader.ui.page_texts import PageTexts
from reader.ui.page_viewport import PageViewport

_OPACITY = 0.5
"""Of the platform's highlight, multiplied with white paper: black letters keep a contrast above 7 to 1."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What questions, notes and the clipboard are given."""

    selection: Selection
    """On its first page, with the whole text."""
    rects: tuple[Rect, ...]
    """On its first page."""
    spots: tuple[Spot, ...] = ()
    """On all of its pages, without what stands between them: running heads, page numbers."""
    is_vertical: bool = False
    """Its lines are columns."""


class TextMarking:
    """A selection that the mouse makes: by characters, or by the words or paragraphs it was begun with."""

    def __init__(self, texts: PageTexts) -> None:
        self._texts = texts
        self.range: TextRange | None = None
        self._begun: tuple[TextPlace, TextPlace] | None = None
        """The character, word or paragraph that was pressed on; it stays selected whole."""
        self._clicks = 1
        self._painted: tuple[TextRange, dict[int, list[Rect]]] | None = None

    def begin(self, view: PageViewport, point: QPointF, clicks: int) -> None:
        """`clicks`: 1 by characters, 2 by words, 3 by paragraphs."""
        self._clicks = clicks
        self._begun = self._unit_at(view, point)
        self.range = None
        if self._begun is not None and clicks > 1:
            self.range = TextRange(*self._begun)

    def extend(self, view: PageViewport, point: QPointF) -> None:
        unit = self._unit_at(view, point)
        if self._begun is None or unit is None:
            return
        if unit[0] < self._begun[0]:
            self.range = TextRange(self._begun[1], unit[0])
        else:
            self.range = TextRange(self._begun[0], max(unit[1], self._begun[1]))

    def clear(self) -> bool:
        """Whether there was something to clear."""
        had, self.range = not self.is_empty, None
        return had

    @property
    def is_empty(self) -> bool:
        return self.range is None or self.range.is_empty

    def is_on_text(self, view: PageViewport, point: QPointF) -> bool:
        place = view.page_point(point)
        found = None if place is None else self._texts.map_of(place[0])
        return found is not None and place is not None and found.is_on_text(place[1], place[2])

    def selected(self) -> Selected | None:
        if self.range is None or self.range.is_empty:
            return None
        text = selected_text(self.range, self._texts.text_of)
        if not text:
            return None
        for page_index in self.range.pages:
            found = self._texts.map_of(page_index)
            if found is None:
                continue
            start, end = self.range.span_on(page_index, len(found.page.text))
            while start < end and found.page.text[start].isspace():
                start += 1
            while start < end and found.page.text[end - 1].isspace():
                end -= 1
            if start < end:
                selection = Selection(page_index, start, end, text)
                is_vertical = found.is_vertical(start, end)
                return Selected(selection, tuple(found.rects(start, end)), self._spots(), is_vertical)
        return None

    def _spots(self) -> tuple[Spot, ...]:
        spots = []
        for page_index in self.range.pages if self.range is not None else ():
            found = self._texts.map_of(page_index)
            if found is None or self.range is None:
                continue
            start, end = self.range.span_on(page_index, len(found.page.text))
            parts = without_running(found.page, start, end) if len(self.range.pages) > 1 else [(start, end)]
            rects = tuple(rect for part in parts for rect in found.rects(*part))
            if rects:
                spots.append(Spot(page_index, rects))
        return tuple(spots)

    def rects_on(self, page_index: int) -> list[Rect]:
        if self.range is None:
            return []
        if self._painted is None or self._painted[0] != self.range:
            self._painted = (self.range, {})
        by_page = self._painted[1]
        if page_index not in by_page:
            found = self._texts.map_of(page_index)
            if found is None:
                return []
            by_page[page_index] = found.rects(*self.range.span_on(page_index, len(found.page.text)))
        return by_page[page_index]

    def paint(self, painter: QPainter, view: PageViewport, palette: QPalette, *, is_active: bool) -> None:
        """`painter`: in logical pixels of the view."""
        if self.is_empty or self.range is None:
            return
        group = QPalette.ColorGroup.Active if is_active else QPalette.ColorGroup.Inactive
        colour = QColor(palette.color(group, QPalette.ColorRole.Highlight))
        painter.save()
        painter.scale(1 / view.device_pixel_ratio, 1 / view.device_pixel_ratio)
        colour = begin_marking(painter, colour, _OPACITY, view.colours)
        for page_index in view.pages:
            if page_index not in self.range.pages:
                continue
            path = QPainterPath()
            path.setFillRule(Qt.FillRule.WindingFill)  # lines that overlap are not twice as dark
            for rect in self.rects_on(page_index):
                path.addRect(QRectF(_whole(view.rect_px(page_index, rect))))
            painter.fillPath(path, colour)
        painter.restore()

    def area(self, view: PageViewport) -> QRectF | None:
        """Around what of the selection shows, in logical pixels of the view."""
        ratio = view.device_pixel_ratio
        area = QRect()
        for page_index in view.pages:
            for rect in self.rects_on(page_index):
                area = area.united(_whole(view.rect_px(page_index, rect)))
        shown = area.intersected(QRect(0, 0, round(view.width * ratio), round(view.height * ratio)))
        if shown.isEmpty():
            return None
        return QRectF(shown.x() / ratio, shown.y() / ratio, shown.width() / ratio, shown.height() / ratio)

    def place_at(self, view: PageViewport, point: QPointF) -> TextPlace | None:
        """The place in the text that is nearest to a point; None: the page's text is not known, or there is none."""
        page_index, x, y, aspect = self._on_page(view, point)
        found = self._texts.map_of(page_index)
        place = None if found is None else found.place_at(x, y, aspect)
        return None if place is None else TextPlace(page_index, place)

    @staticmethod
    def _on_page(view: PageViewport, point: QPointF) -> tuple[int, float, float, float]:
        page_index, x, y = view.nearest_point(QPointF(point.x(), min(max(point.y(), 0), view.height)))
        width_pt, height_pt = view.layout.size_pt(page_index)
        return page_index, x, y, height_pt / width_pt

    def _unit_at(self, view: PageViewport, point: QPointF) -> tuple[TextPlace, TextPlace] | None:
        if self._clicks == 1:
            place = self.place_at(view, point)
            return None if place is None else (place, place)
        page_index, x, y, aspect = self._on_page(view, point)
        found = self._texts.map_of(page_index)
        if found is None:
            return None
        character = found.character_at(x, y, aspect)
        if character is None:
            return None
        start, end = found.word_at(character) if self._clicks == 2 else found.paragraph_at(character)
        return TextPlace(page_index, start), TextPlace(page_index, end)


def _whole(rect: QRectF) -> QRect:
    """At whole pixels of the device, at least one."""
    left, top, right, bottom = round(rect.left()), round(rect.top()), round(rect.right()), round(rect.bottom())
    return QRect(left, top, max(right - left, 1), max(bottom - top, 1))
