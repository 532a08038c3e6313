"""A digest written as Markdown, whole or not at all, as far as it has come."""

from pathlib import Path

from reader.core.digest import Digest
from reader.core.digest_markdown import digest_to_markdown, index_to_markdown, note_file_names, notes_to_markdown
from reader.core.paper_note import PaperNote
from reader.flows.exporting import link_target, write_text
from reader.store.paper_notes import PaperNotes


async def notes_of(digest: Digest, store: PaperNotes) -> dict[str, PaperNote]:
    """The notes of its papers that are in the library, by note_id."""
    found = [await store.note(paper.note_id) for paper in digest.papers if paper.note_id]
    return {note.note_id: note for note in found if note is not None}


async def digest_text(digest: Digest, store: PaperNotes, target: Path) -> str:
    """One Markdown text with links as they are from that file."""
    pdfs = {paper.file: link_target(Path(paper.file), target) for paper in digest.papers}
    return digest_to_markdown(digest, await notes_of(digest, store), pdfs)


async def write_digest(digest: Digest, store: PaperNotes, target: Path, *, is_split: bool = False) -> Path:
    """Write the file, or the index and the notes of a folder; the file that has the contents. Raises ExportFailed."""
    if not is_split:
        await write_text(target, await digest_text(digest, store, target))
        return target
    notes, names = await notes_of(digest, store), note_file_names(digest)
    index = target / "index.md"
    pdfs = {paper.file: link_target(Path(paper.file), index) for paper in digest.papers}
    for file, text in notes_to_markdown(digest, notes, pdfs):
        await write_text(target / names[file], text)
    # At the end: it leads to no file that is not there.
    await write_text(index, index_to_markdown(digest, notes, names))
    return index
