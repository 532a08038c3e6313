"""Tesseract behind its child: the real one where it is installed, else programs that behave like it."""

import asyncio
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.core.errors import OcrFailed, OcrMissing
from reader.core.passages import ReadPage
from reader.engine import ocr
from reader.engine.ocr import Tesseract, find_tesseract
from reader.engine.pdf import PdfFile
from tests.tiny_pdf import PASSAGE, write_scan

needs_tesseract = pytest.mark.skipif(find_tesseract() is None, reason="Tesseract is not installed")
needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@pytest.fixture(autouse=True)
def _light_children(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Children do not import the main module (pytest) once more."""
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
    return


async def recognise(path: Path, recogniser: Tesseract, language: str = "", page_index: int = 0) -> ReadPage:
    pdf = await PdfFile.open(path)
    try:
        async with pdf.scanned(page_index) as scan:
            assert scan is not None
            return await recogniser.recognise(scan, language)
    finally:
        await recogniser.close()
        await pdf.close()


def installed_japanese() -> bool:
    folder = os.environ.get("TESSDATA_PREFIX")
    places = [Path(folder)] if folder else list(Path("/usr/share").glob("tesseract-ocr/*/tessdata"))
    return any((place / "jpn.traineddata").is_file() for place in places)


@needs_tesseract
def test_a_picture_is_read_with_the_place_of_each_word(tmp_path: Path) -> None:
    read = asyncio.run(recognise(write_scan(tmp_path / "a.pdf", PASSAGE), Tesseract(), "en"))
    assert (read.quality, read.page.source) == ("good", "ocr")
    assert "Training a 65B model is possible on one machine" in read.page.text
    assert read.passages
    start = read.page.text.index("RTX 3090")
    (rect,) = read.page.rects_of(start, start + 8)
    assert (rect.x0, rect.y0, rect.y1) == pytest.approx((0.1, 0.27, 0.3), abs=0.05)


@needs_tesseract
@pytest.mark.skipif(not installed_japanese(), reason="Tesseract's Japanese is not installed")
@pytest.mark.parametrize("language", ["", "ja", "en"])
def test_japanese_is_read_whatever_the_document_seemed_to_be(tmp_path: Path, language: str) -> None:
    path = write_scan(tmp_path / "a.pdf", ("本論文では計算資源を", "大幅に削減する手法を", "提案する。"), dpi=300)
    read = asyncio.run(recognise(path, Tesseract(), language))
    assert "削減する手法を" in read.page.text
    assert " " not in read.page.text.strip()


def test_an_empty_page_has_no_picture(tmp_path: Path) -> None:
    async def look() -> None:
        pdf = await PdfFile.open(write_scan(tmp_path / "a.pdf", (), PASSAGE))
        try:
            assert await pdf.is_page_empty(0)
            assert not await pdf.is_page_empty(1)
            async with pdf.scanned(0) as scan:
                assert scan is None
            async with pdf.scanned(1) as scan:
                assert scan is not None
                assert (scan.dpi, scan.width_px, scan.height_px) == (300, 1667, 1250)
        finally:
            await pdf.close()

    asyncio.run(look())


def stand_in(folder: Path, then: str) -> Path:
    """A program that knows English and does something when it gets a picture."""
    program = folder / "tesseract"
    program.write_text(f'#!/bin/sh\nif [ "$1" = --list-langs ]; then echo "List:"; echo eng; exit 0; fi\n{then}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@needs_shell
@pytest.mark.parametrize(
    ("then", "reason"),
    [
        ("cat > /dev/null; echo 'out of order.' >&2; exit 3", "out of order"),
        ("exit 7", "exit code 7"),
        ("cat > /dev/null; echo hello; echo again", "not what Tesseract writes"),
        ("kill -9 $$", "exit code -9"),
    ],
)
def test_a_program_that_fails_is_an_expected_failure(tmp_path: Path, then: str, reason: str) -> None:
    path = write_scan(tmp_path / "a.pdf", PASSAGE)
    with pytest.raises(OcrFailed) as failure:
        asyncio.run(recognise(path, Tesseract(stand_in(tmp_path, then))))
    assert reason in failure.value.title


def test_a_program_that_is_not_there_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_scan(tmp_path / "a.pdf", PASSAGE)
    with pytest.raises(OcrMissing):
        asyncio.run(recognise(path, Tesseract(tmp_path / "no such program")))
    monkeypatch.setattr(ocr, "find_tesseract", lambda: None)
    with pytest.raises(OcrMissing) as failure:
        asyncio.run(recognise(path, Tesseract()))
    assert "apt install" in failure.value.hint


@needs_shell
def test_cancelling_ends_the_program_at_once(tmp_path: Path) -> None:
    path = write_scan(tmp_path / "a.pdf", PASSAGE)
    fifo = tmp_path / "started"
    os.mkfifo(fifo)
    program = stand_in(tmp_path, f"echo $$ > {fifo}\nexec sleep 600")

    async def cancel() -> int:
        pdf, recogniser = await PdfFile.open(path), Tesseract(program)
        try:
            async with pdf.scanned(0) as scan:
                assert scan is not None
                task = asyncio.create_task(recogniser.recognise(scan, ""))
                pid = int(await asyncio.to_thread(fifo.read_text))
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                # The child takes the next job when the program has ended.
                with pytest.raises(OcrMissing):
                    await recogniser._worker.call("languages", str(tmp_path / "no such program"))
                return pid
        finally:
            await recogniser.close()
            await pdf.close()

    pid = asyncio.run(cancel())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
