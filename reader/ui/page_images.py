"""Pictures of pages: which are wanted, in which order they are asked for, and which are kept.

A page is drawn first as a whole and small (its preview), then in sharp tiles at the exact scale of the screen.
Whoever paints says what is wanted with `want`, which replaces what was wanted before: what has scrolled away is
never asked for. Until a picture arrives, `older` and the preview give something to show scaled in its place.
All sizes here are pixels of the device.
"""

import itertools
import math
from collections import Counter, OrderedDict
from collections.abc import Callable, Container, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from reader.core.document import DocumentInfo, Link, Rect
from reader.core.errors import PageBroken, ReaderError
from reader.core.page_arrangement import Rotation
from reader.core.page_colours import PageColours

T = TypeVar("T")

Start = Callable[[str, Coroutine[Any, Any, None]], object]
"""Runs a coroutine under a name, as Jobs.start does."""

TILE_PX = 1024
"""Each is a message to the drawing process and runs through all that the page has; a page at a usual zoom is two."""
PREVIEW_PX = 360
"""The longer side of a preview: 0.4 MB at most, and drawn in a few milliseconds on ordinary pages."""
CACHE_BYTES = 64 * 1024 * 1024
"""Some twelve screens of a usual size; what is wanted now is kept beyond that."""
OUTSTANDING = 2
"""One picture being drawn, one waiting behind it so that the drawing process never idles."""
ATTEMPTS = 2
"""A picture that fails, also by ending the process that draws it, is asked for once more."""

_job_numbers = itertools.count(1)


class PageSource(Protocol):
    """What a document shows of itself; PdfFile is one."""

    @property
    def info(self) -> DocumentInfo: ...

    async def page_image(
        self,
        page_index: int,
        scale_px_per_pt: float,
        clip_px: tuple[int, int, int, int] | None,
        convert: Callable[[memoryview, int, int, int], T],
        *,
        rotation: Rotation = 0,
        colours: PageColours = "printed",
        is_rough: bool = False,
    ) -> T: ...

    async def links(self, page_index: int) -> tuple[Link, ...]: ...

    async def printed_box(self, page_index: int) -> Rect | None: ...


@dataclass(frozen=True, slots=True)
class PictureKey:
    """What a picture shows: a page at a scale, cut to x0, y0, x1, y1 in pixels of the turned page, or whole."""

    page_index: int
    scale_px_per_pt: float
    clip_px: tuple[int, int, int, int] | None
    rotation: Rotation = 0
    """Of tiles. Previews are as in the file, and turned when they are painted: they show before anything else."""
    colours: PageColours = "printed"

    @property
    def is_preview(self) -> bool:
        return self.clip_px is None


class PageImages(QObject):
    """The pictures of one document. Lives on the thread of the event loop; no method waits."""

    arrived = Signal(object)
    """PictureKey: something better can be painted."""
    page_failed = Signal(int, object)
    """Page index and the ReaderError: the page was tried twice and is not asked for again."""

    def __init__(
        self, source: PageSource, start: Start, parent: QObject | None = None, cache_bytes: int = CACHE_BYTES
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._start = start
        self._cache_bytes = cache_bytes
        self._pictures: OrderedDict[PictureKey, QImage] = OrderedDict()
        """Least recently wanted or arrived first."""
        self._held_bytes = 0
        self._tiles: dict[int, dict[float, set[PictureKey]]] = {}
        """Page -> scale -> the tiles that are held."""
        self._wanted: dict[PictureKey, None] = {}
        """Most urgent first."""
        self._colours: PageColours = "printed"
        """Of what is wanted."""
        self._pending: OrderedDict[PictureKey, None] = OrderedDict()
        self._outstanding: set[PictureKey] = set()
        self._drawers = 0
        self._failures: Counter[PictureKey] = Counter()
        self._broken: dict[int, ReaderError] = {}
        self._is_closed = False

    # --- Asking ---

    def want(self, keys: Iterable[PictureKey]) -> None:
        """Everything that is wanted from now on, most urgent first; what was wanted before is dropped."""
        self._wanted = dict.fromkeys(keys)
        if self._wanted:
            self._colours = next(iter(self._wanted)).colours
            # Of pages that show, old pictures stay until there are new ones; but no white page comes among dark ones.
            shown = {key.page_index for key in self._wanted}
            self._forget_other_colours({key.page_index for key in self._pictures} - shown)
        for key in self._wanted:
            if key in self._pictures:
                self._pictures.move_to_end(key)
        self._pending = OrderedDict((key, None) for key in self._wanted if self._is_missing(key))
        for key in self._failures.keys() - self._wanted.keys():
            del self._failures[key]
        self._ask()

    def try_again(self, page_index: int) -> None:
        """Forget that a page failed; the next `want` asks for it."""
        self._broken.pop(page_index, None)

    def rest(self) -> None:
        """Nobody looks: keep only what was wanted last, so that it is there at once when somebody does again."""
        for key in [key for key in self._pictures if key not in self._wanted]:
            self._forget(key)

    def close(self) -> None:
        """Ask for nothing more; what is under way ends without effect."""
        self._is_closed = True
        self._pending.clear()
        self._wanted.clear()
        self._pictures.clear()
        self._tiles.clear()
        self._held_bytes = 0

    def _is_missing(self, key: PictureKey) -> bool:
        is_held = key in self._pictures or key in self._outstanding
        return not is_held and key.page_index not in self._broken

    def _ask(self) -> None:
        while self._drawers < min(self._allowed(), len(self._pending)) and not self._is_closed:
            self._drawers += 1
            self._start(f"page pictures {next(_job_numbers)}", self._draw())

    def _allowed(self) -> int:
        # After a failure one at a time: when the process dies, everything outstanding fails with it, and a sound
        # page beside the guilty one must not be counted as broken.
        return 1 if self._failures else OUTSTANDING

    async def _draw(self) -> None:
        """Ask for pending pictures one after the other until none is left."""
        try:
            while self._pending and self._drawers <= self._allowed() and not self._is_closed:
                await self._draw_one(self._pending.popitem(last=False)[0])
                self._ask()  # another one again, after a failure that is over
        finally:
            self._drawers -= 1

    async def _draw_one(self, key: PictureKey) -> None:
        self._outstanding.add(key)
        try:
            image = await self._source.page_image(
                key.page_index,
                key.scale_px_per_pt,
                key.clip_px,
                _copied_image,
                rotation=key.rotation,
                colours=key.colours,
                is_rough=key.is_preview,
            )
        except ReaderError as error:
            self._note_failure(key, error)
        except Exception:
            # A bug, reported by whoever runs this job; asking again would only report it again.
            self._give_up(key.page_index, PageBroken(self._source.info.file, key.page_index))
            raise
        else:
            self._failures.pop(key, None)
            self._keep(key, image)
        finally:
            self._outstanding.discard(key)

    def _note_failure(self, key: PictureKey, error: ReaderError) -> None:
        if key not in self._wanted:
            return  # nobody looks any more; it gets its attempts when it is wanted again
        self._failures[key] += 1
        if self._failures[key] < ATTEMPTS:
            self._pending[key] = None
            self._pending.move_to_end(key, last=False)
        else:
            self._give_up(key.page_index, error)

    def _give_up(self, page_index: int, error: ReaderError) -> None:
        self._broken[page_index] = error
        for keys in (self._pending, self._failures):
            for key in [key for key in keys if key.page_index == page_index]:
                del keys[key]
        self.page_failed.emit(page_index, error)

    # --- Keeping ---

    def _keep(self, key: PictureKey, image: QImage) -> None:
        if self._is_closed or key.colours != self._colours:
            return
        self._pictures[key] = image
        self._held_bytes += image.sizeInBytes()
        if key.is_preview:
            self._forget_other_colours({key.page_index})
        else:
            self._tiles.setdefault(key.page_index, {}).setdefault(key.scale_px_per_pt, set()).add(key)
        self._evict()
        self.arrived.emit(key)

    def _evict(self) -> None:
        """Let the least recently wanted go, but nothing that is wanted now: it would only be asked for again."""
        if self._held_bytes <= self._cache_bytes:
            return
        for key in list(self._pictures):
            if self._held_bytes <= self._cache_bytes:
                return
            if key not in self._wanted:
                self._forget(key)

    def _forget_other_colours(self, pages: Container[int]) -> None:
        """Let the pictures of pages go that are in other colours than are wanted now."""
        for key in [key for key in self._pictures if key.colours != self._colours and key.page_index in pages]:
            self._forget(key)

    def _forget(self, key: PictureKey) -> None:
        self._held_bytes -= self._pictures.pop(key).sizeInBytes()
        self._forget_tile(key)

    def _forget_tile(self, key: PictureKey) -> None:
        if key.is_preview:
            return
        scales = self._tiles[key.page_index]
        scales[key.scale_px_per_pt].discard(key)
        if not scales[key.scale_px_per_pt]:
            del scales[key.scale_px_per_pt]
        if not scales:
            del self._tiles[key.page_index]

    # --- What can be painted ---

    @property
    def held_bytes(self) -> int:
        return self._held_bytes

    @property
    def is_idle(self) -> bool:
        """Whether everything that is wanted has arrived or failed."""
        return not self._pending and not self._outstanding

    def picture(self, key: PictureKey) -> QImage | None:
        return self._pictures.get(key)

    def failure(self, page_index: int) -> ReaderError | None:
        return self._broken.get(page_index)

    def in_other_colours(self, page_index: int, rotation: Rotation = 0) -> Sequence[tuple[PictureKey, QImage]]:
        """What is left of a page, its preview first, from before the colours were changed."""
        found = [
            (key, picture)
            for key, picture in self._pictures.items()
            if key.page_index == page_index and key.colours != self._colours and key.rotation in (0, rotation)
        ]
        return sorted(found, key=lambda held: not held[0].is_preview)

    def older(self, page_index: int, scale: float, rotation: Rotation = 0) -> Sequence[tuple[PictureKey, QImage]]:
        """The tiles of a page, turned alike, at the held scale that is closest to this one, not counting itself."""
        held = self._tiles.get(page_index, {})
        tiles = {
            other: [key for key in keys if key.rotation == rotation and key.colours == self._colours]
            for other, keys in held.items()
            if other != scale
        }
        closest = min((other for other in tiles if tiles[other]), key=lambda o: abs(math.log(o / scale)), default=None)
        return () if closest is None else [(key, self._pictures[key]) for key in tiles[closest]]


def preview_key(page_index: int, size_pt: tuple[float, float], colours: PageColours = "printed") -> PictureKey:
    return PictureKey(page_index, PREVIEW_PX / max(size_pt), None, colours=colours)


def page_size_px(size_pt: tuple[float, float], scale: float) -> tuple[int, int]:
    """Width and height of a page in pixels of the device."""
    return max(round(size_pt[0] * scale), 1), max(round(size_pt[1] * scale), 1)


def tile_keys(
    page_index: int,
    size_pt: tuple[float, float],
    scale: float,
    part_px: tuple[int, int, int, int],
    rotation: Rotation = 0,
    colours: PageColours = "printed",
) -> list[PictureKey]:
    """The tiles that touch a part (x0, y0, x1, y1 in pixels) of a page, row by row; its size is that when turned."""
    width, height = page_size_px(size_pt, scale)
    x0, y0, x1, y1 = max(part_px[0], 0), max(part_px[1], 0), min(part_px[2], width), min(part_px[3], height)
    if x0 >= x1 or y0 >= y1:
        return []
    return [
        PictureKey(page_index, scale, (x, y, min(x + TILE_PX, width), min(y + TILE_PX, height)), rotation, colours)
        for y in range(y0 // TILE_PX * TILE_PX, y1, TILE_PX)
        for x in range(x0 // TILE_PX * TILE_PX, x1, TILE_PX)
    ]


def _copied_image(pixels: memoryview, width: int, height: int, stride: int) -> QImage:
    """The pixels as an image of its own, in the format that is painted fastest."""
    shared = QImage(pixels, width, height, stride, QImage.Format.Format_RGB888)
    return shared.convertToFormat(QImage.Format.Format_RGB32)
