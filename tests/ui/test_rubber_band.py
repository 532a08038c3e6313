"""A box drawn over the pages: where it lies on the page, and how it is given up."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from reader.core.document import Rect
from reader.core.page_arrangement import Arrangement
from reader.ui.page_view import PageView

# Said by the offscreen platform for each window that is shown.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


class Boxes:
    def __init__(self, qtbot, jobs, make_pages) -> None:
        self.view = PageView(jobs.start)
        qtbot.addWidget(self.view)
        self.view.show_document(make_pages(3))
        self.view.resize(700, 600)
        self.view.show()
        self.view.setFocus()
        self.found: list[tuple[int, Rect]] = []

    def begin(self) -> None:
        self.view.band.begin(lambda page_index, rect: self.found.append((page_index, rect)))

    def drag(self, start: QPoint, end: QPoint, button=Qt.MouseButton.LeftButton) -> None:
        port = self.view.viewport()
        QTest.mousePress(port, button, pos=start)
        QTest.mouseMove(port, (start + end) / 2)
        QTest.mouseMove(port, end)
        QTest.mouseRelease(port, button, pos=end)

    def point(self, page_index: int, x: float, y: float) -> QPoint:
        return self.view.view_now().rect_px(page_index, Rect(x, y, x, y)).topLeft().toPoint()


@pytest.fixture
def boxes(qtbot, jobs, make_pages) -> Boxes:
    return Boxes(qtbot, jobs, make_pages)


@pytest.mark.parametrize("rotation", [0, 90])
def test_box_is_given_in_fractions_of_the_page_whichever_way_it_is_drawn(boxes, rotation) -> None:
    boxes.view.arrange(Arrangement(rotation=rotation))
    for start, end in (((0.2, 0.1), (0.6, 0.3)), ((0.6, 0.1), (0.2, 0.3))):
        boxes.begin()
        boxes.drag(boxes.point(0, *start), boxes.point(0, *end))
        page_index, rect = boxes.found.pop()
        assert page_index == 0
        assert (rect.x0, rect.y0) == pytest.approx((0.2, 0.1), abs=0.01)
        assert (rect.x1, rect.y1) == pytest.approx((0.6, 0.3), abs=0.01)
    assert not boxes.view.band.is_waiting


def test_box_ends_at_the_edge_of_its_page(boxes) -> None:
    boxes.begin()
    boxes.drag(boxes.point(0, 0.5, 0.2), QPoint(699, 2000))
    [(page_index, rect)] = boxes.found
    assert page_index == 0
    assert (rect.x1, rect.y1) == pytest.approx((1.0, 1.0), abs=0.005)


def test_escape_a_click_or_another_button_give_it_up(boxes, qtbot) -> None:
    def give_up(act) -> None:
        boxes.begin()
        assert boxes.view.viewport().cursor().shape() == Qt.CursorShape.CrossCursor
        with qtbot.waitSignal(boxes.view.band.waiting_changed, check_params_cb=lambda is_waiting: not is_waiting):
            act()
        assert boxes.view.viewport().cursor().shape() != Qt.CursorShape.CrossCursor

    middle = boxes.point(0, 0.5, 0.2)
    give_up(lambda: qtbot.keyClick(boxes.view, Qt.Key.Key_Escape))
    give_up(lambda: QTest.mouseClick(boxes.view.viewport(), Qt.MouseButton.LeftButton, pos=middle))
    give_up(lambda: QTest.mouseClick(boxes.view.viewport(), Qt.MouseButton.RightButton, pos=middle))
    assert boxes.found == []
    boxes.drag(middle, boxes.point(0, 0.8, 0.3))  # from now on a drag selects again
    assert boxes.found == []
