"""A row of small round buttons, one for each colour of the palette."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from reader.core.marks import Colour
from reader.ui.mark_words import colour_name

_SIDE_PX = 22
_DISC_PX = 14


class ColourSwatches(QWidget):
    colour_chosen = Signal(object)
    """Colour: it was clicked."""

    def __init__(self, name: str, parent: QWidget | None = None, *, takes_focus: bool = True) -> None:
        """`name`: of the buttons, before the colour. `takes_focus`: else a click leaves the focus where it is."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._swatches: dict[Colour, _Swatch] = {}
        for colour in Colour:
            swatch = self._swatches[colour] = _Swatch(colour, self)
            swatch.setObjectName(f"{name}_{colour.value}")
            swatch.setFocusPolicy(Qt.FocusPolicy.TabFocus if takes_focus else Qt.FocusPolicy.NoFocus)
            swatch.clicked.connect(lambda _checked=False, colour=colour: self.colour_chosen.emit(colour))
            row.addWidget(swatch)
        self._retranslate()

    def show_chosen(self, *colours: Colour) -> None:
        """Ring these colours."""
        for colour, swatch in self._swatches.items():
            swatch.is_chosen = colour in colours
            swatch.update()

    def _retranslate(self) -> None:
        for colour, swatch in self._swatches.items():
            swatch.setToolTip(colour_name(colour))
            swatch.setAccessibleName(colour_name(colour))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()


class _Swatch(QAbstractButton):
    def __init__(self, colour: Colour, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = colour
        self.is_chosen = False
        self.setFixedSize(_SIDE_PX, _SIDE_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE_PX, _SIDE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        text = self.palette().color(QPalette.ColorRole.WindowText)
        if self.is_chosen or self.underMouse() or self.hasFocus():
            ring = self.palette().color(QPalette.ColorRole.Accent) if self.hasFocus() else QColor(text)
            ring.setAlphaF(1.0 if self.is_chosen or self.hasFocus() else 0.35)
            painter.setPen(QPen(ring, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, _DISC_PX / 2 + 2.5, _DISC_PX / 2 + 2.5)
        painter.setPen(QPen(QColor(*self._colour.ink), 1))
        painter.setBrush(QColor(*self._colour.rgb))
        painter.drawEllipse(middle, _DISC_PX / 2, _DISC_PX / 2)
