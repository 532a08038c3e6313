"""Several documents in tabs and windows, by mouse and keys, and the session that brings them back."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar

from reader import paths
from reader.ui.document_tabs import DocumentTabs
from reader.ui.main_window import MainWindow
from tests.journeys.session import Session
from tests.tiny_pdf import write_pdf

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [
        write_pdf(tmp_path / f"{name}.pdf", *[[f"Page {n} of {name}."] for n in range(1, 9)])
        for name in ("one", "two", "three")
    ]


def names(window: MainWindow) -> list[str]:
    return [tab.path.name for tab in tabs_of(window).tabs if tab.path is not None]


def tabs_of(window: MainWindow) -> DocumentTabs:
    tabs = window.findChild(DocumentTabs)
    assert tabs is not None
    return tabs


def test_tabs_are_stepped_through_closed_and_opened_again_by_keys(session, files: list[Path]) -> None:
    async def act(s: Session) -> None:
        await s.opened("three.pdf")
        assert names(s.window) == ["one.pdf", "two.pdf", "three.pdf"]
        s.desk.page_view.go_to_page(4)
        s.press(Qt.Key.Key_Tab, CTRL)
        await s.opened("one.pdf")
        assert s.desk.page_view.page_index == 0
        s.press(Qt.Key.Key_Backtab, CTRL | SHIFT)
        await s.opened("three.pdf")
        assert s.desk.page_view.page_index == 4, "each document keeps its place"
        assert s.part("page_field").text() == "5 / 8"
        s.press(Qt.Key.Key_W, CTRL)
        assert names(s.window) == ["one.pdf", "two.pdf"]
        await s.opened("two.pdf")
        s.press(Qt.Key.Key_W, CTRL | SHIFT)
        await s.opened("three.pdf")
        assert names(s.window) == ["one.pdf", "two.pdf", "three.pdf"]
        await s.until(lambda: s.desk.page_view.page_index == 4, "its place")

    session(act, *files)


def test_a_tab_is_chosen_and_closed_by_the_mouse(session, files: list[Path]) -> None:
    async def act(s: Session) -> None:
        await s.opened("three.pdf")
        bar = tabs_of(s.window)
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
        await s.opened("two.pdf")
        cross = bar.tabButton(0, QTabBar.ButtonPosition.RightSide)
        QTest.mouseClick(cross, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        QTest.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=bar.tabRect(1).center())
        assert names(s.window) == ["two.pdf"]
        assert not bar.isVisible()
        s.press(Qt.Key.Key_W, CTRL)
        await s.until(lambda: not s.part("page_field").isEnabled(), "the last document closed")
        assert s.window.windowTitle() == "Shiori"
        assert s.part("page_field").text() == ""
        assert s.desk.reading.document is None
        assert s.window.isVisible()

    session(act, *files)


def test_what_is_allowed_follows_the_document_in_front(session, files: list[Path]) -> None:
    async def act(s: Session) -> None:
        await s.opened("three.pdf")
        s.desk.page_view.go_to_page(3)
        assert s.window.actions_by_name["back"].isEnabled()
        s.press(Qt.Key.Key_Tab, CTRL)
        await s.opened("one.pdf")
        assert not s.window.actions_by_name["back"].isEnabled()
        s.press(Qt.Key.Key_B, CTRL)
        is_shown = s.desk.panels.is_contents_shown
        s.press(Qt.Key.Key_Tab, CTRL)
        await s.opened("two.pdf")
        assert s.desk.panels.is_contents_shown is is_shown, "the columns are the window's"
        assert s.window.actions_by_name["contents"].isChecked() is is_shown

    session(act, *files)


def test_an_answer_goes_on_behind_another_tab(session, files: list[Path]) -> None:
    async def act(s: Session) -> None:
        await s.opened("three.pdf")
        desk = s.desk
        s.press(Qt.Key.Key_L, CTRL)
        QTest.keyClicks(QApplication.focusWidget(), "Which page is this?")
        s.press(Qt.Key.Key_Return)
        s.press(Qt.Key.Key_Tab, CTRL)
        await s.opened("one.pdf")
        await s.until(lambda: not desk.jobs.is_running("answer"), "the answer", desk.asking.running_changed)
        assert desk.ask_panel.current_answer.status in ("answered", "not_found")
        assert s.desk.ask_panel.current_answer is None

    session(act, *files)


def test_a_document_that_nobody_looks_at_rests_and_wakes(session, files: list[Path]) -> None:
    async def act(s: Session) -> None:
        await s.opened("three.pdf")
        desk = s.desk
        s.press(Qt.Key.Key_Tab, CTRL)
        await s.opened("one.pdf")
        document = desk.reading.document
        drawing, reading = document.pdf.worker_pids
        assert drawing is not None
        desk.resting._while_hidden.stop()
        desk.resting._while_hidden.timeout.emit()
        s.press(Qt.Key.Key_Backtab, CTRL | SHIFT)
        assert s.desk is desk
        desk.page_view.go_to_page(6)
        await s.until(lambda: document.pdf.worker_pids[0] not in (drawing, None), "another child")
        await s.until(lambda: desk.page_view.is_complete, "sharp pages from it")
        assert document.pdf.worker_pids[1] != reading
        assert not s.window.message_bar.text()

    session(act, *files)


def test_windows_come_back_with_their_tabs_and_places(session, files: list[Path]) -> None:
    async def first(s: Session) -> None:
        await s.opened("three.pdf")
        s.desk.page_view.go_to_page(5)
        s.desk.page_view.set_zoom(0.5)
        bar = tabs_of(s.window)
        bar.menu_of(bar.tabs[0]).actions()[2].trigger()
        assert names(s.window) == ["two.pdf", "three.pdf"]
        other = s.windows.windows[1]
        await s.until(lambda: other.desk.path == files[0], "one.pdf in a window of its own", *_opened(other))
        s.press(Qt.Key.Key_N, CTRL | SHIFT)
        assert len(s.windows.windows) == 3

    async def second(s: Session) -> None:
        await s.opened("three.pdf")
        assert [names(window) for window in s.windows.windows] == [["two.pdf", "three.pdf"], ["one.pdf"]]
        assert s.desk.page_view.page_index == 5
        assert s.desk.page_view.zoom == pytest.approx(0.5)
        assert [tab.desk is not None for tab in tabs_of(s.window).tabs] == [False, True], "only what is looked at"
        s.windows.windows[1].close()
        await s.until(lambda: len(s.windows.windows) == 1, "one window less")

    async def third(s: Session) -> None:
        await s.opened("three.pdf")
        assert [names(window) for window in s.windows.windows] == [["two.pdf", "three.pdf"]]

    session(first, *files)
    session(second)
    session(third)


def test_the_palette_runs_commands_and_goes_to_headings_and_tabs(session, files: list[Path]) -> None:
    async def act(s: Session) -> None:
        await s.opened("three.pdf")
        s.window.open_guide()
        await s.opened("guide-en.pdf")
        for typed, is_done in (
            ("go end last", None),
            ("zoom in", lambda: s.desk.page_view.fit == "none"),
            (s.desk.reading.document.outline[-1].title, lambda: s.desk.page_view.page_index > 2),
            ("one.pdf", lambda: s.desk.path == files[0]),
        ):
            s.press(Qt.Key.Key_K, CTRL)
            QTest.keyClicks(QApplication.focusWidget(), typed)
            s.press(Qt.Key.Key_Return)
            if is_done is None:
                s.press(Qt.Key.Key_Escape)
            else:
                await s.until(is_done, typed)

    session(act, *files)


def _opened(window: MainWindow) -> list:
    return [desk.reading.document_opened for desk in window.desks]


def test_a_killed_program_comes_back_with_its_session(files: list[Path], qapp, session) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from reader import app\n"
        "async def story(windows):\n"
        "    window = windows.first\n"
        "    window.show()\n"
        "    window.open_files([Path(name) for name in sys.argv[1:]])\n"
        "    window.jobs.finished.connect(lambda job: job == 'session' and len(window.session.tabs) == 3"
        " and window.desk.reading.document and os.kill(os.getpid(), signal.SIGKILL))\n"
        "    await __import__('asyncio').Event().wait()\n"
        "if __name__ == '__main__':\n"
        "    app.run_story(story, model='none')\n"
    )
    program = files[0].parent / "killed.py"
    program.write_text(code, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(paths.resource("models.toml").parents[1])}
    ended = subprocess.run([sys.executable, program, *map(str, files)], env=environment, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL

    async def act(s: Session) -> None:
        await s.opened("three.pdf")
        assert names(s.window) == ["one.pdf", "two.pdf", "three.pdf"]

    session(act)
