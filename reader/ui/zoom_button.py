"""The button between minus and plus: shows the zoom, and opens a menu of others."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QMenu, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

_PERCENTS = (50, 75, 100, 125, 150, 200, 300, 400)


class ZoomButton(QToolButton):
    zoom_chosen = Signal(float)
    """1.0 is the size on paper."""

    def __init__(self, fits: list[QAction], parent: QWidget | None = None) -> None:
        """`fits`: the actions that fit the page, at the head of the menu."""
        super().__init__(parent)
        self.setObjectName("zoom_button")
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(self.tr("Zoom"))
        menu = QMenu(self)
        menu.addActions(fits)
        menu.addSeparator()
        for percent in _PERCENTS:
            action = menu.addAction(self._words(percent / 100))
            action.setObjectName(f"zoom_{percent}")
            action.triggered.connect(lambda *_checked, percent=percent: self.zoom_chosen.emit(percent / 100))
        self.setMenu(menu)
        # Room for the widest, so that the buttons beside it stay where they are.
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self._words(8.88)) + 28)
        self.set_zoom(1.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # Without the arrow of a menu, which looks lost beside the number. A style sheet would hide it too, but keep the
        # colours of the theme that was there when it was set.
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.features &= ~QStyleOptionToolButton.ToolButtonFeature.HasMenu
        QStylePainter(self).drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)

    def set_zoom(self, zoom: float) -> None:
        self.setText(self._words(zoom))
        self.setAccessibleName(self.tr("Zoom {0}").format(self.text()))

    def _words(self, zoom: float) -> str:
        return self.tr("{0} %").format(round(zoom * 100))
