"""The palette: typing narrows, the keyboard chooses, and the focus comes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from reader.ui.command_palette import Command, CommandPalette

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.page = QPushButton("page")
        QVBoxLayout(self).addWidget(self.page)
        self.palette_of_commands = CommandPalette(self)
        self.done: list[str] = []
        self.resize(800, 600)

    def offer(self, *names: str) -> None:
        self.palette_of_commands.open(
            Command(name, "Ctrl+X", lambda name=name: self.done.append(name)) for name in names
        )


@pytest.fixture
def window(qtbot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.page.setFocus()
    window.offer("Fit width", "Fit page", "Find")
    return window


def field() -> QWidget:
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    return focused


def test_all_are_offered_in_their_order_until_something_is_typed(window: Window) -> None:
    assert window.palette_of_commands.shown == ["Fit width", "Fit page", "Find"]
    QTest.keyClicks(field(), "fit p")
    assert window.palette_of_commands.shown == ["Fit page"]


def test_enter_runs_the_first_and_gives_the_focus_back(window: Window) -> None:
    QTest.keyClicks(field(), "find")
    QTest.keyClick(field(), Qt.Key.Key_Return)
    assert window.done == ["Find"]
    assert window.palette_of_commands.isHidden()
    assert QApplication.focusWidget() is window.page


def test_arrows_choose_while_one_types(window: Window) -> None:
    QTest.keyClick(field(), Qt.Key.Key_Down)
    QTest.keyClick(field(), Qt.Key.Key_Return)
    assert window.done == ["Fit page"]


def test_a_click_runs_a_command(window: Window) -> None:
    commands = window.palette_of_commands.findChild(QListView)
    place = commands.visualRect(commands.model().index(2, 0)).center()
    QTest.mouseClick(commands.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.done == ["Find"]


def test_escape_and_a_click_elsewhere_close_it(window: Window) -> None:
    QTest.keyClick(field(), Qt.Key.Key_Escape)
    assert window.palette_of_commands.isHidden()
    window.offer("Find")
    window.page.setFocus()
    assert window.palette_of_commands.isHidden()
    assert window.done == []


def test_enter_without_anything_that_fits_does_nothing(window: Window) -> None:
    QTest.keyClicks(field(), "zzz")
    QTest.keyClick(field(), Qt.Key.Key_Return)
    assert window.done == []
    assert window.palette_of_commands.isVisible()
