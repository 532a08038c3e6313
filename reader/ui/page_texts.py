"""The texts of the pages on the screen, prepared for selecting: asked for one page at a time and remembered."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from reader.core.document import PageText
from reader.core.errors import ReaderError
from reader.core.text_selection import TextMap
from reader.ui.page_images import Start

LoadText: TypeAlias = Callable[[int], Awaitable[PageText | None]]
"""Page index -> its text, or None where it has not been read yet."""

_KEPT_PAGES = 48
"""At .1 MB a dense page and its map; before there was a limit, 2,000 pages that had been scrolled past held 200 MB."""

_job_numbers = itertools.count(1)


class PageTexts(QObject):
    """The texts of one document. Lives on the thread of the event loop; no method waits."""

    arrived = Signal(int)
    """Page index."""

    def __init__(self, load: LoadText, start: Start, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load, self._start = load, start
        self._maps: dict[int, TextMap] = {}
        self._wanted: list[int] = []
        self._is_asking = False
        self._is_closed = False
        self.held = range(0)
        """Pages that are selected: they stay."""

    def want(self, pages: Iterable[int]) -> None:
        """The pages whose text is wanted from now on; those of other pages are no longer asked for."""
        asked_for = dict.fromkeys(pages)
        for page_index in asked_for:  # the least recently wanted come first, and go first
            if page_index in self._maps:
                self._maps[page_index] = self._maps.pop(page_index)
        for page_index in list(self._maps)[: max(len(self._maps) - _KEPT_PAGES, 0)]:
            if page_index not in asked_for and page_index not in self.held:
                del self._maps[page_index]
        # A page without text may have been recognised since.
        self._wanted = [page_index for page_index in asked_for if not self._has_text(page_index)]
        if self._wanted and not self._is_asking:
            self._is_asking = True
            self._start(f"page texts {next(_job_numbers)}", self._ask())

    def close(self) -> None:
        """What is under way ends without effect."""
        self._is_closed = True
        self._wanted.clear()

    def map_of(self, page_index: int) -> TextMap | None:
        return self._maps.get(page_index)

    def _has_text(self, page_index: int) -> bool:
        found = self._maps.get(page_index)
        return found is not None and bool(found.page.text)

    def text_of(self, page_index: int) -> PageText | None:
        found = self._maps.get(page_index)
        return None if found is None else found.page

    async def _ask(self) -> None:
        try:
            while self._wanted:
                page_index = self._wanted.pop(0)
                try:
                    page = await self._load(page_index)
                except ReaderError:
                    continue
                if page is not None:
                    # Beside the GUI thread: a dense page takes some milliseconds.
                    found = await asyncio.to_thread(TextMap, page)
                    if self._is_closed:
                        return
                    self._maps[page_index] = found
                    self.arrived.emit(page_index)
        finally:
            self._is_asking = False
