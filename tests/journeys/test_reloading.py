"""A file that changes on the disk while it is open: the place, the notes and the window stay."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget

from reader import paths
from reader.store.settings import Settings, save_settings
from tests.journeys.session import Act, Session, run_session
from tests.tiny_pdf import write_pdf

CONTROL = Qt.KeyboardModifier.ControlModifier
Run = Callable[..., None]

PAGES = [
    ["Chapter 1", "The method updates each parameter as soon as its gradient is known."],
    ["Chapter 2", "No gradient has to be stored for longer than a moment in this method."],
    ["Chapter 3", "Memory falls to a tenth of what the standard solution needed before."],
]
NEW = [["A page of thanks", "We thank all people who have lent us their machines for a year."]]


@pytest.fixture
def session(caplog: pytest.LogCaptureFixture) -> Run:
    def run(act: Act, *files: Path) -> None:
        run_session(caplog, act, *files)

    return run


def content(folder: Path, *pages: list[str]) -> bytes:
    return write_pdf(folder / "beside.pdf", *pages).read_bytes()


async def changed(s: Session, page_count: int) -> None:
    """Wait until the version with so many pages is shown and read."""
    reading = s.desk.reading
    await s.until(lambda: reading.document and reading.document.info.page_count == page_count, "the new version")
    await s.jobs.ended("reload")
    await s.jobs.ended("conversation")
    await s.until(lambda: s.desk.page_view.is_complete, "a sharp page")


def notes(s: Session) -> list[tuple[str, int | None]]:
    views = s.desk.notes_panel.findChildren(QWidget, "note_view")
    return [(view.note.markdown, view.note.page_index) for view in views]


def test_a_new_version_keeps_place_zoom_notes_and_what_is_being_typed(session: Run, tmp_path: Path) -> None:
    thesis = write_pdf(tmp_path / "thesis.pdf", *PAGES)
    longer = content(tmp_path, *NEW, *PAGES)

    async def act(s: Session) -> None:
        await s.opened("thesis.pdf")
        view = s.desk.page_view
        view.set_zoom(2.0)
        view.go_to_page(1)
        s.press(Qt.Key.Key_N, CONTROL)
        QTest.keyClicks(QApplication.focusWidget(), "Is this so?")
        s.press(Qt.Key.Key_Escape)
        s.press(Qt.Key.Key_L, CONTROL)
        QTest.keyClicks(QApplication.focusWidget(), "How much mem")

        # As LaTeX does: in place, and not at once.
        with thesis.open("wb") as stream:
            stream.write(longer[:200])
            stream.flush()
            await s.until(lambda: not s.jobs.is_running("watch file"), "a look at half a file")
            assert s.desk.reading.document.info.page_count == 3
            assert not view.has_failed(1)
            stream.write(longer[200:])
        await changed(s, 4)
        assert (view.page_index, view.zoom) == (2, 2.0)
        assert notes(s) == [("Is this so?", 2)]
        assert "Reloaded" in s.desk.status_line.text()
        field = s.part("question_field", QPlainTextEdit)
        assert field.toPlainText() == "How much mem"
        assert field.hasFocus()

        # As others do: another file is renamed to its name. Back to the first content.
        other = tmp_path / "other.pdf"
        other.write_bytes(content(tmp_path, *PAGES))
        other.replace(thesis)
        await changed(s, 3)
        assert view.page_index == 1
        assert notes(s) == [("Is this so?", 1)]

    session(act, thesis)


def test_a_file_that_changed_while_it_was_closed_gets_the_notes_of_its_last_version(
    session: Run, tmp_path: Path
) -> None:
    thesis = write_pdf(tmp_path / "thesis.pdf", *PAGES)

    async def first(s: Session) -> None:
        await s.opened("thesis.pdf")
        s.desk.page_view.go_to_page(1)
        s.press(Qt.Key.Key_N, CONTROL)
        QTest.keyClicks(QApplication.focusWidget(), "Is this so?")
        s.press(Qt.Key.Key_Escape)

    async def second(s: Session) -> None:
        await s.opened("thesis.pdf")
        await s.until(lambda: notes(s) == [("Is this so?", 2)], "the note")

    session(first, thesis)
    thesis.write_bytes(content(tmp_path, *NEW, *PAGES))
    session(second)


def test_without_reloading_a_change_is_only_told(session: Run, tmp_path: Path) -> None:
    save_settings(paths.settings_file(), Settings(reload=False))
    thesis = write_pdf(tmp_path / "thesis.pdf", *PAGES)
    longer = content(tmp_path, *NEW, *PAGES)

    async def act(s: Session) -> None:
        await s.opened("thesis.pdf")
        thesis.write_bytes(longer)
        await s.until(lambda: "has changed" in s.desk.message_bar.text(), "the message")
        assert s.desk.reading.document.info.page_count == 3
        QTest.mouseClick(s.part("message_action", QPushButton), Qt.MouseButton.LeftButton)
        await changed(s, 4)

    session(act, thesis)


def test_a_file_that_is_deleted_goes_on_being_shown(session: Run, tmp_path: Path) -> None:
    thesis = write_pdf(tmp_path / "thesis.pdf", *PAGES)

    async def act(s: Session) -> None:
        await s.opened("thesis.pdf")
        thesis.unlink()
        s.desk.reloading.watch.look()
        await s.jobs.ended("watch file")
        await s.jobs.ended("reload")
        s.desk.page_view.go_to_page(2)
        s.desk.page_view.set_zoom(3.0)
        await s.until(lambda: s.desk.page_view.is_complete, "a sharp page")
        assert not s.desk.page_view.has_failed(2)

    session(act, thesis)
