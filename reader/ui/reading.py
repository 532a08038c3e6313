"""The open document: opening and closing it, where one reads in it, and reading its text in the background."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from reader import paths
from reader.core.errors import FileMissing, PasswordNeeded, PasswordWrong
from reader.core.jumplist import Visited
from reader.core.page_layout import Position
from reader.core.patterns import compile_late_patterns
from reader.engine.spare import Spare
from reader.flows.indexing import read_document
from reader.flows.opening import OpenDocument, glance_at
from reader.store.library import Library
from reader.ui.jobs import Jobs
from reader.ui.page_view import PageView

RECOGNISE = "recognise"
"""The name of the job that reads pictures; it works on the open document, so it ends with it."""
EMBED = "embed"
"""The name of the job that makes its passages searchable by meaning; likewise."""
NOTE = "paper note"
"""The name of the job that makes a paper note of it; likewise."""
NOTE_CHANGE = "change paper note"
"""The name of the job that checks words which the reader has changed: it is waited for."""
_PAINTING_S = 0.5
"""So long everything else about a document waits for its first picture."""
_RESTING_MS = 1000
"""The position is saved when scrolling rests for this long."""


class Reading(QObject):
    """At most one document is open; opening another closes it, with its position saved."""

    document_opened = Signal(object)
    """OpenDocument; the page view shows it already."""
    document_closing = Signal()
    """It is still there; what works on it should stop now."""
    version_changing = Signal()
    """Another version of the open document is about to take its place."""
    first_shown = Signal()
    """Once for each document: what shows of it is sharp."""
    coverage_changed = Signal(object)
    text_read = Signal(object)
    """OpenDocument: all of its own text is in the index; there may be pages without any."""
    password_needed = Signal(object, bool)
    """Path, and whether a password was tried and is wrong."""
    recent_changed = Signal(object)
    """The list of LibraryDocument, newest first."""
    helper_died = Signal(object)
    """WorkerDied: a child process of the document crashed; it is started again."""

    def __init__(
        self, library: Library, jobs: Jobs, page_view: PageView, language: str, spare: Spare | None = None
    ) -> None:
        """`spare`: a child that waits, for documents to be opened in."""
        super().__init__()
        self.document: OpenDocument | None = None
        self._library, self._jobs, self._page_view, self._language = library, jobs, page_view, language
        self._spare = spare
        self.is_reloading = False
        """The document that closes comes back at once, in another version."""
        self.is_asked_about = True
        """Whether the running answer is about this document: it ends with it."""
        self._visited: tuple[list[Visited], list[Visited]] = ([], [])
        """The ways back and forward as they were saved last."""
        self._left: list[OpenDocument] = []
        """Not shown any more, and not closed yet."""
        self._resting = QTimer(self, singleShot=True, interval=_RESTING_MS)
        self._resting.timeout.connect(self._on_resting)
        self._is_first_shown = True
        jobs.finished.connect(self._on_job_finished)
        page_view.verticalScrollBar().valueChanged.connect(self._on_moved)
        page_view.zoom_changed.connect(self._on_moved)
        page_view.arrangement_changed.connect(self._on_moved)

    @property
    def folder(self) -> Path:
        """Where files are looked for and put: beside the open document, unless that is the program's own guide."""
        if self.document is None or self.document.path.parent == self.guide.parent:
            return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        return self.document.path.parent

    def open(self, path: Path, password: str | None = None) -> None:
        self._jobs.start("open", self._open(path, password))

    def open_last(self) -> None:
        """What was read last, at its place; the guide where there is nothing to go back to."""
        self._jobs.start("open", self._open_last())

    @property
    def position(self) -> Position:
        """Where one reads in the open document."""
        return self._page_view.position()

    def show_version(self, document: OpenDocument, position: Position, carry: Callable[[], Awaitable[None]]) -> None:
        """Show another version of the open document in its place; it is closed with it.

        `carry` is awaited when nothing works on the old one any more, and nothing on the new one yet.
        """
        self._jobs.start("open", self._show_version(document, position, carry))

    async def _show_version(
        self, document: OpenDocument, position: Position, carry: Callable[[], Awaitable[None]]
    ) -> None:
        visited = self._page_view.visited()
        self.is_reloading = True
        self.version_changing.emit()
        try:
            await self._leave()
            await carry()
            self._is_first_shown = False
            self._page_view.show_document(document.pdf)
            self._page_view.restore(position)
            await self._library.save_position(document.document_id, position)
            self._visited = visited
            self._begin(document)
        finally:
            self.is_reloading = False
        await self._close_left()

    def close_document(self) -> None:
        self._jobs.start("open", self._close())

    def refresh_recent(self) -> None:
        self._jobs.start("recent", self._tell_recent())

    async def shut_down(self) -> None:
        """Save the position and close the document. After Jobs.shut_down: nothing else touches it then."""
        await self._close()

    async def _open_last(self) -> None:
        for recent in await self._library.recent():
            try:
                await self._open(Path(recent.path), None)
            except FileMissing:
                continue  # moved or deleted since: the one before it
            return
        await self._open(self.guide, None)

    async def _open(self, path: Path, password: str | None) -> None:
        child = None if self._spare is None else self._spare.take()
        try:
            glance = await glance_at(path, self._library, password, child)
        except PasswordNeeded:
            self.password_needed.emit(path, False)
            return
        except PasswordWrong:
            self.password_needed.emit(path, True)
            return
        try:
            await self._leave()
            self._is_first_shown = False
            self._page_view.show_document(glance.pdf)
            if glance.position is not None:
                self._page_view.restore(glance.position)
            shown_at = self._page_view.position()
            await self._first_painted()  # the rest is work for the same process
            document = await glance.completed()
            self._page_view.update_sizes(document.info.sizes)
            if glance.position is None and self._page_view.position() == shown_at:
                await self._go_to_last_place(document)
            self._visited = await self._library.jumps(document.document_id)
        except BaseException:
            self._page_view.show_document(None)
            await glance.close()
            raise
        self._begin(document)
        if self._spare is not None:
            self._spare.begin_soon()
        self._jobs.start("patterns", asyncio.to_thread(compile_late_patterns))
        await self._close_left()

    def _begin(self, document: OpenDocument) -> None:
        """What is done with every document that is shown."""
        self.document = document
        document.pdf.notify_of_deaths(self.helper_died.emit)
        since_shown = self._page_view.visited()
        if any(since_shown):  # somebody was quick
            self._page_view.restore_visited([*self._visited[0], *since_shown[0]], since_shown[1])
        else:
            self._page_view.restore_visited(*self._visited)
        self.document_opened.emit(document)
        self.coverage_changed.emit(document.coverage)
        self._jobs.start("index", self._read(document))
        self.refresh_recent()

    async def _first_painted(self) -> None:
        """Wait for the first page to be on the screen, but not long: some pages take seconds to draw."""
        if not self._page_view.isVisible():
            return
        painted = asyncio.get_running_loop().create_future()
        connection = self._page_view.sharp_painted.connect(lambda: painted.done() or painted.set_result(None))
        try:
            await asyncio.wait([painted], timeout=_PAINTING_S)
        finally:
            self._page_view.sharp_painted.disconnect(connection)

    async def _go_to_last_place(self, document: OpenDocument) -> None:
        """Where the reader was in this content, in a file of another name or date."""
        position = await self._library.position(document.document_id)
        if position is None:
            before = await self._library.predecessor(document.document_id, document.path)
            if before is not None and before.title == document.title:  # the file was written anew
                position = await self._library.position(before.document_id)
        if position is not None:
            self._page_view.restore(position)

    async def _close(self) -> None:
        await self._leave()
        await self._close_left()

    async def _leave(self) -> None:
        document = self.document
        if document is None:
            return
        self.document_closing.emit()
        answer = ("answer",) if self.is_asked_about else ()
        for name in ("index", RECOGNISE, EMBED, NOTE, *answer, "find", "suggestions", "note estimate"):
            self._jobs.cancel(name)
            await self._jobs.ended(name)
        await self._jobs.ended(NOTE_CHANGE)
        self._resting.stop()
        await self._save_place(document)
        self._page_view.show_document(None)
        self.document = None
        document.pdf.notify_of_deaths(None)
        self._left.append(document)

    async def _close_left(self) -> None:
        """Ending the children takes a moment; the next document is on the screen before."""
        while self._left:
            await self._left[-1].close()
            self._left.pop()

    async def _read(self, document: OpenDocument) -> None:
        async with aclosing(read_document(document, lambda: self._page_view.page_index)) as progress:
            async for coverage in progress:
                self.coverage_changed.emit(coverage)
        self.text_read.emit(document)

    async def _tell_recent(self) -> None:
        self.recent_changed.emit(await self._library.recent())

    def _on_job_finished(self, _name: str) -> None:
        if not self._is_first_shown and self.document is not None and self._page_view.is_complete:
            self._is_first_shown = True
            self.first_shown.emit()

    def _on_moved(self) -> None:
        if self.document is not None:
            self._resting.start()

    def _on_resting(self) -> None:
        if self.document is not None:
            self._jobs.start("position", self._save_place(self.document), must_finish=True)

    async def _save_place(self, document: OpenDocument) -> None:
        """Where one reads, and the ways back and forward from there."""
        position, visited = self._page_view.position(), self._page_view.visited()
        await self._library.save_position(document.document_id, position)
        if visited != self._visited:
            self._visited = visited
            await self._library.save_jumps(document.document_id, *visited)

    @property
    def guide(self) -> Path:
        """The short document about the program, in the language of the window."""
        return paths.resource(f"guide/guide-{self._language}.pdf")
