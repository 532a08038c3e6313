"""Finding in a whole window, by mouse and keys: the bar, the list, the ticks, Japanese."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView

from reader import paths
from tests.journeys.session import Session

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def words(s: Session, name: str) -> str:
    return str(s.part(name, QLabel).text())


async def look_for(s: Session, text: str) -> None:
    s.press(Qt.Key.Key_F, CTRL)
    if text.isascii():
        QTest.keyClicks(QApplication.focusWidget(), text)
    else:  # as an input method gives it
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), event)
    s.press(Qt.Key.Key_Return)
    await s.jobs.ended("find")


def test_matches_are_counted_listed_stepped_through_and_stay_listed(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        view, results = s.desk.page_view, s.desk.finding.results
        await look_for(s, "evidence")
        total = results.matches.total
        assert total > 3
        assert words(s, "find_count") == f"1 of {total}"
        assert s.desk.navigation.currentWidget() is s.desk.search_panel
        s.press(Qt.Key.Key_F3)
        await s.jobs.ended("find")
        assert words(s, "find_count") == f"2 of {total}"
        s.press(Qt.Key.Key_F3, SHIFT)
        s.press(Qt.Key.Key_F3, SHIFT)
        await s.jobs.ended("find")
        assert words(s, "find_count") == f"{total} of {total}"
        assert words(s, "find_note") == "Went on from the end"
        assert view.page_index == results.matches.pages[-1]

        # The list: a click goes there, the keyboard looks around, Enter goes there.
        listed = s.part("match_list", QTableView)
        await s.until(lambda: results.match(0) is not None, "the first row")
        row = listed.visualRect(listed.model().index(1, 0))
        assert "evidence" in listed.model().index(1, 0).data().casefold()
        listed.scrollToTop()
        row = listed.visualRect(listed.model().index(1, 0))
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
        await s.jobs.ended("find")
        assert words(s, "find_count") == f"1 of {total}"
        assert view.hasFocus()
        assert view.page_index == results.matches.pages[0]
        listed.setFocus()
        for _ in range(total - 1):
            s.press(Qt.Key.Key_Down)
        await s.jobs.ended("find")
        assert view.page_index == results.matches.pages[-1]
        assert listed.hasFocus()
        s.press(Qt.Key.Key_Return)
        await s.jobs.ended("find")
        assert view.hasFocus()

        # The bar goes, the list stays until it is cleared.
        s.press(Qt.Key.Key_Escape)
        assert s.desk.find_bar.isHidden()
        assert results.matches.total == total
        QTest.mouseClick(s.part("search_clear"), Qt.MouseButton.LeftButton)
        assert results.matches.total == 0
        assert listed.model().rowCount() == 0

    session(act)


def test_selected_text_is_looked_for_and_earlier_searches_come_back(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        view = s.desk.page_view
        view.go_to_page(3)
        await s.until(lambda: view.selecting.texts.map_of(3) is not None, "the text of the page")
        page = view.selecting.texts.text_of(3)
        box = page.box(page.text.index("citation") + 2)
        place = view.view_now().rect_px(3, box).center() / view.devicePixelRatioF()
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
        word = view.selected().selection.text
        s.press(Qt.Key.Key_F, CTRL)
        await s.jobs.ended("find")
        assert s.desk.find_bar.field.text() == word
        # It begins with what was selected.
        match = s.desk.finding.results.match(s.desk.finding.results.current)
        assert match.position == page.text.index("citation")
        s.press(Qt.Key.Key_Escape)
        await look_for(s, "amber")
        s.press(Qt.Key.Key_Up)
        await s.until(lambda: s.desk.finding.results.matches.wanted.text == word, "the earlier search")

    session(act)


def test_words_and_case_by_their_buttons(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        await look_for(s, "The")
        counts = [s.desk.finding.results.matches.total]
        for name in ("find_whole_words", "find_match_case"):
            QTest.mouseClick(s.part(name), Qt.MouseButton.LeftButton)
            await s.jobs.ended("find")
            counts.append(s.desk.finding.results.matches.total)
        assert counts[0] > counts[1] > counts[2] > 0

    session(act)


def test_japanese_is_found_over_line_ends_and_in_any_width(session) -> None:
    guide = paths.resource("guide/guide-ja.pdf")

    async def act(s: Session) -> None:
        await s.opened("guide-ja.pdf")
        texts = await s.desk.reading.document.page_texts(range(s.desk.page_view.page_count))
        results = s.desk.finding.results
        await look_for(s, "根拠")
        broken = [page for page in texts.values() if "根\n拠" in page.text]
        whole = sum(page.text.count("根拠") for page in texts.values())
        assert results.matches.total == whole + sum(page.text.count("根\n拠") for page in broken) > 5
        await look_for(s, "ｐｄｆ")  # full width
        assert results.matches.total > 0
        match = await results.ensure(results.matches.pages[0])
        assert match[0].text.upper() == "PDF"

    session(act, guide)


def test_ten_thousand_matches_are_counted_and_shown(session, papers: Path) -> None:
    async def act(s: Session) -> None:
        await s.opened("2302.13971.pdf")
        await look_for(s, "e")
        await s.jobs.ended("find")
        results = s.desk.finding.results
        assert results.matches.total > 5_000
        listed = s.part("match_list", QTableView)
        assert listed.model().rowCount() > results.matches.total
        listed.scrollToBottom()
        await s.until(lambda: results.match(results.matches.total - 1) is not None, "the last row")
        s.press(Qt.Key.Key_F3, SHIFT)
        await s.jobs.ended("find")
        assert s.desk.page_view.page_index == results.matches.pages[-1]

    session(act, papers / "2302.13971.pdf")
