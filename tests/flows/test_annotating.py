import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

import pytest

from reader.core.annotations import Annotation
from reader.core.document import Spot
from reader.core.errors import CopyOverOriginal, ExportFailed, WorkerDied
from reader.core.marks import Mark
from reader.flows.annotating import read_annotations, save_annotated_copy
from tests.flows.desk import BookInMemory


class AnnotatedBook(BookInMemory):
    """Each page has a note; those in `deadly` crash the child. A copy holds how many marks it has."""

    def __init__(self, path: Path, pages: int = 150) -> None:
        super().__init__(path, [""] * pages)
        self.asked: list[tuple[int, ...]] = []
        self.deadly: set[int] = set()
        self.failure: Exception | None = None

    async def annotations(self, order: Sequence[int]) -> tuple[Annotation, ...]:
        self.asked.append(tuple(order))
        if self.deadly & set(order):
            raise WorkerDied("page text", -11)
        return tuple(Annotation("note", (Spot(page_index),), None, "", "", "") for page_index in order)

    async def save_annotated(self, target: Path, marks: Sequence[Mark], author: str) -> None:
        target.write_text(f"{len(marks)} marks by {author}")  # noqa: ASYNC240
        if self.failure is not None:
            raise self.failure


def read(book: AnnotatedBook, first_page: int) -> list[int]:
    async def work() -> list[int]:
        pages = []
        async with aclosing(read_annotations(book, first_page)) as found:  # type: ignore[arg-type]
            async for some in found:
                pages += [annotation.page_index for annotation in some]
        return pages

    return asyncio.run(work())


def test_annotations_are_read_from_the_readers_page_on(tmp_path: Path) -> None:
    book = AnnotatedBook(tmp_path / "a.pdf")
    assert read(book, 100) == [*range(100, 150), *range(100)]
    assert max(len(asked) for asked in book.asked) <= 64


def test_a_page_that_crashes_the_child_has_no_annotations_and_the_others_have(tmp_path: Path) -> None:
    book = AnnotatedBook(tmp_path / "a.pdf")
    book.deadly = {70}
    assert read(book, 0) == [page_index for page_index in range(150) if page_index != 70]


def copy(book: AnnotatedBook, target: Path) -> Path:
    return asyncio.run(save_annotated_copy(book, [], target, "A. Reader"))  # type: ignore[arg-type]


def test_a_copy_is_written_whole_and_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    book, target = AnnotatedBook(tmp_path / "a.pdf"), tmp_path / "copy.pdf"
    target.write_text("old")
    assert copy(book, target) == target
    assert target.read_text() == "0 marks by A. Reader"
    assert [file.name for file in tmp_path.iterdir()] == ["copy.pdf"]


def test_the_document_itself_is_never_written_to_by_whatever_name(tmp_path: Path) -> None:
    book = AnnotatedBook(tmp_path / "a.pdf")
    book.path.write_text("the original")
    (tmp_path / "link.pdf").symlink_to(book.path)
    for target in (book.path, tmp_path / "link.pdf", tmp_path / "." / "a.pdf"):
        with pytest.raises(CopyOverOriginal):
            copy(book, target)
    assert book.path.read_text() == "the original"
    assert (tmp_path / "link.pdf").is_symlink()


@pytest.mark.parametrize("failure", [ExportFailed("x.new", "the disk is full"), WorkerDied("a copy", -9)])
def test_a_copy_that_fails_leaves_the_older_one_and_nothing_beside(tmp_path: Path, failure: Exception) -> None:
    book, target = AnnotatedBook(tmp_path / "a.pdf"), tmp_path / "copy.pdf"
    target.write_text("old")
    book.failure = failure
    with pytest.raises((ExportFailed, WorkerDied)) as caught:
        copy(book, target)
    assert target.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["copy.pdf"]
    if isinstance(caught.value, ExportFailed):
        assert caught.value.file == str(target)


def test_a_target_that_is_a_folder_is_an_expected_failure(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(ExportFailed):
        copy(AnnotatedBook(tmp_path / "a.pdf"), tmp_path / "folder.pdf")
    assert [file.name for file in tmp_path.iterdir()] == ["folder.pdf"]
