"""Selecting with the keyboard on a page view."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from reader.core.document import PageText, Rect, pack_boxes
from reader.ui.page_view import PageView

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

NONE = Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
PAGES = (
    "The memory usage\nis reduced by\n\nhalf of it.\n",
    "Another page with\ntwo lines\n",
    "",
    "The last page\n",
)


def page_of(page_index: int) -> PageText:
    boxes, row, column = [], 0, 0
    for character in PAGES[page_index]:
        x, y = 0.1 + column * 0.02, 0.1 + row * 0.2
        boxes.append((x, y, x, y) if character == "\n" else (x, y, x + 0.02, y + 0.03))
        row, column = (row + 1, 0) if character == "\n" else (row, column + 1)
    return PageText(page_index, PAGES[page_index], pack_boxes(boxes))


class Keys:
    def __init__(self, view: PageView) -> None:
        self.view = view

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.view, key, modifiers)

    @property
    def text(self) -> str:
        found = self.view.selected()
        return "" if found is None else found.selection.text

    @property
    def place(self) -> tuple[int, int]:
        focus = self.view.selecting.focus
        return (focus.page_index, focus.position)

    def click(self, words: str) -> None:
        box = page_of(0).box(PAGES[0].index(words))
        at = self.view.view_now().rect_px(0, Rect(box.x0, box.y0, box.x0, box.y1)).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())


@pytest.fixture
def keys(qtbot: Any, jobs: Any, make_pages: Any, spin_until: Any) -> Keys:
    view = PageView(jobs.start)
    qtbot.addWidget(view)
    view.show_document(make_pages(len(PAGES)))

    async def load(page_index: int) -> PageText:
        return page_of(page_index)

    view.resize(700, 500)
    view.show()
    view.activateWindow()
    view.setFocus()
    view.show_texts(load)
    view.selecting.bar.add_action(QAction("Copy", view, objectName="action_copy"), "Copy")
    spin_until(lambda: view.selecting.texts.map_of(0) is not None, "the text")
    return Keys(view)


def test_shift_and_arrows_select_from_where_text_was_clicked(keys: Keys) -> None:
    keys.click("memory")
    keys.press(Qt.Key.Key_Right, SHIFT, 3)
    assert keys.text == "mem"
    keys.press(Qt.Key.Key_Right, SHIFT | CTRL)
    assert keys.text == "memory"
    keys.press(Qt.Key.Key_End, SHIFT)
    assert keys.text == "memory usage"
    keys.press(Qt.Key.Key_Down, SHIFT)
    assert keys.text == "memory usage is reduced by"
    keys.press(Qt.Key.Key_Home, SHIFT)
    assert keys.text == "memory usage"
    keys.press(Qt.Key.Key_Up, SHIFT)
    assert keys.text == "The"


def test_bar_waits_until_shift_is_let_go(keys: Keys) -> None:
    keys.click("memory")
    QTest.keyPress(keys.view, Qt.Key.Key_Shift, SHIFT)
    QTest.keyPress(keys.view, Qt.Key.Key_Right, SHIFT)
    assert keys.text == "m"
    assert not keys.view.selecting.bar.isVisible()
    QTest.keyRelease(keys.view, Qt.Key.Key_Shift)
    assert keys.view.selecting.bar.isVisible()


def test_without_the_caret_arrows_scroll(keys: Keys) -> None:
    keys.click("memory")
    top = keys.view.verticalScrollBar().value()
    keys.press(Qt.Key.Key_Down)
    assert keys.view.verticalScrollBar().value() > top
    assert keys.text == ""


def test_with_the_caret_arrows_move_it_and_it_shows(keys: Keys) -> None:
    keys.view.caret.set_on(True)
    top = keys.view.verticalScrollBar().value()
    before = keys.view.viewport().grab().toImage()
    assert keys.view.caret._caret.place.position == 0
    keys.press(Qt.Key.Key_Right, CTRL)
    assert keys.place == (0, 3)
    assert keys.view.verticalScrollBar().value() == top
    assert keys.view.viewport().grab().toImage() != before
    keys.press(Qt.Key.Key_Right, SHIFT | CTRL)
    assert keys.text == "memory"
    keys.press(Qt.Key.Key_Left)  # to the beginning of what was selected
    assert (keys.text, keys.place) == ("", (0, 3))
    keys.view.caret.set_on(False)
    assert not keys.view.caret.is_on


def test_caret_goes_over_pages_and_the_view_follows(keys: Keys, spin_until: Any) -> None:
    keys.click("half")
    keys.view.caret.set_on(True)
    keys.press(Qt.Key.Key_Down)
    spin_until(lambda: keys.place[0] == 1, "the next page")
    view = keys.view.view_now()
    caret = keys.view.selecting.texts.map_of(1).caret_rect(keys.place[1])
    assert 0 <= view.rect_px(1, caret).top() < view.height * view.device_pixel_ratio
    keys.press(Qt.Key.Key_End, CTRL)
    spin_until(lambda: keys.place == (3, len("The last page")), "the end of the document")
    assert keys.view.page_index == 3
    keys.press(Qt.Key.Key_Left, CTRL, 4)
    spin_until(lambda: keys.place[0] == 1, "over the empty page")


def test_shift_and_page_down_select_by_screens(keys: Keys, spin_until: Any) -> None:
    keys.click("The")
    keys.press(Qt.Key.Key_PageDown, SHIFT)
    spin_until(lambda: keys.place[1] > 0 or keys.place[0] > 0, "a screen further")
    assert keys.text.startswith("The memory usage is reduced by")
    there = keys.place
    keys.press(Qt.Key.Key_PageUp, SHIFT)
    spin_until(lambda: keys.place < there, "a screen back")


def test_all_of_the_page_then_all_of_the_document(keys: Keys) -> None:
    keys.view.select_all()
    assert keys.text == "The memory usage is reduced by\n\nhalf of it."
    keys.view.select_all()
    selected = keys.view.selecting.range
    assert (selected.first.page_index, selected.last.page_index) == (0, 3)
    keys.press(Qt.Key.Key_Escape)
    assert keys.view.selecting.range is None


def test_another_document_begins_without_a_caret(keys: Keys, make_pages: Any) -> None:
    keys.view.caret.set_on(True)
    keys.view.show_document(make_pages(1))
    keys.press(Qt.Key.Key_Right)  # nothing to move in
    assert keys.view.selecting.focus is None
