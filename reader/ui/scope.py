"""Several documents as what questions are about: opening them, reading them, and letting go of them again."""

from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.core.errors import ReaderError
from reader.flows.collection import Collection, open_collection, read_collection
from reader.ui.jobs import Jobs

SCOPE = "collection"
_WORKING_ON_IT = ("answer", "read ahead", "conversation", "evidence picture", "export")


class Scope(QObject):
    """At most one collection at a time, beside the document that is open."""

    changed = Signal(object)
    """Collection, or None: questions are about the open document again."""
    opening = Signal(int, int)
    """How many of how many documents have been identified."""
    coverage_changed = Signal(object)
    """Coverage of all documents while they are read; None when that has ended."""
    skipped = Signal(object)
    """The (Path, ReaderError) of files that were left out."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.collection: Collection | None = None

    def open(self, places: Sequence[Path]) -> None:
        """Files, and folders with all PDFs in them. Fails as NothingToRead."""
        if places:
            self._jobs.start(SCOPE, self._open(places))

    def close(self) -> None:
        """Stop reading and let go; what was read stays in the indexes."""
        self._jobs.start(SCOPE, self._close())

    async def shut_down(self) -> None:
        """After Jobs.shut_down: nothing uses the documents then."""
        if self.collection is not None:
            await self.collection.aclose()

    async def _open(self, places: Sequence[Path]) -> None:
        await self._close()
        skipped: list[tuple[Path, ReaderError]] = []
        try:
            self.collection = await open_collection(
                places, skipped=lambda *one: skipped.append(one), opened=self.opening.emit
            )
            self.changed.emit(self.collection)
            if skipped:
                self.skipped.emit(skipped)
            async with aclosing(read_collection(self.collection)) as progress:
                async for coverage in progress:
                    self.coverage_changed.emit(coverage)
        finally:
            self.coverage_changed.emit(None)

    async def _close(self) -> None:
        collection = self.collection
        if collection is None:
            return
        self.collection = None
        for name in _WORKING_ON_IT:
            self._jobs.cancel(name)
            await self._jobs.ended(name)
        self.changed.emit(None)
        await collection.aclose()
