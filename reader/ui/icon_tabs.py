"""Tabs of a narrow column: an icon each, and the word beside it for the one in front where there is room."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget

from reader.ui.icons import icon

_TAB_PX = 40
"""Of a tab that is an icon alone: five of them stand in the narrowest column."""
_AROUND_TEXT_PX = 32


class IconTabs(QTabWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabBar(_NarrowBar(self))
        self.setDocumentMode(True)
        self.setUsesScrollButtons(False)
        self.setIconSize(QSize(20, 20))
        self._texts: list[str] = []
        self._icons: list[str] = []
        self.currentChanged.connect(self._show_texts)

    def add(self, panel: QWidget, icon_name: str, text: str) -> None:
        """A tab at the end; `icon_name`: of resources/icons."""
        self._texts.append(text)
        self._icons.append(icon_name)
        index = self.addTab(panel, icon(icon_name, self.palette()), "")
        self.setTabToolTip(index, text)
        self.tabBar().setAccessibleTabName(index, text)
        self._show_texts()

    def _show_texts(self) -> None:
        room = self.width() - _TAB_PX * self.count() - _AROUND_TEXT_PX
        for index, text in enumerate(self._texts):
            has_room = self.fontMetrics().horizontalAdvance(text) <= room
            self.setTabText(index, text if index == self.currentIndex() and has_room else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_texts()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for index, name in enumerate(self._icons):
                self.setTabIcon(index, icon(name, self.palette()))


class _NarrowBar(QTabBar):
    def tabSizeHint(self, index: int) -> QSize:
        hint = super().tabSizeHint(index)
        return hint if self.tabText(index) else QSize(_TAB_PX, hint.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        return QSize(_TAB_PX, super().minimumTabSizeHint(index).height())
