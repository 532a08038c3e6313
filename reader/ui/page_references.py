"""What the pages refer to in their texts: asked for a page when the mouse comes to it, and remembered."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from reader.core.document import Link
from reader.core.errors import ReaderError
from reader.core.targets import Reference, Target
from reader.ui.page_images import Start

JOB = "page references"


class ReferenceSource(Protocol):
    """Where references and links lead; flows.referring.Referring is one."""

    @property
    def is_complete(self) -> bool: ...

    async def references(self, page_index: int) -> tuple[Reference, ...]: ...

    async def target(self, link: Link, references: Sequence[Reference] = ()) -> Target | None: ...


class PageReferences(QObject):
    """The references of one document. Lives on the thread of the event loop; no method waits."""

    arrived = Signal(int)
    """Page index."""

    def __init__(self, source: ReferenceSource, start: Start, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source, self._start = source, start
        self._references: dict[int, tuple[Reference, ...]] = {}
        self._stale: set[int] = set()
        """Pages that were looked at before all of the document had been read."""
        self._wanted: int | None = None
        self._is_asking = False

    def want(self, page_index: int) -> None:
        """The page that the mouse is on; one that it was on before is no longer asked for."""
        if page_index in self._references and page_index not in self._stale:
            self._wanted = None
            return
        self._wanted = page_index
        if not self._is_asking:
            self._is_asking = True
            self._start(JOB, self._load())

    def grow(self) -> None:
        """More of the document has been read: what was not found may be there now."""
        self._stale.update(self._references)

    def close(self) -> None:
        self._wanted = None

    def of(self, page_index: int) -> tuple[Reference, ...]:
        """As far as they are known."""
        return self._references.get(page_index, ())

    def reference_at(self, page_index: int, x: float, y: float) -> Reference | None:
        """The reference at a place, in fractions of the page."""
        for reference in self.of(page_index):
            if any(rect.contains(x, y) for rect in reference.rects):
                return reference
        return None

    async def _load(self) -> None:
        try:
            while self._wanted is not None:
                page_index, self._wanted = self._wanted, None
                self._stale.discard(page_index)
                try:
                    references = await self._source.references(page_index)
                except ReaderError:
                    references = ()  # a page that is broken refers to nothing; one whose child died is asked for again
                    self._stale.add(page_index)
                self._references[page_index] = references
                self.arrived.emit(page_index)
        finally:
            self._is_asking = False
