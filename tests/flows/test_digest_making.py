"""A digest's queue: worked through, paused, gone on with; what fails is named and stops nothing."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from reader.core.digest import DigestPaper
from reader.core.errors import (
    DigestRunning,
    FileMissing,
    ModelUnusable,
    OcrMissing,
    PasswordNeeded,
    StoreUnusable,
    WorkerDied,
)
from reader.core.paper_note import PaperNote
from reader.engine.llm import Message
from reader.engine.scripted import ScriptedModel
from reader.flows.digest_events import (
    DigestEvent,
    DigestFinished,
    DigestProgress,
    PaperBegun,
    PaperDone,
    PaperEmbedded,
    PaperFailed,
    PaperNoted,
    PaperRead,
)
from reader.flows.note_events import ItemFinished, NoteFinished, QuestionsChosen
from tests.flows.desk import RecogniserInMemory
from tests.flows.digest_desk import PAPERS, SAID, DigestDesk, digest_desk, paper
from tests.word_embedder import WordEmbedder

T = TypeVar("T")
ANT, BEE, CAT = PAPERS


def at_desk(folder: Path, work: Callable[[DigestDesk], Awaitable[T]], papers: Any = PAPERS) -> T:
    async def run() -> T:
        async with digest_desk(folder, papers) as here:
            return await work(here)

    return asyncio.run(run())


def of_kind(events: Sequence[DigestEvent], kind: type[T]) -> list[T]:
    return [event for event in events if isinstance(event, kind)]


class FailingModel(ScriptedModel):
    """Fails at every prompt that names one of these."""

    def __init__(self, *names: str) -> None:
        super().__init__([SAID])
        self.names = names

    async def generate(self, messages: Sequence[Message], *, max_tokens: int, is_aside: bool = False) -> Any:
        if any(name in message.content for name in self.names for message in messages):
            raise WorkerDied("llm", -9)
        async with aclosing(super().generate(messages, max_tokens=max_tokens, is_aside=is_aside)) as pieces:
            async for piece in pieces:
                yield piece


def test_papers_are_made_in_order_and_each_step_is_told(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        await here.add()
        events = await here.made()
        assert here.opened == [ANT, BEE, CAT]
        for file in PAPERS:
            told = [event for event in events if getattr(event, "file", "") == file]
            assert isinstance(told[0], PaperBegun)
            assert [type(event) for event in told if isinstance(event, PaperRead)]
            assert told[-1] == PaperDone(file, (await here.kept()).paper(file).note_id)
            finished = [event.event for event in of_kind(told, PaperNoted) if isinstance(event.event, ItemFinished)]
            assert len(finished) == 3, "a summary and two questions"
            note = await here.note_of(file)
            assert note.status == "done"
            assert note.file == file
        last = events[-1]
        assert isinstance(last, DigestFinished)
        assert last.digest == await here.kept()
        assert last.digest.state == "done"
        assert of_kind(events, DigestProgress)[-1] == DigestProgress(3, 0, 3, 0.0)

    at_desk(tmp_path, make)


def test_the_time_left_is_told_from_the_first_answer_on_and_falls(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        await here.add()
        left = [event.left_s for event in of_kind(await here.made(ScriptedModel([SAID])), DigestProgress)]
        known = [seconds for seconds in left if seconds is not None]
        assert known[0] > 0
        assert known[-1] == 0
        assert len(known) >= 9, "after each answer"

    at_desk(tmp_path, make)


def test_papers_that_fail_are_named_and_the_others_made(tmp_path: Path) -> None:
    papers = {
        "/p/secret.pdf": PasswordNeeded("/p/secret.pdf"),
        **PAPERS,
        "/p/gone.pdf": FileMissing("/p/gone.pdf"),
        "/p/picture.pdf": ("", " "),
        "/p/odd.pdf": StoreUnusable("/p/odd.db", "it is locked"),
    }

    async def make(here: DigestDesk) -> None:
        await here.add()
        events = await here.made()
        assert of_kind(events, PaperFailed) == [
            PaperFailed("/p/secret.pdf", "PasswordNeeded", "secret.pdf is protected by a password."),
            PaperFailed("/p/gone.pdf", "FileMissing", "gone.pdf cannot be found."),
            PaperFailed("/p/picture.pdf", "NoText", "picture.pdf has no text that can be read."),
            PaperFailed("/p/odd.pdf", "StoreUnusable", "odd.db cannot be used: it is locked."),
        ]
        digest = await here.kept()
        assert [paper.status for paper in digest.papers] == ["failed", "done", "done", "done"] + ["failed"] * 3
        assert digest.papers[0] == DigestPaper(
            "/p/secret.pdf", status="failed", error="PasswordNeeded", message="secret.pdf is protected by a password."
        )
        assert digest.state == "done"

        # With the password it goes on, and makes nothing else again.
        here.papers["/p/secret.pdf"] = paper("SECRET")
        here.opened.clear()
        await here.digests.try_again("d1", ["/p/secret.pdf"])
        await here.made()
        assert here.opened == ["/p/secret.pdf"]
        assert (await here.kept()).papers[0].status == "done"

    at_desk(tmp_path, make, papers)


def test_a_bug_in_one_paper_does_not_end_the_night(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def make(here: DigestDesk) -> None:
        await here.add()
        del here.papers[BEE]  # opening it raises KeyError
        events = await here.made()
        assert of_kind(events, PaperFailed) == [PaperFailed(BEE, "", f"KeyError: '{BEE}'")]
        assert (await here.kept()).count("done") == 2
        assert "Traceback" in caplog.text

    at_desk(tmp_path, make)


def test_where_the_library_cannot_be_written_the_run_ends(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        await here.add()
        here.papers[BEE] = StoreUnusable("/home/library.db", "the disk is full")
        with pytest.raises(StoreUnusable, match=r"library\.db"):
            await here.made()
        assert (await here.kept()).state == "paused"

    at_desk(tmp_path, make)


def test_a_model_that_fails_leaves_a_note_to_be_completed(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        await here.add(model="scripted")
        events = await here.made(FailingModel("BEE"))
        (failed,) = of_kind(events, PaperFailed)
        assert failed.file == BEE
        assert failed.message.startswith("3 of 3 parts are missing. The helper process for llm stopped")
        digest = await here.kept()
        assert [paper.status for paper in digest.papers] == ["done", "failed", "done"]
        note_id = digest.paper(BEE).note_id
        await here.digests.try_again("d1")
        model = ScriptedModel([SAID])
        await here.made(model)
        assert (await here.kept()).paper(BEE) == DigestPaper(BEE, note_id, status="done")
        assert model.prompts

    at_desk(tmp_path, make)


def test_closing_is_a_pause_and_no_finished_answer_is_made_again(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        await here.add(model="scripted")
        first = ScriptedModel([SAID])
        finished = 0
        async with aclosing(here.making(first)) as events:
            async for event in events:
                finished += isinstance(event, PaperNoted) and isinstance(event.event, ItemFinished)
                if finished == 5:  # in the middle of the second paper
                    break
        digest = await here.kept()
        assert digest.state == "paused"
        assert digest.papers[0].status == "done"
        assert digest.count("running") == 0
        before = await here.note_of(BEE)
        done = [part.answer for part in before.parts if part.is_finished]
        assert len(done) >= 2

        second = ScriptedModel([SAID])
        here.opened.clear()
        events = await here.made(second)  # type: ignore[assignment]
        assert here.opened == [BEE, CAT]
        assert not {"ANT"} & {name for prompt in second.prompts for name in ("ANT",) if name in str(prompt)}
        note = await here.note_of(BEE)
        assert PaperNoted(BEE, QuestionsChosen(before.items)) in events
        assert [part.answer for part in note.parts if part.answer in done] == done
        assert (await here.kept()).state == "done"

    at_desk(tmp_path, make)


def test_cancelling_the_task_is_a_pause_too(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        await here.add(model="scripted")
        gate = asyncio.Event()
        began = asyncio.Event()

        async def work() -> None:
            async with aclosing(here.making(ScriptedModel([SAID], gate=gate))) as events:
                async for event in events:
                    if isinstance(event, PaperNoted):
                        began.set()

        task = asyncio.create_task(work())
        await began.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        digest = await here.kept()
        assert (digest.state, digest.count("waiting")) == ("paused", 3)

    at_desk(tmp_path, make)


def test_several_papers_are_made_at_a_time_where_the_model_allows(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        await here.add(model="scripted")
        running: set[str] = set()
        most = 0
        async with aclosing(here.making(ScriptedModel([SAID]), parallel=2)) as events:
            async for event in events:
                if isinstance(event, PaperBegun):
                    running.add(event.file)
                elif isinstance(event, PaperDone):
                    running.discard(event.file)
                most = max(most, len(running))
        assert most == 2
        assert (await here.kept()).count("done") == 3

    at_desk(tmp_path, make)


def test_the_queue_is_changed_while_it_is_worked_through(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        await here.add()
        here.papers["/p/DOG.pdf"] = paper("DOG")
        async with aclosing(here.making()) as events:
            async for event in events:
                if event == PaperBegun(ANT):
                    await here.digests.add_papers("d1", ["/p/DOG.pdf"])
                    await here.digests.remove_paper("d1", BEE)
                    await here.digests.set_order("d1", ["/p/DOG.pdf", CAT])
                    await here.digests.set_title("d1", CAT, "The cat")
        assert here.opened == [ANT, "/p/DOG.pdf", CAT]
        digest = await here.kept()
        assert [paper.status for paper in digest.papers] == ["done"] * 3
        assert digest.paper(CAT).title == "The cat"

    at_desk(tmp_path, make)


def test_a_note_that_is_there_is_taken_and_another_model_makes_its_own(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        digest = await here.add(model="scripted")
        await here.made(ScriptedModel([SAID]))
        model = ScriptedModel([SAID])
        # The same paper in another digest, under another name.
        here.papers["/p/copy.pdf"] = here.papers[ANT]
        again = replace(digest, papers=(DigestPaper("/p/copy.pdf"),))
        await here.digests.delete("d1")
        await here.digests.add(again)
        await here.made(model)
        assert not model.prompts
        first: PaperNote = await here.note_of("/p/copy.pdf")
        assert first.file == ANT
        await here.digests.delete("d1")
        await here.digests.add(replace(again, model="another", question_set=""))
        await here.made(model, questions=1)
        assert model.prompts
        second = await here.note_of("/p/copy.pdf")
        assert second.note_id != first.note_id
        # Its own is taken however few questions it has, that of another digest only with as many as are wanted.
        await here.digests.set_failed("d1", "/p/copy.pdf", "", "It was cut off.")
        await here.digests.try_again("d1")
        await here.made(model, questions=3)
        assert (await here.note_of("/p/copy.pdf")).note_id == second.note_id
        await here.digests.delete("d1")
        await here.digests.add(again)
        await here.made(model, questions=3)
        assert (await here.note_of("/p/copy.pdf")).note_id not in (first.note_id, second.note_id)

    at_desk(tmp_path, make)


def test_a_file_with_other_content_gets_another_note(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        await here.add(papers=(DigestPaper(ANT, "a note that is gone"),))
        await here.made()
        first = await here.note_of(ANT)
        here.papers[ANT] = paper("ANTS")
        here.books.clear()
        (here.folder / "ANT.db").unlink()
        await here.digests.delete("d1")
        await here.add(papers=(DigestPaper(ANT, first.note_id),))
        await here.made()
        assert (await here.note_of(ANT)).document_id != first.document_id

    at_desk(tmp_path, make)


def test_vectors_are_made_first_and_a_broken_embedder_costs_only_them(tmp_path: Path) -> None:
    class BrokenEmbedder(WordEmbedder):
        async def embed_passages(self, texts: Sequence[str], /) -> list[bytes]:
            raise ModelUnusable("e5", "it is broken")

    async def make(here: DigestDesk) -> None:
        await here.add(papers=(DigestPaper(ANT),))
        events = await here.made(embedder=WordEmbedder())
        embedded = of_kind(events, PaperEmbedded)
        assert embedded[-1].coverage.is_complete
        assert isinstance(of_kind(events, PaperNoted)[-1].event, NoteFinished)
        await here.digests.add_papers("d1", [BEE])
        events = await here.made(embedder=BrokenEmbedder())
        assert of_kind(events, PaperDone)[0].file == BEE

    at_desk(tmp_path, make)


def test_pictures_are_read_where_that_can_be_done(tmp_path: Path) -> None:
    papers = {"/p/scan.pdf": ("", ""), ANT: PAPERS[ANT]}

    async def make(here: DigestDesk) -> None:
        await here.add()
        missing = RecogniserInMemory({}, {0: [OcrMissing()]})  # type: ignore[list-item]
        events = await here.made(recogniser=missing)
        assert [failed.error for failed in of_kind(events, PaperFailed)] == ["OcrMissing"]
        await here.digests.try_again("d1")
        events = await here.made(recogniser=RecogniserInMemory(dict(enumerate(paper("SCAN")))))
        assert [event.file for event in of_kind(events, PaperDone)] == ["/p/scan.pdf"]
        summary = (await here.note_of("/p/scan.pdf")).summary.answer
        assert summary is not None
        assert all(citation.is_ocr for claim in summary.claims for citation in claim.citations)

    at_desk(tmp_path, make, papers)


def test_a_digest_is_made_by_one_at_a_time(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        await here.add()
        async with aclosing(here.making()) as events:
            async for event in events:
                if event == PaperBegun(BEE):
                    with pytest.raises(DigestRunning):
                        await here.made()
        assert here.opened == [ANT, BEE, CAT]
        assert (await here.kept()).count("done") == 3
        await here.made()

    at_desk(tmp_path, make)


def test_a_digest_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    async def make(here: DigestDesk) -> None:
        with pytest.raises(KeyError):
            await here.made()

    at_desk(tmp_path, make)


def test_a_program_that_is_killed_in_an_answer_goes_on_without_repeating_a_finished_one(tmp_path: Path) -> None:
    script = Path(__file__).with_name("digesting_program.py")
    log = tmp_path / "calls.log"

    def start(*more: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, str(script), str(tmp_path), *more],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(script.parents[2])},
        )

    program = start("5")  # it stalls in the middle of its fifth answer
    assert program.stdout is not None
    with program, program.stdout:
        while program.stdout.readline().strip() != "stalled":
            pass
        program.kill()
    assert program.returncode == -9
    asked = log.read_text("utf-8").splitlines()
    assert len(asked) == 5

    async def state(here: DigestDesk) -> tuple[list[str], int]:
        digest = await here.kept()
        notes = [await here.notes.note(paper.note_id) for paper in digest.papers if paper.note_id]
        finished = sum(part.is_finished for note in notes if note is not None for part in note.parts)
        return [paper.status for paper in digest.papers], finished

    assert at_desk(tmp_path, state) == (["done", "running", "waiting"], 4)

    program = start()
    assert program.stdout is not None
    with program, program.stdout:
        lines = program.stdout.read().splitlines()
    assert program.returncode == 0
    assert lines[-1] == "done"
    assert at_desk(tmp_path, state) == (["done"] * 3, 9)
    # Only what was cut off was asked a second time.
    again = log.read_text("utf-8").splitlines()
    assert len(again) == 9 + 1
    assert [question for question in set(again) if again.count(question) > 1] == [asked[-1]]
