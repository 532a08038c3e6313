"""Pages in other colours than they are printed in: dark or sepia, while pictures keep theirs.

Part of the PDF child, like pdf_child the only importer of PyMuPDF. The whole page is turned first: its lightness
is inverted (hues stay: a red curve is still red) and stretched between the tones of paper and ink. Then its pictures
are put back. What is a picture is kept beside the page's display list as a display list of its own, which draws
nothing but the pictures' shapes in white: clipped, turned and transparent ones stay exact at any scale.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pymupdf
from pymupdf import mupdf

from reader.core.page_colours import TONES, PageColours, Tones
from reader.core.picture_boxes import Box, area, common, pieced_together, turned_box

_WHOLE = 0.7
"""Of the page's area: a picture that covers more of it is a scan of text, or a background."""
_SPECK_PT = 6.0
"""A picture that is smaller both ways is a dot of a pattern or a bullet; some pages have ten thousand."""
_GLANCE_PX = 400
"""The longer side of the page as it is judged by: a few milliseconds on ordinary pages."""
_SAME_GLANCE_PX = 800
"""A page that is being drawn as a whole and not larger than this is judged by as it is."""
_LIGHT, _DARK = 225, 90
"""Lightness, of 255: paper, and a background that is dark already."""
_INK = 125
"""Lightness of what would be lost on dark paper; thin lines look lighter on a small picture than they are."""
_COLOURED = 24
"""Between the strongest and the weakest of red, green and blue, of 255: what an eye calls coloured."""
_ROUNDING = 12
"""Of 255: by how much a picture over white paper may seem to be darker than it can be."""

_INVERTED_WHITE = 4
"""What MuPDF's inversion of lightness makes of white."""


@dataclass(frozen=True, slots=True)
class Colouring:
    """What has to be known of a page before it is coloured."""

    is_dark: bool
    """It is dark already, as many slides are: dark pages leave it as it is."""
    pictures: Any
    """The display list of the shapes of the pictures that keep their colours; None where there is none."""
    boxes: tuple[Box, ...]
    """Around them, in points."""


def colouring_of(display_list: Any, drawn: Any = None) -> Colouring:
    """Judge a page by its display list. `drawn`: the whole page as a pixmap, where it has just been drawn."""
    page: Box = tuple(display_list.rect)
    longest = max(page[2] - page[0], page[3] - page[1], 1.0)
    if drawn is None or max(drawn.width, drawn.height) > _SAME_GLANCE_PX:
        scale = _GLANCE_PX / longest
        matrix = pymupdf.Matrix(scale, scale)
        drawn = display_list.get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB, alpha=False)
    glance = _Glance(drawn, max(drawn.width, drawn.height) / longest)
    finder = _PictureFinder(page)
    _run(display_list.this, finder)
    kept: set[int] = set()
    backed: set[int] = set()
    boxes = []
    for box, numbers in pieced_together(finder.boxes):
        shares = glance.shares_of(box)
        is_transparent = not numbers.isdisjoint(finder.masks)
        if area(box) > _WHOLE * area(page) or shares.are_a_drawing or (is_transparent and shares.are_signs):
            continue
        kept |= numbers
        boxes.append(box)
        if is_transparent and shares.have_dark_ink_on_paper:
            backed |= numbers
    if not kept:
        return Colouring(glance.shares().are_dark, None, ())
    shapes = mupdf.fz_new_display_list(mupdf.FzRect(*page))
    target = mupdf.fz_new_list_device(shapes)
    backed_masks = {mask for number, mask in finder.masks.items() if number in backed}
    _run(display_list.this, _PictureShapes(target, kept, backed_masks))
    mupdf.fz_close_device(target)
    return Colouring(glance.shares().are_dark, shapes, tuple(boxes))


def colour(pixmap: Any, colours: PageColours, colouring: Colouring, matrix: Any) -> None:
    """Give a page that was drawn in RGB through a matrix, or a part of it, its new colours in place."""
    if colours == "printed" or (colours == "dark" and colouring.is_dark):
        return
    tones = TONES[colours]
    part = _part_with_pictures(pixmap, colouring, matrix)
    before = None
    if part is not None:
        before = pymupdf.Pixmap(pymupdf.csRGB, part, False)
        before.copy(pixmap, part)
    if colours == "dark":
        mupdf.fz_invert_pixmap_luminance(pixmap.this)
        pixmap.tint_with(_number(_below(tones)), _number(tones.ink))
    else:
        pixmap.tint_with(_number(tones.ink), _number(tones.paper))
    if before is not None:
        _put_back(pixmap, before, _shapes(colouring, part, matrix), tones)


class _Glance:
    """A page drawn small, and what can be said of its parts. Boxes are in points."""

    def __init__(self, pixmap: Any, scale: float) -> None:
        self._pixmap, self._scale = pixmap, scale

    def shares(self) -> "_Shares":
        return _Shares(self._pixmap.color_count(colors=True))

    def shares_of(self, box: Box) -> "_Shares":
        part = pymupdf.IRect(*(round(value * self._scale) for value in box)) & self._pixmap.irect
        return _Shares({} if part.is_empty else self._pixmap.color_count(colors=True, clip=part))


class _Shares:
    """Which parts of a page or picture are light, dark, coloured. `counts`: red, green, blue as bytes -> pixels."""

    def __init__(self, counts: dict[bytes, int]) -> None:
        total = sum(counts.values()) or 1
        light = dark = coloured = ink = 0
        for (red, green, blue), count in counts.items():
            if min(red, green, blue) >= _LIGHT:
                light += count
            elif max(red, green, blue) - min(red, green, blue) >= _COLOURED:
                coloured += count
            lightness = (299 * red + 587 * green + 114 * blue) / 1000
            dark += count * (lightness < _DARK)
            ink += count * (lightness < _INK)
        self._light, self._dark, self._coloured, self._ink = light / total, dark / total, coloured / total, ink / total
        self._ground = max(counts.values(), default=0) / total

    @property
    def are_dark(self) -> bool:
        """A page that is dark already."""
        return self._dark > 0.6 and self._light < 0.2

    @property
    def are_a_drawing(self) -> bool:
        """Ink on paper without colours: a formula, a line drawing, a strip of a scan."""
        return self._light > 0.55 and self._coloured < 0.03 * (1 - self._light)

    @property
    def are_signs(self) -> bool:
        """Dark ink on the even ground of the page that is not white: turned with the ground, or it cannot be told."""
        return self._has_ink and self._light < 0.2 and self._ground > 0.3

    @property
    def have_dark_ink_on_paper(self) -> bool:
        """What would be lost, were dark paper seen through it."""
        return self._has_ink and self._light > 0.1

    @property
    def _has_ink(self) -> bool:
        return self._ink > 0.015 * (1 - self._light)


class _PictureFinder(mupdf.FzDevice2):  # type: ignore[misc]
    """Runs over a page and notes where its pictures lie."""

    def __init__(self, page: Box) -> None:
        super().__init__()
        self.boxes: dict[int, Box] = {}
        """Number of the picture, as `_PictureShapes` counts them, -> the part of the page that it covers."""
        self.masks: dict[int, int] = {}
        """Number of a transparent picture -> number of the mask that it is seen through."""
        self._page = page
        self._number = self._mask_number = 0
        self._nested = 0
        self._is_masked = False
        for name in ("fill_image", "clip_image_mask", "pop_clip", "begin_mask", "end_mask", "begin_tile", "end_tile"):
            getattr(self, f"use_virtual_{name}")()

    def clip_image_mask(self, _context: Any, *_details: Any) -> None:
        self._mask_number += 1
        self._is_masked = True

    def pop_clip(self, _context: Any) -> None:
        self._is_masked = False

    def fill_image(self, _context: Any, image: Any, ctm: Any, _alpha: float, _parameters: Any) -> None:
        number, self._number = self._number, self._number + 1
        if self._nested or image.bpc == 1:  # a bit a pixel: a scan or a drawing
            return
        box = common(turned_box((0, 0, 1, 1), (ctm.a, ctm.b, ctm.c, ctm.d, ctm.e, ctm.f)), self._page)
        is_whole = area(box) > _WHOLE * area(self._page)
        if not is_whole and max(box[2] - box[0], box[3] - box[1]) >= _SPECK_PT:
            self.boxes[number] = box
            if self._is_masked and image.mask is not None:
                self.masks[number] = self._mask_number - 1

    def begin_mask(self, _context: Any, *_details: Any) -> None:
        self._nested += 1

    def end_mask(self, _context: Any, *_details: Any) -> None:
        self._nested -= 1

    def begin_tile(self, _context: Any, *_details: Any) -> int:
        self._nested += 1
        return 0

    def end_tile(self, _context: Any) -> None:
        self._nested -= 1


class _PictureShapes(mupdf.FzDevice2):  # type: ignore[misc]
    """Runs over a page and repeats some of its pictures, as white shapes, and what clips them; nothing else."""

    def __init__(self, target: Any, kept: set[int], backed_masks: set[int]) -> None:
        """`kept`: numbers of pictures; `backed_masks`: numbers of the masks of those that keep the paper below them."""
        super().__init__()
        self._target, self._kept, self._backed_masks = target, kept, backed_masks
        self._white = _white_image()
        self._number = self._mask_number = 0
        self._nested = 0
        """Inside of masks and patterns: what is drawn there is not seen by itself."""
        self._are_repeated: list[bool] = []
        """The clips that are on now."""
        for name in (
            "fill_image",
            "clip_path",
            "clip_stroke_path",
            "clip_text",
            "clip_stroke_text",
            "clip_image_mask",
            "pop_clip",
            "begin_mask",
            "end_mask",
            "begin_tile",
            "end_tile",
        ):
            getattr(self, f"use_virtual_{name}")()

    def fill_image(self, _context: Any, _image: Any, ctm: Any, alpha: float, parameters: Any) -> None:
        number, self._number = self._number, self._number + 1
        if number in self._kept:
            mupdf.ll_fz_fill_image(self._target.m_internal, self._white.m_internal, ctm, alpha, parameters)

    def clip_path(self, _context: Any, *details: Any) -> None:
        self._clip(mupdf.ll_fz_clip_path, details)

    def clip_stroke_path(self, _context: Any, *details: Any) -> None:
        self._clip(mupdf.ll_fz_clip_stroke_path, details)

    def clip_text(self, _context: Any, *details: Any) -> None:
        self._clip(mupdf.ll_fz_clip_text, details)

    def clip_stroke_text(self, _context: Any, *details: Any) -> None:
        self._clip(mupdf.ll_fz_clip_stroke_text, details)

    def clip_image_mask(self, _context: Any, *details: Any) -> None:
        number, self._mask_number = self._mask_number, self._mask_number + 1
        self._clip(None if number in self._backed_masks else mupdf.ll_fz_clip_image_mask, details)

    def _clip(self, repeat: Callable[..., None] | None, details: tuple[Any, ...]) -> None:
        if not self._nested:
            self._are_repeated.append(repeat is not None)
            if repeat is not None:
                repeat(self._target.m_internal, *details)

    def pop_clip(self, _context: Any) -> None:
        if not self._nested and self._are_repeated and self._are_repeated.pop():
            mupdf.ll_fz_pop_clip(self._target.m_internal)

    def begin_mask(self, _context: Any, *_details: Any) -> None:
        self._nested += 1

    def end_mask(self, _context: Any, *_details: Any) -> None:
        """What follows, until `pop_clip`, shows through the mask; here all of it does."""
        self._nested -= 1
        self._clip(None, ())

    def begin_tile(self, _context: Any, *_details: Any) -> int:
        self._nested += 1
        return 0

    def end_tile(self, _context: Any) -> None:
        self._nested -= 1


def _part_with_pictures(pixmap: Any, colouring: Colouring, matrix: Any) -> Any:
    """The part of a pixmap, in pixels of the page, around all pictures in it; None where there is none."""
    left, top = pixmap.x, pixmap.y
    right, bottom = left + pixmap.width, top + pixmap.height
    parts = []
    for box in colouring.boxes:
        x0, y0, x1, y1 = turned_box(box, tuple(matrix))
        # A pixel more: pictures are drawn to the edges of the pixels they touch.
        part = (
            max(math.floor(x0) - 1, left),
            max(math.floor(y0) - 1, top),
            min(math.ceil(x1) + 1, right),
            min(math.ceil(y1) + 1, bottom),
        )
        if part[0] < part[2] and part[1] < part[3]:
            parts.append(part)
    if not parts:
        return None
    x0s, y0s, x1s, y1s = zip(*parts, strict=True)
    return pymupdf.IRect(min(x0s), min(y0s), max(x1s), max(y1s))


def _shapes(colouring: Colouring, part: Any, matrix: Any) -> bytes:
    """How much of each pixel of a part belongs to a picture, 0..255, row by row without gaps."""
    grey = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_GRAY)
    shapes = mupdf.fz_new_pixmap_with_bbox(grey, mupdf.FzIrect(*part), mupdf.FzSeparations(), 0)
    mupdf.fz_clear_pixmap_with_value(shapes, 0)
    _run(colouring.pictures, mupdf.fz_new_draw_device(mupdf.FzMatrix(*matrix), shapes))
    return bytes(pymupdf.Pixmap("raw", shapes).samples)


def _put_back(pixmap: Any, before: Any, shapes: bytes, tones: Tones) -> None:
    """Give the pictures of a part their colours again; where they are transparent the new paper shows through."""
    if shapes.count(255) == len(shapes):
        pixmap.copy(before, before.irect)
        return
    if shapes.count(0) == len(shapes):
        return
    import numpy as np  # a tenth of a second, and only edges and transparent pictures need it

    height, width = before.height, before.width
    left, top = before.x - pixmap.x, before.y - pixmap.y
    whole = np.frombuffer(pixmap.samples_mv, np.uint8).reshape(pixmap.height, pixmap.stride)
    page = whole[top : top + height, 3 * left : 3 * (left + width)].reshape(height, width, 3)
    printed = np.frombuffer(before.samples_mv, np.uint8).reshape(height, before.stride)[:, : 3 * width]
    printed = printed.reshape(height, width, 3)
    shape = np.frombuffer(shapes, np.uint8).reshape(height, width)
    opaque = shape == 255
    page[opaque] = printed[opaque]
    partly = (shape > 0) & ~opaque
    through = 255 - shape[partly].astype(np.int32)[:, None]
    """How much of white paper was seen through the picture."""
    own = printed[partly].astype(np.int32) - through
    seen = np.clip(own, 0, 255) + through * np.array(tones.paper) // 255
    # Less light than the paper alone gives: something else, such as a text, lies there; it stays as it was turned.
    is_other = (own < -_ROUNDING).any(axis=1, keepdims=True)
    page[partly] = np.where(is_other, page[partly], np.minimum(seen, 255)).astype(np.uint8)


def _run(display_list: Any, device: Any) -> None:
    mupdf.fz_run_display_list(display_list, device, mupdf.FzMatrix(), _everywhere(), mupdf.FzCookie())
    mupdf.fz_close_device(device)


def _white_image() -> Any:
    pixmap = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 1, 1), False)
    pixmap.clear_with(255)
    return mupdf.fz_new_image_from_pixmap(pixmap.this, mupdf.FzImage())


def _everywhere() -> Any:
    return mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)


def _below(tones: Tones) -> tuple[int, ...]:
    """What black has to become so that `_INVERTED_WHITE` becomes the tone of paper."""
    share = _INVERTED_WHITE / 255
    pairs = zip(tones.paper, tones.ink, strict=True)
    return tuple(round((paper - share * ink) / (1 - share)) for paper, ink in pairs)


def _number(colour: Iterable[int]) -> int:
    red, green, blue = colour
    return red << 16 | green << 8 | blue
