"""The menus whose lines are not in the table of actions: documents read lately, the colours of window and pages."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from reader.core.page_colours import COLOURS_CHOICES, ColoursChoice
from reader.store.library import LibraryDocument
from reader.ui.appearance import THEMES, Theme, apply_theme

_WIDEST_PX = 480
"""Of a title in a menu."""


class RecentMenu(QMenu):
    document_chosen = Signal(object)
    """Path."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("menu_recent")
        self.setTitle(self.tr("Open &recent"))
        self.setToolTipsVisible(True)
        self.setEnabled(False)

    def show_documents(self, documents: Sequence[LibraryDocument]) -> None:
        """Newest first."""
        self.clear()
        for number, recent in enumerate(documents, start=1):
            title = self.fontMetrics().elidedText(recent.title, Qt.TextElideMode.ElideRight, _WIDEST_PX)
            title = title.replace("&", "&&")
            # What stands behind a tab is set at the right, as shortcuts are.
            action = self.addAction(f"&{number % 10}  {title}\t{round(100 * recent.progress)} %")
            action.setToolTip(recent.path)
            action.triggered.connect(lambda *_checked, path=Path(recent.path): self.document_chosen.emit(path))
        self.setEnabled(bool(documents))


class ThemeMenu(QMenu):
    """Applies what is chosen, and remembers it."""

    def __init__(self, settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("menu_theme")
        self.setTitle(self.tr("&Light and dark"))
        self._settings = settings
        texts = {"system": self.tr("Like the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        group = QActionGroup(self)
        for theme in THEMES:
            action = QAction(texts[theme], group, objectName=f"theme_{theme}", checkable=True)
            action.triggered.connect(lambda *_checked, theme=theme: self._use(theme))
            self.addAction(action)

    def restore(self) -> None:
        stored = self._settings.value("window/theme", "system", str)
        theme = next((theme for theme in THEMES if theme == stored), "system")
        self.actions()[THEMES.index(theme)].setChecked(True)
        apply_theme(theme)

    def _use(self, theme: Theme) -> None:
        self._settings.setValue("window/theme", theme)
        apply_theme(theme)


class PageColoursMenu(QMenu):
    """Remembers what is chosen; the windows that come later begin with it."""

    colours_chosen = Signal(str)
    """ColoursChoice."""

    def __init__(self, settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("menu_page_colours")
        self.setTitle(self.tr("Page &colours"))
        self._settings = settings
        stored = settings.value("window/page_colours", "printed", str)
        self.choice: ColoursChoice = next((choice for choice in COLOURS_CHOICES if choice == stored), "printed")
        texts = {
            "printed": self.tr("As &printed"),
            "dark": self.tr("&Dark"),
            "sepia": self.tr("&Sepia"),
            "window": self.tr("&Follow the window"),
        }
        group = QActionGroup(self)
        for choice in COLOURS_CHOICES:
            action = QAction(texts[choice], group, objectName=f"page_colours_{choice}", checkable=True)
            action.setChecked(choice == self.choice)
            action.triggered.connect(lambda *_checked, choice=choice: self._use(choice))
            self.addAction(action)

    def _use(self, choice: ColoursChoice) -> None:
        self.choice = choice
        self._settings.setValue("window/page_colours", choice)
        self.colours_chosen.emit(choice)
