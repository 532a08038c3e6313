"""Back and forward through the places one has jumped from, as in a web browser.

A place is any value that can be compared: a Position, a Spot.
"""

from typing import Generic, TypeVar

Place = TypeVar("Place")

LIMIT = 200
"""How many places back are kept; the oldest is forgotten first."""


class JumpList(Generic[Place]):
    """Places behind and ahead of the present one, which only the caller knows: each move is told it."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._behind: list[Place] = []
        """Oldest first."""
        self._ahead: list[Place] = []
        """Nearest last."""

    @property
    def can_back(self) -> bool:
        return bool(self._behind)

    @property
    def can_forward(self) -> bool:
        return bool(self._ahead)

    def jump(self, here: Place) -> None:
        """Remember the place that is about to be left. What was ahead is forgotten, as after a new page."""
        self._ahead.clear()
        self._remember(here)

    def back(self, here: Place) -> Place | None:
        """The place to go back to; None at the beginning. `here` is ahead from now on."""
        return self._move(here, self._behind, self._ahead)

    def forward(self, here: Place) -> Place | None:
        """The place that was left with `back`; None at the end. `here` is behind from now on."""
        return self._move(here, self._ahead, self._behind)

    def clear(self) -> None:
        self._behind.clear()
        self._ahead.clear()

    def _remember(self, here: Place) -> None:
        # Twice the same place would make one press of "back" do nothing.
        if not self._behind or self._behind[-1] != here:
            self._behind.append(here)
            del self._behind[: -self._limit]

    @staticmethod
    def _move(here: Place, source: list[Place], target: list[Place]) -> Place | None:
        while source:
            place = source.pop()
            if place != here:
                target.append(here)
                return place
        return None
