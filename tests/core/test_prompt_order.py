import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.passages import Passage
from reader.core.prompt_order import arranged, wanted_of


def passage(number: int, score: float = 1.0) -> Passage:
    """The `number`-th passage of the document."""
    return Passage(number // 3, number % 3 * 100, number % 3 * 100 + 100, f"passage {number}", score)


def order(wanted: list[int], before: list[int]) -> list[int]:
    found = arranged([passage(n) for n in wanted], [passage(n) for n in before])
    return [p.page_index * 3 + p.start // 100 for p in found]


def test_the_first_prompt_is_in_page_order() -> None:
    assert order([7, 2, 5], []) == [2, 5, 7]


def test_the_same_passages_keep_their_order_whatever_it_was() -> None:
    assert order([7, 2, 5], [5, 7, 2]) == [5, 7, 2]


def test_what_was_read_and_is_wanted_again_comes_first() -> None:
    assert order([1, 5, 8], [5, 8, 2]) == [5, 8, 1]


def test_a_passage_before_a_wanted_one_is_kept_for_it() -> None:
    assert order([5, 8, 1], [2, 5, 7]) == [2, 5, 1, 8]


def test_nothing_is_kept_of_another_topic() -> None:
    assert order([1, 3, 4], [5, 8, 9]) == [1, 3, 4]


def test_much_that_is_not_wanted_is_not_kept_for_little_that_is() -> None:
    assert order([1, 5, 8], [2, 3, 5]) == [1, 5, 8]


@pytest.mark.parametrize(
    ("found", "before", "wanted"),
    [
        ([1, 2, 3, 4], [], [1, 2, 3]),
        ([1, 2, 3, 4, 5], [9, 5], [1, 2, 5]),
        ([1, 2, 3, 4, 5], [5, 3], [1, 2, 3]),
        ([1, 2, 3], [9], [1, 2, 3]),
        ([1], [9], [1]),
        ([], [9], []),
    ],
)
def test_the_last_place_goes_to_what_was_read_already(found: list[int], before: list[int], wanted: list[int]) -> None:
    chosen = wanted_of([passage(n) for n in found], [passage(n) for n in before], 3)
    assert chosen == [passage(n) for n in wanted]


def test_a_prompt_does_not_grow_without_end() -> None:
    assert order([9, 10, 11], [1, 2, 3, 4, 9]) == [9, 10, 11]


def test_another_score_is_the_same_passage() -> None:
    assert arranged([passage(1, 0.2), passage(3)], [passage(3, 0.9), passage(1)]) == [passage(3, 0.9), passage(1)]


numbers = st.lists(st.integers(0, 12), max_size=5, unique=True)


@given(numbers, numbers)
def test_all_that_is_wanted_is_there_once(wanted: list[int], before: list[int]) -> None:
    found = order(wanted, before)
    assert set(wanted) <= set(found)
    assert len(found) == len(set(found)) <= 5
    assert set(found) <= {*wanted, *before}
