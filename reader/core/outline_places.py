"""Which heading of an outline a place of the document stands under."""

from bisect import bisect_right
from collections.abc import Sequence

from reader.core.document import OutlineItem


class OutlinePlaces:
    """The headings of an outline by where they stand; those that lead nowhere are left out."""

    def __init__(self, items: Sequence[OutlineItem]) -> None:
        found = [
            ((item.page_index, item.top or 0.0), number)
            for number, item in enumerate(items)
            if item.page_index is not None
        ]
        found.sort(key=lambda pair: pair[0])
        self._items = tuple(items)
        self._places = [place for place, _ in found]
        self._numbers = [number for _, number in found]

    def number_at(self, page_index: int, top: float) -> int | None:
        """The position in the outline of the heading that a place stands under; None before the first one."""
        found = bisect_right(self._places, (page_index, top))
        return self._numbers[found - 1] if found else None

    def title_at(self, page_index: int, top: float) -> str:
        number = self.number_at(page_index, top)
        return "" if number is None else " ".join(self._items[number].title.split())
