"""Selecting and copying in a whole window, by mouse and keys; Japanese included."""

import re
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from reader import paths
from reader.core.document import Rect, Spot
from tests.journeys.session import Session

NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


async def text_of(s: Session, page_index: int) -> str:
    view = s.desk.page_view
    await s.until(lambda: view.selecting.texts.map_of(page_index) is not None, "the text of the page")
    return str(view.selecting.texts.text_of(page_index).text)


def point_at(s: Session, page_index: int, position: int) -> QPoint:
    """Just before a character."""
    view = s.desk.page_view
    box = view.selecting.texts.text_of(page_index).box(position)
    rect = Rect(box.x0 + 0.1 * box.width, box.y0, box.x0 + 0.1 * box.width, box.y1)
    return (view.view_now().rect_px(page_index, rect).center() / view.devicePixelRatioF()).toPoint()


async def copied(s: Session, key: Qt.Key = Qt.Key.Key_C, modifiers: Qt.KeyboardModifier = CTRL) -> str:
    QApplication.clipboard().clear()
    s.press(key, modifiers)
    await s.jobs.ended("copy")
    return QApplication.clipboard().text()


def test_text_is_selected_by_keys_and_copied_with_its_source(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        view = s.desk.page_view
        view.go_to_page(3)
        text = await text_of(s, 3)
        start = text.index("Alt+Left") - 40
        start = text.index(" ", start) + 1
        QTest.mouseClick(view.viewport(), LEFT, pos=point_at(s, 3, start))
        for _ in range(4):
            s.press(Qt.Key.Key_Right, CTRL | SHIFT)
        s.press(Qt.Key.Key_End, SHIFT)
        s.press(Qt.Key.Key_Down, SHIFT)
        plain = await copied(s)
        assert len(plain) > 20
        assert "\n" not in plain
        assert "".join(plain.split())[:15] == "".join(text[start:].split())[:15]
        cited = await copied(s, Qt.Key.Key_C, CTRL | SHIFT)
        label = s.desk.reading.document.info.label_of(3)
        assert cited.startswith(f"“{plain}” (")
        assert cited.endswith(f"p.{label} (PDF 4))")
        markdown = bytes(QApplication.clipboard().mimeData().data("text/markdown").data()).decode()
        assert "(guide-en.pdf#page=4)" in markdown
        # Shift and a click take less of it.
        QTest.mouseClick(view.viewport(), LEFT, SHIFT, point_at(s, 3, text.index(" ", start)))
        assert await copied(s) == text[start : text.index(" ", start)]

    session(act)


def test_caret_is_switched_on_by_its_key(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        view = s.desk.page_view
        await text_of(s, 0)
        s.press(Qt.Key.Key_F7)
        assert view.caret.is_on
        assert s.window.actions_by_name["caret"].isChecked()
        top = view.verticalScrollBar().value()
        s.press(Qt.Key.Key_Down)
        s.press(Qt.Key.Key_Down)
        assert view.verticalScrollBar().value() == top
        s.press(Qt.Key.Key_End, SHIFT)
        assert view.selected() is not None
        s.press(Qt.Key.Key_F7)
        assert not view.caret.is_on
        s.press(Qt.Key.Key_Down)
        assert view.verticalScrollBar().value() > top

    session(act)


def test_all_is_copied_also_of_pages_that_were_never_shown(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        await text_of(s, 0)
        s.press(Qt.Key.Key_A, CTRL)
        page = await copied(s)
        s.press(Qt.Key.Key_A, CTRL)
        whole = await copied(s)
        assert len(whole) > 3 * len(page)
        texts = await s.desk.reading.document.page_texts([5])
        word = max(texts[5].text.split(), key=len)
        assert word.rstrip("-") in whole

    session(act)


def test_japanese_is_selected_and_copied_without_spaces_at_line_ends(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-ja.pdf")
        view = s.desk.page_view
        view.go_to_page(3)
        text = await text_of(s, 3)
        # A line that goes on in the next one.
        end = re.search(r"[ぁ-龥](\n)[ぁ-龥][^\n]{9}", text).start(1)
        start = text.rindex("\n", 0, end) + 1
        QTest.mouseClick(view.viewport(), LEFT, pos=point_at(s, 3, start))
        s.press(Qt.Key.Key_Down, SHIFT)
        s.press(Qt.Key.Key_End, SHIFT)
        stop = text.find("\n", end + 1)
        plain = await copied(s)
        assert plain == text[start:stop].replace("\n", "").strip()
        assert (await copied(s, Qt.Key.Key_C, CTRL | SHIFT)).startswith(f"「{plain}」 (")

    session(act, paths.resource("guide/guide-ja.pdf"))


def test_two_columns_are_selected_in_reading_order(session, qa: Path) -> None:
    async def act(s: Session) -> None:
        await s.opened("mmlongbench-2023.findings-emnlp.248.pdf")
        view = s.desk.page_view
        view.go_to_page(1)
        await text_of(s, 1)
        found = view.selecting.texts.map_of(1)
        # The last line of the left column; the caret goes on at the top of the right one.
        lines = [found.line_span(n) for n in range(len(found.page.text)) if found.line_span(n)[0] == n]
        left = [span for span in lines if found.page.box(span[0]).x0 < 0.3]
        turn = next(
            number
            for number, span in enumerate(lines[:-1])
            if span in left
            and found.page.box(lines[number + 1][0]).x0 > 0.45
            and found.page.box(lines[number + 1][0]).y0 < found.page.box(span[0]).y0
        )
        view.reveal(Spot(1, (found.page.box(lines[turn][0]),)))
        QTest.mouseClick(view.viewport(), LEFT, pos=point_at(s, 1, lines[turn][0] + 3))
        s.press(Qt.Key.Key_Down, SHIFT)
        focus = view.selecting.focus
        assert lines[turn + 1][0] <= focus.position <= lines[turn + 1][1]
        assert "\n" not in view.selected().selection.text

    session(act, qa / "pdfs" / "mmlongbench-2023.findings-emnlp.248.pdf")


def test_region_is_copied_as_a_picture_and_can_be_saved(session, tmp_path: Path) -> None:
    target = tmp_path / "region.png"

    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        view = s.desk.page_view
        s.press(Qt.Key.Key_P, CTRL | SHIFT)
        assert view.band.is_waiting
        assert "Esc" in s.desk.message_bar.text()
        s.press(Qt.Key.Key_Escape)
        assert not view.band.is_waiting
        assert s.desk.message_bar.text() == ""
        s.press(Qt.Key.Key_P, CTRL | SHIFT)
        text = await text_of(s, 0)
        word = view.selecting.texts.map_of(0).rects(text.index("Shiori"), text.index("Shiori") + 6)[0]
        around = (word.x0 - 0.1, word.y0 - 0.02), (word.x0 + 0.4, word.y0 + 0.13)
        corners = [
            (view.view_now().rect_px(0, Rect(x, y, x, y)).topLeft() / view.devicePixelRatioF()).toPoint()
            for x, y in around
        ]
        QTest.mousePress(view.viewport(), LEFT, pos=corners[0])
        QTest.mouseMove(view.viewport(), corners[1])
        QTest.mouseRelease(view.viewport(), LEFT, pos=corners[1])
        await s.jobs.ended("copy")
        picture = QApplication.clipboard().image()
        size = s.desk.reading.document.info.sizes[0]
        assert picture.width() >= 0.49 * size.width_pt * 300 / 72
        assert picture.height() >= 0.14 * size.height_pt * 300 / 72
        colours = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
        assert len(colours) > 2, "something is printed there"
        QTest.mouseClick(s.part("message_action", QPushButton), LEFT)
        await s.choose("picture_dialog", target)
        await s.jobs.ended("save picture")
        assert target.read_bytes().startswith(b"\x89PNG")

    session(act)


def test_right_button_offers_what_can_be_done_with_the_selection(session) -> None:
    async def act(s: Session) -> None:
        await s.opened("guide-en.pdf")
        view = s.desk.page_view
        text = await text_of(s, 0)
        place = point_at(s, 0, text.index("Shiori") + 1)
        for is_selected in (False, True):
            if is_selected:
                QTest.mouseDClick(view.viewport(), LEFT, pos=place)
                QTest.mouseRelease(view.viewport(), LEFT, pos=place)
            menu = open_menu(s, place)
            names = [action.objectName() for action in menu.actions() if not action.isSeparator()]
            if is_selected:
                assert names[:3] == ["action_copy", "action_copy_with_citation", "find_selected"]
                assert [a.isEnabled() for a in menu.actions() if not a.isSeparator()] == [True] * len(names)
                menu.actions()[2].trigger()
            else:
                assert names == ["action_note_here", "action_select_all", "action_copy_picture"]
            menu.close()
        await s.jobs.ended("find")
        assert s.desk.find_bar.field.text() == "Shiori"
        assert s.desk.finding.results.matches.total > 1

    session(act)


def open_menu(s: Session, place: QPoint) -> QMenu:
    port = s.desk.page_view.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, port.mapToGlobal(place))
    QApplication.sendEvent(port, event)
    return s.desk.findChildren(QMenu, "page_menu")[-1]  # one that was closed may still be there
