"""The table of contents: follows the page that is read, leads to any other, and can be filtered."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTreeWidgetItem, QVBoxLayout, QWidget

from reader.core.document import OutlineItem
from reader.ui.icons import icon
from reader.ui.muted_label import MutedLabel
from reader.ui.outline_tree import Key, OutlineTree
from reader.ui.small_buttons import IconButton

_Place: TypeAlias = tuple[int, float]
"""Page index, and how far down the page, 0..1."""


def _count(page_index: int) -> str:
    return str(page_index + 1)


class OutlinePanel(QWidget):
    item_activated = Signal(object)
    """Spot; its rectangle, where there is one, is a line across the page at the height of the heading."""
    folding_changed = Signal(object)
    """What the reader opened and folded, for `set_folding`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outline_panel")
        self._places: list[_Place] = []
        self._rows: list[QTreeWidgetItem] = []
        self._here: _Place | None = None
        """What was followed last; the outline may grow."""
        self._tree = OutlineTree(self)
        self._tree.entered.connect(self._activate)
        self._tree.folding_changed.connect(self.folding_changed)
        self._filter = QLineEdit(objectName="outline_filter", clearButtonEnabled=True)
        self._filter.textChanged.connect(self._on_filter_changed)
        self._filter.installEventFilter(self)
        self._matching: list[QTreeWidgetItem] = []
        self._open_all, self._fold_all = IconButton("unfold"), IconButton("fold")
        self._open_all.setObjectName("outline_open_all")
        self._fold_all.setObjectName("outline_fold_all")
        self._open_all.clicked.connect(lambda: self._tree.set_all_open(is_open=True))
        self._fold_all.clicked.connect(lambda: self._tree.set_all_open(is_open=False))
        self._empty = MutedLabel("outline_empty", parent=self)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(8, 8, 8, 8)
        self._built = MutedLabel("outline_built", parent=self)
        self._built.setWordWrap(True)
        self._built.setContentsMargins(8, 4, 8, 6)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._head = QWidget(self)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._filter, 1)
        row.addWidget(self._open_all)
        row.addWidget(self._fold_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 0)
        column.addWidget(self._head)
        column.addWidget(self._empty)
        column.addWidget(self._tree, 1)
        column.addWidget(self._built)
        for widget in (self._head, self._tree, self._built):
            widget.hide()
        self._has_document = False
        self._is_built = False
        self._retranslate()

    def set_outline(
        self,
        items: Sequence[OutlineItem] | None,
        label_of: Callable[[int], str] = _count,
        *,
        is_built: bool = False,
        has_grown: bool = False,
    ) -> None:
        """Show an outline; empty: the document has none; None: no document is open. `label_of` names a page.

        `is_built`: it is not the PDF's own; `has_grown`: it is of the document that is shown already.
        """
        self._has_document, self._is_built = items is not None, is_built
        if not has_grown:
            self._tree.set_folding({})
            self._here = None
            with QSignalBlocker(self._filter):
                self._filter.clear()
        scrolled = self._tree.verticalScrollBar().value()
        self._tree.show_items(items or (), label_of)
        found: list[tuple[_Place, QTreeWidgetItem]] = []
        for item, row in zip(items or (), self._tree.rows, strict=True):
            if item.page_index is not None:
                found.append(((item.page_index, item.top or 0.0), row))
        found.sort(key=lambda pair: pair[0])
        self._places = [place for place, _ in found]
        self._rows = [row for _, row in found]
        for widget in (self._head, self._tree):
            widget.setVisible(bool(items))
        for button in (self._open_all, self._fold_all):
            button.setVisible(any(row.childCount() for row in self._tree.rows))
        self._built.setVisible(bool(items) and is_built)
        self._empty.setVisible(not items)
        self._retranslate()
        if has_grown:
            self._on_filter_changed(self._filter.text())
            self._tree.verticalScrollBar().setValue(scrolled)
            if self._here is not None:
                self.follow(*self._here)

    def set_folding(self, folding: Mapping[Key, bool]) -> None:
        """What the reader opened and folded in this document before."""
        self._tree.set_folding(folding)
        if self._here is not None:
            self.follow(*self._here)

    def follow(self, page_index: int, top: float = 1.0) -> None:
        """Mark the heading under which this place falls (the end of the page by default), or the folded one that
        hides it."""
        self._here = (page_index, top)
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
        spot = self._tree.spot_of(row)
        if spot is not None:
            self.item_activated.emit(spot)
        else:
            row.setExpanded(not row.isExpanded())

    # --- The filter ---

    def _on_filter_changed(self, words: str) -> None:
        self._matching = self._tree.filter(words)
        if words and self._matching:
            with QSignalBlocker(self._tree):
                self._tree.setCurrentItem(self._matching[0])
        elif not words and self._here is not None:
            self.follow(*self._here)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the filter field: Enter goes to the first that is found, Down into the tree, Escape clears."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._on_filter_key(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _on_filter_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._filter.text() and self._matching:
                self._activate(self._tree.currentItem() or self._matching[0])
        elif key == Qt.Key.Key_Down:
            self._tree.setFocus()
        elif key == Qt.Key.Key_Escape and self._filter.text():
            self._filter.clear()
        else:
            return False
        return True

    # --- Words ---

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Contents"))
        self._tree.setAccessibleName(self.tr("Table of contents"))
        self._filter.setAccessibleName(self.tr("Filter the contents"))
        self._filter.setPlaceholderText(self.tr("Filter"))
        self._open_all.describe(self.tr("Unfold all"))
        self._fold_all.describe(self.tr("Fold all"))
        self._empty.setAccessibleName(self.tr("Table of contents"))
        self._empty.setText(
            self.tr("This PDF has no table of contents, and no headings were found in it so far.")
            if self._has_document
            else self.tr("No document is open.")
        )
        self._built.setText(self.tr("Built from headings"))
        self._built.setAccessibleName(self._built.text())
        self._built.setToolTip(
            self.tr("This PDF has no table of contents. This one was made of the headings on the pages read so far.")
        )
        self._show_search_sign()

    def _show_search_sign(self) -> None:
        sign: QIcon = icon("find", self.palette())
        for action in self._filter.actions():
            if action.objectName() == "outline_filter_sign":
                action.setIcon(sign)
                return
        added = self._filter.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        added.setObjectName("outline_filter_sign")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._show_search_sign()
