"""A table of contents as a tree: titles that are elided, page labels at the right, folded as the reader left it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from reader.core.document import OutlineItem, Rect, Spot
from reader.core.quote_index import fold

OPEN_AT_FIRST = 60
"""Rows shown without a click: deeper levels stay folded in the outline of a long book."""
_PADDING_PX = 8
"""Added to the height of a row."""
Key: TypeAlias = tuple[str, int | None]
"""Title and page index."""


class OutlineTree(QTreeWidget):
    """Outlines have thousands of rows: what all share is the delegates', and nothing is laid out row by row."""

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
        self.setItemDelegate(_Titles(self))
        self.setItemDelegateForColumn(1, _Labels(self))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.rows: list[QTreeWidgetItem] = []
        """One for each item of the outline."""
        self._spots: dict[int, Spot] = {}
        """id of a row -> where it leads."""
        self._depths: dict[int, int] = {}
        self._folded_titles: list[str] = []
        """The titles as find compares them, once somebody has filtered."""
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
            self.rows, self._spots, self._depths, self._folded_titles = [], {}, {}, []
            tops: list[QTreeWidgetItem] = []
            above: list[tuple[int, QTreeWidgetItem]] = []
            for item in items:
                # Levels of real outlines jump (1, 3, 2) and do not always begin with 1.
                while above and above[-1][0] >= item.level:
                    above.pop()
                row = QTreeWidgetItem([" ".join(item.title.split()), _label(item, label_of)])
                if above:
                    above[-1][1].addChild(row)
                else:
                    tops.append(row)
                if item.page_index is not None:
                    rects = () if item.top is None else (Rect(0.0, item.top, 1.0, item.top),)
                    self._spots[id(row)] = Spot(item.page_index, rects)
                self._depths[id(row)] = len(above)
                above.append((item.level, row))
                self.rows.append(row)
            self.addTopLevelItems(tops)
            longest = max((row.text(1) for row in self.rows), key=len, default="")
            self.header().resizeSection(1, self.fontMetrics().horizontalAdvance(longest) + 2 * _PADDING_PX)
            self._fold_as_left()

    def spot_of(self, row: QTreeWidgetItem) -> Spot | None:
        """Where a row leads."""
        return self._spots.get(id(row))

    # --- Folding ---

    def set_folding(self, folding: Mapping[Key, bool]) -> None:
        """What the reader opened and folded before; shown with the next outline, and at once."""
        self._unfolded = dict(folding)
        with QSignalBlocker(self):
            self._unfold_rows()

    def _fold_as_left(self) -> None:
        """The first levels are open as far as they are not too many, and what the reader opened."""
        self.scheduleDelayedItemsLayout()  # else each row that opens lays out all the others
        by_depth: dict[int, list[QTreeWidgetItem]] = {}
        for row in self.rows:
            by_depth.setdefault(self._depths[id(row)], []).append(row)
        shown = 0
        for _depth, rows in sorted(by_depth.items()):
            shown += len(rows)
            if shown > OPEN_AT_FIRST:
                break
            for row in rows:
                parent = row.parent()
                if parent is not None:
                    parent.setExpanded(True)
        self._unfold_rows()

    def _unfold_rows(self) -> None:
        if not self._unfolded:
            return
        self.scheduleDelayedItemsLayout()
        for row in self.rows:
            is_open = self._unfolded.get(self._key(row))
            if is_open is not None:
                row.setExpanded(is_open)

    def set_all_open(self, *, is_open: bool) -> None:
        with QSignalBlocker(self):
            if is_open:
                self.expandAll()
            else:
                self.collapseAll()
        for row in self.rows:
            if row.childCount():
                self._unfolded[self._key(row)] = is_open
        self.folding_changed.emit(dict(self._unfolded))
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())
        self.viewport().update()

    def _note(self, row: QTreeWidgetItem, *, is_open: bool) -> None:
        if not self._is_filtered:
            self._unfolded[self._key(row)] = is_open
            self.folding_changed.emit(dict(self._unfolded))

    def _key(self, row: QTreeWidgetItem) -> Key:
        spot = self.spot_of(row)
        return row.text(0), None if spot is None else spot.page_index

    # --- The filter ---

    def filter(self, words: str) -> list[QTreeWidgetItem]:
        """Show only rows with these words, and what they stand under; "" shows all again. Returns the former."""
        wanted = [fold(word) for word in words.split() if fold(word)]
        if wanted and not self._folded_titles:
            self._folded_titles = [fold(row.text(0)) for row in self.rows]
        matching: list[QTreeWidgetItem] = []
        shown: set[int] = set()
        for row, title in zip(self.rows, self._folded_titles, strict=True) if wanted else ():
            if all(word in title for word in wanted):
                matching.append(row)
                above: QTreeWidgetItem | None = row
                while above is not None and id(above) not in shown:
                    shown.add(id(above))
                    above = above.parent()
        was_filtered, self._is_filtered = self._is_filtered, bool(wanted)
        if not wanted and not was_filtered:
            return []
        with QSignalBlocker(self):
            self.scheduleDelayedItemsLayout()
            for row in self.rows:
                is_hidden = bool(wanted) and id(row) not in shown
                if row.isHidden() != is_hidden:
                    row.setHidden(is_hidden)
                if wanted and not is_hidden and row.childCount():
                    row.setExpanded(True)
            if not wanted:
                self.collapseAll()
                self._fold_as_left()
        return matching

    # --- Events ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.entered.emit(self.currentItem())
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tool_tip(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def _show_tool_tip(self, at: QPoint, on_screen: QPoint) -> None:
        """The whole title, in several lines where it is long."""
        row = self.itemAt(at)
        QToolTip.showText(on_screen, "" if row is None else f"<span>{_escaped(row.text(0))}</span>", self.viewport())


class _Titles(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), option.fontMetrics.height() + _PADDING_PX)


class _Labels(_Titles):
    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.displayAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _label(item: OutlineItem, label_of: Callable[[int], str]) -> str:
    return "" if item.page_index is None else label_of(item.page_index)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
