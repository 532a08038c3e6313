"""A book in every layout of pages, by mouse and keys: spreads, turning, rotation, margins, boxes, presentations."""

import asyncio
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.core.document import Rect
from reader.core.page_arrangement import Arrangement
from reader.ui.page_view import PageView
from reader.ui.presentation import Presentation
from tests.journeys.session import Session
from tests.tiny_pdf import PASSAGE, write_pdf

KEY, CONTROL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
LINKED = Rect(0.1, 0.5, 0.3, 0.6)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Nine pages of 400 x 300 points; a link on the third leads to the eighth."""

    def linked(document: Any) -> None:
        area = pymupdf.Rect(40, 150, 120, 180)
        document[2].insert_link({"kind": pymupdf.LINK_GOTO, "from": area, "page": 7, "to": pymupdf.Point(0, 0)})

    return write_pdf(tmp_path / "book.pdf", *[PASSAGE] * 9, change=linked)


async def opened(s: Session) -> None:
    """The book is open in a window in which the pages have room."""
    await s.opened("book.pdf")
    s.window.resize(1500, 900)
    for name in ("contents", "side_panel"):
        if s.window.actions_by_name[name].isChecked():
            s.window.actions_by_name[name].trigger()
    turned = asyncio.get_running_loop().create_future()
    QTimer.singleShot(0, lambda: turned.set_result(None))  # after the events of the new size
    await turned
    await s.until(lambda: s.desk.page_view.is_complete, "a sharp page")


def shown(view: PageView) -> list[int]:
    """The pages on the screen, from left to right and from top to bottom."""
    now = view.view_now()
    places = {page: now.page_rect_px(page) for page in now.pages}
    return sorted(places, key=lambda page: (places[page].y() // 50, places[page].x()))


def point_at(view: PageView, page_index: int, x: float, y: float) -> QPointF:
    now = view.view_now()
    return now.rect_px(page_index, Rect(x, y, x, y)).topLeft() / now.device_pixel_ratio


def wheel(view: PageView, notches: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(view.viewport().rect().center())
    where = view.viewport().mapToGlobal(at)
    no_button, no_phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, where, QPoint(), QPoint(0, 120 * notches), no_button, modifier, no_phase, False)
    QApplication.sendEvent(view.viewport(), event)


def drag(view: PageView, start: QPointF, end: QPointF) -> None:
    QTest.mousePress(view.viewport(), LEFT, pos=start.toPoint())
    for to in ((start + end) / 2, end):
        where, none = view.viewport().mapToGlobal(to), Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(QEvent.Type.MouseMove, to, where, Qt.MouseButton.NoButton, LEFT, none)
        QApplication.sendEvent(view.viewport(), event)
    QTest.mouseRelease(view.viewport(), LEFT, pos=end.toPoint())


def checked(s: Session) -> set[str]:
    names = ("one_page", "two_pages", "two_pages_cover", "continuous", "right_to_left", "crop_margins")
    return {name for name in names if s.window.actions_by_name[name].isChecked()}


def test_a_book_is_read_in_every_layout_and_comes_back_in_the_last(session, book: Path) -> None:
    left: list[Any] = []

    async def first(s: Session) -> None:
        await opened(s)
        view = s.desk.page_view
        assert checked(s) == {"one_page", "continuous"}
        s.press(KEY.Key_7, CONTROL)
        assert checked(s) == {"two_pages", "continuous"}
        assert shown(view)[:4] == [0, 1, 2, 3]
        bar = view.verticalScrollBar()
        wheel(view, -1)
        await s.until(lambda: bar.value() == min(120, bar.maximum()) > 0, "the wheel", bar.valueChanged)
        s.press(KEY.Key_9, CONTROL)  # one row at a time
        s.press(KEY.Key_0, CONTROL)
        assert checked(s) == {"two_pages"}
        assert shown(view) == [0, 1]
        wheel(view, -1)
        assert shown(view) == [2, 3]
        s.press(KEY.Key_PageDown)
        assert shown(view) == [4, 5]
        s.press(KEY.Key_8, CONTROL)
        assert shown(view) == [3, 4]
        assert view.page_index == 4  # what was read
        s.window.actions_by_name["right_to_left"].trigger()
        assert shown(view) == [4, 3]
        s.press(KEY.Key_Left)
        assert shown(view) == [6, 5]
        s.press(KEY.Key_Home)
        assert shown(view) == [0]
        s.press(KEY.Key_End)
        assert shown(view) == [8, 7]
        s.press(KEY.Key_Right, CONTROL | SHIFT)
        assert view.arrangement.rotation == 90
        assert shown(view) == [8, 7]
        await s.until(lambda: view.is_complete, "sharp pages")
        assert checked(s) == {"two_pages_cover", "right_to_left"}
        left.append((view.arrangement, view.zoom))

    session(first, book)

    async def second(s: Session) -> None:
        await opened(s)
        view = s.desk.page_view
        assert (view.arrangement, pytest.approx(view.zoom)) == left[0]
        assert shown(view) == [8, 7]
        assert checked(s) == {"two_pages_cover", "right_to_left"}
        s.press(KEY.Key_Left, CONTROL | SHIFT)
        s.press(KEY.Key_6, CONTROL)
        s.press(KEY.Key_9, CONTROL)
        s.window.actions_by_name["right_to_left"].trigger()
        assert view.arrangement == Arrangement()

    session(second, book)


def test_turned_pages_are_selected_searched_and_followed_as_they_lie(session, book: Path) -> None:
    async def turned(s: Session) -> None:
        await opened(s)
        view = s.desk.page_view
        view.go_to_page(2)
        s.press(KEY.Key_Right, CONTROL | SHIFT)
        s.press(KEY.Key_0, CONTROL)
        assert view.page_index == 2
        page = view.view_now().page_rect_px(2)
        assert page.height() > page.width()  # 400 x 300 points on its side
        texts = view.selecting.texts
        await s.until(lambda: texts.map_of(2) is not None, "the text of the page")
        text = texts.text_of(2)
        begin = text.box(text.text.index("Training"))
        end = text.box(text.text.index("machine with eight") + len("machine"))
        drag(
            view,
            point_at(view, 2, begin.x0 + 0.002, (begin.y0 + begin.y1) / 2),
            point_at(view, 2, end.x0 - 0.001, (end.y0 + end.y1) / 2),
        )
        assert view.selected().selection.text == "Training a 65B model is possible on one machine"
        for rect in view.selected().rects:
            on_screen = view.view_now().rect_px(2, rect)
            assert on_screen.height() > on_screen.width()  # the line runs downwards
        s.press(KEY.Key_Escape)

        s.press(KEY.Key_F, CONTROL)
        QTest.keyClicks(QApplication.focusWidget(), "RTX 3090")
        s.press(KEY.Key_Return)
        await s.jobs.ended("find")
        s.press(KEY.Key_Escape)

        view.go_to_page(2)
        middle = point_at(view, 2, (LINKED.x0 + LINKED.x1) / 2, (LINKED.y0 + LINKED.y1) / 2)
        await s.until(lambda: view.link_at(middle) is not None, "the links of the page")
        QTest.mouseClick(view.viewport(), LEFT, pos=middle.toPoint())
        assert view.page_index == 7
        s.press(KEY.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert view.page_index == 2

    session(turned, book)


def test_margins_are_cropped_and_a_box_is_zoomed_to(session, book: Path) -> None:
    async def closer(s: Session) -> None:
        await opened(s)
        view = s.desk.page_view
        zoom = view.zoom
        s.press(KEY.Key_M, CONTROL | SHIFT)
        await s.until(lambda: view.view_now().layout.crop_of(0).width < 1, "the margins")
        await s.until(lambda: view.is_complete, "sharp pages")
        assert view.zoom > zoom
        assert checked(s) == {"one_page", "continuous", "crop_margins"}
        text = await s.desk.reading.document.page_text(0)
        # The box of a line reaches above the ink of its letters.
        shown_part = QRectF(view.view_now().page_rect_px(0)).adjusted(-8, -8, 8, 8)
        for rect in text.rects_of(0, len(text.text)):
            assert shown_part.contains(view.view_now().rect_px(0, rect))  # nothing that is printed is lost
        s.press(KEY.Key_M, CONTROL | SHIFT)
        assert view.zoom == pytest.approx(zoom)
        s.press(KEY.Key_3, CONTROL)
        assert view.fit == "content"
        assert view.zoom > zoom
        s.press(KEY.Key_2, CONTROL)
        assert view.zoom == pytest.approx(zoom)

        start, end = point_at(view, 0, 0.1, 0.1), point_at(view, 0, 0.3, 0.2)
        s.press(KEY.Key_Z)
        assert view.viewport().cursor().shape() is Qt.CursorShape.CrossCursor
        s.press(KEY.Key_Escape)
        drag(view, start, end)
        assert view.zoom == pytest.approx(zoom)
        s.press(KEY.Key_Z)
        drag(view, start, end)
        assert view.zoom > 2 * zoom
        for corner in ((0.11, 0.11), (0.29, 0.19)):
            assert QRectF(view.viewport().rect()).contains(point_at(view, 0, *corner))
        drag(view, QPointF(100, 100), QPointF(200, 200))
        assert view.selected() is None or view.zoom > 2 * zoom  # only one drag draws a box
        pointer = QPointF(view.viewport().rect().center())
        before = view.view_now().page_point(pointer)
        wheel(view, 1, CONTROL)
        assert view.view_now().page_point(pointer) == pytest.approx(before, abs=0.01)

    session(closer, book)


def test_a_presentation_fills_the_screen_and_leaves_all_as_it_was(session, book: Path) -> None:
    async def present(s: Session) -> None:
        await opened(s)
        view = s.desk.page_view
        view.go_to_page(3)
        before, geometry = view.position(), s.window.geometry()
        s.press(KEY.Key_F5)
        shown_now: Presentation = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Presentation))
        assert shown_now.isVisible()
        assert shown_now.isFullScreen()
        assert shown_now.geometry() == s.window.screen().geometry()
        await s.until(lambda: shown_now.is_complete, "a sharp page")
        page = shown_now.view_now().page_rect_px(3)
        assert page.width() == shown_now.width() or page.height() == shown_now.height()
        picture = shown_now.viewport().grab().toImage()
        assert picture.pixelColor(page.center().x(), 2 if page.y() > 4 else page.center().y()).lightness() in (0, 255)
        if page.x() > 4:
            assert picture.pixelColor(2, page.center().y()) == Qt.GlobalColor.black

        def press(key: Qt.Key) -> None:
            QTest.keyClick(shown_now, key)

        for key, page_index in (
            (KEY.Key_Right, 4),
            (KEY.Key_Space, 5),
            (KEY.Key_PageUp, 4),
            (KEY.Key_End, 8),
            (KEY.Key_Down, 8),
            (KEY.Key_Home, 0),
        ):
            press(key)
            assert shown_now.page_index == page_index
        QTest.mouseClick(shown_now.viewport(), LEFT)
        assert shown_now.page_index == 1
        QTest.mouseClick(shown_now.viewport(), Qt.MouseButton.RightButton)
        assert shown_now.page_index == 0
        wheel(shown_now, -1)
        wheel(shown_now, -1)
        assert shown_now.page_index == 2
        press(KEY.Key_B)
        assert shown_now.viewport().grab().toImage().pixelColor(page.center()) == Qt.GlobalColor.black
        press(KEY.Key_B)
        for key in (KEY.Key_Right, KEY.Key_Escape):
            press(key)
        assert not s.desk.presenting.is_running
        assert view.page_index == 3
        assert (view.position(), s.window.geometry()) == (before, geometry)
        s.window.actions_by_name["present"].trigger()
        shown_now = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Presentation) and w.isVisible())
        press(KEY.Key_Right)
        press(KEY.Key_F5)
        assert view.page_index == 4
        s.window.actions_by_name["back"].trigger()
        assert view.position() == before
        # One that still runs ends with its document.
        s.window.actions_by_name["present"].trigger()

    session(present, book)


def test_full_screen_ends_by_escape(session, book: Path) -> None:
    async def full(s: Session) -> None:
        await opened(s)
        s.press(KEY.Key_F11)
        assert s.window.isFullScreen()
        assert s.window.actions_by_name["full_screen"].isChecked()
        s.press(KEY.Key_Escape)
        assert not s.window.isFullScreen()
        assert not s.window.actions_by_name["full_screen"].isChecked()

    session(full, book)
