"""Back and forward through the places one has jumped from, as in a web browser.

A place is any value that can be compared: a Position, a Spot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Place = TypeVar("Place")

LIMIT = 200
"""How many places back are kept; the oldest is forgotten first."""


@dataclass(frozen=True, slots=True)
class Visited:
    """A place as it is kept from one session to the next."""

    page_index: int
    """The page that was read there."""
    anchor_index: int
    top: float
    """Page and fraction of its height at the top edge of the view; below 0 in the gap above it."""
    center: float
    """The middle of the view as a fraction of the width of the column."""

    def rounded(self) -> list[float]:
        return [self.page_index, self.anchor_index, round(self.top, 5), round(self.center, 5)]

    def within(self, page_count: int) -> "Visited":
        """The nearest place in a document that may have fewer pages now."""
        last = max(page_count - 1, 0)
        if self.page_index <= last and self.anchor_index <= last:
            return self
        return Visited(min(self.page_index, last), min(self.anchor_index, last), 0.0, self.center)


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

    def places(self) -> tuple[list[Place], list[Place]]:
        """What is behind (oldest first) and ahead (nearest last), for `restore`."""
        return list(self._behind), list(self._ahead)

    def restore(self, behind: Sequence[Place], ahead: Sequence[Place]) -> None:
        """Have been where someone was before; what was known is forgotten."""
        self._behind = list(behind)[-self._limit :]
        self._ahead = list(ahead)[-self._limit :]

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
