"""Tables of a page, found by how figures stand: in rows on one line, in columns below each other.

Most tables of reports and papers have no ruling, so only the places of the text count. Lengths are points.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.core.patterns import late_pattern
from reader.core.reading_order import LineShape

_NUMBER = late_pattern(
    r"^[\s$€£¥￥△▲±+(\[<>~≈*–—−-]*\d[\d,.\s，．]*(?:[%％)\]xX×*†‡]|bp|pts?|円|億円|万円|百万円|件|人|社|[a-z](?=$))*\s*(?:[±(].*)?$"
)
_NOTHING = late_pattern(r"^\s*(?:[-–—−―‐・*✓✗×]+|n/?a|N/?A|nm|NM|[$€£¥%])\s*$")
_YEAR = late_pattern(
    r"^\W*(?:(?:fiscal|FY|CY)\s*)?'?(?:19|20)\d\d(?:年(?:度)?)?\W*$|^\W*FY\s*'?\d\d\W*$", re.IGNORECASE
)
_YEAR_INSIDE = late_pattern(r"\b(?:19|20)\d\d\b|\b(?:months|years?|quarter|weeks) ended\b|年度", re.IGNORECASE)
_FIGURES_AT_END = late_pattern(r"(?:\s[$(]*-?[\d,.]*\d[%)]*){2,}\s*$")
_PROSE_LETTERS = 45
"""Characters of a line on average (half of it in Japanese): longer ones are running text, not cells."""
_HEAD_ROWS = 6
"""Lines above the first row that may be heads of its columns."""
_MOST_WITHOUT = 3
"""Lines without a figure that may stand between rows: heads of groups, long labels."""
_APART = 2.0
"""Of the type size: the space between a table and what stands beside it."""
_TOGETHER = 0.8
"""Of the lines on either side of a space, the share that must go on across it for both to be one table."""


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[int, ...], ...]
    """Positions of the lines of each row, from the top, and in a row from the left."""


def is_figure(cell: str) -> bool:
    """Whether a cell holds a number (not a year) or a sign for none."""
    return (_NUMBER.match(cell) is not None and not _YEAR.match(cell)) or _NOTHING.match(cell) is not None


def is_head_row(row: str) -> bool:
    """Whether a row of a table says what its columns are: years, dates, words, but no figures of its own."""
    rest = _YEAR_INSIDE.sub(" ", re.sub(r"\b\d{1,2},", " ", row))
    return not re.search(r"\d", rest)


def find_tables(lines: Sequence[LineShape]) -> list[Table]:
    """Tables of at least two rows with figures. Every line is in one of them at most."""
    prose = _prose(lines)
    bands = _bands(lines, prose)
    tables = []
    run: list[list[int]] = []
    without: int | None = None  # lines since the last one with a figure
    for band in bands:
        if run and (without == _MOST_WITHOUT or not _is_below(lines, run, band)):
            tables += _tables_of(lines, run)
            run, without = [], None
        run.append(band)
        if _figures(lines, band):
            without = 0
        elif without is not None:
            without += 1
    tables += _tables_of(lines, run)
    return tables


def _tables_of(lines: Sequence[LineShape], run: list[list[int]]) -> list[Table]:
    """A run of bands as tables: two things that only happen to stand side by side are parted."""
    cells = [i for band in run for i in band]
    size = max((lines[i].size for i in cells), default=1.0)
    for gap, end in _gaps([(lines[i].x0, lines[i].x1) for i in cells]):
        if gap < _APART * size:
            continue
        left = [part for band in run if (part := [i for i in band if lines[i].x1 <= end])]
        right = [part for band in run if (part := [i for i in band if lines[i].x1 > end])]
        both = len(left) + len(right) - len(run)
        if both + 1 < _TOGETHER * min(len(left), len(right)):  # heads of columns need not have one on the left
            return _tables_of(lines, left) + _tables_of(lines, right)
    return _table(lines, run)


def _gaps(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """(width, where it begins) of the spaces that none of the spans touches."""
    found = []
    reach = math.inf
    for start, end in sorted(spans):
        if start > reach:
            found.append((start - reach, reach))
        reach = end if reach == math.inf else max(reach, end)
    return found


def _prose(lines: Sequence[LineShape]) -> frozenset[int]:
    """Lines of running text: in paragraphs of long lines, none beside another."""
    blocks: dict[int, list[int]] = {}
    for position, line in enumerate(lines):
        blocks.setdefault(line.block, []).append(position)
    found: set[int] = set()
    for members in blocks.values():
        lengths = [_length(lines[i].text) for i in members]
        tops = sorted(lines[i].y0 for i in members)
        size = max(lines[members[0]].size, 1.0)
        stacked = 1 + sum(b - a > 0.6 * size for a, b in pairwise(tops))
        if stacked < len(members):
            continue
        if (len(members) > 1 and sum(lengths) / len(members) > _PROSE_LETTERS * 0.8) or max(
            lengths
        ) > 2 * _PROSE_LETTERS:
            found.update(i for i in members if not _FIGURES_AT_END.search(lines[i].text))
    return frozenset(found)


def _length(text: str) -> float:
    return sum(2.0 if c > "\u2e80" else 1.0 for c in text.strip())


def _bands(lines: Sequence[LineShape], prose: frozenset[int]) -> list[list[int]]:
    """Lines that stand on one line of the page, from the top; those in different columns of text are apart."""
    ordered = sorted((i for i in range(len(lines)) if i not in prose), key=lambda i: lines[i].y0 + lines[i].y1)
    bands: list[list[int]] = []
    for i in ordered:
        line = lines[i]
        if bands:
            last = lines[bands[-1][0]]
            overlap = min(line.y1, last.y1) - max(line.y0, last.y0)
            if overlap > 0.55 * min(line.y1 - line.y0, last.y1 - last.y0):
                bands[-1].append(i)
                continue
        bands.append([i])
    parted = []
    for band in bands:
        band.sort(key=lambda i: lines[i].x0)
        parted += _parted(lines, prose, band)
    return parted


def _parted(lines: Sequence[LineShape], prose: frozenset[int], band: list[int]) -> list[list[int]]:
    """A band cut where running text stands between or beside its pieces."""
    top, bottom = min(lines[i].y0 for i in band), max(lines[i].y1 for i in band)
    walls = [lines[i] for i in prose if lines[i].y0 < bottom and lines[i].y1 > top]
    if not walls:
        return [band]
    parts: list[list[int]] = [[band[0]]]
    for i in band[1:]:
        before = lines[parts[-1][-1]]
        if any(before.x1 <= wall.x0 + 2 and wall.x1 <= lines[i].x0 + 2 for wall in walls):
            parts.append([i])
        else:
            parts[-1].append(i)
    return parts


def _is_below(lines: Sequence[LineShape], run: list[list[int]], band: list[int]) -> bool:
    last = run[-1]
    gap = min(lines[i].y0 for i in band) - max(lines[i].y1 for i in last)
    size = max(lines[band[0]].size, lines[last[0]].size, 4.0)
    return gap < 1.8 * size


def _figures(lines: Sequence[LineShape], band: list[int]) -> int:
    if len(band) == 1:
        return 2 if _FIGURES_AT_END.search(lines[band[0]].text) else 0
    return sum(is_figure(lines[i].text) for i in band)


def _table(lines: Sequence[LineShape], run: list[list[int]]) -> list[Table]:
    """The part of a run of bands from its first to its last row with figures, with the heads above it."""
    with_figures = [n for n, band in enumerate(run) if _figures(lines, band) >= 1]
    if len(with_figures) < 2 or sum(_figures(lines, run[n]) for n in with_figures) < 4:
        return []
    if not _has_columns(lines, [run[n] for n in with_figures]):
        return []
    first, last = with_figures[0], with_figures[-1]
    for above in range(first - 1, max(first - 1 - _HEAD_ROWS, -1), -1):
        if _is_head(lines, run, above, with_figures[0]):
            first = above
    return [Table(tuple(tuple(band) for band in run[first : last + 1]))]


def _has_columns(lines: Sequence[LineShape], rows: list[list[int]]) -> bool:
    """Whether figures of different rows end (or stand) below each other."""
    if sum(len(row) == 1 for row in rows) >= 2:
        return True
    ends = sorted((lines[i].x1, n) for n, row in enumerate(rows) for i in row if is_figure(lines[i].text))
    middles = sorted(
        ((lines[i].x0 + lines[i].x1) / 2, n) for n, row in enumerate(rows) for i in row if is_figure(lines[i].text)
    )
    for places in (ends, middles):
        for (a, n), (b, m) in pairwise(places):
            if n != m and b - a < 4:
                return True
    return False


def _is_head(lines: Sequence[LineShape], run: list[list[int]], position: int, first_row: int) -> bool:
    band = run[position]
    figures = [lines[i] for i in run[first_row] if is_figure(lines[i].text)]
    if len(band) == 1 and not figures:
        return _YEAR_INSIDE.search(lines[band[0]].text) is not None
    left = min((cell.x0 for cell in figures), default=0.0)
    size = max(lines[band[0]].size, 4.0)
    if len(band) > 1:
        return True
    line = lines[band[0]]
    return line.x0 > left - 6 * size or _YEAR_INSIDE.search(line.text) is not None
