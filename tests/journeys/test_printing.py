"""Printing to a PDF file through the print dialog: as many pages as were chosen, and they look like the originals."""

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QProgressDialog, QPushButton, QRadioButton, QSpinBox

from tests.journeys.session import Session
from tests.tiny_pdf import write_pdf

CTRL = Qt.KeyboardModifier.ControlModifier
PAGES = 6
TURNED, TALL, NOTED = 2, 4, 5
A4 = pymupdf.Rect(0, 0, 842, 595)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Six wide pages with words, of which one is turned, one is tall; one is coloured and highlighted."""

    def decorate(document: Any) -> None:
        for page in document:
            page.set_mediabox(A4)
            page.draw_rect(pymupdf.Rect(40, 200, 40 + 40 * page.number, 260), color=None, fill=(0.1, 0.4, 0.8))
        document[TURNED].set_rotation(90)
        document[TALL].set_mediabox(pymupdf.Rect(0, 0, 300, 500))
        document[NOTED].add_highlight_annot(pymupdf.Rect(40, 38, 160, 54))

    return write_pdf(
        tmp_path / "paper.pdf", *[[f"Page {n} of the paper."] for n in range(1, PAGES + 1)], change=decorate
    )


async def print_to(s: Session, target: Path, pages: str = "printAll", numbers: tuple[int, int] = (1, 1)) -> None:
    """Ctrl+P, the name of the file, Return. `pages`: a radio button of the dialog; `numbers`: what is set beside it."""
    if not s.window.isActiveWindow():
        s.window.activateWindow()  # as a window manager does when a dialog goes
        await s.until(s.window.isActiveWindow, "the window in front", s.window.activated)
    s.desk.page_view.setFocus()
    s.press(Qt.Key.Key_P, CTRL)
    dialog = s.part("print_dialog")
    dialog.findChild(QLineEdit, "filename").setText(str(target))
    dialog.findChild(QRadioButton, pages).setChecked(True)
    for name, number in zip(("from", "to"), numbers, strict=True):
        dialog.findChild(QSpinBox, name).setValue(number)
    dialog.accept()
    assert not dialog.isVisible()


def difference(one: Any, other: Any) -> float:
    """Mean of the differences of all pixels, 0..255; pages of other shapes differ wholly."""
    first, second = (page.get_pixmap(dpi=72, alpha=False) for page in (one, other))
    if abs(first.width - second.width) > 1 or abs(first.height - second.height) > 1:
        return 255.0
    first, second = (
        np.frombuffer(p.samples, np.uint8).reshape(p.height, p.width, 3).astype(int) for p in (first, second)
    )
    height, width = min(first.shape[0], second.shape[0]), min(first.shape[1], second.shape[1])
    return float(np.abs(first[:height, :width] - second[:height, :width]).mean())


def test_all_pages_are_printed_as_they_look_and_the_window_says_where(session, paper: Path, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"

    async def act(s: Session) -> None:
        await s.opened(paper.name)
        await print_to(s, target)
        await s.jobs.ended("print")
        assert str(target) in s.window.message_bar.text()

    session(act, paper)
    with pymupdf.open(paper) as original, pymupdf.open(target) as printed:
        assert printed.page_count == PAGES
        for number, (one, other) in enumerate(zip(original, printed, strict=True)):
            assert (other.rect.width > other.rect.height) == (one.rect.width > one.rect.height), "the paper is turned"
            if number != TALL:
                assert difference(one, other) < 2, number
                assert difference(original[(number + 1) % 2], other) > difference(one, other)
        assert {round(max(page.rect[2:])) for page in printed} == {842}, "paper as the document has it"
        with_note = printed[NOTED].get_pixmap(dpi=72)
        red, green, blue = with_note.pixel(150, 41)
        assert blue < 100 < min(red, green), "an annotation of the document"


def test_only_the_chosen_pages_are_printed(session, paper: Path, tmp_path: Path) -> None:
    some, current = tmp_path / "some.pdf", tmp_path / "current.pdf"

    async def act(s: Session) -> None:
        await s.opened(paper.name)
        await print_to(s, some, "printRange", (2, 4))
        await s.jobs.ended("print")
        s.desk.page_view.go_to_page(3)
        await print_to(s, current, "printCurrentPage")
        await s.jobs.ended("print")

    session(act, paper)
    with pymupdf.open(paper) as original, pymupdf.open(some) as printed, pymupdf.open(current) as page:
        assert printed.page_count == 3
        for place, page_index in enumerate((1, 2, 3)):
            assert difference(printed[place], original[page_index]) < 2
        assert page.page_count == 1
        assert difference(page[0], original[3]) < 2


def test_cancelled_printing_leaves_nothing_half_done_and_the_window_never_waited(session, tmp_path: Path) -> None:
    book = write_pdf(tmp_path / "book.pdf", *[[f"Page {n}."] for n in range(200)])
    target = tmp_path / "printed.pdf"

    async def act(s: Session) -> None:
        await s.opened(book.name)
        await print_to(s, target)
        await s.until(lambda: s.window.findChildren(QProgressDialog), "printing", s.jobs.started)
        progress = s.part("print_progress", QProgressDialog)
        arrived = asyncio.Event()
        s.desk.page_view.page_changed.connect(arrived.set)
        s.desk.page_view.go_to_page(100)
        async with asyncio.timeout(10):
            await arrived.wait()
        assert s.jobs.is_running("print"), "one reads on while it prints"
        assert progress.value() < 200
        QTest.mouseClick(progress.findChild(QPushButton), Qt.MouseButton.LeftButton)
        await s.jobs.ended("print")
        assert not target.exists()
        assert not s.window.message_bar.text()

    session(act, book)


def test_file_that_cannot_be_written_is_told(session, paper: Path, tmp_path: Path) -> None:
    content = paper.read_bytes()

    async def act(s: Session) -> None:
        await s.opened(paper.name)
        await print_to(s, paper)
        await s.until(lambda: s.window.message_bar.text(), "a message")
        await print_to(s, tmp_path / "no such folder" / "printed.pdf")
        await s.until(lambda: "does not work" in s.window.message_bar.text(), "a message")

    session(act, paper)
    assert paper.read_bytes() == content, "the document itself is never printed over"
