"""How long work in parts will still take, from what each part was expected to take and what those before it took."""

import math
from collections.abc import Mapping

_TRUST_S = 20.0
"""Seconds of expected work that count as if they had taken as long as expected: a single quick part says little."""


class TimeLeft:
    def __init__(self, expected_s: Mapping[str, float]) -> None:
        """`expected_s`: part -> seconds."""
        self._left = dict(expected_s)
        self._expected_done = self._taken = 0.0

    def expect(self, part: str, seconds: float) -> None:
        """Add a part, or change what it is expected to take."""
        self._left[part] = seconds

    def drop(self, part: str) -> None:
        """A part that need not be done."""
        self._left.pop(part, None)

    def finish(self, part: str, seconds: float) -> None:
        """A part is done, and took this long."""
        self._expected_done += self._left.pop(part, 0.0)
        self._taken += seconds

    @property
    def seconds(self) -> float:
        """What is left, in the pace of what was done so far."""
        pace = (self._taken + _TRUST_S) / (self._expected_done + _TRUST_S)
        return pace * sum(self._left.values())


def spoken_time(seconds: float) -> str:
    """As precise as an estimate is: "8 seconds", "40 seconds", "6 minutes", "2 hours"."""
    if seconds < 10:
        return _counted(max(1, round(seconds)), "second")
    if seconds < 55:
        return _counted(10 * math.ceil(seconds / 10), "second")
    if seconds < 95 * 60:
        return _counted(max(1, round(seconds / 60)), "minute")
    return _counted(round(seconds / 3600), "hour")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
