"""Finding in a document on a page view: where a search begins, what is shown, what follows a growing document."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.core.answer import Coverage
from reader.core.document import PageText, Rect, pack_boxes
from reader.core.matches import FoldedPage, Wanted, count_matches, locate_matches
from reader.core.quote_index import fold
from reader.ui.find_bar import FindBar
from reader.ui.finding import Finding
from reader.ui.page_view import PageView
from reader.ui.search_history import SearchHistory
from reader.ui.search_panel import SearchPanel

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

LINES = 20


def page_of(page_index: int, text: str) -> PageText:
    """Lines below one another over the whole page."""
    boxes, row, column = [], 0, 0
    for character in text:
        x, y = 0.1 + column * 0.01, (row + 0.5) / LINES
        boxes.append((x, y, x, y) if character == "\n" else (x, y, x + 0.01, y + 0.02))
        row, column = (row + 1, 0) if character == "\n" else (row, column + 1)
    return PageText(page_index, text, pack_boxes(boxes))


class Index:
    """Stands for the index of a document: pages that have been read."""

    def __init__(self) -> None:
        self.pages: dict[int, PageText] = {}

    def _folded(self, page_index: int) -> FoldedPage:
        return FoldedPage(page_index, fold(self.pages[page_index].text), lambda index: self.pages[index].text)

    async def count_matches(self, wanted: Wanted):
        return count_matches([self._folded(page_index) for page_index in sorted(self.pages)], wanted)

    async def locate_matches(self, matches, page_indexes):
        return {
            index: tuple(locate_matches(self.pages[index], self._folded(index), None, matches.wanted))
            for index in page_indexes
        }


class Stage:
    def __init__(self, qtbot, jobs, make_pages, texts: dict[int, str]) -> None:
        self.jobs = jobs
        self.source = make_pages(8)
        self.view, self.history = PageView(jobs.start), SearchHistory()
        self.bar, self.panel = FindBar(self.history), SearchPanel()
        self.finding = Finding(jobs, self.view, self.bar, self.panel, self.history)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        row, column = QHBoxLayout(self.window), QVBoxLayout()
        column.addWidget(self.bar)
        column.addWidget(self.view)
        row.addWidget(self.panel)
        row.addLayout(column)
        self.window.resize(900, 500)
        self.window.show()
        self.window.activateWindow()
        self.index = Index()
        self.view.show_document(self.source)
        self.read(texts)
        self.view.show_texts(self._text)
        self.document = SimpleNamespace(
            info=self.source.info, outline=(), index=self.index, coverage=Coverage(8, 8), pages_without_text=frozenset()
        )
        self.document.pages_read = frozenset(self.index.pages)
        self.finding.set_document(self.document)

    def read(self, texts: dict[int, str]) -> None:
        for page_index, text in texts.items():
            self.index.pages[page_index] = page_of(page_index, text)

    async def _text(self, page_index: int):
        return self.index.pages.get(page_index)

    @property
    def count(self) -> str:
        return self.bar.findChild(QLabel, "find_count").text()

    @property
    def note(self) -> str:
        return self.bar.findChild(QLabel, "find_note").text()

    def is_shown(self, page_index: int, top: float) -> bool:
        view = self.view.view_now()
        shown = view.rect_px(page_index, Rect(0.1, top, 0.2, top + 0.02))
        return page_index in view.pages and 0 <= shown.top() < view.height * view.device_pixel_ratio


TEXTS = {
    0: "fish\n" + "line\n" * 17 + "fish again",
    2: "A Fish, a FISH",
    5: "one more fish\n\nor fishing",
}


@pytest.fixture
def stage(qtbot, jobs, make_pages) -> Stage:
    return Stage(qtbot, jobs, make_pages, TEXTS)


def test_search_begins_where_one_reads_and_goes_around(stage, qtbot, spin_until) -> None:
    stage.view.go_to_page(1)
    stage.finding.begin()
    qtbot.keyClicks(stage.bar.field, "fish")
    spin_until(lambda: stage.count == "3 of 6", "the count")
    assert stage.view.page_index == 2
    assert stage.note == ""
    for _ in range(4):
        qtbot.keyClick(stage.bar.field, Qt.Key.Key_Return)
    assert (stage.count, stage.note) == ("1 of 6", "Went on from the beginning")
    spin_until(lambda: stage.is_shown(0, 0.025), "the first page")
    qtbot.keyClick(stage.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (stage.count, stage.note) == ("6 of 6", "Went on from the end")
    assert stage.history.texts == ["fish"]


def test_longer_text_is_looked_for_from_where_typing_began(stage, qtbot, spin_until) -> None:
    stage.finding.begin()
    qtbot.keyClicks(stage.bar.field, "fish")
    spin_until(lambda: stage.count == "1 of 6", "the first")
    qtbot.keyClicks(stage.bar.field, "ing")
    spin_until(lambda: stage.count == "1 of 1", "the longer one")
    qtbot.keyClick(stage.bar.field, Qt.Key.Key_Backspace)
    for _ in range(2):
        qtbot.keyClick(stage.bar.field, Qt.Key.Key_Backspace)
    spin_until(lambda: stage.count == "1 of 6", "the first again")


def test_what_is_above_the_top_edge_comes_last(stage, qtbot, spin_until) -> None:
    bar = stage.view.verticalScrollBar()
    bar.setValue(round(stage.view.view_now().layout.offset_of(0, 0.5)))
    stage.finding.begin()
    qtbot.keyClicks(stage.bar.field, "fish")
    spin_until(lambda: stage.count == "2 of 6", "the second")


def test_options_narrow_the_search(stage, qtbot, spin_until) -> None:
    stage.finding.begin()
    qtbot.keyClicks(stage.bar.field, "fish")
    stage.bar._words.click()
    spin_until(lambda: stage.count.endswith("of 5"), "whole words")
    stage.bar._case.click()
    spin_until(lambda: stage.count.endswith("of 3"), "case")


def test_typing_goes_back_with_one_step(stage, qtbot, spin_until) -> None:
    stage.view.go_to_page(4)
    place = stage.view.position()
    stage.finding.begin()
    for letter in "one":
        qtbot.keyClicks(stage.bar.field, letter)
        spin_until(lambda: stage.count not in ("", "No match"), "a count")
        spin_until(lambda: not stage.jobs.is_running("find"), "the match")
    assert stage.view.page_index == 5
    stage.view.go_back()
    assert stage.view.position() == place


def test_list_stays_after_the_bar_and_brings_the_marks_back(stage, qtbot, spin_until) -> None:
    stage.finding.begin()
    qtbot.keyClicks(stage.bar.field, "fish")
    spin_until(lambda: stage.count == "1 of 6", "the count")
    assert stage.view.matches.is_shown
    qtbot.keyClick(stage.bar.field, Qt.Key.Key_Escape)
    assert not stage.view.matches.is_shown
    assert stage.finding.results.matches.total == 6
    stage.panel.match_chosen.emit(5)
    spin_until(lambda: stage.view.page_index == 5, "the match")
    assert stage.view.matches.is_shown
    assert stage.view.hasFocus()
    stage.finding.clear()
    assert stage.finding.results.matches.total == 0
    assert not stage.view.matches.is_shown


def test_f3_after_closing_goes_on_in_the_bar(stage, qtbot, spin_until) -> None:
    stage.finding.begin()
    qtbot.keyClicks(stage.bar.field, "fish")
    spin_until(lambda: stage.count == "1 of 6", "the count")
    qtbot.keyClick(stage.bar.field, Qt.Key.Key_Escape)
    stage.finding.go_next()
    assert not stage.bar.isHidden()
    assert stage.count == "2 of 6"
    spin_until(lambda: stage.view.matches.is_shown, "the marks")


def test_pages_read_meanwhile_are_counted_and_the_place_is_kept(stage, qtbot, spin_until) -> None:
    stage.document.coverage = Coverage(3, 8)
    stage.finding.begin()
    qtbot.keyClicks(stage.bar.field, "fish")
    spin_until(lambda: stage.count == "1 of 6+", "the count")
    stage.finding.go_next()
    stage.finding.go_next()
    spin_until(lambda: not stage.jobs.is_running("find"), "the match")
    top = stage.view.verticalScrollBar().value()
    stage.read({1: "fish and fish", 7: "fish"})
    stage.document.pages_read = frozenset(stage.index.pages)
    stage.document.coverage = Coverage(8, 8)
    stage.finding.set_coverage(stage.document.coverage)
    spin_until(lambda: stage.count == "5 of 9", "the new count")
    assert stage.view.verticalScrollBar().value() == top


def test_nothing_found_is_said(stage, qtbot, spin_until) -> None:
    stage.finding.begin()
    qtbot.keyClicks(stage.bar.field, "bird")
    spin_until(lambda: stage.count == "No match", "the count")
    stage.bar.field.clear()
    spin_until(lambda: stage.count == "", "nothing")
    assert not stage.view.matches.is_shown


def test_ticks_lie_where_the_matches_do_and_lead_there(stage, qtbot, spin_until) -> None:
    stage.finding.begin()
    qtbot.keyClicks(stage.bar.field, "fish")
    spin_until(lambda: len(stage.view._ticks.match_rects()) >= 4, "the ticks")
    spin_until(lambda: len(stage.finding._ticks) == 6, "a tick for each")
    strip = stage.view._ticks
    last = strip.match_rects()[-1]
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=last.center().toPoint())
    spin_until(lambda: stage.view.page_index == 5, "the match of the tick")


def test_matches_in_view_are_painted_and_the_current_one_is_outlined(stage, qtbot, spin_until) -> None:
    stage.view.go_to_page(2)
    stage.finding.begin()
    qtbot.keyClicks(stage.bar.field, "fish")
    spin_until(lambda: stage.finding.results.current == 2, "the match")
    spin_until(lambda: stage.view.is_complete, "the pages")
    before = stage.view.viewport().grab().toImage()
    stage.view.matches.show(None)
    after = stage.view.viewport().grab().toImage()
    view, ratio = stage.view.view_now(), stage.view.devicePixelRatioF()
    for match in stage.finding.results.on_page(2):
        middle = (view.rect_px(2, match.spots[0].rects[0]).center() / ratio).toPoint() * ratio
        assert before.pixelColor(middle) != after.pixelColor(middle)


def test_closing_the_document_forgets_what_was_found(stage, qtbot, spin_until) -> None:
    stage.finding.begin()
    qtbot.keyClicks(stage.bar.field, "fish")
    spin_until(lambda: stage.count == "1 of 6", "the count")
    stage.finding.set_document(None)
    assert stage.bar.isHidden()
    assert stage.finding.results.matches.total == 0
    assert stage.count == ""
