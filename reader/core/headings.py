"""The headings of a page, as an outline is built from them: their words, where they stand, and how large they are."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from reader.core.document import BOX_UNITS, PageText, Region
from reader.core.numbering import number_of

_LINES_MOST = 4
_SAME_SIZE = 1.06
_SAMPLES = 240
"""Letters of the running text that are measured on a page."""
_SIZE_STEP = 7
"""Of the units of boxes: a tenth of a point on A4."""
_LETTERS_MEASURED = 24
_LETTERS_MOST = 160
_GAP = 2.0
"""Of the width of a letter: what is further right on the line is of another column."""
_FULL = 2.5
"""Letters short of the right edge of the text below, a line still fills its column."""
HIDDEN = 0
"""The level of a line that may be a heading by its number alone: the page's structure took it for something else."""
_MAY_BE_NUMBERED = re.compile(
    r"\s*(?:[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})*[.．]?\s+[^\W\d_]|[A-Z](?:\.[0-9]{1,2})*\.?\s+[A-Z])"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """Sizes and places are fractions of the page's height and width."""

    text: str
    level: int
    """As the page's structure has it: 1 to 3 for larger type than the running text, 4 for bold type or capitals;
    HIDDEN."""
    top: float
    size: float
    """The height of its letters' boxes."""
    left: float


@dataclass(frozen=True, slots=True)
class PageHeadings:
    page_index: int
    body_size: float
    """The height of most of the letters of its running text; 0 where it has none."""
    headings: tuple[Heading, ...]


def headings_of(page: PageText) -> PageHeadings:
    """The headings of a page in reading order. A line that begins with a number begins a heading of its own."""
    found: list[Heading] = []
    for region, following in itertools.pairwise((*page.regions, None)):
        if region is None:
            continue
        if region.kind == "heading":
            if region.level < 4 or following is None or not _fills_column(page, region, following):
                found += _headings(page, region)
        elif region.kind in ("table", "body"):
            found += _hidden(page, region)
    return PageHeadings(page.page_index, _body_size(page), tuple(found))


def to_json(page: PageHeadings) -> list[Any]:
    rows = [[h.text, h.level, round(h.top, 5), round(h.size, 5), round(h.left, 5)] for h in page.headings]
    return [round(page.body_size, 5), rows]


def from_json(page_index: int, content: list[Any]) -> PageHeadings:
    return PageHeadings(page_index, content[0], tuple(Heading(*row) for row in content[1]))


def _headings(page: PageText, region: Region) -> list[Heading]:
    lines: list[Heading] = []
    for match in re.finditer(r"[^\n]+", page.text[region.start : region.end]):
        line = _line(page, region.start + match.start(), region.start + match.end(), region.level)
        if line is not None:
            lines.append(line)
    found: list[list[Heading]] = []
    for line in lines:
        if found and _goes_on(found[-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return [_joined(group) for group in found]


def _fills_column(page: PageText, region: Region, following: Region) -> bool:
    """Whether a line of the text's own size reaches to the right edge of the text that goes on below it: Japanese
    fonts are called bold that are not."""
    if following.kind != "body" or number_of(page.text[region.start : region.end]) is not None:
        return False
    text = page.text
    line_end = text.find("\n", following.start, following.end)
    last = page.rects_of(text.rfind("\n", region.start, region.end) + 1 or region.start, region.end)[-1:]
    first = page.rects_of(following.start, line_end if line_end > 0 else following.end)[:1]
    if not last or not first or first[0].y0 < last[0].y0:
        return False
    letter = page.box(region.start).width
    return last[0].x1 > first[0].x1 - _FULL * letter and abs(last[0].x0 - first[0].x0) < 2 * _FULL * letter


def _hidden(page: PageText, region: Region) -> Iterator[Heading]:
    """Numbered lines that stand beside the rows of a table in the next column, or look like the text below them."""
    for match in re.finditer(r"[^\n]+", page.text[region.start : region.end]):
        if _MAY_BE_NUMBERED.match(match.group()):
            start = region.start + match.start()
            end = _end_of_piece(page, start, region.start + match.end())
            line = _line(page, start, end, HIDDEN)
            if line is not None:
                yield line


def _end_of_piece(page: PageText, start: int, end: int) -> int:
    right = width = 0.0
    for place in range(start, min(end, start + _LETTERS_MOST)):
        box = page.box(place)
        if page.text[place].isspace() or box.width <= 0:
            continue
        width = width or box.width
        if right and box.x0 - right > _GAP * max(width, box.width):
            return place
        right, width = box.x1, max(width, box.width)
    return end


def _line(page: PageText, start: int, end: int, level: int) -> Heading | None:
    boxes = [page.box(i) for i in range(start, min(end, start + _LETTERS_MOST)) if not page.text[i].isspace()]
    boxes = [box for box in boxes if box.height > 0]
    if not boxes:
        return None
    text = " ".join(page.text[start:end].split())
    # Not the first letter: initials are larger, and marks of lists come from another font.
    size = median(box.height for box in boxes[:_LETTERS_MEASURED])
    return Heading(text, level, min(box.y0 for box in boxes), size, min(box.x0 for box in boxes))


def _goes_on(group: list[Heading], line: Heading) -> bool:
    before = group[-1]
    ratio = line.size / before.size
    return (
        len(group) < _LINES_MOST
        and 1 / _SAME_SIZE < ratio < _SAME_SIZE
        and before.text.isupper() == line.text.isupper()
        and number_of(line.text) is None
        and 0 <= line.top - before.top < 2.2 * before.size
    )


def _joined(group: list[Heading]) -> Heading:
    first = group[0]
    text = first.text
    for line in group[1:]:
        is_cjk = ord(text[-1]) > 0x2E80 and ord(line.text[0]) > 0x2E80
        text += line.text if is_cjk else " " + line.text
    return Heading(text, first.level, first.top, first.size, first.left)


def _body_size(page: PageText) -> float:
    """The height of most letters of the running text, of a sample of them."""
    boxes = memoryview(page.boxes).cast("H")
    body = [region for region in page.regions if region.kind == "body"]
    step = max(sum(region.end - region.start for region in body) // _SAMPLES, 1)
    sizes: Counter[int] = Counter()
    for region in body:
        for place in range(region.start, region.end, step):
            height = boxes[4 * place + 3] - boxes[4 * place + 1]
            if height > 0 and not page.text[place].isspace():
                sizes[round(height / _SIZE_STEP)] += 1
    return sizes.most_common(1)[0][0] * _SIZE_STEP / BOX_UNITS if sizes else 0.0
