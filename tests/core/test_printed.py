"""Which pages are measured, and what all pages are cropped to: common to most, more where more is printed."""

from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import PageSize, Rect
from reader.core.page_arrangement import WHOLE_PAGE
from reader.core.printed import SAMPLE, common_boxes, pages_to_measure, printed_parts, with_own

A4, LANDSCAPE = PageSize(595, 842), PageSize(842, 595)
LEFT, RIGHT = Rect(0.1, 0.1, 0.8, 0.9), Rect(0.2, 0.1, 0.9, 0.9)


def parts_of(sizes: list[PageSize], measured: dict[int, Rect | None]) -> list[Rect]:
    return printed_parts(sizes, measured, common_boxes(sizes, measured))


@given(st.integers(1, 20_000))
def test_measured_pages_come_from_all_over_the_document(page_count: int) -> None:
    pages = pages_to_measure(page_count)
    assert len(set(pages)) == len(pages) == min(page_count, SAMPLE)
    assert pages == sorted(pages)
    assert (pages[0], pages[-1]) == (0, page_count - 1)
    assert abs(sum(page % 2 for page in pages) - len(pages) / 2) <= 0.5


def test_pages_of_one_size_are_cropped_alike() -> None:
    parts = parts_of([A4] * 100, dict.fromkeys(range(0, 100, 7), LEFT) | {1: LEFT})
    assert len(set(parts)) == 1
    assert parts[0].x0 < LEFT.x0 < LEFT.x1 < parts[0].x1


def test_left_and_right_pages_of_a_book_have_boxes_of_one_size() -> None:
    parts = parts_of([A4] * 10, {0: RIGHT, 1: Rect(0.1, 0.2, 0.75, 0.8), 2: RIGHT, 3: Rect(0.1, 0.2, 0.75, 0.8)})
    assert abs(parts[4].width - parts[5].width) < 1e-9
    assert (parts[4].y0, parts[4].y1) == (parts[5].y0, parts[5].y1)
    assert parts[5].x0 < parts[4].x0


def test_one_odd_page_does_not_widen_the_others_and_loses_nothing() -> None:
    measured: dict[int, Rect | None] = dict.fromkeys(range(24), LEFT)
    measured[6] = stamped = Rect(0.01, 0.05, 0.8, 0.97)
    parts = parts_of([A4] * 50, measured)
    assert parts[0] == parts[8] == parts[40]
    assert parts[40].x0 > 0.08
    assert parts[6].x0 < stamped.x0 < stamped.y1 < parts[6].y1


def test_less_print_than_usual_changes_nothing() -> None:
    part = Rect(0.1, 0.1, 0.9, 0.9)
    assert with_own(part, Rect(0.2, 0.2, 0.3, 0.3)) is part
    assert with_own(part, None) is part


def test_pages_of_a_size_of_which_none_was_measured_are_whole() -> None:
    parts = parts_of([A4, A4, LANDSCAPE, A4], {0: LEFT, 1: LEFT, 3: None})
    assert parts[2] == WHOLE_PAGE
    assert parts[3] == parts[1] != WHOLE_PAGE
    assert parts_of([A4] * 3, {0: None, 1: None, 2: None}) == [WHOLE_PAGE] * 3


boxes = st.tuples(*[st.floats(0, 1)] * 4).map(lambda v: Rect(min(v[::2]), min(v[1::2]), max(v[::2]), max(v[1::2])))


@given(st.integers(1, 40), st.data())
def test_nothing_that_was_found_is_cropped(page_count: int, data: st.DataObject) -> None:
    sizes = [data.draw(st.sampled_from([A4, LANDSCAPE])) for _ in range(page_count)]
    measured = data.draw(st.dictionaries(st.integers(0, page_count - 1), st.none() | boxes))
    parts = parts_of(sizes, measured)
    for page_index, box in measured.items():
        part = parts[page_index]
        assert 0 <= part.x0 <= part.x1 <= 1
        assert 0 <= part.y0 <= part.y1 <= 1
        if box is not None:
            assert part.x0 <= box.x0
            assert part.y0 <= box.y0
            assert part.x1 >= box.x1
            assert part.y1 >= box.y1
