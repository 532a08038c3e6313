import asyncio
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader import paths
from reader.core.answer import Coverage
from reader.core.document import PageText
from reader.core.errors import FileMissing, NotAPdf, PageBroken, ReaderError, StoreUnusable, WorkerDied
from reader.core.page_layout import Position
from reader.engine.pdf import PdfFile
from reader.flows import opening
from reader.flows.indexing import read_all
from reader.flows.opening import OpenDocument, glance_at, open_document
from reader.store.library import Library, open_library_database
from tests.flows.desk import desk
from tests.tiny_pdf import PASSAGE, write_pdf


@pytest.fixture(autouse=True)
def _light_children() -> Iterator[None]:
    """Children do not import the main module (pytest) once more."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
        monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
        yield


def write_paper(path: Path) -> Path:
    return write_pdf(path, PASSAGE, ["Second page"], change=lambda document: document.set_toc([[1, "Opening", 1]]))


@dataclass(frozen=True, slots=True)
class Seen:
    title: str
    outline: tuple[str, ...]
    coverage: Coverage
    path: Path
    document_id: str


async def look(path: Path, library: Library | None = None) -> Seen:
    document = await open_document(path, library)
    try:
        seen = Seen(
            document.title,
            tuple(item.title for item in document.outline),
            document.coverage,
            document.path,
            document.document_id,
        )
        await read_all(document)
        return seen
    finally:
        await document.close()


def test_a_document_is_known_by_its_content_wherever_it_is(tmp_path: Path) -> None:
    first = write_paper(tmp_path / "paper.pdf")
    second = tmp_path / "elsewhere" / "renamed.pdf"
    second.parent.mkdir()
    shutil.copy(first, second)

    async def work() -> None:
        database = await open_library_database(paths.library_file())
        library = Library(database)
        try:
            seen = await look(first, library)
            assert seen.outline == ("Opening",)
            assert seen.coverage == Coverage(0, 2)
            await library.save_position(seen.document_id, Position(1, 0.5, 1.0, "width"))
            again = await look(second, library)
            assert again.document_id == seen.document_id
            assert again.coverage == Coverage(2, 2)  # the index is that of the content
            assert await library.position(again.document_id) == Position(1, 0.5, 1.0, "width")
            assert [document.path for document in await library.recent()] == [str(second)]
        finally:
            await database.close()

    asyncio.run(work())


def test_a_damaged_index_is_made_anew(tmp_path: Path) -> None:
    path = write_paper(tmp_path / "paper.pdf")
    seen = asyncio.run(look(path))
    paths.index_file(seen.document_id).write_bytes(b"damaged" * 1000)
    assert asyncio.run(look(path)).coverage == Coverage(0, 2)


def test_an_index_that_cannot_be_made_is_an_expected_failure(tmp_path: Path) -> None:
    path = write_paper(tmp_path / "paper.pdf")
    paths.cache_dir().parent.mkdir(parents=True, exist_ok=True)
    paths.cache_dir().write_text("a file is in the way")
    with pytest.raises(StoreUnusable):
        asyncio.run(look(path))


def test_what_cannot_be_opened_is_not_remembered(tmp_path: Path) -> None:
    (tmp_path / "garbage.pdf").write_bytes(b"no pdf")

    async def work() -> None:
        database = await open_library_database(paths.library_file())
        try:
            with pytest.raises(NotAPdf):
                await open_document(tmp_path / "garbage.pdf", Library(database))
            with pytest.raises(FileMissing):
                await open_document(tmp_path / "missing.pdf", Library(database))
            assert await Library(database).recent() == []
        finally:
            await database.close()

    asyncio.run(work())


@pytest.mark.parametrize("failure", [PageBroken("paper.pdf", 0), WorkerDied("pages", -11)])
def test_a_damaged_first_page_does_not_keep_a_document_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: ReaderError
) -> None:
    async def broken(self: PdfFile, page_index: int) -> PageText:
        raise failure

    monkeypatch.setattr(PdfFile, "page_text", broken)
    seen = asyncio.run(look(write_paper(tmp_path / "paper.pdf")))
    assert seen.title == "paper"


def test_a_relative_path_is_kept_as_an_absolute_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_paper(tmp_path / "paper.pdf")
    monkeypatch.chdir(tmp_path)
    assert asyncio.run(look(Path("paper.pdf"))).path == tmp_path / "paper.pdf"


async def glance_and_complete(path: Path) -> tuple[Position | None, OpenDocument]:
    """What is known at a glance, and then; the document is closed."""
    database = await open_library_database(paths.library_file())
    try:
        library = Library(database)
        glance = await glance_at(path, library)
        document = await glance.completed()
        await document.close()
        await library.save_position(document.document_id, Position(1, 0.25, 1.0, "width"))
        return glance.position, document
    finally:
        await database.close()


def aged(path: Path) -> Path:
    """A file that was not changed just now."""
    os.utime(path, (0, 0))
    return path


def test_what_is_shown_at_a_glance_becomes_the_same_document(tmp_path: Path) -> None:
    path = write_paper(tmp_path / "paper.pdf")
    whole = asyncio.run(look(path))
    position, document = asyncio.run(glance_and_complete(path))
    assert position is None
    assert (document.title, document.document_id, document.path) == (whole.title, whole.document_id, path)
    assert [item.title for item in document.outline] == ["Opening"]
    assert document.coverage == Coverage(2, 2)


def test_a_file_that_was_seen_is_opened_at_its_place_without_reading_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = aged(write_paper(tmp_path / "paper.pdf"))
    _, first = asyncio.run(glance_and_complete(path))

    def read(_path: Path) -> str:
        raise AssertionError("it was read again")

    async def describe(_pdf: PdfFile, _document_id: str) -> None:
        raise AssertionError("it was described again")

    monkeypatch.setattr(opening, "_sha256", read)
    monkeypatch.setattr(PdfFile, "describe", describe)
    position, second = asyncio.run(glance_and_complete(path))
    assert position == Position(1, 0.25, 1.0, "width")
    assert (second.info, second.title, second.outline) == (first.info, first.title, first.outline)


def test_other_content_at_the_same_path_is_another_document(tmp_path: Path) -> None:
    path = aged(write_paper(tmp_path / "paper.pdf"))
    _, first = asyncio.run(glance_and_complete(path))
    aged(write_pdf(path, ["Something else"]))
    position, second = asyncio.run(glance_and_complete(path))
    assert position is None
    assert second.document_id != first.document_id
    assert second.info.page_count == 1


@pytest.mark.parametrize("step", ["_sha256", "describe"])
def test_a_document_that_cannot_be_completed_leaves_no_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The leak check of every test would find the process."""

    def vanished(*_: object) -> str:
        raise FileNotFoundError

    async def died(*_: object) -> None:
        raise WorkerDied("pages", -9)

    if step == "describe":
        monkeypatch.setattr(PdfFile, step, died)
    else:
        monkeypatch.setattr(opening, step, vanished)
    with pytest.raises(WorkerDied if step == "describe" else FileMissing):
        asyncio.run(glance_and_complete(write_paper(tmp_path / "paper.pdf")))


def test_the_language_of_a_document_is_that_of_its_first_pages(tmp_path: Path) -> None:
    japanese = "本稿では大規模言語モデルの訓練に必要なメモリを減らす最適化手法を提案する。" * 40

    async def ask() -> list[str]:
        async with desk(tmp_path, ("Proceedings of the Conference", japanese, japanese)) as here:
            found = [await here.document.language()]
            for page_index in range(3):
                await here.read(page_index)
                found.append(await here.document.language())
            return found

    assert asyncio.run(ask()) == ["", "en", "ja", "ja"], "a cover tells little: what is read later counts"
