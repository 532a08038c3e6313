"""A table of contents for a document that has none: built from the headings that were found while reading its pages.

Numbers come first: of all headings that begin with one, the longest run that counts up is kept, so that lists, dates
and the lines of a printed table of contents fall out; the depth of a number is the level. Type size comes second:
headings without a number are kept where they are well known, or set like those with one; in a document that numbers
nothing, by how large they are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log
from statistics import median
from typing import Final

from reader.core.document import OutlineItem
from reader.core.headings import HIDDEN, PageHeadings
from reader.core.outline_lines import Line, is_known, likely_lines, shape_of
from reader.core.outline_numbers import is_set_like, levels_of, numbered_lines, styles_of_numbers

_LARGER: Final = 1.08
"""Than the running text: what is no smaller stands out by its size alone."""
_SAME: Final = 1.05
_NUMBERED_FROM: Final = 4
"""Numbered headings of the highest level make a document that numbers."""
_STYLES_MOST: Final = 4
_PER_PAGE: Final = 4


def build_outline(pages: Iterable[PageHeadings]) -> tuple[OutlineItem, ...]:
    """The outline of the pages that have been read, in any order; empty where they tell none."""
    ordered = sorted(pages, key=lambda page: page.page_index)
    body = _body_size(ordered)
    every = likely_lines(ordered, body)
    shown = [line for line in every if line.heading.level != HIDDEN]
    styles = styles_of_numbers(numbered_lines([line for line in shown if line.number is not None]))
    lines = [line for line in every if line.heading.level != HIDDEN or is_set_like(line, styles)]
    numbered = numbered_lines([line for line in lines if line.number is not None])
    levels = levels_of(numbered)
    chosen = {id(line): level for line, level in zip(numbered, levels, strict=True)}
    bare = [line for line in lines if line.number is None]
    chosen |= _bare(bare, numbered, levels, lines, body)
    found = [(line, chosen[id(line)]) for line in lines if id(line) in chosen]
    return tuple(_item(line, level) for line, level in _closed_up(found))


def _item(line: Line, level: int) -> OutlineItem:
    return OutlineItem(level, line.heading.text, line.page_index, line.heading.top)


def _body_size(pages: Sequence[PageHeadings]) -> float:
    sizes = Counter(round(page.body_size, 3) for page in pages if page.body_size > 0)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _bare(
    bare: Sequence[Line], numbered: Sequence[Line], levels: Sequence[int], lines: Sequence[Line], body: float
) -> dict[int, int]:
    """id of a line without a number -> its level, of those that are headings."""
    highest = [line for line, level in zip(numbered, levels, strict=True) if level == 1]
    known = [line for line in bare if is_known(line.heading.text)]
    if len(highest) >= _NUMBERED_FROM or (len(numbered) >= 2 * _NUMBERED_FROM and highest):
        return _beside_numbered(highest, numbered, known, lines)
    return _by_size(bare, body, numbered if len(numbered) >= _NUMBERED_FROM else (), levels)


def _beside_numbered(
    highest: Sequence[Line], numbered: Sequence[Line], known: Sequence[Line], lines: Sequence[Line]
) -> dict[int, int]:
    size = median(line.heading.size for line in highest)
    kind = Counter(line.heading.level for line in highest).most_common(1)[0][0]
    is_upper = sum(line.heading.text.isupper() for line in highest) > len(highest) / 2
    # "Item 7" of a report has headings of the same capitals below it.
    is_of_items = any(line.number is not None and line.number.scheme == "item" for line in highest)
    begun = {id(line) for line in known} | {id(line) for line in numbered}
    found: dict[int, int] = {}
    has_begun = False
    for line in lines:
        has_begun = has_begun or id(line) in begun
        if line.number is not None:
            continue
        ratio = line.heading.size / size
        is_alike = ratio > 1 / _SAME and line.heading.text.isupper() >= is_upper and line.heading.level <= max(kind, 3)
        if id(line) in begun:
            found[id(line)] = 1
        elif is_alike and has_begun and ratio < 1.6:
            found[id(line)] = 2 if is_of_items else 1
    return found


def _by_size(bare: Sequence[Line], body: float, numbered: Sequence[Line], levels: Sequence[int]) -> dict[int, int]:
    """Each size of type is a level: of its own, or that of the numbered headings of this size."""
    by_level: defaultdict[int, list[Line]] = defaultdict(list)
    for line, level in zip(numbered, levels, strict=False):
        by_level[level].append(line)
    known = sorted((level, *_look(group)) for level, group in by_level.items())
    styles = _styles(bare, body)[:_STYLES_MOST]
    found: dict[int, int] = {}
    deepest = 0
    for style in styles:
        look = _look(style)
        alike = [level for level, *other in known if abs(other[0] / look[0] - 1) < _SAME - 1 and other[1] == look[1]]
        lesser = [level for level, *other in known if tuple(other) < look]
        level = alike[0] if alike else max(lesser[0] - 1, 1) if lesser else max(deepest, *by_level, 0) + 1
        found |= {id(line): level for line in style}
        deepest = max(deepest, level)
    for line in bare:
        if id(line) not in found and is_known(line.heading.text):
            found[id(line)] = max(deepest, 1)
    return found


def _look(lines: Sequence[Line]) -> tuple[float, bool]:
    """Size, to a twentieth, and whether most are in capitals, which stand out more."""
    size = median(line.heading.size for line in lines)
    return _SAME ** round(log(size, _SAME)), sum(line.heading.text.isupper() for line in lines) > len(lines) / 2


def _styles(bare: Sequence[Line], body: float) -> list[list[Line]]:
    """Groups of lines of one size (and where it is that of the text, of capitals or bold), largest first."""
    groups: list[list[Line]] = []
    ordered = sorted(bare, key=lambda line: (-line.heading.size, line.heading.text.isupper()))
    for line in ordered:
        if groups and groups[-1][0].heading.size < _SAME * line.heading.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    parted: list[list[Line]] = []
    for group in groups:
        if body and group[0].heading.size < _LARGER * body:
            upper = [line for line in group if line.heading.text.isupper()]
            parted += [upper, [line for line in group if not line.heading.text.isupper()]]
        else:
            parted.append(group)
    return [group for group in parted if _is_style(group)]


def _is_style(group: Sequence[Line]) -> bool:
    """A size that only the title has is no level, and one that fills pages is no heading."""
    pages = {line.page_index for line in group}
    return len(group) > 1 and pages != {0} and len(group) <= _PER_PAGE * len(pages)


def _closed_up(found: Sequence[tuple[Line, int]]) -> list[tuple[Line, int]]:
    """Levels without gaps: each at most one below the line before it."""
    closed: list[tuple[Line, int]] = []
    path: list[tuple[int, int]] = []
    titles: list[str] = []
    for line, level in found:
        title = shape_of(line)
        if line.number is None and title in titles:
            continue  # said again at the top of a page that goes on with it
        while path and path[-1][0] >= level:
            path.pop()
            titles.pop()
        path.append((level, len(path) + 1))
        titles.append(title)
        closed.append((line, path[-1][1]))
    return closed
