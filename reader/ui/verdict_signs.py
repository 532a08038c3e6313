"""How a verdict looks: a shape, a colour and words, so that no one of the three is needed alone."""

from enum import IntEnum

from PySide6.QtCore import QCoreApplication, QObject, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from reader.core.answer import Verdict

_CHARACTERS = {
    Verdict.EXACT: "✔",
    Verdict.SUPPORTED: "✓",
    Verdict.PAGE_ONLY: "◌",
    Verdict.UNSUPPORTED: "⚠",
}
# Each has a contrast of at least 4.5 to 1 on both backgrounds (window, base) of its scheme.
_ON_LIGHT = {
    Verdict.EXACT: "#16702f",
    Verdict.SUPPORTED: "#0a628a",
    Verdict.PAGE_ONLY: "#5c5f66",
    Verdict.UNSUPPORTED: "#a84300",
}
_ON_DARK = {
    Verdict.EXACT: "#5fd47a",
    Verdict.SUPPORTED: "#6cc0f0",
    Verdict.PAGE_ONLY: "#b4b6bb",
    Verdict.UNSUPPORTED: "#f2a65a",
}


class _Property(IntEnum):
    VERDICT = QTextFormat.Property.UserProperty.value + 1
    BACKGROUND = QTextFormat.Property.UserProperty.value + 2


SIGN_OBJECT = QTextFormat.ObjectTypes.UserObject.value + 1
"""The type of an inline object that is a sign."""


def is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Base).lightnessF() < 0.5


def sign_character(verdict: Verdict) -> str:
    """The sign where only plain text can be: the clipboard, a file."""
    return _CHARACTERS[verdict]


def sign_color(verdict: Verdict, palette: QPalette) -> QColor:
    return QColor((_ON_DARK if is_dark(palette) else _ON_LIGHT)[verdict])


def verdict_name(verdict: Verdict) -> str:
    translate = QCoreApplication.translate
    return {
        Verdict.EXACT: translate("Verdict", "Exact"),
        Verdict.SUPPORTED: translate("Verdict", "Supported"),
        Verdict.PAGE_ONLY: translate("Verdict", "Page only"),
        Verdict.UNSUPPORTED: translate("Verdict", "Unsupported"),
    }[verdict]


def verdict_words(verdict: Verdict) -> str:
    """What the sign says, in a sentence: for tooltips, the evidence card, and screen readers."""
    translate = QCoreApplication.translate
    return {
        Verdict.EXACT: translate("Verdict", "Exact: the page says it in these words."),
        Verdict.SUPPORTED: translate("Verdict", "Supported: a sentence of the page says it in other words."),
        Verdict.PAGE_ONLY: translate("Verdict", "Page only: the page speaks of it, but no single sentence says it."),
        Verdict.UNSUPPORTED: translate("Verdict", "Unsupported: not found in the pages read."),
    }[verdict]


def muted_color(palette: QPalette) -> QColor:
    """The colour of text that matters less. Opaque: Qt's own placeholder colour is too faint on grey."""
    text, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    mixed = (
        round(0.66 * of_text + 0.34 * of_base)
        for of_text, of_base in (
            (text.red(), base.red()),
            (text.green(), base.green()),
            (text.blue(), base.blue()),
        )
    )
    return QColor(*mixed)


def hairline_color(palette: QPalette) -> QColor:
    """The colour of thin lines between things and around chips."""
    color = palette.color(QPalette.ColorRole.Text)
    color.setAlphaF(0.24 if is_dark(palette) else 0.18)
    return color


def paint_sign(painter: QPainter, rect: QRectF, verdict: Verdict, color: QColor, background: QColor) -> None:
    """Fill `rect` with the sign: full disc, open circle, dotted circle, or triangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width(), rect.height())
    painter.translate(rect.center())
    painter.scale(side / 16, side / 16)  # from here on a square of 16 around the origin
    pen = QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    if verdict is Verdict.EXACT:
        painter.setBrush(color)
        painter.drawEllipse(QPointF(), 6.6, 6.6)
        painter.setPen(QPen(background, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        _paint_check(painter)
    elif verdict is Verdict.SUPPORTED:
        painter.drawEllipse(QPointF(), 6.6, 6.6)
        pen.setWidthF(1.8)
        painter.setPen(pen)
        _paint_check(painter)
    elif verdict is Verdict.PAGE_ONLY:
        pen.setWidthF(2.0)
        pen.setDashPattern([0.01, 6.4 * 2 * 3.14159 / 10 / 2.0])  # ten dots around
        painter.setPen(pen)
        painter.drawEllipse(QPointF(), 6.4, 6.4)
    else:
        triangle = QPainterPath(QPointF(0, -6.4))
        triangle.lineTo(7, 6)
        triangle.lineTo(-7, 6)
        triangle.closeSubpath()
        painter.drawPath(triangle)
        pen.setWidthF(1.8)
        painter.setPen(pen)
        painter.drawLine(QPointF(0, -1.8), QPointF(0, 1.6))
        painter.drawPoint(QPointF(0, 3.9))
    painter.restore()


def _paint_check(painter: QPainter) -> None:
    check = QPainterPath(QPointF(-2.9, 0.2))
    check.lineTo(-0.9, 2.3)
    check.lineTo(3.0, -2.3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(check)


class SignObject(QPyTextObject):
    """Draws the signs inside a text document; register it with the document's layout for `SIGN_OBJECT`.

    Drawn, not typed: fonts disagree on these characters, and some show a coloured emoji.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    @staticmethod
    def format_of(verdict: Verdict, palette: QPalette) -> QTextCharFormat:
        """The format of the object replacement character that stands for the sign."""
        format_ = QTextCharFormat()
        format_.setObjectType(SIGN_OBJECT)
        format_.setProperty(_Property.VERDICT, str(verdict))
        format_.setProperty(_Property.BACKGROUND, palette.color(QPalette.ColorRole.Base))
        format_.setForeground(sign_color(verdict, palette))
        format_.setToolTip(verdict_words(verdict))
        format_.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        return format_

    @staticmethod
    def verdict_of(format_: QTextFormat) -> Verdict | None:
        value = format_.property(_Property.VERDICT)
        return Verdict(value) if value else None

    def intrinsicSize(self, document: QTextDocument, position: int, format_: QTextFormat) -> QSizeF:
        side = QFontMetricsF(document.defaultFont()).ascent()
        return QSizeF(side, side)

    def drawObject(
        self, painter: QPainter, rect: QRectF, document: QTextDocument, position: int, format_: QTextFormat
    ) -> None:
        verdict = self.verdict_of(format_)
        if verdict is not None:
            background = format_.property(_Property.BACKGROUND)
            paint_sign(painter, rect, verdict, format_.foreground().color(), background)
