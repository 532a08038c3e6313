"""What a reference leads to, beside it: the mouse rests on it, leaves, clicks; keys; what is on its way or fails."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QCursor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from reader.core.document import Link, PageText, Rect, Spot, pack_boxes
from reader.core.errors import PageBroken
from reader.core.targets import Piece, Reference, Target
from reader.ui import previews
from reader.ui.jobs import Jobs
from reader.ui.page_view import PageView

FIGURE = Target("figure", "Figure 3", Spot(5, (Rect(0.1, 0.4, 0.9, 0.6),)), (Piece(5, Rect(0.1, 0.4, 0.9, 0.6)),))
ENTRY = Target(
    "entry",
    "",
    Spot(9, (Rect(0.1, 0.8, 0.5, 0.9),)),
    (Piece(9, Rect(0.1, 0.8, 0.5, 0.9)), Piece(9, Rect(0.5, 0.1, 0.9, 0.2))),
    "A. Smith. 2020.",
)
ON_FIGURE = Reference(0, 0, 8, (Rect(0.2, 0.1, 0.4, 0.12),), FIGURE, "Figure 3")
ON_ENTRY = Reference(0, 10, 20, (Rect(0.6, 0.1, 0.7, 0.12), Rect(0.1, 0.13, 0.2, 0.15)), ENTRY, "Smith 2020")
LINK = Link(Rect(0.2, 0.3, 0.4, 0.32), 9, 0.8, None)
OUT = Link(Rect(0.6, 0.3, 0.8, 0.32), None, None, "https://example.org/")


class Known:
    """A ReferenceSource of two references, and of a target for every link."""

    def __init__(self) -> None:
        self.is_complete = True
        self.found: dict[int, tuple[Reference, ...]] = {0: (ON_FIGURE, ON_ENTRY)}
        self.asked: list[int] = []
        self.link_target: Target | None = ENTRY

    async def references(self, page_index: int) -> tuple[Reference, ...]:
        self.asked.append(page_index)
        return self.found.get(page_index, ())

    async def target(self, link: Link, references: Sequence[Reference] = ()) -> Target | None:
        return self.link_target


@pytest.fixture
def known() -> Known:
    return Known()


@pytest.fixture
def pages(make_pages: Callable[..., Any]) -> Any:
    return make_pages(12, links={0: (LINK, OUT)}, labels=tuple(f"{n}*" for n in range(12)))


@pytest.fixture
def view(
    qtbot: Any, jobs: Jobs, pages: Any, known: Known, spin_until: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PageView]:
    for name in ("REST_MS", "LEAVE_MS"):
        monkeypatch.setattr(previews, name, 0)
    view = PageView(jobs.start)
    qtbot.addWidget(view)
    # Where the system's pointer lies is left over from other tests; under the card it would hold it open.
    QCursor.setPos(QPoint(0, 0))
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    view.show_document(pages)
    view.show_references(known)
    spin_until(lambda: view.is_complete)
    spin_until(lambda: view.link_at(place(view, LINK.rect)) is not None, "the links")
    move(view, LINK.rect)
    spin_until(lambda: known.asked, "the question for references")
    leave(view)
    spin_until(lambda: not jobs.is_running(previews.JOB) and not view.previews._rest.isActive())
    view.previews.dismiss()
    yield view
    view.show_document(None)


def place(view: PageView, rect: Rect, page_index: int = 0) -> QPointF:
    area = view.view_now().rect_px(page_index, rect)
    return area.center() / view.view_now().device_pixel_ratio


def move(view: PageView, rect: Rect) -> None:
    at = place(view, rect)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, view.viewport().mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view.viewport(), event)


def leave(view: PageView) -> None:
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))


def click(
    view: PageView,
    rect: Rect,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.mouseClick(view.viewport(), button, modifier, place(view, rect).toPoint())


def words(view: PageView, name: str) -> str:
    return view.previews.card.findChild(QLabel, name).text()


def test_card_comes_when_the_mouse_rests_and_goes_when_it_leaves(view: PageView, spin_until: Any) -> None:
    move(view, ON_FIGURE.rects[0])
    assert not view.previews.is_shown
    assert view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    spin_until(lambda: view.previews.is_shown)
    assert (words(view, "preview_name"), words(view, "preview_page")) == ("Figure 3", "p.5*")
    move(view, Rect(0.5, 0.5, 0.6, 0.6))
    spin_until(lambda: not view.previews.is_shown)


def test_card_is_beside_the_line_within_the_view(view: PageView, spin_until: Any) -> None:
    for rect in (*ON_FIGURE.rects, *ON_ENTRY.rects):
        move(view, rect)
        spin_until(lambda: view.previews.is_shown)
        card = view.previews.card.geometry()
        assert view.viewport().rect().contains(card)
        assert not card.contains(place(view, rect).toPoint())
        leave(view)
        spin_until(lambda: not view.previews.is_shown)


def test_picture_shows_the_pieces_one_below_the_other(view: PageView, pages: Any, spin_until: Any) -> None:
    pages.calls.clear()
    move(view, ON_ENTRY.rects[0])
    spin_until(lambda: view.previews.is_shown)
    assert words(view, "preview_name") == "Smith 2020"
    drawn = [call for call in pages.calls if call[0] == 9 and call[2] is not None]
    assert len(drawn) == 2
    first = drawn[0]
    assert first[2][0] == int(0.1 * 595 * first[1])
    picture = view.previews.card.findChild(QWidget, "preview_picture").pixmap
    assert picture.height() > drawn[0][2][3] - drawn[0][2][1]


def test_moving_to_the_card_keeps_it_and_the_wheel_does_not_scroll_the_page(view: PageView, spin_until: Any) -> None:
    move(view, ON_FIGURE.rects[0])
    spin_until(lambda: view.previews.is_shown)
    QApplication.sendEvent(view.previews.card, QEvent(QEvent.Type.Leave))
    move(view, ON_FIGURE.rects[0])
    assert view.previews.is_shown
    assert view.previews.card.testAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
    assert view.previews.card.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_click_follows_and_back_returns(view: PageView, settle: Any) -> None:
    click(view, ON_ENTRY.rects[1])
    assert view.page_index == 9
    assert not view.previews.is_shown
    view.go_back()
    assert view.page_index == 0


def test_a_drag_that_begins_on_a_reference_selects(view: PageView, spin_until: Any) -> None:
    text = "Figure 3 and more words"
    boxes = [(0.2 + 0.025 * n, 0.1, 0.225 + 0.025 * n, 0.12) for n in range(len(text))]

    async def load(page_index: int) -> PageText:
        return PageText(page_index, text, pack_boxes(boxes))

    view.show_texts(load)
    spin_until(lambda: view.selecting.texts is not None and view.selecting.texts.map_of(0))
    start, end = place(view, ON_FIGURE.rects[0]).toPoint(), place(view, Rect(0.6, 0.1, 0.62, 0.12)).toPoint()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    held = Qt.MouseButton.LeftButton
    for at in (QPointF(start + QPoint(20, 0)), QPointF(end)):
        event = QMouseEvent(
            QEvent.Type.MouseMove, at, view.viewport().mapToGlobal(at), held, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(view.viewport(), event)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert view.selected() is not None
    assert view.page_index == 0


def test_card_of_a_link_and_none_of_one_that_leads_out(view: PageView, spin_until: Any, settle: Any) -> None:
    move(view, LINK.rect)
    spin_until(lambda: view.previews.is_shown)
    assert view.previews.target == ENTRY
    assert words(view, "preview_name") == ENTRY.text
    click(view, LINK.rect)
    assert view.page_index == 9
    view.go_back()
    move(view, OUT.rect)
    settle()
    assert not view.previews.is_shown
    assert view.viewport().toolTip() == OUT.uri


@pytest.mark.parametrize(
    ("button", "modifier"),
    [
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_a_pinned_card_stays_until_escape(
    view: PageView, spin_until: Any, settle: Any, button: Qt.MouseButton, modifier: Qt.KeyboardModifier
) -> None:
    click(view, ON_FIGURE.rects[0], button, modifier)
    spin_until(lambda: view.previews.is_shown)
    assert view.page_index == 0
    leave(view)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 40)
    settle()
    assert view.previews.is_shown
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.previews.is_shown


def test_scrolling_takes_the_card_along(view: PageView, spin_until: Any) -> None:
    move(view, ON_FIGURE.rects[0])
    spin_until(lambda: view.previews.is_shown)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 40)
    assert not view.previews.is_shown


def test_click_on_the_picture_goes_there(view: PageView, spin_until: Any) -> None:
    move(view, ON_FIGURE.rects[0])
    spin_until(lambda: view.previews.is_shown)
    QTest.mouseClick(view.previews.card.findChild(QWidget, "preview_picture"), Qt.MouseButton.LeftButton)
    assert view.page_index == 5
    assert not view.previews.is_shown
    view.go_back()
    assert view.page_index == 0


def test_what_is_pointed_at_is_underlined(view: PageView, spin_until: Any) -> None:
    before = view.grab().toImage()
    move(view, ON_ENTRY.rects[0])
    after = view.grab().toImage()
    for rect in ON_ENTRY.rects:
        at = place(view, Rect(rect.x0, rect.y1, rect.x1, rect.y1)).toPoint()
        below = QRect(at.x() - 10, at.y(), 20, 4)
        assert before.copy(below) != after.copy(below)


def test_target_is_marked_for_a_moment(view: PageView) -> None:
    click(view, ON_FIGURE.rects[0])
    view.previews.arrive(FIGURE.spot)
    at = view.view_now().rect_px(5, FIGURE.spot.rects[0])
    ratio = view.view_now().device_pixel_ratio
    mark = QPointF(at.left() / ratio - 7, at.center().y() / ratio).toPoint()
    assert _is_blue(view.grab().toImage().pixelColor(mark))
    view.previews._arriving.timeout.emit()
    assert not _is_blue(view.grab().toImage().pixelColor(mark))


def _is_blue(colour: QColor) -> bool:
    link = QApplication.palette().link().color()
    return abs(colour.blue() - link.blue()) + abs(colour.red() - link.red()) + abs(colour.green() - link.green()) < 12


def test_broken_page_has_no_card(view: PageView, pages: Any, jobs: Jobs, spin_until: Any) -> None:
    pages.failures[5] = [PageBroken("painted.pdf", 5)] * 3
    failed: list[object] = []
    jobs.failed.connect(lambda name, error: failed.append(name))
    move(view, ON_FIGURE.rects[0])
    spin_until(lambda: len(pages.failures[5]) < 3)
    spin_until(lambda: not jobs.is_running(previews.JOB))
    assert not view.previews.is_shown
    assert failed == []


def test_references_that_become_known_later(view: PageView, known: Known, spin_until: Any) -> None:
    late = Reference(0, 30, 40, (Rect(0.5, 0.5, 0.6, 0.52),), FIGURE, "Figure 3")
    known.found[0] = (*known.found[0], late)
    move(view, late.rects[0])
    assert view.viewport().cursor().shape() is not Qt.CursorShape.PointingHandCursor
    view.take_in_text()
    move(view, Rect(0.5, 0.6, 0.6, 0.62))
    spin_until(lambda: len(known.asked) > 1)
    move(view, late.rects[0])
    spin_until(lambda: view.previews.is_shown)


def test_looking_up_with_the_key(view: PageView, spin_until: Any) -> None:
    missed: list[bool] = []
    view.previews.missed.connect(lambda: missed.append(True))
    view.previews.look_up(0, 12, 13)
    spin_until(lambda: view.previews.is_shown)
    assert view.previews.target == ENTRY
    assert view.previews.card.is_pinned
    view.previews.dismiss()
    view.previews.look_up(0, 25, 26)
    spin_until(lambda: missed)
    view.look_up()
    assert len(missed) == 2
    move(view, ON_FIGURE.rects[0])
    view.look_up()
    spin_until(lambda: view.previews.is_shown and view.previews.target == FIGURE)


def test_another_document_takes_the_card_away(view: PageView, spin_until: Any, make_pages: Callable[..., Any]) -> None:
    move(view, ON_FIGURE.rects[0])
    spin_until(lambda: view.previews.is_shown)
    view.show_document(make_pages(3))
    assert not view.previews.is_shown
