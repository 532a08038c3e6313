"""The column of pages: where pages lie, which are visible, places there and back, zoom that fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import PageSize, Rect, Spot
from reader.core.page_layout import (
    GAP_PX,
    MARGIN_PX,
    MAX_ZOOM,
    MIN_ZOOM,
    PX_PER_PT,
    ZOOM_STEPS,
    PageLayout,
    bounds_of,
    next_zoom,
)

A4 = PageSize(595, 842)

lengths = st.floats(0, 5000)
some_sizes = st.lists(st.builds(PageSize, lengths, lengths), min_size=1, max_size=30)
zooms = st.floats(MIN_ZOOM, MAX_ZOOM)
layouts = st.builds(PageLayout, some_sizes, zooms)


def visible_one_by_one(layout: PageLayout, top: float, bottom: float) -> list[int]:
    if bottom <= top:
        return []
    return [
        index
        for index in range(layout.page_count)
        if layout.page_top(index) < bottom and layout.page_bottom(index) > top
    ]


# --- Sizes ---


@given(layouts)
def test_pages_follow_one_another_with_a_gap(layout: PageLayout) -> None:
    assert layout.page_top(0) == GAP_PX
    for index in range(1, layout.page_count):
        assert layout.page_height(index) >= 1
        assert layout.page_top(index) == layout.page_bottom(index - 1) + GAP_PX
    assert layout.height == layout.page_bottom(layout.page_count - 1) + GAP_PX


@given(layouts, st.integers(1, 4000))
def test_pages_are_centred_within_the_margins(layout: PageLayout, view_width: int) -> None:
    room = max(layout.width, view_width)
    for index in range(layout.page_count):
        left = layout.page_left(index, view_width)
        right = left + layout.page_width(index)
        assert left >= MARGIN_PX
        assert abs(left - (room - right)) <= 1


def test_zoom_one_is_the_size_on_paper() -> None:
    layout = PageLayout([PageSize(72, 144)])
    assert (layout.page_width(0), layout.page_height(0)) == (96, 192)


@given(some_sizes, zooms, zooms)
def test_zooming_equals_building_anew(sizes: list[PageSize], first: float, second: float) -> None:
    zoomed, built = PageLayout(sizes, first).at_zoom(second), PageLayout(sizes, second)
    for index in range(len(sizes)):
        assert zoomed.page_top(index) == built.page_top(index)
    assert (zoomed.width, zoomed.height, zoomed.zoom) == (built.width, built.height, built.zoom)


def test_layout_needs_a_page() -> None:
    with pytest.raises(ValueError):
        PageLayout([])


# --- Which page is where ---


@given(layouts, st.floats(-0.2, 1.2), st.floats(-10, 3000))
def test_visible_pages_are_those_found_one_by_one(layout: PageLayout, start: float, height: float) -> None:
    top = start * layout.height
    assert list(layout.visible(top, top + height)) == visible_one_by_one(layout, top, top + height)


@given(layouts, st.floats(-0.2, 1.2))
def test_page_at_is_the_last_whose_gap_has_begun(layout: PageLayout, start: float) -> None:
    y = start * layout.height
    begun = [index for index in range(layout.page_count) if layout.page_top(index) - GAP_PX <= y]
    assert layout.page_at(y) == (begun[-1] if begun else 0)


def test_looking_up_does_not_walk_through_a_long_document() -> None:
    layout = PageLayout([A4] * 16_000)
    asked: list[int] = []

    class Asked(PageLayout):
        def page_top(self, page_index: int) -> int:
            asked.append(page_index)
            return super().page_top(page_index)

    counting = Asked([A4] * 16_000)
    middle = layout.height // 2
    assert counting.visible(middle, middle + 1000) == range(8000, 8001)
    counting.place_at(middle)
    counting.current_page(middle, 1000)
    counting.at_zoom(2.0)
    assert len(asked) < 100


@given(layouts, st.data())
def test_current_page_is_the_one_that_was_scrolled_to(layout: PageLayout, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, layout.page_count - 1))
    view_height = data.draw(st.integers(2 * GAP_PX, 3000))
    assert layout.current_page(layout.page_offset(index), view_height) == index


@given(layouts, st.floats(0, 1), st.integers(1, 3000))
def test_current_page_is_visible_where_any_page_is(layout: PageLayout, start: float, view_height: int) -> None:
    top = start * layout.height
    visible = layout.visible(top, top + view_height)
    if visible:
        assert layout.current_page(top, view_height) in visible


def test_page_that_has_mostly_gone_is_not_the_current_one() -> None:
    layout = PageLayout([PageSize(600, 600)] * 3)  # 800 pixels high
    assert layout.current_page(layout.page_top(0) + 399, 1000) == 0
    assert layout.current_page(layout.page_top(0) + 401, 1000) == 1


# --- Places ---


@given(layouts, st.floats(0, 1))
def test_every_height_comes_back_from_its_place(layout: PageLayout, start: float) -> None:
    y = round(start * layout.height)
    assert round(layout.offset_of(*layout.place_at(y))) == y


@given(layouts, st.data(), st.floats(0, 0.999))
def test_every_place_comes_back_from_its_height(layout: PageLayout, data: st.DataObject, fraction: float) -> None:
    index = data.draw(st.integers(0, layout.page_count - 1))
    found, found_fraction = layout.place_at(layout.offset_of(index, fraction))
    assert found == index
    assert found_fraction == pytest.approx(fraction, abs=1e-6)


@given(some_sizes, zooms, zooms, st.floats(0, 1))
def test_a_place_in_a_gap_stays_in_it_at_another_zoom(
    sizes: list[PageSize], first: float, second: float, share: float
) -> None:
    layout = PageLayout(sizes, first)
    last = layout.page_count - 1
    place = layout.place_at(layout.page_offset(last) + share * (GAP_PX - 1))
    zoomed = layout.at_zoom(second)
    assert zoomed.offset_of(*place) == pytest.approx(zoomed.page_offset(last) + share * (GAP_PX - 1))


@given(layouts, st.data())
def test_evidence_is_in_view_where_it_is_scrolled_to(layout: PageLayout, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, layout.page_count - 1))
    y0, y1 = sorted(data.draw(st.tuples(st.floats(0, 1), st.floats(0, 1))))
    view_height = data.draw(st.integers(100, 2000))
    offset = layout.spot_offset(Spot(index, (Rect(0.1, y0, 0.9, y1),)), view_height)
    begins, ends = layout.offset_of(index, y0) - offset, layout.offset_of(index, y1) - offset
    assert -1e-6 <= begins <= view_height / 3 + 1e-6
    if ends - begins <= view_height / 2:
        assert ends <= view_height


def test_short_evidence_comes_to_a_third_of_the_view() -> None:
    layout = PageLayout([A4] * 3)
    offset = layout.spot_offset(Spot(1, (Rect(0.1, 0.52, 0.9, 0.54), Rect(0.1, 0.5, 0.9, 0.52))), 900)
    assert layout.offset_of(1, 0.5) - offset == 300


def test_spot_without_rectangles_is_its_page() -> None:
    layout = PageLayout([A4] * 3)
    assert layout.spot_offset(Spot(2), 900) == layout.page_offset(2)


def test_bounds_hold_all_rectangles() -> None:
    assert bounds_of((Rect(0.2, 0.3, 0.4, 0.5), Rect(0.1, 0.6, 0.3, 0.7))) == Rect(0.1, 0.3, 0.4, 0.7)


# --- Zoom ---


@given(layouts, st.integers(50, 4000), st.integers(50, 4000), st.data())
def test_fitted_page_fills_the_view_and_no_more(
    layout: PageLayout, width: int, height: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, layout.page_count - 1))
    by_width = layout.at_zoom(layout.fitting_zoom("width", index, width, height))
    if MIN_ZOOM < by_width.zoom < MAX_ZOOM:
        assert by_width.page_width(index) + 2 * MARGIN_PX == pytest.approx(width, abs=1)
    whole = layout.at_zoom(layout.fitting_zoom("page", index, width, height))
    assert whole.zoom <= by_width.zoom
    if MIN_ZOOM < whole.zoom < MAX_ZOOM:
        assert whole.page_width(index) + 2 * MARGIN_PX <= width + 1
        assert whole.page_height(index) + 2 * GAP_PX <= height + 1


def test_no_fit_keeps_the_zoom() -> None:
    assert PageLayout([A4], 1.7).fitting_zoom("none", 0, 10, 10) == 1.7


@pytest.mark.parametrize(("asked", "zoom"), [(0.0, MIN_ZOOM), (100.0, MAX_ZOOM), (1.5, 1.5)])
def test_zoom_keeps_its_limits(asked: float, zoom: float) -> None:
    layout = PageLayout([A4], asked)
    assert layout.zoom == zoom
    assert layout.scale == zoom * PX_PER_PT


def test_steps_lead_from_one_limit_to_the_other_and_back() -> None:
    zoom, seen = MIN_ZOOM, [MIN_ZOOM]
    while zoom < MAX_ZOOM:
        zoom = next_zoom(zoom, 1)
        seen.append(zoom)
    assert tuple(seen) == ZOOM_STEPS
    while zoom > MIN_ZOOM:
        assert next_zoom(next_zoom(zoom, -1), 1) == zoom
        zoom = next_zoom(zoom, -1)
    assert next_zoom(MAX_ZOOM, 1) == MAX_ZOOM
    assert next_zoom(MIN_ZOOM, -1) == MIN_ZOOM
