"""Tabs of a narrow column: an icon each, and the word beside it for the one in front."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from reader.ui.icons import icon

_BESIDE_PX = 8
"""Between an icon and its word."""


class IconTabs(QTabWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setIconSize(QSize(20, 20))
        self._texts: list[str] = []
        self._icons: list[str] = []
        self.currentChanged.connect(self._show_texts)

    def add(self, panel: QWidget, icon_name: str, text: str) -> None:
        """A tab at the end; `icon_name`: of resources/icons."""
        self._texts.append(text)
        self._icons.append(icon_name)
        index = self.addTab(panel, icon(icon_name, self.palette()), text)
        self.setTabToolTip(index, text)
        self.tabBar().setAccessibleTabName(index, text)
        self._show_texts()

    def _show_texts(self) -> None:
        """The word of the one in front, as long as there is room for it beside the icons."""
        front = self.currentIndex()
        for index in range(len(self._texts)):
            self.setTabText(index, "")
        if front < 0:
            return
        room = self.width() - self.tabBar().sizeHint().width()
        word = self.fontMetrics().horizontalAdvance(self._texts[front]) + _BESIDE_PX
        if word <= room:
            self.setTabText(front, self._texts[front])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_texts()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for index, name in enumerate(self._icons):
                self.setTabIcon(index, icon(name, self.palette()))
