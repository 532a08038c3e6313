"""From fractions of a page to the screen and back, at any scroll offset, zoom and device pixel ratio."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from reader.core.document import PageSize, Rect
from reader.core.page_layout import PageLayout
from reader.ui.page_viewport import PageViewport

WHOLE_PAGE = Rect(0, 0, 1, 1)
fractions = st.floats(0, 0.999)


@st.composite
def viewports(draw: st.DrawFn) -> PageViewport:
    sizes = draw(st.lists(st.builds(PageSize, st.floats(100, 2000), st.floats(100, 2000)), min_size=1, max_size=9))
    layout = PageLayout(sizes, draw(st.floats(0.25, 4)))
    left, top = draw(st.integers(0, layout.width)), draw(st.integers(0, layout.height))
    return PageViewport(layout, left, top, 800, 600, draw(st.sampled_from([1.0, 1.25, 2.0])))


@given(viewports(), st.data(), fractions, fractions)
def test_every_point_of_a_page_comes_back_from_the_screen(
    view: PageViewport, data: st.DataObject, x: float, y: float
) -> None:
    page_index = data.draw(st.integers(0, view.layout.page_count - 1))
    corner = view.rect_px(page_index, Rect(x, y, x, y)).topLeft() / view.device_pixel_ratio
    found = view.nearest_point(corner)
    page = view.page_rect_px(page_index)
    if found[0] == page_index:  # else less than a pixel away from the next page
        assert found[1:] == pytest.approx((x, y), abs=2 / min(page.width(), page.height()))
    else:
        assert y * page.height() > page.height() - 2 * view.device_pixel_ratio


@given(viewports(), st.data())
def test_whole_page_is_where_its_pictures_are_painted(view: PageViewport, data: st.DataObject) -> None:
    page_index = data.draw(st.integers(0, view.layout.page_count - 1))
    assert view.rect_px(page_index, WHOLE_PAGE).toRect() == view.page_rect_px(page_index)


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
