"""Paper notes are kept answer by answer, and come back as they were."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from reader.core.answer import Answer, Citation, Claim, Coverage, Verdict
from reader.core.document import Rect
from reader.core.paper_head import PaperHead, PaperLink
from reader.core.paper_note import SUMMARY, NoteItem, PaperNote
from reader.store.library import open_library_database
from reader.store.paper_notes import PaperNotes

T = TypeVar("T")

HEAD = PaperHead(
    title="On Counting",
    authors=("A. Adder", "B. Bit"),
    arxiv_id="2401.00001",
    arxiv_version="v2",
    categories=("cs.CL",),
    updated="2024-01-09",
    links=(PaperLink("code", "https://example.org/code", 1),),
    edited=("title",),
)
NOTE = PaperNote(
    note_id="n1",
    document_id="d1",
    file="/papers/counting.pdf",
    language="ja",
    model="none",
    question_set="paper",
    status="running",
    created="2026-01-01T00:00:00+00:00",
    modified="2026-01-01T00:00:00+00:00",
    head=HEAD,
    items=(NoteItem("q1", "What is counted?", "set"), NoteItem("q2", "And why?", "own")),
)


def an_answer(status: str = "answered") -> Answer:
    citation = Citation(2, "3", "Sheep are counted.", (Rect(0.1, 0.2, 0.9, 0.25),), 0.9)
    claim = Claim("Sheep are counted.", Verdict.EXACT, (citation,))
    return Answer("a1", "d1", "What is counted?", status, "en", (claim,), (2,), Coverage(3, 3), "none", "2026")  # type: ignore[arg-type]


def with_notes(folder: Path, work: Callable[[PaperNotes], Awaitable[T]]) -> T:
    async def run() -> T:
        database = await open_library_database(folder / "library.db")
        try:
            return await work(PaperNotes(database))
        finally:
            await database.close()

    return asyncio.run(run())


def test_a_note_comes_back_as_it_was(tmp_path: Path) -> None:
    async def save(notes: PaperNotes) -> None:
        await notes.save(NOTE.with_answer("q1", an_answer()))

    with_notes(tmp_path, save)
    found = with_notes(tmp_path, lambda notes: notes.notes("d1"))
    assert found == [NOTE.with_answer("q1", an_answer())]
    assert found[0].item("q1").is_finished
    assert not found[0].summary.is_finished


def test_an_answer_is_kept_by_itself_and_replaced(tmp_path: Path) -> None:
    async def save(notes: PaperNotes) -> None:
        await notes.save(NOTE)
        await notes.answers_of("n1", SUMMARY).save_answer(an_answer("running"))
        await notes.save_answer("n1", "q2", an_answer("running"))
        await notes.save_answer("n1", "q2", an_answer())

    with_notes(tmp_path, save)
    note = with_notes(tmp_path, lambda notes: notes.note("n1"))
    assert note is not None
    assert note.summary.answer == replace(an_answer(), status="stopped"), "a crash cut it off"
    assert note.item("q2").answer == an_answer()


def test_saving_a_note_drops_answers_it_no_longer_has_and_deleting_drops_all(tmp_path: Path) -> None:
    async def work(notes: PaperNotes) -> PaperNote | None:
        await notes.save(NOTE.with_answer("q1", an_answer()))
        await notes.save(NOTE)
        bare = await notes.note("n1")
        assert bare == NOTE
        await notes.save_answer("n1", "q1", an_answer())
        await notes.delete("n1")
        await notes.save(NOTE)
        return await notes.note("n1")

    assert with_notes(tmp_path, work) == NOTE
