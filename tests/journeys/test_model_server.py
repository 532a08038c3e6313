"""A model on a server, in the window: asked about once, named wherever it answers, done without where it is away."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton

from reader import paths
from reader.store.settings import Settings, load_settings, save_settings
from tests.fake_server import Chat, FakeServer, Request, says, says_and
from tests.journeys.session import PATIENCE_S, Session
from tests.tiny_pdf import PASSAGE, write_pdf

_QUESTION = "How far does LOMO reduce the memory usage?"
_TRUE = "LOMO reduces the memory usage to 10.8 % of the standard solution."

SessionOf = Callable[..., None]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return write_pdf(tmp_path / "paper.pdf", list(PASSAGE))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine counts as another one."""
    monkeypatch.setattr("reader.engine.server_address.is_this_machine", lambda _host: False)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.engine.server_client._FACTS_PAUSES_S", (0.0, 0.0))


def _choose(url: str) -> None:
    save_settings(paths.settings_file(), Settings(model=url, embedder="none"))


def _questions(requests: list[Request]) -> list[str]:
    return [request.text for request in requests if _QUESTION in request.text]


async def _answer_consent(s: Session, button: str) -> str:
    """What the dialog says, before that button of it is clicked."""
    await s.until(lambda: s.visible(QMessageBox), "the question", s.windows._parts.models.changed)
    box = s.visible(QMessageBox)
    said = f"{box.text()} {box.informativeText()}"
    QTest.mouseClick(box.findChild(QPushButton, button), Qt.MouseButton.LeftButton)
    s.window.activateWindow()  # off-screen nobody else does that
    await s.until(QApplication.focusWidget, "the focus back", QApplication.instance().focusChanged)
    return said


@pytest.mark.usefixtures("elsewhere")
def test_nothing_is_sent_before_it_is_allowed_and_then_it_is_named(session: SessionOf, paper: Path) -> None:
    with FakeServer(says(_TRUE)) as server:
        _choose(server.url)

        async def first(s: Session) -> None:
            await s.opened("paper.pdf")
            assert not server.requests
            said = await _answer_consent(s, "consent_yes")
            assert f"Send text to {server.host}?" in said
            assert "not encrypted" in said
            await s.window.jobs.ended("model")
            assert not server.chats, "allowed is not asked"
            assert s.part("model_label", QLabel).text() == f"tiny  ·  questions and passages go to {server.host}"
            line = s.part("status_line", QLabel).text()
            assert line.endswith(f"text goes to {server.host}")
            assert "offline" not in line
            await s.ask(_QUESTION)
            answer = s.desk.ask_panel.current_answer
            assert (answer.model, answer.claims[0].text, answer.claims[0].verdict) == ("tiny", _TRUE, "exact")

        session(first, paper)
        assert load_settings(paths.settings_file()).servers == (f"http://{server.host}",)
        assert len(_questions(server.chats)) == 1


@pytest.mark.usefixtures("elsewhere")
def test_what_is_not_allowed_is_not_sent_and_answers_quote(session: SessionOf, paper: Path) -> None:
    with FakeServer(says(_TRUE)) as server:
        _choose(server.url)

        async def act(s: Session) -> None:
            await s.opened("paper.pdf")
            await _answer_consent(s, "consent_no")
            await s.ask(_QUESTION)
            answer = s.desk.ask_panel.current_answer
            assert (answer.model, answer.status) == ("none", "answered")
            assert "was not allowed" in s.window.message_bar.text()
            assert "offline" in s.part("status_line", QLabel).text()
            assert s.visible(QMessageBox) is None

        session(act, paper)
        assert not server.requests
    assert load_settings(paths.settings_file()).servers == ()


def test_a_server_of_this_machine_is_not_asked_about_and_stops_at_once(session: SessionOf, paper: Path) -> None:
    with FakeServer(says_and(then=Chat.stall)) as server:
        _choose(server.url)

        async def act(s: Session) -> None:
            await s.opened("paper.pdf")
            await s.window.jobs.ended("model")
            assert s.part("model_label", QLabel).text() == "tiny"
            s.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
            s.type(_QUESTION)
            s.press(Qt.Key.Key_Return)
            assert await asyncio.to_thread(server.was_asked.wait, PATIENCE_S)
            s.press(Qt.Key.Key_Escape)
            await s.jobs.ended("answer")
            assert s.desk.ask_panel.current_answer.status == "stopped"
            assert await asyncio.to_thread(server.was_left.wait, PATIENCE_S)

        session(act, paper)


def test_a_server_that_is_away_is_done_without_and_tried_again(session: SessionOf, paper: Path) -> None:
    with FakeServer() as server:
        url, host, port = server.url, server.host, server.port
    _choose(url)  # nobody listens there any more

    async def act(s: Session) -> None:
        await s.opened("paper.pdf")
        await s.window.jobs.ended("model")
        await s.ask(_QUESTION)
        assert s.desk.ask_panel.current_answer.model == "none"
        assert f"{host} cannot be reached" in s.window.message_bar.text()
        await s.window.jobs.ended("model")
        with FakeServer(says(_TRUE), port=port):
            await s.ask(_QUESTION)  # quoted, but the server is found
            await s.window.jobs.ended("model")
            await s.ask(_QUESTION)
            assert s.desk.ask_panel.last_answer.model == "tiny"

    session(act, paper)
