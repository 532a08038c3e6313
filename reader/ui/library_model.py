"""The documents of the library as rows, and below each the places that a search has found in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reader.flows.library_search import FoundDocument, LibraryHit
from reader.store.library import LibraryDocument
from reader.ui.library_words import by_line, hit_label, places_found, progress_line

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    document: LibraryDocument
    hit: LibraryHit | None = None
    """None: the row is the document itself."""
    count: int = 0
    """Places found in the document; of its own row only."""

    @property
    def words(self) -> str:
        """All of it in one line, as screen readers say it and the keyboard finds it."""
        if self.hit is not None:
            return f"{hit_label(self.hit)}: {self.hit.snippet.text}"
        parts = [self.document.title, by_line(self.document), progress_line(self.document)]
        return ", ".join([*parts, places_found(self.count)] if self.count else parts)


class LibraryModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def show_documents(self, documents: Sequence[LibraryDocument]) -> None:
        self._show([Row(document) for document in documents])

    def show_found(self, found: Sequence[FoundDocument]) -> None:
        rows = []
        for group in found:
            rows.append(Row(group.document, None, group.count))
            rows += [Row(group.document, hit) for hit in group.hits]
        self._show(rows)

    def _show(self, rows: list[Row]) -> None:
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    def row(self, index: Index) -> Row:
        return self._rows[index.row()]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.words
        if role == Qt.ItemDataRole.ToolTipRole and row.hit is None:
            return row.document.path
        return None
