import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.answer import Note
from reader.core.document import Rect, Spot
from reader.core.errors import StoreUnusable
from reader.core.marks import Colour, Mark, mark_of
from reader.core.undoing import Change
from reader.flows.marking import DocumentMarks, new_mark
from tests.flows.desk import Desk, desk

Act = Callable[[Desk, DocumentMarks], Awaitable[None]]


def run(folder: Path, act: Act) -> None:
    async def work() -> None:
        async with desk(folder) as here:
            await here.read()
            marks = DocumentMarks(here.marks, "d", here.document.page_texts)
            await marks.load()
            await act(here, marks)

    asyncio.run(work())


def highlight(page_index: int, y: float, start: int | None, colour: Colour = Colour.YELLOW) -> Mark:
    return new_mark(
        "d",
        "highlight",
        colour,
        (Spot(page_index, (Rect(0.1, round(y, 3), 0.5, round(y + 0.02, 3)),)),),
        "words",
        start,
    )


async def comments(here: Desk) -> dict[str, str]:
    return {mark.mark_id: mark.comment for mark in await here.marks.marks("d")}


def test_what_is_done_is_on_the_disk_and_is_undone_and_done_again(tmp_path: Path) -> None:
    async def act(here: Desk, marks: DocumentMarks) -> None:
        mark = highlight(0, 0.1, 4)
        await marks.put(mark)
        assert await here.marks.marks("d") == list(marks.marks) == [mark]
        await marks.change(mark.mark_id, lambda m: replace(m, colour=Colour.PINK))
        await marks.change(mark.mark_id, lambda m: replace(m, comment="why"))
        await marks.remove([mark.mark_id])
        assert await here.marks.marks("d") == list(marks.marks) == []
        seen = []
        while marks.can_undo:
            [change] = await marks.undo()
            seen.append((change.after.colour, change.after.comment) if change.after else None)
            assert await here.marks.marks("d") == list(marks.marks)
        assert seen == [(Colour.PINK, "why"), (Colour.PINK, ""), (Colour.YELLOW, ""), None]
        while marks.can_redo:
            await marks.redo()
            assert await here.marks.marks("d") == list(marks.marks)
        assert not marks.marks
        assert await marks.redo() == ()

    run(tmp_path, act)


def test_marks_come_in_reading_order_with_notes_placed_by_the_text(tmp_path: Path) -> None:
    async def act(here: Desk, marks: DocumentMarks) -> None:
        text = (await here.document.page_texts([1]))[1]
        start = text.text.index("machine with")
        note = mark_of(Note("n", "d", "a note", 1, "machine", text.rects_of(start, start + 7), "2026", "2026"))
        await here.marks.apply([Change(None, note)])
        for mark in (highlight(1, 0.05, start + 20), highlight(0, 0.5, 30), highlight(1, 0.05, start - 20)):
            await marks.put(mark)
        await marks.load()
        places = [(mark.page_index, mark.start, mark.kind) for mark in marks.marks]
        assert places == [
            (0, 30, "highlight"),
            (1, start - 20, "highlight"),
            (1, start, "note"),
            (1, start + 20, "highlight"),
        ]
        assert not marks.can_undo, "what was loaded anew has no past"

    run(tmp_path, act)


def test_a_comment_that_is_typed_is_undone_at_once_until_it_is_left(tmp_path: Path) -> None:
    async def act(here: Desk, marks: DocumentMarks) -> None:
        mark = highlight(0, 0.1, 4)
        await marks.put(mark)
        for text in ("w", "wh", "why"):
            await marks.change(mark.mark_id, lambda m, text=text: replace(m, comment=text), joins="comment")
        marks.seal()
        await marks.change(mark.mark_id, lambda m: replace(m, comment="why not"), joins="comment")
        await marks.undo()
        assert await comments(here) == {mark.mark_id: "why"}
        await marks.undo()
        assert await comments(here) == {mark.mark_id: ""}

    run(tmp_path, act)


def test_changes_that_are_asked_for_at_once_happen_one_after_the_other(tmp_path: Path) -> None:
    async def act(here: Desk, marks: DocumentMarks) -> None:
        mark = highlight(0, 0.1, 4)
        await asyncio.gather(
            marks.put(mark),
            *(marks.change(mark.mark_id, lambda m, n=n: replace(m, comment=f"{m.comment}{n}")) for n in range(5)),
            marks.undo(),
        )
        assert await comments(here) == {mark.mark_id: "0123"}

    run(tmp_path, act)


def test_nothing_to_change_is_no_step(tmp_path: Path) -> None:
    async def act(here: Desk, marks: DocumentMarks) -> None:
        mark = highlight(0, 0.1, 4)
        await marks.put(mark)
        await marks.change(mark.mark_id, lambda m: replace(m, comment=""))
        await marks.change("gone", lambda m: replace(m, comment="x"))
        await marks.remove(["gone"])
        await marks.undo()
        assert not marks.can_undo

    run(tmp_path, act)


def test_a_change_that_cannot_be_written_has_not_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(here: Desk, marks: DocumentMarks) -> None:
        mark = highlight(0, 0.1, 4)
        await marks.put(mark)

        async def refuse(_changes: object) -> None:
            raise StoreUnusable("library.db", "the disk is full")

        with monkeypatch.context() as broken:
            broken.setattr(here.marks.__class__, "apply", lambda _self, changes: refuse(changes))
            for doing in (marks.remove([mark.mark_id]), marks.put(highlight(0, 0.2, 9)), marks.undo()):
                with pytest.raises(StoreUnusable):
                    await doing
        assert marks.marks == (mark,)
        await marks.undo()
        assert marks.marks == ()

    run(tmp_path, act)


def test_several_marks_are_removed_and_brought_back_in_one_step(tmp_path: Path) -> None:
    async def act(here: Desk, marks: DocumentMarks) -> None:
        several = [highlight(0, 0.1 * n, n) for n in range(1, 4)]
        for mark in several:
            await marks.put(mark)
        await marks.remove([mark.mark_id for mark in several[1:]])
        assert marks.marks == (several[0],)
        await marks.undo()
        assert [mark.mark_id for mark in marks.marks] == [mark.mark_id for mark in several]

    run(tmp_path, act)
