"""How a mark looks in the list: its colour, the marked words, what was said about them."""

import math
import re
from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.core.annotations import Annotation
from reader.core.marks import Mark
from reader.ui.mark_layer import Entry
from reader.ui.mark_words import kind_name
from reader.ui.marks_list import ROW, MarkRow
from reader.ui.quotations import one_line
from reader.ui.verdict_signs import hairline_color, muted_color

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_MARKUP = re.compile(r"^#+ |\*\*|\*|`", re.MULTILINE)
"""What Markdown sets apart without a word: in a line of small print the words are enough."""
_LINES = 3
"""Of the marked words, and of what was said, each: the rest is on the page."""
_LEFT_PX, _RIGHT_PX = 26, 10
_PADDING_PX = 6
_MEASURED = 250
"""Characters that are laid out."""
_RAGGED = 1.06
_REMEMBERED = 20_000


class MarksDelegate(QStyledItemDelegate):
    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._lines: dict[tuple[object, int], list[int]] = {}
        """Entry and width -> how many lines each of its texts takes."""
        self._bold = QFont(view.font())
        self._bold.setWeight(QFont.Weight.DemiBold)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: MarkRow = index.data(ROW)
        line = QFontMetrics(option.font).lineSpacing()
        if row.entry is None:
            return QSize(100, line + 14)
        return QSize(100, sum(self._line_counts(row.entry, option.font)) * line + 2 * _PADDING_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: MarkRow = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.entry is None:
            self._paint_head(painter, option, row.head)
        else:
            _paint_background(painter, option)
            _paint_sign(painter, option.rect, row.entry, option.palette)
            self._paint_texts(painter, option, row.entry)
        painter.restore()

    def _line_counts(self, entry: Entry, font: QFont) -> list[int]:
        """Measured as one long line, which takes a fifth of breaking it: 2,000 marks are measured at once."""
        width = self._text_width()
        key = ((entry.mark_id, entry.modified) if isinstance(entry, Mark) else entry, width)
        if key not in self._lines:
            if len(self._lines) > _REMEMBERED:
                self._lines.clear()
            metrics = QFontMetrics(font)
            advances = [metrics.horizontalAdvance(text[:_MEASURED]) for text, _ in _texts(entry, font)]
            # A word that does not fit leaves room at the end of its line.
            self._lines[key] = [min(math.ceil(advance * _RAGGED / width), _LINES) for advance in advances]
        return self._lines[key]

    def _text_width(self) -> int:
        return max(self._view.viewport().width() - _LEFT_PX - _RIGHT_PX, 40)

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, head: str) -> None:
        room = option.rect.adjusted(10, 6, -_RIGHT_PX, -2)
        painter.setFont(self._bold)
        painter.setPen(
            muted_color(self._view.palette())
        )  # a head cannot be chosen, so the option's is the disabled one
        text = QFontMetrics(self._bold).elidedText(head, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_texts(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        metrics, width = QFontMetrics(option.font), self._text_width()
        y = option.rect.top() + _PADDING_PX
        counts = self._line_counts(entry, option.font)
        for number, ((text, font), count) in enumerate(zip(_texts(entry, option.font), counts, strict=True)):
            painter.setFont(font)
            is_said = number > 0 or font.italic()
            color = muted_color(option.palette) if is_said else option.palette.color(QPalette.ColorRole.Text)
            painter.setPen(color)
            for line in _laid_out(text, font, width, count):
                painter.drawText(QPointF(option.rect.left() + _LEFT_PX, y + metrics.ascent()), line)
                y += metrics.lineSpacing()


def _texts(entry: Entry, font: QFont) -> list[tuple[str, QFont]]:
    """The marked words, then what was said; of what has neither, what it is."""
    italic = QFont(font)
    italic.setItalic(True)
    said = one_line(_MARKUP.sub("", entry.comment))
    if isinstance(entry, Annotation) and entry.author:
        said = f"{entry.author}: {said}" if said else entry.author
    texts = [(text, font) for text in (one_line(entry.quote), said) if text]
    return texts or [(kind_name(entry.kind), italic)]


def _laid_out(text: str, font: QFont, width: int, count: int) -> list[str]:
    """At most so many lines; what is left out is shown as "…"."""
    layout = QTextLayout(text[:_MEASURED], font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        if len(lines) == count - 1:
            rest = text[start : start + _MEASURED]
            lines.append(QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width))
            break
        lines.append(text[start : start + line.textLength()].rstrip())
    layout.endLayout()
    return lines


def _paint_background(painter: QPainter, option: QStyleOptionViewItem) -> None:
    accent = QColor(option.palette.color(QPalette.ColorRole.Accent))
    is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if not is_selected and not option.state & QStyle.StateFlag.State_MouseOver:
        return
    accent.setAlphaF(0.22 if is_selected else 0.08)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    painter.drawRoundedRect(QRectF(option.rect).adjusted(4, 1, -4, -1), 5, 5)


def _paint_sign(painter: QPainter, room: QRect, entry: Entry, palette: QPalette) -> None:
    """A bar for what marks text, hollow for lines; a sheet for notes; a dot for what else a PDF has."""
    rgb = entry.rgb if isinstance(entry, Annotation) else entry.colour.rgb
    fill = QColor(*rgb) if rgb is not None else hairline_color(palette)
    left, top = room.left() + 12, room.top() + _PADDING_PX + 2
    if entry.kind in ("highlight", "underline", "squiggly", "strikeout"):
        bar = QRectF(left, top, 5, room.height() - 2 * _PADDING_PX - 4)
        painter.setPen(QPen(fill.darker(130), 1))
        painter.setBrush(fill if entry.kind == "highlight" else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar, 2, 2)
    elif entry.kind in ("note", "text"):
        sheet = QRectF(left - 3, top, 11, 11)
        painter.setPen(QPen(fill.darker(180), 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(sheet, 2, 2)
        for down in (0.36, 0.66):
            y = sheet.y() + down * sheet.height()
            painter.drawLine(QPointF(sheet.x() + 3, y), QPointF(sheet.right() - 3, y))
    else:
        painter.setPen(QPen(fill.darker(130), 1))
        painter.setBrush(fill)
        painter.drawEllipse(QRectF(left - 1, top + 2, 8, 8))
