"""The button that asks arXiv: only when it is clicked, and what comes of it goes into the note it was asked for."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from reader.core.errors import ArxivFailed, ReaderError
from reader.core.paper_head import PaperHead
from reader.core.paper_note import PaperNote
from reader.ui.jobs import Jobs
from reader.ui.note_looking_up import LOOK_UP, NoteLookingUp
from reader.ui.note_panel_head import NoteHeadView
from tests.fake_arxiv import FakeArxiv

HEAD = PaperHead(title="Boxes", arxiv_id="2306.09782", arxiv_version="v2", updated="2024-01-17")
NOTE = PaperNote("n1", "d", "/p.pdf", "en", "none", "paper", "done", "2026-01-01", "2026-01-01", HEAD)


class Noted(QObject):
    """Keeps one note as `Noting` does."""

    def __init__(self) -> None:
        super().__init__()
        self.note: PaperNote | None = NOTE
        self.heads: list[tuple[str, PaperHead]] = []

    def change_head(self, note_id: str, change: Callable[[PaperHead], PaperHead]) -> None:
        assert self.note is not None
        self.heads.append((note_id, change(self.note.head)))


@pytest.fixture
def head(qtbot: QtBot) -> NoteHeadView:
    view = NoteHeadView()
    qtbot.addWidget(view)
    return view


def _click(head: NoteHeadView) -> QPushButton:
    head.show_head(HEAD)
    button = head.findChild(QPushButton, "note_look_up_button")
    assert not button.isHidden()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return button


def test_a_click_completes_the_head(
    head: NoteHeadView, jobs: Jobs, loop_run: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    noted = Noted()
    looking_up = NoteLookingUp(noted, jobs, head)
    with FakeArxiv() as service:
        monkeypatch.setenv("SHIORI_ARXIV_URL", service.url)
        assert service.asked == []
        button = _click(head)
        assert not button.isEnabled()
        looking_up.look_up()  # a second time while it is being asked
        loop_run(jobs.ended(LOOK_UP))
        assert [query["id_list"] for query in service.asked] == [["2306.09782v2"]]
    assert button.isEnabled()
    ((note_id, new),) = noted.heads
    assert (note_id, new.title, new.published, new.updated) == ("n1", "Boxes", "2023-06-16", "2024-01-17")


def test_a_failure_is_told_and_changes_nothing(
    head: NoteHeadView, jobs: Jobs, loop_run: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    noted = Noted()
    failures: list[ReaderError] = []
    jobs.failed.connect(lambda _name, error: failures.append(error))
    looking_up = NoteLookingUp(noted, jobs, head)
    with FakeArxiv(body=b"no feed") as service:
        monkeypatch.setenv("SHIORI_ARXIV_URL", service.url)
        button = _click(head)
        loop_run(jobs.ended(LOOK_UP))
    assert [type(error) for error in failures] == [ArxivFailed]
    assert (button.isEnabled(), noted.heads) == (True, [])
    noted.note = None
    looking_up.look_up()
    assert not jobs.is_running(LOOK_UP)
