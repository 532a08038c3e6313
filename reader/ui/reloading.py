"""The next version of the open document: shown in its place when its file changes, with all that was made of it."""

import logging
from contextlib import AsyncExitStack

from PySide6.QtCore import QObject, Signal

from reader.core.errors import ReaderError
from reader.flows.carrying import CarriedOver, carried_position, carry_over, is_next_version, predecessor
from reader.flows.indexing import read_all
from reader.flows.opening import OpenDocument, open_document
from reader.flows.settling import settled_content
from reader.store.carrying import CarryingStore
from reader.store.library import Library
from reader.ui.file_watch import FileWatch
from reader.ui.jobs import Jobs
from reader.ui.reading import Reading

_log = logging.getLogger(__name__)
_READ_BEFORE = 300
"""Pages: a shorter version is read to its end before it is shown, so that notes and place are there at once."""
RELOAD = "reload"


class Reloading(QObject):
    reloaded = Signal(object)
    """CarriedOver, or None where the file holds another document now: the new content is shown."""
    changed = Signal()
    """The file has changed, and is not to be reloaded unasked."""
    carried = Signal(object)
    """OpenDocument: it has got the notes, marks and answers of the version before it."""

    def __init__(
        self, library: Library, carrying: CarryingStore, jobs: Jobs, reading: Reading, *, is_automatic: bool = True
    ) -> None:
        super().__init__()
        self._library, self._carrying, self._jobs, self._reading = library, carrying, jobs, reading
        self._is_automatic = is_automatic
        self.watch = FileWatch(jobs, self)
        self.watch.touched.connect(self._on_touched)
        reading.document_opened.connect(self._on_opened)
        reading.document_closing.connect(lambda: self.watch.watch(None))
        reading.text_read.connect(self._on_text_read)

    def reload(self) -> None:
        """Show the file as it is now."""
        self._jobs.start(RELOAD, self._reload(is_wanted=True))

    def _on_opened(self, document: OpenDocument) -> None:
        self.watch.watch(document.path)

    def _on_touched(self) -> None:
        self._jobs.start(RELOAD, self._reload(is_wanted=self._is_automatic))

    async def _reload(self, *, is_wanted: bool) -> None:
        old = self._reading.document
        if old is None:
            return
        content = await settled_content(old.path)
        if content is None or content == old.document_id:
            return  # gone for a moment, or written with the same content
        if not is_wanted:
            self.changed.emit()
            return
        async with AsyncExitStack() as stack:
            try:
                new = await open_document(old.path, self._library, old.pdf.password)
            except ReaderError as error:
                _log.info("not reloaded: %s", error)  # its next change is looked at again
                return
            stack.push_async_callback(self._close_unless_shown, new)
            await self._replace(old, new)

    async def _close_unless_shown(self, document: OpenDocument) -> None:
        if self._reading.document is not document:
            await document.close()

    async def _replace(self, old: OpenDocument, new: OpenDocument) -> None:
        is_read = new.info.page_count <= _READ_BEFORE
        if is_read:
            await read_all(new)
        # An answer that is being written is about the old version: it may end.
        await self._jobs.ended("answer")
        carried: CarriedOver | None = None

        async def carry() -> None:
            nonlocal carried
            known = await self._library.document(old.document_id)
            if is_read and known is not None and await is_next_version(known, new):
                carried = await carry_over(self._library, self._carrying, known, new)

        position = self._reading.position
        if is_read:
            position = await carried_position(old, new, position)
        if self._reading.document is old and not self._jobs.is_running("open"):
            self._reading.show_version(new, position, carry)
            await self._jobs.ended("open")
            if self._reading.document is new:
                self.reloaded.emit(carried)

    def _on_text_read(self, document: OpenDocument) -> None:
        self._jobs.start("carry over", self._carry_over(document))

    async def _carry_over(self, document: OpenDocument) -> None:
        """For a file that has changed while it was not open, and for long ones."""
        old = await predecessor(self._library, document)
        if old is not None and self._reading.document is document:
            found = await carry_over(self._library, self._carrying, old, document)
            if found.count and self._reading.document is document:
                self.carried.emit(document)
