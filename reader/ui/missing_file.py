"""A file that is not where it was: looked for where it may be, else the reader is asked."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.core.errors import FileMissing
from reader.flows.locating import find_again
from reader.store.library import Library, LibraryDocument
from reader.ui.jobs import Jobs
from reader.ui.messages import MessageBar

LOCATE = "locate"


class MissingFile(QObject):
    located = Signal(object)
    """Path: there it is; it should be opened."""

    def __init__(self, library: Library, jobs: Jobs, bar: MessageBar, window: QWidget) -> None:
        super().__init__(bar)
        self._library, self._jobs, self._bar, self._window = library, jobs, bar, window
        self._news: tuple[str, str] | None = None

    def look_for(self, error: FileMissing) -> None:
        self._jobs.start(LOCATE, self._look_for(error))

    def tell_where_it_was_found(self) -> None:
        """Once the document is shown that was looked for."""
        if self._news is not None:
            self._bar.show_message(*self._news)
            self._news = None

    async def _look_for(self, error: FileMissing) -> None:
        path = Path(error.file)
        known = await self._library.at_path(path)
        if known is None:
            self._bar.show_error(error)
            return
        found = await find_again(self._library, known.document_id, path)
        if found is None:
            self._offer(known, path)
            return
        self._news = (self.tr("{0} was moved.").format(path.name), self.tr("It is here now: {0}").format(found))
        self.located.emit(found)

    def _offer(self, known: LibraryDocument, path: Path) -> None:
        title = self.tr("{0} is not there any more.").format(path.name)
        hint = self.tr("It was in {0}. Its notes and answers are kept.").format(path.parent)
        locate = (self.tr("Locate…"), lambda: self._choose(known, path))
        self._bar.show_message(title, hint, kind="warning", action=locate)

    def _choose(self, known: LibraryDocument, path: Path) -> None:
        title = self.tr("Where is “{0}” now?").format(known.title)
        folder = next((str(parent) for parent in path.parents if parent.is_dir()), "")
        dialog = QFileDialog(self._window, title, folder, self.tr("PDF files (*.pdf);;All files (*)"))
        dialog.setObjectName("locate_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self._take(known, Path(name)))
        dialog.open()

    def _take(self, known: LibraryDocument, path: Path) -> None:
        async def take() -> None:
            # Whatever is in the file: it is the document, or its next version.
            await self._library.move(known.document_id, path)
            self.located.emit(path)

        self._jobs.start(LOCATE, take(), must_finish=True)
