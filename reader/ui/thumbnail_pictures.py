"""The pictures of thumbnails: only of those that show, and never before the pages that are read."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from reader.core.document import DocumentInfo, Link, Rect
from reader.core.errors import WorkerDied
from reader.ui.page_images import PageImages, PageSource, PictureKey, Start

CACHE_BYTES = 24 * 1024 * 1024
"""Some hundred thumbnails; one that was let go is drawn again in a few milliseconds."""


class ThumbnailPictures(QObject):
    """Of one document at a time. Lives on the thread of the event loop; no method waits."""

    arrived = Signal()

    def __init__(self, start: Start, is_busy: Callable[[], bool], parent: QObject) -> None:
        """`is_busy`: whether the pages themselves wait for pictures; `go_on` is to be called when that has changed."""
        super().__init__(parent)
        self._start, self._is_busy = start, is_busy
        self._source: _PatientSource | None = None
        self._images: PageImages | None = None

    def show_document(self, source: PageSource | None) -> None:
        if self._images is not None and self._source is not None:
            self._images.close()
            self._images.deleteLater()
            self._source.close()
        self._source, self._images = None, None
        if source is not None:
            self._source = _PatientSource(source, self._is_busy)
            self._images = PageImages(self._source, self._start, self, CACHE_BYTES)
            self._images.arrived.connect(lambda _key: self.arrived.emit())

    def want(self, keys: Sequence[PictureKey]) -> None:
        """Everything that is wanted from now on, most urgent first."""
        if self._images is not None:
            self._images.want(keys)

    def picture(self, key: PictureKey) -> QImage | None:
        return None if self._images is None else self._images.picture(key)

    def has_failed(self, page_index: int) -> bool:
        return self._images is not None and self._images.failure(page_index) is not None

    @property
    def held_bytes(self) -> int:
        return 0 if self._images is None else self._images.held_bytes

    @property
    def is_idle(self) -> bool:
        """Whether everything that is wanted is there, or will not come."""
        return self._images is None or self._images.is_idle

    def go_on(self) -> None:
        if self._source is not None:
            self._source.go_on()


class _PatientSource:
    """Gives pictures while nothing else is waited for."""

    def __init__(self, source: PageSource, is_busy: Callable[[], bool]) -> None:
        self._source, self._is_busy = source, is_busy
        self._may_go_on = asyncio.Event()
        self._is_closed = False

    @property
    def info(self) -> DocumentInfo:
        return self._source.info

    async def page_image(self, *asked: Any, **options: Any) -> Any:
        while self._is_busy() and not self._is_closed:
            self._may_go_on.clear()
            await self._may_go_on.wait()
        if self._is_closed:
            raise WorkerDied("thumbnails", None)  # nobody looks any more
        options["is_rough"] = False  # nothing better comes after it
        return await self._source.page_image(*asked, **options)

    async def links(self, page_index: int) -> tuple[Link, ...]:
        return await self._source.links(page_index)

    async def printed_box(self, page_index: int) -> Rect | None:
        return await self._source.printed_box(page_index)

    def go_on(self) -> None:
        self._may_go_on.set()

    def close(self) -> None:
        self._is_closed = True
        self._may_go_on.set()
