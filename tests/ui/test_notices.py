"""What the window tells about its parts, and what can be done about it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from reader.core.document import Link, Rect
from reader.core.errors import NotAPdf, OcrMissing
from reader.ui.messages import MessageBar
from reader.ui.notices import Notices

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


class Stage:
    """Notices on a bar, and what was done about them."""

    def __init__(self, qtbot: Any) -> None:
        self.done: list[Any] = []
        self.bar, self.notes, self._qtbot = MessageBar(), QWidget(), qtbot
        for widget in (self.bar, self.notes):
            qtbot.addWidget(widget)
        panels = SimpleNamespace(open_side=self.done.append)
        recognising = SimpleNamespace(begin=lambda: self.done.append("begin"))
        self.notices = Notices(self.bar, panels, self.notes, recognising)  # type: ignore[arg-type]

    def act(self) -> None:
        self._qtbot.mouseClick(self.bar.findChild(QPushButton, "message_action"), Qt.MouseButton.LeftButton)


@pytest.fixture
def stage(qtbot: Any) -> Stage:
    return Stage(qtbot)


def test_pages_that_are_pictures_can_be_read_from_the_message(stage: Stage) -> None:
    stage.notices.offer_recognising(31)
    assert stage.bar.text().startswith("31 pages are pictures")
    assert "about 3 minutes" in stage.bar.text()
    stage.act()
    assert stage.done == ["begin"]


def test_a_kept_answer_leads_to_the_notes(stage: Stage) -> None:
    stage.notices.tell_kept()
    stage.act()
    assert stage.done == [stage.notes]


def test_an_export_leads_to_its_folder(stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: stage.done.append(Path(url.toLocalFile())))
    stage.notices.tell_exported(tmp_path / "book.md")
    assert "book.md" in stage.bar.text()
    stage.act()
    assert stage.done == [tmp_path]


def test_files_that_were_left_out_are_counted_and_named(stage: Stage) -> None:
    files = [Path("one.pdf"), Path("two.pdf")]
    stage.notices.tell_skipped([(file, NotAPdf(str(file))) for file in files])
    assert "read: 2" in stage.bar.text()
    assert "one.pdf, two.pdf" in stage.bar.text()


def test_the_address_of_a_refused_link_is_shown(stage: Stage) -> None:
    stage.notices.tell_refused_link(Link(Rect(0, 0, 1, 1), None, None, "file:///etc/passwd"))
    assert "file:///etc/passwd" in stage.bar.text()


def test_what_is_missing_is_told(stage: Stage) -> None:
    stage.notices.tell_missing(OcrMissing())
    assert "Tesseract" in stage.bar.text()


def test_notices_end_with_their_bar(stage: Stage) -> None:
    assert stage.notices in stage.bar.findChildren(QObject)
