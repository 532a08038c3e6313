"""The time of a note: from what notes took before, else from a trial of the model; and what is left meanwhile."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import WorkerDied
from reader.core.paper_head import PaperHead, PaperLink
from reader.core.paper_note import NoteItem
from reader.engine.llm import Message
from reader.engine.scripted import ScriptedModel
from reader.flows import note_estimate
from reader.flows.note_estimate import ModelSpeed, embedding_seconds, estimate_for, missing_vectors, try_out, work_of
from reader.flows.note_events import ItemBegun, NoteFinished, TimeEstimated
from reader.flows.note_making import make_note
from reader.store.library import open_library_database
from reader.store.speeds import Speeds
from tests.flows.note_desk import NoteDesk, note_desk
from tests.word_embedder import WordEmbedder

SAID = "With LOMO the memory usage falls to 10.8 % of the standard solution."


def at_desk(folder: Path, work: Any) -> Any:
    async def run() -> Any:
        async with note_desk(folder) as here:
            database = await open_library_database(folder / "speeds.db")
            try:
                return await work(here, Speeds(database, "desk/2"))
            finally:
                await database.close()

    return asyncio.run(run())


def fixed_speed(monkeypatch: pytest.MonkeyPatch, reading: float = 100, writing: float = 10) -> list[object]:
    tried: list[object] = []

    async def speed(model: object) -> ModelSpeed:
        tried.append(model)
        return ModelSpeed(reading, writing)

    monkeypatch.setattr(note_estimate, "try_out", speed)
    return tried


def test_a_trial_tells_how_fast_a_model_reads_and_writes() -> None:
    speed = asyncio.run(try_out(ScriptedModel([""], aside=lambda messages: "The method was tried")))
    assert speed.reading > 0
    assert speed.writing > 0
    silent = asyncio.run(try_out(ScriptedModel([""])))
    assert silent.reading > 0


def test_a_model_that_was_never_used_is_tried_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = fixed_speed(monkeypatch)

    async def estimate(here: NoteDesk, speeds: Speeds) -> None:
        model, small = ScriptedModel([SAID]), ScriptedModel([SAID], is_small=True)
        seconds = {}
        made_with = (
            ("en", "en", model),
            ("ja", "ja", model),
            ("small", "en", small),
            ("none", "en", None),
        )
        for name, language, one in made_with:
            estimated = await estimate_for(here.document, language, one, speeds)
            estimated.plan(here.note(language))
            seconds[name] = estimated.left_s
        assert tried == [model, model, small]
        assert seconds["ja"] > 1.2 * seconds["en"]
        assert seconds["en"] > seconds["small"]
        assert seconds["none"] < 5
        # half as fast takes twice as long
        fixed_speed(monkeypatch, 50, 5)
        slower = await estimate_for(here.document, "ja", model, speeds)
        slower.plan(here.note("ja"))
        assert slower.left_s == pytest.approx(2 * seconds["ja"], rel=0.02)

    at_desk(tmp_path, estimate)


def test_what_notes_took_before_counts_more_than_a_trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = fixed_speed(monkeypatch)

    async def estimate(here: NoteDesk, speeds: Speeds) -> None:
        model = ScriptedModel([SAID], name="m")
        for work, seconds in (("summary", 30), ("question", 20), ("questions", 5), ("question translated", 99)):
            await speeds.note("m", work, seconds)
        estimated = await estimate_for(here.document, "en", model, speeds)
        estimated.plan(here.note(), count=10)
        assert estimated.left_s == pytest.approx(30 + 5 + 10 * 20)
        assert not tried
        # the other way of making one was not measured
        await estimate_for(here.document, "ja", ScriptedModel([SAID], name="other"), speeds)
        assert tried

    at_desk(tmp_path, estimate)


def test_a_model_without_the_language_quotes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = fixed_speed(monkeypatch)

    async def estimate(here: NoteDesk, speeds: Speeds) -> None:
        model = ScriptedModel([SAID])
        model.languages = ("en",)
        estimated = await estimate_for(here.document, "ja", model, speeds)
        estimated.plan(here.note("ja"))
        assert estimated.left_s < 5
        assert not tried

    at_desk(tmp_path, estimate)


def test_the_time_left_is_told_before_it_starts_and_after_each_part(tmp_path: Path) -> None:
    async def make(here: NoteDesk, speeds: Speeds) -> None:
        for work in ("summary", "question", "questions"):
            await speeds.note("scripted", work, 10)
        note = here.note()
        events = await here.made(note, ScriptedModel([SAID]), speeds=speeds)
        assert isinstance(events[0], TimeEstimated)
        assert events[0].left_s == pytest.approx(120)
        left = [event.left_s for event in events if isinstance(event, TimeEstimated)]
        assert left == sorted(left, reverse=True)
        assert left[-1] == 0
        assert len(left) == 1 + sum(isinstance(event, ItemBegun) for event in events)
        assert isinstance(events[-1], NoteFinished)
        # and the next note knows better
        assert (await speeds.seconds("scripted"))["question"] < 10

    at_desk(tmp_path, make)


def test_a_note_that_goes_on_needs_the_time_of_what_is_left(tmp_path: Path) -> None:
    async def make(here: NoteDesk, speeds: Speeds) -> None:
        items = tuple(NoteItem(f"q{n}", f"What is {n}?", "own") for n in range(3))
        note = replace(here.note(), head=PaperHead(title="T"), items=items)
        async with aclosing(make_note(here.document, note, None, here.notes)) as events:
            async for event in events:
                if isinstance(event, ItemBegun) and event.item_id == "q2":
                    break
        await speeds.note("none", "question", 50)
        estimated = await estimate_for(here.document, "en", None, speeds)
        estimated.plan(await here.kept(note))
        assert estimated.left_s == pytest.approx(50)

    at_desk(tmp_path, make)


def test_a_model_that_dies_in_the_trial_costs_the_estimate_only(tmp_path: Path) -> None:
    class Dying(ScriptedModel):
        async def generate(self, messages: Sequence[Message], *, max_tokens: int, is_aside: bool = False) -> Any:
            if is_aside:
                raise WorkerDied("llm", -9)
            async with aclosing(super().generate(messages, max_tokens=max_tokens)) as pieces:
                async for piece in pieces:
                    yield piece

    async def make(here: NoteDesk, speeds: Speeds) -> None:
        events = await here.made(here.note(), Dying([SAID]), speeds=speeds)
        assert not any(isinstance(event, TimeEstimated) for event in events)
        assert isinstance(events[-1], NoteFinished)
        assert events[-1].note.status == "done"

    at_desk(tmp_path, make)


def test_addresses_take_no_time_where_the_paper_gives_them(tmp_path: Path) -> None:
    async def look(here: NoteDesk, speeds: Speeds) -> None:
        item = NoteItem("q", "Where is the code?", "set", kind="links")
        note = replace(here.note(), items=(item,))
        assert work_of(note, item) == "question"
        link = PaperLink("code", "https://example.org", 0)
        assert work_of(replace(note, head=PaperHead(links=(link,))), item) == "links"
        assert work_of(note, note.summary) == "summary"

    at_desk(tmp_path, look)


def test_vectors_that_are_missing_are_counted_in(tmp_path: Path) -> None:
    async def look(here: NoteDesk, speeds: Speeds) -> None:
        embedder: Any = WordEmbedder()
        missing = await missing_vectors(here.document, embedder)
        assert missing == 3
        assert 0 < await embedding_seconds(here.document, embedder, speeds) < 60
        await speeds.note(embedder.name, "passage", 2.0)
        assert await embedding_seconds(here.document, embedder, speeds) == pytest.approx(6)
        batch = await here.document.index.without_vector(embedder.name, 0, 10)
        vectors = await embedder.embed_passages([text for _, text in batch])
        await here.document.index.add_vectors(
            embedder.name, zip((passage_id for passage_id, _ in batch), vectors, strict=True)
        )
        assert await embedding_seconds(here.document, embedder, speeds) == 0

    at_desk(tmp_path, look)
