"""Paper notes: made, paused, gone on with; each step on disk before it is told, nothing finished made again."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from reader.core.answer import Verdict
from reader.core.errors import QuestionSetMissing, ReaderError, WorkerDied
from reader.core.paper_head import PaperHead, PaperLink
from reader.core.paper_note import SUMMARY, NoteItem
from reader.core.prompt import NOT_FOUND
from reader.engine.llm import Message
from reader.engine.scripted import ScriptedModel
from reader.flows.events import Finished
from reader.flows.note_editing import reword_question
from reader.flows.note_events import (
    HeadFound,
    ItemBegun,
    ItemEvent,
    ItemFinished,
    NoteFinished,
    QuestionsChosen,
)
from reader.flows.note_making import make_note, remake
from tests.flows.desk import BrokenOffModel
from tests.flows.note_desk import SAID, NoteDesk, note_desk, two_questions

T = TypeVar("T")


def at_desk(folder: Path, work: Callable[[NoteDesk], Awaitable[T]], *texts: str) -> T:
    async def run() -> T:
        async with note_desk(folder, *([texts] if texts else [])) as here:
            return await work(here)

    return asyncio.run(run())


class FailingModel(ScriptedModel):
    """Dies at the calls that are named (from 0), and says the same otherwise."""

    def __init__(self, said: str, dies_at: Sequence[int]) -> None:
        super().__init__([said])
        self.calls, self.dies_at = 0, dies_at

    async def generate(self, messages: Sequence[Message], *, max_tokens: int, is_aside: bool = False) -> Any:
        self.calls += 1
        if self.calls - 1 in self.dies_at:
            raise WorkerDied("llm", -9)
        async with aclosing(super().generate(messages, max_tokens=max_tokens, is_aside=is_aside)) as pieces:
            async for piece in pieces:
                yield piece


def test_a_note_is_made_from_head_to_last_answer(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        note = here.note()
        events = await here.made(note)
        kinds = [type(event) for event in events]
        assert kinds.index(HeadFound) < kinds.index(QuestionsChosen) < kinds.index(ItemBegun)
        assert isinstance(events[-1], NoteFinished)
        made = events[-1].note
        assert made == await here.kept(note)
        assert made.status == "done"
        assert made.question_set == "paper"
        assert [event.item_id for event in events if isinstance(event, ItemFinished)] == [
            part.item_id for part in made.parts
        ]
        assert "What is LOMO?" in [item.question for item in made.items]
        answers = [part.answer for part in made.parts if part.answer is not None]
        assert all(answer.claims or answer.status == "not_found" for answer in answers)
        # without a model every sentence is the paper's own, but for the one that gives its address
        own = [claim for answer in answers for claim in answer.claims if "is at https" not in claim.text]
        assert {claim.verdict for claim in own} == {Verdict.EXACT}
        assert 3 <= len(answers[0].claims) <= 5

    at_desk(tmp_path, make)


def test_everything_is_on_disk_before_it_is_told(tmp_path: Path) -> None:
    def on_disk(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
        connection = sqlite3.connect(file)
        try:
            note = json.loads(connection.execute("SELECT content FROM paper_notes").fetchone()[0])
            rows = connection.execute("SELECT item_id, content FROM note_answers").fetchall()
            return note, {item_id: json.loads(content) for item_id, content in rows}
        finally:
            connection.close()

    async def make(here: NoteDesk) -> None:
        async with aclosing(make_note(here.document, here.note(), ScriptedModel([SAID]), here.notes)) as events:
            async for event in events:
                note, answers = on_disk(here.library_file)
                if isinstance(event, HeadFound):
                    assert note["head"]["title"] == event.head.title
                elif isinstance(event, QuestionsChosen):
                    assert [item["item_id"] for item in note["items"]] == [item.item_id for item in event.items]
                elif isinstance(event, ItemFinished):
                    assert answers[event.item_id]["status"] == event.answer.status
                    assert len(answers[event.item_id]["claims"]) == len(event.answer.claims)
                elif isinstance(event, NoteFinished):
                    assert note["status"] == "done"

    at_desk(tmp_path, make)


def test_a_pause_keeps_what_is_finished_and_the_next_run_does_the_rest(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        note, first = two_questions(here), ScriptedModel([SAID])
        async with aclosing(make_note(here.document, note, first, here.notes)) as events:
            async for event in events:
                if isinstance(event, ItemFinished) and event.item_id == "q1":
                    break
        paused = await here.kept(note)
        assert paused.status == "paused"
        assert [part.is_finished for part in paused.parts] == [True, True, False]
        asked = len(first.prompts)
        second = ScriptedModel([SAID])
        events_of_second = await here.made(paused, second)
        assert [event.item_id for event in events_of_second if isinstance(event, ItemBegun)] == ["q2"]
        assert (len(first.prompts), len(second.prompts)) == (asked, 1)
        made = await here.kept(note)
        assert made.status == "done"
        assert made.item("q1") == paused.item("q1")

    at_desk(tmp_path, make)


def test_an_answer_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        note = two_questions(here)
        model = BrokenOffModel(f"{SAID} And", " then")
        task = asyncio.create_task(here.made(note, model))
        await model.has_written.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        cut_off = await here.kept(note)
        assert cut_off.status == "paused"
        assert cut_off.summary.answer is not None
        assert cut_off.summary.answer.status == "stopped"
        await here.made(cut_off, ScriptedModel([SAID]))
        assert (await here.kept(note)).summary.is_finished

    at_desk(tmp_path, make)


def test_a_model_that_dies_once_is_asked_again(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        model = FailingModel(SAID, dies_at=[1])
        events = await here.made(two_questions(here), model)
        assert isinstance(events[-1], NoteFinished)
        assert events[-1].note.status == "done"
        assert model.calls == 4
        tried = [e.event.answer.status for e in events if isinstance(e, ItemEvent) and isinstance(e.event, Finished)]
        assert tried == ["answered", "error", "answered", "answered"]

    at_desk(tmp_path, make)


def test_a_model_that_dies_twice_costs_one_answer_and_the_next_run_makes_it(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        note = two_questions(here)
        await here.made(note, FailingModel(SAID, dies_at=[1, 2]))
        kept = await here.kept(note)
        assert kept.status == "failed"
        assert "stopped unexpectedly" in kept.message
        assert [part.is_finished for part in kept.parts] == [True, False, True]
        events = await here.made(kept, ScriptedModel([SAID]))
        assert [event.item_id for event in events if isinstance(event, ItemBegun)] == ["q1"]
        kept = await here.kept(note)
        assert (kept.status, kept.message) == ("done", "")

    at_desk(tmp_path, make)


def test_what_the_reader_changes_meanwhile_stays(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        note, added = two_questions(here), NoteItem("q3", "Which machine was used?", "own")
        async with aclosing(make_note(here.document, note, None, here.notes)) as events:
            async for event in events:
                if isinstance(event, ItemFinished) and event.item_id == SUMMARY:
                    await here.notes.update(note.note_id, lambda kept: replace(kept, items=(kept.items[1], added)))
        made = await here.kept(note)
        assert [item.item_id for item in made.items] == ["q2", "q3"]
        assert all(item.is_finished for item in made.items)

    at_desk(tmp_path, make)


def test_a_note_that_is_deleted_meanwhile_does_not_come_back(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        note = two_questions(here)
        async with aclosing(make_note(here.document, note, None, here.notes)) as events:
            async for event in events:
                if isinstance(event, ItemFinished):
                    await here.notes.delete(note.note_id)
        assert await here.notes.note(note.note_id) is None

    at_desk(tmp_path, make)


def test_a_question_set_that_is_not_there_fails_the_note(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        note = here.note(question_set="poems")
        with pytest.raises(QuestionSetMissing):
            await here.made(note)
        kept = await here.kept(note)
        assert kept.status == "failed"
        assert "poems" in kept.message

    at_desk(tmp_path, make)


def test_addresses_are_answered_exactly_and_without_the_model(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        links = (PaperLink("code", "https://example.org/lomo", 0), PaperLink("other", "https://example.org/x", 1))
        item = NoteItem("q", "コードはどこで見られますか？", "set", kind="links")
        head = PaperHead(title="T", links=links)
        note = replace(here.note("ja"), head=head, items=(item,))
        model = ScriptedModel([SAID])
        await here.made(note, model)
        answer = (await here.kept(note)).item("q").answer
        assert answer is not None
        assert [claim.text for claim in answer.claims] == ["コードは https://example.org/lomo にあります。"]
        (citation,) = answer.claims[0].citations
        assert (citation.page_index, citation.quote) == (0, "The code is available at https://example.org/lomo.")
        assert citation.rects
        assert answer.model == "none"

    at_desk(tmp_path, make)


def test_a_question_whose_english_is_known_is_not_translated_by_the_model(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        model = ScriptedModel([SAID], aside=lambda messages: "LOMOによりメモリ使用量は標準の10.8 %になる。")
        item = NoteItem("q", "メモリ使用量はどうなりますか？", "set", in_document_language="What is the memory usage?")
        note = replace(here.note("ja"), head=PaperHead(title="T"), items=(item,))
        await here.made(note, model)
        answer = (await here.kept(note)).item("q").answer
        assert answer is not None
        assert answer.language == "ja"
        assert "What is the memory usage?" in model.prompts[-1][-1].content
        asked_aside = [messages[-1].content for messages in model.asides]
        assert not any("question" in said for said in asked_aside)

    at_desk(tmp_path, make)


# --- One answer anew ---


def test_one_answer_is_made_anew_and_replaces_the_old_when_it_is_there(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        note = two_questions(here)
        await here.made(note, ScriptedModel([SAID]))
        before = await here.kept(note)
        async with aclosing(remake(here.document, before, "q1", ScriptedModel([SAID]), here.notes)) as events:
            told = [event async for event in events]
        assert isinstance(told[-1], ItemFinished)
        after = await here.kept(note)
        old, new = before.item("q1").answer, after.item("q1").answer
        assert old is not None
        assert new is not None
        assert old.answer_id != new.answer_id == told[-1].answer.answer_id
        assert after.item("q2") == before.item("q2")

    at_desk(tmp_path, make)


def test_an_answer_made_anew_that_is_stopped_or_fails_leaves_the_old_one(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        note = two_questions(here)
        await here.made(note, ScriptedModel([SAID]))
        before = await here.kept(note)
        async with aclosing(remake(here.document, before, "q1", ScriptedModel([SAID]), here.notes)) as events:
            async for event in events:
                if isinstance(event, ItemEvent):
                    break
        assert await here.kept(note) == before
        failing = FailingModel(SAID, dies_at=[0, 1])
        async with aclosing(remake(here.document, before, "q1", failing, here.notes)) as events:
            told = [event async for event in events]
        assert told[-1] == ItemFinished("q1", before.item("q1").answer)  # type: ignore[arg-type]
        assert await here.kept(note) == before

    at_desk(tmp_path, make)


def test_a_failure_of_the_index_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def make(here: NoteDesk) -> None:
        async def fail(*_: Any, **__: Any) -> None:
            raise ReaderError("The index is gone.", "Try again.")

        monkeypatch.setattr(here.document.index, "search", fail)
        note = two_questions(here)
        with pytest.raises(ReaderError):
            await here.made(note)
        assert (await here.kept(note)).message == "The index is gone. Try again."

    at_desk(tmp_path, make)


def test_a_program_that_is_killed_loses_the_answer_in_hand_only(tmp_path: Path) -> None:
    script = Path(__file__).with_name("noting_program.py")
    program = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(script.parents[2])},
    )
    assert program.stdout is not None
    with program, program.stdout:
        lines = [program.stdout.readline().strip() for _ in range(3)]
        program.kill()
    assert lines == [SUMMARY, "q1", "stalled"]

    async def go_on(here: NoteDesk) -> None:
        (kept,) = await here.notes.notes(here.document.document_id)
        assert kept.status == "running"
        assert [part.answer.status for part in kept.parts if part.answer] == ["answered", "answered", "stopped"]
        events = await here.made(kept, ScriptedModel([SAID]))
        assert [event.item_id for event in events if isinstance(event, ItemBegun)] == ["q2"]
        made = await here.kept(kept)
        assert made.status == "done"
        assert made.parts[:2] == kept.parts[:2]

    at_desk(tmp_path, go_on)


def test_of_a_small_model_only_what_the_paper_says_stays(tmp_path: Path) -> None:
    vague = "LOMO is a learning rate schedule that updates each parameter by its gradient."

    async def make(here: NoteDesk) -> None:
        note = two_questions(here)
        await here.made(note, ScriptedModel([f"{vague} {SAID}"], is_small=True))
        answer = (await here.kept(note)).item("q1").answer
        assert answer is not None
        assert SAID in [claim.text for claim in answer.claims]
        assert all(claim.verdict in (Verdict.EXACT, Verdict.SUPPORTED) for claim in answer.claims)
        assert vague not in answer.text

    at_desk(tmp_path, make)


def test_what_neither_search_nor_model_finds_is_told_as_not_said(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        item = NoteItem("q", "What does LOMO say of the memory of elephants?", "set", look_for="elephants zoo")
        note = replace(here.note(), head=PaperHead(title="T"), items=(item,))
        await here.made(note, ScriptedModel([NOT_FOUND]))
        answer = (await here.kept(note)).item("q").answer
        assert answer is not None
        assert (answer.status, answer.claims) == ("not_found", ())

    at_desk(tmp_path, make)


def test_an_address_on_a_later_page_is_found_when_it_is_asked_for(tmp_path: Path) -> None:
    async def make(here: NoteDesk) -> None:
        item = NoteItem("q", "Where is the code?", "set", kind="links")
        note = replace(here.note(), head=PaperHead(title="T"), items=(item,))  # a head that was found too early
        await here.made(note)
        made = await here.kept(note)
        assert [link.url for link in made.head.links] == ["https://example.org/lomo"]
        assert made.item("q").answer is not None
        assert "https://example.org/lomo" in made.item("q").answer.text  # type: ignore[union-attr]
        # a reader who has taken the addresses away wants none
        bare = replace(here.note(), head=PaperHead(title="T", edited=("links",)), items=(item,))
        await here.made(bare)
        assert (await here.kept(bare)).head.links == ()

    at_desk(tmp_path, make)


@pytest.mark.parametrize("asked", ["q1", "q2"])
def test_a_question_that_is_reworded_meanwhile_is_answered_again(tmp_path: Path, asked: str) -> None:
    async def make(here: NoteDesk) -> None:
        nonlocal asked
        note = two_questions(here)
        async with aclosing(make_note(here.document, note, None, here.notes)) as events:
            async for event in events:
                if isinstance(event, ItemBegun) and event.item_id == asked:
                    asked = ""  # once
                    await reword_question(here.notes, note.note_id, "q1", "What is evaluated on SuperGLUE?")
        made = await here.kept(note)
        assert made.status == "done"
        assert made.item("q1").answer is not None
        assert made.item("q1").answer.question == "What is evaluated on SuperGLUE?"  # type: ignore[union-attr]

    at_desk(tmp_path, make)
