"""A window as app.py makes it, driven by mouse and keys; `session` runs it from its start to its end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from reader import app
from reader.ui.answer_text import AnswerText
from reader.ui.desk import Desk
from reader.ui.jobs import Jobs
from reader.ui.main_window import MainWindow
from reader.ui.windows import Windows

PATIENCE_S = 30.0


class Session:
    """Windows that are open, and ways to act in the first of them and to wait for what follows."""

    def __init__(self, windows: Windows) -> None:
        self.windows = windows

    @property
    def window(self) -> MainWindow:
        return self.windows.first

    @property
    def desk(self) -> Desk:
        """The one in front."""
        return self.window.desk

    @property
    def jobs(self) -> Jobs:
        """Of the desk in front."""
        return self.window.desk.jobs

    async def until(self, is_so: Callable[[], object], what: str, *signals: SignalInstance) -> None:
        """Wait until something is true that comes about when a job ends, a page is shown or one of `signals` is sent.

        Jobs of desks that come meanwhile count too.
        """
        changed = asyncio.Event()
        connected: list[SignalInstance] = []

        def listen(signal: SignalInstance) -> None:
            signal.connect(changed.set)
            connected.append(signal)

        def listen_to_desk(desk: Desk) -> None:
            listen(desk.jobs.finished)
            changed.set()

        for signal in (*signals, self.window.jobs.finished, *(d.jobs.finished for d in self.window.desks)):
            listen(signal)
        added = self.window.desk_added
        added.connect(listen_to_desk)
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not is_so():
                    changed.clear()
                    await changed.wait()
        except TimeoutError:
            pytest.fail(f"{what} did not happen within {PATIENCE_S:.0f} s")
        finally:
            added.disconnect(listen_to_desk)
            for signal in connected:
                try:
                    signal.disconnect(changed.set)
                except RuntimeError:  # of a desk that is gone
                    continue

    async def opened(self, name: str) -> None:
        """Wait until that file is in front, shown and read."""

        def is_read() -> bool:
            document = self.desk.reading.document
            return document is not None and document.path.name == name and document.coverage.is_complete

        await self.until(is_read, f"{name} opened and read")
        await self.jobs.ended("conversation")
        await self.until(lambda: self.desk.page_view.is_complete, "a sharp page")

    def part(self, name: str, kind: type[Any] = QWidget) -> Any:
        """By its object name, in the desk in front or else in the window."""
        found = self.desk.findChild(kind, name) or self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def visible(self, kind: type[Any]) -> Any:
        """A dialog that is open; a closed one is still there until the loop comes round."""
        return next((dialog for dialog in self.window.findChildren(kind) if dialog.isVisible()), None)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)

    async def ask(self, question: str) -> None:
        self.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(QApplication.focusWidget(), question)
        self.press(Qt.Key.Key_Return)
        await self.jobs.ended("answer")

    def click_citation(self) -> None:
        text = self.desk.ask_panel.findChildren(AnswerText)[-1]
        QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=text.link_area(0).center())

    async def choose(self, dialog_name: str, path: Path) -> None:
        dialog = self.part(dialog_name, QFileDialog)
        dialog.selectFile(str(path))
        dialog.accept()


Act = Callable[[Session], Awaitable[None]]


def crashes_of(windows: Windows) -> list[str]:
    """Filled with the tracebacks of whatever job crashes from now on."""
    crashes: list[str] = []

    def note(_job: str, report: str) -> None:
        crashes.append(report)

    windows.first.jobs.crashed.connect(note)
    for window in windows.windows:
        window.crashed.connect(note)
    windows.window_added.connect(lambda window: window.crashed.connect(note))
    return crashes


def run_session(
    caplog: pytest.LogCaptureFixture, act: Act, *files: Path, make_model: Any = None, close: bool = True
) -> None:
    """Open the window with the files, act in it, close it; fails on warnings of Qt, on errors in the log, on crashes.

    `close`: by closing the first window; else `act` has to end the program.
    """
    caplog.set_level(logging.WARNING)
    crashes: list[str] = []

    async def story(windows: Windows) -> int:
        found = crashes_of(windows)

        async def act_and_close() -> None:
            try:
                await act(Session(windows))
            finally:
                if close:
                    windows.quit()

        acting = asyncio.create_task(act_and_close())
        code = await app._live(windows, files)
        await acting
        crashes.extend(found)
        return code

    if make_model is None:
        assert app.run_story(story) == 0
    else:
        assert app.run_story(story, model="slow", make_model=make_model) == 0
    assert not crashes, crashes[0]
    assert not [record.getMessage() for record in caplog.records if record.name == "qt"]
    assert not [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
