"""The matches of a search: counted all at once, located page by page as somebody looks at them."""

import itertools
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from reader.core.document import Rect
from reader.core.errors import ReaderError
from reader.core.matches import Match, Matches, Wanted
from reader.ui.page_images import Start

LocateMatches: TypeAlias = Callable[[Matches, Sequence[int]], Awaitable[dict[int, tuple[Match, ...]]]]

_AT_ONCE = 4
"""Pages located by one query: what is wanted meanwhile waits no longer than for these."""
_KEPT_MATCHES = 10_000
"""Of pages that were looked at last; about 8 MB."""
_WAITING_PAGES = 64
"""Wanted longest ago, they are forgotten: the list was scrolled past them."""

_job_numbers = itertools.count(1)


class FindResults(QObject):
    """Lives on the thread of the event loop; nothing but `ensure` waits."""

    changed = Signal()
    """Other matches, or none."""
    located = Signal(int)
    """Index of a page whose matches are known now."""
    current_changed = Signal(object)
    """The number of the match one is at, or None."""

    def __init__(self, start: Start, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._start = start
        self._locate: LocateMatches | None = None
        self.matches = Matches(Wanted(""))
        self.current: int | None = None
        self._pages: OrderedDict[int, tuple[Match, ...]] = OrderedDict()
        self._kept = 0
        self._wanted: list[int] = []
        self._is_asking = False

    def replace(self, matches: Matches, locate: LocateMatches, current: int | None = None) -> None:
        """Take what a search has counted; `locate` tells where the matches of some pages are."""
        self.matches, self._locate, self.current = matches, locate, current
        self._forget()
        self.changed.emit()
        self.current_changed.emit(current)

    def clear(self) -> None:
        self.matches, self._locate, self.current = Matches(Wanted("")), None, None
        self._forget()
        self.changed.emit()
        self.current_changed.emit(None)

    def set_current(self, number: int | None) -> None:
        if number != self.current:
            self.current = number
            self.current_changed.emit(number)

    # --- Where they are ---

    def on_page(self, page_index: int) -> tuple[Match, ...] | None:
        """The matches that begin on a page, in reading order; None: they are being located, `located` follows."""
        if not self.matches.count_on(page_index):
            return ()
        found = self._pages.get(page_index)
        if found is None:
            self._want(page_index)
        else:
            self._pages.move_to_end(page_index)
        return found

    def match(self, number: int) -> Match | None:
        """One match; None: its page is being located, or the page has changed since it was counted."""
        page_index, which = self.matches.page_of(number)
        found = self.on_page(page_index)
        return found[which] if found is not None and which < len(found) else None

    def rects_on(self, page_index: int) -> list[tuple[int, tuple[Rect, ...]]]:
        """Number of a match and its rectangles on a page, as far as they are known; also of one that begins before."""
        found = []
        for beginning in (page_index - 1, page_index):
            first = self.matches.number_of(beginning)
            for which, match in enumerate(self.on_page(beginning) or ()):
                rects = tuple(rect for spot in match.spots if spot.page_index == page_index for rect in spot.rects)
                if rects:
                    found.append((first + which, rects))
        return found

    async def ensure(self, page_index: int) -> tuple[Match, ...]:
        """The matches that begin on a page, as soon as they are located."""
        known = self.on_page(page_index)
        if known is None and self._locate is not None:
            matches = self.matches
            found = (await self._locate(matches, [page_index])).get(page_index, ())
            if self.matches is matches:
                self._keep(page_index, found)
            return found
        return known or ()

    def _want(self, page_index: int) -> None:
        if page_index in self._wanted:
            self._wanted.remove(page_index)
        self._wanted.append(page_index)
        del self._wanted[:-_WAITING_PAGES]
        if not self._is_asking:
            self._is_asking = True
            self._start(f"find pages {next(_job_numbers)}", self._ask())

    async def _ask(self) -> None:
        try:
            while self._wanted and self._locate is not None:
                asked = [self._wanted.pop() for _ in range(min(_AT_ONCE, len(self._wanted)))]
                matches = self.matches
                try:
                    found = await self._locate(matches, asked)
                except ReaderError:
                    continue
                if self.matches is matches:
                    for page_index in asked:
                        self._keep(page_index, found.get(page_index, ()))
        finally:
            self._is_asking = False

    def _keep(self, page_index: int, found: tuple[Match, ...]) -> None:
        if page_index not in self._pages:
            self._pages[page_index] = found
            self._kept += len(found)
            while self._kept > _KEPT_MATCHES and len(self._pages) > 2 * _AT_ONCE:
                self._kept -= len(self._pages.popitem(last=False)[1])
        self.located.emit(page_index)

    def _forget(self) -> None:
        self._pages.clear()
        self._kept = 0
        self._wanted.clear()
