"""How a thumbnail is painted: paper, picture, what lies on it, the frame of the part that is read, the label."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen, QPolygonF

from reader.core.bookmarks import Bookmark
from reader.core.document import Rect
from reader.core.page_arrangement import Rotation, turned
from reader.core.page_colours import PageColours
from reader.ui.bookmark_ribbons import COLOUR as RIBBON
from reader.ui.page_ink import begin_marking, paper

LABEL_PX = 8
"""Added to the height of the font, for the label below."""
_EVIDENCE = QColor("#f0a500")
_LEAST_PX = 2.0
"""Evidence is at least as high: a line of text is less than a pixel here."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """Rectangles are logical pixels in the panel."""

    page: QRectF
    label_box: QRectF
    label: str
    picture: QImage | None
    """As the page is in the file, at any size."""
    is_current: bool
    frame: QRectF | None
    """The part that the view shows."""
    evidence: tuple[Rect, ...]
    is_evident: bool
    """Whether it has evidence at all; without rectangles it is the page as a whole."""
    bookmarks: tuple[Bookmark, ...]


class ThumbnailPainter:
    def __init__(
        self, painter: QPainter, palette: QPalette, rotation: Rotation, colours: PageColours, *, has_focus: bool
    ) -> None:
        self._painter, self._palette, self._has_focus = painter, palette, has_focus
        self._rotation, self._colours = rotation, colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)

    def paint(self, thumbnail: Thumbnail) -> None:
        self._paint_page(thumbnail)
        self._paint_evidence(thumbnail)
        self._paint_ribbons(thumbnail)
        self._paint_frame(thumbnail)
        self._paint_label(thumbnail)

    def _paint_page(self, thumbnail: Thumbnail) -> None:
        painter, page = self._painter, thumbnail.page
        if thumbnail.picture is None:
            painter.fillRect(page, paper(self._colours))
        elif not self._rotation:
            painter.drawImage(page, thumbnail.picture)
        else:
            width, height = page.width(), page.height()
            if self._rotation % 180:
                width, height = height, width
            painter.save()
            painter.translate(page.center())
            painter.rotate(self._rotation)
            painter.drawImage(QRectF(-width / 2, -height / 2, width, height), thumbnail.picture)
            painter.restore()
        edge = self._palette.color(QPalette.ColorRole.Mid)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(edge, 1))
        painter.drawRect(page.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _paint_evidence(self, thumbnail: Thumbnail) -> None:
        if not thumbnail.is_evident:
            return
        painter, page = self._painter, thumbnail.page
        painter.save()
        colour = begin_marking(painter, _EVIDENCE, 0.6, self._colours)
        for rect in thumbnail.evidence or (Rect(0.0, 0.0, 1.0, 0.02),):
            shown = turned(rect, self._rotation)
            box = QRectF(
                page.x() + shown.x0 * page.width(),
                page.y() + shown.y0 * page.height(),
                max(shown.width * page.width(), _LEAST_PX),
                max(shown.height * page.height(), _LEAST_PX),
            )
            painter.fillRect(box, colour)
        painter.restore()

    def _paint_ribbons(self, thumbnail: Thumbnail) -> None:
        painter, page = self._painter, thumbnail.page
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(RIBBON)
        for bookmark in thumbnail.bookmarks:
            top = page.top() + min(max(bookmark.top, 0.0), 1.0) * page.height()
            right = page.right() - 4
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(right - 6, top),
                        QPointF(right, top),
                        QPointF(right, top + 11),
                        QPointF(right - 3, top + 8.5),
                        QPointF(right - 6, top + 11),
                    ]
                )
            )

    def _paint_frame(self, thumbnail: Thumbnail) -> None:
        if thumbnail.frame is None:
            return
        accent = self._palette.color(QPalette.ColorRole.Highlight)
        fill = QColor(accent)
        fill.setAlphaF(0.10)
        self._painter.setBrush(fill)
        self._painter.setPen(QPen(accent, 2))
        self._painter.drawRect(thumbnail.frame)

    def _paint_label(self, thumbnail: Thumbnail) -> None:
        painter, palette, box = self._painter, self._palette, thumbnail.label_box
        metrics = painter.fontMetrics()
        text = metrics.elidedText(thumbnail.label, Qt.TextElideMode.ElideMiddle, int(box.width()))
        if thumbnail.is_current:
            width = min(metrics.horizontalAdvance(text) + 16, box.width())
            pill = QRectF(box.center().x() - width / 2, box.center().y() - metrics.height() / 2 - 1, width, 0)
            pill.setHeight(metrics.height() + 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
            if self._has_focus:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), 1, Qt.PenStyle.DotLine))
                painter.drawRoundedRect(pill.adjusted(-2, -2, 2, 2), pill.height() / 2, pill.height() / 2)
            painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
        else:
            painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
