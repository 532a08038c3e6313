"""Thumbnails of all pages: the part that is read is framed and can be dragged, a click goes to a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from reader.core.bookmarks import Bookmark
from reader.core.document import Rect, Spot
from reader.core.page_arrangement import turned
from reader.core.thumbnail_grid import ThumbnailGrid
from reader.ui.page_images import PageSource, PictureKey, Start
from reader.ui.page_view import PageView
from reader.ui.thumbnail_painter import LABEL_PX, Thumbnail, ThumbnailPainter
from reader.ui.thumbnail_pictures import ThumbnailPictures

_SIZES_PX = (72, 96, 120, 152, 192, 248)
"""The longer side of a thumbnail; Ctrl and the wheel choose."""
_FIRST_SIZE = 3
_SIDES = 0.8
"""Width of a cell as a part of its height: wide pages are smaller in it."""
_LINE_PX = 48


@dataclass(slots=True)
class _Drag:
    """The frame is being dragged: how far below its upper edge it was taken, as a fraction of the page."""

    grip: float


class ThumbnailsPanel(QAbstractScrollArea):
    """Only what shows is painted and asked for, so that the number of pages does not matter."""

    page_chosen = Signal(int)
    """A page was clicked, or Enter was pressed on it."""
    page_reached = Signal(int)
    """The keys have moved on to a page."""
    place_dragged = Signal(int, float)
    """The view is to begin at a fraction of a page, which may be below 0."""

    def __init__(self, view: PageView, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("thumbnails_panel")
        self._view = view
        self._size = _FIRST_SIZE
        self._label_of: Callable[[int], str] = str
        self._section_of: Callable[[int], str] = lambda _page_index: ""
        self._bookmarked: dict[int, tuple[Bookmark, ...]] = {}
        self._evidence: dict[int, tuple[Rect, ...]] = {}
        self._drag: _Drag | None = None
        self._columns = 1
        self._source: PageSource | None = None
        self.pictures = ThumbnailPictures(start, lambda: not view.is_complete, self)
        self.pictures.arrived.connect(self.viewport().update)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.verticalScrollBar().setSingleStep(_LINE_PX)
        view.page_changed.connect(self._on_page_changed)
        for signal in (
            view.verticalScrollBar().valueChanged,
            view.horizontalScrollBar().valueChanged,
            view.zoom_changed,
        ):
            signal.connect(self._on_view_moved)
        view.laid_out_anew.connect(self._lay_out)
        view.colours_changed.connect(self._lay_out)
        self._retranslate()

    # --- The document ---

    def show_document(self, source: PageSource | None) -> None:
        """The view shows it already."""
        self._source, self._drag = source, None
        self._label_of = str if source is None else source.info.label_of
        self._bookmarked, self._evidence = {}, {}
        self.pictures.show_document(source)
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._on_page_changed(self._view.page_index)

    def name_sections(self, section_of: Callable[[int], str]) -> None:
        """Page index -> the heading that it begins under, for tool tips."""
        self._section_of = section_of

    def show_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        by_page: dict[int, tuple[Bookmark, ...]] = {}
        for bookmark in bookmarks:
            by_page[bookmark.page_index] = (*by_page.get(bookmark.page_index, ()), bookmark)
        self._bookmarked = by_page
        self.viewport().update()

    def show_evidence(self, spots: Sequence[Spot]) -> None:
        """Where the evidence of the answer lies, or what was found."""
        by_page: dict[int, tuple[Rect, ...]] = {}
        for spot in spots:
            by_page[spot.page_index] = by_page.get(spot.page_index, ()) + spot.rects
        self._evidence = by_page
        self.viewport().update()

    # --- Where everything lies ---

    def grid(self) -> ThumbnailGrid:
        longer = float(_SIZES_PX[self._size])
        count = 0 if self._source is None else self._view.page_count
        label = self.fontMetrics().height() + LABEL_PX
        return ThumbnailGrid(count, longer * _SIDES, longer + label, float(self.viewport().width()))

    def page_rect(self, page_index: int) -> QRectF:
        """Where the picture of a page lies in the panel."""
        cell = self.grid().cell(page_index)
        width_pt, height_pt = self._view.view_now().layout.turned_size_pt(page_index)
        longer = float(_SIZES_PX[self._size])
        scale = min(longer / height_pt, longer * _SIDES / width_pt)
        width, height = max(round(width_pt * scale), 1), max(round(height_pt * scale), 1)
        left = round(cell.left + (cell.width - width) / 2)
        top = round(cell.top + longer - height)
        return QRectF(left, top - self.verticalScrollBar().value(), width, height)

    def frame_rect(self, page_index: int) -> QRectF | None:
        """The part of a page that the view shows, in the panel; None where nothing of it shows."""
        part = self._part_in_view(page_index)
        if part is None:
            return None
        return _part_of(self.page_rect(page_index), turned(part, self._view.arrangement.rotation))

    def _part_in_view(self, page_index: int) -> Rect | None:
        """In fractions of the page in the file."""
        view = self._view.view_now()
        if page_index not in view.pages:
            return None
        ratio = view.device_pixel_ratio
        shown = QRectF(view.page_rect_px(page_index)) & QRectF(0, 0, view.width * ratio, view.height * ratio)
        if shown.isEmpty():
            return None
        _, x0, y0 = view.point_on(page_index, shown.topLeft() / ratio)
        _, x1, y1 = view.point_on(page_index, shown.bottomRight() / ratio)
        return Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _lay_out(self) -> None:
        grid, bar = self.grid(), self.verticalScrollBar()
        height = self.viewport().height()
        self._columns = grid.columns
        bar.setRange(0, max(round(grid.height) - height, 0))
        bar.setPageStep(height)
        self._ask()
        self.viewport().update()

    # --- Pictures ---

    def _key_of(self, page_index: int) -> PictureKey:
        """A picture of the longer side of a thumbnail, in pixels of the device."""
        view = self._view.view_now()
        longer_px = _SIZES_PX[self._size] * self.devicePixelRatioF()
        scale = longer_px / max(view.layout.size_pt(page_index))
        return replace(view.preview(page_index), scale_px_per_pt=scale)

    def _ask(self) -> None:
        if self._source is None or not self.isVisible():
            self.pictures.want(())
            return
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        grid = self.grid()
        shown = grid.visible(top, top + height)
        following = grid.visible(top + height, top + 2 * height)
        self.pictures.want([self._key_of(page_index) for page_index in dict.fromkeys((*shown, *following))])

    # --- What the view does ---

    def _on_page_changed(self, page_index: int) -> None:
        self._show_page(page_index)
        self.setAccessibleDescription(
            self.tr("Page {0}").format(self._label_of(page_index)) if self._source is not None else ""
        )
        self.viewport().update()

    def _show_page(self, page_index: int) -> None:
        """Scroll as little as is needed; not while the frame is being dragged."""
        if self._source is None or self._drag is not None:
            return
        cell, bar = self.grid().cell(page_index), self.verticalScrollBar()
        top, bottom = round(cell.top), round(cell.top + cell.height)
        if top < bar.value():
            bar.setValue(top - _LINE_PX // 4)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height() + _LINE_PX // 4)

    def _on_view_moved(self) -> None:
        if self.isVisible():
            self.viewport().update()

    # --- Events ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self._source is None:
            return
        scene = ThumbnailPainter(
            painter,
            self.palette(),
            self._view.arrangement.rotation,
            self._view.colours,
            has_focus=self.hasFocus(),
        )
        top = self.verticalScrollBar().value()
        area = event.rect()
        for page_index in self.grid().visible(top + area.top(), top + area.bottom() + 1):
            scene.paint(self._thumbnail(page_index))

    def _thumbnail(self, page_index: int) -> Thumbnail:
        cell = self.grid().cell(page_index)
        page = self.page_rect(page_index)
        label = QRectF(
            cell.left, cell.top + _SIZES_PX[self._size] - self.verticalScrollBar().value(), cell.width, LABEL_PX
        )
        label.setHeight(cell.height - _SIZES_PX[self._size])
        picture = self.pictures.picture(self._key_of(page_index)) or self._view.preview(page_index)
        return Thumbnail(
            page=page,
            label_box=label,
            label=self._label_of(page_index),
            picture=picture,
            is_current=page_index == self._view.page_index,
            frame=self.frame_rect(page_index),
            evidence=self._evidence.get(page_index, ()),
            is_evident=page_index in self._evidence,
            bookmarks=self._bookmarked.get(page_index, ()),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._source is None:
            return
        page_index = self._page_at(event.position())
        if page_index is None:
            return
        frame = self.frame_rect(page_index)
        if frame is not None and frame.contains(event.position()) and self._can_drag(page_index, frame):
            page = self.page_rect(page_index)
            self._drag = _Drag((event.position().y() - frame.top()) / page.height())
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self.page_chosen.emit(page_index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            self._show_cursor(event.position())
            return
        at = event.position()
        top = self.verticalScrollBar().value()
        page_index = self.grid().nearest(at.x(), at.y() + top)
        if page_index is not None:
            page = self.page_rect(page_index)
            down = min(max((at.y() - page.top()) / page.height(), 0.0), 1.0)
            self.place_dragged.emit(page_index, down - self._drag.grip)
        if not 0 <= at.y() < self.viewport().height():
            self.verticalScrollBar().setValue(top + (_LINE_PX if at.y() > 0 else -_LINE_PX))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._drag is not None:
            self._drag = None
            self._show_cursor(event.position())

    def _can_drag(self, page_index: int, frame: QRectF) -> bool:
        """A page that is in view as a whole is clicked, not dragged."""
        return frame.height() < self.page_rect(page_index).height() - 1

    def _show_cursor(self, at: QPointF) -> None:
        page_index = self._page_at(at)
        if page_index is None:
            self.viewport().unsetCursor()
            return
        frame = self.frame_rect(page_index)
        can_drag = frame is not None and frame.contains(at) and self._can_drag(page_index, frame)
        shape = Qt.CursorShape.OpenHandCursor if can_drag else Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)

    def _page_at(self, at: QPointF) -> int | None:
        return self.grid().page_at(at.x(), at.y() + self.verticalScrollBar().value())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y()
            if notches:
                self._resize_thumbnails(1 if notches > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _resize_thumbnails(self, direction: int) -> None:
        size = min(max(self._size + direction, 0), len(_SIZES_PX) - 1)
        if size != self._size:
            self._size = size
            self._lay_out()
            self._show_page(self._view.page_index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page_index, count = self._view.page_index, self._view.page_count
        grid = self.grid()
        screen = max(int(self.viewport().height() // grid.cell_height), 1) * grid.columns
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -grid.columns,
            Qt.Key.Key_Down: grid.columns,
            Qt.Key.Key_PageUp: -screen,
            Qt.Key.Key_PageDown: screen,
            Qt.Key.Key_Home: -page_index,
            Qt.Key.Key_End: count - 1 - page_index,
        }
        step = steps.get(Qt.Key(event.key()))
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._source is None or modifiers:
            event.ignore()
        elif step is not None:
            self.page_reached.emit(min(max(page_index + step, 0), count - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.page_chosen.emit(page_index)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._resize_thumbnails(1 if event.key() == Qt.Key.Key_Plus else -1)
        else:
            event.ignore()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tool_tip(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def _show_tool_tip(self, at: QPoint, on_screen: QPoint) -> None:
        page_index = None if self._source is None else self._page_at(QPointF(at))
        if page_index is None:
            QToolTip.hideText()
            return
        words = self.tr("Page {0}").format(self._label_of(page_index))
        named = [bookmark.name for bookmark in self._bookmarked.get(page_index, ()) if bookmark.name]
        lines = [words, self._section_of(page_index), *named]
        QToolTip.showText(on_screen, "\n".join(dict.fromkeys(line for line in lines if line)), self.viewport())

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self._ask()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        columns = self._columns
        super().resizeEvent(event)
        self._lay_out()
        if columns != self._columns:
            self._show_page(self._view.page_index)  # all rows are others now

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()
        self._show_page(self._view.page_index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Thumbnails"))


def _part_of(page: QRectF, part: Rect) -> QRectF:
    return QRectF(
        page.x() + part.x0 * page.width(),
        page.y() + part.y0 * page.height(),
        part.width * page.width(),
        part.height * page.height(),
    )
