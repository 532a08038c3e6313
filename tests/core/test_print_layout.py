"""Where pages lie on paper, and which sheets are printed in which order."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import PageSize
from reader.core.print_layout import Sheet, bands, chosen_pages, in_printing_order, is_turned, placed

A4, LETTER, WIDE = PageSize(595, 842), PageSize(612, 792), PageSize(960, 540)
A4_SHEET = Sheet(2480, 3508, (50, 50, 2430, 3458), 300)


@given(
    st.floats(10, 5000),
    st.floats(10, 5000),
    st.integers(300, 5000),
    st.integers(300, 5000),
    st.integers(0, 100),
)
def test_fitted_page_fills_what_the_printer_reaches(
    width: float, height: float, across: int, down: int, margin: int
) -> None:
    sheet = Sheet(across, down, (margin, margin, across - margin, down - margin), 300)
    place = placed(PageSize(width, height), sheet, is_fitted=True)
    assert margin - 1 <= place.left_px
    assert place.left_px + place.width_px <= across - margin + 1
    assert margin - 1 <= place.top_px
    assert place.top_px + place.height_px <= down - margin + 1
    assert abs(place.width_px - (across - 2 * margin)) <= 1 or abs(place.height_px - (down - 2 * margin)) <= 1


def test_page_in_actual_size_is_in_the_middle_of_the_paper() -> None:
    place = placed(LETTER, A4_SHEET, is_fitted=False)
    assert place.scale_px_per_pt == 300 / 72
    assert (place.width_px, place.height_px) == (2550, 3300)
    assert place.left_px == (2480 - 2550) // 2, "what is wider than the paper is cut on both sides"
    assert place.top_px == (3508 - 3300) // 2


def test_paper_is_turned_for_pages_that_lie_the_other_way() -> None:
    assert is_turned(WIDE, A4_SHEET)
    assert not is_turned(A4, A4_SHEET)
    assert not is_turned(PageSize(500, 500), A4_SHEET)


@given(st.integers(1, 4000), st.integers(1, 3000), st.integers(1, 300_000))
def test_bands_cover_the_page_once(width: int, height: int, most: int) -> None:
    found = list(bands(width, height, most))
    assert (found[0][1], found[-1][3]) == (0, height)
    assert all(one[3] == other[1] for one, other in itertools.pairwise(found))
    assert all((band[0], band[2]) == (0, width) for band in found)
    assert all((band[3] - band[1]) * width <= max(most, width) for band in found)


def test_ranges_are_page_numbers_from_one_in_their_own_order() -> None:
    assert chosen_pages([(7, 7), (1, 3)], 10) == [6, 0, 1, 2]
    assert chosen_pages([(0, 2), (9, 99)], 10) == [0, 1, 8, 9]
    assert chosen_pages([(20, 30)], 10) == []


@pytest.mark.parametrize(
    ("is_collated", "is_backwards", "order"),
    [
        (True, False, [0, 1, 2, 0, 1, 2]),
        (False, False, [0, 0, 1, 1, 2, 2]),
        (True, True, [2, 1, 0, 2, 1, 0]),
        (False, True, [2, 2, 1, 1, 0, 0]),
    ],
)
def test_copies_come_one_after_the_other_or_page_by_page(
    is_collated: bool, is_backwards: bool, order: list[int]
) -> None:
    assert in_printing_order([0, 1, 2], 2, is_collated=is_collated, is_backwards=is_backwards) == order
