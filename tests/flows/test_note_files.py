import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.document import DocumentInfo, PageSize
from reader.core.errors import FileMissing, NotANote
from reader.core.note_markdown import note_section, note_to_markdown
from reader.core.note_reading import read_note
from reader.flows.note_files import pdf_of, read_note_file
from reader.store.library import Library, open_library_database
from tests.core.paper_notes import ENGLISH, JAPANESE

CONTENT = b"%PDF of a sort"
SHA = hashlib.sha256(CONTENT).hexdigest()
NOTE = replace(ENGLISH, document_id=SHA)


def found(note_file: Path, pdf: str, *known: Path) -> Path:
    """`known`: where the library has seen the PDF."""

    async def find() -> Path:
        database = await open_library_database(note_file.parent / "library.db")
        try:
            library = Library(database)
            for path in known:
                info = DocumentInfo(str(path), SHA, (PageSize(1, 1),), None, "", "", is_repaired=False)
                await library.remember(info, path, "LOMO")
            return await pdf_of(note_file, read_note(note_to_markdown(NOTE, pdf)), library)
        finally:
            await database.close()

    return asyncio.run(find())


def write(path: Path, content: bytes = CONTENT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_the_pdf_is_found_as_the_note_names_it(tmp_path: Path) -> None:
    pdf = write(tmp_path / "my papers" / "a (1) #2.pdf")
    assert found(tmp_path / "notes" / ".." / "n.md", "my papers/a (1) #2.pdf") == pdf
    assert found(tmp_path / "n.md", f"file:///{str(pdf).lstrip('/')}") == pdf
    assert found(tmp_path / "n.md", str(pdf)) == pdf


def test_a_pdf_that_was_changed_is_still_the_notes_pdf(tmp_path: Path) -> None:
    pdf = write(tmp_path / "a.pdf", b"other")
    assert found(tmp_path / "n.md", "a.pdf") == pdf


def test_of_two_that_are_named_the_one_with_the_same_content_counts(tmp_path: Path) -> None:
    write(tmp_path / "old.pdf", b"other")
    pdf = write(tmp_path / "new.pdf")
    text = note_to_markdown(NOTE, "new.pdf").replace('pdf: "new.pdf"', 'pdf: "old.pdf"')

    async def find() -> Path:
        database = await open_library_database(tmp_path / "library.db")
        try:
            return await pdf_of(tmp_path / "n.md", read_note(text), Library(database))
        finally:
            await database.close()

    assert asyncio.run(find()) == pdf


def test_a_pdf_that_moved_is_found_by_its_content(tmp_path: Path) -> None:
    pdf = write(tmp_path / "elsewhere" / "b.pdf")
    assert found(tmp_path / "n.md", "gone.pdf", pdf) == pdf


def test_a_pdf_that_is_nowhere_is_told_with_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "c"
    folder.mkdir(parents=True)
    for name in ("gone.pdf", "a\0b.pdf", "x" * 5000):
        with pytest.raises(FileMissing):
            found(folder / "n.md", name)


def test_files_with_one_note_or_several_are_read(tmp_path: Path) -> None:
    one = write(tmp_path / "one.md", note_to_markdown(NOTE, "a.pdf").encode())
    several = "# Digest\n\n" + note_section(NOTE, "a.pdf") + "\n" + note_section(JAPANESE, "b.pdf")
    readings = asyncio.run(read_note_file(one))
    assert [reading.note.note_id for reading in readings] == ["n1"]
    readings = asyncio.run(read_note_file(write(tmp_path / "two.markdown", several.encode())))
    assert [(reading.note.note_id, reading.pdfs) for reading in readings] == [("n1", ("a.pdf",)), ("n2", ("b.pdf",))]


def test_what_is_no_note_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (b"", b"# Some text", b"\xff\xfe\x00"):
        with pytest.raises(NotANote, match=r"^n\.md is no paper note"):
            asyncio.run(read_note_file(write(tmp_path / "n.md", content)))
    with pytest.raises(FileMissing):
        asyncio.run(read_note_file(tmp_path / "other.md"))
    monkeypatch.setattr("reader.flows.note_files._LARGEST_BYTES", 5)
    with pytest.raises(NotANote):
        asyncio.run(read_note_file(write(tmp_path / "n.md", note_to_markdown(NOTE, "a.pdf").encode())))
