"""The columns of the window: folding away, coming back, and being there again in the next session."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLineEdit, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from reader.ui.panels import Panels

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


class Columns:
    def __init__(self, qtbot, settings: QSettings) -> None:
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.contents, self.page, self.side = QTabWidget(), QLineEdit(), QTabWidget()
        for name in ("Contents", "Thumbnails"):
            self.contents.addTab(QWidget(), name)
        self.ask, self.notes = QWidget(), QWidget()
        self.question = QLineEdit()
        QVBoxLayout(self.ask).addWidget(self.question)
        self.side.addTab(self.ask, "Ask")
        self.side.addTab(self.notes, "Notes")
        self.panels = Panels(self.contents, self.page, self.side, settings)
        self.window.setCentralWidget(self.panels.splitter)
        self.window.resize(1280, 800)
        self.panels.restore(1280)
        self.window.show()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def columns(qtbot, settings: QSettings) -> Columns:
    return Columns(qtbot, settings)


def test_page_has_most_of_the_room_at_first(columns: Columns) -> None:
    contents, page, side = columns.panels.splitter.sizes()
    assert contents == 230
    assert side == 384
    assert page > contents + side - 10


def test_folding_away_tells_the_menu_and_gives_the_focus_to_the_page(columns: Columns, qtbot) -> None:
    columns.window.activateWindow()
    qtbot.waitUntil(columns.window.isActiveWindow)
    columns.question.setFocus()
    with qtbot.waitSignal(columns.panels.side_shown) as shown:
        columns.panels.show_side(False)
    assert shown.args == [False]
    assert columns.side.isHidden()
    assert columns.page.hasFocus()


def test_wanted_tab_comes_to_the_front_even_from_a_folded_side(columns: Columns) -> None:
    columns.panels.show_side(False)
    columns.panels.open_side(columns.notes)
    assert columns.notes.isVisible()


def test_next_session_has_the_same_columns(columns: Columns, qtbot, settings: QSettings) -> None:
    columns.panels.splitter.setSizes([300, 500, 470])
    columns.panels.open_side(columns.notes)
    with qtbot.waitSignal(columns.panels.rearranged):
        columns.contents.setCurrentIndex(1)
    columns.panels.show_contents(False)
    columns.panels.save()
    later = Columns(qtbot, settings)
    assert later.contents.isHidden()
    assert later.contents.currentIndex() == 1
    assert later.notes.isVisible()
    assert later.panels.splitter.sizes()[2] == columns.panels.splitter.sizes()[2]
