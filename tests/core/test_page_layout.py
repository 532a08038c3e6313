"""The column of pages: where pages lie, which are visible, places there and back, zoom that fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import PageSize, Rect, Spot
from reader.core.page_arrangement import ROTATIONS, SPREADS, WHOLE_PAGE, Arrangement, turned
from reader.core.page_layout import (
    GAP_PX,
    MARGIN_PX,
    MAX_ZOOM,
    MIN_ZOOM,
    PX_PER_PT,
    SPINE_PX,
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
arrangements = st.builds(
    Arrangement, st.sampled_from(SPREADS), st.booleans(), st.booleans(), st.sampled_from(ROTATIONS), st.booleans()
)


@st.composite
def contents(draw: st.DrawFn) -> Rect:
    x0, y0, width, height = (draw(st.floats(0, 0.5)) for _ in range(4))
    return Rect(x0, y0, x0 + max(width, 0.01), y0 + max(height, 0.01))


@st.composite
def arranged_layouts(draw: st.DrawFn, arrangements: st.SearchStrategy[Arrangement] = arrangements) -> PageLayout:
    """Of any arrangement, turned and cropped, for some height of the view."""
    sizes = draw(some_sizes)
    printed = draw(st.none() | st.lists(contents(), min_size=len(sizes), max_size=len(sizes)))
    view_height = draw(st.integers(50, 2000))
    return PageLayout(sizes, draw(zooms), draw(arrangements), printed, view_height=view_height)


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


# --- Spreads, turned pages, cropped pages, one row at a time ---


def boxes(layout: PageLayout, view_width: int) -> list[tuple[int, int, int, int]]:
    """Left, top, right, bottom of each page in the column."""
    result = []
    for page in range(layout.page_count):
        left, top = layout.page_left(page, view_width), layout.page_top(page)
        result.append((left, top, left + layout.page_width(page), top + layout.page_height(page)))
    return result


@given(arranged_layouts(), st.integers(1, 3000))
def test_pages_never_overlap_and_lie_in_the_column(layout: PageLayout, view_width: int) -> None:
    found = boxes(layout, view_width)
    for index, (left, top, right, bottom) in enumerate(found):
        assert 0 <= left <= right <= max(layout.width, view_width)
        assert layout.row_start(layout.row_of(index)) <= top < bottom <= layout.height
        for other in found[index + 1 : index + 4]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1]


@given(arranged_layouts(), st.floats(0, 1))
def test_every_settled_height_comes_back_from_its_place(layout: PageLayout, start: float) -> None:
    y = layout.settled(round(start * layout.furthest(layout.view_height)))
    assert layout.settled(y) == y
    assert round(layout.offset_of(*layout.place_at(y))) == y


@given(arranged_layouts(), st.data(), st.floats(0, 1))
def test_every_place_that_shows_comes_back_from_its_height(
    layout: PageLayout, data: st.DataObject, share: float
) -> None:
    index = data.draw(st.integers(0, layout.page_count - 1))
    crop = layout.crop_of(index)
    fraction = crop.y0 + share * 0.999 * crop.height
    found, found_fraction = layout.place_at(layout.offset_of(index, fraction))
    assert layout.row_of(found) == layout.row_of(index)
    if found == index:
        assert found_fraction == pytest.approx(fraction, abs=1e-6)


@given(arranged_layouts(), st.data())
def test_page_that_was_scrolled_to_is_in_the_row_that_is_read(layout: PageLayout, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, layout.page_count - 1))
    offset = layout.page_offset(index)
    assert layout.settled(offset) == offset
    assert layout.row_of(layout.current_page(offset, layout.view_height)) == layout.row_of(index)
    assert index in layout.visible(offset, offset + layout.view_height)


@given(arranged_layouts(), st.floats(0, 1))
def test_visible_rows_are_whole_and_those_that_show(layout: PageLayout, start: float) -> None:
    top = layout.settled(round(start * layout.furthest(layout.view_height)))
    bottom = top + layout.view_height
    visible = layout.visible(top, bottom)
    for index, (_, page_top, _, page_bottom) in enumerate(boxes(layout, 0)):
        if page_top < bottom and page_bottom > top:
            assert index in visible
    if layout.arrangement.is_paged:
        assert len({layout.row_of(index) for index in visible}) == 1


@given(arranged_layouts(st.builds(Arrangement, st.sampled_from(SPREADS), st.just(True))), st.integers(1, 3000))
def test_turning_goes_through_all_rows_and_back(layout: PageLayout, step: int) -> None:
    top, tops = 0.0, [0.0]
    while (after := layout.moved(top, step)) != top:
        assert layout.row_of(layout.page_at(after)) - layout.row_of(layout.page_at(top)) in (0, 1)
        top = after
        tops.append(top)
        if len(tops) > 3000:
            return
    assert top == layout.furthest(layout.view_height)
    assert {layout.row_at(y) for y in tops} == set(range(layout.row_count))
    while (before := layout.moved(top, -step)) != top:
        assert layout.row_at(top) - layout.row_at(before) in (0, 1)
        top = before
    assert top == 0


def test_row_that_is_turned_is_in_the_middle_of_the_view() -> None:
    layout = PageLayout([PageSize(600, 600)] * 3, 0.5, Arrangement(is_paged=True), view_height=1000)  # 400 high
    assert [layout.page_top(page) for page in range(3)] == [300, 1300, 2300]
    assert layout.settled(1234) == 1000
    assert layout.visible(1000, 2000) == range(1, 2)


def test_row_that_is_higher_than_the_view_is_scrolled_before_it_is_turned() -> None:
    layout = PageLayout([PageSize(600, 600)] * 2, 1.0, Arrangement(is_paged=True), view_height=500)  # 800 high
    assert layout.moved(0, 200) == 200
    assert layout.moved(200, 200) == 800 + 2 * GAP_PX - 500
    second = layout.page_offset(1)
    assert layout.moved(332, 200) == second
    assert layout.moved(second, -1) == 332


def test_pages_of_a_spread_meet_at_the_spine_in_their_order() -> None:
    sizes = [PageSize(300, 600), PageSize(450, 300), PageSize(300, 600)]
    layout = PageLayout(sizes, 1.0, Arrangement("pairs"))
    assert layout.width == 2 * 600 + SPINE_PX + 2 * MARGIN_PX
    left, right, alone = boxes(layout, 0)
    assert right[0] - left[2] == SPINE_PX
    assert right[1] - left[1] == left[3] - right[3] == 200  # the lower one is in the middle of the row
    assert alone[0] == left[0]
    mirrored = boxes(PageLayout(sizes, 1.0, Arrangement("pairs", is_right_to_left=True)), 0)
    assert mirrored[0][0] - mirrored[1][2] == SPINE_PX
    assert mirrored[2][0] == mirrored[0][0]


def test_cover_lies_where_its_leaf_does() -> None:
    layout = PageLayout([A4] * 4, 1.0, Arrangement("cover"))
    cover, left, right, last = boxes(layout, 0)
    assert cover[0] == right[0] > left[0] == last[0]
    assert layout.fitting_zoom("page", 0, 1000, 1000) == layout.fitting_zoom("page", 1, 1000, 1000)


@given(arranged_layouts(), st.integers(100, 4000), st.integers(100, 4000), st.data())
def test_fitted_row_fills_the_view_and_no_more(
    layout: PageLayout, width: int, height: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, layout.page_count - 1))
    pages = layout.pages_of(layout.row_of(index))
    for fit in ("width", "page"):
        fitted = layout.at_zoom(layout.fitting_zoom(fit, index, width, height))
        if not MIN_ZOOM < fitted.zoom < MAX_ZOOM:
            continue
        lefts = [fitted.page_left(page, width) for page in pages]
        rights = [fitted.page_left(page, width) + fitted.page_width(page) for page in pages]
        assert max(rights) - min(lefts) + 2 * MARGIN_PX <= width + 2
        if fit == "page":
            assert max(fitted.page_height(page) for page in pages) + 2 * GAP_PX <= height + 2


def test_turned_pages_have_their_sides_exchanged() -> None:
    layout = PageLayout([PageSize(72, 144)], 1.0, Arrangement(rotation=90))
    assert (layout.page_width(0), layout.page_height(0)) == (192, 96)
    assert layout.size_pt(0) == (72, 144)
    assert layout.turned_size_pt(0) == (144, 72)


def test_cropped_pages_are_as_large_as_what_is_printed() -> None:
    printed = [Rect(0.125, 0.25, 0.875, 0.75), Rect(0.125, 0.25, 0.875, 0.75)]
    layout = PageLayout([PageSize(600, 900)] * 2, 1.0, Arrangement(is_cropped=True), printed)
    assert (layout.page_width(0), layout.page_height(0)) == (600, 600)
    assert layout.offset_of(1, 0.25) == layout.page_top(1)
    assert layout.offset_of(1, 0.5) == layout.page_top(1) + 300
    assert layout.offset_of(1, 0.05) == layout.page_top(1)  # it is cropped away
    assert layout.place_at(layout.page_top(1) + 300) == (1, pytest.approx(0.5))
    on_its_side = PageLayout([PageSize(600, 900)], 1.0, Arrangement(is_cropped=True, rotation=90), printed[:1])
    assert (on_its_side.page_width(0), on_its_side.page_height(0)) == (600, 600)
    assert on_its_side.crop_of(0) == turned(printed[0], 90)


def test_page_with_next_to_nothing_on_it_is_not_cropped() -> None:
    layout = PageLayout([A4], 1.0, Arrangement(is_cropped=True), [Rect(0.5, 0.5, 0.501, 0.501)])
    assert layout.crop_of(0) == WHOLE_PAGE


@given(arranged_layouts(), st.integers(200, 2000), st.data())
def test_what_is_printed_fills_the_width_and_is_in_the_middle(
    layout: PageLayout, width: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, layout.page_count - 1))
    pages = layout.pages_of(layout.row_of(index))
    fitted = layout.at_zoom(layout.fitting_zoom("content", index, width, 500))
    if not MIN_ZOOM < fitted.zoom < MAX_ZOOM or (len(pages) == 1 and fitted.arrangement.has_pairs):
        return
    ends = []
    for page in pages:
        crop = fitted.crop_of(page)
        printed = crop if fitted._contents is None else fitted._contents[page]
        left, wide = fitted.page_left(page, width), fitted.page_width(page)
        ends += [left + (edge - crop.x0) / crop.width * wide for edge in (printed.x0, printed.x1)]
    assert max(ends) - min(ends) + 2 * MARGIN_PX == pytest.approx(width, abs=4)
    middle = fitted.content_center(index, width) * max(fitted.width, width)
    assert middle == pytest.approx((max(ends) + min(ends)) / 2, abs=4)


def test_evidence_on_a_turned_page_is_where_it_shows() -> None:
    layout = PageLayout([PageSize(600, 600)] * 2, 1.0, Arrangement(rotation=90))
    spot = Spot(1, (Rect(0.75, 0.1, 0.8, 0.2),))  # its left edge is what comes first now
    assert layout.offset_of(1, 0.75) == layout.page_top(1) + 600
    assert layout.spot_offset(spot, 300) == layout.page_top(1) + 600 - 100
    assert layout.height_of(spot) == pytest.approx((layout.page_top(1) + 600) / layout.height)


def test_looking_up_does_not_walk_through_a_long_document_in_any_arrangement() -> None:
    asked: list[int] = []

    class Asked(PageLayout):
        def row_start(self, row: int) -> int:
            asked.append(row)
            return super().row_start(row)

    for spread in SPREADS:
        for is_paged in (False, True):
            layout = Asked([A4] * 16_000, 1.0, Arrangement(spread, is_paged), view_height=900)
            asked.clear()
            middle = layout.settled(layout.height // 2)
            layout.visible(middle, middle + 900)
            layout.place_at(middle)
            layout.current_page(middle, 900)
            layout.moved(middle, 900)
            assert len(asked) < 200
