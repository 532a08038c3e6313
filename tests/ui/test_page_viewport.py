"""From fractions of a page to the screen and back, at any scroll offset, zoom and device pixel ratio."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QRegion

from reader.core.document import PageSize, Rect
from reader.core.page_arrangement import ROTATIONS, SPREADS, WHOLE_PAGE, Arrangement
from reader.core.page_layout import PageLayout
from reader.ui.page_viewport import PageViewport

fractions = st.floats(0, 0.999)


@st.composite
def viewports(draw: st.DrawFn) -> PageViewport:
    sizes = draw(st.lists(st.builds(PageSize, st.floats(100, 2000), st.floats(100, 2000)), min_size=1, max_size=9))
    arrangement = Arrangement(
        draw(st.sampled_from(SPREADS)),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from(ROTATIONS)),
        draw(st.booleans()),
    )
    contents = [Rect(0.125, 0.1, 0.8, 0.75)] * len(sizes)
    layout = PageLayout(sizes, draw(st.floats(0.25, 4)), arrangement, contents, view_height=600)
    left, top = draw(st.integers(0, layout.width)), draw(st.integers(0, layout.furthest(600)))
    top = round(layout.settled(top))
    return PageViewport(layout, left, top, 800, 600, draw(st.sampled_from([1.0, 1.25, 2.0])))


@given(viewports(), st.data(), fractions, fractions)
def test_every_point_of_a_page_comes_back_from_the_screen(
    view: PageViewport, data: st.DataObject, x: float, y: float
) -> None:
    page_index = data.draw(st.sampled_from(view.pages or [0]))
    corner = view.rect_px(page_index, Rect(x, y, x, y)).topLeft()
    page = view.page_rect_px(page_index)
    found = view.page_point(corner / view.device_pixel_ratio)
    if QRectF(page).adjusted(2, 2, -2, -2).contains(corner):  # at an edge the next page may be a pixel away
        assert found is not None
        assert found[0] == page_index
        assert found[1:] == pytest.approx((x, y), abs=1e-6)
        assert view.nearest_point(corner / view.device_pixel_ratio) == found
    elif not QRectF(page).adjusted(-2, -2, 2, 2).contains(corner):
        assert found is None or found[0] != page_index  # it is cropped away


@given(viewports(), st.data())
def test_page_is_where_its_pictures_are_painted(view: PageViewport, data: st.DataObject) -> None:
    page_index = data.draw(st.integers(0, view.layout.page_count - 1))
    sheet, page = view.sheet_px(page_index), view.page_rect_px(page_index)
    assert view.rect_px(page_index, WHOLE_PAGE).toRect() == sheet
    assert sheet.contains(page)
    if view.layout.arrangement.is_cropped:
        printed = view.rect_px(page_index, Rect(0.125, 0.1, 0.8, 0.75))
        assert max(abs(a - b) for a, b in zip(printed.getCoords(), QRectF(page).getCoords(), strict=True)) <= 1
    else:
        assert page == sheet


@given(viewports())
def test_tiles_cover_what_shows_of_the_pages_and_nothing_else(view: PageViewport) -> None:
    screen = QRect(0, 0, round(view.width * view.device_pixel_ratio), round(view.height * view.device_pixel_ratio))
    for page_index in view.pages:
        sheet, covered = view.sheet_px(page_index), QRegion()
        shown = view.page_rect_px(page_index).intersected(screen)
        for key in view.visible_tiles(page_index):
            x0, y0, x1, y1 = key.clip_px or (0, 0, 0, 0)
            tile = QRect(sheet.x() + x0, sheet.y() + y0, x1 - x0, y1 - y0)
            assert tile.intersects(shown)
            covered += tile
        assert (QRegion(shown) - covered).isEmpty()


def test_next_screen_is_made_ready_before_it_is_turned_to() -> None:
    sizes = [PageSize(600, 800)] * 9
    arrangement = Arrangement("pairs", is_paged=True)
    layout = PageLayout(sizes, 0.5, arrangement, view_height=600)
    view = PageViewport(layout, 0, layout.page_offset(4), 900, 600, 1.0)
    tiles = {direction: {k.page_index for k in view.wanted(direction) if not k.is_preview} for direction in (1, -1)}
    assert tiles == {1: {4, 5, 6, 7}, -1: {2, 3, 4, 5}}


@pytest.mark.parametrize(("x", "page_index"), [(100, 1), (700, 0), (5, 1)])
def test_page_of_a_spread_is_the_one_under_the_point(x: int, page_index: int) -> None:
    layout = PageLayout([PageSize(300, 600)] * 3, 1.0, Arrangement("pairs", is_right_to_left=True))
    view = PageViewport(layout, 0, 0, layout.width, 600, 1.0)
    assert view.nearest_point(QPointF(x, 300))[0] == page_index
    assert (view.page_point(QPointF(x, 300)) is None) == (x == 5)


def test_there_is_no_page_in_the_gap_and_a_nearest_one() -> None:
    layout = PageLayout([PageSize(600, 600)] * 3)
    view = PageViewport(layout, 0, layout.page_top(1) - 8, layout.width, 600, 1.0)
    above, beside = QPointF(layout.width / 2, 4), QPointF(1, 100)
    assert view.page_point(above) is None
    assert view.page_point(beside) is None
    page_index, x, y = view.nearest_point(above)
    assert page_index == 1
    assert x == pytest.approx(0.5, abs=0.01)
    assert y < 0
    assert view.nearest_point(beside)[1] < 0
