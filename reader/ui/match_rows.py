"""How the rows of the result list look: the page's label, and two lines of text with the match in bold."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.core.matches import Match
from reader.ui.match_list import HEADING_ROLE, LABEL_ROLE, MATCH_ROLE
from reader.ui.verdict_signs import hairline_color, muted_color

_PADDING_PX = 6
_LINES = 2
_SHOWN_BEFORE = 0.55
"""Of the first line, for what comes before the match."""
_CALM = 0.1
"""Of the platform's highlight, behind the row under the mouse."""


def row_height(metrics: QFontMetrics, *, is_heading: bool) -> int:
    return (1 if is_heading else _LINES) * metrics.height() + 2 * _PADDING_PX


class MatchRows(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        heading = index.data(HEADING_ROLE)
        if heading is not None:
            _paint_heading(painter, option, heading, index.data(LABEL_ROLE))
        else:
            _paint_match(painter, option, index.data(LABEL_ROLE), index.data(MATCH_ROLE))
        painter.restore()


def _paint_heading(painter: QPainter, option: QStyleOptionViewItem, heading: str, count: str) -> None:
    room = option.rect.adjusted(_PADDING_PX, 0, -_PADDING_PX, -_PADDING_PX)
    room.setTop(room.bottom() - option.fontMetrics.height())
    painter.setPen(hairline_color(option.palette))
    if option.rect.top() > 0:
        painter.drawLine(option.rect.topLeft(), option.rect.topRight())
    metrics = option.fontMetrics
    painter.setPen(muted_color(option.palette))
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
    bold = QFont(option.font)
    bold.setBold(True)
    painter.setFont(bold)
    painter.setPen(option.palette.color(QPalette.ColorRole.Text))
    width = room.width() - metrics.horizontalAdvance(count) - 2 * _PADDING_PX
    text = QFontMetrics(bold).elidedText(heading, Qt.TextElideMode.ElideRight, width)
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_match(painter: QPainter, option: QStyleOptionViewItem, label: str, match: Match | None) -> None:
    palette, rect = option.palette, option.rect
    is_selected = bool(option.state & QStyle.StateFlag.State_Selected)  # the table has painted it
    if not is_selected and option.state & QStyle.StateFlag.State_MouseOver:
        fill = QColor(palette.color(QPalette.ColorRole.Highlight))
        fill.setAlphaF(_CALM)
        painter.fillRect(rect, fill)
    group = QPalette.ColorGroup.Active if option.state & QStyle.StateFlag.State_Active else QPalette.ColorGroup.Inactive
    ink = palette.color(group, QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text)
    room = rect.adjusted(_PADDING_PX, _PADDING_PX, -_PADDING_PX, -_PADDING_PX)
    metrics = option.fontMetrics
    label_width = max(metrics.horizontalAdvance(label), metrics.horizontalAdvance("00")) + _PADDING_PX
    painter.setFont(option.font)
    painter.setPen(ink if is_selected else muted_color(palette))
    label_room = QRect(room.left(), room.top(), label_width, metrics.height())
    painter.drawText(label_room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)
    if match is not None:
        painter.setPen(ink)
        _paint_words(painter, option, room.adjusted(label_width, 0, 0, 0), match)


def _paint_words(painter: QPainter, option: QStyleOptionViewItem, room: QRect, match: Match) -> None:
    before = match.before
    shown = int(_SHOWN_BEFORE * room.width() / max(option.fontMetrics.horizontalAdvance(before), 1) * len(before))
    if len(before) > shown:
        cut = before[len(before) - shown :]
        before = "…" + (cut.partition(" ")[2] if " " in cut[:-1] else cut)
    layout = QTextLayout(f"{before}{match.text}{match.after}", option.font)
    bold = QTextLayout.FormatRange()
    bold.start, bold.length = len(before), len(match.text)
    format_ = QTextCharFormat()
    format_.setFontWeight(QFont.Weight.Bold)
    bold.format = format_
    layout.setFormats([bold])
    wrapping = QTextOption()
    wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(wrapping)
    layout.beginLayout()
    for number in range(_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room.width())
        line.setPosition(QPointF(0, number * option.fontMetrics.height()))
    layout.endLayout()
    painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
    layout.draw(painter, QPointF(room.topLeft()))
