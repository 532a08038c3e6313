"""What a reader made of a document, carried over to the next version of its file.

Notes, marks and citations are found again by their words, wherever those stand now; what has no words goes where the
lines around it went. Nothing is lost: what cannot be found keeps its text, and its first place for when it comes back.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from reader import paths
from reader.core.answer import Answer, Citation, Claim, Note, Verdict
from reader.core.bookmarks import Bookmark
from reader.core.document import PageText, Rect, Spot
from reader.core.marks import Mark
from reader.core.page_layout import Position, bounds_of
from reader.core.quote_index import fold
from reader.core.versions import SAME, likeness, runs
from reader.flows.finding import find
from reader.flows.opening import OpenDocument
from reader.store.carrying import Belongings, CarryingStore
from reader.store.library import Library, LibraryDocument
from reader.store.library_index import page_texts_of
from reader.store.search import PassageIndex

_COMPARED_PAGES = 24
_LINES = 6
"""Looked for, of the ones nearest to a place, until one is found."""
_SHORTEST_LINE = 14
"""Characters, folded: a shorter one stands in many places."""
_SHORTEST_PART = 24
"""Characters, folded, of half a quotation: enough to be sure of the place."""


@dataclass(frozen=True, slots=True)
class CarriedOver:
    count: int
    """Notes, marks and answers."""
    unplaced: int
    """Those of them whose words stand nowhere in the new version."""


async def predecessor(library: Library, document: OpenDocument) -> LibraryDocument | None:
    """The version that this document takes the place of; None where there is none, or it was another document.

    The text of its first pages must have been read.
    """
    old = await library.predecessor(document.document_id, document.path)
    return old if old is not None and await is_next_version(old, document) else None


async def is_next_version(old: LibraryDocument, new: OpenDocument) -> bool:
    """By their words; where there are none to compare, by title and number of pages."""
    texts = await new.page_texts(range(min(_COMPARED_PAGES, new.info.page_count)))
    file = paths.index_file(old.document_id)

    def compare() -> float | None:
        before = page_texts_of(file, range(_COMPARED_PAGES))
        return likeness(runs(before), runs(page.text for page in texts.values()))

    found = await asyncio.to_thread(compare)
    if found is None:
        return old.title == new.title and old.page_count == new.info.page_count
    return found >= SAME


async def carry_over(library: Library, store: CarryingStore, old: LibraryDocument, new: OpenDocument) -> CarriedOver:
    """Let the new version have all that was made of the old one, at the right places. All of its pages must be read.

    Where the old content is still to be found in another file, that one keeps it too.
    """
    elsewhere = [path for path in await library.paths(old.document_id) if path != new.path]
    is_gone = not await asyncio.to_thread(lambda: any(path.is_file() for path in elsewhere))
    now = await store.belongings(old.document_id)
    belongings = await store.originals(now)
    async with AsyncExitStack() as stack:
        finder = await _Finder.open(belongings, new, stack)
        moved, unplaced = await finder.placed(belongings)
    if is_gone:
        await store.move(now, moved)
    else:
        await store.copy(moved)
    await library.succeed(old.document_id, new.document_id, is_gone=is_gone)
    return CarriedOver(moved.count, unplaced)


async def carried_position(old: OpenDocument, new: OpenDocument, position: Position) -> Position:
    """Where the lines at the top of the view are now; the same page and height where they are gone."""
    before = await old.page_texts([position.page_index])
    page_index, top = await _Finder({old.document_id: before}, new).place(
        old.document_id, position.page_index, max(position.top, 0.0)
    )
    if position.top < 0 and not top:
        top = position.top  # in the gap above the page
    return replace(position, page_index=page_index, top=top)


class _Finder:
    """Finds words and places of old versions in a new one."""

    def __init__(self, before: dict[str, dict[int, PageText]], new: OpenDocument) -> None:
        """`before`: document -> page -> its text, of the old versions."""
        self._before, self._new = before, new

    @classmethod
    async def open(cls, belongings: Belongings, new: OpenDocument, stack: AsyncExitStack) -> "_Finder":
        """With the texts of all pages on which something stands that has no words of its own to be found by."""
        wanted: dict[str, set[int]] = {}
        for note in belongings.notes:
            if note.page_index is not None:
                wanted.setdefault(note.document_id, set()).add(note.page_index)
        for mark in belongings.marks:
            for spot in mark.spots:
                wanted.setdefault(mark.document_id, set()).add(spot.page_index)
        for bookmark in belongings.bookmarks:
            wanted.setdefault(bookmark.document_id, set()).add(bookmark.page_index)
        before = {}
        for document_id, pages in wanted.items():
            file = paths.index_file(document_id)
            if await asyncio.to_thread(file.is_file):
                index = await PassageIndex.open(file)
                stack.push_async_callback(index.close)
                before[document_id] = await index.page_texts(pages)
        return cls(before, new)

    async def placed(self, belongings: Belongings) -> tuple[Belongings, int]:
        """All of it in the new document, and how much of it could not be found there."""
        notes = [await self._note(note) for note in belongings.notes]
        marks = [await self._mark(mark) for mark in belongings.marks]
        answers = [await self._answer(answer) for answer in belongings.answers]
        bookmarks = [await self._bookmark(bookmark) for bookmark in belongings.bookmarks]
        unplaced = sum(not is_found for _, is_found in (*notes, *marks, *answers))
        found = Belongings(
            tuple(note for note, _ in notes),
            tuple(mark for mark, _ in marks),
            tuple(answer for answer, _ in answers),
            tuple(bookmarks),
        )
        return found, unplaced

    async def _note(self, note: Note) -> tuple[Note, bool]:
        document_id = self._new.document_id
        if note.document_id == document_id or note.page_index is None:
            return replace(note, document_id=document_id), True
        if note.quote:
            spots = await self._spots(note.quote, note.page_index)
            if spots:
                return replace(
                    note, document_id=document_id, page_index=spots[0].page_index, rects=spots[0].rects
                ), True
        page_index, rects = await self._shifted(note.document_id, note.page_index, note.rects)
        moved = replace(note, document_id=document_id, page_index=page_index, rects=() if note.quote else rects)
        return moved, not note.quote

    async def _mark(self, mark: Mark) -> tuple[Mark, bool]:
        document_id = self._new.document_id
        if mark.document_id == document_id or mark.page_index is None:
            return replace(mark, document_id=document_id), True
        spots = await self._spots(mark.quote, mark.page_index)
        if spots:
            return replace(mark, document_id=document_id, spots=spots, start=None), True
        page_index, _ = await self.place(mark.document_id, mark.page_index, 0.0)
        # Its page only: nothing is painted over other words.
        return replace(mark, document_id=document_id, spots=(Spot(page_index),), start=None), False

    async def _bookmark(self, bookmark: Bookmark) -> Bookmark:
        if bookmark.document_id == self._new.document_id:
            return bookmark
        page_index, top = bookmark.page_index, bookmark.top
        found, height = await self.place(bookmark.document_id, page_index, max(top, 0.0))
        if top < 0 and not height:
            height = top  # in the gap above the page
        return replace(bookmark, document_id=self._new.document_id, page_index=found, top=height)

    async def _answer(self, answer: Answer) -> tuple[Answer, bool]:
        document_id = self._new.document_id
        if answer.document_id == document_id:
            return answer, True
        claims = [await self._claim(claim) for claim in answer.claims]
        evidence = [found for citation in answer.evidence if (found := await self._citation(citation)) is not None]
        pages = tuple(dict.fromkeys(citation.page_index for citation in evidence if not citation.document_id))
        moved = replace(
            answer,
            document_id=document_id,
            claims=tuple(claims),
            evidence=tuple(evidence),
            retrieved_pages=pages or tuple(p for p in answer.retrieved_pages if p < self._new.info.page_count),
        )
        is_found = all(
            len(now.citations) == len(before.citations) for now, before in zip(claims, answer.claims, strict=True)
        )
        return moved, is_found

    async def _claim(self, claim: Claim) -> Claim:
        """What is not in the new version any more is not verified any more."""
        found = [kept for citation in claim.citations if (kept := await self._citation(citation)) is not None]
        if claim.citations and not found:
            return replace(claim, verdict=Verdict.UNSUPPORTED, citations=())
        return replace(claim, citations=tuple(found))

    async def _citation(self, citation: Citation) -> Citation | None:
        if citation.document_id:
            return citation
        spots = await self._spots(citation.quote, citation.page_index)
        if not spots:
            return None
        page_index = spots[0].page_index
        return replace(
            citation, page_index=page_index, page_label=self._new.info.label_of(page_index), rects=spots[0].rects
        )

    async def _spots(self, quote: str, near: int) -> tuple[Spot, ...]:
        """Where words stand now, of several places the one nearest to where they were; of changed ones a half."""
        middle = len(quote) // 2
        for part in (quote, quote[:middle], quote[middle:]):
            if part != quote and len(fold(part)) < _SHORTEST_PART:
                continue
            places = [match.spots for match in await find(self._new, part) if match.spots]
            if places:
                return min(places, key=lambda spots: abs(spots[0].page_index - near))
        return ()

    async def _shifted(
        self, document_id: str, page_index: int, rects: tuple[Rect, ...]
    ) -> tuple[int, tuple[Rect, ...]]:
        """Rectangles that go with the lines around them."""
        if not rects:
            return (await self.place(document_id, page_index, 0.0))[0], ()
        top = bounds_of(rects).y0
        found, new_top = await self.place(document_id, page_index, top)
        shift = new_top - top
        return found, tuple(
            Rect(rect.x0, min(max(rect.y0 + shift, 0.0), 1.0), rect.x1, min(max(rect.y1 + shift, 0.0), 1.0))
            for rect in rects
        )

    async def place(self, document_id: str, page_index: int, top: float) -> tuple[int, float]:
        """Where a height of an old page is now, by the lines around it; the same one where none of them is found."""
        page = self._before.get(document_id, {}).get(page_index)
        for line, height in _lines_near(page, top) if page is not None else ():
            spots = await self._spots(line, page_index)
            if spots and spots[0].rects:
                moved = bounds_of(spots[0].rects).y0 + top - height
                return spots[0].page_index, min(max(moved, 0.0), 1.0)
        return min(page_index, self._new.info.page_count - 1), top


def _lines_near(page: PageText, top: float) -> list[tuple[str, float]]:
    """Lines of a page and their heights, the first below a height first, then those around it."""
    lines = []
    start = 0
    for line in page.text.split("\n"):
        if len(fold(line)) >= _SHORTEST_LINE:
            rects = page.rects_of(start, start + len(line))
            if rects:
                lines.append((line, bounds_of(rects).y0))
        start += len(line) + 1
    lines.sort(key=lambda item: item[1] - top if item[1] >= top - 0.01 else 2 * (top - item[1]))
    return lines[:_LINES]
