"""The outline of a document whose PDF has none: built while its pages are read, and once more when all are."""

from PySide6.QtCore import QObject, Signal

from reader.core.document import OutlineItem
from reader.flows.opening import OpenDocument
from reader.flows.outlining import built_outline, is_due
from reader.ui.jobs import Jobs

JOB = "outline"


class Outlining(QObject):
    """Lives on the thread of the event loop; no method waits."""

    outline_built = Signal(object)
    """The OutlineItems so far, where there are any."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._document: OpenDocument | None = None
        self._outline: tuple[OutlineItem, ...] = ()
        self._pages_before = 0

    def set_document(self, document: OpenDocument | None) -> None:
        self._document = document if document is not None and not document.outline else None
        self._outline, self._pages_before = (), 0
        if document is None:
            self._jobs.cancel(JOB)

    def consider(self) -> None:
        """More pages have been read."""
        document = self._document
        if document is None or self._jobs.is_running(JOB):
            return
        pages_read = len(document.pages_read)
        if is_due(pages_read, self._pages_before, document.info.page_count):
            self._pages_before = pages_read
            self._jobs.start(JOB, self._build(document))

    async def _build(self, document: OpenDocument) -> None:
        outline = await built_outline(document)
        if document is self._document and outline != self._outline:
            self._outline = outline
            self.outline_built.emit(outline)
