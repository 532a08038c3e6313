"""The pages on the screen: how they are arranged, their zoom, the place they show, and the pictures needed for that.

PageCanvas knows nothing of keys, links and jumps; PageView adds them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from reader.core.document import PageSize, Rect
from reader.core.errors import ReaderError
from reader.core.jumplist import Visited
from reader.core.page_arrangement import COLUMN, Arrangement, turned
from reader.core.page_colours import ColoursChoice, PageColours, colours_for
from reader.core.page_layout import GAP_PX, Fit, PageLayout, Position, clamp_zoom
from reader.ui.evidence_marks import EvidenceMarks
from reader.ui.mark_layer import MarkLayer
from reader.ui.page_images import PageImages, PageSource, PictureKey, Start
from reader.ui.page_painter import PagePainter, is_dark_palette
from reader.ui.page_viewport import PageViewport
from reader.ui.printed_boxes import PrintedBoxes

_FLYING_S = 0.06
_CALM_MS = 40
"""Pages that follow each other faster than the first are flying by, until none has come for the second."""
_LATE_MS = 100
"""A document that is not on the screen after this time shows previews first."""
LINE_PX = 40
"""One press of an arrow key; a notch of the wheel is three of them."""


Shown: TypeAlias = Literal["sharp", "rough", "blank"]
"""Rough: scaled up from a smaller picture, or from one of another zoom. Blank: white paper."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is in view, as it can be returned to at another zoom and window size."""

    page_index: int
    anchor: tuple[int, float]
    """Page and fraction at the top edge, as PageLayout.place_at gives them."""
    center: float
    """The middle of the view as a fraction of the width of the column."""

    @property
    def visited(self) -> Visited:
        return Visited(self.page_index, *self.anchor, self.center)

    @classmethod
    def of(cls, visited: Visited) -> "Place":
        return cls(visited.page_index, (visited.anchor_index, visited.top), visited.center)


@dataclass(frozen=True, slots=True)
class _Held:
    """A place of a page and the point of the view at which it is to stay."""

    page_index: int
    x: float
    y: float
    point: QPointF


class PageCanvas(QAbstractScrollArea):
    """Shows a document's pages. Nothing in it waits: what is not drawn yet comes later."""

    page_changed = Signal(int)
    """Index of the page that is being read now."""
    zoom_changed = Signal(float)
    """1.0 is the size on paper."""
    arrangement_changed = Signal(object)
    """Arrangement."""
    laid_out_anew = Signal()
    """Places of pages lie at other heights of the column than before, not only at another zoom."""
    sharp_painted = Signal()
    """Once for each document: all that shows of it has been painted sharp, or cannot be."""
    colours_changed = Signal(str)
    """PageColours of the pages from now on."""

    def __init__(self, start: Start, parent: QWidget | None = None, *, margin_px: int = GAP_PX) -> None:
        """`margin_px`: what is left free around rows of pages."""
        super().__init__(parent)
        self._start, self._margin_px = start, margin_px
        self._source: PageSource | None = None
        self._images: PageImages | None = None
        self._layout: PageLayout | None = None
        self._marks = EvidenceMarks()
        self.mark_layer = MarkLayer()
        self._zoom = 1.0
        self._fit: Fit = "width"
        self._arrangement = COLUMN
        self._sizes: tuple[PageSize, ...] = ()
        self._contents: Sequence[Rect] | None = None
        self._boxes: PrintedBoxes | None = None
        """Only where it matters what is printed."""
        self._anchor = (0, -1.0)
        self._center = 0.5
        self._aimed_page: int | None = None
        """The page that was gone to, until the reader scrolls: near the end it may not get to the top."""
        self._page_index = 0
        self._direction = 1
        self._colours_choice: ColoursChoice = "printed"
        self._colours: PageColours = "printed"
        self._is_laying_out = False
        self._was_sharp = False
        self._late = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._late.timeout.connect(self._update_view)
        self._leapt_at, self._asked_top = 0.0, 0
        """When the view last moved by more than its height at once, and for which offset it asked for pictures."""
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self.ask_for_pictures)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # A bar that comes and goes would change the width that pages are fitted to.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # Every pixel is painted here.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --- Document ---

    def show_document(self, source: PageSource | None) -> None:
        """Show a document from its beginning, or nothing. The caller opens and closes the source."""
        if self._images is not None:
            self._images.close()
            self._images.deleteLater()
        if self._boxes is not None:
            self._boxes.close()
            self._boxes.deleteLater()
        self._boxes = None
        self._source = source
        self._images = None
        self._layout = None
        self._marks = EvidenceMarks()
        self._was_sharp = False
        self._late.stop()
        arranged_before, self._arrangement = self._arrangement, COLUMN
        if source is not None:
            if self.isVisible():
                self._late.start()
            self._sizes, self._contents = source.info.sizes, None
            self._layout = self._built()
            self._images = PageImages(source, self._start, self)
            self._images.arrived.connect(self._on_picture_arrived)
            self._images.page_failed.connect(self._on_page_failed)
        self._anchor, self._center, self._aimed_page, self._page_index = (0, -1.0), 0.5, None, 0
        self._lay_out()
        if arranged_before != COLUMN:
            self.arrangement_changed.emit(COLUMN)

    @property
    def source(self) -> PageSource | None:
        """Of the document that is shown."""
        return self._source

    @property
    def page_count(self) -> int:
        return 0 if self._layout is None else self._layout.page_count

    @property
    def page_index(self) -> int:
        """The page that is being read."""
        return self._page_index

    @property
    def zoom(self) -> float:
        return self._zoom

    @property
    def fit(self) -> Fit:
        return self._fit

    @property
    def arrangement(self) -> Arrangement:
        return self._arrangement

    # --- Arrangement ---

    def arrange(self, arrangement: Arrangement) -> None:
        """Show the pages in another way; what is being read stays in view."""
        if arrangement == self._arrangement:
            return
        held = None
        if self._layout is not None and arrangement.rotation != self._arrangement.rotation:
            held = self._middle()
        self._arrangement = arrangement
        self._center = 0.5
        if self._anchor[0] != self._page_index:
            self._anchor = (self._page_index, -1.0)
        self._aimed_page = self._page_index
        self._rebuild(held)
        self.arrangement_changed.emit(arrangement)

    def update_sizes(self, sizes: Sequence[PageSize]) -> None:
        """The sizes of all pages are better known now: what is at the top edge of the view stays there."""
        if len(sizes) != len(self._sizes):
            raise ValueError(f"{len(sizes)} sizes for {len(self._sizes)} pages")
        if tuple(sizes) != self._sizes:
            self._sizes = tuple(sizes)
            if self._boxes is not None:
                self._boxes.update_sizes(self._sizes)
            self._rebuild()

    def _on_boxes_changed(self, contents: Sequence[Rect]) -> None:
        self._contents = contents
        if self._needs_boxes:
            self._rebuild()

    @property
    def _needs_boxes(self) -> bool:
        return self._arrangement.is_cropped or self._fit == "content"

    def _measure(self) -> None:
        """Find out what is printed on the pages, where that matters."""
        if self._boxes is None and self._needs_boxes and self._source is not None:
            self._boxes = PrintedBoxes(self._source, self._sizes, self._start, self)
            self._boxes.changed.connect(self._on_boxes_changed)
        if self._boxes is not None and self._needs_boxes:
            self._boxes.want(self.view_now().pages)

    def _built(self) -> PageLayout:
        return PageLayout(
            self._sizes,
            self._zoom,
            self._arrangement,
            self._contents,
            view_height=self.viewport().height(),
            margin_px=self._margin_px,
        )

    def _rebuild(self, held: _Held | None = None) -> None:
        if self._layout is None:
            return
        self._layout = self._built()
        if held is not None:
            # Where pages are fitted the zoom changes with their sides: the place counts after that.
            self._aimed_page = held.page_index
            self._layout = self._fitted(self._layout)
            self._hold(held)
        self._lay_out()
        self.laid_out_anew.emit()

    def _middle(self) -> _Held:
        view = self.view_now()
        point = QPointF(view.width / 2, view.height / 2)
        found = view.page_point(point)
        if found is None:  # between pages: the end of the one that is read
            _, x, y = view.point_on(self._page_index, point)
            found = self._page_index, min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
        return _Held(*found, point)

    def _hold(self, held: _Held) -> None:
        """Let the anchor be where that place is at its point of the view."""
        if self._layout is None:
            return
        spot = turned(Rect(held.x, held.y, held.x, held.y), self._layout.arrangement.rotation)
        top = self._layout.offset_of(held.page_index, spot.y0) - held.point.y()
        self._anchor = self._layout.place_at(self._layout.kept_with(held.page_index, top))

    @property
    def colours(self) -> PageColours:
        return self._colours

    def set_colours(self, choice: ColoursChoice) -> None:
        """The colours of the pages; with "window" they follow the window from now on."""
        self._colours_choice = choice
        colours = colours_for(choice, is_window_dark=is_dark_palette(self.palette()))
        if colours != self._colours:
            self._colours = colours
            self._update_view()
            self.colours_changed.emit(colours)

    # --- Place ---

    def position(self) -> Position:
        return Position(*self._anchor, self._zoom, self._fit, self._arrangement)

    def restore(self, position: Position) -> None:
        """Show what was shown before; of another version of the document, the nearest there is."""
        self._fit = position.fit
        self._zoom = clamp_zoom(position.zoom)
        is_arranged_anew = position.arrangement != self._arrangement
        self._arrangement = position.arrangement
        page_index = min(max(position.page_index, 0), max(self.page_count - 1, 0))
        self._anchor, self._center = (page_index, position.top), 0.5
        self._aimed_page = None
        if is_arranged_anew:
            self._rebuild()
            self.arrangement_changed.emit(position.arrangement)
        else:
            self._lay_out()

    def place(self) -> Place:
        return Place(self._page_index, self._anchor, self._center)

    def return_to(self, place: Place) -> None:
        """Show a place again, at the present zoom."""
        self._anchor, self._center, self._aimed_page = place.anchor, place.center, place.page_index
        self._lay_out()

    def show_offset(self, top: float, page_index: int, center: float | None = None) -> None:
        """Scroll to a height of the column, in order to show the given page."""
        if self._layout is not None:
            self._anchor = self._layout.place_at(self._layout.kept_with(page_index, top))
            self._center = self._center if center is None else center
            self._aimed_page = page_index
            self._lay_out()

    def turn(self, direction: int) -> None:
        """Show the next row of pages (1) or the one before (-1) from its beginning."""
        if self._layout is not None:
            row = self._layout.row_of(self.page_index) + direction
            if 0 <= row < self._layout.row_count:
                page_index = self._layout.pages_of(row)[0]
                self.show_offset(self._layout.page_offset(page_index), page_index)

    def set_zoom(self, zoom: float, fit: Fit = "none", at: QPointF | None = None) -> None:
        """Zoom so that what is at a point of the view stays there; by default at its middle.

        With a fit the zoom follows from the page that is being read, and the top edge stays.
        """
        self._fit = fit
        if fit == "none" and self._layout is not None:
            view = self.view_now()
            point = QPointF(view.width / 2, view.height / 2) if at is None else at
            self._zoom_around(clamp_zoom(zoom), point, point)
        else:
            self._zoom = clamp_zoom(zoom)
            self._lay_out()

    def zoom_to(self, box: QRectF) -> None:
        """Let a part of the view fill it."""
        if self._layout is None or box.width() < 1 or box.height() < 1:
            return
        room = self.maximumViewportSize()
        zoom = clamp_zoom(self._zoom * min(room.width() / box.width(), room.height() / box.height()))
        self._fit = "none"
        self._zoom_around(zoom, box.center(), QPointF(room.width() / 2, room.height() / 2))

    def _zoom_around(self, zoom: float, point: QPointF, target: QPointF) -> None:
        """Zoom so that what is at one point of the view comes to another one."""
        if self._layout is None:
            return
        view, layout = self.view_now(), self._layout
        page_index, down = layout.place_at(view.top + point.y())
        # Everything is laid out from the middle of the column.
        across = (view.left + point.x() - max(layout.width, view.width) / 2) / layout.scale
        self._zoom = zoom
        zoomed = layout.at_zoom(zoom)
        top = zoomed.offset_of(page_index, down) - target.y()
        self._anchor = zoomed.place_at(zoomed.kept_with(page_index, top))
        room = max(zoomed.width, view.width)
        self._center = 0.5 + (across * zoomed.scale - target.x() + view.width / 2) / room
        self._lay_out()

    def view_now(self) -> PageViewport:
        """What the view shows; only while there is a document."""
        if self._layout is None:
            raise ValueError("no document is shown")
        size = self.viewport().size()
        left, top = self.horizontalScrollBar().value(), round(self._layout.settled(self.verticalScrollBar().value()))
        ratio = self.viewport().devicePixelRatioF()
        return PageViewport(self._layout, left, top, size.width(), size.height(), ratio, self._colours)

    def _lay_out(self) -> None:
        """Bring zoom, scroll bars and pictures in line with the anchor, the fit and the size of the view."""
        self._is_laying_out = True
        zoom_before = self._layout.zoom if self._layout is not None else self._zoom
        try:
            if self._layout is None:
                self.horizontalScrollBar().setRange(0, 0)
                self.verticalScrollBar().setRange(0, 0)
            else:
                self._layout = self._fitted(self._layout)
                self._zoom = self._layout.zoom
                self._layout = self._with_bars(self._layout)
        finally:
            self._is_laying_out = False
        if self._layout is not None and self._layout.zoom != zoom_before:
            self.zoom_changed.emit(self._zoom)
        self._update_view()

    def _fitted(self, layout: PageLayout) -> PageLayout:
        # Not the present size: bars that come and go with the zoom would make it swing.
        room = self.maximumViewportSize()
        page_index = self._anchor[0] if self._aimed_page is None else self._aimed_page
        zoom = layout.at_zoom(self._zoom).fitting_zoom(self._fit, page_index, room.width(), room.height())
        layout = layout.at_zoom(zoom)
        if self._fit == "content":
            self._center = layout.content_center(page_index, room.width())
        return layout

    def _with_bars(self, layout: PageLayout) -> PageLayout:
        """Set the scroll bars; the layout for the height that they leave to the view."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(layout.width - self.viewport().width(), 0))
        size = self.viewport().size()  # lower now where the horizontal bar has just come
        layout = layout.in_view(size.height())
        down.setRange(0, layout.furthest(size.height()))
        across.setPageStep(size.width())
        down.setPageStep(size.height())
        across.setSingleStep(LINE_PX)
        down.setSingleStep(LINE_PX)
        across.setValue(round(self._center * max(layout.width, size.width()) - size.width() / 2))
        down.setValue(round(layout.kept_with(self._anchor[0], layout.offset_of(*self._anchor))))
        return layout

    # --- What follows a change of the view ---

    @property
    def _is_awaiting_first(self) -> bool:
        """Whether the first picture of a new document may come before anybody would miss it."""
        return not self._was_sharp and self._late.isActive()

    def _update_view(self) -> None:
        if not self._is_awaiting_first:
            self.viewport().update()  # else what was there before stays for a moment, in place of white paper
        if self._layout is None:
            return
        page_index = self._current_page()
        if page_index != self._page_index:
            self._page_index = page_index
            self.page_changed.emit(page_index)
        self.ask_for_pictures()
        if self.isVisible():
            self._measure()

    def _current_page(self) -> int:
        view = self.view_now()
        if self._aimed_page is not None and self._aimed_page in view.pages:
            return self._aimed_page
        bar = self.verticalScrollBar()
        if bar.value() == bar.maximum() > 0 and not self._arrangement.is_paged:
            return view.layout.page_count - 1
        return view.layout.current_page(view.top, view.height)

    def ask_for_pictures(self) -> None:
        if self._images is None or not self.isVisible():
            return
        view, now = self.view_now(), monotonic()
        if abs(view.top - self._asked_top) >= view.height:
            # Pages that fly by show as previews: a sharp picture that takes long would hold up those of the next ones.
            if now - self._leapt_at < _FLYING_S:
                self._calm.start()
            self._leapt_at = now
        self._asked_top = view.top
        is_flying = self._calm.isActive()
        self._images.want(view.wanted(self._direction, is_first=self._is_awaiting_first, is_flying=is_flying))

    def try_again(self, page_index: int) -> None:
        """Ask once more for a page that could not be shown."""
        if self._images is not None:
            self._images.try_again(page_index)
            self._update_view()

    def preview(self, page_index: int) -> QImage | None:
        """A small picture of a page as it is in the file, where there happens to be one."""
        return None if self._images is None else self._images.picture(self.view_now().preview(page_index))

    def has_failed(self, page_index: int) -> bool:
        return self._images is not None and self._images.failure(page_index) is not None

    @property
    def shown_as(self) -> Shown:
        """How the pages in view are painted now: the worst of them counts. Nothing to show is sharp."""
        if self._images is None or self._layout is None:
            return "sharp"
        view = self.view_now()
        worst: Shown = "sharp"
        for page_index in view.pages:
            tiles = view.visible_tiles(page_index)
            if self._images.failure(page_index) is None and not all(map(self._images.picture, tiles)):
                has_stand_in = self._images.picture(view.preview(page_index)) is not None
                if not has_stand_in and not self._images.older(page_index, view.scale_px_per_pt):
                    return "blank"
                worst = "rough"
        return worst

    @property
    def is_complete(self) -> bool:
        """Whether every picture that shows is sharp, or will not come."""
        return self._images is None or (self._images.is_idle and not self._calm.isActive())

    def _on_picture_arrived(self, key: PictureKey) -> None:
        """Paint what is new."""
        if not self._was_sharp:
            self.viewport().update()
        elif self._layout is not None and key.page_index in (view := self.view_now()).pages:
            part = view.page_rect_px(key.page_index)
            if key.clip_px is not None and key.scale_px_per_pt == view.scale_px_per_pt:
                x0, y0, x1, y1 = key.clip_px
                part = QRect(x0, y0, x1 - x0, y1 - y0).translated(view.sheet_px(key.page_index).topLeft())
            ratio = view.device_pixel_ratio
            corner, size = part.topLeft().toPointF() / ratio, part.size().toSizeF() / ratio
            self.viewport().update(QRectF(corner, size).toAlignedRect())

    def _on_page_failed(self, _page_index: int, _error: object) -> None:
        self._update_view()

    def words_for_failure(self, page_index: int, _error: ReaderError) -> tuple[str, str]:
        """What stands on a page that cannot be shown."""
        label = "" if self._source is None else self._source.info.label_of(page_index)
        return (
            self.tr("Page {0} cannot be shown.").format(label),
            self.tr("It seems to be damaged. Click here to try it once more."),
        )

    # --- Events ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self._images is None:
            painter.fillRect(event.rect(), self.palette().window())
            return
        words: Callable[[int, ReaderError], tuple[str, str]] = self.words_for_failure
        scene = PagePainter(self.view_now(), self._images, self._marks, self.palette(), words, self.mark_layer)
        scene.paint(painter, event.rect())
        painter.end()
        if not self._was_sharp and self.shown_as == "sharp":
            self._was_sharp = True
            self.sharp_painted.emit()

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        if self._is_laying_out or self._layout is None:
            return
        view = self.view_now()
        self._anchor = self._layout.place_at(view.top)
        self._center = (view.left + view.width / 2) / max(self._layout.width, view.width)
        if dy:
            self._aimed_page = None
            self._direction = 1 if dy < 0 else -1
        self._update_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_laying_out:
            self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.set_colours(self._colours_choice)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._images is not None:
            self._images.rest()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._update_view()
        return super().viewportEvent(event)
