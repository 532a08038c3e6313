"""Strips and tiles are one picture, neighbours of another size are not."""

import pytest

from reader.core.picture_boxes import Box, area, common, pieced_together, turned_box


def wholes(*boxes: Box) -> set[tuple[Box, frozenset[int]]]:
    return {(box, frozenset(numbers)) for box, numbers in pieced_together(dict(enumerate(boxes)))}


def test_strips_below_one_another_are_one_picture() -> None:
    strips = [(10.0, 20.0 * n, 110.0, 20.0 * n + 20) for n in range(5)]
    assert wholes(*strips) == {((10, 0, 110, 100), frozenset(range(5)))}


def test_tiles_in_any_order_are_one_picture() -> None:
    tiles = [(50.0 * x, 30.0 * y, 50.0 * x + 50, 30.0 * y + 30) for x in range(3) for y in range(3)]
    assert wholes(*reversed(tiles)) == {((0, 0, 150, 90), frozenset(range(9)))}


@pytest.mark.parametrize(
    "other",
    [
        (10.0, 108.0, 110.0, 200.0),  # a gap, as between two figures
        (10.0, 100.0, 90.0, 200.0),  # narrower
        (30.0, 40.0, 60.0, 60.0),  # lies on it
        (110.0, 0.0, 200.0, 50.0),  # beside it, less high
    ],
)
def test_other_neighbours_are_pictures_of_their_own(other: Box) -> None:
    picture = (10.0, 0.0, 110.0, 100.0)
    assert wholes(picture, other) == {(picture, frozenset({0})), (other, frozenset({1}))}


def test_common_part_of_boxes_that_do_not_meet_has_no_area() -> None:
    assert common((0, 0, 10, 10), (5, 5, 20, 20)) == (5, 5, 10, 10)
    assert area(common((0, 0, 10, 10), (20, 0, 30, 10))) == 0


def test_turned_box_is_around_the_turned_corners() -> None:
    assert turned_box((0, 0, 1, 1), (0, 30, -40, 0, 100, 5)) == (60, 5, 100, 35)
    assert turned_box((1, 2, 3, 4), (2, 0, 0, -2, 0, 0)) == (2, -8, 6, -4)
