"""The table of contents: follows the page that is read, and leads to any other."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from reader.core.document import OutlineItem, Rect, Spot
from reader.ui.muted_label import MutedLabel

_Place: TypeAlias = tuple[int, float]
"""Page index, and how far down the page, 0..1."""
_OPEN_AT_FIRST = 60
"""Rows shown without a click: deeper levels stay folded in the outline of a long book."""


def _count(page_index: int) -> str:
    return str(page_index + 1)


class OutlinePanel(QWidget):
    item_activated = Signal(object)
    """Spot; its rectangle, where there is one, is a line across the page at the height of the heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outline_panel")
        self._places: list[_Place] = []
        self._rows: list[QTreeWidgetItem] = []
        self._tree = _Tree(self)
        self._tree.entered.connect(self._activate)
        self._empty = MutedLabel("outline_empty", parent=self)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(8, 8, 8, 8)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 0)
        column.addWidget(self._empty)
        column.addWidget(self._tree)
        self._tree.hide()
        self._has_document = False
        self._retranslate()

    def set_outline(self, items: Sequence[OutlineItem] | None, label_of: Callable[[int], str] = _count) -> None:
        """Show an outline; empty: the document has none; None: no document is open. `label_of` names a page."""
        self._has_document = items is not None
        self._tree.clear()
        above: list[tuple[int, QTreeWidgetItem]] = []
        found: list[tuple[_Place, QTreeWidgetItem]] = []
        by_level: dict[int, list[QTreeWidgetItem]] = {}
        for item in items or ():
            # Levels of real outlines jump (1, 3, 2) and do not always begin with 1.
            while above and above[-1][0] >= item.level:
                above.pop()
            row = _row_of(item, label_of)
            if above:
                above[-1][1].addChild(row)
            else:
                self._tree.addTopLevelItem(row)
            by_level.setdefault(len(above), []).append(row)
            above.append((item.level, row))
            if item.page_index is not None:
                found.append(((item.page_index, item.top or 0.0), row))
        found.sort(key=lambda pair: pair[0])
        self._places = [place for place, _ in found]
        self._rows = [row for _, row in found]
        shown = 0
        for _level, rows in sorted(by_level.items()):
            shown += len(rows)
            if shown > _OPEN_AT_FIRST:
                break
            for row in rows:
                parent = row.parent()
                if parent is not None:
                    parent.setExpanded(True)
        self._tree.setVisible(bool(items))
        self._empty.setVisible(not items)
        self._retranslate()

    def follow(self, page_index: int, top: float = 1.0) -> None:
        """Mark the heading under which this place falls (the end of the page by default), or the folded one that
        hides it."""
        position = bisect_right(self._places, (page_index, top))
        with QSignalBlocker(self._tree):
            if not position:
                self._tree.setCurrentItem(None)
                return
            row = self._rows[position - 1]
            parent = row.parent()
            while parent is not None:
                if not parent.isExpanded():
                    row = parent
                parent = parent.parent()
            if row is not self._tree.currentItem():
                self._tree.setCurrentItem(row)
                self._tree.scrollToItem(row)
        self._tree.viewport().update()

    def _activate(self, row: QTreeWidgetItem) -> None:
        spot = row.data(0, Qt.ItemDataRole.UserRole)
        if spot is not None:
            self.item_activated.emit(spot)
        else:
            row.setExpanded(not row.isExpanded())

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Contents"))
        self._tree.setAccessibleName(self.tr("Table of contents"))
        self._empty.setAccessibleName(self.tr("Table of contents"))
        self._empty.setText(
            self.tr("This PDF has no table of contents.") if self._has_document else self.tr("No document is open.")
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()


class _Tree(QTreeWidget):
    entered = Signal(object)
    """QTreeWidgetItem, by click or Enter."""

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
        self.itemClicked.connect(lambda row, _column: self.entered.emit(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.entered.emit(self.currentItem())
        else:
            super().keyPressEvent(event)


def _row_of(item: OutlineItem, label_of: Callable[[int], str]) -> QTreeWidgetItem:
    title = " ".join(item.title.split())
    page = "" if item.page_index is None else label_of(item.page_index)
    row = QTreeWidgetItem([title, page])
    row.setSizeHint(0, QSize(0, QFontMetrics(QGuiApplication.font()).height() + 8))
    row.setToolTip(0, f"<span>{_escaped(title)}</span>")
    row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if item.page_index is not None:
        rects = () if item.top is None else (Rect(0.0, item.top, 1.0, item.top),)
        row.setData(0, Qt.ItemDataRole.UserRole, Spot(item.page_index, rects))
    return row


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
