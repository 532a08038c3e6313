"""What leaves a paper note: one answer to the clipboard, the whole to a file of the reader's choice."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.core.answer_markdown import answer_to_markdown
from reader.core.paper_note import PaperNote
from reader.flows.annotating import save_note_copy
from reader.flows.exporting import export_note
from reader.flows.opening import OpenDocument
from reader.ui.jobs import Jobs
from reader.ui.noting import Noting
from reader.ui.paper_note_panel import PaperNotePanel
from reader.ui.reading import Reading

Write = Callable[[PaperNote, OpenDocument, Path], Awaitable[Path]]
"""Note, its PDF, target -> the file that was written."""


class NoteExporting(QObject):
    exported = Signal(object)
    """Path of the file."""

    def __init__(self, window: QWidget, reading: Reading, noting: Noting, jobs: Jobs, panel: PaperNotePanel) -> None:
        super().__init__(panel)
        self._window, self._reading, self._noting, self._jobs = window, reading, noting, jobs
        self._kinds: dict[str, tuple[str, str, str, Write]] = {
            "markdown": (
                self.tr("Save as Markdown…"),
                self.tr("Markdown (*.md)"),
                "md",
                lambda note, document, target: export_note(note, document.path, target),
            ),
            "annotated": (
                self.tr("Save a PDF with the evidence highlighted…"),
                self.tr("PDF (*.pdf)"),
                "pdf",
                lambda note, document, target: save_note_copy(document.pdf, note, target),
            ),
        }
        panel.export_kinds = {kind: words for kind, (words, _, _, _) in self._kinds.items()}
        panel.export_requested.connect(self._choose_file)
        panel.copy_requested.connect(self._copy)

    def _choose_file(self, kind: str) -> None:
        document = self._reading.document
        if document is None or self._noting.note is None:
            return
        words, pattern, suffix, _ = self._kinds[kind]
        stem = f"{document.path.stem}-note" if suffix == "pdf" else document.path.stem  # not over the PDF itself
        target = str(self._reading.folder / f"{stem}.{suffix}")
        dialog = QFileDialog(self._window, words.rstrip("…"), target, pattern)
        dialog.setObjectName("note_export_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(lambda name: self.export(kind, Path(name)))
        dialog.open()

    def export(self, kind: str, target: Path) -> None:
        document, note = self._reading.document, self._noting.note
        if document is not None and note is not None:
            self._jobs.start("export", self._export(self._kinds[kind][3], note, document, target))

    async def _export(self, write: Write, note: PaperNote, document: OpenDocument, target: Path) -> None:
        self.exported.emit(await write(note, document, target))

    def _copy(self, item_id: str) -> None:
        document, note = self._reading.document, self._noting.note
        if document is None or note is None:
            return
        answer = note.item(item_id).answer
        if answer is not None:
            QGuiApplication.clipboard().setText(answer_to_markdown(answer, document.path.name))
