"""The library: all documents that were ever opened, and a search over everything that stands in them."""

from collections.abc import Callable, Sequence
from contextlib import aclosing
from operator import attrgetter
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QSettings, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent, QPalette
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from reader.core.document import Spot
from reader.flows.library_search import LibrarySearch
from reader.flows.locating import find_again, is_there
from reader.store.library import Library, LibraryDocument
from reader.ui.covers import Covers
from reader.ui.jobs import Jobs
from reader.ui.library_list import LibraryList
from reader.ui.library_model import LibraryModel, Row
from reader.ui.muted_label import MutedLabel
from reader.ui.undo_line import UndoLine

_TYPING_MS = 120
"""A search begins when typing rests for this long."""
SEARCH = "library search"
CATCH_UP = "library catch up"


def _by_title(document: LibraryDocument) -> str:
    return document.title.casefold()


class LibraryWindow(QWidget):
    open_requested = Signal(object, object, bool)
    """Path, Spot or None, and whether in a new window."""
    digest_requested = Signal(object)
    """List of Path: the documents that are selected."""

    def __init__(
        self,
        library: Library,
        search: LibrarySearch,
        jobs: Jobs,
        covers: Covers,
        settings: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("library_window")
        self.setWindowTitle(self.tr("Library — Shiori"))
        self._library, self._search, self._jobs, self._settings = library, search, jobs, settings
        self._documents: list[LibraryDocument] = []
        self._undo: UndoLine | None = None
        self._covers = covers
        self.model = LibraryModel()
        self.field = QLineEdit(objectName="library_field", clearButtonEnabled=True)
        self.field.setPlaceholderText(self.tr("Search titles, notes and the text of all documents"))
        self.field.setAccessibleName(self.tr("Search the library"))
        self._sort = QComboBox(objectName="library_sort")
        self._sort.setAccessibleName(self.tr("Order"))
        for name, text in (
            ("recent", self.tr("Last read")),
            ("title", self.tr("Title")),
            ("progress", self.tr("Progress")),
        ):
            self._sort.addItem(text, name)
        self.list = LibraryList(self.model, self._covers)
        self.list.setAccessibleName(self.tr("Documents"))
        self._empty = MutedLabel("library_empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._status = MutedLabel("library_status")
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._lay_out()
        self._connect()
        self.resize(760, 720)
        geometry = settings.value("library/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 16, 12)
        top.setSpacing(8)
        top.addWidget(self.field, 1)
        top.addWidget(self._sort)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(16, 6, 16, 6)
        bottom.addWidget(self._status)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(top)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self._empty, 1)
        self._column.addLayout(bottom)
        self._empty.hide()
        self.setBackgroundRole(QPalette.ColorRole.Window)

    def _connect(self) -> None:
        for signal, slot in (
            (self.field.textChanged, self._typing.start),
            (self._typing.timeout, self.refresh),
            (self._sort.currentIndexChanged, self.refresh),
            (self.list.row_activated, self._open),
            (self.list.menu_wanted, self._show_menu),
            (self.list.forget_wanted, self._forget_selected),
            (self._jobs.finished, self._on_job_finished),
        ):
            signal.connect(slot)
        self.field.returnPressed.connect(self._open_first)

    # --- What is shown ---

    def begin(self) -> None:
        """Show the window, ready to type."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.refresh()
        if not self._jobs.is_running(CATCH_UP):
            self._jobs.start(CATCH_UP, self._catch_up())

    @property
    def is_typing(self) -> bool:
        """Whether what is typed is not searched for yet."""
        return self._typing.isActive()

    def refresh(self) -> None:
        """Show what is there now, for what is typed."""
        self._jobs.start(SEARCH, self._refresh(self.field.text().strip()))

    async def _refresh(self, typed: str) -> None:
        self._covers.forget_missing()
        if typed:
            await self._search.refresh()
            found = await self._search.search(typed)
            self.model.show_found(found)
            self._say(self._found_words(len(found)))
        else:
            self._documents = self._sorted(await self._library.documents())
            self.model.show_documents(self._documents)
            self._say(self._count_words(len(self._documents)))
        is_empty = not self.model.rows
        self._empty.setText(
            self.tr("Nothing was found in what you have read.")
            if typed
            else self.tr("Whatever you open will be listed here.")
        )
        self.list.setVisible(not is_empty)
        self._empty.setVisible(is_empty)
        if typed and not is_empty:
            self.list.setCurrentIndex(self.model.index(0))
            self.list.scrollToTop()

    def _sorted(self, documents: Sequence[LibraryDocument]) -> list[LibraryDocument]:
        order = self._sort.currentData()
        if order == "title":
            return sorted(documents, key=_by_title)
        if order == "progress":
            return sorted(documents, key=attrgetter("progress"), reverse=True)
        return sorted(documents, key=lambda document: document.last_read or document.opened, reverse=True)

    async def _catch_up(self) -> None:
        """Take in what was read before there was this index, or while it was gone."""
        async with aclosing(self._search.catch_up()) as progress:
            async for _ in progress:
                if self.isVisible():
                    self.refresh()

    def _on_job_finished(self, name: str) -> None:
        if name == CATCH_UP and self.isVisible():
            self.refresh()

    def _say(self, words: str) -> None:
        if self._jobs.is_running(CATCH_UP):
            words = f"{words} · {self.tr('taking in what was read…')}"
        self._status.setText(words)

    def _count_words(self, count: int) -> str:
        return self.tr("1 document") if count == 1 else self.tr("{0} documents").format(count)

    def _found_words(self, count: int) -> str:
        return self.tr("Found in 1 document") if count == 1 else self.tr("Found in {0} documents").format(count)

    # --- Opening ---

    def _open_first(self) -> None:
        """Enter in the field: the best hit of what is typed by now."""
        self._typing.stop()
        self._jobs.start(SEARCH, self._open_best(self.field.text().strip()))

    async def _open_best(self, typed: str) -> None:
        await self._refresh(typed)
        rows = self.model.rows
        if typed and rows:
            # A title that is meant is opened; else the first place in the first document.
            has_title_only = len(rows) == 1 or rows[1].hit is None
            self._open(rows[0] if has_title_only else rows[1])

    def _open(self, row: Row, new_window: bool = False) -> None:
        self._jobs.start("library open", self._find_and_open(row, new_window))

    async def _find_and_open(self, row: Row, new_window: bool) -> None:
        spot: Spot | None = None
        if row.hit is not None:
            spot = await self._search.spot(row.document.document_id, row.hit)
        path = Path(row.document.path)
        if not await is_there(path):
            path = await find_again(self._library, row.document.document_id, path) or path
        self.open_requested.emit(path, spot, new_window)

    # --- What else can be done with a document ---

    def _show_menu(self, row: Row, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("library_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), lambda: self._open(row))
        menu.addAction(self.tr("Open in a new window"), lambda: self._open(row, True))
        menu.addSeparator()
        folder = QUrl.fromLocalFile(str(Path(row.document.path).parent))
        menu.addAction(self.tr("Show folder"), lambda: QDesktopServices.openUrl(folder))
        menu.addAction(self.tr("Locate the file…"), lambda: self._locate(row.document))
        menu.addSeparator()
        menu.addAction(self.tr("New digest of these…"), self._ask_for_digest).setObjectName("library_new_digest")
        menu.addAction(self.tr("Remove from the library"), self._forget_selected)
        menu.popup(place)

    def _ask_for_digest(self) -> None:
        paths = dict.fromkeys(Path(row.document.path) for row in self.list.selected_rows())
        self.digest_requested.emit(list(paths))

    def _locate(self, document: LibraryDocument) -> None:
        title = self.tr("Where is “{0}” now?").format(document.title)
        dialog = QFileDialog(self, title, str(Path(document.path).parent), self.tr("PDF files (*.pdf);;All files (*)"))
        dialog.setObjectName("locate_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.open_requested.emit(Path(name), None, False))
        dialog.open()

    def _forget_selected(self) -> None:
        ids = [row.document.document_id for row in self.list.selected_rows()]
        if ids:
            words = self.tr("Removed from the library; notes and answers are kept.")
            self._change(lambda: self._library.forget(ids))
            self._drop_undo()
            line = self._undo = UndoLine(words, self)
            line.undone.connect(lambda: self._restore(ids))
            line.expired.connect(self._drop_undo)
            self._column.insertWidget(1, line)

    def _restore(self, ids: Sequence[str]) -> None:
        self._drop_undo()
        self._change(lambda: self._library.restore(ids))

    def _change(self, change: Callable[[], object]) -> None:
        async def change_and_refresh() -> None:
            await change()  # type: ignore[misc]
            self.refresh()

        self._jobs.start("library change", change_and_refresh(), must_finish=True)

    def _drop_undo(self) -> None:
        if self._undo is not None:
            self._column.removeWidget(self._undo)
            self._undo.hide()
            self._undo.deleteLater()
            self._undo = None

    # --- Qt ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.field.text():
                self.field.clear()
                self.field.setFocus()
            else:
                self.close()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) and self.field.hasFocus() and self.model.rows:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.model.index(0))
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue("library/geometry", self.saveGeometry())
        for name in (SEARCH, CATCH_UP):
            self._jobs.cancel(name)
        super().closeEvent(event)
