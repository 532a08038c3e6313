"""What stands where the pages would be while there is no document: what was read lately, and ways to open another."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from reader.store.library import LibraryDocument
from reader.ui.covers import Covers
from reader.ui.icons import icon
from reader.ui.library_list import LibraryList
from reader.ui.library_model import LibraryModel, Row
from reader.ui.muted_label import MutedLabel

SHOWN = 8
_WIDEST_PX = 680


class StartPage(QWidget):
    open_requested = Signal(object, object, bool)
    """Path, None, and whether in a new window: a document of the list."""
    choosing_wanted = Signal()
    library_wanted = Signal()

    def __init__(self, covers: Covers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # First: setting a role is a change of the palette already.
        self._open = QPushButton(self.tr("Open a PDF…"), objectName="start_open")
        self._library = QPushButton(self.tr("Library…"), objectName="start_library")
        self.setObjectName("start_page")
        self.setAccessibleName(self.tr("Start"))
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._model = LibraryModel()
        self._heading = MutedLabel("start_heading", self.tr("Read lately"))
        self.list = LibraryList(self._model, covers)
        self.list.setObjectName("start_list")
        self.list.setAccessibleName(self.tr("Read lately"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAutoFillBackground(False)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._hint = MutedLabel("start_hint", self.tr("Or drop a PDF here."))
        self._lay_out()
        self._paint_icons()
        self.list.row_activated.connect(self._on_row_activated)
        self._open.clicked.connect(lambda: self.choosing_wanted.emit())
        self._library.clicked.connect(lambda: self.library_wanted.emit())
        self.show_documents([])

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._open)
        buttons.addWidget(self._library)
        buttons.addSpacing(8)
        buttons.addWidget(self._hint)
        buttons.addStretch(1)
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST_PX)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 32, 16, 16)
        column.setSpacing(8)
        column.addLayout(buttons)
        column.addSpacing(16)
        column.addWidget(self._heading)
        column.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)

    def show_documents(self, documents: Sequence[LibraryDocument]) -> None:
        """What was read lately, newest first."""
        self._model.show_documents(documents[:SHOWN])
        for widget in (self._heading, self.list):
            widget.setVisible(bool(documents))

    @property
    def documents(self) -> list[LibraryDocument]:
        return [row.document for row in self._model.rows]

    def focus(self) -> None:
        """The first document, ready for Enter; the button where there is none."""
        if self._model.rows:
            self.list.setFocus()
            self.list.setCurrentIndex(self._model.index(0))
        else:
            self._open.setFocus()

    def _on_row_activated(self, row: Row) -> None:
        self.open_requested.emit(Path(row.document.path), None, False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_icons()

    def _paint_icons(self) -> None:
        for button, name in ((self._open, "open"), (self._library, "library")):
            button.setIcon(icon(name, self.palette()))
            button.setIconSize(QSize(16, 16))
