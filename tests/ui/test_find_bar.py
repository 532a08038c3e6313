"""The find bar alone: what is typed and pressed leaves as signals."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from reader.core.matches import Wanted
from reader.ui.find_bar import FindBar
from reader.ui.search_history import SearchHistory

# Said by the offscreen platform for each window and menu that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support")


class Bar:
    """A FindBar in a window, and what it said."""

    def __init__(self, qtbot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.history = SearchHistory()
        self.bar = FindBar(self.history)
        QVBoxLayout(self.window).addWidget(self.bar)
        self.searches: list[Wanted] = []
        self.steps: list[int] = []
        self.bar.search_requested.connect(self.searches.append)
        self.bar.step_requested.connect(self.steps.append)
        self.window.show()
        self.window.activateWindow()

    def label(self, name: str) -> str:
        return self.bar.findChild(QLabel, name).text()

    def button(self, name: str) -> QToolButton:
        return self.bar.findChild(QToolButton, name)


@pytest.fixture
def find(qtbot) -> Bar:
    return Bar(qtbot)


def test_fast_typing_searches_once_when_it_rests(find, qtbot) -> None:
    find.bar.begin()
    qtbot.keyClicks(find.bar.field, "fish")
    assert find.searches == []
    qtbot.waitUntil(lambda: bool(find.searches))
    assert find.searches == [Wanted("fish")]


def test_enter_searches_at_once_then_steps(find, qtbot) -> None:
    find.bar.begin()
    qtbot.keyClicks(find.bar.field, "fish")
    qtbot.keyClick(find.bar.field, Qt.Key.Key_Return)
    assert (find.searches, find.steps) == ([Wanted("fish")], [])
    qtbot.keyClick(find.bar.field, Qt.Key.Key_Return)
    qtbot.keyClick(find.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    find.bar.show_count(0, 4)
    qtbot.mouseClick(find.button("find_next"), Qt.MouseButton.LeftButton)
    assert find.steps == [1, -1, 1]


def test_selected_text_is_looked_for_at_once_in_one_line(find) -> None:
    find.bar.begin("two\nlines ")
    assert find.searches == [Wanted("two lines")]
    assert find.bar.field.selectedText() == "two lines"
    find.bar.begin("x" * 500)  # a page that was selected is not looked for
    assert find.searches[-1] == Wanted("two lines")


def test_options_search_anew(find, qtbot) -> None:
    find.bar.begin("Fish")
    qtbot.mouseClick(find.button("find_match_case"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(find.button("find_whole_words"), Qt.MouseButton.LeftButton)
    assert find.searches[1:] == [Wanted("Fish", match_case=True), Wanted("Fish", whole_words=True, match_case=True)]


def test_count_is_said_in_words(find, qtbot) -> None:
    find.bar.begin("fish")
    find.bar.show_count(2, 41, "Went on from the beginning")
    assert find.label("find_count") == "3 of 41"
    assert find.label("find_note") == "Went on from the beginning"
    find.bar.show_count(2, 41, is_partial=True)
    assert find.label("find_count") == "3 of 41+"
    find.bar.show_count(None, 0)
    assert find.label("find_count") == "No match"
    assert not find.button("find_next").isEnabled()
    find.bar.field.clear()
    qtbot.waitUntil(lambda: find.searches[-1] == Wanted(""))
    find.bar.show_count(None, 0)
    assert find.label("find_count") == ""


def test_escape_closes_once(find, qtbot) -> None:
    find.bar.begin()
    with qtbot.waitSignal(find.bar.closed):
        qtbot.keyClick(find.bar.field, Qt.Key.Key_Escape)
    assert find.bar.isHidden()
    with qtbot.assertNotEmitted(find.bar.closed):
        find.bar.end()


def test_earlier_searches_come_back_by_key_and_by_menu(find, qtbot) -> None:
    for text in ("one", "two", "three", "two"):
        find.history.add(text)
    assert find.history.texts == ["two", "three", "one"]
    find.bar.begin()
    texts = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(find.bar.field, key)
        texts.append(find.bar.field.text())
    assert texts == ["two", "three", "one", "one", "three"]
    action = next(a for a in find.bar.field.actions() if a.objectName() == "find_history")
    action.trigger()
    menu = find.bar.findChild(QMenu, "find_history_menu")
    assert [a.text() for a in menu.actions()] == ["two", "three", "one"]
    menu.actions()[0].trigger()
    menu.close()
    assert find.bar.field.text() == "two"
