"""The row of tabs above the pages: a document each. It knows their names and order; desks come when they are wanted."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu, QTabBar, QWidget

from reader.ui.desk import Desk
from reader.ui.small_buttons import IconButton

_WIDEST_PX = 260
_NARROWEST_PX = 96


@dataclass(slots=True, eq=False)
class Tab:
    """One document of a window; of those that a session brings back, only the one in front is opened at once."""

    path: Path | None = None
    title: str = ""
    desk: Desk | None = None

    @property
    def name(self) -> str:
        return self.title or ("" if self.path is None else self.path.name)


class DocumentTabs(QTabBar):
    tab_chosen = Signal(object)
    """The Tab that came to the front."""
    closing_asked = Signal(object)
    moving_asked = Signal(object)
    """The Tab is wanted in a window of its own."""
    order_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("document_tabs")
        self.setAccessibleName(self.tr("Open documents"))
        self.setDocumentMode(True)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMovable(True)
        self.setAutoHide(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.currentChanged.connect(self._on_current_changed)
        self.tabMoved.connect(lambda *_places: self.order_changed.emit())

    # --- Tabs ---

    def tab(self, index: int) -> Tab:
        tab = self.tabData(index)
        assert isinstance(tab, Tab)
        return tab

    @property
    def tabs(self) -> list[Tab]:
        """From left to right."""
        return [self.tab(index) for index in range(self.count())]

    @property
    def current(self) -> Tab | None:
        return self.tab(self.currentIndex()) if self.count() else None

    def add(self, tab: Tab, *, is_shown: bool = True) -> None:
        """Put a tab behind the one in front, or (not to be shown at once) at the end."""
        was_blocked = self.blockSignals(True)  # only now does the new tab have its data
        index = self.insertTab(self.currentIndex() + 1 if is_shown and self.count() else self.count(), tab.name)
        self.setTabData(index, tab)
        self.blockSignals(was_blocked)
        cross = IconButton("close", self)
        cross.setObjectName("close_tab")
        cross.describe(self.tr("Close"))
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.clicked.connect(lambda: self.closing_asked.emit(tab))
        self.setTabButton(index, QTabBar.ButtonPosition.RightSide, cross)
        self.refresh(tab)
        if is_shown:
            self.show_tab(tab)

    def show_tab(self, tab: Tab) -> None:
        index = self.index_of(tab)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        else:
            self.tab_chosen.emit(tab)

    def remove(self, tab: Tab) -> None:
        self.removeTab(self.index_of(tab))

    def refresh(self, tab: Tab) -> None:
        """Show its name as it is now."""
        index = self.index_of(tab)
        self.setTabText(index, (tab.name or self.tr("No document")).replace("&", "&&"))
        self.setTabToolTip(index, "\n".join(part for part in (tab.title, str(tab.path or "")) if part))

    def index_of(self, tab: Tab) -> int:
        return next(index for index, other in enumerate(self.tabs) if other is tab)

    def step(self, direction: int) -> None:
        """Bring the next (1) or previous (-1) to the front, round and round."""
        if self.count() > 1:
            self.setCurrentIndex((self.currentIndex() + direction) % self.count())

    # --- Qt ---

    def _on_current_changed(self, index: int) -> None:
        if index >= 0:
            self.tab_chosen.emit(self.tab(index))

    def _show_menu(self, place: QPoint) -> None:
        index = self.tabAt(place)
        if index >= 0:
            self.menu_of(self.tab(index)).popup(self.mapToGlobal(place))

    def menu_of(self, chosen: Tab) -> QMenu:
        """What can be done with a tab; gone when closed."""
        menu = QMenu(self)
        menu.setObjectName("tab_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Close"), lambda: self.closing_asked.emit(chosen))
        others = [tab for tab in self.tabs if tab is not chosen]
        action = menu.addAction(self.tr("Close the others"), lambda: [self.closing_asked.emit(tab) for tab in others])
        action.setEnabled(bool(others))
        action = menu.addAction(self.tr("Move to a new window"), lambda: self.moving_asked.emit(chosen))
        action.setEnabled(bool(others) and chosen.path is not None)
        return menu

    def tabSizeHint(self, index: int) -> QSize:
        hint = super().tabSizeHint(index)
        return QSize(min(max(hint.width(), _NARROWEST_PX), _WIDEST_PX), hint.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        return QSize(_NARROWEST_PX, super().minimumTabSizeHint(index).height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.MiddleButton:
            index = self.tabAt(event.position().toPoint())
            if index >= 0:
                self.closing_asked.emit(self.tab(index))
