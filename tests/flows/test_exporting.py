import asyncio
import os
import re
from contextlib import aclosing
from pathlib import Path
from urllib.parse import unquote

import pytest

from reader.core.answer import Note
from reader.core.bookmarks import Bookmark
from reader.core.errors import ExportFailed
from reader.engine.scripted import ScriptedModel
from reader.flows import exporting
from reader.flows.answering import answer
from reader.flows.exporting import export_document, export_note
from reader.store.bookmarks import BookmarkStore
from reader.store.library import open_library_database
from tests.core.paper_notes import ENGLISH, MARKS
from tests.flows.desk import BOOK, Desk, desk

SAID = "LOMO reduces the memory usage to 10.8 % of the standard solution."


async def ask(here: Desk, question: str, said: str = SAID) -> None:
    await here.read()
    async with aclosing(answer(here.document, question, ScriptedModel([said]), here.notebook)) as events:
        async for _ in events:
            pass


def exported(folder: Path, target: Path, question: str = "How far does LOMO reduce the memory?") -> str:
    async def export() -> str:
        async with desk(folder) as here:
            await ask(here, question)
            time = "2026-01-01T00:00:00+00:00"
            note = Note("n1", here.document.document_id, "My *own* words", 2, "AdamW", (), time, time)
            await here.notebook.save_note(note)
            file = await export_document(here.document, here.notebook, here.marks, target)
            assert file == target
            return file.read_text("utf-8")

    return asyncio.run(export())


def test_an_export_holds_questions_answers_notes_and_links_that_work(tmp_path: Path) -> None:
    text = exported(tmp_path, tmp_path / "notes" / "out.md")
    assert "# A Method for Saving Memory" in text
    assert "### How far does LOMO reduce the memory?" in text
    assert "My *own* words" in text
    links = re.findall(r"\]\(([^)#]+)#page=(\d+)\)", text)
    assert [int(page) for _, page in links] == [2, 3]
    for target, page in links:
        assert (tmp_path / "notes" / unquote(target)).resolve() == tmp_path / "paper.pdf"
        assert int(page) <= len(BOOK)


def test_an_export_lists_the_bookmarks(tmp_path: Path) -> None:
    async def export() -> str:
        async with desk(tmp_path) as here:
            database = await open_library_database(tmp_path / "bookmarks.db")
            try:
                store, document_id = BookmarkStore(database), here.document.document_id
                await store.save(Bookmark("b1", document_id, 3, 0.1, "Where *it* begins", "", "2026"))
                await store.save(Bookmark("b2", document_id, 0, 0.5, "", "a", "2026"))
                target = tmp_path / "out.md"
                file = await export_document(here.document, here.notebook, here.marks, target, store)
                return file.read_text("utf-8")
            finally:
                await database.close()

    text = asyncio.run(export())
    assert text.endswith(
        "## Bookmarks\n\n- [(p.1)](paper.pdf#page=1)\n- Where \\*it\\* begins [(p.4)](paper.pdf#page=4)\n"
    )


def test_an_export_speaks_the_language_of_most_answers(tmp_path: Path) -> None:
    text = exported(tmp_path, tmp_path / "out.md", "LOMOはどのようにメモリを減らすか？")
    assert "language: ja" in text
    assert "## ハイライトとメモ" in text


def test_an_export_over_an_older_one_replaces_it_whole(tmp_path: Path) -> None:
    (tmp_path / "out.md").write_text("old " * 10_000)
    assert "old old" not in exported(tmp_path, tmp_path / "out.md")
    assert sorted(path.name for path in tmp_path.glob("*.md")) == ["out.md"]


def test_a_place_that_cannot_be_written_is_an_expected_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "file" / "out.md", tmp_path / "folder"):
        with pytest.raises(ExportFailed) as failure:
            exported(tmp_path, target)
        assert target.name in failure.value.title
    assert list(tmp_path.rglob("*.new")) == []


def test_a_full_disk_leaves_the_older_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out.md").write_text("old")

    def write_half(self: Path, text: str, *_: object, **__: object) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", write_half)
    with pytest.raises(ExportFailed, match="No space left"):
        exported(tmp_path, tmp_path / "out.md")
    assert (tmp_path / "out.md").read_text() == "old"
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".new")]  # noqa: PTH208


def test_a_pdf_on_another_drive_is_linked_by_its_whole_path(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", refuse)
    assert exporting.link_target(Path("/some where/p.pdf"), Path("/out.md")) == "file:///some where/p.pdf"


def test_a_file_name_that_is_no_unicode_is_exported(tmp_path: Path) -> None:
    async def export() -> str:
        async with desk(tmp_path) as here:
            here.book.path = tmp_path / "caf\udce9.pdf"
            here.document.title = "caf\udce9"
            await ask(here, "How far does LOMO reduce the memory?")
            file = await export_document(here.document, here.notebook, here.marks, tmp_path / "out.md")
            return file.read_text("utf-8")

    assert "(caf%E9.pdf#page=2)" in asyncio.run(export())


def test_a_paper_note_links_its_pdf_from_where_it_is_written(tmp_path: Path) -> None:
    target = tmp_path / "notes" / "lomo.md"
    assert asyncio.run(export_note(ENGLISH, tmp_path / "papers" / "a b.pdf", target, MARKS)) == target
    text = target.read_text("utf-8")
    assert 'pdf: "../papers/a b.pdf"' in text
    assert "[(p.4)](../papers/a%20b.pdf#page=4)" in text
    assert "## Highlights and notes" in text
