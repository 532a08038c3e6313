"""What was done, so that it can be undone and done again: changes as values, applied by whoever keeps the things."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Thing = TypeVar("Thing")

LIMIT = 500
"""Steps that are kept; the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Change(Generic[Thing]):
    """One thing before and after; None where it was not there yet, or is not any more."""

    before: Thing | None
    after: Thing | None

    @property
    def reversed(self) -> "Change[Thing]":
        return Change(self.after, self.before)


class History(Generic[Thing]):
    """Steps of one or more changes each. Nothing is applied here: a step is looked at with `to_undo` or `to_redo`,
    applied, and then noted with `undone` or `redone`, so that a step which fails is still there."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._done: list[tuple[Change[Thing], ...]] = []
        self._undone: list[tuple[Change[Thing], ...]] = []
        self._joins = ""
        """Of the newest step, as long as it may grow."""

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def record(self, *changes: Change[Thing], joins: str = "") -> None:
        """Note a step that has been applied. What was undone before cannot be done again after it.

        A change that follows another one with the same `joins` is one step with it: text is typed in many.
        """
        if not changes:
            return
        self._undone.clear()
        if joins and joins == self._joins and self._done and len(self._done[-1]) == len(changes) == 1:
            self._done[-1] = (Change(self._done[-1][0].before, changes[0].after),)
        else:
            self._done.append(changes)
            del self._done[: -self._limit]
        self._joins = joins

    def seal(self) -> None:
        """The newest step is over: whatever comes is a step of its own."""
        self._joins = ""

    def to_undo(self) -> tuple[Change[Thing], ...]:
        """The changes that undo the newest step, in their order; none at the beginning."""
        return tuple(change.reversed for change in reversed(self._done[-1])) if self._done else ()

    def to_redo(self) -> tuple[Change[Thing], ...]:
        return self._undone[-1] if self._undone else ()

    def undone(self) -> None:
        self._undone.append(self._done.pop())
        self.seal()

    def redone(self) -> None:
        self._done.append(self._undone.pop())
        self.seal()

    def clear(self) -> None:
        self._done.clear()
        self._undone.clear()
        self.seal()
