"""Rows of pages, sides of the spine, and turning places there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Rect
from reader.core.page_arrangement import (
    COLUMN,
    ROTATIONS,
    SPREADS,
    Arrangement,
    arrangement_from_words,
    turned,
    turned_back,
)

arrangements = st.builds(Arrangement, st.sampled_from(SPREADS), st.booleans(), st.booleans())


def rows(arrangement: Arrangement, page_count: int) -> list[list[int]]:
    return [list(arrangement.pages_of(row, page_count)) for row in range(arrangement.row_count(page_count))]


def test_pages_stand_alone_in_pairs_or_in_pairs_after_a_cover() -> None:
    assert rows(Arrangement(), 3) == [[0], [1], [2]]
    assert rows(Arrangement("pairs"), 5) == [[0, 1], [2, 3], [4]]
    assert rows(Arrangement("cover"), 5) == [[0], [1, 2], [3, 4]]
    assert rows(Arrangement("cover"), 4) == [[0], [1, 2], [3]]
    assert rows(Arrangement("cover"), 1) == [[0]]


@given(arrangements, st.integers(1, 50))
def test_every_page_is_in_one_row_and_in_order(arrangement: Arrangement, page_count: int) -> None:
    found = rows(arrangement, page_count)
    assert [page for row in found for page in row] == list(range(page_count))
    for number, row in enumerate(found):
        assert {arrangement.row_of(page) for page in row} == {number}


@pytest.mark.parametrize(
    ("arrangement", "sides"),
    [
        (Arrangement("pairs"), [-1, 1, -1, 1]),
        (Arrangement("cover"), [1, -1, 1, -1]),  # a cover is a right page
        (Arrangement("pairs", is_right_to_left=True), [1, -1, 1, -1]),
        (Arrangement("cover", is_right_to_left=True), [-1, 1, -1, 1]),
        (Arrangement(is_right_to_left=True), [0, 0, 0, 0]),
    ],
)
def test_pages_lie_left_and_right_of_the_spine(arrangement: Arrangement, sides: list[int]) -> None:
    assert [arrangement.side_of(page) for page in range(4)] == sides


def test_turning_clockwise_brings_the_upper_left_corner_to_the_upper_right() -> None:
    corner = Rect(0.0, 0.0, 0.1, 0.2)
    assert turned(corner, 90) == Rect(0.8, 0.0, 1.0, 0.1)
    assert turned(corner, 180) == Rect(0.9, 0.8, 1.0, 1.0)
    assert turned(corner, 270) == Rect(0.0, 0.9, 0.2, 1.0)


@given(st.sampled_from(ROTATIONS), st.floats(0, 1), st.floats(0, 1))
def test_every_point_comes_back_from_turning(rotation, x: float, y: float) -> None:
    shown = turned(Rect(x, y, x, y), rotation)
    assert turned_back(shown.x0, shown.y0, rotation) == pytest.approx((x, y))


@given(
    st.builds(
        Arrangement,
        st.sampled_from(SPREADS),
        st.booleans(),
        st.booleans(),
        st.sampled_from(ROTATIONS),
        st.booleans(),
    )
)
def test_every_arrangement_comes_back_from_its_words(arrangement: Arrangement) -> None:
    assert arrangement_from_words(arrangement.words) == arrangement


def test_words_of_a_later_version_are_left_out() -> None:
    assert arrangement_from_words("pairs spiral 45 paged") == Arrangement("pairs", is_paged=True)
    assert arrangement_from_words("") == COLUMN


def test_four_quarters_are_a_whole_turn() -> None:
    arrangement = Arrangement()
    for rotation in (90, 180, 270, 0):
        arrangement = arrangement.turned_by(1)
        assert arrangement.rotation == rotation
    assert arrangement.turned_by(-1).rotation == 270
