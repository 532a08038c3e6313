"""A child that waits: it opens what it is given without another start."""

import asyncio
import sys
from pathlib import Path

import pytest

from reader.core.errors import NotAPdf
from reader.engine import spare as spare_module
from reader.engine.pdf import PdfFile
from reader.engine.spare import Spare, begin_process
from tests.tiny_pdf import PASSAGE, write_pdf


@pytest.fixture(autouse=True)
def _light_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children do not import the main module (pytest) once more."""
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)


async def page_count(path: Path, spare: Spare) -> tuple[int, int | None]:
    """The pages of a document, opened in the child that waits, and the process that did it."""
    pdf = await PdfFile.glanced(path, child=spare.take())
    try:
        return pdf.info.page_count, pdf.worker_pids[0]
    finally:
        await pdf.close()


def test_the_child_that_waits_is_the_one_that_opens(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", PASSAGE, ["more"])

    async def work() -> None:
        spare = Spare()
        try:
            assert not spare.is_there
            spare.begin()
            spare.begin()  # one is enough
            worker = spare.take()
            assert worker is not None
            await worker.call("close")  # it has started
            pid = worker.pid
            pdf = await PdfFile.glanced(path, child=worker)
            assert (pdf.info.page_count, pdf.worker_pids[0]) == (2, pid)
            await pdf.close()
            assert spare.take() is None
        finally:
            await spare.close()

    asyncio.run(work())


def test_a_process_that_was_started_before_the_loop_is_the_first_to_wait(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", PASSAGE)
    begun = begin_process()
    pid = begun.process.pid

    async def work() -> None:
        spare = Spare(begun)
        try:
            assert await page_count(path, spare) == (1, pid)
        finally:
            await spare.close()

    asyncio.run(work())


def test_a_file_that_cannot_be_opened_ends_its_child_alone(tmp_path: Path) -> None:
    (tmp_path / "garbage.pdf").write_bytes(b"no pdf")
    good = write_pdf(tmp_path / "a.pdf", PASSAGE)

    async def work() -> None:
        spare = Spare()
        try:
            spare.begin()
            with pytest.raises(NotAPdf):
                await page_count(tmp_path / "garbage.pdf", spare)
            assert (await page_count(good, spare))[0] == 1  # none waits: a new one
        finally:
            await spare.close()

    asyncio.run(work())


def test_the_next_child_comes_in_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare_module, "_SOON_S", 0.01)

    async def work() -> None:
        spare = Spare()
        try:
            begun = asyncio.Event()
            monkeypatch.setattr(spare, "begin", begun.set)
            spare.begin_soon()
            assert not begun.is_set()
            await asyncio.wait_for(begun.wait(), 20)
        finally:
            await spare.close()

    asyncio.run(work())


def test_nobody_is_left_waiting_when_it_ends() -> None:
    """The leak check of every test would find the process."""

    async def work() -> None:
        spare = Spare(begin_process())
        await spare.close()
        spare.begin_soon()
        spare.begin()
        assert not spare.is_there

    asyncio.run(work())


def test_a_process_that_nobody_takes_can_be_discarded() -> None:
    begin_process().discard()
