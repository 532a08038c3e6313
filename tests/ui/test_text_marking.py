"""Text selected on the pages with the mouse: by characters, words and paragraphs, over pages; copied and cleared."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from reader.core.document import Link, PageText, Rect, Spot, pack_boxes
from reader.ui.jobs import Jobs
from reader.ui.page_view import PageView

LEFT = Qt.MouseButton.LeftButton
TEXT = "The memory usage is re-\nduced by a tenth.\n\nAnother paragraph."
INSIDE = Link(Rect(0.1, 0.09, 0.9, 0.13), 1, 0.0, None)


def set_page(page_index: int) -> PageText:
    boxes, row, column = [], 0, 0
    for character in TEXT:
        x, y = 0.1 + column * 0.02, 0.1 + row * 0.03
        boxes.append((x, y, x, y) if character == "\n" else (x, y, x + 0.02, y + 0.02))
        row, column = (row + 1, 0) if character == "\n" else (row, column + 1)
    return PageText(page_index, TEXT, pack_boxes(boxes))


async def load(page_index: int) -> PageText:
    return set_page(page_index)


@pytest.fixture
def view(qtbot: Any, jobs: Jobs, make_pages: Callable[..., Any], spin_until: Any):
    view = PageView(jobs.start)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    view.show_document(make_pages(3, links={0: (INSIDE,)}))
    view.show_texts(load)
    action = QAction("Ask", view, objectName="action_ask")
    view.selecting.bar.add_action(action, "Ask")
    spin_until(lambda: view.is_complete and view.link_at(at(view, "memory").toPointF()) is not None)
    spin_until(lambda: view.selecting.texts.map_of(0) is not None)
    yield view
    view.show_document(None)


def at(view: PageView, word: str, *, end: bool = False, page_index: int = 0) -> QPoint:
    """The left (or right) end of a word on the page."""
    box = set_page(page_index).box(TEXT.index(word) + (len(word) - 1 if end else 0))
    rect, ratio = view.view_now().page_rect_px(page_index), view.devicePixelRatioF()
    x = (box.x1 - 0.002) if end else (box.x0 + 0.002)
    y = (box.y0 + box.y1) / 2
    return QPoint(round((rect.x() + x * rect.width()) / ratio), round((rect.y() + y * rect.height()) / ratio))


def drag(view: PageView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view.viewport(), LEFT, pos=start)
    move(view, (start + end) / 2)
    move(view, end)
    QTest.mouseRelease(view.viewport(), LEFT, pos=end)


def move(view: PageView, to: QPoint) -> None:
    where = view.viewport().mapToGlobal(to).toPointF()
    none = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, to.toPointF(), where, Qt.MouseButton.NoButton, LEFT, none)
    QApplication.sendEvent(view.viewport(), event)


def selected(view: PageView) -> str:
    found = view.selected()
    return "" if found is None else found.selection.text


def test_drag_selects_characters_in_reading_order_and_shows_the_bar(view: PageView) -> None:
    said: list[bool] = []
    view.selection_changed.connect(said.append)
    drag(view, at(view, "memory"), at(view, "duced", end=True))
    assert selected(view) == "memory usage is reduced"
    selection = view.selected().selection
    assert (selection.page_index, TEXT[selection.start : selection.end]) == (0, "memory usage is re-\nduced")
    assert len(view.selected().rects) == 2
    assert said[-1] is True
    assert view.selecting.bar.isVisible()
    assert view.page_index == 0, "a drag that begins on a link does not follow it"


def test_drag_upwards_selects_the_same(view: PageView) -> None:
    drag(view, at(view, "duced", end=True), at(view, "memory"))
    assert selected(view) == "memory usage is reduced"


def test_double_click_selects_a_word_and_a_third_the_paragraph(view: PageView) -> None:
    QTest.mouseDClick(view.viewport(), LEFT, pos=at(view, "usage", end=True))
    assert selected(view) == "usage"
    place = at(view, "tenth", end=True)
    QTest.mouseDClick(view.viewport(), LEFT, pos=place)
    QTest.mouseClick(view.viewport(), LEFT, pos=place)
    assert selected(view) == "The memory usage is reduced by a tenth."


def test_click_on_a_link_is_followed_and_clears_the_selection(view: PageView) -> None:
    drag(view, at(view, "duced"), at(view, "tenth", end=True))
    assert selected(view)
    QTest.mouseClick(view.viewport(), LEFT, pos=at(view, "memory"))
    assert selected(view) == ""
    assert not view.selecting.bar.isVisible()
    assert view.page_index == 1


def test_jump_to_evidence_clears_the_selection_that_would_lie_over_it(view: PageView) -> None:
    drag(view, at(view, "memory"), at(view, "duced", end=True))
    view.jump_to(Spot(0, (Rect(0.1, 0.1, 0.3, 0.12),)))
    assert selected(view) == ""
    assert not view.selecting.bar.isVisible()


def test_escape_clears_what_is_selected(view: PageView) -> None:
    drag(view, at(view, "memory"), at(view, "duced", end=True))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert selected(view) == ""
    assert not view.selecting.bar.isVisible()


def test_shift_and_a_click_extend_the_selection(view: PageView) -> None:
    QTest.mouseClick(view.viewport(), LEFT, pos=at(view, "tenth", end=True))
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, at(view, "by a"))
    assert selected(view) == "by a tenth"
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, at(view, "memory"))
    assert selected(view) == "memory usage is reduced by a tenth"
    assert view.page_index == 0, "the link there is not followed"


def test_selection_reaches_over_pages(view: PageView, spin_until: Any) -> None:
    view.set_zoom(0.3)
    spin_until(lambda: view.selecting.texts.map_of(1) is not None)
    drag(view, at(view, "Another"), at(view, "memory", end=True, page_index=1))
    assert selected(view) == "Another paragraph.\n\nThe memory"
    assert view.selected().selection.page_index == 0


def test_selection_is_painted_on_the_page(view: PageView) -> None:
    place = at(view, "usage")
    area = QRect(place, QSize(8, 4))
    before = view.viewport().grab(area).toImage()
    drag(view, at(view, "memory"), at(view, "usage", end=True))
    assert view.viewport().grab(area).toImage() != before
    view.selecting.clear()
    assert view.viewport().grab(area).toImage() == before


def test_mouse_is_a_beam_over_text(view: PageView) -> None:
    view._mouse.show_cursor(at(view, "tenth").toPointF())
    assert view.viewport().cursor().shape() is Qt.CursorShape.IBeamCursor
    view._mouse.show_cursor(at(view, "memory").toPointF())
    assert view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor


def test_bar_triggers_its_action_and_has_names(view: PageView) -> None:
    asked: list[bool] = []
    view.selecting.bar.offered[0].triggered.connect(lambda *_: asked.append(True))
    drag(view, at(view, "memory"), at(view, "usage", end=True))
    button = view.selecting.bar.findChild(QToolButton, "selection_ask")
    assert button.accessibleName()
    QTest.mouseClick(button, LEFT)
    assert asked
    assert selected(view) == "memory usage", "the selection stays"
