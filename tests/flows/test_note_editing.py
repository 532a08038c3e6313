"""A note changed by hand: words are checked against the pages again, and nothing else is touched."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.answer import Remark, Verdict
from reader.core.paper_head import PaperHead
from reader.core.paper_note import SUMMARY, NoteItem, PaperNote
from reader.engine.scripted import ScriptedModel
from reader.flows.note_editing import (
    add_question,
    change_answer,
    change_head,
    remove_question,
    reorder_questions,
    reword_question,
)
from tests.flows.note_desk import NoteDesk, note_desk

SAID = "With LOMO the memory usage falls to 10.8 % of the standard solution."
JAPANESE = "LOMOによりメモリ使用量は標準的な手法の10.8 %になります。"


def with_note(folder: Path, work: Callable[[NoteDesk, PaperNote], Awaitable[None]], language: str = "en") -> None:
    async def run() -> None:
        async with note_desk(folder) as here:
            items = (NoteItem("q1", "How far does LOMO reduce the memory usage?", "set"), NoteItem("q2", "Why?", "own"))
            note = replace(here.note(language), head=PaperHead(title="Saving Memory"), items=items)
            await here.made(note, ScriptedModel([SAID], aside=lambda messages: JAPANESE))
            await work(here, await here.kept(note))

    asyncio.run(run())


def test_a_changed_field_of_the_head_is_marked(tmp_path: Path) -> None:
    async def edit(here: NoteDesk, note: PaperNote) -> None:
        await change_head(here.notes, note.note_id, "title", "Mine")
        changed = await change_head(here.notes, note.note_id, "authors", ["A. Adder", "B. Bit"])
        assert changed.head.title == "Mine"
        assert changed.head.authors == ("A. Adder", "B. Bit")
        assert changed.head.edited == ("title", "authors")
        assert changed.modified > note.modified
        assert await here.kept(note) == changed
        assert changed.items == note.items
        for wrong in ("edited", "colour"):
            with pytest.raises(ValueError):
                await change_head(here.notes, note.note_id, wrong, "x")
        with pytest.raises(KeyError):
            await change_head(here.notes, "gone", "title", "x")

    with_note(tmp_path, edit)


def test_new_sentences_are_checked_and_old_ones_keep_their_citations(tmp_path: Path) -> None:
    async def edit(here: NoteDesk, note: PaperNote) -> None:
        old = note.item("q1").answer
        assert old is not None
        text = f"{SAID} (p.1) Training a 65B model with LOMO needs eight RTX 3090 GPUs. LOMO needs 7 GPUs on Mars."
        changed = await change_answer(here.document, here.notes, note.note_id, "q1", text)
        answer = changed.item("q1").answer
        assert answer is not None
        assert answer.claims[0] == old.claims[0]
        assert answer.claims[1].verdict is Verdict.SUPPORTED
        assert answer.claims[1].pages == (1,)
        assert answer.claims[2].verdict is Verdict.UNSUPPORTED
        assert answer.claims[2].citations == ()
        assert Remark.EDITED in answer.remarks
        assert answer.status == "answered"
        assert await here.kept(note) == changed
        assert changed.item("q2") == note.item("q2")
        # once more: the remark stands once
        again = await change_answer(here.document, here.notes, note.note_id, "q1", SAID)
        remade = again.item("q1").answer
        assert remade is not None
        assert remade.remarks.count(Remark.EDITED) == 1

    with_note(tmp_path, edit)


def test_the_summary_can_be_changed_and_an_empty_answer_is_made_anew(tmp_path: Path) -> None:
    async def edit(here: NoteDesk, note: PaperNote) -> None:
        changed = await change_answer(here.document, here.notes, note.note_id, SUMMARY, SAID)
        assert changed.summary.answer is not None
        assert len(changed.summary.answer.claims) == 1
        emptied = await change_answer(here.document, here.notes, note.note_id, "q1", "  ")
        assert emptied.item("q1").answer is None
        await here.made(emptied, ScriptedModel([SAID]))
        kept = await here.kept(note)
        assert kept.item("q1").is_finished
        assert kept.summary == changed.summary  # as the reader wrote it
        with pytest.raises(KeyError):
            await change_answer(here.document, here.notes, "gone", "q1", SAID)
        with pytest.raises(KeyError):
            await change_answer(here.document, here.notes, note.note_id, "gone", SAID)

    with_note(tmp_path, edit)


def test_a_sentence_in_another_language_keeps_the_page_of_the_one_it_was(tmp_path: Path) -> None:
    async def edit(here: NoteDesk, note: PaperNote) -> None:
        old = note.item("q1").answer
        assert old is not None
        assert old.claims[0].text == JAPANESE
        text = f"{JAPANESE.replace('標準的な', '標準の')}バナナは黄色く、暖かい国で育ちます。"
        changed = await change_answer(here.document, here.notes, note.note_id, "q1", text)
        answer = changed.item("q1").answer
        assert answer is not None
        assert answer.claims[0].verdict is Verdict.PAGE_ONLY
        assert answer.claims[0].citations == old.claims[0].citations[:1]
        assert answer.claims[1].verdict is Verdict.UNSUPPORTED

    with_note(tmp_path, edit, "ja")


def test_an_answer_may_be_written_before_there_is_one(tmp_path: Path) -> None:
    async def run() -> None:
        async with note_desk(tmp_path) as here:
            note = replace(here.note(), items=(NoteItem("q1", "What is LOMO?", "own"),))
            await here.notes.save(note)
            changed = await change_answer(here.document, here.notes, note.note_id, "q1", SAID)
            answer = changed.item("q1").answer
            assert answer is not None
            assert (answer.status, answer.claims[0].verdict) == ("answered", Verdict.EXACT)

    asyncio.run(run())


def test_questions_are_added_moved_reworded_and_removed(tmp_path: Path) -> None:
    async def edit(here: NoteDesk, note: PaperNote) -> None:
        added = await add_question(here.notes, note.note_id, " What  next? ", 1)
        new = added.items[1]
        assert (new.question, new.origin, new.answer) == ("What next?", "own", None)
        assert [item.item_id for item in added.items] == ["q1", new.item_id, "q2"]
        last = (await add_question(here.notes, note.note_id, "And then?")).items[-1]
        moved = await reorder_questions(here.notes, note.note_id, ["q2", last.item_id])
        assert [item.item_id for item in moved.items] == ["q2", last.item_id, "q1", new.item_id]
        same = await reword_question(here.notes, note.note_id, "q1", note.item("q1").question)
        assert same.item("q1") == note.item("q1")
        reworded = await reword_question(here.notes, note.note_id, "q1", "How  much?")
        assert (reworded.item("q1").question, reworded.item("q1").answer) == ("How much?", None)
        removed = await remove_question(here.notes, note.note_id, "q2")
        assert [item.item_id for item in removed.items] == [last.item_id, "q1", new.item_id]
        assert await here.kept(note) == removed
        for wrong in ("q2", SUMMARY):
            with pytest.raises(KeyError):
                await remove_question(here.notes, note.note_id, wrong)
        with pytest.raises(KeyError):
            await reword_question(here.notes, note.note_id, SUMMARY, "x")

    with_note(tmp_path, edit)
