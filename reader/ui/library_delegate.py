"""How a document looks in a list: its first page, its title, who wrote it, how far it was read; and what was found."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader.core.library_query import Snippet
from reader.ui.covers import Covers
from reader.ui.library_model import ROW, Index, Row
from reader.ui.library_words import by_line, hit_label, places_found, progress_line
from reader.ui.verdict_signs import hairline_color, muted_color

_COVER = QSize(54, 72)
_PADDING_PX = 10
_BAR_PX = 120
_HIT_LINES = 2


class LibraryDelegate(QStyledItemDelegate):
    def __init__(self, covers: Covers, parent: QWidget) -> None:
        super().__init__(parent)
        self._covers = covers
        font = parent.font()
        self._bold = QFont(font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        line = QFontMetrics(font).lineSpacing()
        self._document_height = max(_COVER.height(), 3 * line + 10) + 2 * _PADDING_PX
        self._hit_height = _HIT_LINES * line + 10

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        return QSize(200, self._document_height if row.hit is None else self._hit_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter, option)
        if row.hit is None:
            self._paint_document(painter, option, row)
        else:
            self._paint_hit(painter, option, row)
        painter.restore()

    @staticmethod
    def _paint_background(painter: QPainter, option: QStyleOptionViewItem) -> None:
        accent = QColor(option.palette.color(QPalette.ColorRole.Accent))
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_under_mouse = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not is_selected and not is_under_mouse:
            return
        room = QRectF(option.rect).adjusted(4, 1, -4, -1)
        accent.setAlphaF(0.22 if is_selected else 0.08)
        painter.setBrush(accent)
        has_focus = is_selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
        accent.setAlphaF(1.0)
        painter.setPen(QPen(accent, 1) if has_focus else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)

    def _paint_document(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        palette, room = option.palette, option.rect.adjusted(16, _PADDING_PX, -16, -_PADDING_PX)
        self._paint_cover(painter, palette, QRect(room.topLeft(), _COVER), row.document.document_id)
        text = room.adjusted(_COVER.width() + 14, 0, 0, 0)
        metrics, bold = QFontMetrics(option.font), QFontMetrics(self._bold)
        line = metrics.lineSpacing()
        gap = max((text.height() - 3 * line) // 4, 2)
        top = text.top() + gap
        found = places_found(row.count) if row.count else ""
        title_room = text.width() - (metrics.horizontalAdvance(found) + 16 if found else 0)
        painter.setFont(self._bold)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        title = bold.elidedText(row.document.title, Qt.TextElideMode.ElideRight, title_room)
        _draw_line(painter, QRect(text.left(), top, title_room, line), title)
        painter.setFont(option.font)
        painter.setPen(muted_color(palette))
        if found:
            _draw_line(painter, QRect(text.left(), top, text.width(), line), found, Qt.AlignmentFlag.AlignRight)
        top += line + gap
        authors = metrics.elidedText(by_line(row.document), Qt.TextElideMode.ElideRight, text.width())
        _draw_line(painter, QRect(text.left(), top, text.width(), line), authors)
        top += line + gap
        self._paint_progress(painter, palette, QRect(text.left(), top, _BAR_PX, line), row.document.progress)
        place = QRect(text.left() + _BAR_PX + 12, top, text.width() - _BAR_PX - 12, line)
        painter.setPen(muted_color(palette))
        words = metrics.elidedText(progress_line(row.document), Qt.TextElideMode.ElideRight, place.width())
        _draw_line(painter, place, words)

    def _paint_cover(self, painter: QPainter, palette: QPalette, room: QRect, document_id: str) -> None:
        picture = self._covers.cover(document_id)
        if picture is None:
            painter.setPen(hairline_color(palette))
            painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRect(QRectF(room).adjusted(0.5, 0.5, -0.5, -0.5))
            return
        size = picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(room.center() - QRect(0, 0, size.width(), size.height()).center(), size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, picture)
        painter.setPen(hairline_color(palette))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(place).adjusted(-0.5, -0.5, 0.5, 0.5))

    @staticmethod
    def _paint_progress(painter: QPainter, palette: QPalette, room: QRect, share: float) -> None:
        bar = QRectF(room.left(), room.center().y() - 2, room.width(), 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hairline_color(palette))
        painter.drawRoundedRect(bar, 2.5, 2.5)
        if share > 0:
            painter.setBrush(palette.color(QPalette.ColorRole.Accent))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(bar.width() * share, 5), bar.height()), 2.5, 2.5)

    def _paint_hit(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        if row.hit is None:
            return
        room = option.rect.adjusted(16 + _COVER.width() + 14, 5, -16, -5)
        label = hit_label(row.hit)
        metrics = QFontMetrics(option.font)
        label_width = max(metrics.horizontalAdvance(label) + 14, 64)
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Link))
        _draw_line(painter, QRect(room.left(), room.top(), label_width, metrics.lineSpacing()), label)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        _draw_snippet(painter, room.adjusted(label_width, 0, 0, 0), row.hit.snippet, option.font, self._bold)


def _draw_line(painter: QPainter, room: QRect, text: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


def _draw_snippet(painter: QPainter, room: QRect, snippet: Snippet, font: QFont, bold: QFont) -> None:
    """At most two lines, what was looked for in bold."""
    text = snippet.text
    layout = QTextLayout(text, font)
    formats = []
    for start, end in snippet.bold:
        span = QTextLayout.FormatRange()
        # Qt counts in UTF-16.
        span.start = _utf16(text[:start])
        span.length = _utf16(text[start:end])
        style = QTextCharFormat()
        style.setFont(bold)
        span.format = style
        formats.append(span)
    layout.setFormats(formats)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    top = 0.0
    for _ in range(_HIT_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room.width())
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    layout.draw(painter, QPointF(room.topLeft()))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
