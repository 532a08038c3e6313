"""What a link or a reference leads to, shown when the mouse rests on it: the card, and the marks on the page."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen

from reader.core.document import Rect, Spot
from reader.core.errors import ReaderError
from reader.core.page_layout import bounds_of
from reader.core.targets import Target, shortened
from reader.ui.hot_spots import HotSpot, HotSpots
from reader.ui.page_canvas import PageCanvas
from reader.ui.page_images import PageSource, Start
from reader.ui.page_references import ReferenceSource
from reader.ui.page_viewport import PageViewport
from reader.ui.preview_card import PreviewCard
from reader.ui.target_pictures import draw_pieces

REST_MS = 250
LEAVE_MS = 300
"""For the way from the reference to the card."""
_ARRIVED_MS = 1800
_LEAST_SCALE, _LARGEST_SCALE = 1.25, 2.0
"""Logical pixels per point: a preview can be read beside small pages, and is no poster beside large ones."""
_SMALLEST = 0.6
"""Of the usual scale: a tall figure is made no smaller, one scrolls in it."""
_LONGEST_NAME = 80
JOB = "preview"
LOOKING_UP = "look up"


class Previews(QObject):
    """Of one view. Points are in the view."""

    jump_requested = Signal(object)
    """The Spot of what the card shows: it was clicked."""
    shown = Signal()
    """The card is there."""
    missed = Signal()
    """What was to be looked up leads nowhere that is known."""

    def __init__(self, view: PageCanvas, hot_spots: HotSpots, start: Start) -> None:
        super().__init__(view)
        self._view, self._hot_spots, self._start = view, hot_spots, start
        self._source: PageSource | None = None
        self._references: ReferenceSource | None = None
        self._pointed: HotSpot | None = None
        """What the mouse is on."""
        self._wanted: HotSpot | None = None
        """What the card shows or is about to show."""
        self._target: Target | None = None
        """Of what the card shows."""
        self._seen: PageViewport | None = None
        """What the view showed when the card came."""
        self._arrived: Spot | None = None
        self.card = PreviewCard(view.viewport())
        self.card.entered.connect(self._on_card_entered)
        self.card.left.connect(self._on_card_left)
        self.card.target_clicked.connect(self._on_target_clicked)
        self.card.close_clicked.connect(self.dismiss)
        view.colours_changed.connect(self.dismiss)
        self._rest = self._timer(REST_MS, self._on_rested)
        self._leave = self._timer(LEAVE_MS, self._on_left)
        self._arriving = self._timer(_ARRIVED_MS, self._on_arrival_over)

    def show_document(self, source: PageSource | None) -> None:
        self.dismiss()
        self._pointed = self._arrived = self._references = None
        self._source = source

    def show_references(self, source: ReferenceSource | None) -> None:
        self._references = source

    # --- What the mouse is on ---

    def point_at(self, hot_spot: HotSpot | None) -> None:
        """The mouse is on this now; it may be still on it, or on nothing."""
        if hot_spot == self._pointed:
            return
        self._pointed = hot_spot
        self._view.viewport().update()
        self._rest.stop()
        if hot_spot is not None and hot_spot == self._wanted:
            self._leave.stop()
        elif hot_spot is not None:
            self._rest.start()
        if hot_spot != self._wanted and self._wanted is not None and not self.card.is_pinned:
            self._leave.start()

    def pin(self, hot_spot: HotSpot) -> None:
        """Show its card at once, and keep it."""
        self._rest.stop()
        self._show(hot_spot, is_pinned=True)

    def look_up(self, page_index: int, start: int, end: int) -> None:
        """Show what the first reference in characters start..end of a page's text leads to."""
        if self._references is None:
            self.missed.emit()
        else:
            self._start(LOOKING_UP, self._look_up(self._references, page_index, start, end))

    async def _look_up(self, source: ReferenceSource, page_index: int, start: int, end: int) -> None:
        references = await source.references(page_index)
        for reference in references:
            if reference.start < end and start < reference.end:
                self.pin(HotSpot(page_index, reference.rects, None, reference, reference.words))
                return
        self.missed.emit()

    def dismiss(self) -> None:
        """Hide the card, or do not let it appear."""
        self._rest.stop()
        self._leave.stop()
        self._wanted = self._target = self._seen = None
        self.card.hide()
        self._view.viewport().update()
        self.card.set_pinned(False)

    @property
    def is_shown(self) -> bool:
        return self.card.isVisible()

    @property
    def target(self) -> Target | None:
        """What the card shows."""
        return self._target

    def known_target(self, hot_spot: HotSpot) -> Target | None:
        """Where it leads, as far as that is known by now."""
        if hot_spot.reference is not None:
            return hot_spot.reference.target
        return self._target if hot_spot == self._wanted else None

    def follow(self) -> None:
        """The view may have changed: a card that is not kept goes with what it stood beside."""
        if self._seen is not None and not self.card.is_pinned and self._seen != self._view.view_now():
            self.dismiss()

    def arrive(self, spot: Spot) -> None:
        """Mark for a moment what was jumped to."""
        self._arrived = spot
        self._arriving.start()
        self._view.viewport().update()

    def _on_rested(self) -> None:
        if self._pointed is not None and not (self.is_shown and self.card.is_pinned):
            self._show(self._pointed, is_pinned=False)

    def _on_left(self) -> None:
        if not self.card.is_pinned and not self.card.underMouse():
            self.dismiss()

    def _on_card_entered(self) -> None:
        self._leave.stop()
        self._rest.stop()

    def _on_card_left(self) -> None:
        if not self.card.is_pinned:
            self._leave.start()

    def _on_target_clicked(self) -> None:
        target = self._target
        if target is not None:
            if not self.card.is_pinned:
                self.dismiss()
            self.jump_requested.emit(target.spot)

    def _on_arrival_over(self) -> None:
        self._arrived = None
        self._view.viewport().update()

    # --- The card ---

    def _show(self, hot_spot: HotSpot, *, is_pinned: bool) -> None:
        leads_out = hot_spot.link is not None and hot_spot.link.page_index is None
        if self._source is None or leads_out or (self._references is None and hot_spot.reference is None):
            return
        self._leave.stop()
        self._wanted = hot_spot
        self._start(JOB, self._load(hot_spot, self._source, is_pinned))

    async def _load(self, hot_spot: HotSpot, source: PageSource, is_pinned: bool) -> None:
        """A page that cannot be drawn has no preview; that it is broken shows when one goes there."""
        try:
            target = await self._target_of(hot_spot)
            if target is None or not target.pieces:
                self._give_up(hot_spot)
                return
            scale = self._scale(target, source, self._line(hot_spot))
            ratio = self._view.devicePixelRatioF()
            image = await draw_pieces(source, target.pieces, scale, ratio, self._view.colours)
        except ReaderError:
            self._give_up(hot_spot)
            return
        if hot_spot == self._wanted and source is self._source:
            self._appear(hot_spot, target, image, is_pinned)

    def _line(self, hot_spot: HotSpot) -> QRectF:
        """Where it is in the view."""
        view = self._view.view_now()
        area, ratio = view.rect_px(hot_spot.page_index, bounds_of(hot_spot.rects)), view.device_pixel_ratio
        return QRectF(area.topLeft() / ratio, area.size() / ratio)

    def _scale(self, target: Target, source: PageSource, line: QRectF) -> float:
        """Logical pixels per point: about as large as on the page; a picture is made smaller to be seen as a whole."""
        sizes = [source.info.sizes[piece.page_index] for piece in target.pieces]
        rects = [piece.rect for piece in target.pieces]
        width_pt = max(rect.width * size.width_pt for rect, size in zip(rects, sizes, strict=True))
        height_pt = sum(rect.height * size.height_pt for rect, size in zip(rects, sizes, strict=True))
        width, height = self.card.room_px(line)
        scale = min(max(self._view.view_now().layout.scale, _LEAST_SCALE), _LARGEST_SCALE, width / max(width_pt, 1.0))
        if target.kind in ("figure", "table"):
            scale = max(min(scale, height / max(height_pt, 1.0)), _SMALLEST * scale)
        return scale

    async def _target_of(self, hot_spot: HotSpot) -> Target | None:
        if hot_spot.reference is not None:
            return hot_spot.reference.target
        if hot_spot.link is None or self._references is None:
            return None
        return await self._references.target(hot_spot.link, self._hot_spots.references_of(hot_spot.page_index))

    def _give_up(self, hot_spot: HotSpot) -> None:
        if hot_spot == self._wanted:
            self.dismiss()

    def _appear(self, hot_spot: HotSpot, target: Target, image: QImage, is_pinned: bool) -> None:
        self._target, self._seen = target, self._view.view_now()
        line = self._line(hot_spot)
        label = "" if self._source is None else self._source.info.label_of(target.spot.page_index)
        name = target.name or shortened(hot_spot.words or target.text, _LONGEST_NAME)
        self.card.set_pinned(is_pinned)
        self.card.show_picture(name, self.tr("p.{0}").format(label), target.text, image, line)
        self.shown.emit()

    # --- What shows on the page ---

    def paint(self) -> None:
        """On top of the painted pages."""
        hot_spot = self._pointed or (self._wanted if self.is_shown else None)
        if not self._view.page_count or (hot_spot is None and self._arrived is None):
            return
        view = self._view.view_now()
        ratio = view.device_pixel_ratio
        painter = QPainter(self._view.viewport())
        painter.scale(1 / ratio, 1 / ratio)
        colour = QColor(self._view.palette().color(QPalette.ColorRole.Link))
        if hot_spot is not None:
            painter.setPen(QPen(colour, 1.5 * ratio))
            for rect in hot_spot.rects:
                area = view.rect_px(hot_spot.page_index, rect)
                y = area.bottom() + ratio
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        if self._arrived is not None and self._arrived.rects:
            for column in _columns(self._arrived):
                area = view.rect_px(self._arrived.page_index, bounds_of(column))
                bar = QRectF(area.left() - 8 * ratio, area.top() - ratio, 3 * ratio, area.height() + 2 * ratio)
                painter.fillRect(bar, colour)
        painter.end()

    def _timer(self, interval_ms: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=interval_ms)
        timer.timeout.connect(slot)
        return timer


def _columns(spot: Spot) -> list[list[Rect]]:
    """The lines of a spot, in as many groups as it has columns."""
    groups = [[spot.rects[0]]]
    for rect in spot.rects[1:]:
        if rect.y0 < groups[-1][-1].y0 - 0.005:
            groups.append([rect])
        else:
            groups[-1].append(rect)
    return groups
