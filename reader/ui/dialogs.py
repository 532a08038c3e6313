"""The dialogs of a window and its documents. Each is window-modal without a loop of its own, gone when closed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMainWindow, QMessageBox, QWidget

from reader import __version__
from reader.engine.server_address import ServerAddress
from reader.ui.asking import Asking
from reader.ui.marking import Marking
from reader.ui.password_dialog import PasswordDialog
from reader.ui.reading import Reading
from reader.ui.scope import Scope
from reader.ui.shortcuts_dialog import ShortcutsDialog


class Dialogs(QObject):
    """Those about the document of a desk."""

    def __init__(self, window: QWidget, reading: Reading, asking: Asking, scope: Scope, marking: Marking) -> None:
        super().__init__(window)
        self._window, self._reading, self._asking, self._scope = window, reading, asking, scope
        self._marking = marking

    def choose_files_to_ask(self) -> None:
        pattern = self.tr("PDF files (*.pdf);;All files (*)")
        title = self.tr("Ask about several documents")
        dialog = QFileDialog(self._window, title, str(self._reading.folder), pattern)
        dialog.setObjectName("ask_files_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self._scope.open([Path(name) for name in names]))
        _open(dialog)

    def choose_folder_to_ask(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Ask about all PDFs in a folder"), str(self._reading.folder))
        dialog.setObjectName("ask_folder_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self._scope.open([Path(name)]))
        _open(dialog)

    def choose_export(self) -> None:
        document, collection = self._reading.document, self._scope.collection
        if collection is not None:
            name = collection.name
        elif document is not None:
            name = document.path.stem
        else:
            return
        target = str(self._reading.folder / f"{name}.md")
        dialog = QFileDialog(self._window, self.tr("Export answers and notes"), target, self.tr("Markdown (*.md)"))
        dialog.setObjectName("export_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("md")
        dialog.fileSelected.connect(lambda name: self._asking.export(Path(name)))
        _open(dialog)

    def choose_picture_file(self, save: Callable[[Path], None]) -> None:
        document = self._reading.document
        name = "picture" if document is None else document.path.stem
        target = str(self._reading.folder / f"{name}.png")
        dialog = QFileDialog(self._window, self.tr("Save the picture"), target, self.tr("Pictures (*.png *.jpg)"))
        dialog.setObjectName("picture_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.fileSelected.connect(lambda file: save(Path(file)))

    def choose_annotated_copy(self) -> None:
        document = self._reading.document
        if document is None:
            return
        name = self.tr("{0} (annotated)").format(document.path.stem)
        target = str(self._reading.folder / f"{name}.pdf")
        title = self.tr("Save a copy with annotations")
        dialog = QFileDialog(self._window, title, target, self.tr("PDF (*.pdf)"))
        dialog.setObjectName("annotated_copy_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self._marking.save_copy(Path(name)))
        _open(dialog)

    def ask_password(self, path: Path, was_wrong: bool) -> None:
        dialog = PasswordDialog(path, was_wrong, self._window)
        dialog.password_given.connect(lambda password: self._reading.open(path, password))
        _open(dialog)


class WindowDialogs(QObject):
    """Those that belong to no document."""

    files_chosen = Signal(object)
    """List of Path."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window

    def choose_files(self, folder: Path) -> None:
        """Begin in `folder`."""
        pattern = self.tr("PDFs and paper notes (*.pdf *.md *.markdown);;All files (*)")
        dialog = QFileDialog(self._window, self.tr("Open a PDF or a paper note"), str(folder), pattern)
        dialog.setObjectName("open_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.files_chosen.emit([Path(name) for name in names]))
        _open(dialog)

    def ask_consent(self, address: ServerAddress, agree: Callable[[], None]) -> None:
        """Whether text may go to a model server; nothing is sent before the answer, and nothing after a no."""
        box = QMessageBox(self._window, objectName="consent_dialog")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Model server"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Send text to {0}?").format(address.host))
        said = self.tr(
            "The model that is to answer runs there, not on this computer. Your questions, and the passages of your"
            " documents that go with them, would be sent to it."
        )
        if not address.is_encrypted:
            said += "\n\n" + self.tr("The connection is not encrypted: others on the network can read along.")
        box.setInformativeText(said)
        box.addButton(self.tr("Send"), QMessageBox.ButtonRole.AcceptRole).setObjectName("consent_yes")
        stay = box.addButton(self.tr("Keep text here"), QMessageBox.ButtonRole.RejectRole)
        stay.setObjectName("consent_no")
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.accepted.connect(agree)
        _open(box)

    def show_shortcuts(self) -> None:
        _open(ShortcutsDialog(self._window))

    def show_about(self) -> None:
        text = self.tr("Reads PDFs and answers questions about them, with the page.")
        licence = self.tr("Free software: GNU Affero General Public License, version 3 or later.")
        box = QMessageBox(self._window, objectName="about_dialog")
        box.setWindowTitle(self.tr("About Shiori"))
        box.setIconPixmap(self._window.windowIcon().pixmap(64))
        box.setText(f"<b>Shiori {__version__}</b><p>{text}</p><p>{licence}</p>")
        _open(box)


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
