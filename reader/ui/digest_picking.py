"""Choosing documents of the library for a digest."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.store.library import LibraryDocument
from reader.ui.library_words import by_line

_FILE = Qt.ItemDataRole.UserRole


class DigestPicking(QDialog):
    files_chosen = Signal(object)
    """List of files."""

    def __init__(self, documents: Sequence[LibraryDocument], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("digest_picking")
        self.setWindowTitle(self.tr("Papers of the library"))
        self._field = QLineEdit(objectName="digest_picking_field", clearButtonEnabled=True)
        self._field.setPlaceholderText(self.tr("Filter"))
        self._field.setAccessibleName(self.tr("Filter"))
        self._field.textChanged.connect(self._filter)
        self._list = QListWidget(objectName="digest_picking_list")
        self._list.setAccessibleName(self.tr("Papers of the library"))
        for document in documents:
            words = ", ".join(part for part in (document.title, by_line(document)) if part)
            item = QListWidgetItem(words)
            item.setData(_FILE, document.path)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setToolTip(document.path)
            self._list.addItem(item)
        self._list.itemChanged.connect(self._show_count)
        self._list.itemActivated.connect(self._toggle)
        self._add = QPushButton(objectName="digest_picking_add", default=True)
        self._add.clicked.connect(self.accept)
        cancel = QPushButton(self.tr("Cancel"), objectName="digest_picking_cancel")
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._add)
        column = QVBoxLayout(self)
        column.addWidget(self._field)
        column.addWidget(self._list, 1)
        column.addLayout(row)
        self.accepted.connect(lambda: self.files_chosen.emit(self._chosen))
        self.resize(520, 480)
        self._show_count()

    @property
    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(number) for number in range(self._list.count())]

    @property
    def _chosen(self) -> list[str]:
        return [item.data(_FILE) for item in self._items if item.checkState() is Qt.CheckState.Checked]

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for item in self._items:
            item.setHidden(not all(word in item.text().casefold() for word in words))

    def _toggle(self, item: QListWidgetItem) -> None:
        is_on = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)

    def _show_count(self) -> None:
        count = len(self._chosen)
        self._add.setText(self.tr("Add {0}").format(count) if count else self.tr("Add"))
        self._add.setAccessibleName(self._add.text())
        self._add.setEnabled(bool(count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self._list.hasFocus() and self._list.currentItem() is not None:
            self._toggle(self._list.currentItem())
        else:
            super().keyPressEvent(event)
