from reader.core.document import OutlineItem
from reader.core.outline_places import OutlinePlaces

ITEMS = [
    OutlineItem(1, "One", 0, 0.25),
    OutlineItem(1, "Nowhere", None, None),
    OutlineItem(1, "Two  of\nthem", 2, None),
    OutlineItem(2, "Later", 2, 0.5),
    OutlineItem(1, "Out of order", 1, 0.5),
]


def test_a_place_stands_under_the_last_heading_before_it() -> None:
    places = OutlinePlaces(ITEMS)
    assert places.number_at(0, 0.1) is None
    assert places.number_at(0, 0.25) == 0
    assert places.number_at(1, 0.9) == 4
    assert places.title_at(2, 0.4) == "Two of them"
    assert places.title_at(9, 0.0) == "Later"
    assert places.title_at(0, 0.0) == ""
    assert OutlinePlaces(()).title_at(3, 0.3) == ""
