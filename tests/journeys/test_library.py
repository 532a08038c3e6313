"""The library by mouse and keys: what was read is found and opened at the place, moved or changed files keep theirs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget

from reader import paths
from reader.ui.library_list import LibraryList
from reader.ui.library_window import SEARCH, LibraryWindow
from reader.ui.shelf import TAKE_IN
from tests.journeys.session import Act, Session, run_session
from tests.tiny_pdf import PASSAGE, write_pdf

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Run = Callable[..., None]


@pytest.fixture
def session(caplog: pytest.LogCaptureFixture) -> Run:
    def run(act: Act, *files: Path) -> None:
        run_session(caplog, act, *files)

    return run


@pytest.fixture
def shelf(tmp_path: Path) -> list[Path]:
    """Three documents; the sought words stand on different pages."""
    weather = (["Rain falls in the north."], ["Snow lies on the hills in winter."], ["The end."])
    japanese = (["はじめに"], ["本論文では最適化手", "法を提案する。推論は速い。"])
    return [
        write_pdf(tmp_path / "lomo.pdf", ["Opening"], PASSAGE),
        write_pdf(tmp_path / "weather.pdf", *weather),
        write_pdf(tmp_path / "japanese.pdf", *japanese),
    ]


async def read_all(s: Session, files: list[Path]) -> None:
    """Have each opened and read, and taken into the index of the library."""
    for file in files:
        s.window.open(file)
        await s.opened(file.name)
        await s.jobs.ended("cover")
        await s.window.jobs.ended(TAKE_IN)


async def library(s: Session) -> LibraryWindow:
    s.press(Qt.Key.Key_O, CONTROL | SHIFT)
    window = s.windows.shelf.window
    await s.window.jobs.ended(SEARCH)
    return window


def listed(window: LibraryWindow) -> list[str]:
    """The file of each row."""
    return [Path(row.document.path).name for row in window.model.rows]


async def type_in(s: Session, window: LibraryWindow, text: str) -> None:
    field = window.findChild(QLineEdit, "library_field")
    field.setFocus()
    field.selectAll()
    if text.isascii():
        QTest.keyClicks(field, text)
    else:
        field.insert(text)  # as an input method commits it
    await s.until(lambda: not window.is_typing, "the search")
    await s.window.jobs.ended(SEARCH)


def test_words_on_any_page_are_found_and_opened_at_the_place(session: Run, shelf: list[Path]) -> None:
    async def act(s: Session) -> None:
        await read_all(s, shelf)
        window = await library(s)
        assert listed(window) == ["japanese.pdf", "weather.pdf", "lomo.pdf"]
        await type_in(s, window, "snow hil")  # still typing
        assert listed(window) == ["weather.pdf", "weather.pdf"]
        assert window.model.rows[1].words == "p. 2: Snow lies on the hills in winter."
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        await s.until(lambda: s.desk.path == shelf[1] and s.desk.page_view.page_index == 1, "the place")
        assert s.desk.page_view._marks.spots[0].rects

        # Japanese, over a line end, by mouse.
        window = await library(s)
        await type_in(s, window, "最適化手法")
        assert listed(window) == ["japanese.pdf", "japanese.pdf"]
        assert "最適化手法を提案する" in window.model.rows[1].words
        view = window.findChild(LibraryList)
        place = view.visualRect(window.model.index(1)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await s.until(lambda: s.desk.path == shelf[2] and s.desk.page_view.page_index == 1, "the place")

    session(act, shelf[0])


def test_a_moved_file_is_found_again_with_its_place_and_its_note(session: Run, shelf: list[Path]) -> None:
    async def first(s: Session) -> None:
        await s.opened("weather.pdf")
        s.desk.page_view.go_to_page(1)
        s.press(Qt.Key.Key_N, CONTROL)
        QTest.keyClicks(QApplication.focusWidget(), "Cold.")
        s.press(Qt.Key.Key_Escape)
        await s.window.jobs.ended(TAKE_IN)

    async def second(s: Session) -> None:
        await s.opened("lomo.pdf")
        window = await library(s)
        await type_in(s, window, "cold")  # in the note
        assert window.model.rows[1].words == "Note p. 2: Cold."
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        await s.opened("climate.pdf")
        assert s.desk.page_view.page_index == 1
        assert [view.note.markdown for view in s.desk.notes_panel.findChildren(QWidget, "note_view")] == ["Cold."]
        window = await library(s)
        await type_in(s, window, "")
        assert window.model.rows[0].document.path == str(moved)

    session(first, shelf[1])
    moved = shelf[1].parent / "elsewhere" / "climate.pdf"
    moved.parent.mkdir()
    shelf[1].rename(moved)
    session(second, shelf[0])


def test_a_document_is_removed_from_the_library_and_comes_back(session: Run, shelf: list[Path]) -> None:
    async def act(s: Session) -> None:
        await read_all(s, shelf[:2])
        window = await library(s)
        view = window.findChild(LibraryList)
        view.setFocus()
        view.setCurrentIndex(window.model.index(0))
        QTest.keyClick(view, Qt.Key.Key_Delete)
        await s.until(lambda: len(window.model.rows) == 1, "one document less")
        QTest.mouseClick(window.findChild(QPushButton, "undo_button"), Qt.MouseButton.LeftButton)
        await s.until(lambda: len(window.model.rows) == 2, "the document back")
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert not window.isVisible()

    session(act, shelf[0])


def test_what_was_read_before_there_was_an_index_is_taken_in(session: Run, shelf: list[Path]) -> None:
    async def first(s: Session) -> None:
        await read_all(s, shelf[:1])
        s.press(Qt.Key.Key_W, CONTROL)
        await s.until(lambda: s.desk.is_empty, "a closed document")

    async def second(s: Session) -> None:
        await s.opened("weather.pdf")
        window = await library(s)
        await s.until(lambda: not s.window.jobs.is_running("library catch up"), "the end of taking in")
        await type_in(s, window, "gradients")
        assert listed(window) == ["lomo.pdf", "lomo.pdf"]

    session(first, shelf[0])
    for file in paths.cache_dir().glob("library-index.db*"):
        file.unlink()
    session(second, shelf[1])


def test_start_page_shows_what_was_read_and_opens_it(session: Run, shelf: list[Path]) -> None:
    async def act(s: Session) -> None:
        await read_all(s, shelf[:2])
        s.desk.page_view.set_zoom(3.0)
        s.desk.page_view.go_to_page(1)
        for _ in range(2):
            s.press(Qt.Key.Key_W, CONTROL)
        page = s.desk.start_page
        await s.until(lambda: page.isVisible() and len(page.documents) == 2, "the start page")
        await s.jobs.ended("recent")
        assert [Path(document.path).name for document in page.documents] == ["weather.pdf", "lomo.pdf"]
        assert page.documents[0].progress == 2 / 3
        menu = s.part("menu_recent", QMenu).actions()[0]
        assert menu.text().endswith("\t67 %")
        place = page.list.visualRect(page.list.model().index(0, 0)).center()
        QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await s.opened("weather.pdf")
        assert not page.isVisible()
        assert s.desk.page_view.page_index == 1

    session(act, shelf[0])


def test_a_missing_file_is_told_with_its_folder_and_can_be_located(session: Run, shelf: list[Path]) -> None:
    async def first(s: Session) -> None:
        await s.opened("weather.pdf")
        s.desk.page_view.set_zoom(3.0)
        s.desk.page_view.go_to_page(2)

    async def second(s: Session) -> None:  # the session brings it back
        await s.until(lambda: "is not there any more" in s.desk.message_bar.text(), "the message")
        assert str(shelf[1].parent) in s.desk.message_bar.text()
        QTest.mouseClick(s.part("message_action", QPushButton), Qt.MouseButton.LeftButton)
        await s.choose("locate_dialog", away)
        await s.opened("away.pdf")
        assert s.desk.page_view.page_index == 2

    session(first, shelf[1])
    away = shelf[1].parent.parent / "another place entirely" / "deep" / "down" / "there" / "under" / "away.pdf"
    away.parent.mkdir(parents=True)
    shelf[1].rename(away)
    session(second)


def test_a_file_that_was_moved_nearby_is_found_by_itself(session: Run, shelf: list[Path]) -> None:
    async def first(s: Session) -> None:
        await s.opened("weather.pdf")

    async def second(s: Session) -> None:
        await s.opened("snow.pdf")
        assert s.desk.message_bar.text() == f"weather.pdf was moved. It is here now: {moved}"

    session(first, shelf[1])
    moved = shelf[1].parent / "2026" / "snow.pdf"
    moved.parent.mkdir()
    shelf[1].rename(moved)
    session(second)
