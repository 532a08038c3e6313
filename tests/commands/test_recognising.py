"""When the commands read pages that are pictures, and how their JSON tells such text from quotes."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from reader import paths
from reader.commands import recognising
from reader.core.document import PageText
from reader.core.errors import OcrMissing
from reader.core.passages import read_page
from reader.flows.indexing import read_all
from reader.flows.opening import open_document
from reader.store.settings import Settings, save_settings


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """Two pages without text, with something drawn on them."""
    file = tmp_path / "scan.pdf"
    with pymupdf.open() as document:
        for _ in range(2):
            document.new_page().draw_rect(pymupdf.Rect(50, 50, 200, 200), fill=(0, 0, 0))
        document.save(file)
    return file


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The documents that were to be recognised."""
    asked: list[Path] = []

    async def note(document: Any) -> None:
        asked.append(document.path)

    monkeypatch.setattr(recognising, "_read", note)
    return asked


def read_pictures(file: Path, is_wanted: bool | None) -> None:
    async def run() -> None:
        document = await open_document(file)
        try:
            await read_all(document)
            await recognising.read_pictures(document, is_wanted=is_wanted)
        finally:
            await document.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("is_wanted", "setting", "is_begun"),
    [
        (None, "auto", True),
        (None, "always", True),
        (None, "never", False),
        (True, "never", True),
        (False, "always", False),
    ],
)
def test_pictures_are_read_as_set_and_as_asked(
    scan: Path, begun: list[Path], is_wanted: bool | None, setting: str, is_begun: bool
) -> None:
    save_settings(paths.settings_file(), Settings(ocr=setting))
    read_pictures(scan, is_wanted)
    assert bool(begun) is is_begun


def test_a_book_of_pictures_is_not_read_unasked(scan: Path, begun: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognising, "BY_ITSELF", 1)
    read_pictures(scan, None)
    assert begun == []


def test_without_tesseract_it_is_a_remark_unless_it_was_asked_for(
    scan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def missing(document: Any) -> None:
        raise OcrMissing

    monkeypatch.setattr(recognising, "_read", missing)
    read_pictures(scan, None)
    assert "2 pages have no text" in capsys.readouterr().err
    with pytest.raises(OcrMissing):
        read_pictures(scan, True)


def test_recognised_text_is_not_called_a_quote(
    scan: Path, shiori: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def recognised(document: Any) -> None:
        text = "The memory of the optimizer is read from a picture.\n"
        await document.keep_recognised([read_page(PageText(0, text, bytes(8 * len(text)), source="ocr"))])

    monkeypatch.setattr(recognising, "_read", recognised)
    outcome = shiori("ask", scan, "What is read of the optimizer memory?", "--model", "none", "--json")
    (citation,) = outcome.objects[0]["claims"][0]["citations"]
    assert (citation["ocr"], citation["quote"]) == (True, "")
    assert "read from a picture" in citation["recognised"]
