"""Finding in the pages of an index: their folded texts are kept in memory, so that every keystroke is answered at once.

All methods run on the database's thread.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence

from reader.core.document import PageText
from reader.core.matches import (
    FoldedPage,
    Match,
    Matches,
    Wanted,
    count_matches,
    locate_as_drawn,
    locate_matches,
)
from reader.core.quote_index import find_as_drawn, fold

_KEPT_CHARACTERS = 32_000_000
"""Ten thousand dense pages; of longer documents the rest is read from the file at each search."""
_SHORTEST_AS_DRAWN = 8
"""Folded characters: what is shorter does not reach from one piece of a drawing to the next."""

LoadPages = Callable[[sqlite3.Connection, Sequence[int]], dict[int, PageText]]


class PageFinder:
    """What is kept follows the file by itself, but for pages that are replaced: `forget` them."""

    def __init__(self, load_pages: LoadPages) -> None:
        self._load_pages = load_pages
        self._pages: dict[int, FoldedPage] = {}
        self._order: tuple[int, ...] = ()
        self._kept_characters = 0
        self._state: tuple[int, int] | None = None

    def forget(self, page_indexes: Iterable[int]) -> None:
        """The text of these pages is another now."""
        for page_index in page_indexes:
            dropped = self._pages.pop(page_index, None)
            self._kept_characters -= len(dropped.folded) if dropped is not None else 0

    def count(self, connection: sqlite3.Connection, wanted: Wanted) -> Matches:
        """How often the text stands on which of the pages that have been read."""
        found = count_matches(self._folded_pages(connection), wanted)
        if found.total or wanted.whole_words or wanted.match_case:
            return found
        return self._count_as_drawn(connection, wanted)

    def locate(
        self, connection: sqlite3.Connection, matches: Matches, page_indexes: Sequence[int]
    ) -> dict[int, tuple[Match, ...]]:
        """The matches on pages that have been read, those over a page's end on the page they begin on."""
        wanted_pages = sorted({index for page_index in page_indexes for index in (page_index, page_index + 1)})
        texts = self._load_pages(connection, wanted_pages)
        located = {}
        for page_index in page_indexes:
            page = texts.get(page_index)
            if page is None:
                continue
            if matches.is_as_drawn:
                located[page_index] = tuple(locate_as_drawn(page, matches.wanted))
                continue
            folded = self._folded_page(connection, page_index)
            following = None
            if page_index + 1 in texts:
                following = (texts[page_index + 1], self._folded_page(connection, page_index + 1))
            located[page_index] = tuple(locate_matches(page, folded, following, matches.wanted))
        return located

    def _folded_pages(self, connection: sqlite3.Connection) -> Iterator[FoldedPage]:
        self._follow(connection)
        for page_index in self._order:
            yield self._folded_page(connection, page_index)

    def _follow(self, connection: sqlite3.Connection) -> None:
        """See which pages there are now."""
        state = (connection.total_changes, connection.execute("PRAGMA data_version").fetchone()[0])
        if state == self._state:
            return
        if self._state is not None and state[1] != self._state[1]:
            # Another window has written: it may have put other texts in place of those that are known.
            self._pages.clear()
            self._kept_characters = 0
        rows = connection.execute("SELECT page_index FROM pages ORDER BY page_index")
        self._order, self._state = tuple(row[0] for row in rows), state

    def _folded_page(self, connection: sqlite3.Connection, page_index: int) -> FoldedPage:
        page = self._pages.get(page_index)
        if page is None:
            row = connection.execute("SELECT folded FROM pages WHERE page_index = ?", (page_index,)).fetchone()
            page = FoldedPage(page_index, row[0], lambda index: _text_of(connection, index))
            if self._kept_characters < _KEPT_CHARACTERS:
                self._pages[page_index] = page
                self._kept_characters += len(page.folded)
        return page

    def _count_as_drawn(self, connection: sqlite3.Connection, wanted: Wanted) -> Matches:
        """For what stands nowhere in the order of reading: the order of the file, page by page."""
        needle = fold(wanted.text)
        if len(needle) < _SHORTEST_AS_DRAWN:
            return Matches(wanted)
        counts = []
        drawn_pages = connection.execute("SELECT page_index FROM pages WHERE drawn != '' ORDER BY page_index")
        for (page_index,) in drawn_pages.fetchall():
            folded = self._folded_page(connection, page_index).folded
            if needle[:2] in folded and needle[-2:] in folded:
                page = self._load_pages(connection, [page_index])[page_index]
                found = find_as_drawn(page_index, page.text, page.drawn, wanted.text)
                if found:
                    counts.append((page_index, len(found)))
        return Matches.counted(wanted, counts, is_as_drawn=True)


def _text_of(connection: sqlite3.Connection, page_index: int) -> str:
    row = connection.execute("SELECT text FROM pages WHERE page_index = ?", (page_index,)).fetchone()
    return "" if row is None else str(row[0])
