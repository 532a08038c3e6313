"""All that is marked in the document, in reading order: to look through, to filter, to jump to."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from reader.core.annotations import Annotation
from reader.core.document import OutlineItem
from reader.core.marks import Colour, Mark, MarkFilter
from reader.ui.colour_swatches import ColourSwatches
from reader.ui.marks_delegate import MarksDelegate
from reader.ui.marks_list import OF_PDF, ROW, MarksList
from reader.ui.muted_label import MutedLabel


class MarksPanel(QWidget):
    """Shows what it is given; what a reader wants with it is told by signals."""

    entry_activated = Signal(object)
    """Mark or Annotation: by click or Enter."""
    edit_asked = Signal(object)
    """Mark whose comment is to be written."""
    deletion_asked = Signal(object)
    """List of the ids of Marks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("marks_panel")
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._has_document = False
        self._marks: Sequence[Mark] = ()
        self._annotations: Sequence[Annotation] = ()
        self._colours: set[Colour] = set()
        self._text = QLineEdit(objectName="marks_filter", clearButtonEnabled=True)
        self._text.textChanged.connect(self._filter)
        self._kind = QComboBox(objectName="marks_kind")
        self._kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._kind.setMinimumContentsLength(8)
        self._kind.currentIndexChanged.connect(self._filter)
        self._swatches = ColourSwatches("marks_filter", self)
        self._swatches.colour_chosen.connect(self._on_colour_chosen)
        self._list = MarksList(self)
        self._view = _View(self)
        self._view.setModel(self._list)
        self._delegate = MarksDelegate(self._view)
        self._view.setItemDelegate(self._delegate)
        self._view.clicked.connect(self._on_clicked)
        self._view.entered_key.connect(self._on_key)
        self._hint = MutedLabel("marks_hint", parent=self)
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(8, 8, 8, 8)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._swatches)
        row.addWidget(self._kind, 1)
        self._tools = QWidget(self)
        tools = QVBoxLayout(self._tools)
        tools.setContentsMargins(8, 8, 8, 4)
        tools.setSpacing(6)
        tools.addWidget(self._text)
        tools.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tools)
        column.addWidget(self._view, 1)
        column.addWidget(self._hint, 1)
        self._retranslate()
        self._show_state()

    def set_document(
        self,
        outline: Sequence[OutlineItem] | None,
        label_of: Callable[[int], str] = lambda page_index: str(page_index + 1),
    ) -> None:
        """What its sections and pages are called; None: no document is open."""
        self._has_document = outline is not None
        self._list.set_document(outline or (), label_of)
        self._show_state()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._show()

    def set_annotations(self, annotations: Sequence[Annotation]) -> None:
        self._annotations = annotations
        self._show()

    @property
    def shown(self) -> list[Mark | Annotation]:
        """What the list shows, in its order."""
        return self._list.shown

    def _show(self) -> None:
        """The list anew; what was selected stays so."""
        selected, scrolled = self._selected(), self._view.verticalScrollBar().value()
        current = self._view.currentIndex()
        place = current.row() if current.isValid() else None
        self._list.set_entries(self._marks, self._annotations)
        rows = [row for entry in selected if (row := self._list.row_of(entry)) is not None]
        if not rows and selected and place is not None:
            # It was deleted: the next one, so that one can go on with the keys.
            rows = self._next_to(place)
        for row in rows:
            flags = QItemSelectionModel.SelectionFlag.Select
            self._view.selectionModel().select(self._list.index(row), flags)
        if rows:
            self._view.selectionModel().setCurrentIndex(
                self._list.index(rows[0]), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self._view.verticalScrollBar().setValue(scrolled)
        self._show_state()

    def _next_to(self, place: int) -> list[int]:
        count = self._list.rowCount()
        for row in (*range(place, count), *range(min(place, count) - 1, -1, -1)):
            if self._list.index(row).data(ROW).entry is not None:
                return [row]
        return []

    def _selected(self) -> list[Mark | Annotation]:
        rows = sorted(index.row() for index in self._view.selectionModel().selectedIndexes())
        entries = [self._list.index(row).data(ROW).entry for row in rows]
        return [entry for entry in entries if entry is not None]

    def _filter(self) -> None:
        kind = self._kind.currentData()
        kinds = frozenset({kind}) if kind else frozenset()
        self._list.set_filter(MarkFilter(self._text.text(), frozenset(self._colours), kinds))
        self._show_state()

    def _on_colour_chosen(self, colour: Colour) -> None:
        self._colours ^= {colour}
        self._swatches.show_chosen(*self._colours)
        self._filter()

    def _on_clicked(self, index: QModelIndex) -> None:
        entry = index.data(ROW).entry
        if entry is not None:
            self.entry_activated.emit(entry)

    def _on_key(self, key: int) -> None:
        entry = row.entry if (row := self._view.currentIndex().data(ROW)) is not None else None
        if key == Qt.Key.Key_Delete:
            ids = [chosen.mark_id for chosen in self._selected() if isinstance(chosen, Mark)]
            if ids:
                self.deletion_asked.emit(ids)
        elif entry is not None and key == Qt.Key.Key_F2 and isinstance(entry, Mark):
            self.edit_asked.emit(entry)
        elif entry is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entry_activated.emit(entry)

    def _show_state(self) -> None:
        has_rows = self._list.rowCount() > 0
        self._tools.setVisible(self._list.has_entries)
        self._view.setVisible(has_rows)
        self._hint.setVisible(not has_rows)
        if not self._has_document:
            self._hint.setText(self.tr("No document is open."))
        elif self._list.has_entries:
            self._hint.setText(self.tr("No mark is like this."))
        else:
            keys = QKeySequence("Ctrl+D").toString(QKeySequence.SequenceFormat.NativeText)
            hint = self.tr("Nothing is marked yet. Select text and press {0} to highlight it.")
            self._hint.setText(hint.format(keys))

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Marks"))
        self._text.setPlaceholderText(self.tr("Filter"))
        self._text.setAccessibleName(self.tr("Words to look for in marks"))
        self._kind.setAccessibleName(self.tr("Kind of mark"))
        self._view.setAccessibleName(self.tr("List of marks"))
        chosen = self._kind.currentIndex()
        self._kind.blockSignals(True)
        self._kind.clear()
        for words, kind in (
            (self.tr("All"), ""),
            (self.tr("Highlights"), "highlight"),
            (self.tr("Underlines"), "underline"),
            (self.tr("Notes"), "note"),
            (self.tr("Of the PDF"), OF_PDF),
        ):
            self._kind.addItem(words, kind)
        self._kind.setCurrentIndex(max(chosen, 0))
        self._kind.blockSignals(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_state()


class _View(QListView):
    entered_key = Signal(int)
    """Enter, Delete or F2."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("marks_list")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_F2):
            self.entered_key.emit(event.key())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()  # lines of text break elsewhere now
