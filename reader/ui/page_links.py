"""The links of the pages on the screen, asked for one page at a time and remembered."""

import itertools
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from reader.core.document import Link
from reader.core.errors import ReaderError, WorkerDied
from reader.ui.page_images import PageSource, Start

_job_numbers = itertools.count(1)


class PageLinks(QObject):
    """The links of one document. Lives on the thread of the event loop; no method waits."""

    arrived = Signal(int)
    """Page index."""

    def __init__(self, source: PageSource, start: Start, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._start = start
        self._links: dict[int, tuple[Link, ...]] = {}
        self._wanted: list[int] = []
        self._is_asking = False

    def want(self, pages: Iterable[int]) -> None:
        """The pages whose links are wanted from now on; those of other pages are no longer asked for."""
        self._wanted = [page_index for page_index in pages if page_index not in self._links]
        if self._wanted and not self._is_asking:
            self._is_asking = True
            self._start(f"page links {next(_job_numbers)}", self._load())

    def close(self) -> None:
        self._wanted.clear()

    def link_at(self, page_index: int, x: float, y: float) -> Link | None:
        """The link at a place, in fractions of the page; the last drawn where several overlap."""
        links = self._links.get(page_index, ())
        return next((link for link in reversed(links) if link.rect.contains(x, y)), None)

    async def _load(self) -> None:
        try:
            while self._wanted:
                page_index = self._wanted.pop(0)
                if page_index in self._links:
                    continue
                try:
                    links = await self._source.links(page_index)
                except WorkerDied:
                    continue  # nothing is wrong with the page: it is asked for again when the view moves
                except ReaderError:
                    links = ()
                self._links[page_index] = links
                self.arrived.emit(page_index)
        finally:
            self._is_asking = False
