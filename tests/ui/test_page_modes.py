"""Pages in each arrangement, by wheel and keys: turning, spreads, turned pages, and that the place is kept."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.core.document import PageSize, Rect, Spot
from reader.core.errors import PageBroken
from reader.core.page_arrangement import ROTATIONS, SPREADS, Arrangement
from reader.core.page_layout import Position
from reader.ui import wheel_scroll
from reader.ui.jobs import Jobs
from reader.ui.page_view import PageView

KEYS = Qt.Key
CONTROL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
MIDDLE, NO_PIXELS = QPointF(400, 300), QPoint()
PAGED = Arrangement(is_paged=True)
ALL = [Arrangement(spread, paged, left) for spread in SPREADS for paged in (False, True) for left in (False, True)]


@pytest.fixture
def view(qtbot: Any, jobs: Jobs, make_pages: Callable[..., Any]) -> Iterator[PageView]:
    """Nine painted A4 pages."""
    view = PageView(jobs.start)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    view.show_document(make_pages(9))
    yield view
    view.show_document(None)


def wheel(
    view: PageView,
    notches: float,
    modifiers: Qt.KeyboardModifier = NONE,
    *,
    at: QPointF = MIDDLE,
    pixels: QPoint = NO_PIXELS,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
) -> None:
    angle = QPoint(0, round(notches * 120))
    where = view.viewport().mapToGlobal(at)
    event = QWheelEvent(at, where, pixels, angle, Qt.MouseButton.NoButton, modifiers, phase, False)
    QApplication.sendEvent(view.viewport(), event)


def shown(view: PageView) -> list[int]:
    """The pages on the screen, from left to right and from top to bottom."""
    now = view.view_now()
    places = {page: now.page_rect_px(page) for page in now.pages}
    return sorted(places, key=lambda page: (places[page].y() // 50, places[page].x()))


def place_under(view: PageView, point: QPointF) -> tuple[int, float, float]:
    found = view.view_now().page_point(point)
    assert found is not None
    return found


# --- Modes ---


@pytest.mark.parametrize(
    ("arrangement", "rows"),
    [
        (PAGED, [[0], [1], [2], [3]]),
        (Arrangement("pairs", is_paged=True), [[0, 1], [2, 3], [4, 5], [6, 7], [8]]),
        (Arrangement("cover", is_paged=True), [[0], [1, 2], [3, 4], [5, 6], [7, 8]]),
        (Arrangement("pairs", is_paged=True, is_right_to_left=True), [[1, 0], [3, 2], [5, 4]]),
        (Arrangement("cover", is_paged=True, is_right_to_left=True), [[0], [2, 1], [4, 3]]),
    ],
)
def test_rows_are_turned_one_by_one_and_back(view: PageView, arrangement: Arrangement, rows: list[list[int]]) -> None:
    view.arrange(arrangement)
    view.fit_page()
    for turn, turn_back in (
        (lambda: QTest.keyClick(view, KEYS.Key_PageDown), lambda: QTest.keyClick(view, KEYS.Key_PageUp)),
        (lambda: QTest.keyClick(view, KEYS.Key_Space), lambda: QTest.keyClick(view, KEYS.Key_Space, SHIFT)),
        (lambda: QTest.keyClick(view, KEYS.Key_Down), lambda: QTest.keyClick(view, KEYS.Key_Up)),
        (lambda: wheel(view, -1), lambda: wheel(view, 1)),
    ):
        for row in rows:
            assert shown(view) == row
            assert view.page_index == min(row)
            turn()
        for row in reversed(rows):
            turn_back() if shown(view) != row else None
            assert shown(view) == row


def test_keys_to_the_sides_follow_the_direction_of_the_book(view: PageView) -> None:
    view.arrange(Arrangement("pairs", is_paged=True))
    view.fit_page()
    QTest.keyClick(view, KEYS.Key_Right)
    assert shown(view) == [2, 3]
    QTest.keyClick(view, KEYS.Key_Left)
    assert shown(view) == [0, 1]
    view.arrange(Arrangement("pairs", is_paged=True, is_right_to_left=True))
    QTest.keyClick(view, KEYS.Key_Left)
    assert shown(view) == [3, 2]
    QTest.keyClick(view, KEYS.Key_Right)
    assert shown(view) == [1, 0]


def test_page_that_is_higher_than_the_view_is_read_to_its_end_before_it_is_turned(view: PageView) -> None:
    view.arrange(PAGED)
    view.fit_width()
    pages = []
    for _ in range(9):
        pages.append((view.page_index, view.view_now().top))
        QTest.keyClick(view, KEYS.Key_PageDown)
    assert [page for page, _ in pages[:5]] == [0, 0, 1, 1, 2]
    bottom = view.view_now().layout.page_bottom(0)
    assert pages[1][1] + view.viewport().height() >= bottom
    for _ in range(9):
        QTest.keyClick(view, KEYS.Key_PageUp)
    assert (view.page_index, view.view_now().top) == (0, 0)
    for _ in range(4):
        wheel(view, -1)
    assert view.page_index == 0
    wheel(view, -1)
    wheel(view, -1)
    assert view.page_index == 1
    wheel(view, 1)
    assert view.page_index == 0
    assert view.view_now().top == pages[1][1]  # from below one comes to the end of the page


@pytest.mark.parametrize("arrangement", ALL)
def test_home_and_end_lead_to_the_first_and_last_row(view: PageView, arrangement: Arrangement) -> None:
    view.arrange(arrangement)
    view.fit_page()
    QTest.keyClick(view, KEYS.Key_End)
    assert 8 in shown(view)
    assert view.page_index == 8
    QTest.keyClick(view, KEYS.Key_Home)
    assert 0 in shown(view)
    assert view.page_index == 0


@pytest.mark.parametrize("arrangement", ALL)
def test_every_page_can_be_gone_to(view: PageView, arrangement: Arrangement) -> None:
    view.arrange(arrangement)
    for fit in (view.fit_page, view.fit_width):
        fit()
        for page_index in (5, 8, 0, 4):
            view.go_to_page(page_index)
            assert view.page_index == page_index
            assert page_index in shown(view)
        view.go_back()
        assert view.page_index == 0


def test_scroll_bar_leads_through_all_rows(view: PageView) -> None:
    view.arrange(Arrangement("cover", is_paged=True))
    bar = view.verticalScrollBar()
    seen = set()
    for value in range(0, bar.maximum() + 1, 50):
        bar.setValue(value)
        assert len({view.view_now().layout.row_of(page) for page in view.view_now().pages}) == 1
        seen.add(view.page_index)
    bar.setValue(bar.maximum())
    assert seen | {view.page_index} == {0, 1, 3, 5, 7}


def test_both_pages_of_a_spread_are_sharp(view: PageView, spin_until: Any) -> None:
    view.arrange(Arrangement("pairs", is_right_to_left=True))
    view.fit_width()
    spin_until(lambda: view.is_complete)
    image = view.viewport().grab().toImage()
    now = view.view_now()
    for page_index in (0, 1):
        page = now.page_rect_px(page_index)
        for x, y in ((page.x() + 20, page.y() + 31), (page.x() + 121, page.y() + 200)):
            assert image.pixelColor(x, y).getRgb()[:3] == view._source.pixel(page_index, x - page.x(), y - page.y())


# --- The place is kept ---


@pytest.mark.parametrize("arrangement", ALL)
def test_changing_the_arrangement_keeps_the_page(view: PageView, arrangement: Arrangement) -> None:
    view.go_to_page(5)
    changed: list[Arrangement] = []
    view.arrangement_changed.connect(changed.append)
    view.arrange(arrangement)
    assert view.page_index == 5
    assert 5 in shown(view)
    view.arrange(Arrangement())
    assert view.page_index == 5
    assert view.arrangement == Arrangement()
    assert changed == ([arrangement, Arrangement()] if arrangement != Arrangement() else [])


@pytest.mark.parametrize("rotation", ROTATIONS[1:])
@pytest.mark.parametrize("spread", SPREADS)
def test_turning_the_pages_keeps_what_is_in_the_middle(view: PageView, rotation: Any, spread: Any) -> None:
    view.arrange(Arrangement(spread))
    view.go_to_page(4)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 100)
    middle = QPointF(view.viewport().width() / 2 + 40, view.viewport().height() / 2)
    page_index, x, y = place_under(view, middle)
    view.arrange(Arrangement(spread, rotation=rotation))
    now = view.view_now()
    at = now.rect_px(page_index, Rect(x, y, x, y)).topLeft() / now.device_pixel_ratio
    if rotation == 180:
        # What is beside the middle is on the other side of it.
        assert at.y() == pytest.approx(middle.y(), abs=2)
    assert 0 <= at.y() <= now.height
    for _ in range(4 - rotation // 90):
        view.arrange(view.arrangement.turned_by(1))
    assert view.arrangement.rotation == 0
    layout = view.view_now().layout
    assert layout.row_of(view.page_index) == layout.row_of(page_index)


@pytest.mark.parametrize("arrangement", [*ALL, Arrangement("pairs", rotation=90), Arrangement(rotation=270)])
@pytest.mark.parametrize("notches", [2, -1])
def test_control_wheel_zooms_around_the_pointer(view: PageView, arrangement: Arrangement, notches: int) -> None:
    view.arrange(arrangement)
    view.set_zoom(2.4)
    view.go_to_page(4)
    wheel(view, -2)
    bar = view.horizontalScrollBar()
    bar.setValue(bar.maximum() // 3)
    at = QPointF(320, 200)
    before = place_under(view, at)
    wheel(view, notches, CONTROL, at=at)
    assert view.zoom == pytest.approx(2.4 * 1.2**notches)
    assert place_under(view, at) == pytest.approx(before, abs=0.005)


def test_box_that_was_drawn_fills_the_view(view: PageView) -> None:
    view.arrange(Arrangement("pairs"))
    box = QRectF(420, 150, 120, 60)
    corner = place_under(view, box.topLeft())
    middle = place_under(view, box.center())
    view.zoom_to(box)
    centre = QPointF(view.viewport().width() / 2, view.viewport().height() / 2)
    assert place_under(view, centre) == pytest.approx(middle, abs=0.005)
    now = view.view_now()
    at = now.rect_px(corner[0], Rect(corner[1], corner[2], corner[1], corner[2])).topLeft()
    assert at.x() == pytest.approx(0, abs=8)
    assert 0 < at.y() < now.height


@pytest.mark.parametrize("arrangement", ALL)
def test_evidence_is_shown_on_its_page(view: PageView, arrangement: Arrangement) -> None:
    for rotation in ROTATIONS:
        view.arrange(Arrangement(arrangement.spread, arrangement.is_paged, arrangement.is_right_to_left, rotation))
        spot = Spot(6, (Rect(0.3, 0.6, 0.7, 0.62),))
        view.jump_to(spot)
        now = view.view_now()
        found = now.rect_px(6, spot.rects[0])
        assert QRectF(0, 0, now.width, now.height).contains(found)
        assert view.page_index == 6
        assert now.page_point(found.center())[0] == 6
        view.go_to_page(0)


@pytest.mark.parametrize("fit", ["width", "page", "none"])
@pytest.mark.parametrize("arrangement", [Arrangement("cover", is_paged=True, rotation=90), Arrangement("pairs")])
def test_position_holds_the_arrangement(
    view: PageView, qtbot: Any, jobs: Jobs, make_pages: Any, arrangement: Arrangement, fit: Any
) -> None:
    view.arrange(arrangement)
    view.set_zoom(1.5, fit)
    view.verticalScrollBar().setValue(1500)
    position = view.position()
    assert position.arrangement == arrangement
    other = PageView(jobs.start)
    qtbot.addWidget(other)
    other.show_document(make_pages(9))
    told: list[Arrangement] = []
    other.arrangement_changed.connect(told.append)
    other.restore(position)
    other.resize(view.size())
    other.show()
    assert told == [arrangement]
    assert other.view_now() == view.view_now() or other.view_now().top == view.view_now().top
    assert shown(other) == shown(view)
    assert other.zoom == pytest.approx(view.zoom)
    other.restore(Position(0, -1.0))
    assert other.arrangement == Arrangement()
    other.show_document(None)


# --- Margins ---


@pytest.fixture
def book(view: PageView, make_pages: Any) -> PageView:
    """Nine pages with text between an eighth and seven eighths of the width; a table on the fifth is wider."""
    source = make_pages(9)
    source.printed[4] = Rect(0.05, 0.1, 0.875, 0.9)
    view.show_document(source)
    return view


def cropped(view: PageView, *, is_cropped: bool = True) -> None:
    view.arrange(replace(view.arrangement, is_cropped=is_cropped))


@pytest.mark.parametrize("rotation", ROTATIONS)
def test_margins_are_cropped_when_it_is_known_where_they_are(book: PageView, spin_until: Any, rotation: Any) -> None:
    book.arrange(Arrangement(rotation=rotation))
    width = book.view_now().page_rect_px(0).width()
    zoom = book.zoom
    cropped(book)
    assert book.view_now().page_rect_px(0) == book.view_now().sheet_px(0)  # nothing waits
    spin_until(lambda: book.view_now().layout.crop_of(0).width < 1)
    assert book.zoom > 1.1 * zoom
    assert book.view_now().page_rect_px(0).width() == pytest.approx(width, abs=1)
    assert book.view_now().layout.crop_of(0) == book.view_now().layout.crop_of(8)
    crops = [book.view_now().layout.crop_of(page).width for page in range(9)]
    if rotation % 180 == 0:
        assert crops[4] > crops[0]
    spin_until(lambda: book.is_complete)
    image = book.viewport().grab().toImage()
    page, sheet = book.view_now().page_rect_px(0), book.view_now().sheet_px(0)
    x, y = page.x() + 3, max(page.y(), 0) + 40
    if rotation == 0:
        assert image.pixelColor(x, y).getRgb()[:3] == book._source.pixel(0, x - sheet.x(), y - sheet.y())
    assert image.pixelColor(page.x() - 8, y) == book.palette().window().color()
    cropped(book, is_cropped=False)
    assert book.zoom == pytest.approx(zoom)


def test_cropping_keeps_what_is_read(book: PageView, spin_until: Any) -> None:
    book.go_to_page(6)
    book.verticalScrollBar().setValue(book.verticalScrollBar().value() + 300)
    before = book.view_now().layout.place_at(book.view_now().top)
    cropped(book)
    spin_until(lambda: book.view_now().layout.crop_of(0).width < 1)
    now = book.view_now()
    assert now.layout.place_at(now.top) == pytest.approx(before, abs=0.002)
    assert book.page_index == 6


def test_all_that_is_printed_fills_the_width(book: PageView, spin_until: Any) -> None:
    zoom = book.zoom
    book.fit_content()
    spin_until(lambda: book.zoom > 1.1 * zoom)
    now = book.view_now()
    printed = now.rect_px(0, Rect(0.125, 0.1, 0.875, 0.9))
    assert 0 < printed.left() < 40
    assert now.width - 40 < printed.right() < now.width
    assert now.page_rect_px(0) == now.sheet_px(0)  # the margins are only out of view
    book.resize(600, 600)
    printed = book.view_now().rect_px(0, Rect(0.125, 0.1, 0.875, 0.9))
    assert 0 < printed.left() < 40


def test_few_pages_of_a_long_document_are_measured(view: PageView, make_pages: Any, spin_until: Any) -> None:
    source = make_pages(2000)
    view.show_document(source)
    cropped(view)
    spin_until(lambda: view.view_now().layout.crop_of(0).width < 1)
    assert len(source.measured) <= 30
    source.printed[1000] = Rect(0.0, 0.1, 0.875, 0.9)
    view.go_to_page(1000)
    spin_until(lambda: 1000 in source.measured and view.view_now().layout.crop_of(1000).x0 == 0)
    assert view.page_index == 1000


def test_page_that_cannot_be_measured_is_like_the_others(view: PageView, make_pages: Any, spin_until: Any) -> None:
    source = make_pages(3)

    async def printed_box(page_index: int) -> Rect:
        if page_index == 1:
            raise PageBroken("painted.pdf", 1)
        return Rect(0.125, 0.1, 0.875, 0.9)

    source.printed_box = printed_box
    view.show_document(source)
    cropped(view)
    spin_until(lambda: view.view_now().layout.crop_of(1).width < 1)


def test_nothing_is_measured_where_it_does_not_matter(book: PageView, spin_until: Any) -> None:
    spin_until(lambda: book.is_complete)
    assert book._source.measured == []


# --- Sizes that are known later ---


@pytest.mark.parametrize("arrangement", ALL)
def test_late_sizes_leave_what_is_read_where_it_is(
    view: PageView, make_pages: Any, settle: Any, arrangement: Arrangement
) -> None:
    view.show_document(make_pages(16_000))
    view.arrange(arrangement)
    view.set_zoom(1.3)
    view.go_to_page(8000)
    wheel(view, -1)
    where = QPointF(300, 100)
    before, page_index = place_under(view, where), view.page_index
    moved: list[None] = []
    view.laid_out_anew.connect(lambda: moved.append(None))
    known = [PageSize(595, 842)] * 16_000
    known[:7990] = [PageSize(595, 500 + n % 600) for n in range(7990)]
    known[9000:] = [PageSize(842, 595)] * 7000
    view.update_sizes(known)
    assert view.page_index == page_index
    if not arrangement.is_paged or arrangement.spread == "single":
        found = place_under(view, where)
        assert found[0] == before[0]
        assert found[2] == pytest.approx(before[2], abs=1e-6)
    assert moved
    assert view.view_now().layout.size_pt(0) == (595, 500)
    with pytest.raises(ValueError, match="3 sizes"):
        view.update_sizes(known[:3])


# --- The wheel ---


def test_notches_glide_and_add_up(view: PageView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel_scroll, "GLIDE_MS", 120)
    glide, bar = view._wheel._glide, view.verticalScrollBar()
    wheel(view, -1)
    assert bar.value() == 0
    glide.setCurrentTime(60)
    half = bar.value()
    assert 60 < half < 120  # faster at first
    wheel(view, -1)
    assert view._wheel.is_gliding
    glide.setCurrentTime(120)
    assert bar.value() == 240
    assert not view._wheel.is_gliding
    wheel(view, -1)
    glide.setCurrentTime(30)
    wheel(view, 1)  # the other way: from where it was going to
    glide.setCurrentTime(120)
    assert bar.value() == 240


def test_gliding_ends_where_something_else_scrolls(view: PageView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel_scroll, "GLIDE_MS", 120)
    wheel(view, -3)
    view._wheel._glide.setCurrentTime(50)
    view.go_to_page(5)
    assert not view._wheel.is_gliding
    assert view.page_index == 5
    wheel(view, -1)
    QTest.keyClick(view, KEYS.Key_Home)
    assert not view._wheel.is_gliding
    assert view.verticalScrollBar().value() == 0


def test_gliding_ends_at_the_ends_of_the_document(view: PageView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel_scroll, "GLIDE_MS", 120)
    wheel(view, 1)
    assert not view._wheel.is_gliding
    wheel(view, -1000)
    wheel(view, 1)
    view._wheel._glide.setCurrentTime(120)
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() - 120


def test_nothing_glides_where_the_style_does_not_animate(view: PageView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel_scroll, "GLIDE_MS", 120)
    monkeypatch.setattr(view._wheel, "_style_ms", lambda: 0)
    wheel(view, -1)
    assert view.verticalScrollBar().value() == 120


def test_touchpad_scrolls_by_its_pixels_at_once(view: PageView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel_scroll, "GLIDE_MS", 120)
    wheel(view, -0.1, pixels=QPoint(0, -17), phase=Qt.ScrollPhase.ScrollUpdate)
    assert view.verticalScrollBar().value() == 17
    wheel(view, -0.25)  # a wheel that sends parts of a notch
    assert view.verticalScrollBar().value() == 47


def test_touchpad_turns_a_page_for_each_long_stroke(view: PageView) -> None:
    view.arrange(PAGED)
    view.fit_page()
    update, momentum = Qt.ScrollPhase.ScrollUpdate, Qt.ScrollPhase.ScrollMomentum
    for _ in range(3):
        wheel(view, -0.3, pixels=QPoint(0, -39), phase=update)
    assert view.page_index == 0
    wheel(view, -0.3, pixels=QPoint(0, -39), phase=update)
    assert view.page_index == 1
    for _ in range(20):
        wheel(view, -0.3, pixels=QPoint(0, -39), phase=momentum)  # it runs out: nobody turns any more
    assert view.page_index == 1
    wheel(view, 0.3, pixels=QPoint(0, 100), phase=update)
    assert view.page_index == 1
    wheel(view, 0.3, pixels=QPoint(0, 100), phase=update)
    assert view.page_index == 0


def test_wheel_with_shift_scrolls_sideways(view: PageView) -> None:
    view.set_zoom(3.0)
    bar = view.horizontalScrollBar()
    before, down = bar.value(), view.verticalScrollBar().value()
    wheel(view, -1, SHIFT)
    assert bar.value() == before + 120
    assert view.verticalScrollBar().value() == down
