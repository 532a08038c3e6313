"""Where pages lie on sheets of paper, in which order they are printed, and in which pieces they are drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.core.document import PageSize


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper in pixels of the printer, its origin at the corner of the paper."""

    width_px: int
    height_px: int
    printable_px: tuple[int, int, int, int]
    """x0, y0, x1, y1: what the printer reaches."""
    dpi: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a page lies on a sheet. What lies beyond the printable part of the sheet is not printed."""

    scale_px_per_pt: float
    left_px: int
    top_px: int
    width_px: int
    height_px: int


def is_turned(page: PageSize, sheet: Sheet) -> bool:
    """Whether a page lies better on the sheet when the paper is turned by a quarter."""
    return (page.width_pt > page.height_pt) != (sheet.width_px > sheet.height_px) and page.width_pt != page.height_pt


def placed(page: PageSize, sheet: Sheet, *, is_fitted: bool) -> Placement:
    """As large as the printer can, or in its own size; in the middle."""
    x0, y0, x1, y1 = sheet.printable_px if is_fitted else (0, 0, sheet.width_px, sheet.height_px)
    scale = min((x1 - x0) / page.width_pt, (y1 - y0) / page.height_pt) if is_fitted else sheet.dpi / 72
    width, height = max(round(page.width_pt * scale), 1), max(round(page.height_pt * scale), 1)
    return Placement(scale, x0 + (x1 - x0 - width) // 2, y0 + (y1 - y0 - height) // 2, width, height)


def bands(width_px: int, height_px: int, most_px: int) -> Iterator[tuple[int, int, int, int]]:
    """A page cut across into pieces (x0, y0, x1, y1) of at most so many pixels, or a row of them."""
    rows = max(most_px // width_px, 1)
    for top in range(0, height_px, rows):
        yield (0, top, width_px, min(top + rows, height_px))


def chosen_pages(ranges: Sequence[tuple[int, int]], page_count: int) -> list[int]:
    """Page indexes of ranges of page numbers that count from 1, both ends included, in the order they are given."""
    return [number - 1 for first, last in ranges for number in range(max(first, 1), min(last, page_count) + 1)]


def in_printing_order(
    pages: Sequence[int], copies: int = 1, *, is_collated: bool = True, is_backwards: bool = False
) -> list[int]:
    """Each sheet that is printed. `is_collated`: copy after copy, instead of the copies of each page together."""
    once = list(reversed(pages)) if is_backwards else list(pages)
    if is_collated:
        return once * copies
    return [page_index for page_index in once for _ in range(copies)]
