"""The find bar: typing, counting, stepping, closing. The document is a list of texts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from reader.core.document import Rect, Spot
from reader.core.errors import WorkerDied
from reader.ui.find_bar import FindBar
from reader.ui.jobs import Jobs

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

PAGES = ["one fish", "two fish", "no such animal", "red fish, blue fish"]


class Finder:
    """A FindBar over PAGES in a window, and what it said."""

    def __init__(self, qtbot, loop_run) -> None:
        self.page_index = 0
        self.searches: list[str] = []
        self.marks: list[tuple[int, int | None]] = []
        self.reached: list[int] = []
        self.error: WorkerDied | None = None
        self.jobs = Jobs()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.bar = FindBar(self.find, lambda: self.page_index, self.jobs)
        QVBoxLayout(self.window).addWidget(self.bar)
        self.bar.marks_changed.connect(lambda spots, current: self.marks.append((len(spots), current)))
        self.bar.match_reached.connect(lambda spot: self.reached.append(spot.page_index))
        self.window.show()
        self.window.activateWindow()

    async def find(self, text: str) -> list[tuple[Spot, ...]]:
        self.searches.append(text)
        if self.error is not None:
            raise self.error
        return [
            (Spot(index, (Rect(0, 0, 1, 1),)),) for index, page in enumerate(PAGES) for _ in range(page.count(text))
        ]

    @property
    def count(self) -> str:
        return self.bar.findChild(QLabel, "find_count").text()


@pytest.fixture
def finder(qtbot, loop_run):
    finder = Finder(qtbot, loop_run)
    yield finder
    loop_run(finder.jobs.shut_down())


def test_typing_marks_all_matches_and_goes_to_the_first_from_here_on(finder, qtbot, spin_until) -> None:
    finder.page_index = 1
    finder.bar.begin()
    qtbot.keyClicks(finder.bar.field, "fish")
    spin_until(lambda: finder.reached, "the first match")
    assert finder.reached == [1]
    assert finder.marks[-1] == (4, 1)
    assert finder.count == "2 / 4"


def test_fast_typing_searches_once(finder, qtbot, spin_until) -> None:
    finder.bar.begin()
    qtbot.keyClicks(finder.bar.field, "fish")
    spin_until(lambda: finder.reached, "the first match")
    assert finder.searches == ["fish"]


def test_enter_goes_on_and_shift_enter_back_around_the_ends(finder, qtbot, spin_until) -> None:
    finder.bar.begin()
    qtbot.keyClicks(finder.bar.field, "fish")
    qtbot.keyClick(finder.bar.field, Qt.Key.Key_Return)
    spin_until(lambda: finder.reached, "the first match")
    assert finder.reached == [0]
    qtbot.keyClick(finder.bar.field, Qt.Key.Key_Return)
    assert finder.reached[-1] == 1
    qtbot.keyClick(finder.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(finder.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert finder.reached[-1] == 3
    assert finder.count == "4 / 4"
    qtbot.mouseClick(finder.bar.findChild(QToolButton, "find_next"), Qt.MouseButton.LeftButton)
    assert finder.reached[-1] == 0


def test_nothing_found_is_said_and_there_is_nowhere_to_go(finder, qtbot, spin_until) -> None:
    finder.bar.begin()
    qtbot.keyClicks(finder.bar.field, "bird")
    spin_until(lambda: finder.count == "No match", "the count")
    assert finder.reached == []
    assert finder.marks[-1] == (0, None)
    assert not finder.bar.findChild(QToolButton, "find_next").isEnabled()


def test_escape_takes_bar_and_marks_away_and_f3_brings_them_back(finder, qtbot, spin_until) -> None:
    finder.bar.begin()
    qtbot.keyClicks(finder.bar.field, "fish")
    spin_until(lambda: finder.reached, "the first match")
    with qtbot.waitSignal(finder.bar.closed):
        qtbot.keyClick(finder.bar.field, Qt.Key.Key_Escape)
    assert finder.bar.isHidden()
    assert finder.marks[-1] == (0, None)
    finder.reached.clear()
    finder.bar.go_next()
    spin_until(lambda: finder.reached, "the match found again")
    assert not finder.bar.isHidden()
    assert finder.bar.field.selectedText() == "fish"


def test_emptied_field_takes_the_marks_away(finder, qtbot, spin_until) -> None:
    finder.bar.begin()
    qtbot.keyClicks(finder.bar.field, "fish")
    spin_until(lambda: finder.reached, "the first match")
    finder.bar.field.clear()
    spin_until(lambda: finder.marks[-1] == (0, None), "no marks")
    assert finder.count == ""


def test_failed_search_leaves_a_bar_that_works(finder, qtbot, spin_until) -> None:
    finder.error = WorkerDied("page text", -9)
    failures: list[object] = []
    finder.jobs.failed.connect(lambda name, error: failures.append(error))
    finder.bar.begin()
    qtbot.keyClicks(finder.bar.field, "fish")
    spin_until(lambda: failures, "the failure")
    finder.error = None
    qtbot.keyClicks(finder.bar.field, ",")
    spin_until(lambda: finder.reached, "a match")
    assert finder.reached == [3]


def test_match_over_a_page_end_counts_once_and_is_marked_on_both_pages(finder, qtbot, spin_until) -> None:
    async def find(text: str) -> list[tuple[Spot, ...]]:
        return [(Spot(0), Spot(1)), (Spot(2),)]

    finder.bar._find = find
    finder.bar.begin()
    qtbot.keyClicks(finder.bar.field, "fish")
    spin_until(lambda: finder.reached, "the first match")
    assert finder.count == "1 / 2"
    assert finder.marks[-1] == (3, 0)
    finder.bar.go_next()
    assert finder.marks[-1] == (3, 2)
    assert finder.reached[-1] == 2
