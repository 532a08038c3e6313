import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from reader.core.document import PageText, pack_boxes
from reader.core.passages import ReadPage, read_page
from reader.store.search import PassageIndex
from reader.store.vectors import cosine

T = TypeVar("T")
E5, OTHER = "e5", "another"


def read(page_index: int, text: str) -> ReadPage:
    return read_page(PageText(page_index, text, pack_boxes([(0.1, 0.1, 0.2, 0.2)] * len(text))))


def page_of(page_index: int) -> ReadPage:
    return read(page_index, f"Page number {page_index} says one thing.")


def vector(*numbers: int) -> bytes:
    return bytes(number % 256 for number in numbers)


def with_index(path: Path, work: Callable[[PassageIndex], Awaitable[T]], pages: int = 4) -> T:
    async def run() -> T:
        index = await PassageIndex.open(path)
        try:
            await index.add([page_of(page_index) for page_index in range(pages)])
            return await work(index)
        finally:
            await index.close()

    return asyncio.run(run())


async def page_order(index: PassageIndex, near_page: int, limit: int = 9) -> list[int]:
    return [int(text.split()[2]) for _, text in await index.without_vector(E5, near_page, limit)]


def test_passages_are_given_from_the_readers_page_on_then_those_before(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        assert await page_order(index, 2) == [2, 3, 0, 1]
        assert await page_order(index, 3, 2) == [3, 0]
        assert await page_order(index, 99) == [0, 1, 2, 3]
        await index.add_vectors(E5, [(3, vector(1, 0))])
        assert await page_order(index, 1) == [1, 3, 0]
        assert await index.vector_coverage(E5) == (1, 4)

    with_index(tmp_path / "i.db", work)


def test_vectors_are_there_after_reopening(tmp_path: Path) -> None:
    with_index(tmp_path / "i.db", lambda index: index.add_vectors(E5, [(1, vector(1, 0)), (2, vector(0, 1))]))
    assert with_index(tmp_path / "i.db", lambda index: index.vector_coverage(E5)) == (2, 4)
    assert with_index(tmp_path / "i.db", lambda index: index.nearest(vector(0, 5), E5)) == [(2, 1.0), (1, 0.0)]


def test_the_nearest_are_first_and_only_direction_counts(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        await index.add_vectors(E5, [(1, vector(-100, 0)), (2, vector(3, 4)), (3, vector(127, 0)), (4, vector(0, 0))])
        found = await index.nearest(vector(10, 0), E5)
        assert [passage_id for passage_id, _ in found] == [3, 2, 4, 1]
        assert [cosine for _, cosine in found] == pytest.approx([1.0, 0.6, 0.0, -1.0])
        assert await index.nearest(vector(10, 0), OTHER) == []
        assert await index.nearest(vector(10, 0, 0), E5) == [], "of another length"

    with_index(tmp_path / "i.db", work)


def test_an_index_without_vectors_finds_nothing(tmp_path: Path) -> None:
    assert with_index(tmp_path / "i.db", lambda index: index.nearest(vector(1, 0), E5)) == []
    assert with_index(tmp_path / "j.db", lambda index: index.vector_coverage(E5), pages=0) == (0, 0)


def test_a_search_knows_what_came_since_the_one_before(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        await index.add_vectors(E5, [(2, vector(1, 0))])
        assert await index.nearest(vector(1, 0), E5) == [(2, 1.0)]
        await index.add_vectors(E5, [(1, vector(0, 1))])
        assert await index.nearest(vector(1, 0), E5) == [(2, 1.0), (1, 0.0)]
        await index.add_vectors(E5, [(2, vector(-1, 0))])
        assert await index.nearest(vector(1, 0), E5) == [(1, 0.0), (2, -1.0)], "a vector that was made anew"

    with_index(tmp_path / "i.db", work)


def test_another_embedders_vectors_are_replaced(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        await index.add_vectors(E5, [(1, vector(1, 0)), (2, vector(0, 1))])
        assert await index.nearest(vector(1, 0), E5) == [(1, 1.0), (2, 0.0)]
        assert len(await index.without_vector(OTHER, 0, 9)) == 4
        await index.add_vectors(OTHER, [(2, vector(1, 1, 1))])
        assert await index.vector_coverage(E5) == (0, 4)
        assert await index.vector_coverage(OTHER) == (1, 4)
        assert await index.nearest(vector(1, 0), E5) == []
        assert await index.nearest(vector(1, 1, 1), OTHER) == [(2, pytest.approx(1.0))]

    with_index(tmp_path / "i.db", work)


def test_a_vector_of_a_passage_that_is_gone_is_dropped(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        await index.add_vectors(E5, [(1, vector(1, 0)), (99, vector(0, 1)), (2, vector(0, 1))])
        assert await index.vector_coverage(E5) == (2, 4)
        assert len(await index.nearest(vector(1, 0), E5)) == 2
        await index._database.run(lambda connection: connection.execute("DELETE FROM passages WHERE passage_id = 1"))
        assert await index.vector_coverage(E5) == (1, 3)
        assert await index.nearest(vector(1, 0), E5) == [(2, 0.0)]

    with_index(tmp_path / "i.db", work)


def test_the_cosine_of_two_vectors_is_that_of_their_directions() -> None:
    assert cosine(bytes([3, 4]), bytes([6, 8])) == pytest.approx(1.0)
    assert cosine(bytes([0, 5]), bytes([9, 0])) == 0.0
    assert cosine(bytes([1, 0]), bytes([255, 0])) == -1.0, "a byte over 127 is negative"
    assert cosine(bytes(2), bytes([1, 1])) == 0.0
