"""A list of documents with their first pages, by mouse and keys."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from reader.ui.covers import Covers
from reader.ui.library_delegate import LibraryDelegate
from reader.ui.library_model import LibraryModel, Row


class LibraryList(QListView):
    row_activated = Signal(object)
    """Row, by Enter or click."""
    menu_wanted = Signal(object, QPoint)
    """Row, and where on the screen."""
    forget_wanted = Signal()
    """The selected documents, by the Delete key."""

    def __init__(self, model: LibraryModel, covers: Covers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("library_list")
        self._model = model
        self.setModel(model)
        self.setItemDelegate(LibraryDelegate(covers, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)
        covers.changed.connect(self.viewport().update)

    def selected_rows(self) -> list[Row]:
        return [self._model.row(index) for index in self.selectionModel().selectedIndexes()]

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_activated.emit(self._model.row(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.forget_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() is Qt.MouseButton.LeftButton and is_plain:
            self._activate(self.indexAt(event.position().toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        place = self.visualRect(index).center() if is_by_key else event.pos()
        self.menu_wanted.emit(self._model.row(index), self.viewport().mapToGlobal(place))
