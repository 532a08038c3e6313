"""The marks of a document: in memory as they are on the disk, with what can be undone."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeAlias
from uuid import uuid4

from reader.core.document import PageText, Spot
from reader.core.marks import Colour, Kind, Mark, reading_key, start_in
from reader.core.undoing import Change, History
from reader.store.marks import MarkStore

LoadTexts: TypeAlias = Callable[[Iterable[int]], Awaitable[Mapping[int, PageText]]]
"""Page indexes -> the texts of those that have been read."""


class DocumentMarks:
    """Each change is on the disk when its coroutine returns, and only then in `marks`. Changes happen in the order in
    which they were asked for. All raise StoreUnusable; then nothing has changed."""

    def __init__(self, store: MarkStore, document_id: str, load_texts: LoadTexts) -> None:
        self.document_id = document_id
        self._store, self._load_texts = store, load_texts
        self._marks: dict[str, Mark] = {}
        self._in_order: tuple[Mark, ...] | None = ()
        self._history: History[Mark] = History()
        self._one_at_a_time = asyncio.Lock()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """In reading order."""
        if self._in_order is None:
            key = lambda mark: reading_key(mark.spots, mark.start, mark.created)  # noqa: E731
            self._in_order = tuple(sorted(self._marks.values(), key=key))
        return self._in_order

    def mark(self, mark_id: str) -> Mark | None:
        return self._marks.get(mark_id)

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    async def load(self) -> None:
        """Read what the library has; what was done before cannot be undone any more."""
        async with self._one_at_a_time:
            found = await self._placed(await self._store.marks(self.document_id))
            self._marks = {mark.mark_id: mark for mark in found}
            self._in_order = None
            self._history.clear()

    async def put(self, mark: Mark, joins: str = "") -> None:
        """Add a mark, or let it take the place of the one with its id. `joins`: as `History.record` takes it."""
        async with self._one_at_a_time:
            [mark] = await self._placed([mark])
            await self._do(Change(self._marks.get(mark.mark_id), mark), joins=joins)

    async def change(self, mark_id: str, edit: Callable[[Mark], Mark], joins: str = "") -> None:
        """Let a mark be what `edit` makes of it; nothing happens to one that is gone or stays the same."""
        async with self._one_at_a_time:
            before = self._marks.get(mark_id)
            if before is None or (after := edit(before)) == before:
                return
            await self._do(Change(before, replace(after, modified=now())), joins=joins)

    async def remove(self, mark_ids: Iterable[str]) -> None:
        async with self._one_at_a_time:
            gone = [mark for mark_id in mark_ids if (mark := self._marks.get(mark_id)) is not None]
            await self._do(*(Change(mark, None) for mark in gone))

    async def undo(self) -> tuple[Change[Mark], ...]:
        """Take the newest step back. What was applied, in its order; nothing at the beginning."""
        async with self._one_at_a_time:
            changes = _as_of_now(self._history.to_undo())
            if changes:
                await self._apply(changes)
                self._history.undone()
            return changes

    async def redo(self) -> tuple[Change[Mark], ...]:
        async with self._one_at_a_time:
            changes = _as_of_now(self._history.to_redo())
            if changes:
                await self._apply(changes)
                self._history.redone()
            return changes

    def seal(self) -> None:
        """What is typed from now on is a step of its own."""
        self._history.seal()

    async def _do(self, *changes: Change[Mark], joins: str = "") -> None:
        await self._apply(changes)
        self._history.record(*changes, joins=joins)

    async def _apply(self, changes: Sequence[Change[Mark]]) -> None:
        await self._store.apply(changes)
        for change in changes:
            if change.after is not None:
                self._marks[change.after.mark_id] = change.after
            elif change.before is not None:
                self._marks.pop(change.before.mark_id, None)
        self._in_order = None

    async def _placed(self, marks: Sequence[Mark]) -> list[Mark]:
        """With the place in the text of those that have none: notes are kept without it."""
        lost = [mark for mark in marks if mark.start is None and mark.spots and mark.spots[0].rects]
        if not lost:
            return list(marks)
        texts = await self._load_texts({mark.spots[0].page_index for mark in lost})
        starts = await asyncio.to_thread(_starts, lost, texts)
        return [replace(mark, start=starts.get(mark.mark_id, mark.start)) for mark in marks]


def new_mark(
    document_id: str,
    kind: Kind,
    colour: Colour,
    spots: tuple[Spot, ...],
    quote: str = "",
    start: int | None = None,
    *,
    is_vertical: bool = False,
) -> Mark:
    time = now()
    return Mark(uuid4().hex, document_id, kind, colour, spots, quote, "", time, time, start, is_vertical)


def now() -> str:
    """As notes and marks are dated."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _starts(marks: Iterable[Mark], texts: Mapping[int, PageText]) -> dict[str, int]:
    found = {}
    for mark in marks:
        text = texts.get(mark.spots[0].page_index)
        start = None if text is None else start_in(text, mark.spots[0].rects[0])
        if start is not None:
            found[mark.mark_id] = start
    return found


def _as_of_now(changes: Sequence[Change[Mark]]) -> tuple[Change[Mark], ...]:
    """Whoever shows a mark takes what was changed last."""
    time = now()
    return tuple(
        Change(change.before, None if change.after is None else replace(change.after, modified=time))
        for change in changes
    )
