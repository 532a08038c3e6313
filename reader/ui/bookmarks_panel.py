"""The list of a document's bookmarks: a click goes there, F2 names one, Delete removes it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.core.bookmarks import Bookmark
from reader.ui.bookmark_ribbons import COLOUR
from reader.ui.icons import pixmap
from reader.ui.muted_label import MutedLabel
from reader.ui.undo_line import UndoLine

_ICON_PX = 16


def _count(page_index: int) -> str:
    return str(page_index + 1)


class BookmarksPanel(QWidget):
    """Every change is asked for by a signal; the panel shows what it is told."""

    bookmark_activated = Signal(object)
    """Bookmark."""
    renamed = Signal(object, str)
    """Bookmark and what it is to be called."""
    removal_asked = Signal(object)
    restoring_asked = Signal(object)
    """A Bookmark that was removed before."""
    toggling_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bookmarks_panel")
        self._label_of: Callable[[int], str] = _count
        self._has_document = False
        self._undo_line: UndoLine | None = None
        self._button = QPushButton(objectName="bookmark_button")
        self._button.clicked.connect(self.toggling_asked)
        self._list = _List(self)
        self._list.entered.connect(self._activate)
        self._list.removal_asked.connect(self._ask_removal)
        self._list.itemChanged.connect(self._on_edited)
        self._empty = MutedLabel("bookmarks_empty", parent=self)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(8, 8, 8, 8)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        row = QHBoxLayout()
        row.addWidget(self._button)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 0)
        self._column.setSpacing(8)
        self._column.addLayout(row)
        self._column.addWidget(self._empty)
        self._column.addWidget(self._list, 1)
        self._retranslate()
        self._show_state()

    def set_document(self, label_of: Callable[[int], str] | None) -> None:
        """What pages are called; None: no document is open."""
        self._has_document = label_of is not None
        self._label_of = label_of or _count
        self._drop_undo_line()
        self.show_bookmarks([])

    def show_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """In the order of the document; which one is chosen stays so."""
        chosen = self._list.currentItem()
        kept = "" if chosen is None else _bookmark_of(chosen).bookmark_id
        with QSignalBlocker(self._list):
            self._list.clear()
            for bookmark in bookmarks:
                row = self._row_of(bookmark)
                self._list.addTopLevelItem(row)
                if bookmark.bookmark_id == kept:
                    self._list.setCurrentItem(row)
        self._show_state()

    def offer_undo(self, bookmark: Bookmark) -> None:
        """Say that a bookmark was removed."""
        self._drop_undo_line()
        line = self._undo_line = UndoLine(self.tr("Bookmark removed."), self)
        line.undone.connect(lambda: self._on_undone(bookmark))
        line.expired.connect(self._drop_undo_line)
        self._column.insertWidget(1, line)

    def _on_undone(self, bookmark: Bookmark) -> None:
        self._drop_undo_line()
        self.restoring_asked.emit(bookmark)

    def _drop_undo_line(self) -> None:
        if self._undo_line is not None:
            self._column.removeWidget(self._undo_line)
            self._undo_line.hide()
            self._undo_line.deleteLater()
            self._undo_line = None

    def _row_of(self, bookmark: Bookmark) -> QTreeWidgetItem:
        label = self._label_of(bookmark.page_index)
        name = bookmark.name or self.tr("Page {0}").format(label)
        row = QTreeWidgetItem([name, label])
        row.setFlags(row.flags() | Qt.ItemFlag.ItemIsEditable)
        row.setData(0, Qt.ItemDataRole.UserRole, bookmark)
        row.setIcon(0, self._icon_of(bookmark))
        row.setToolTip(0, name)
        row.setSizeHint(0, QSize(0, self.fontMetrics().height() + 10))
        row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if bookmark.letter:
            row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{bookmark.letter}: {name}")
        return row

    def _icon_of(self, bookmark: Bookmark) -> QIcon:
        ratio = self.devicePixelRatioF()
        if not bookmark.letter:
            return QIcon(pixmap("bookmark", COLOUR.name(), _ICON_PX, ratio))
        picture = QPixmap(round(_ICON_PX * ratio), round(_ICON_PX * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(COLOUR)
        painter.drawRoundedRect(QRectF(0, 0, _ICON_PX, _ICON_PX), 3, 3)
        font = painter.font()
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(QRectF(0, 0, _ICON_PX, _ICON_PX), Qt.AlignmentFlag.AlignCenter, bookmark.letter)
        painter.end()
        return QIcon(picture)

    def _activate(self, row: QTreeWidgetItem) -> None:
        self.bookmark_activated.emit(_bookmark_of(row))

    def _ask_removal(self, row: QTreeWidgetItem) -> None:
        self.removal_asked.emit(_bookmark_of(row))

    def _on_edited(self, row: QTreeWidgetItem, column: int) -> None:
        if column == 0:
            bookmark = _bookmark_of(row)
            text = row.text(0)
            is_page = text == self.tr("Page {0}").format(self._label_of(bookmark.page_index))
            self.renamed.emit(bookmark, "" if is_page else text)

    def _show_state(self) -> None:
        has_rows = self._list.topLevelItemCount() > 0
        self._button.setEnabled(self._has_document)
        self._list.setVisible(has_rows)
        self._empty.setVisible(not has_rows)
        self._empty.setText(
            self.tr(
                "No bookmarks yet. Ctrl+M sets one where you are reading; M and a letter marks a place to return to."
            )
            if self._has_document
            else self.tr("No document is open.")
        )

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Bookmarks"))
        self._list.setAccessibleName(self.tr("List of bookmarks"))
        self._empty.setAccessibleName(self.tr("Bookmarks"))
        self._button.setText(self.tr("Bookmark this place"))
        self._button.setAccessibleName(self.tr("Bookmark this place"))
        self._button.setToolTip(self.tr("Set a bookmark where you are reading, or remove the one that is there"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_state()


class _List(QTreeWidget):
    entered = Signal(object)
    """QTreeWidgetItem, by click or Enter."""
    removal_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bookmark_list")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setColumnCount(2)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemClicked.connect(lambda row, _column: self.entered.emit(row))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)

    def _show_menu(self, at: QPoint) -> None:
        row = self.itemAt(at)
        if row is None:
            return
        menu = QMenu(self, objectName="bookmark_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Rename"), lambda: self.editItem(row, 0))
        menu.addAction(self.tr("Remove"), lambda: self.removal_asked.emit(row))
        menu.popup(self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentItem(), event.key()
        if row is None or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(row)
        elif key == Qt.Key.Key_F2:
            self.editItem(row, 0)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit(row)
        else:
            super().keyPressEvent(event)


def _bookmark_of(row: QTreeWidgetItem) -> Bookmark:
    bookmark = row.data(0, Qt.ItemDataRole.UserRole)
    assert isinstance(bookmark, Bookmark)
    return bookmark
