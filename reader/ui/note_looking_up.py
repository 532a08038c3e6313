"""The button "Look up on arXiv" of a paper note: what the PDF does not say, asked for only when it is clicked."""

from PySide6.QtCore import QObject

from reader import paths
from reader.core.paper_note import PaperNote
from reader.store.settings import load_settings
from reader.ui.jobs import Jobs
from reader.ui.note_panel_head import NoteHeadView
from reader.ui.noting import Noting

LOOK_UP = "look up on arXiv"


class NoteLookingUp(QObject):
    """A failure leaves as that of the job; the note is as it was then."""

    def __init__(self, noting: Noting, jobs: Jobs, head: NoteHeadView) -> None:
        super().__init__(head)
        self._noting, self._jobs, self._head = noting, jobs, head
        head.can_look_up = True
        head.look_up_clicked.connect(self.look_up)

    def look_up(self) -> None:
        note = self._noting.note
        if note is not None and not self._jobs.is_running(LOOK_UP):
            self._head.set_looking_up(True)
            self._jobs.start(LOOK_UP, self._look_up(note))

    async def _look_up(self, note: PaperNote) -> None:
        # Only here: nothing is asked of the network before somebody clicks.
        from reader.core.arxiv_record import completed
        from reader.flows.looking_up import arxiv_service, record_of

        try:
            record = await record_of(note.head, arxiv_service(load_settings(paths.settings_file())))
        finally:
            self._head.set_looking_up(False)
        self._noting.change_head(note.note_id, lambda head: completed(head, record))
