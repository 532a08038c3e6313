"""The papers of a digest as a list: put into order by dragging, renamed where they stand, each with how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reader.core.digest import PaperStatus
from reader.ui.verdict_signs import hairline_color, muted_color

_ROW = Qt.ItemDataRole.UserRole
_PADDING_PX = 12
_NUMBER_PX = 28
_BAR_PX = 3


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as it is shown."""

    file: str
    title: str
    status: PaperStatus
    words: str
    """How far it is, or why it failed."""
    part: float = 0.0
    """0..1: of its work that is done, while it runs."""


class DigestPapers(QListWidget):
    order_changed = Signal(object)
    """List of the files."""
    renamed = Signal(str, str)
    """File and title."""
    removed = Signal(object)
    """List of files."""
    open_wanted = Signal(str)
    retry_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)
    """File, and where on the screen."""
    files_dropped = Signal(object)
    """List of Path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digest_papers")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_PaperDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setUniformItemSizes(False)
        self.itemChanged.connect(self._on_item_changed)
        self.model().rowsMoved.connect(lambda *_what: self.order_changed.emit(self.files))

    @property
    def files(self) -> list[str]:
        return [row_of(self.item(number)).file for number in range(self.count())]

    @property
    def selected_files(self) -> list[str]:
        chosen = sorted(self.row(item) for item in self.selectedItems())
        return [row_of(self.item(number)).file for number in chosen]

    def show_rows(self, rows: Sequence[PaperRow]) -> None:
        """All papers; what is selected, dragged or renamed meanwhile stays where the papers are the same."""
        if [row.file for row in rows] != self.files:
            blocker = QSignalBlocker(self)
            selected = set(self.selected_files)
            self.clear()
            for row in rows:
                item = QListWidgetItem()
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled
                    | Qt.ItemFlag.ItemIsSelectable
                    | Qt.ItemFlag.ItemIsEditable
                    | Qt.ItemFlag.ItemIsDragEnabled
                )
                _fill(item, row)
                self.addItem(item)
                item.setSelected(row.file in selected)
            blocker.unblock()
            self.viewport().update()
            return
        for number, row in enumerate(rows):
            self.show_row(row, number)

    def show_row(self, row: PaperRow, number: int | None = None) -> None:
        if number is None:
            number = self.files.index(row.file)
        item = self.item(number)
        if row_of(item) != row:
            blocker = QSignalBlocker(self)
            _fill(item, row)
            blocker.unblock()
            self.viewport().update()

    def rename(self, file: str) -> None:
        self.editItem(self.item(self.files.index(file)))

    def _move_by(self, step: int) -> None:
        """The current paper, one place up or down."""
        here = self.currentRow()
        there = here + step
        if here >= 0 and 0 <= there < self.count():
            item = self.takeItem(here)
            self.insertItem(there, item)
            self.setCurrentRow(there)
            self.order_changed.emit(self.files)

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        row, title = row_of(item), " ".join(item.text().split())
        if title != row.title:
            self.renamed.emit(row.file, title)

    # --- Qt ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self.state() is QAbstractItemView.State.EditingState:  # Enter in the field comes on to here
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit(self.selected_files)
        elif is_alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move_by(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.open_wanted.emit(row_of(self.currentItem()).file)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if item is not None:
            self.open_wanted.emit(row_of(item).file)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is not None and row_of(item).status == "failed":
            area = retry_area(self.visualItemRect(item), self.retry_words(), self)
            if area.contains(event.position().toPoint()):
                self.retry_wanted.emit(row_of(item).file)

    def retry_words(self) -> str:
        return self.tr("Try again")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        item = self.currentItem() if is_by_key else self.itemAt(event.pos())
        if item is not None:
            place = self.visualItemRect(item).center() if is_by_key else event.pos()
            self.menu_wanted.emit(row_of(item).file, self.viewport().mapToGlobal(place))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if dropped_files(event):
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event)
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)
            return
        if event.source() is not self:
            return
        moved = [self.item(self.files.index(file)) for file in self.selected_files]
        place = self._place_of(event.position().toPoint())
        place -= sum(self.row(item) < place for item in moved)
        blocker = QSignalBlocker(self)
        for item in moved:
            self.takeItem(self.row(item))
        for number, item in enumerate(moved):
            self.insertItem(place + number, item)
            item.setSelected(True)
        blocker.unblock()
        event.setDropAction(Qt.DropAction.CopyAction)  # nothing is to be taken away from where it was
        event.accept()
        self.order_changed.emit(self.files)

    def _place_of(self, point: QPoint) -> int:
        """Before which row a drop at this point comes."""
        index = self.indexAt(point)
        if not index.isValid():
            return self.count()
        area = self.visualRect(index)
        return index.row() + (point.y() > area.center().y())


class _PaperDelegate(QStyledItemDelegate):
    def __init__(self, papers: DigestPapers) -> None:
        super().__init__(papers)
        self._papers = papers

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, 2 * option.fontMetrics.height() + 22)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: PaperRow = index.data(_ROW)
        palette, area = option.palette, option.rect
        painter.save()
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected:
            tint = palette.color(QPalette.ColorRole.Highlight)
            tint.setAlphaF(0.22)
            painter.fillRect(area, tint)
        painter.fillRect(area.left() + _PADDING_PX, area.bottom(), area.width(), 1, hairline_color(palette))
        muted = muted_color(palette)
        line = option.fontMetrics.height()
        top = area.top() + 8
        painter.setFont(option.font)
        painter.setPen(muted)
        number = QRect(area.left() + _PADDING_PX, top, _NUMBER_PX, line)
        painter.drawText(number, Qt.AlignmentFlag.AlignLeft, f"{index.row() + 1}.")
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        title = title_area(area, line)
        painter.drawText(title, 0, option.fontMetrics.elidedText(row.title, _ELIDE, title.width()))
        words = QRect(title.left(), top + line + 3, title.width(), line)
        if row.status == "failed":
            retry = self._papers.retry_words()
            place = retry_area(area, retry, self._papers)
            painter.setPen(palette.color(QPalette.ColorRole.Link))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, retry)
            words.setRight(place.left() - 8)
        painter.setPen(muted)
        painter.drawText(words, 0, option.fontMetrics.elidedText(row.words, _ELIDE, words.width()))
        if row.status == "running":
            bar = QRect(title.left(), area.bottom() - _BAR_PX - 1, title.width(), _BAR_PX)
            painter.fillRect(bar, hairline_color(palette))
            bar.setWidth(round(bar.width() * row.part))
            painter.fillRect(bar, palette.color(QPalette.ColorRole.Highlight))
        painter.restore()

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area = title_area(option.rect, option.fontMetrics.height())
        editor.setGeometry(area.adjusted(-4, -4, 0, 4))


_ELIDE = Qt.TextElideMode.ElideRight


def title_area(area: QRect, line: int) -> QRect:
    left = area.left() + _PADDING_PX + _NUMBER_PX
    return QRect(left, area.top() + 8, area.right() - _PADDING_PX - left, line)


def retry_area(area: QRect, words: str, widget: QWidget) -> QRect:
    """Where a click tries a paper again that failed."""
    metrics = widget.fontMetrics()
    width, line = metrics.horizontalAdvance(words) + 4, metrics.height()
    return QRect(area.right() - _PADDING_PX - width, area.top() + 8 + line + 3, width, line)


def row_of(item: QListWidgetItem) -> PaperRow:
    row = item.data(_ROW)
    assert isinstance(row, PaperRow)
    return row


def dropped_files(event: QDropEvent) -> list[Path]:
    """Files and folders of this computer that are dropped from outside."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _fill(item: QListWidgetItem, row: PaperRow) -> None:
    item.setData(_ROW, row)
    item.setText(row.title)
    item.setToolTip(f"{row.title}\n{row.words}")
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title}, {row.words}")
