"""The rows of the list of marks: a head for each page, below it what is marked there, as far as a filter lets it
through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.core.annotations import Annotation
from reader.core.document import OutlineItem, Spot
from reader.core.marks import Mark, MarkFilter, folded, reading_key
from reader.core.outline_places import OutlinePlaces
from reader.ui.mark_layer import Entry
from reader.ui.mark_words import kind_name

ROW = Qt.ItemDataRole.UserRole + 1
OF_PDF = "of the PDF"
"""The kind that a filter names for all that the PDF has of its own."""


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A head (`entry` is None) or an entry."""

    head: str = ""
    entry: Entry | None = None


class MarksList(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._said: list[str] = []
        """Of each of them, as the filter sees it; empty until words are looked for."""
        self._rows: list[MarkRow] = []
        self._filter = MarkFilter()
        self._label_of: Callable[[int], str] = lambda page_index: str(page_index + 1)
        self._places = OutlinePlaces(())

    def set_document(self, outline: Sequence[OutlineItem], label_of: Callable[[int], str]) -> None:
        """What pages and sections are called from now on."""
        self._label_of, self._places = label_of, OutlinePlaces(outline)
        self._fill()

    def set_entries(self, marks: Sequence[Mark], annotations: Sequence[Annotation]) -> None:
        self._entries = sorted([*marks, *annotations], key=_key)
        self._said = []
        self._fill()

    def set_filter(self, wanted: MarkFilter) -> None:
        self._filter = wanted
        self._fill()

    @property
    def has_entries(self) -> bool:
        """Whether there are any at all, let through or not."""
        return bool(self._entries)

    @property
    def shown(self) -> list[Entry]:
        return [row.entry for row in self._rows if row.entry is not None]

    def row_of(self, entry: Entry) -> int | None:
        """Of the mark with this id; of an annotation, where it is as it was."""
        for number, row in enumerate(self._rows):
            if row.entry is not None and _is_same(row.entry, entry):
                return number
        return None

    def _fill(self) -> None:
        self.beginResetModel()
        self._rows = []
        page_index: int | None = -1
        if self._filter.text and not self._said:
            self._said = [_said(entry) for entry in self._entries]
        for entry, said in zip(self._entries, self._said or repeat(""), strict=False):
            kind = OF_PDF if isinstance(entry, Annotation) else entry.kind
            if not self._filter.matches(kind, entry.colour, said):
                continue
            if entry.page_index != page_index:
                page_index = entry.page_index
                self._rows.append(MarkRow(self._head(entry.spots[0] if entry.spots else None)))
            self._rows.append(MarkRow(entry=entry))
        self.endResetModel()

    def _head(self, spot: Spot | None) -> str:
        """ "p. 5 · 3 Method": the page, and the section that its first mark is in."""
        if spot is None:
            return self.tr("Without a page")
        top = spot.rects[0].y0 if spot.rects else 0.0
        title = self._places.title_at(spot.page_index, top + _SLACK)
        page = self.tr("Page {0}").format(self._label_of(spot.page_index))
        return f"{page} · {title}" if title else page

    # --- Qt ---

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.head if row.entry is None else self._spoken(row.entry)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].entry is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @staticmethod
    def _spoken(entry: Entry) -> str:
        return ". ".join(part for part in (kind_name(entry.kind), entry.quote, entry.comment) if part)


_SLACK = 0.01
"""Of the height of a page: a mark on a heading is in its section."""


def _key(entry: Entry) -> object:
    return reading_key(entry.spots, entry.start, entry.created if isinstance(entry, Mark) else "")


def _is_same(one: Entry, other: Entry) -> bool:
    if isinstance(one, Mark) and isinstance(other, Mark):
        return one.mark_id == other.mark_id
    return one == other


def _said(entry: Entry) -> str:
    author = entry.author if isinstance(entry, Annotation) else ""
    return folded(f"{entry.quote}\n{entry.comment}\n{author}")
