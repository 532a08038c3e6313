"""A note from a Markdown file taken into the library: checked against its PDF first, beside what is there."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

from reader.core.note_check import NoteCheck
from reader.core.note_reading import NoteReading
from reader.core.paper_note import NoteItem, PaperNote
from reader.flows.note_checking import check_note
from reader.flows.opening import OpenDocument
from reader.store.paper_notes import PaperNotes


async def restore_note(document: OpenDocument, reading: NoteReading, store: PaperNotes) -> NoteCheck:
    """The check, whose note is in the library: the one that was there, where it says the same, else another one.

    All pages must have been read. A note that is in the library is never changed.
    """
    check = await check_note(document, reading)
    note = check.note
    kept = await store.note(note.note_id) if note.note_id else None
    if kept is not None and _said(kept) == _said(note):
        return replace(check, note=kept)
    now = datetime.now(UTC).isoformat()
    note = replace(
        note,
        note_id=note.note_id if note.note_id and kept is None else uuid.uuid4().hex,
        created=note.created or now,
        modified=now,
    )
    await store.save(note)
    return replace(check, note=note)


def _said(note: PaperNote) -> tuple[object, ...]:
    """What a note says, and what of it is verified, without the places, which a check finds anew."""
    return (note.document_id, note.head, *(_of(part) for part in note.parts))


def _of(item: NoteItem) -> tuple[object, ...]:
    claims = () if item.answer is None else item.answer.claims
    return (item.question, *((claim.text, claim.verdict, claim.pages) for claim in claims))
