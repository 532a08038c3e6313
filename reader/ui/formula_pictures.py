"""Formulas as pictures in a text: drawn once in the background, kept, in the colour of the text around them."""

import asyncio
from collections import OrderedDict
from enum import IntEnum

from PySide6.QtCore import QByteArray, QObject, QRectF, QSizeF, Signal
from PySide6.QtGui import (
    QFontInfo,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from reader.core.formulas import Formula
from reader.engine.formula_svg import COLOUR, SIZE, FormulaSvg, draw_formula
from reader.ui.jobs import Jobs

FORMULA_OBJECT = QTextFormat.ObjectTypes.UserObject.value + 2
"""The type of an inline object that is a formula."""
_MOST = 500
_BELOW = 0.3
"""What a formula may reach below the line, in heights of a letter, without moving the lines apart."""


class _Property(IntEnum):
    FORMULA = QTextFormat.Property.UserProperty.value + 11
    IS_DISPLAY = QTextFormat.Property.UserProperty.value + 12


class FormulaPictures(QObject):
    drawn = Signal(object)
    """The set of Formulas for which there is a picture now."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._pictures: OrderedDict[Formula, FormulaSvg | None] = OrderedDict()
        """None: it cannot be drawn."""
        self._wanted: dict[Formula, None] = {}

    def picture(self, formula: Formula) -> FormulaSvg | None:
        """None where it cannot be drawn, or is not drawn yet: then `drawn` follows."""
        if formula in self._pictures:
            self._pictures.move_to_end(formula)
            return self._pictures[formula]
        self._wanted[formula] = None
        if not self._jobs.is_running("formulas"):
            self._jobs.start("formulas", self._draw())
        return None

    async def _draw(self) -> None:
        while self._wanted:
            formulas, self._wanted = list(self._wanted), {}
            found = set()
            for formula in formulas:
                picture = await asyncio.to_thread(draw_formula, formula.tex, is_display=formula.is_display)
                self._pictures[formula] = picture
                if picture is not None:
                    found.add(formula)
            while len(self._pictures) > max(_MOST, len(formulas)):
                self._pictures.popitem(last=False)
            if found:
                self.drawn.emit(found)


class FormulaObject(QPyTextObject):
    """Draws formulas inside a text document; register it with the document's layout for `FORMULA_OBJECT`."""

    def __init__(self, text: QWidget, pictures: FormulaPictures) -> None:
        """`text`: the widget that shows the document, in whose colour they are drawn."""
        super().__init__(text)
        self._text, self._pictures = text, pictures
        self._renderers: dict[tuple[Formula, str], QSvgRenderer] = {}

    def format_of(self, formula: Formula, around: QTextCharFormat) -> QTextCharFormat:
        """The format of the object replacement character that stands for it; `around`: of the text."""
        format_ = QTextCharFormat(around)
        format_.setObjectType(FORMULA_OBJECT)
        format_.setProperty(_Property.FORMULA, formula.tex)
        format_.setProperty(_Property.IS_DISPLAY, formula.is_display)
        format_.setToolTip(formula.tex)
        picture = self._pictures.picture(formula)
        if picture is not None and picture.descent > _BELOW * SIZE:
            format_.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        else:
            format_.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        return format_

    @staticmethod
    def formula_of(format_: QTextFormat) -> Formula | None:
        tex = format_.property(_Property.FORMULA)
        return Formula(tex, bool(format_.property(_Property.IS_DISPLAY))) if tex else None

    def intrinsicSize(self, document: QTextDocument, position: int, format_: QTextFormat) -> QSizeF:
        formula = self.formula_of(format_)
        picture = None if formula is None else self._pictures.picture(formula)
        if picture is None:
            return QSizeF(1, 1)
        scale = _scale(document, picture)
        metrics = QFontMetricsF(document.defaultFont())
        if _is_low(format_):
            return QSizeF(picture.width * scale, picture.ascent * scale + metrics.descent())
        # Qt counts with half of it above and below a place a quarter of an x above the line: that makes room for both.
        half_x = metrics.xHeight() / 2
        height = max(2 * picture.ascent * scale - half_x, 2 * picture.descent * scale + half_x)
        return QSizeF(picture.width * scale, height)

    def drawObject(
        self, painter: QPainter, rect: QRectF, document: QTextDocument, position: int, format_: QTextFormat
    ) -> None:
        formula = self.formula_of(format_)
        picture = None if formula is None else self._pictures.picture(formula)
        if formula is None or picture is None:
            return
        scale = _scale(document, picture)
        baseline = rect.bottom() - QFontMetricsF(document.defaultFont()).descent()
        if not _is_low(format_):  # then Qt has put it into the middle of its line
            block = document.findBlock(position)
            line = block.layout().lineForTextPosition(position - block.position())
            baseline = rect.center().y() - line.height() / 2 + line.ascent()
        height = (picture.ascent + picture.descent) * scale
        area = QRectF(rect.left(), baseline - picture.ascent * scale, picture.width * scale, height)
        colour = self._text.palette().color(QPalette.ColorRole.Text).name()
        self._renderer(formula, picture, colour).render(painter, area)

    def _renderer(self, formula: Formula, picture: FormulaSvg, colour: str) -> QSvgRenderer:
        renderer = self._renderers.get((formula, colour))
        if renderer is None:
            svg = picture.svg.replace(COLOUR, colour)
            renderer = self._renderers[formula, colour] = QSvgRenderer(QByteArray(svg.encode()), self)
        return renderer


def _is_low(format_: QTextFormat) -> bool:
    """Whether it reaches no farther below the line than letters do, or hardly."""
    return format_.toCharFormat().verticalAlignment() is QTextCharFormat.VerticalAlignment.AlignBaseline


def _scale(document: QTextDocument, picture: FormulaSvg) -> float:
    """Pixels for each unit of the box: as large as the text, and not wider than it."""
    scale = QFontInfo(document.defaultFont()).pixelSize() / SIZE
    width = document.textWidth()
    return min(scale, width / picture.width) if width > 0 else scale
