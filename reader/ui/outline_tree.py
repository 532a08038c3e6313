"""A table of contents as a tree: titles that are elided, page labels at the right, folded as the reader left it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from reader.core.document import OutlineItem, Rect, Spot
from reader.core.quote_index import fold

OPEN_AT_FIRST = 60
"""Rows shown without a click: deeper levels stay folded in the outline of a long book."""
_FOLDED = Qt.ItemDataRole.UserRole + 1
"""The title as find compares it."""
Key: TypeAlias = tuple[str, int | None]
"""Title and page index."""


class OutlineTree(QTreeWidget):
    entered = Signal(object)
    """QTreeWidgetItem, by click or Enter."""
    folding_changed = Signal(object)
    """Which rows the reader opened or folded, by title and page index."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("outline_tree")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(16)
        self.setExpandsOnDoubleClick(False)
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.rows: list[QTreeWidgetItem] = []
        """One for each item of the outline."""
        self._unfolded: dict[Key, bool] = {}
        """Which rows the reader opened or folded."""
        self._is_filtered = False
        self.itemClicked.connect(lambda row, _column: self.entered.emit(row))
        self.itemExpanded.connect(lambda row: self._note(row, is_open=True))
        self.itemCollapsed.connect(lambda row: self._note(row, is_open=False))

    def show_items(self, items: Sequence[OutlineItem], label_of: Callable[[int], str]) -> None:
        """Show an outline; rows that were there before stay open or folded as they are."""
        with QSignalBlocker(self):
            self.clear()
            self.rows = []
            tops: list[QTreeWidgetItem] = []
            above: list[tuple[int, QTreeWidgetItem]] = []
            by_level: dict[int, list[QTreeWidgetItem]] = {}
            height = QFontMetrics(QGuiApplication.font()).height() + 8
            for item in items:
                # Levels of real outlines jump (1, 3, 2) and do not always begin with 1.
                while above and above[-1][0] >= item.level:
                    above.pop()
                row = _row_of(item, label_of, height)
                if above:
                    above[-1][1].addChild(row)
                else:
                    tops.append(row)
                by_level.setdefault(len(above), []).append(row)
                above.append((item.level, row))
                self.rows.append(row)
            self.addTopLevelItems(tops)
            self._open_first(by_level)
            self._unfold_rows()

    def set_folding(self, folding: Mapping[Key, bool]) -> None:
        """What the reader opened and folded before; shown with the next outline, and at once."""
        self._unfolded = dict(folding)
        with QSignalBlocker(self):
            self._unfold_rows()

    def _unfold_rows(self) -> None:
        for row in self.rows if self._unfolded else ():
            is_open = self._unfolded.get(_key(row))
            if is_open is not None:
                row.setExpanded(is_open)

    @staticmethod
    def _open_first(by_level: dict[int, list[QTreeWidgetItem]]) -> None:
        shown = 0
        for _level, rows in sorted(by_level.items()):
            shown += len(rows)
            if shown > OPEN_AT_FIRST:
                break
            for row in rows:
                parent = row.parent()
                if parent is not None:
                    parent.setExpanded(True)

    def set_all_open(self, *, is_open: bool) -> None:
        with QSignalBlocker(self):
            if is_open:
                self.expandAll()
            else:
                self.collapseAll()
        for row in self.rows:
            if row.childCount():
                self._unfolded[_key(row)] = is_open
        self.folding_changed.emit(dict(self._unfolded))
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())
        self.viewport().update()

    def filter(self, words: str) -> list[QTreeWidgetItem]:
        """Show only rows with these words, and what they stand under; "" shows all again. Returns the former."""
        wanted = [fold(word) for word in words.split() if fold(word)]
        matching: list[QTreeWidgetItem] = []
        shown: set[int] = set()
        for row in self.rows if wanted else ():
            title = row.data(0, _FOLDED)
            if all(word in title for word in wanted):
                matching.append(row)
                above: QTreeWidgetItem | None = row
                while above is not None and id(above) not in shown:
                    shown.add(id(above))
                    above = above.parent()
        was_filtered, self._is_filtered = self._is_filtered, bool(wanted)
        self.setUpdatesEnabled(False)
        with QSignalBlocker(self):
            for row in self.rows:
                is_hidden = bool(wanted) and id(row) not in shown
                if row.isHidden() != is_hidden:
                    row.setHidden(is_hidden)
                if wanted and row.childCount() and id(row) in shown:
                    row.setExpanded(True)
            if was_filtered and not wanted:
                self._fold_again()
        self.setUpdatesEnabled(True)
        return matching

    def _fold_again(self) -> None:
        """As before the filter opened what it found."""
        self.collapseAll()
        by_level: dict[int, list[QTreeWidgetItem]] = {}
        depths: dict[int, int] = {}
        for row in self.rows:
            parent = row.parent()
            depths[id(row)] = 0 if parent is None else depths[id(parent)] + 1
            by_level.setdefault(depths[id(row)], []).append(row)
        self._open_first(by_level)
        self._unfold_rows()

    def _note(self, row: QTreeWidgetItem, *, is_open: bool) -> None:
        if not self._is_filtered:
            self._unfolded[_key(row)] = is_open
            self.folding_changed.emit(dict(self._unfolded))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.entered.emit(self.currentItem())
        else:
            super().keyPressEvent(event)


def spot_of(row: QTreeWidgetItem) -> Spot | None:
    """Where a row leads."""
    spot = row.data(0, Qt.ItemDataRole.UserRole)
    return spot if isinstance(spot, Spot) else None


def _key(row: QTreeWidgetItem) -> Key:
    spot = spot_of(row)
    return row.text(0), None if spot is None else spot.page_index


def _row_of(item: OutlineItem, label_of: Callable[[int], str], height_px: int) -> QTreeWidgetItem:
    title = " ".join(item.title.split())
    page = "" if item.page_index is None else label_of(item.page_index)
    row = QTreeWidgetItem([title, page])
    row.setSizeHint(0, QSize(0, height_px))
    row.setToolTip(0, f"<span>{_escaped(title)}</span>")
    row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row.setData(0, _FOLDED, fold(title))
    if item.page_index is not None:
        rects = () if item.top is None else (Rect(0.0, item.top, 1.0, item.top),)
        row.setData(0, Qt.ItemDataRole.UserRole, Spot(item.page_index, rects))
    return row


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
