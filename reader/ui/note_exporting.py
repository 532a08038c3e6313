"""What leaves a paper note: one answer to the clipboard, the whole to a file of the reader's choice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.core.answer_markdown import answer_to_markdown
from reader.core.paper_note import PaperNote
from reader.flows.annotating import save_note_copy
from reader.flows.exporting import export_note, write_text
from reader.flows.opening import OpenDocument
from reader.ui.jobs import Jobs
from reader.ui.noting import Noting
from reader.ui.paper_note_panel import PaperNotePanel
from reader.ui.reading import Reading

Write = Callable[[PaperNote, OpenDocument, Path], Awaitable[Path]]
"""Note, its PDF, target -> the file that was written."""


@dataclass(frozen=True, slots=True)
class _Kind:
    words: str
    """In the menu."""
    pattern: str
    """Of the file dialog."""
    name: str
    """Of the file; {0} stands for that of the PDF."""
    write: Write


class NoteExporting(QObject):
    exported = Signal(object)
    """Path of the file."""

    def __init__(self, window: QWidget, reading: Reading, noting: Noting, jobs: Jobs, panel: PaperNotePanel) -> None:
        super().__init__(panel)
        self._window, self._reading, self._noting, self._jobs = window, reading, noting, jobs
        self._kinds = {
            "markdown": _Kind(self.tr("Save as Markdown…"), self.tr("Markdown (*.md)"), "{0}.md", _write_markdown),
            "annotated": _Kind(
                self.tr("Save a PDF with the evidence highlighted…"),
                self.tr("PDF (*.pdf)"),
                "{0}-note.pdf",
                _write_copy,
            ),
            "bibtex": _Kind(self.tr("Save as BibTeX…"), self.tr("BibTeX (*.bib)"), "{0}.bib", _write_bibtex),
            "csl": _Kind(self.tr("Save as CSL-JSON…"), self.tr("CSL-JSON (*.json)"), "{0}.json", _write_csl),
        }
        panel.export_kinds = {name: kind.words for name, kind in self._kinds.items()}
        panel.export_requested.connect(self._choose_file)
        panel.copy_requested.connect(self._copy)

    def _choose_file(self, name: str) -> None:
        document = self._reading.document
        if document is None or self._noting.note is None:
            return
        kind = self._kinds[name]
        target = self._reading.folder / kind.name.format(document.path.stem)
        dialog = QFileDialog(self._window, kind.words.rstrip("…"), str(target), kind.pattern)
        dialog.setObjectName("note_export_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(target.suffix.removeprefix("."))
        dialog.fileSelected.connect(lambda file: self.export(name, Path(file)))
        dialog.open()

    def export(self, name: str, target: Path) -> None:
        """Write the note as one of the kinds that the menu offers."""
        document, note = self._reading.document, self._noting.note
        if document is not None and note is not None:
            self._jobs.start("export", self._export(self._kinds[name].write, note, document, target))

    async def _export(self, write: Write, note: PaperNote, document: OpenDocument, target: Path) -> None:
        self.exported.emit(await write(note, document, target))

    def _copy(self, item_id: str) -> None:
        document, note = self._reading.document, self._noting.note
        if document is None or note is None:
            return
        answer = note.item(item_id).answer
        if answer is not None:
            QGuiApplication.clipboard().setText(answer_to_markdown(answer, document.path.name))


async def _write_markdown(note: PaperNote, document: OpenDocument, target: Path) -> Path:
    return await export_note(note, document.path, target)


async def _write_copy(note: PaperNote, document: OpenDocument, target: Path) -> Path:

    return await save_note_copy(document.pdf, note, target)


async def _write_bibtex(note: PaperNote, _document: OpenDocument, target: Path) -> Path:
    from reader.core.bibliographic_entries import bibtex

    await write_text(target, bibtex(note.head))
    return target


async def _write_csl(note: PaperNote, _document: OpenDocument, target: Path) -> Path:
    from reader.core.bibliographic_entries import csl_json

    await write_text(target, csl_json([note.head]))
    return target
