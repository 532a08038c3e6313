"""What the parts of the window have to tell, as messages below the tool bar."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QWidget

from reader.core.document import Link
from reader.core.errors import ReaderError
from reader.ui.messages import MessageBar, translated
from reader.ui.panels import Panels
from reader.ui.recognising import Recognising


class Notices(QObject):
    """Slots for the signals of the parts; each shows one message, some with what can be done about it."""

    def __init__(self, bar: MessageBar, panels: Panels, notes: QWidget, recognising: Recognising) -> None:
        super().__init__(bar)
        self._bar, self._panels, self._notes, self._recognising = bar, panels, notes, recognising
        self._is_on_region = False
        """Whether the message on the bar is about the region to be drawn."""

    def tell_failure(self, _job: str, error: ReaderError) -> None:
        self._bar.show_error(error)

    def tell_crash(self, _job: str, report: str) -> None:
        self._bar.show_crash(report)

    def tell_missing(self, error: ReaderError) -> None:
        """Of a model or OCR: no warning, it goes on without."""
        self._bar.show_message(*translated(error))

    def tell_refused_link(self, link: Link) -> None:
        self._bar.show_message(self.tr("This link is not opened."), link.uri or "")

    def tell_no_target(self) -> None:
        self._bar.show_message(
            self.tr("Nothing was found that this refers to."),
            self.tr("Select a reference such as “[12]”, “Figure 3” or “(Smith et al., 2020)”, or point at one."),
        )

    def tell_skipped(self, files: list[tuple[Path, ReaderError]]) -> None:
        names = ", ".join(file.name for file, _ in files)
        self._bar.show_message(
            self.tr("Left out, because they cannot be read: {count}").format(count=len(files)), names
        )

    def offer_recognising(self, count: int) -> None:
        """`count`: pages that are pictures."""
        begin = (self.tr("Read them"), self._recognising.begin)
        title = self.tr("{0} pages are pictures: nothing on them can be found or cited.").format(count)
        hint = self.tr("OCR can read them in the background, in about {0} minutes.").format(-(-count * 4 // 60))
        self._bar.show_message(title, hint, action=begin)

    def tell_nothing_to_recognise(self) -> None:
        self._bar.show_message(self.tr("Every page has text that can be read."))

    def offer_reloading(self, reload: Callable[[], None]) -> None:
        self._bar.show_message(self.tr("The file has changed."), action=(self.tr("Reload"), reload))

    def tell_unplaced(self, count: int) -> None:
        """`count`: notes, marks and answers of the version before whose words are not in this one."""
        title = self.tr("Reloaded: the file has changed.")
        hint = self.tr("{0} notes, marks or answers speak of words that are not there any more; they are kept.")
        self._bar.show_message(title, hint.format(count))

    def tell_kept(self) -> None:
        show = (self.tr("Show notes"), lambda: self._panels.open_side(self._notes))
        self._bar.show_message(self.tr("The answer is kept as a note."), action=show)

    def tell_note_saved(self, path: Path) -> None:
        show = (self.tr("Show folder"), lambda: _show_folder(path))
        self._bar.show_message(self.tr("The paper note was saved."), str(path), action=show)

    def tell_note_deleted(self, undo: Callable[[], None]) -> None:
        self._bar.show_message(self.tr("The paper note is deleted."), action=(self.tr("Undo"), undo))

    def tell_region(self) -> None:
        self._bar.show_message(self.tr("Drag over the region to copy."), self.tr("Esc gives it up."))
        self._is_on_region = True

    def end_region(self, is_waiting: bool) -> None:
        """The region was drawn, or given up."""
        if not is_waiting and self._is_on_region:
            self._is_on_region = False
            self._bar.hide()

    def tell_picture(self, picture: QImage, save: Callable[[], None]) -> None:
        size = self.tr("{0} × {1} pixels").format(picture.width(), picture.height())
        self._bar.show_message(self.tr("The picture is on the clipboard."), size, action=(self.tr("Save…"), save))

    def tell_copy_saved(self, path: Path) -> None:
        show = (self.tr("Show folder"), lambda: _show_folder(path))
        self._bar.show_message(self.tr("A copy with annotations was written."), str(path), action=show)

    def tell_printed(self, sheets: int, file: Path | None) -> None:
        if file is None:
            self._bar.show_message(self.tr("Printed, sheets: {0}").format(sheets))
        else:
            show = (self.tr("Show folder"), lambda: _show_folder(file))
            self._bar.show_message(self.tr("Printed to a PDF file, pages: {0}").format(sheets), str(file), action=show)

    def tell_exported(self, path: Path) -> None:
        show = (self.tr("Show folder"), lambda: _show_folder(path))
        self._bar.show_message(self.tr("Answers and notes were written."), str(path), action=show)


def _show_folder(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
