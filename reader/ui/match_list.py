"""The rows of the result list: a heading for each section or page, and below it a row for each match.

There may be tens of thousands. A row costs nothing until it is looked at.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.core.document import OutlineItem
from reader.core.matches import Match
from reader.ui.find_results import FindResults

MATCH_ROLE = Qt.ItemDataRole.UserRole
"""Match; None: a heading, or it is being located."""
LABEL_ROLE = Qt.ItemDataRole.UserRole + 1
"""What the page is called; of a heading how many matches are below it."""
HEADING_ROLE = Qt.ItemDataRole.UserRole + 2
"""The words of a heading; None: a match."""

_Index = QModelIndex | QPersistentModelIndex
_AT_TOP = 0.4
"""A section that begins in this part of a page counts as the page's own."""


def sections_of(outline: Sequence[OutlineItem]) -> list[tuple[int, str]]:
    """(page index, title) of the sections, ascending: the page is the first that mostly belongs to it."""
    found: list[tuple[int, str]] = []
    for item in sorted(
        (item for item in outline if item.page_index is not None), key=lambda item: (item.page_index, item.top or 0.0)
    ):
        page_index = (item.page_index or 0) + ((item.top or 0.0) > _AT_TOP)
        title = " ".join(item.title.split())
        if found and found[-1][0] == page_index and (item.top or 0.0) <= _AT_TOP:
            continue  # "3 Method" just above "3.1 Overview"
        found.append((page_index, title))
    return found


class MatchList(QAbstractListModel):
    """Follows the results. Groups are sections where the document has an outline, else pages."""

    def __init__(self, name_page: Callable[[str], str], parent: QObject | None = None) -> None:
        """`name_page`: a page's label -> the heading of its matches ("Page 5")."""
        super().__init__(parent)
        self._name_page = name_page
        self._label_of: Callable[[int], str] = lambda page_index: str(page_index + 1)
        self._sections: list[tuple[int, str]] = []
        self._results: FindResults | None = None
        self._groups: list[tuple[str, int, int]] = []
        """Heading, number of its first match, how many."""
        self.heading_rows: list[int] = []

    def set_document(self, label_of: Callable[[int], str], outline: Sequence[OutlineItem]) -> None:
        self._label_of, self._sections = label_of, sections_of(outline)
        self._regroup()

    def show_results(self, results: FindResults) -> None:
        self._results = results
        results.changed.connect(self._regroup)
        results.located.connect(self._on_located)
        self._regroup()

    # --- Rows and matches ---

    def row_of(self, number: int) -> int:
        """The row of a match."""
        group = bisect_right(self._groups, number, key=lambda group: group[1])
        return number + group

    def number_of(self, row: int) -> int | None:
        """The number of the match in a row; None: it is a heading."""
        group = bisect_right(self.heading_rows, row)
        if not group or self.heading_rows[group - 1] == row:
            return None
        return row - group

    # --- Qt ---

    def rowCount(self, parent: _Index | None = None) -> int:
        if (parent is not None and parent.isValid()) or self._results is None:
            return 0
        return self._results.matches.total + len(self._groups)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._results is None or not index.isValid():
            return None
        number = self.number_of(index.row())
        if number is None:
            heading, _, count = self._groups[bisect_right(self.heading_rows, index.row()) - 1]
            values = {HEADING_ROLE: heading, LABEL_ROLE: str(count), Qt.ItemDataRole.DisplayRole: heading}
            return values.get(role)
        if role == LABEL_ROLE:
            return self._label_of(self._results.matches.page_of(number)[0])
        if role in (MATCH_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            match = self._results.match(number)
            return match if role == MATCH_ROLE else _words(match)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            match = self._results.match(number)
            return f"{self._name_page(self.data(index, LABEL_ROLE))}: {_words(match)}"
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.number_of(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def _regroup(self) -> None:
        self.beginResetModel()
        self._groups = self._grouped() if self._results is not None else []
        self.heading_rows = [first + place for place, (_, first, _) in enumerate(self._groups)]
        self.endResetModel()

    def _grouped(self) -> list[tuple[str, int, int]]:
        if self._results is None:
            return []
        matches = self._results.matches
        groups: list[tuple[str, int]] = []
        last: object = None
        for place, page_index in enumerate(matches.pages):
            count = matches.until[place] - matches.before(place)
            section = bisect_right(self._sections, page_index, key=lambda section: section[0])
            key = section or ("page", page_index)
            if groups and key == last:
                groups[-1] = (groups[-1][0], groups[-1][1] + count)
            else:
                heading = self._sections[section - 1][1] if section else self._name_page(self._label_of(page_index))
                groups.append((heading, count))
            last = key
        firsts = accumulate((count for _, count in groups), initial=0)
        return [(heading, first, count) for (heading, count), first in zip(groups, firsts, strict=False)]

    def _on_located(self, page_index: int) -> None:
        if self._results is not None and self._results.matches.count_on(page_index):
            first = self._results.matches.number_of(page_index)
            last = first + self._results.matches.count_on(page_index) - 1
            self.dataChanged.emit(self.index(self.row_of(first)), self.index(self.row_of(last)))


def _words(match: Match | None) -> str:
    return "" if match is None else f"{match.before}{match.text}{match.after}"
