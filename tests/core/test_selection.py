from hypothesis import given
from hypothesis import strategies as st

from reader.core.passages import Passage
from reader.core.selection import Selection, passage_around, with_selection

PAGE = "First sentence here. Second one is selected. Third one follows. " + "Many words stand on. " * 100


def test_a_selection_is_read_with_its_neighbours() -> None:
    start = PAGE.index("Second")
    around = passage_around(Selection(3, start, start + 10, "Second one"), PAGE)
    assert around.page_index == 3
    assert around.text.startswith("First sentence here. Second one is selected. Third one follows.")
    assert around.text == PAGE[around.start : around.end]
    assert len(around.text) < len(PAGE) / 2


def test_a_selection_at_the_end_takes_what_is_before_it() -> None:
    page = "One comes first. Two comes then. Three is last."
    start = page.index("Three")
    assert passage_around(Selection(0, start, len(page), "Three is last."), page).text == page


@given(st.text(alphabet="Ab .。\n", max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_selection_makes_a_passage_of_its_page(page: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(page)), min(other, len(page))))
    around = passage_around(Selection(0, start, end, page[start:end]), page)
    assert around.text == page[around.start : around.end]


def test_what_the_selection_holds_is_not_read_twice() -> None:
    selected = Passage(1, 100, 200, "selected", 1.0)
    same, beside, elsewhere = (
        Passage(1, 150, 250, "a", 3.0),
        Passage(1, 200, 300, "b", 2.0),
        Passage(2, 100, 200, "c", 1),
    )
    assert with_selection(selected, [same, beside, elsewhere]) == [selected, beside, elsewhere]
