"""How marks are laid over pages: like ink on light paper, like light on dark paper, so that words stay readable."""

from PySide6.QtGui import QColor, QPainter

from reader.core.page_colours import TONES, PageColours

_MULTIPLY = QPainter.CompositionMode.CompositionMode_Multiply
_SCREEN = QPainter.CompositionMode.CompositionMode_Screen
_FAINTER = 0.85
"""Light on dark paper takes contrast from light letters, as ink on light paper hardly does from dark ones."""
_MOST = 0.46
"""Of light on dark paper: more would leave words too little contrast, whatever the colour."""


def paper(colours: PageColours) -> QColor:
    return QColor(*TONES[colours].paper)


def begin_marking(painter: QPainter, colour: QColor, opacity: float, colours: PageColours) -> QColor:
    """Set how the painter lays marks over a page; returns the colour to fill with. `opacity`: on white paper."""
    is_dark = colours == "dark"
    painter.setCompositionMode(_SCREEN if is_dark else _MULTIPLY)
    ink = QColor(colour)
    ink.setAlphaF(min(opacity * _FAINTER, _MOST) if is_dark else opacity)
    return ink
