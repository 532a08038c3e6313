"""The time that is left follows the pace of what was done."""

import pytest

from reader.core.time_left import TimeLeft, spoken_time


def test_what_was_expected_is_told_until_something_is_done() -> None:
    left = TimeLeft({"a": 60.0, "b": 40.0})
    assert left.seconds == 100
    left.expect("c", 20)
    left.drop("b")
    left.drop("nothing")
    assert left.seconds == 80


def test_slow_parts_make_the_rest_longer_and_a_quick_one_says_little() -> None:
    left = TimeLeft({"a": 60.0, "b": 60.0})
    left.finish("a", 140)
    assert left.seconds == pytest.approx(120)
    quick = TimeLeft({"a": 0.1, "b": 60.0})
    quick.finish("a", 0.0001)
    assert quick.seconds == pytest.approx(60, rel=0.01)


@pytest.mark.parametrize(
    ("seconds", "spoken"),
    [
        (0.2, "1 second"),
        (8.4, "8 seconds"),
        (31, "40 seconds"),
        (58, "1 minute"),
        (370, "6 minutes"),
        (5600, "93 minutes"),
        (7300, "2 hours"),
    ],
)
def test_times_are_told_as_precisely_as_they_are_known(seconds: float, spoken: str) -> None:
    assert spoken_time(seconds) == spoken
