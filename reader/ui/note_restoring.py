"""Notes in Markdown files, opened: their PDF is shown, and the note beside it, with every citation checked."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader.core.note_check import NoteCheck
from reader.flows.opening import OpenDocument
from reader.store.paper_notes import PaperNotes
from reader.ui.jobs import Jobs
from reader.ui.messages import MessageBar
from reader.ui.noting import Noting

if TYPE_CHECKING:
    from reader.core.note_reading import NoteReading

_JOB = "restore note"
_SHOWN = 80
"""Characters of a quotation in the message."""


class NoteRestoring(QObject):
    """Of one desk: waits until the PDF of a note is open there and has been read."""

    restored = Signal(object)
    """NoteCheck; its note is shown."""

    def __init__(self, store: PaperNotes, jobs: Jobs, noting: Noting, bar: MessageBar) -> None:
        super().__init__(bar)
        self._store, self._jobs, self._noting, self._bar = store, jobs, noting, bar
        self._document: OpenDocument | None = None
        self._expected: tuple[Path, NoteReading] | None = None

    def expect(self, pdf: Path, reading: "NoteReading") -> None:
        """Restore this note as soon as its PDF is open."""
        self._expected = pdf, reading
        self._begin()

    def set_document(self, document: OpenDocument | None) -> None:
        self._jobs.cancel(_JOB)
        self._document = document
        self._begin()

    def _begin(self) -> None:
        document = self._document
        if document is None or self._expected is None:
            return
        pdf, reading = self._expected
        if document.path == pdf:
            self._expected = None
            self._jobs.start(_JOB, self._restore(document, reading))

    async def _restore(self, document: OpenDocument, reading: "NoteReading") -> None:
        from reader.flows.note_restoring import restore_note  # its parsers are needed by nothing else

        await self._jobs.ended("index")
        check = await restore_note(document, reading, self._store)
        self._noting.show_note(check.note.note_id)
        self._tell(reading, check)
        self.restored.emit(check)

    def _tell(self, reading: "NoteReading", check: NoteCheck) -> None:
        count = len(check.citations)
        title = self.tr("All {0} citations of this note are in the PDF.").format(count)
        hints = []
        if count > check.count("there"):
            title = self.tr("Of {0} citations of this note {1} are where they were.").format(
                count, check.count("there")
            )
            hints = [
                words.format(number)
                for number, words in (
                    (check.count("moved"), self.tr("Moved: {0}.")),
                    (check.count("changed"), self.tr("Changed: {0}.")),
                    (check.count("vanished"), self.tr("Not found any more: {0}.")),
                    (check.count("unread"), self.tr("On pages without text: {0}.")),
                )
                if number
            ]
            lost = next((each.before.quote for each in check.citations if each.state in ("vanished", "changed")), "")
            hints += [f"“{lost if len(lost) <= _SHOWN else lost[: _SHOWN - 1] + '…'}”"] if lost else []
        weaker = sum(not claim.holds for claim in check.claims)
        if weaker:
            hints.append(self.tr("Sentences that are not verified any more: {0}.").format(weaker))
        if reading.faults:
            lines = ", ".join(str(fault.line) for fault in reading.faults)
            hints.append(
                self.tr("Lines of the file that are no part of the note or cannot be read: {0}.").format(lines)
            )
        self._bar.show_message(title, " ".join(hints), kind="info" if check.holds else "warning")
