"""A paper in memory to make notes of, the notes in a library on disk, and what comes of making one."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.core.paper_head import PaperHead
from reader.core.paper_note import NoteItem, PaperNote
from reader.flows.note_events import NoteEvent
from reader.flows.note_making import make_note, new_note
from reader.flows.opening import OpenDocument
from reader.store.library import open_library_database
from reader.store.paper_notes import PaperNotes
from tests.flows.desk import desk

PAPER = (
    "A Method for Saving Memory\n\n"
    "We propose a new optimiser, LOw-Memory Optimization (LOMO), for large language models. LOMO updates each\n"
    "parameter as soon as its gradient is computed. With LOMO the memory usage falls to 10.8 % of the standard\n"
    "solution. The code is available at https://example.org/lomo.",
    "Training a 65B model with LOMO is possible on one machine with eight RTX 3090 GPUs. We evaluate LOMO on the\n"
    "SuperGLUE datasets. Existing approaches tune only a small number of parameters, unlike LOMO.",
    "A limitation of LOMO is that precision suffers with half precision numbers. The throughput of AdamW is lower\n"
    "than that of LOMO by a factor of eleven on the same machine.",
)


SAID = "With LOMO the memory usage falls to 10.8 % of the standard solution."


@dataclass(frozen=True, slots=True)
class NoteDesk:
    document: OpenDocument
    notes: PaperNotes
    library_file: Path

    def note(self, language: str = "en", **fields: Any) -> PaperNote:
        return new_note(self.document, language=language, **fields)

    async def made(self, note: PaperNote, model: Any = None, **options: Any) -> list[NoteEvent]:
        async with aclosing(make_note(self.document, note, model, self.notes, **options)) as events:
            return [event async for event in events]

    async def kept(self, note: PaperNote) -> PaperNote:
        kept = await self.notes.note(note.note_id)
        assert kept is not None
        return kept


@asynccontextmanager
async def note_desk(folder: Path, texts: Sequence[str] = PAPER) -> AsyncGenerator[NoteDesk, None]:
    """The paper, all of it read."""
    async with desk(folder, texts) as here:
        await here.read()
        database = await open_library_database(here.library_file)
        try:
            yield NoteDesk(here.document, PaperNotes(database), here.library_file)
        finally:
            await database.close()


def two_questions(here: NoteDesk, **fields: Any) -> PaperNote:
    items = (
        NoteItem("q1", "How far does LOMO reduce the memory usage?", "own"),
        NoteItem("q2", "What is LOMO?", "own"),
    )
    return replace(here.note(**fields), head=PaperHead(title="Saving Memory"), items=items)
