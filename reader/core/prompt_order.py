"""The order of a prompt's passages: what the model has read already comes first, so that it need not read it again.

Reading is what a question waits for (a model of 1.5B reads 60-70 tokens a second on two cores; what is in its KV
cache costs nothing), and the cache is good for the common beginning of two prompts only.
"""

from collections.abc import Sequence

from reader.core.passages import Passage

_MOST = 5
"""Passages in a prompt, those that are only kept because something behind them is wanted included."""
_ALWAYS = 2
"""The best passages are in every prompt; for the last place one that was read already will do if it was found too."""


def wanted_of(found: Sequence[Passage], before: Sequence[Passage], count: int) -> list[Passage]:
    """The `count` passages to read, of those that were found (best first), where `before` has been read already."""
    known = {_place(passage) for passage in before}
    best, rest = list(found[: min(_ALWAYS, count)]), found[_ALWAYS:]
    others = sorted(rest, key=lambda passage: _place(passage) not in known)  # stable: each kind stays best first
    return [*best, *others[: count - len(best)]]


def arranged(wanted: Sequence[Passage], before: Sequence[Passage] = ()) -> list[Passage]:
    """The wanted passages behind those of the latest prompt (`before`, in its order) up to the last one that is
    wanted again, if at least half of those are; new ones in page order."""
    by_place = {_place(passage): passage for passage in wanted}
    known = [number for number, passage in enumerate(before) if _place(passage) in by_place]
    for last in reversed(known):
        kept = list(before[: last + 1])
        there = {_place(passage) for passage in kept}
        new = [passage for place, passage in by_place.items() if place not in there]
        idle = len(there - by_place.keys())
        if len(kept) + len(new) <= _MOST and idle <= len(kept) - idle:
            return [*kept, *sorted(new, key=_place)]
    return sorted(by_place.values(), key=_place)


def _place(passage: Passage) -> tuple[int, int, int]:
    return passage.page_index, passage.start, passage.end
