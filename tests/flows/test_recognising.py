import asyncio
import shutil
import sys
from contextlib import aclosing
from pathlib import Path

import pytest

from reader.core.answer import Coverage
from reader.core.errors import OcrFailed, OcrMissing, PageBroken
from reader.engine.ocr import Tesseract
from reader.flows.finding import find
from reader.flows.indexing import read_all
from reader.flows.opening import open_document
from reader.flows.recognising import Progress, drop_empty_pages, nearest, recognise_all, recognise_pages
from tests.flows.desk import RecogniserInMemory, desk
from tests.tiny_pdf import PASSAGE, write_scan

TEXTS = ("Words that can be read.", "", "\ue000\ue001\ue002\ue003", "", "More words to read.", "")
PICTURES = {
    1: "The first picture speaks of whales.",
    2: "The second picture speaks of zebras.",
    3: "The third one speaks of ants.",
    5: "",
}


def test_the_readers_page_comes_first_and_those_after_it() -> None:
    assert nearest(frozenset({1, 4, 6}), 3) == 4
    assert nearest(frozenset({1, 4}), 5) == 1
    assert nearest(frozenset({3}), 3) == 3


def test_pages_without_text_become_searchable_one_after_the_other(tmp_path: Path) -> None:
    async def recognise() -> None:
        async with desk(tmp_path, TEXTS) as here:
            await here.read()
            assert here.document.coverage == Coverage(2, 6, 4)
            recogniser = RecogniserInMemory(PICTURES)
            async with aclosing(recognise_pages(here.document, recogniser, lambda: 2)) as progress:
                steps = [step async for step in progress]
            assert recogniser.seen == [2, 3, 5, 1]
            assert [(step.done, step.total) for step in steps] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
            assert steps[0].left_s is None
            assert steps[-1].left_s == 0
            assert here.document.coverage == Coverage(6, 6)
            assert (await here.document.index.search("zebras")).pages == (2,)
            [match] = await find(here.document, "speaks of whales")
            assert match.is_ocr
            [match] = await find(here.document, "can be read")
            assert not match.is_ocr

    asyncio.run(recognise())


def test_pages_are_recognised_in_the_language_of_the_others(tmp_path: Path) -> None:
    async def recognise(texts: tuple[str, ...], pictures: dict[int, str]) -> list[str]:
        async with desk(tmp_path / str(len(texts)), texts) as here:
            await here.read()
            recogniser = RecogniserInMemory(pictures)
            await recognise_all(here.document, recogniser, lambda step: None)
            return recogniser.languages

    assert asyncio.run(recognise(("提案手法は計算資源を削減する。", ""), {1: "words"})) == ["ja"]
    scanned = {0: "提案手法は計算資源を削減する。", 1: "そうである。", 2: "はい。"}
    assert asyncio.run(recognise(("", "", ""), scanned)) == ["", "ja", "ja"]


def test_stopping_ends_the_page_and_the_rest_is_done_the_next_time(tmp_path: Path) -> None:
    async def begin() -> None:
        async with desk(tmp_path, TEXTS) as here:
            await here.read()
            recogniser = RecogniserInMemory(PICTURES)
            recogniser.hangs_at = 3
            steps: list[Progress] = []
            task = asyncio.create_task(recognise_all(here.document, recogniser, steps.append))
            await recogniser.has_hung.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert recogniser.was_cancelled
            assert here.document.pages_without_text == {3, 5}

    async def go_on() -> list[int]:
        async with desk(tmp_path, TEXTS) as here:
            recogniser = RecogniserInMemory(PICTURES)
            assert (await recognise_all(here.document, recogniser, lambda step: None)).is_complete
            return recogniser.seen

    asyncio.run(begin())
    assert asyncio.run(go_on()) == [3, 5]
    assert asyncio.run(go_on()) == []


def test_empty_pages_need_no_ocr(tmp_path: Path) -> None:
    async def drop() -> None:
        async with desk(tmp_path, TEXTS) as here:
            await here.read()
            here.book.empty = {1, 5}
            await drop_empty_pages(here.document)
            assert here.document.pages_without_text == {2, 3}
            here.book.empty.add(3)
            recogniser = RecogniserInMemory(PICTURES)
            assert (await recognise_all(here.document, recogniser, lambda step: None)).is_complete
            assert recogniser.seen == [2]

    asyncio.run(drop())


def test_a_page_that_fails_is_left_and_the_others_are_read(tmp_path: Path) -> None:
    async def recognise() -> None:
        async with desk(tmp_path, TEXTS) as here:
            await here.read()
            recogniser = RecogniserInMemory(PICTURES, {2: [OcrFailed(2, "no end")], 3: [PageBroken("a.pdf", 3)]})
            assert await recognise_all(here.document, recogniser, lambda step: None) == Coverage(4, 6, 2)
            assert here.document.pages_without_text == {2, 3}

    asyncio.run(recognise())


def test_pages_that_all_fail_end_it(tmp_path: Path) -> None:
    async def recognise() -> None:
        async with desk(tmp_path, TEXTS) as here:
            await here.read()
            failures: dict[int, list[Exception]] = {page: [OcrFailed(page, "broken")] for page in PICTURES}
            recogniser = RecogniserInMemory(PICTURES, failures)
            with pytest.raises(OcrFailed):
                await recognise_all(here.document, recogniser, lambda step: None)
            assert len(recogniser.seen) == 3

    asyncio.run(recognise())


def test_it_waits_while_it_may_not_go_on(tmp_path: Path) -> None:
    async def recognise() -> None:
        async with desk(tmp_path, TEXTS) as here:
            await here.read()
            recogniser = RecogniserInMemory(PICTURES)
            gate = asyncio.Event()

            async def may_go_on() -> None:
                await gate.wait()

            async with aclosing(recognise_pages(here.document, recogniser, may_go_on=may_go_on)) as progress:
                await anext(progress)
                step = asyncio.ensure_future(anext(progress))
                await asyncio.sleep(0)
                assert recogniser.seen == []
                gate.set()
                assert (await step).done == 1

    asyncio.run(recognise())


# --- With real children ---


@pytest.fixture
def _light_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)  # children need not import pytest once more
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)


@pytest.mark.usefixtures("_light_children")
def test_without_tesseract_empty_pages_are_read_and_pictures_say_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.engine.ocr.find_tesseract", lambda: None)
    path = write_scan(tmp_path / "scan.pdf", (), PASSAGE)

    async def recognise() -> None:
        document, recogniser = await open_document(path), Tesseract()
        try:
            await read_all(document)
            assert document.pages_without_text == {0, 1}
            with pytest.raises(OcrMissing):
                await recognise_all(document, recogniser, lambda step: None)
            assert document.pages_without_text == {1}
        finally:
            await recogniser.close()
            await document.close()

    asyncio.run(recognise())


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
@pytest.mark.usefixtures("_light_children")
def test_a_scanned_document_is_read_with_tesseract(tmp_path: Path) -> None:
    path = write_scan(tmp_path / "scan.pdf", PASSAGE, ())

    async def recognise() -> None:
        document, recogniser = await open_document(path), Tesseract()
        try:
            await read_all(document)
            assert (await recognise_all(document, recogniser, lambda step: None)).is_complete
            [match] = await find(document, "LOMO reduces the memory usage to 10.8 % of the standard solution")
            assert match.is_ocr
            [rect] = match.spots[0].rects
            assert (rect.x0, rect.y1) == pytest.approx((0.1, 0.17), abs=0.03)
        finally:
            await recogniser.close()
            await document.close()

    asyncio.run(recognise())
