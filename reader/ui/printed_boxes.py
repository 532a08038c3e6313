"""Finds out, beside everything else, what is printed on the pages, for margins that are cropped or left out of view."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from reader.core.document import PageSize, Rect
from reader.core.errors import ReaderError
from reader.core.printed import common_boxes, pages_to_measure, printed_parts, with_own
from reader.ui.page_images import PageSource, Start


class PrintedBoxes(QObject):
    """Of one document. Measures some pages of it first, then each that comes into view. No method waits."""

    changed = Signal(object)
    """What to show of each page, a list of Rect; not before enough pages are measured to tell."""

    def __init__(
        self, source: PageSource, sizes: Sequence[PageSize], start: Start, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._source, self._sizes, self._start = source, sizes, start
        self._measured: dict[int, Rect | None] = {}
        self._parts: list[Rect] | None = None
        self._sample = pages_to_measure(len(sizes))
        self._wanted: list[int] = []
        self._is_running = self._is_closed = False

    def want(self, pages: Iterable[int]) -> None:
        """The pages that are in view now."""
        self._wanted = [page_index for page_index in pages if page_index not in self._measured]
        if not self._is_running and not self._is_closed and self._next() is not None:
            self._is_running = True
            self._start(f"printed boxes {id(self)}", self._measure())

    def update_sizes(self, sizes: Sequence[PageSize]) -> None:
        """They are better known now; of the same pages."""
        self._sizes = sizes
        if self._parts is not None:
            self._tell()

    def close(self) -> None:
        self._is_closed = True

    def _next(self) -> int | None:
        candidates = (*self._wanted, *(self._sample if self._parts is None else ()))
        return next((page_index for page_index in candidates if page_index not in self._measured), None)

    async def _measure(self) -> None:
        try:
            while not self._is_closed and (page_index := self._next()) is not None:
                try:
                    box = await self._source.printed_box(page_index)
                except ReaderError:
                    box = None  # whoever shows the page tells that it is broken
                if not self._is_closed:
                    self._note(page_index, box)
        finally:
            self._is_running = False

    def _note(self, page_index: int, box: Rect | None) -> None:
        self._measured[page_index] = box
        if self._parts is not None:
            part = with_own(self._parts[page_index], box)
            if part != self._parts[page_index]:
                self._parts[page_index] = part
                self.changed.emit(self._parts)
        elif all(page in self._measured for page in self._sample):
            self._tell()

    def _tell(self) -> None:
        common = common_boxes(self._sizes, self._measured)
        self._parts = printed_parts(self._sizes, self._measured, common)
        self.changed.emit(self._parts)
