"""Notes in Markdown files: reading one, and finding the PDF that it is about."""

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from reader.core.errors import FileMissing, NotANote
from reader.core.note_reading import NoteReading, read_notes
from reader.flows.locating import find_again
from reader.store.library import Library

_LARGEST_BYTES = 50_000_000


async def read_note_file(path: Path) -> list[NoteReading]:
    """The note of a file, or all of a digest's. Raises FileMissing, NotANote."""
    return await asyncio.to_thread(_read, path)


def _read(path: Path) -> list[NoteReading]:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise NotANote(str(path))
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise NotANote(str(path)) from failure
    except OSError as failure:
        raise FileMissing(str(path)) from failure
    return read_notes(text, str(path))


async def pdf_of(path: Path, reading: NoteReading, library: Library) -> Path:
    """The PDF of a note: where its file says, by preference with the content that it was made from; else wherever the
    library knows that content. Raises FileMissing."""
    named = list(_named(path, reading.pdfs))
    there = await asyncio.to_thread(_best, named, reading.note.document_id)
    if there is not None:
        return there
    wanted = named[0] if named else path.with_suffix(".pdf")
    found = await find_again(library, reading.note.document_id, wanted) if reading.note.document_id else None
    if found is None:
        raise FileMissing(str(wanted))
    return found


def _named(path: Path, pdfs: Sequence[str]) -> Iterator[Path]:
    """As seen from the note's file. A path that is no path of this system names nothing."""
    for pdf in pdfs:
        place = urlsplit(pdf) if pdf.startswith("file:") else None
        named = Path(unquote(place.path)) if place is not None else Path(pdf)
        if "\0" not in str(named):
            yield path.absolute().parent / named


def _best(named: Sequence[Path], document_id: str) -> Path | None:
    """The one with the same content, else the first that there is."""
    there = [file for file in named if _is_file(file)]
    if len(there) > 1:
        there.sort(key=lambda file: _sha256(file) != document_id)
    return there[0].resolve() if there else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long
        return False


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
