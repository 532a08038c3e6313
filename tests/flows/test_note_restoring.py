import asyncio
from pathlib import Path

from reader.core.note_check import NoteCheck
from reader.core.note_markdown import note_to_markdown
from reader.core.note_reading import read_note
from reader.core.paper_note import PaperNote
from reader.flows.note_restoring import _said, restore_note
from reader.store.library import open_library_database
from reader.store.paper_notes import PaperNotes
from tests.flows.desk import desk
from tests.flows.test_note_checking import NOTE


def restored(folder: Path, *texts: str) -> tuple[list[NoteCheck], list[PaperNote]]:
    """The checks of these files, one after the other, and what the library has then."""

    async def run() -> tuple[list[NoteCheck], list[PaperNote]]:
        database = await open_library_database(folder / "notes.db")
        try:
            async with desk(folder) as here:
                await here.read()
                store = PaperNotes(database)
                checks = [await restore_note(here.document, read_note(text), store) for text in texts]
                return checks, await store.notes(here.document.document_id)
        finally:
            await database.close()

    return asyncio.run(run())


TEXT = note_to_markdown(NOTE, "paper.pdf")


def test_a_note_comes_into_the_library_with_places_that_can_be_shown(tmp_path: Path) -> None:
    (check,), (kept,) = restored(tmp_path, TEXT)
    assert check.holds
    assert _said(kept) == _said(check.note)
    assert (kept.note_id, kept.created) == (NOTE.note_id, NOTE.created)
    answer = kept.item("q1").answer
    assert answer is not None
    assert answer.claims[0].citations[0].rects


def test_the_same_note_is_not_kept_twice(tmp_path: Path) -> None:
    checks, notes = restored(tmp_path, TEXT, TEXT)
    assert notes == [checks[1].note]
    assert checks[0].note.note_id == checks[1].note.note_id


def test_an_edited_note_stands_beside_the_one_it_was(tmp_path: Path) -> None:
    checks, notes = restored(tmp_path, TEXT, TEXT.replace("It is an optimiser.", "It is LOMO."))
    assert [_said(note) for note in notes] == [_said(check.note) for check in checks]
    assert notes[0].note_id != notes[1].note_id


def test_a_note_without_a_comment_about_itself_gets_an_id(tmp_path: Path) -> None:
    (check,), _ = restored(tmp_path, TEXT[: TEXT.index("<!-- note")])
    assert check.note.note_id
    assert check.note.created
