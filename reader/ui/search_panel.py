"""The list of all matches beside the pages: with the words around them, under the headings they stand below."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QLocale, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from reader.core.answer import Coverage
from reader.core.document import DocumentInfo, OutlineItem
from reader.core.matches import Wanted
from reader.ui.find_results import FindResults
from reader.ui.match_list import MatchList
from reader.ui.match_rows import MatchRows, row_height
from reader.ui.muted_label import MutedLabel
from reader.ui.small_buttons import IconButton

_LOW_HEADINGS = 1_000
"""Headings that get a row of their own height; where there are more, the rest is as high as a match."""


class SearchPanel(QWidget):
    """Stays as it is when the find bar closes, until it is cleared."""

    match_previewed = Signal(int)
    """The keyboard came to a match: its number."""
    match_chosen = Signal(int)
    """Enter or click."""
    clear_requested = Signal()
    left = Signal()
    """Escape."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search_panel")
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._results: FindResults | None = None
        self._wanted = Wanted("")
        self._info: DocumentInfo | None = None
        self._coverage: Coverage | None = None
        self._pages_read: frozenset[int] = frozenset()
        self._model = MatchList(self._name_page, self)
        self._list = _List(self._model, self)
        self._list.chosen.connect(self._on_chosen)
        self._list.left.connect(self.left)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._summary, self._covered = MutedLabel("search_summary"), MutedLabel("search_coverage")
        for label in (self._summary, self._covered):
            label.setWordWrap(True)
        self._clear = IconButton("close")
        self._clear.setObjectName("search_clear")
        self._clear.clicked.connect(lambda *_checked: self.clear_requested.emit())
        top = QHBoxLayout()
        top.addWidget(self._summary, 1)
        top.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addLayout(top)
        column.addWidget(self._covered)
        column.addWidget(self._list, 1)
        self._retranslate()

    def set_document(self, document: tuple[DocumentInfo, Sequence[OutlineItem]] | None) -> None:
        """What pages are called, and under which headings they are; None: no document is open."""
        self._info = None if document is None else document[0]
        self._coverage = None
        if document is not None:
            self._model.set_document(document[0].label_of, document[1])
        self._tell()

    def show_results(self, results: FindResults) -> None:
        self._results = results
        self._model.show_results(results)
        results.current_changed.connect(self.follow)
        results.changed.connect(self._tell)
        results.changed.connect(lambda: self.follow(results.current))

    def set_wanted(self, wanted: Wanted) -> None:
        """What the results are of."""
        self._wanted = wanted
        self._tell()

    def set_coverage(self, coverage: Coverage, pages_read: frozenset[int]) -> None:
        """How much of the document could be searched."""
        self._coverage, self._pages_read = coverage, pages_read
        self._tell()

    def follow(self, number: int | None) -> None:
        """Select the row of a match, without going there."""
        with QSignalBlocker(self._list.selectionModel()):
            row = self._model.index(self._model.row_of(number)) if number is not None else QModelIndex()
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self._list.selectionModel().setCurrentIndex(row, flags)
            if row.isValid():
                self._list.scrollTo(row, QAbstractItemView.ScrollHint.EnsureVisible)
        self._list.viewport().update()

    # --- What the list says ---

    def _on_chosen(self, row: int) -> None:
        number = self._model.number_of(row)
        if number is not None:
            self.match_chosen.emit(number)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        number = self._model.number_of(current.row()) if current.isValid() else None
        if number is not None and self._list.is_by_key:
            self.match_previewed.emit(number)

    # --- Words ---

    def _name_page(self, label: str) -> str:
        return self.tr("Page {0}").format(label)

    def _tell(self) -> None:
        matches = None if self._results is None else self._results.matches
        if self._info is None:
            summary = self.tr("No document is open.")
        elif matches is None or not self._wanted.text:
            summary = self.tr("What you look for with Ctrl+F is listed here.")
        elif not matches.total:
            summary = self.tr("“{0}”: no match").format(self._wanted.text)
        else:
            numbers = (QLocale().toString(number) for number in (matches.total, len(matches.pages)))
            summary = self.tr("“{0}”: {1} on {2} pages").format(self._wanted.text, *numbers)
        self._summary.setText(summary)
        self._clear.setVisible(bool(self._wanted.text))
        covered = self._words_of_coverage() if self._wanted.text else ""
        self._covered.setText(covered)
        self._covered.setVisible(bool(covered))

    def _words_of_coverage(self) -> str:
        coverage, info = self._coverage, self._info
        if coverage is None or info is None:
            return ""
        if not coverage.is_through:
            pages = sorted(self._pages_read)
            if pages and pages[-1] - pages[0] == len(pages) - 1:
                labels = info.label_of(pages[0]), info.label_of(pages[-1])
                return self.tr("So far: pages {0}–{1} of {2}").format(*labels, info.page_count)
            return self.tr("So far: {0} of {1} pages").format(len(pages), info.page_count)
        if coverage.without_text:
            return self.tr("{0} pages are pictures and could not be searched.").format(coverage.without_text)
        return ""

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Search"))
        self._list.setAccessibleName(self.tr("Matches"))
        self._clear.describe(self.tr("Clear the list"))
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()


class _List(QTableView):
    """A table: unlike a list it does not ask for every row in order to know its own height."""

    chosen = Signal(int)
    """A row, by click or Enter."""
    left = Signal()

    def __init__(self, model: MatchList, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("match_list")
        self.is_by_key = False
        """Whether the current row is just being changed by a key."""
        self._matches = model
        self.setModel(model)
        self._rows = MatchRows(self)
        self.setItemDelegate(self._rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self._set_heights)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self._set_heights()

    def _set_heights(self) -> None:
        header = self.verticalHeader()
        header.setDefaultSectionSize(row_height(self.fontMetrics(), is_heading=False))
        header.blockSignals(True)  # one change, not one a heading
        for row in self._matches.heading_rows[:_LOW_HEADINGS]:
            header.resizeSection(row, row_height(self.fontMetrics(), is_heading=True))
        header.blockSignals(False)
        self.updateGeometries()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Over headings."""
        moved = super().moveCursor(action, modifiers)
        if moved.isValid() and self._matches.number_of(moved.row()) is None:
            is_up = moved.row() < self.currentIndex().row() and moved.row() > 0
            return self._matches.index(moved.row() + (-1 if is_up else 1))
        return moved

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_heights()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            self.is_by_key = True
            super().keyPressEvent(event)
            self.is_by_key = False
