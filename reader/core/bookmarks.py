"""Places of a document that the reader wants to find again, named or under a letter."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bookmark:
    bookmark_id: str
    document_id: str
    page_index: int
    top: float
    """The top edge of the view as a fraction of the page's height; below 0 in the gap above the page."""
    name: str
    """What the reader calls it; "" while it is called by its page."""
    letter: str
    """The key that leads to it; "" for most."""
    created: str
    """ISO 8601, UTC."""

    @property
    def place(self) -> tuple[int, float]:
        return self.page_index, self.top


_NEAR = 0.12
"""Of the page's height: so far from a bookmark one is still at it."""


def in_order(bookmarks: Iterable[Bookmark]) -> list[Bookmark]:
    """As they come in the document."""
    return sorted(bookmarks, key=lambda bookmark: (bookmark.place, bookmark.created))


def bookmark_at(bookmarks: Iterable[Bookmark], page_index: int, top: float) -> Bookmark | None:
    """The nearest bookmark of those that are practically here; those under a letter stay where they are."""
    near = [
        bookmark
        for bookmark in bookmarks
        if not bookmark.letter and bookmark.page_index == page_index and abs(bookmark.top - top) <= _NEAR
    ]
    return min(near, key=lambda bookmark: abs(bookmark.top - top), default=None)


def next_bookmark(bookmarks: Iterable[Bookmark], page_index: int, top: float, direction: int) -> Bookmark | None:
    """The first one after this place (direction 1) or the last one before it (-1), around the end of the document.

    One that is practically here is passed over; None where there is no other.
    """
    ordered = in_order(bookmarks)
    here = (page_index, top)
    others = [
        bookmark for bookmark in ordered if bookmark.page_index != page_index or abs(bookmark.top - top) > _NEAR / 4
    ]
    if not others:
        return None
    if direction > 0:
        return next((bookmark for bookmark in others if bookmark.place > here), others[0])
    return next((bookmark for bookmark in reversed(others) if bookmark.place < here), others[-1])


def clamped(bookmark: Bookmark, page_count: int) -> Bookmark:
    """The bookmark in a document that may have fewer pages now."""
    if 0 <= bookmark.page_index < page_count:
        return bookmark
    page_index = min(max(bookmark.page_index, 0), max(page_count - 1, 0))
    return Bookmark(
        bookmark.bookmark_id, bookmark.document_id, page_index, 0.0, bookmark.name, bookmark.letter, bookmark.created
    )
