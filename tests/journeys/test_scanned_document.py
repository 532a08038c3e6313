"""A scanned document in the whole window: it is read by OCR unasked, asked, and cited as what it is.

OCR itself is stood for by a recogniser in memory; tests/engine/test_ocr.py has the real one.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from reader import app, paths
from reader.core.errors import OcrMissing
from reader.ui import recognising
from reader.ui.answer_text import AnswerText
from reader.ui.windows import Windows
from tests.flows.desk import BOOK, RecogniserInMemory
from tests.journeys.session import Session, crashes_of
from tests.tiny_pdf import PASSAGE, write_scan

QUESTION = "Training a 65B model is possible on which machine?"


class Reader:
    """Somebody at the window."""

    def __init__(self, windows: Windows) -> None:
        self.window, self.jobs = windows.first, windows.first.desk.jobs
        self._session = Session(windows)

    async def until(self, is_so: Callable[[], object], what: str) -> None:
        recognising = self.window.desk.recognising
        await self._session.until(is_so, what, recognising.progress_changed, recognising.offered)

    async def read(self) -> None:
        """Wait until the document is open and OCR has come to its end, whatever that is."""
        await self.until(lambda: self.window.desk.reading.document is not None, "opening")
        document = self.window.desk.reading.document
        is_over = lambda: document.coverage.is_through and not self.jobs.is_running("recognise")  # noqa: E731
        await self.until(is_over, "reading")

    async def ask(self, question: str) -> None:
        self.window.desk.text_tasks.begin_question()
        QTest.keyClicks(QApplication.focusWidget(), question)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        await self.jobs.ended("answer")


@pytest.fixture
def recogniser(monkeypatch: pytest.MonkeyPatch) -> RecogniserInMemory:
    stand_in = RecogniserInMemory({0: BOOK[1], 1: BOOK[2], 2: BOOK[0]})
    monkeypatch.setattr(app, "Tesseract", lambda: stand_in)
    return stand_in


def run(act: Callable[[Reader], object], file: Path) -> None:
    async def story(windows: Windows) -> int:
        crashes = crashes_of(windows)
        windows.first.show()
        windows.first.open(file)
        await act(Reader(windows))
        assert not crashes, crashes[0]
        return 0

    assert app.run_story(story, model="none") == 0


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return write_scan(tmp_path / "scan.pdf", PASSAGE, PASSAGE, (), PASSAGE, dpi=50)


def test_a_scan_is_read_asked_and_cited_as_a_picture(qapp, recogniser: RecogniserInMemory, scan: Path) -> None:
    recogniser.texts = {0: BOOK[1], 1: BOOK[2], 3: BOOK[0]}

    async def first(reader: Reader) -> None:
        await reader.read()
        assert "read all 4 pages" in reader.window.desk.status_line.text()
        assert recogniser.seen == [0, 1, 3]  # the empty page needs no OCR
        await reader.ask(QUESTION)
        answer = reader.window.desk.ask_panel.current_answer
        assert answer.status == "answered"
        assert "(p.~1)" in answer.text
        [text] = reader.window.desk.ask_panel.findChildren(AnswerText)
        assert "(p.~1)" in text.toPlainText().replace("\u00a0", " ")
        summary = reader.window.desk.ask_panel.current_answer.claims[0]
        assert summary.verdict == "supported"

    async def second(reader: Reader) -> None:
        await reader.read()
        assert "read all 4 pages" in reader.window.desk.status_line.text()

    run(first, scan)
    run(second, scan)
    assert recogniser.seen == [0, 1, 3], "what was recognised is kept"


def test_ocr_is_stopped_by_the_button_and_begun_again_from_the_menu(
    qapp, recogniser: RecogniserInMemory, scan: Path
) -> None:
    recogniser.texts = {0: BOOK[1], 1: BOOK[2], 3: BOOK[0]}
    recogniser.hangs_at = 1

    async def act(reader: Reader) -> None:
        window = reader.window
        await recogniser.has_hung.wait()
        button = window.findChild(QToolButton, "stop_recognising")
        assert button.isVisible()
        assert window.actions_by_name["recognise"].isChecked()
        assert "reading pictures of text: 1 of 3 pages" in window.desk.status_line.text()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await reader.jobs.ended("recognise")
        assert recogniser.was_cancelled
        assert not button.isVisible()
        assert "read 2 of 4 pages, the others have no text" in window.desk.status_line.text()
        recogniser.hangs_at = None
        window.actions_by_name["recognise"].trigger()
        await reader.read()
        assert not window.actions_by_name["recognise"].isChecked()
        assert "read all 4 pages" in window.desk.status_line.text()
        window.actions_by_name["recognise"].trigger()
        await reader.jobs.ended("recognise")
        assert window.message_bar.text() == "Every page has text that can be read."

    run(act, scan)


def test_many_pictures_are_offered_not_read_unasked(
    qapp, recogniser: RecogniserInMemory, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognising, "BY_ITSELF", 2)
    recogniser.texts = {0: BOOK[1], 1: BOOK[2], 3: BOOK[0]}

    async def act(reader: Reader) -> None:
        await reader.read()
        await reader.until(lambda: reader.window.message_bar.text(), "the offer")
        assert recogniser.seen == []
        assert "3 pages are pictures" in reader.window.message_bar.text()
        QTest.mouseClick(reader.window.message_bar._action, Qt.MouseButton.LeftButton)
        await reader.until(lambda: reader.window.desk.reading.document.coverage.is_complete, "OCR")

    run(act, scan)


def test_a_setting_leaves_pictures_alone(qapp, recogniser: RecogniserInMemory, scan: Path) -> None:
    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().write_text('{"ocr": "never"}')

    async def act(reader: Reader) -> None:
        await reader.read()
        assert recogniser.seen == []
        assert reader.window.message_bar.text() == ""
        assert "read 1 of 4 pages, the others have no text" in reader.window.desk.status_line.text()

    run(act, scan)


def test_without_tesseract_the_window_says_how_to_get_it(qapp, recogniser: RecogniserInMemory, scan: Path) -> None:
    recogniser.failures = {0: [OcrMissing()]}

    async def act(reader: Reader) -> None:
        await reader.read()
        assert "Tesseract is not installed" in reader.window.message_bar.text()
        assert "apt install" in reader.window.message_bar.text()
        assert reader.window.desk.reading.document.coverage.pages_read == 1

    run(act, scan)
