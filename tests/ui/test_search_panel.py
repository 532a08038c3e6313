"""The result list: rows, headings, following, keys; and that tens of thousands of rows cost no more than they show."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView

from reader.core.answer import Coverage
from reader.core.document import DocumentInfo, OutlineItem, PageSize, Rect, Spot
from reader.core.matches import Match, Matches, Wanted
from reader.ui.find_results import FindResults
from reader.ui.match_list import HEADING_ROLE, LABEL_ROLE, MATCH_ROLE, sections_of
from reader.ui.search_panel import SearchPanel

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

PAGES = 1000
OUTLINE = (
    OutlineItem(1, "1 Start", 0, 0.1),
    OutlineItem(1, "2 Method", 5, 0.1),
    OutlineItem(2, "2.1 Overview", 5, 0.2),
    OutlineItem(1, "3 End", 8, 0.9),
)


class Panel:
    def __init__(self, qtbot, jobs, outline=()) -> None:
        self.asked: list[int] = []
        self.results = FindResults(jobs.start)
        self.panel = SearchPanel()
        qtbot.addWidget(self.panel)
        sizes = (PageSize(595, 842),) * PAGES
        labels = ("i", "ii", *(str(number) for number in range(1, PAGES - 1)))
        info = DocumentInfo("paper.pdf", "0" * 64, sizes, labels, "", "", is_repaired=False)
        self.panel.set_document((info, outline))
        self.panel.show_results(self.results)
        self.list = self.panel.findChild(QTableView, "match_list")
        self.model = self.list.model()
        self.previewed: list[int] = []
        self.chosen: list[int] = []
        self.panel.match_previewed.connect(self.previewed.append)
        self.panel.match_chosen.connect(self.chosen.append)
        self.panel.resize(260, 400)
        self.panel.show()

    async def locate(self, matches, page_indexes):
        self.asked += page_indexes
        return {
            page: tuple(
                Match((Spot(page, (Rect(0, 0, 1, 1),)),), "fish", before=f"page {page} ", after=" swims")
                for _ in range(matches.count_on(page))
            )
            for page in page_indexes
        }

    def find(self, counts, current=None) -> None:
        self.panel.set_wanted(Wanted("fish"))
        self.results.replace(Matches.counted(Wanted("fish"), counts), self.locate, current)

    def rows(self, role) -> list[object]:
        return [self.model.index(row, 0).data(role) for row in range(self.model.rowCount())]

    def label(self, name: str) -> str:
        return self.panel.findChild(QLabel, name).text()


def test_rows_have_labels_and_words_under_a_heading_for_each_page(qtbot, jobs, spin_until) -> None:
    shown = Panel(qtbot, jobs)
    shown.find([(0, 1), (5, 2)])
    spin_until(lambda: all(shown.results.match(number) for number in range(3)), "the words")
    assert shown.rows(HEADING_ROLE) == ["Page i", None, "Page 4", None, None]
    assert shown.rows(LABEL_ROLE) == ["1", "i", "2", "4", "4"]
    assert shown.rows(Qt.ItemDataRole.DisplayRole)[1] == "page 0 fish swims"
    assert shown.rows(MATCH_ROLE)[3].before == "page 5 "
    assert shown.label("search_summary") == "“fish”: 3 on 2 pages"


def test_headings_are_those_of_the_outline(qtbot, jobs) -> None:
    assert sections_of(OUTLINE) == [(0, "1 Start"), (5, "2 Method"), (9, "3 End")]
    shown = Panel(qtbot, jobs, OUTLINE)
    shown.find([(2, 1), (4, 1), (8, 1), (20, 1)])
    headings = [heading for heading in shown.rows(HEADING_ROLE) if heading]
    assert headings == ["1 Start", "2 Method", "3 End"]
    assert shown.rows(LABEL_ROLE)[0] == "2"


def test_keys_preview_over_headings_and_enter_and_click_choose(qtbot, jobs) -> None:
    shown = Panel(qtbot, jobs)
    shown.find([(0, 1), (5, 2)], current=0)
    assert shown.list.currentIndex().row() == 1
    assert shown.previewed == []
    shown.list.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(shown.list, key)
    assert shown.previewed == [1, 2, 1, 0]
    qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    row = shown.list.visualRect(shown.model.index(4, 0))
    qtbot.mouseClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    heading = shown.list.visualRect(shown.model.index(0, 0))
    qtbot.mouseClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=heading.center())
    assert shown.chosen == [0, 2]
    with qtbot.waitSignal(shown.panel.left):
        qtbot.keyClick(shown.list, Qt.Key.Key_Escape)


def test_the_current_match_is_followed_without_going_anywhere(qtbot, jobs) -> None:
    shown = Panel(qtbot, jobs)
    shown.find([(page, 3) for page in range(PAGES)], current=0)
    shown.results.set_current(2500)
    row = shown.list.currentIndex().row()
    assert shown.model.number_of(row) == 2500
    assert shown.list.viewport().rect().intersects(shown.list.visualRect(shown.list.currentIndex()))
    shown.results.set_current(None)
    assert not shown.list.currentIndex().isValid()
    assert shown.previewed == shown.chosen == []


def test_only_pages_that_show_are_located(qtbot, jobs, spin_until) -> None:
    shown = Panel(qtbot, jobs)
    shown.find([(page, 200) for page in range(PAGES)])
    assert shown.model.rowCount() == 201 * PAGES
    spin_until(lambda: shown.asked, "the first page")
    shown.list.scrollToBottom()
    spin_until(lambda: PAGES - 1 in shown.asked, "the last page")
    assert len(set(shown.asked)) < 10


def test_what_could_be_searched_is_said(qtbot, jobs) -> None:
    shown = Panel(qtbot, jobs)
    shown.find([(0, 1)])
    shown.panel.set_coverage(Coverage(212, PAGES), frozenset(range(212)))
    assert shown.label("search_coverage") == "So far: pages i–210 of 1000"
    shown.panel.set_coverage(Coverage(3, PAGES), frozenset({1, 2, 9}))
    assert shown.label("search_coverage") == "So far: 3 of 1000 pages"
    shown.panel.set_coverage(Coverage(PAGES - 4, PAGES, 4), frozenset(range(PAGES)))
    assert shown.label("search_coverage") == "4 pages are pictures and could not be searched."
    shown.panel.set_coverage(Coverage(PAGES, PAGES), frozenset(range(PAGES)))
    assert shown.label("search_coverage") == ""


def test_list_is_emptied_when_the_results_are(qtbot, jobs) -> None:
    shown = Panel(qtbot, jobs)
    shown.find([(0, 1)])
    with qtbot.waitSignal(shown.panel.clear_requested):
        shown.panel.findChild(type(shown.panel._clear), "search_clear").click()
    shown.results.clear()
    shown.panel.set_wanted(Wanted(""))
    assert shown.model.rowCount() == 0
    assert "Ctrl+F" in shown.label("search_summary")
