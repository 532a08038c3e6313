"""The reader's marks on the pages: how they are painted, and which of them is under the mouse."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from reader.core.annotations import Annotation
from reader.core.document import Rect
from reader.core.marks import Colour, Mark
from reader.ui.page_ink import begin_marking
from reader.ui.page_viewport import PageViewport

Entry: TypeAlias = Mark | Annotation
"""What is marked on a page: by the reader, or in the PDF itself."""

_OPACITY = 0.55
"""Of a highlight; letters under it keep nearly all of their contrast."""
_OPACITY_DARK = 0.42
"""On dark paper, where light letters lose more of it."""
_LINE = 0.09
"""Thickness of an underline, of the height of its line."""
_LINE_PX = 1.5
"""At least, in logical pixels."""
_ROUND = 0.12
"""Of the height of a line: the corners of a highlight."""
_PIN_PX = 18
"""Size of the sign of a note, in logical pixels."""
_PIN_GAP_PX = 3
_CORNER = Rect(0.02, 0.015, 0.02, 0.015)
"""Where the sign of a note on a whole page is."""
_REACH = 0.002
"""Of the page: how far beside a line a click still means it."""
_PAPER, _EDGE = QColor("#FFD84D"), QColor("#7A5A00")
_CURRENT = QColor("#1F2328")

_Shape: TypeAlias = tuple[float, float, float, float]


class MarkLayer:
    """Marks by page, so that what is painted costs what is seen: 2,000 marks elsewhere cost nothing."""

    def __init__(self) -> None:
        self._marks: dict[int, list[Mark]] = {}
        self._annotations: dict[int, list[Annotation]] = {}
        self._paths: dict[tuple[int, _Shape], list[tuple[Colour, QPainterPath]]] = {}
        """Page and the way it lies on the screen -> what is filled there, from the corner of its sheet."""
        self.current_id: str | None = None
        """The mark that is outlined."""

    def show_marks(self, marks: Iterable[Mark]) -> None:
        self._marks.clear()
        self._paths.clear()
        for mark in marks:
            for page_index in dict.fromkeys(spot.page_index for spot in mark.spots):
                self._marks.setdefault(page_index, []).append(mark)

    def show_annotations(self, annotations: Iterable[Annotation]) -> None:
        """Those of the PDF: MuPDF paints them with the page; here they are only found."""
        self._annotations.clear()
        for annotation in annotations:
            self._annotations.setdefault(annotation.page_index, []).append(annotation)

    # --- Painting ---

    def paint(self, painter: QPainter, view: PageViewport, page_index: int) -> None:
        """`painter`: in pixels of the device."""
        marks = self._marks.get(page_index)
        if not marks:
            return
        is_dark = view.colours == "dark"
        painter.save()
        painter.setClipRect(view.page_rect_px(page_index), Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.translate(view.sheet_px(page_index).topLeft())
        for colour, path in self._highlights(view, page_index, marks):
            opacity = _OPACITY_DARK if is_dark else _OPACITY
            painter.fillPath(path, begin_marking(painter, QColor(*colour.rgb), opacity, view.colours))
        painter.restore()
        for mark in marks:
            if mark.kind == "underline":
                ink = QColor(*(mark.colour.rgb if is_dark else mark.colour.ink))
                for rect in mark.rects_on(page_index):
                    painter.fillRect(_underline_px(view, page_index, rect, is_vertical=mark.is_vertical), ink)
            elif mark.kind == "note":
                self._paint_quoted(painter, view, page_index, mark)
        self._paint_current(painter, view, page_index)
        for mark, pin in self._pins(view, page_index):
            _paint_pin(painter, pin, is_current=mark.mark_id == self.current_id)
        painter.restore()

    def _highlights(
        self, view: PageViewport, page_index: int, marks: Sequence[Mark]
    ) -> list[tuple[Colour, QPainterPath]]:
        sheet = view.sheet_px(page_index)
        probe = view.rect_px(page_index, Rect(0.0, 0.0, 0.5, 0.25)).translated(-sheet.x(), -sheet.y())
        key = (page_index, (probe.x(), probe.y(), probe.width(), probe.height()))
        if key not in self._paths:
            if len(self._paths) > 4 * len(self._marks):
                self._paths.clear()  # of zooms that are past
            by_colour: dict[Colour, QPainterPath] = {}
            for mark in marks:
                if mark.kind != "highlight":
                    continue
                path = by_colour.setdefault(mark.colour, QPainterPath())
                path.setFillRule(Qt.FillRule.WindingFill)  # lines that overlap are not twice as dark
                for rect in mark.rects_on(page_index):
                    box = view.rect_px(page_index, rect).translated(-sheet.x(), -sheet.y())
                    corner = _ROUND * min(box.width(), box.height())
                    path.addRoundedRect(box, corner, corner)
            self._paths[key] = list(by_colour.items())
        return self._paths[key]

    def _paint_quoted(self, painter: QPainter, view: PageViewport, page_index: int, mark: Mark) -> None:
        """The words that a note is about: dots below them."""
        pen = QPen(QColor(*mark.colour.ink), _LINE_PX * view.device_pixel_ratio, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        for rect in mark.rects_on(page_index):
            if rect.width or rect.height:
                line = _underline_px(view, page_index, rect, is_vertical=mark.is_vertical)
                if line.width() >= line.height():
                    painter.drawLine(line.left(), line.center().y(), line.right(), line.center().y())
                else:
                    painter.drawLine(line.center().x(), line.top(), line.center().x(), line.bottom())

    def _paint_current(self, painter: QPainter, view: PageViewport, page_index: int) -> None:
        mark = next((m for m in self._marks.get(page_index, ()) if m.mark_id == self.current_id), None)
        if mark is None or mark.kind == "note":
            return
        ratio = view.device_pixel_ratio
        outline = QPainterPath()
        outline.setFillRule(Qt.FillRule.WindingFill)
        for rect in mark.rects_on(page_index):
            # So that lines below one another join.
            across, down = (2 * ratio, ratio) if mark.is_vertical else (ratio, 2 * ratio)
            outline.addRect(view.rect_px(page_index, rect).adjusted(-across, -down, across, down))
        painter.strokePath(outline.simplified(), QPen(QColor(*mark.colour.ink), 1.25 * ratio))

    def _pins(self, view: PageViewport, page_index: int) -> list[tuple[Mark, QRectF]]:
        """Where the signs of notes are; one that would lie on another is below it."""
        ratio = view.device_pixel_ratio
        size, page = _PIN_PX * ratio, QRectF(view.page_rect_px(page_index))
        found: list[tuple[Mark, QRectF]] = []
        for mark in self._marks.get(page_index, ()):
            if mark.kind != "note":
                continue
            rects = mark.rects_on(page_index)
            place = view.rect_px(page_index, rects[0] if rects else _CORNER)
            if rects and (rects[0].width or rects[0].height):
                pin = QRectF(place.left() - size - _PIN_GAP_PX * ratio, place.top(), size, size)
            else:
                pin = QRectF(place.center().x() - size / 2, place.center().y() - size / 2, size, size)
            pin.moveLeft(min(max(pin.left(), page.left()), max(page.right() - size, page.left())))
            pin.moveTop(min(max(pin.top(), page.top()), max(page.bottom() - size, page.top())))
            while any(abs(pin.x() - o.x()) < size / 2 and abs(pin.y() - o.y()) < size / 2 for _, o in found):
                pin.translate(0, size + _PIN_GAP_PX * ratio)
            found.append((mark, pin))
        return found

    # --- Under the mouse ---

    def pin_at(self, view: PageViewport, point: QPointF) -> Mark | None:
        """The note whose sign is at a point of the view."""
        place = view.page_point(point)
        if place is None:
            return None
        on_screen = QPointF(point) * view.device_pixel_ratio
        pins = self._pins(view, place[0])
        return next((mark for mark, pin in reversed(pins) if pin.contains(on_screen)), None)

    def entry_at(self, view: PageViewport, point: QPointF) -> Entry | None:
        """What is marked at a point of the view; the newest mark, and marks before what the PDF has."""
        pinned = self.pin_at(view, point)
        if pinned is not None:
            return pinned
        place = view.page_point(point)
        if place is None:
            return None
        page_index, x, y = place
        hit = [
            mark
            for mark in self._marks.get(page_index, ())
            if mark.kind != "note" and any(_is_near(rect, x, y) for rect in mark.rects_on(page_index))
        ]
        if hit:
            return max(hit, key=lambda mark: mark.created)
        annotations = reversed(self._annotations.get(page_index, ()))
        return next((a for a in annotations if any(_is_near(rect, x, y) for rect in a.spots[0].rects)), None)

    def area(self, view: PageViewport, entry: Entry) -> QRectF | None:
        """Around what shows of it, in logical pixels of the view."""
        ratio = view.device_pixel_ratio
        area = QRectF()
        for page_index in view.pages:
            boxes = [
                view.rect_px(page_index, rect)
                for spot in entry.spots
                if spot.page_index == page_index
                for rect in spot.rects
            ]
            if isinstance(entry, Mark) and entry.kind == "note":
                boxes = [pin for mark, pin in self._pins(view, page_index) if mark.mark_id == entry.mark_id]
            for box in boxes:
                area = area.united(box.adjusted(0, 0, 1, 1))
        shown = area.intersected(QRectF(0, 0, view.width * ratio, view.height * ratio))
        if shown.isEmpty():
            return None
        return QRectF(shown.x() / ratio, shown.y() / ratio, shown.width() / ratio, shown.height() / ratio)


def _is_near(rect: Rect, x: float, y: float) -> bool:
    return rect.x0 - _REACH <= x <= rect.x1 + _REACH and rect.y0 - _REACH <= y <= rect.y1 + _REACH


def _underline_px(view: PageViewport, page_index: int, rect: Rect, *, is_vertical: bool) -> QRectF:
    """A line at the foot of a line of text; of a column, at its right side. As thick as a pixel at least."""
    if is_vertical:
        thick = _LINE * rect.width
        foot = Rect(rect.x1 - thick / 2, rect.y0, rect.x1 + thick / 2, rect.y1)
    else:
        thick = _LINE * rect.height
        foot = Rect(rect.x0, rect.y1 - thick, rect.x1, rect.y1)
    line = view.rect_px(page_index, foot)
    least = _LINE_PX * view.device_pixel_ratio
    if line.height() <= line.width():
        missing = max(least - line.height(), 0) / 2
        return line.adjusted(0, -missing, 0, missing)
    missing = max(least - line.width(), 0) / 2
    return line.adjusted(-missing, 0, missing, 0)


def _paint_pin(painter: QPainter, pin: QRectF, *, is_current: bool) -> None:
    """A sheet with lines on it."""
    unit = pin.width() / _PIN_PX
    sheet = pin.adjusted(1.5 * unit, 1.5 * unit, -1.5 * unit, -1.5 * unit)
    painter.setPen(QPen(_CURRENT if is_current else _EDGE, (2.0 if is_current else 1.2) * unit))
    painter.setBrush(_PAPER)
    painter.drawRoundedRect(sheet, 3 * unit, 3 * unit)
    painter.setPen(QPen(_EDGE, 1.2 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for down, right in ((0.33, 0.78), (0.52, 0.78), (0.71, 0.55)):
        y = sheet.y() + down * sheet.height()
        painter.drawLine(QPointF(sheet.x() + 0.22 * sheet.width(), y), QPointF(sheet.x() + right * sheet.width(), y))
