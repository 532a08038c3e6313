"""Back and forward that outlast the program; places marked and found again; contents and thumbnails of a document."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTabWidget, QTreeWidget

from reader.ui.thumbnails_panel import ThumbnailsPanel
from tests.journeys.session import Session
from tests.tiny_pdf import write_pdf

ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Nine pages, of which some begin with a numbered heading; without an outline."""
    headings = {0: "1 Introduction", 2: "2 Method", 3: "2.1 Momentum", 5: "3 Results", 8: "4 Conclusion"}

    def set_headings(document) -> None:
        for page_index, words in headings.items():
            document[page_index].insert_text((40, 40), words, fontsize=16, fontname="helv")

    lines = [f"This is the text of the page, line {n} of it, as long as others." for n in range(6)]
    return write_pdf(tmp_path / "book.pdf", *[["", *lines]] * 9, change=set_headings)


def test_back_and_forward_survive_a_restart(session, book: Path) -> None:
    async def first(s: Session) -> None:
        await s.opened("book.pdf")
        for page_index in (4, 7):
            s.press(Qt.Key.Key_G, CONTROL)
            s.type(str(page_index + 1))
            s.press(Qt.Key.Key_Return)
            assert s.desk.page_view.page_index == page_index
        s.press(Qt.Key.Key_Left, ALT)
        assert s.desk.page_view.page_index == 4

    async def second(s: Session) -> None:
        await s.opened("book.pdf")
        view = s.desk.page_view
        assert view.page_index == 4
        s.press(Qt.Key.Key_Right, ALT)
        assert view.page_index == 7
        s.press(Qt.Key.Key_Left, ALT)
        s.press(Qt.Key.Key_Left, ALT)
        assert view.page_index == 0
        assert not s.window.actions_by_name["back"].isEnabled()

    session(first, book)
    session(second, book)


def _rows(tree: QTreeWidget) -> list[tuple[str, str]]:
    found = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return [(row.text(0), row.text(1)) for row in found]


def _click(tree: QTreeWidget, title: str) -> None:
    [row] = tree.findItems(title, Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)
    place = tree.visualItemRect(row).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, place.y()))


def test_contents_are_built_from_headings_and_lead_to_them(session, book: Path) -> None:
    async def act(s: Session) -> None:
        await s.opened("book.pdf")
        tree = s.part("outline_tree", QTreeWidget)
        await s.until(lambda: len(_rows(tree)) == 5, "the outline of all pages")
        assert _rows(tree) == [
            ("1 Introduction", "1"),
            ("2 Method", "3"),
            ("2.1 Momentum", "4"),
            ("3 Results", "6"),
            ("4 Conclusion", "9"),
        ]
        assert s.part("outline_built").isVisible()
        _click(tree, "3 Results")
        assert s.desk.page_view.page_index == 5
        assert tree.currentItem().text(0) == "3 Results"

        field = s.part("outline_filter", QLineEdit)
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
        s.type("moment")
        s.press(Qt.Key.Key_Return)
        assert s.desk.page_view.page_index == 3
        s.press(Qt.Key.Key_Escape)
        assert field.text() == ""

    session(act, book)


def test_bookmarks_are_set_by_keys_listed_named_and_there_the_next_time(session, book: Path) -> None:
    async def first(s: Session) -> None:
        await s.opened("book.pdf")
        await s.until(lambda: s.desk.reading.document.contents, "the outline")
        for page_index in (3, 6):
            s.desk.go_to_page(page_index)
            s.press(Qt.Key.Key_M, CONTROL)
        s.desk.go_to_page(0)
        s.press(Qt.Key.Key_M)
        s.press(Qt.Key.Key_N)
        await s.until(lambda: len(s.desk.bookmarking.bookmarks) == 3, "three bookmarks")
        s.press(Qt.Key.Key_B)
        assert s.desk.page_view.page_index == 3
        s.press(Qt.Key.Key_B)
        assert s.desk.page_view.page_index == 6
        s.press(Qt.Key.Key_Apostrophe)
        s.press(Qt.Key.Key_N)
        assert s.desk.page_view.page_index == 0

        tabs = s.part("navigation", QTabWidget)
        tabs.setCurrentWidget(s.part("bookmarks_panel"))
        rows = s.part("bookmark_list", QTreeWidget)
        assert _rows(rows) == [("1 Introduction", "1"), ("2.1 Momentum", "4"), ("3 Results", "7")]
        _click(rows, "3 Results")
        assert s.desk.page_view.page_index == 6
        rows.setFocus()
        s.press(Qt.Key.Key_F2)
        s.type("Read again")
        s.press(Qt.Key.Key_Return)
        await s.until(lambda: s.desk.bookmarking.bookmarks[2].name == "Read again", "the new name")

    async def second(s: Session) -> None:
        await s.opened("book.pdf")
        rows = s.part("bookmark_list", QTreeWidget)
        await s.until(lambda: len(_rows(rows)) == 3, "the bookmarks")
        assert ("Read again", "7") in _rows(rows)
        s.desk.go_to_page(5)
        s.press(Qt.Key.Key_B, SHIFT)
        assert s.desk.page_view.page_index == 3
        s.press(Qt.Key.Key_M, CONTROL)  # the one that is here goes
        await s.until(lambda: len(s.desk.bookmarking.bookmarks) == 2, "one bookmark less")

    session(first, book)
    session(second, book)


def test_thumbnails_show_where_one_reads_and_lead_elsewhere(session, book: Path) -> None:
    async def act(s: Session) -> None:
        await s.opened("book.pdf")
        panel = s.part("thumbnails_panel", ThumbnailsPanel)
        view = s.desk.page_view
        tabs = s.part("navigation", QTabWidget)
        bar = tabs.tabBar()
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tabs.indexOf(panel)).center())
        await s.until(lambda: panel.pictures.is_idle and panel.pictures.held_bytes > 0, "thumbnails")
        shown = panel.grid().visible(0, panel.viewport().height())
        assert all(panel.pictures.picture(panel._key_of(n)) is not None for n in shown)

        QTest.mouseClick(panel.viewport(), Qt.MouseButton.LeftButton, pos=panel.page_rect(2).center().toPoint())
        assert view.page_index == 2
        view.set_zoom(3.0)
        view.turn_to(2)
        frame = panel.frame_rect(2)
        assert frame is not None
        QTest.mousePress(panel.viewport(), Qt.MouseButton.LeftButton, pos=frame.center().toPoint())
        QTest.mouseMove(panel.viewport(), frame.center().toPoint() + QPoint(0, 30))
        QTest.mouseRelease(panel.viewport(), Qt.MouseButton.LeftButton, pos=frame.center().toPoint() + QPoint(0, 30))
        assert view.position().top > 0.1

        panel.setFocus()
        s.press(Qt.Key.Key_End)
        assert view.page_index == 8
        s.press(Qt.Key.Key_Left, ALT)  # keys in the panel are no jumps: back to before the click
        assert view.page_index == 0

    session(act, book)


def test_pages_are_gone_to_by_label_and_by_count(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")  # pages i, ii, 1, 2, 3, 4
        view = s.desk.page_view
        for typed, page_index in (("2", 3), ("#2", 1), ("III", None), ("+3", 4), ("50 %", 3), ("I", 0), ("6 / 6", 5)):
            before = view.page_index
            s.press(Qt.Key.Key_G, CONTROL)
            s.type(typed)
            if page_index is None:
                s.press(Qt.Key.Key_Escape)
                assert view.page_index == before
            else:
                s.press(Qt.Key.Key_Return)
                assert view.page_index == page_index
        assert s.part("page_field", QLineEdit).text() == "4 (6 / 6)"
        assert s.part("status_line").text().startswith("p. 4 (PDF 6 of 6)")
        assert s.part("outline_tree", QTreeWidget).currentItem().text(1) == "4"

    session(act)
