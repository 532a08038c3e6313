"""The two menus whose lines are not in the table of actions: documents read lately, and light or dark."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from reader.store.library import LibraryDocument
from reader.ui.appearance import THEMES, Theme, apply_theme


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
            action = self.addAction(f"&{number % 10}  {recent.title.replace('&', '&&')}")
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
