"""The page view as a reader uses it: wheel, keys, mouse; jumps there and back; evidence; what it asks for."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.core.document import Link, PageSize, Rect, Spot
from reader.core.errors import PageBroken
from reader.core.jumplist import Visited
from reader.core.page_layout import GAP_PX, MAX_ZOOM, MIN_ZOOM, Position
from reader.engine.pdf import PdfFile
from reader.ui.evidence_ticks import EvidenceTicks
from reader.ui.jobs import Jobs
from reader.ui.page_view import PageView

KEYS = Qt.Key
CONTROL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
INSIDE = Link(Rect(0.2, 0.2, 0.4, 0.25), 7, 0.5, None)
OUTSIDE = Link(Rect(0.5, 0.2, 0.7, 0.25), None, None, "https://example.org/")
EVIDENCE = (
    Spot(2, (Rect(0.2, 0.9, 0.8, 0.92), Rect(0.2, 0.92, 0.5, 0.94))),
    Spot(3, (Rect(0.2, 0.1, 0.8, 0.12),)),
    Spot(8, (Rect(0.2, 0.5, 0.8, 0.52),)),
)


@pytest.fixture
def empty_view(qtbot: Any, jobs: Jobs) -> Iterator[PageView]:
    view = PageView(jobs.start)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    yield view
    view.show_document(None)


@pytest.fixture
def view(empty_view: PageView, make_pages: Callable[..., Any], spin_until: Any) -> PageView:
    """Twelve painted A4 pages, fitted to the width, with two links on the first one."""
    empty_view.show_document(make_pages(12, links={0: (INSIDE, OUTSIDE)}))
    spin_until(lambda: empty_view.is_complete)
    return empty_view


@pytest.fixture
def said(view: PageView) -> list[tuple[Any, ...]]:
    """What the signals of the view say, in order."""
    said: list[tuple[Any, ...]] = []
    for name in ("page_changed", "zoom_changed", "link_activated", "history_changed", "spot_shown"):
        getattr(view, name).connect(lambda *values, name=name: said.append((name, *values)))
    return said


def wheel(view: PageView, at: QPoint, notches: float, modifiers: Qt.KeyboardModifier = NONE) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, round(notches * 120)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def top_of(view: PageView, page_index: int, fraction: float = 0.0) -> float:
    """Where a place of a page lies in the view, in logical pixels from its top edge."""
    now = view.view_now()
    return now.layout.offset_of(page_index, fraction) - now.top


def point_on(view: PageView, page_index: int, x: float, y: float) -> QPoint:
    rect = view.view_now().page_rect_px(page_index)
    ratio = view.devicePixelRatioF()
    return QPointF((rect.x() + x * rect.width()) / ratio, (rect.y() + y * rect.height()) / ratio).toPoint()


# --- Showing ---


def test_document_begins_at_its_top_fitted_to_the_width(view: PageView) -> None:
    assert view.page_index == 0
    assert view.position() == Position(0, -1.0, view.zoom, "width")
    assert top_of(view, 0) == GAP_PX
    assert view.view_now().layout.width == pytest.approx(view.viewport().width(), abs=1)
    assert view.horizontalScrollBar().maximum() == 0


def test_view_asks_only_for_what_shows_and_comes_next(empty_view: PageView, make_pages: Any, spin_until: Any) -> None:
    source = make_pages(500)
    empty_view.show_document(source)
    spin_until(lambda: empty_view.is_complete)
    pages = [page_index for page_index, *_ in source.calls]
    assert pages[0] == 0
    assert set(pages) == set(range(9))
    assert {page_index for page_index, _, clip in source.calls if clip} == {0, 1}
    empty_view.go_to_page(400)
    spin_until(lambda: empty_view.is_complete)
    assert {page_index for page_index, *_ in source.calls[len(pages) :]} == set(range(399, 409))


def test_scrolling_up_prepares_the_pages_above(view: PageView, make_pages: Any, spin_until: Any) -> None:
    pages = make_pages(40)
    view.show_document(pages)
    view.go_to_page(30)
    spin_until(lambda: view.is_complete)
    pages.calls.clear()
    wheel(view, QPoint(100, 100), 1)
    spin_until(lambda: view.is_complete)
    assert {page_index for page_index, *_ in pages.calls} == set(range(21, 30))


def test_hidden_view_asks_for_nothing(qtbot: Any, jobs: Jobs, make_pages: Any, settle: Any) -> None:
    view = PageView(jobs.start)
    qtbot.addWidget(view)
    source = make_pages(3)
    view.show_document(source)
    settle()
    assert source.calls == []
    view.show_document(None)


def test_pages_are_painted_sharp(view: PageView) -> None:
    image: QImage = view.viewport().grab().toImage()
    page = view.view_now().page_rect_px(0)
    for x, y in ((100, 100), (101, 100), (100, 101), (600, 500)):
        assert image.pixelColor(x, y).getRgb()[:3] == view._source.pixel(0, x - page.x(), y - page.y())


def test_nothing_is_shown_without_a_document(empty_view: PageView) -> None:
    window = empty_view.palette().window().color()
    assert empty_view.viewport().grab().toImage().pixelColor(300, 300) == window
    for act in (
        empty_view.zoom_in,
        empty_view.fit_page,
        empty_view.go_back,
        empty_view.go_end,
        empty_view.go_home,
    ):
        act()
    empty_view.go_to_page(3)
    empty_view.jump_to(EVIDENCE[0])
    empty_view.mark_evidence(EVIDENCE, 0)
    empty_view.scroll_screen(1)
    QTest.mouseClick(empty_view.viewport(), Qt.MouseButton.LeftButton)
    assert empty_view.position().page_index == 0
    assert empty_view.page_count == 0


def test_another_document_replaces_all_of_the_first(
    view: PageView, make_pages: Any, spin_until: Any, said: list[tuple[Any, ...]]
) -> None:
    view.mark_evidence(EVIDENCE, 1)
    view.jump_to(EVIDENCE[2])
    said.clear()
    view.show_document(make_pages(2))
    spin_until(lambda: view.is_complete)
    assert view.page_index == 0
    assert view.page_count == 2
    assert ("history_changed", False, False) in said
    assert view.findChild(EvidenceTicks).tick_rects() == []
    view.go_back()
    assert view.page_index == 0


# --- Scrolling ---


def test_wheel_scrolls_without_being_remembered(view: PageView, said: list[tuple[Any, ...]]) -> None:
    wheel(view, QPoint(100, 100), -1)
    assert 0 < view.verticalScrollBar().value() < 300
    for _ in range(20):
        wheel(view, QPoint(100, 100), -1)
    assert view.page_index > 0
    assert {name for name, *_ in said} == {"page_changed"}
    assert [page_index for _, page_index in said] == list(range(1, view.page_index + 1))


@pytest.mark.parametrize(
    ("down", "up"), [((KEYS.Key_PageDown, NONE), (KEYS.Key_PageUp, NONE)), ((KEYS.Key_Space, NONE), None)]
)
def test_keys_scroll_by_nearly_a_screen(view: PageView, down: Any, up: Any) -> None:
    key, modifiers = up or (KEYS.Key_Space, SHIFT)
    QTest.keyClick(view, down[0], down[1])
    scrolled = view.verticalScrollBar().value()
    assert 0.8 * view.viewport().height() < scrolled < view.viewport().height()
    QTest.keyClick(view, key, modifiers)
    assert view.verticalScrollBar().value() == 0


def test_arrows_scroll_by_lines(view: PageView) -> None:
    QTest.keyClick(view, KEYS.Key_Down)
    line = view.verticalScrollBar().value()
    assert 0 < line < 100
    QTest.keyClick(view, KEYS.Key_Up)
    assert view.verticalScrollBar().value() == 0


def test_home_and_end_lead_to_the_ends_and_back_again(view: PageView) -> None:
    QTest.keyClick(view, KEYS.Key_End)
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert view.page_index == 11
    QTest.keyClick(view, KEYS.Key_Home)
    assert (bar.value(), view.page_index) == (0, 0)
    view.go_back()
    assert bar.value() == bar.maximum()


def test_keys_with_modifiers_are_left_to_the_window(view: PageView) -> None:
    for key in (KEYS.Key_PageDown, KEYS.Key_End, KEYS.Key_Space):
        QTest.keyClick(view, key, CONTROL)
    assert view.verticalScrollBar().value() == 0


def test_whole_pages_are_turned_where_pages_are_fitted(view: PageView) -> None:
    view.fit_page()
    QTest.keyClick(view, KEYS.Key_PageDown)
    QTest.keyClick(view, KEYS.Key_PageDown)
    assert view.page_index == 2
    assert top_of(view, 2) == GAP_PX
    QTest.keyClick(view, KEYS.Key_PageUp)
    assert top_of(view, 1) == GAP_PX


# --- Zoom ---


@pytest.mark.parametrize("notches", [1, -2, 3])
def test_control_wheel_zooms_around_the_pointer(view: PageView, notches: int, said: list[tuple[Any, ...]]) -> None:
    view.set_zoom(2.0)  # wider than the view: where all of it shows, pages stay centred
    view.go_to_page(4)
    wheel(view, QPoint(100, 100), -3)
    pointer = point_on(view, 4, 0.55, 0.4)
    before, zoom = view.view_now().page_point(QPointF(pointer)), view.zoom
    assert before is not None
    wheel(view, pointer, notches, CONTROL)
    assert view.zoom == pytest.approx(zoom * 1.2**notches)
    assert view.fit == "none"
    after = view.view_now().page_point(QPointF(pointer))
    assert after == pytest.approx(before, abs=0.01)
    assert said[-1] == ("zoom_changed", view.zoom)


def test_zoom_keeps_its_limits(view: PageView) -> None:
    middle = view.viewport().rect().center()
    wheel(view, middle, 100, CONTROL)
    assert view.zoom == MAX_ZOOM
    wheel(view, middle, -200, CONTROL)
    assert view.zoom == MIN_ZOOM
    assert view.page_index in range(12)


def test_zooming_in_and_out_leads_back(view: PageView) -> None:
    view.actual_size()
    view.go_to_page(5)
    before = top_of(view, 5)
    view.zoom_in()
    assert view.zoom == pytest.approx(1.1)
    view.zoom_out()
    assert view.zoom == 1.0
    assert top_of(view, 5) == pytest.approx(before, abs=1)


def test_whole_page_shows_at_once(view: PageView) -> None:
    view.go_to_page(3)
    view.fit_page()
    assert view.page_index == 3
    assert top_of(view, 3) == GAP_PX
    assert top_of(view, 3, 1.0) <= view.viewport().height()


def test_fit_width_follows_the_window_and_keeps_the_place(view: PageView) -> None:
    view.verticalScrollBar().setValue(3456)
    place = view.place().anchor
    zoom = view.zoom
    view.resize(1100, 700)
    assert view.zoom > zoom
    assert view.view_now().layout.width == pytest.approx(view.viewport().width(), abs=1)
    assert top_of(view, *place) == pytest.approx(0, abs=1)
    view.resize(500, 300)
    view.resize(800, 600)
    assert view.zoom == pytest.approx(zoom)
    assert view.verticalScrollBar().value() == 3456


def test_fixed_zoom_stays_when_the_window_changes(view: PageView) -> None:
    view.actual_size()
    view.go_to_page(2)
    view.resize(400, 900)
    assert (view.zoom, view.fit) == (1.0, "none")
    assert top_of(view, 2) == GAP_PX
    assert view.horizontalScrollBar().maximum() > 0


def test_wider_pages_can_be_scrolled_to(empty_view: PageView, make_pages: Any) -> None:
    empty_view.show_document(make_pages([(595, 842), (1190, 842), (595, 842)]))
    bar = empty_view.horizontalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == pytest.approx(bar.maximum() / 2, abs=1)
    rect = empty_view.view_now().page_rect_px(0)
    assert rect.left() >= 0
    assert rect.right() <= empty_view.viewport().width()


# --- Position ---


@pytest.mark.parametrize("fit", ["width", "page", "none"])
def test_position_is_restored_in_another_view(
    view: PageView, qtbot: Any, jobs: Jobs, make_pages: Any, fit: Any
) -> None:
    view.set_zoom(1.5, fit)
    view.verticalScrollBar().setValue(5000)
    position = view.position()
    other = PageView(jobs.start)
    qtbot.addWidget(other)
    other.show_document(make_pages(12))
    other.restore(position)
    other.resize(view.size())
    other.show()
    assert other.page_index == view.page_index
    assert other.zoom == pytest.approx(view.zoom)
    assert other.verticalScrollBar().value() == view.verticalScrollBar().value()
    other.show_document(None)


def test_position_beyond_the_document_is_the_nearest(view: PageView) -> None:
    view.restore(Position(99, 0.5, 50.0, "none"))
    assert view.page_index == 11
    assert view.zoom == MAX_ZOOM


# --- Jumps ---


def test_page_is_gone_to_and_back_and_forward(view: PageView, said: list[tuple[Any, ...]]) -> None:
    view.verticalScrollBar().setValue(777)
    said.clear()
    view.go_to_page(8)
    assert said == [("history_changed", True, False), ("page_changed", 8)]
    assert top_of(view, 8) == GAP_PX
    view.go_back()
    assert view.verticalScrollBar().value() == 777
    assert said[-1] == ("history_changed", False, True)
    view.go_forward()
    assert view.page_index == 8
    assert top_of(view, 8) == GAP_PX
    assert said[-1] == ("history_changed", True, False)


@pytest.mark.parametrize(("asked", "page_index"), [(-3, 0), (11, 11), (10, 10), (400, 11)])
def test_page_that_was_asked_for_is_the_current_one(view: PageView, asked: int, page_index: int) -> None:
    view.set_zoom(0.25)  # several pages show at once, and the last ones cannot get to the top
    view.go_to_page(5)
    view.go_to_page(asked)
    assert view.page_index == page_index


@pytest.mark.parametrize("spot", EVIDENCE)
def test_spot_comes_to_a_third_of_the_view(view: PageView, spot: Spot, said: list[tuple[Any, ...]]) -> None:
    view.jump_to(spot)
    third = view.viewport().height() / 3
    assert top_of(view, spot.page_index, spot.rects[0].y0) == pytest.approx(third, abs=1)
    assert view.page_index == spot.page_index
    assert said[-1] == ("spot_shown", spot)
    view.go_back()
    assert view.verticalScrollBar().value() == 0


def test_spot_is_found_also_across_when_zoomed_in(view: PageView) -> None:
    view.set_zoom(4.0)
    spot = Spot(6, (Rect(0.9, 0.5, 0.95, 0.52),))
    view.jump_to(spot)
    shown = view.viewport().rect()
    assert shown.contains(point_on(view, 6, 0.9, 0.5))
    assert shown.contains(point_on(view, 6, 0.95, 0.52))
    wide = Spot(6, (Rect(0.1, 0.5, 0.95, 0.52),))
    view.jump_to(wide)
    assert shown.contains(point_on(view, 6, 0.1, 0.5))
    view.go_back()
    assert shown.contains(point_on(view, 6, 0.9, 0.5))


def test_spot_outside_the_document_is_ignored(view: PageView, said: list[tuple[Any, ...]]) -> None:
    view.jump_to(Spot(12))
    assert said == []


def test_going_back_keeps_the_zoom(view: PageView) -> None:
    view.go_to_page(3)
    view.go_to_page(9)
    view.set_zoom(2.0)
    view.go_back()
    assert view.zoom == 2.0
    assert view.page_index == 3
    assert top_of(view, 3) == GAP_PX


# --- Links ---


# --- Colours ---


def test_pages_follow_the_window_only_when_they_are_told_to(view: PageView, spin_until: Any) -> None:
    changes: list[str] = []
    view.colours_changed.connect(changes.append)
    light, dark = QPalette(QColor("#eeeeee")), QPalette(QColor("#222222"))
    view.setPalette(light)
    for choice, shown in (("window", "printed"), ("dark", "dark"), ("window", "printed")):
        view.set_colours(choice)
        assert view.colours == shown
    view.setPalette(dark)
    assert view.colours == "dark"
    spin_until(lambda: view.is_complete)
    page = view.view_now().page_rect_px(0)
    image = view.viewport().grab().toImage()
    x, y = page.x() + 41, page.y() + 40
    assert image.pixelColor(x, y).getRgb()[:3] == view._source.pixel(0, 41, 40, "dark")
    view.set_colours("printed")
    view.setPalette(light)
    assert view.colours == "printed"
    assert changes == ["dark", "printed", "dark", "printed"]


@pytest.fixture
def linked(view: PageView, spin_until: Any) -> PageView:
    spin_until(lambda: view.link_at(QPointF(point_on(view, 0, 0.3, 0.22))) is not None)
    return view


def test_hand_shows_over_links_only(linked: PageView, spin_until: Any) -> None:
    hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
    for x, y, shape in ((0.3, 0.22, hand), (0.3, 0.5, arrow), (0.6, 0.22, hand)):
        QTest.mouseMove(linked.viewport(), point_on(linked, 0, x, y))
        spin_until(lambda shape=shape: linked.viewport().cursor().shape() == shape, "the cursor's change")
    assert linked.viewport().toolTip() == OUTSIDE.uri


def test_click_follows_a_link_inside_the_document(linked: PageView, said: list[tuple[Any, ...]]) -> None:
    QTest.mouseClick(linked.viewport(), Qt.MouseButton.LeftButton, NONE, point_on(linked, 0, 0.3, 0.22))
    assert linked.page_index == 7
    assert 0 <= top_of(linked, 7, 0.5) <= linked.viewport().height() / 2
    assert "link_activated" not in {name for name, *_ in said}
    linked.go_back()
    assert linked.page_index == 0


def test_click_reports_a_link_that_leads_out(linked: PageView, said: list[tuple[Any, ...]]) -> None:
    QTest.mouseClick(linked.viewport(), Qt.MouseButton.LeftButton, NONE, point_on(linked, 0, 0.6, 0.22))
    assert said == [("link_activated", OUTSIDE)]


def test_dragging_from_a_link_is_no_click(linked: PageView, said: list[tuple[Any, ...]]) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(linked.viewport(), left, NONE, point_on(linked, 0, 0.51, 0.22))
    QTest.mouseRelease(linked.viewport(), left, NONE, point_on(linked, 0, 0.69, 0.22))
    QTest.mouseClick(linked.viewport(), Qt.MouseButton.RightButton, NONE, point_on(linked, 0, 0.6, 0.22))
    QTest.mouseClick(linked.viewport(), left, NONE, point_on(linked, 0, 0.6, 0.5))
    assert said == []


# --- Evidence ---


def test_evidence_is_marked_on_its_pages_and_beside_the_scroll_bar(view: PageView, spin_until: Any) -> None:
    view.jump_to(EVIDENCE[0])
    spin_until(lambda: view.is_complete)
    before = view.viewport().grab().toImage()
    view.mark_evidence(EVIDENCE, 0)
    after = view.viewport().grab().toImage()
    inside = [QRect(point_on(view, *place), QSize(4, 4)) for place in ((2, 0.4, 0.91), (3, 0.4, 0.11))]
    assert all(after.copy(part) != before.copy(part) for part in inside)
    below = QRect(point_on(view, 3, 0.4, 0.2), QSize(4, 4))
    assert after.copy(below) == before.copy(below)

    ticks = view.findChild(EvidenceTicks)
    rects = ticks.tick_rects()
    assert [rect.y() for rect in rects] == sorted(rect.y() for rect in rects)
    assert len(rects) == 3
    share = (rects[2].y() - rects[0].y()) / ticks.height()
    assert share == pytest.approx((8.5 - 2.9) / 12, abs=0.05)
    strip = ticks.grab().toImage()
    amber, grey = strip.pixelColor(rects[2].center().toPoint()), strip.pixelColor(4, 2)
    assert amber.saturation() > 100 > grey.saturation()

    view.mark_evidence(())
    assert view.viewport().grab().toImage() == before
    assert ticks.tick_rects() == []


def test_click_on_a_tick_shows_its_evidence(view: PageView, said: list[tuple[Any, ...]]) -> None:
    view.mark_evidence(EVIDENCE, None)
    ticks = view.findChild(EvidenceTicks)
    QTest.mouseClick(ticks, Qt.MouseButton.LeftButton, NONE, ticks.tick_rects()[2].center().toPoint() + QPoint(0, 2))
    assert said[-1] == ("spot_shown", EVIDENCE[2])
    said.clear()
    QTest.mouseClick(ticks, Qt.MouseButton.LeftButton, NONE, QPoint(4, 5))
    assert said == []


def test_marks_stay_where_they_are_at_any_zoom(view: PageView, spin_until: Any) -> None:
    view.mark_evidence(EVIDENCE, None)
    view.set_zoom(0.5)
    view.jump_to(EVIDENCE[2])
    spin_until(lambda: view.is_complete)
    marked = view.viewport().grab().toImage()
    view.mark_evidence(())
    plain = view.viewport().grab().toImage()
    inside, below = (QRect(point_on(view, 8, 0.3, y), QSize(4, 4)) for y in (0.51, 0.56))
    assert marked.copy(inside) != plain.copy(inside)
    assert marked.copy(below) == plain.copy(below)


# --- Failures ---


def test_broken_page_says_so_and_is_tried_again_on_a_click(
    empty_view: PageView, make_pages: Any, spin_until: Any
) -> None:
    source = make_pages(3)
    source.failures[0] = [PageBroken("painted.pdf", 0) for _ in range(4)]
    empty_view.show_document(source)
    spin_until(lambda: empty_view.has_failed(0))
    spin_until(lambda: empty_view.is_complete)
    middle = point_on(empty_view, 0, 0.5, 0.3)
    QTest.mouseMove(empty_view.viewport(), middle)
    hand = Qt.CursorShape.PointingHandCursor
    spin_until(lambda: empty_view.viewport().cursor().shape() == hand, "the cursor's change")
    source.failures[0].clear()
    QTest.mouseClick(empty_view.viewport(), Qt.MouseButton.LeftButton, NONE, middle)
    spin_until(lambda: empty_view.is_complete)
    assert not empty_view.has_failed(0)
    assert empty_view.viewport().grab().toImage().pixelColor(middle) != QColor("white")


def test_words_for_a_broken_page_use_its_label(empty_view: PageView, make_pages: Any) -> None:
    empty_view.show_document(make_pages(3, labels=("i", "ii", "1")))
    title, hint = empty_view.words_for_failure(1, PageBroken("painted.pdf", 1))
    assert title == "Page ii cannot be shown."
    assert "Click here" in hint


# --- Accessibility ---


def test_screen_readers_learn_name_and_page(view: PageView) -> None:
    assert view.objectName() == "page_view"
    assert view.accessibleName() == "Pages of the document"
    assert view.accessibleDescription() == "Page 1 of 12"
    view.go_to_page(4)
    assert view.accessibleDescription() == "Page 5 of 12"
    assert view.focusPolicy() & Qt.FocusPolicy.TabFocus


# --- A real PDF ---


@pytest.fixture
def pdf(tmp_path: Path, loop_run: Any, empty_view: PageView) -> Iterator[PdfFile]:
    """A red and a blue page of 400 x 600 points, white at the edges; a link in a corner leads to the second."""
    pymupdf = pytest.importorskip("pymupdf")
    file = tmp_path / "two.pdf"
    with pymupdf.open() as document:
        for colour in ((1, 0, 0), (0, 0, 1)):
            page = document.new_page(width=400, height=600)
            page.draw_rect(pymupdf.Rect(100, 100, 300, 500), color=colour, fill=colour)
        corner, start = pymupdf.Rect(0, 0, 100, 50), pymupdf.Point(0, 0)
        document[0].insert_link({"kind": pymupdf.LINK_GOTO, "from": corner, "page": 1, "to": start})
        document.save(file)
    pdf = loop_run(PdfFile.open(file))
    yield pdf
    empty_view.show_document(None)
    loop_run(pdf.close())


def test_pages_of_a_pdf_are_shown_and_its_links_followed(empty_view: PageView, pdf: PdfFile, spin_until: Any) -> None:
    empty_view.set_zoom(1.0)
    empty_view.show_document(pdf)
    spin_until(lambda: empty_view.is_complete)
    image = empty_view.viewport().grab().toImage()
    assert image.pixelColor(point_on(empty_view, 0, 0.5, 0.5)) == QColor("red")
    assert image.pixelColor(point_on(empty_view, 0, 0.1, 0.5)) == QColor("white")
    place = point_on(empty_view, 0, 0.1, 0.04)
    spin_until(lambda: empty_view.link_at(QPointF(place)) is not None)
    QTest.mouseClick(empty_view.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    assert empty_view.page_index == 1
    spin_until(lambda: empty_view.is_complete)
    image = empty_view.viewport().grab().toImage()
    assert image.pixelColor(point_on(empty_view, 1, 0.5, 0.3)) == QColor("blue")


def test_pages_are_shown_though_their_process_is_killed(empty_view: PageView, pdf: PdfFile, spin_until: Any) -> None:
    empty_view.show_document(pdf)
    drawing_pid = pdf.worker_pids[0]
    assert drawing_pid is not None
    os.kill(drawing_pid, signal.SIGKILL)
    spin_until(lambda: empty_view.is_complete)
    assert pdf.worker_pids[0] != drawing_pid
    assert not empty_view.has_failed(0)
    image = empty_view.viewport().grab().toImage()
    assert image.pixelColor(point_on(empty_view, 0, 0.5, 0.4)) == QColor("red")


# --- Another session ---


def test_ways_back_and_forward_are_those_of_another_session(view: PageView, said: list[tuple[Any, ...]]) -> None:
    for page_index in (5, 8):
        view.go_to_page(page_index)
    view.go_back()
    kept = view.visited()
    view.restore_visited([], [])
    assert said[-1] == ("history_changed", False, False)
    view.restore_visited(*kept)
    assert said[-1] == ("history_changed", True, True)
    view.go_forward()
    assert view.page_index == 8
    view.go_back()
    view.go_back()
    assert view.page_index == 0


def test_ways_to_pages_that_are_gone_lead_to_the_last(view: PageView) -> None:
    view.restore_visited([Visited(900, 899, 0.5, 0.5)], [])
    view.go_back()
    assert view.page_index == 11


# --- Pages that fly by ---


def test_pages_that_fly_by_are_previews_and_the_one_rested_at_is_sharp(
    empty_view: PageView, make_pages: Any, spin_until: Any
) -> None:
    pages = make_pages(100)
    empty_view.show_document(pages)
    spin_until(lambda: empty_view.is_complete)
    pages.calls.clear()
    for page_index in (20, 40, 60, 80):
        empty_view.go_to_page(page_index)
    assert not empty_view.is_complete
    spin_until(lambda: empty_view.is_complete)
    tiles = {page_index for page_index, _, clip in pages.calls if clip is not None}
    assert tiles <= {20, 80, 81}, "the first leap may be the last, and is not waited after"
    assert empty_view.page_index == 80
    assert empty_view.shown_as == "sharp"


# --- The first picture ---


def test_a_new_document_appears_sharp_at_once_and_is_told(
    empty_view: PageView, make_pages: Any, spin_until: Any
) -> None:
    pages = make_pages(12)
    painted: list[str] = []
    empty_view.sharp_painted.connect(lambda: painted.append(empty_view.shown_as))
    pages.hold()
    empty_view.show_document(pages)
    assert empty_view.shown_as == "blank"
    pages.release()
    spin_until(lambda: empty_view.is_complete and painted)
    assert painted == ["sharp"]
    assert pages.calls[0][2] is not None, "a tile, not the preview"
    assert any(clip is None for _, _, clip in pages.calls), "previews come after"


def test_a_page_that_takes_long_shows_its_preview_first(empty_view: PageView, make_pages: Any, spin_until: Any) -> None:
    pages = make_pages(12)
    pages.hold()
    empty_view.show_document(pages)
    spin_until(lambda: not empty_view._late.isActive())
    outstanding = len(pages.calls)
    pages.release()
    spin_until(lambda: empty_view.is_complete)
    assert pages.calls[outstanding][2] is None


def test_better_sizes_keep_what_is_read_where_it_is(view: PageView, spin_until: Any) -> None:
    view.go_to_page(6)
    before = view.view_now().page_rect_px(6)
    sizes = [PageSize(595, 400)] * 4 + [PageSize(595, 842)] * 8
    view.update_sizes(sizes)
    assert view.page_index == 6
    assert view.view_now().page_rect_px(6) == before
    spin_until(lambda: view.shown_as == "sharp")


def test_a_broken_page_counts_as_shown(empty_view: PageView, make_pages: Any, spin_until: Any) -> None:
    pages = make_pages(1)
    pages.failures[0] = [PageBroken("a.pdf", 0)] * 9
    painted: list[bool] = []
    empty_view.sharp_painted.connect(lambda: painted.append(True))
    empty_view.show_document(pages)
    spin_until(lambda: painted)
    assert empty_view.shown_as == "sharp"
