"""The scrolled column of pages: its size, its zoom, the place it shows, and the pictures it needs for that.

PageCanvas knows nothing of keys, links and jumps; PageView adds them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from reader.core.errors import ReaderError
from reader.core.page_layout import Fit, PageLayout, Position, clamp_zoom
from reader.ui.evidence_marks import EvidenceMarks
from reader.ui.page_images import PageImages, PageSource, Start
from reader.ui.page_painter import PagePainter
from reader.ui.page_viewport import PageViewport

_LINE_PX = 40
"""One press of an arrow key; a notch of the wheel is three of them."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is in view, as it can be returned to at another zoom and window size."""

    page_index: int
    anchor: tuple[int, float]
    """Page and fraction at the top edge, as PageLayout.place_at gives them."""
    center: float
    """The middle of the view as a fraction of the width of the column."""


class PageCanvas(QAbstractScrollArea):
    """Shows a document's pages below one another. Nothing in it waits: what is not drawn yet comes later."""

    page_changed = Signal(int)
    """Index of the page that is being read now."""
    zoom_changed = Signal(float)
    """1.0 is the size on paper."""

    def __init__(self, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = start
        self._source: PageSource | None = None
        self._images: PageImages | None = None
        self._layout: PageLayout | None = None
        self._marks = EvidenceMarks()
        self._zoom = 1.0
        self._fit: Fit = "width"
        self._anchor = (0, -1.0)
        self._center = 0.5
        self._aimed_page: int | None = None
        """The page that was gone to, until the reader scrolls: near the end it may not get to the top."""
        self._page_index = 0
        self._direction = 1
        self._is_laying_out = False
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
        self._source = source
        self._images = None
        self._layout = None
        self._marks = EvidenceMarks()
        if source is not None:
            self._layout = PageLayout(source.info.sizes, self._zoom)
            self._images = PageImages(source, self._start, self)
            self._images.arrived.connect(self._on_picture_arrived)
            self._images.page_failed.connect(self._on_page_failed)
        self._anchor, self._center, self._aimed_page, self._page_index = (0, -1.0), 0.5, None, 0
        self._lay_out()

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

    # --- Place ---

    def position(self) -> Position:
        return Position(*self._anchor, self._zoom, self._fit)

    def restore(self, position: Position) -> None:
        """Show what was shown before; of another version of the document, the nearest there is."""
        self._fit = position.fit
        self._zoom = clamp_zoom(position.zoom)
        page_index = min(max(position.page_index, 0), max(self.page_count - 1, 0))
        self._anchor, self._center = (page_index, position.top), 0.5
        self._aimed_page = None
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
            self._anchor = self._layout.place_at(max(top, 0))
            self._center = self._center if center is None else center
            self._aimed_page = page_index
            self._lay_out()

    def set_zoom(self, zoom: float, fit: Fit = "none", at: QPointF | None = None) -> None:
        """Zoom so that what is at a point of the view stays there; by default at its middle.

        With a fit the zoom follows from the page that is being read, and the top edge stays.
        """
        if self._layout is None:
            self._zoom, self._fit = clamp_zoom(zoom), fit
            return
        self._fit = fit
        if fit == "none":
            view = self.view_now()
            point = QPointF(view.width / 2, view.height / 2) if at is None else at
            page_index, down = self._layout.place_at(view.top + point.y())
            left, width = self._layout.page_left(page_index, view.width), self._layout.page_width(page_index)
            across = (view.left + point.x() - left) / width
            self._zoom = clamp_zoom(zoom)
            zoomed = self._layout.at_zoom(self._zoom)
            self._anchor = zoomed.place_at(max(zoomed.offset_of(page_index, down) - point.y(), 0))
            x = zoomed.page_left(page_index, view.width) + across * zoomed.page_width(page_index) - point.x()
            self._center = (x + view.width / 2) / max(zoomed.width, view.width)
        self._lay_out()

    def view_now(self) -> PageViewport:
        """What the view shows; only while there is a document."""
        if self._layout is None:
            raise ValueError("no document is shown")
        size = self.viewport().size()
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        ratio = self.viewport().devicePixelRatioF()
        return PageViewport(self._layout, left, top, size.width(), size.height(), ratio)

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
                self._set_bars(self._layout)
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
        return layout.at_zoom(zoom)

    def _set_bars(self, layout: PageLayout) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(layout.width - self.viewport().width(), 0))
        size = self.viewport().size()  # lower now where the horizontal bar has just come
        down.setRange(0, max(layout.height - size.height(), 0))
        across.setPageStep(size.width())
        down.setPageStep(size.height())
        across.setSingleStep(_LINE_PX)
        down.setSingleStep(_LINE_PX)
        across.setValue(round(self._center * max(layout.width, size.width()) - size.width() / 2))
        down.setValue(round(layout.offset_of(*self._anchor)))

    # --- What follows a change of the view ---

    def _update_view(self) -> None:
        self.viewport().update()
        if self._layout is None:
            return
        page_index = self._current_page()
        if page_index != self._page_index:
            self._page_index = page_index
            self.page_changed.emit(page_index)
        self.ask_for_pictures()

    def _current_page(self) -> int:
        view = self.view_now()
        if self._aimed_page is not None and self._aimed_page in view.pages:
            return self._aimed_page
        bar = self.verticalScrollBar()
        if bar.value() == bar.maximum() > 0:
            return view.layout.page_count - 1
        return view.layout.current_page(view.top, view.height)

    def ask_for_pictures(self) -> None:
        if self._images is not None and self.isVisible():
            self._images.want(self.view_now().wanted(self._direction))

    def try_again(self, page_index: int) -> None:
        """Ask once more for a page that could not be shown."""
        if self._images is not None:
            self._images.try_again(page_index)
            self._update_view()

    def has_failed(self, page_index: int) -> bool:
        return self._images is not None and self._images.failure(page_index) is not None

    @property
    def is_complete(self) -> bool:
        """Whether every picture that shows is sharp, or will not come."""
        return self._images is None or self._images.is_idle

    def _on_picture_arrived(self, page_index: int) -> None:
        if self._layout is not None and page_index in self.view_now().pages:
            self.viewport().update()

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
        scene = PagePainter(self.view_now(), self._images, self._marks, self.palette(), words)
        scene.paint(painter, event.rect())

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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._update_view()
        return super().viewportEvent(event)
