"""Bookmarks: which one is here, and which is next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.bookmarks import Bookmark, bookmark_at, clamped, in_order, next_bookmark

T = "2026-11-25T10:00:00+00:00"


def mark(page_index: int, top: float = 0.0, letter: str = "") -> Bookmark:
    return Bookmark(f"{page_index}-{top}{letter}", "d", page_index, top, "", letter, T)


MARKS = [mark(7, 0.5), mark(2), mark(7, 0.1), mark(4, 0.3, "a")]


def test_bookmarks_come_in_the_order_of_the_document() -> None:
    assert [b.place for b in in_order(MARKS)] == [(2, 0.0), (4, 0.3), (7, 0.1), (7, 0.5)]


@pytest.mark.parametrize(
    ("page_index", "top", "found"),
    [(7, 0.45, 0.5), (7, 0.2, 0.1), (7, 0.3, None), (2, -0.05, 0.0), (4, 0.3, None), (3, 0.0, None)],
)
def test_the_nearest_bookmark_is_the_one_that_is_here(page_index: int, top: float, found: float | None) -> None:
    here = bookmark_at(MARKS, page_index, top)
    assert (None if here is None else here.top) == found


@pytest.mark.parametrize(
    ("page_index", "top", "direction", "place"),
    [
        (0, 0.0, 1, (2, 0.0)),
        (2, 0.0, 1, (4, 0.3)),
        (7, 0.1, 1, (7, 0.5)),
        (7, 0.5, 1, (2, 0.0)),
        (7, 0.3, -1, (7, 0.1)),
        (2, 0.0, -1, (7, 0.5)),
        (0, 0.0, -1, (7, 0.5)),
    ],
)
def test_next_and_previous_go_round(page_index: int, top: float, direction: int, place: tuple[int, float]) -> None:
    found = next_bookmark(MARKS, page_index, top, direction)
    assert found is not None
    assert found.place == place


def test_there_is_no_next_one_where_there_is_none_but_this() -> None:
    assert next_bookmark([], 0, 0.0, 1) is None
    assert next_bookmark([mark(3, 0.2)], 3, 0.2, 1) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=2, max_size=8, unique=True))
def test_walking_forward_meets_every_bookmark_once(places: list[tuple[int, int]]) -> None:
    marks = [mark(page_index, top / 5) for page_index, top in places]
    at, met = min(b.place for b in marks), []
    for _ in marks:
        found = next_bookmark(marks, *at, 1)
        assert found is not None
        at = found.place
        met.append(at)
    assert sorted(met) == sorted(b.place for b in marks)


def test_a_bookmark_of_a_page_that_is_gone_leads_to_the_last() -> None:
    assert clamped(mark(7, 0.5), 3).place == (2, 0.0)
    assert clamped(mark(7, 0.5), 8) == mark(7, 0.5)
