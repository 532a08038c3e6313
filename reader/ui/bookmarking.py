"""The bookmarks of the open document: set, named, removed and gone to; on disk before they are on the screen."""

import itertools
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from reader.core.bookmarks import Bookmark, bookmark_at, clamped, in_order, next_bookmark
from reader.core.document import OutlineItem
from reader.core.outline_places import OutlinePlaces
from reader.flows.opening import OpenDocument
from reader.store.bookmarks import BookmarkStore
from reader.ui.jobs import Jobs
from reader.ui.page_view import PageView

_READ_AT = 0.2
"""Of the page's height, below the top edge of the view: the heading there names the place."""
_job_numbers = itertools.count(1)


class Bookmarking(QObject):
    """All methods belong to the thread of the event loop; none waits."""

    changed = Signal(object)
    """The list of Bookmark, in the order of the document."""
    removed = Signal(object)
    """A Bookmark that was removed, so that it can be brought back."""

    def __init__(self, store: BookmarkStore, jobs: Jobs, page_view: PageView) -> None:
        super().__init__(page_view)
        self._store, self._jobs, self._view = store, jobs, page_view
        self._document: OpenDocument | None = None
        self._bookmarks: list[Bookmark] = []
        self._places = OutlinePlaces(())

    @property
    def bookmarks(self) -> Sequence[Bookmark]:
        return self._bookmarks

    def set_document(self, document: OpenDocument | None) -> None:
        self._document = document
        self._places = OutlinePlaces(() if document is None else document.outline)
        self._show([])
        if document is not None:
            self._jobs.start("bookmarks", self._load(document))

    def set_outline(self, items: Sequence[OutlineItem]) -> None:
        """New bookmarks are called by the headings they stand under."""
        self._places = OutlinePlaces(items)

    # --- Setting ---

    def toggle(self) -> None:
        """Set a bookmark where one reads, or remove the one that is there."""
        if self._document is None:
            return
        there = bookmark_at(self._bookmarks, *self._here())
        if there is not None:
            self.remove(there)
        else:
            self._save(self._new(""))

    def set_letter(self, letter: str) -> None:
        """Let a letter lead to where one reads, and no longer to where it led before."""
        if self._document is not None:
            self._save(self._new(letter))

    def rename(self, bookmark: Bookmark, name: str) -> None:
        """Without a name it is called by its page."""
        self._save(replace(bookmark, name=" ".join(name.split())))

    def restore(self, bookmark: Bookmark) -> None:
        """Take `remove` back."""
        self._save(bookmark)

    def remove(self, bookmark: Bookmark) -> None:
        async def remove() -> None:
            await self._store.delete(bookmark.bookmark_id)
            if self._is_open(bookmark.document_id):
                self._show([other for other in self._bookmarks if other.bookmark_id != bookmark.bookmark_id])
                self.removed.emit(bookmark)

        self._write(remove())

    def _save(self, bookmark: Bookmark) -> None:
        async def save() -> None:
            await self._store.save(bookmark)
            if self._is_open(bookmark.document_id):
                others = [
                    other
                    for other in self._bookmarks
                    if other.bookmark_id != bookmark.bookmark_id
                    and not (bookmark.letter and other.letter == bookmark.letter)
                ]
                self._show([*others, bookmark])

        self._write(save())

    def _write(self, writing: Coroutine[Any, Any, None]) -> None:
        # Each under a name of its own: none replaces another.
        self._jobs.start(f"bookmark {next(_job_numbers)}", writing, must_finish=True)

    def _new(self, letter: str) -> Bookmark:
        assert self._document is not None
        page_index, top = self._here()
        name = self._places.title_at(page_index, min(max(top, 0.0) + _READ_AT, 1.0))
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        return Bookmark(uuid4().hex, self._document.document_id, page_index, round(top, 5), name, letter, now)

    # --- Going ---

    def go_to(self, bookmark: Bookmark) -> None:
        self._view.go_to_place(bookmark.page_index, bookmark.top)

    def go_to_letter(self, letter: str) -> bool:
        """Whether the letter leads anywhere."""
        for bookmark in self._bookmarks:
            if bookmark.letter == letter:
                self.go_to(bookmark)
                return True
        return False

    def go_next(self) -> None:
        self._step(1)

    def go_previous(self) -> None:
        self._step(-1)

    def _step(self, direction: int) -> None:
        found = next_bookmark(self._bookmarks, *self._here(), direction)
        if found is not None:
            self.go_to(found)

    def _here(self) -> tuple[int, float]:
        """The page that is read, and how far down it the view begins."""
        position = self._view.position()
        page_index = self._view.page_index
        return (page_index, position.top) if position.page_index == page_index else (page_index, -1.0)

    # --- Keeping ---

    async def _load(self, document: OpenDocument) -> None:
        found = await self._store.bookmarks(document.document_id)
        if self._is_open(document.document_id):
            known = {bookmark.bookmark_id for bookmark in self._bookmarks}  # set while the others were read
            others = [clamped(bookmark, document.info.page_count) for bookmark in found]
            self._show([*self._bookmarks, *(other for other in others if other.bookmark_id not in known)])

    def _is_open(self, document_id: str) -> bool:
        return self._document is not None and self._document.document_id == document_id

    def _show(self, bookmarks: Sequence[Bookmark]) -> None:
        self._bookmarks = in_order(bookmarks)
        self.changed.emit(self._bookmarks)
