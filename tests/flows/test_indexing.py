import asyncio
import os
import signal
import sys
from contextlib import aclosing
from pathlib import Path

import pytest

from reader.core.answer import Coverage
from reader.core.errors import FileMissing, WorkerDied
from reader.flows.indexing import read_all, read_document, reading_order
from reader.flows.opening import open_document
from tests.flows.desk import desk
from tests.tiny_pdf import PASSAGE, write_pdf

LONG = tuple(f"Page {number} of a longer book, with words of its own." for number in range(30))


def test_reading_begins_where_the_reader_is_and_leaves_nothing_out() -> None:
    assert reading_order(6, 4, frozenset({1, 5})) == [4, 0, 2, 3]
    assert reading_order(3, 99, frozenset()) == [2, 0, 1]
    assert reading_order(3, -1, frozenset()) == [0, 1, 2]
    assert reading_order(0, 0, frozenset()) == []


def test_coverage_grows_until_all_is_read(tmp_path: Path) -> None:
    async def read() -> list[Coverage]:
        async with desk(tmp_path, LONG) as here, aclosing(read_document(here.document, lambda: 0)) as progress:
            return [coverage async for coverage in progress]

    steps = asyncio.run(read())
    assert steps[0] == Coverage(0, 30)
    assert steps[-1] == Coverage(30, 30)
    assert [step.pages_read for step in steps] == sorted({step.pages_read for step in steps})
    assert len(steps) > 3


def test_the_readers_place_is_asked_for_again_and_again(tmp_path: Path) -> None:
    async def read() -> list[int]:
        place = iter([20, 3, 0, 0, 0, 0, 0, 0])
        async with (
            desk(tmp_path, LONG) as here,
            aclosing(read_document(here.document, lambda: next(place))) as progress,
        ):
            async for _ in progress:
                pass
            return [order[0] for order in here.book.orders]

    assert asyncio.run(read())[:2] == [20, 3]


def test_what_was_read_before_is_not_read_again(tmp_path: Path) -> None:
    async def read_some() -> None:
        async with desk(tmp_path, LONG) as here, aclosing(read_document(here.document, lambda: 0)) as progress:
            async for coverage in progress:
                if coverage.pages_read:
                    break

    async def read_the_rest() -> list[int]:
        async with desk(tmp_path, LONG) as here:
            assert (await read_all(here.document)).is_complete
            return [page for order in here.book.orders for page in order]

    asyncio.run(read_some())
    rest = asyncio.run(read_the_rest())
    assert 0 < len(rest) < 30
    assert len(rest) == len(set(rest))
    assert asyncio.run(read_the_rest()) == []


def died() -> WorkerDied:
    return WorkerDied("page text", -11)


def test_one_crash_costs_nothing(tmp_path: Path) -> None:
    async def read() -> None:
        async with desk(tmp_path, LONG) as here:
            here.book.crashes[5] = [died()]
            assert (await read_all(here.document)).is_complete
            assert set((await here.document.index.qualities()).values()) == {"good"}

    asyncio.run(read())


def test_a_page_that_crashes_the_child_twice_is_kept_without_text(tmp_path: Path) -> None:
    async def read() -> None:
        async with desk(tmp_path, LONG) as here:
            here.book.crashes[5] = [died(), died(), died()]
            assert await read_all(here.document) == Coverage(29, 30, without_text=1)
            qualities = await here.document.index.qualities()
            assert [page for page, quality in qualities.items() if quality == "missing"] == [5]
            assert here.book.crashes[5]  # nobody tried a third time

    asyncio.run(read())


@pytest.mark.parametrize("pages", [3, 8, 30])
def test_a_child_that_dies_after_its_last_page_costs_nothing(tmp_path: Path, pages: int) -> None:
    async def read() -> None:
        async with desk(tmp_path, LONG[:pages]) as here:
            here.book.crash_at_end = [died(), died()]
            assert await read_all(here.document) == Coverage(pages, pages)
            assert set((await here.document.index.qualities()).values()) == {"good"}

    asyncio.run(read())


def test_another_failure_ends_reading_and_keeps_what_was_read(tmp_path: Path) -> None:
    async def read() -> None:
        async with desk(tmp_path, LONG) as here:
            here.book.crashes[10] = [FileMissing("paper.pdf")]
            with pytest.raises(FileMissing):
                await read_all(here.document)
            assert here.document.coverage == Coverage(8, 30)

    asyncio.run(read())


def test_a_real_child_killed_in_the_middle_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)  # children need not import pytest once more
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
    path = write_pdf(tmp_path / "paper.pdf", *[PASSAGE] * 20)

    async def read() -> None:
        document = await open_document(path)
        try:
            kills = 0
            async with aclosing(read_document(document, lambda: 0)) as progress:
                async for coverage in progress:
                    pid = document.pdf.worker_pids[1]
                    if pid is not None and kills < 2 and not coverage.is_complete:
                        os.kill(pid, signal.SIGKILL)
                        kills += 1
            assert kills == 2
            assert document.coverage == Coverage(20, 20)
            assert set((await document.index.qualities()).values()) == {"good"}
        finally:
            await document.close()

    asyncio.run(read())
