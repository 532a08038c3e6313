"""Headings that begin with a number: which of them count up together, and the level that their numbers tell."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from reader.core.headings import Heading
from reader.core.numbering import Scheme
from reader.core.outline_lines import Line

_SCHEMES: Final[tuple[Scheme, ...]] = (
    "part", "item", "chapter", "roman", "section", "article", "decimal", "letter", "bracket",
)  # fmt: skip
_ABOVE: Final[frozenset[Scheme]] = frozenset(("part", "chapter", "roman", "item"))
"""What the numbers below may begin anew under."""
_LARGER: Final = 1.08
"""Than the running text: what is no smaller stands out by its size alone."""
_SAME: Final = 1.05
_SAME_LEFT: Final = 0.008
_LISTS_FROM: Final = 3
_SKIPPED_MOST: Final = 2
"""Headings between two numbers that may have been missed."""


def styles_of_numbers(numbered: Sequence[Line]) -> dict[tuple[str, int], list[Heading]]:
    """(scheme, depth) -> how such headings are set."""
    styles: defaultdict[tuple[str, int], list[Heading]] = defaultdict(list)
    for line in numbered:
        if line.number is not None:
            styles[line.number.scheme, len(line.parts)].append(line.heading)
    return styles


def is_set_like(line: Line, styles: dict[tuple[str, int], list[Heading]]) -> bool:
    """Whether a heading of this depth has been seen at this distance from the edge and in this size."""
    if line.number is None:
        return False
    return any(
        abs(heading.left - line.heading.left) < _SAME_LEFT and 1 / _SAME < heading.size / line.heading.size < _SAME
        for heading in styles.get((line.number.scheme, len(line.parts)), ())
    )


def numbered_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines whose numbers count up, in their order."""
    by_scheme: defaultdict[Scheme, list[Line]] = defaultdict(list)
    for line in lines:
        if line.number is not None:
            by_scheme[line.number.scheme].append(line)
    kept: set[int] = set()
    place = {id(line): position for position, line in enumerate(lines)}
    chosen: dict[Scheme, int] = {}
    """Place of the first line of each scheme."""
    above: list[int] = []
    """Places of the lines under which numbers may begin anew."""
    for scheme in _SCHEMES:
        candidates = by_scheme[scheme]
        if scheme == "bracket":
            candidates = [line for line in candidates if line.weight > _LARGER]
        if scheme == "letter" and "roman" not in chosen and "decimal" in chosen:
            # Appendices; "A Paper on Optimisers" is a title.
            candidates = [line for line in candidates if place[id(line)] > chosen["decimal"]]
        candidates = _without_lists(candidates, bool(above))
        runs = _run(candidates)
        if above and scheme not in ("part", "item"):
            parted: defaultdict[int, list[Line]] = defaultdict(list)
            for line in candidates:
                parted[bisect_right(above, place[id(line)])].append(line)
            anew = [line for group in parted.values() for line in _run(group)]
            if len(anew) > 1.5 * len(runs):
                runs = anew
        if len(runs) < 2 and not (runs and runs[0].number is not None and scheme in ("letter", "decimal") and kept):
            continue
        kept |= {id(line) for line in runs}
        chosen[scheme] = place[id(runs[0])]
        if scheme in _ABOVE:
            above = sorted([*above, *(place[id(line)] for line in runs)])
    return [line for line in lines if id(line) in kept]


def _without_lists(lines: Sequence[Line], is_under: bool) -> list[Line]:
    """Where numbers of one part and one size begin anew all the time they count the steps of lists."""
    by_size: defaultdict[float, list[Line]] = defaultdict(list)
    for line in lines:
        if len(line.parts) == 1 and not is_under:
            by_size[round(line.weight, 1)].append(line)
    steps: set[int] = set()
    for single in by_size.values():
        begun = sum(line.parts == (1,) for line in single)
        if begun >= _LISTS_FROM and 2 * len(_run(single)) <= len(single):
            steps |= {id(line) for line in single}
    return [line for line in lines if id(line) not in steps]


def _run(lines: Sequence[Line]) -> list[Line]:
    """The heaviest run of lines whose numbers count up, without those that leap."""
    if not lines:
        return []
    keys = sorted({line.parts for line in lines})
    ranks = {key: rank for rank, key in enumerate(keys, start=1)}
    # A Fenwick tree of the best run that ends at or below a number: (weight, position of its last line).
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(keys) + 1)
    before = [-1] * len(lines)
    top = (0.0, -1)
    for position, line in enumerate(lines):
        rank = ranks[line.parts]
        found = (0.0, -1)
        i = rank - 1
        while i > 0:
            found = max(found, best[i], key=lambda run: run[0])
            i -= i & -i
        is_sure = line.number is not None and line.number.is_sure
        weight = found[0] + line.weight * (1.0 if is_sure else 0.6)
        before[position] = found[1]
        i = rank
        while i <= len(keys):
            if weight > best[i][0]:
                best[i] = (weight, position)
            i += i & -i
        if weight > top[0]:
            top = (weight, position)
    run = []
    position = top[1]
    while position >= 0:
        run.append(lines[position])
        position = before[position]
    return _without_leaps(run[::-1])


def _without_leaps(run: Sequence[Line]) -> list[Line]:
    kept: list[Line] = []
    last = run[0].parts  # any: what comes before it may not have been read yet
    for line in run:
        parts = line.parts
        if not kept:
            kept.append(line)
            continue
        shared = next(
            (i for i, (a, b) in enumerate(zip(parts, last, strict=False)) if a != b), min(len(parts), len(last))
        )
        step = parts[shared] - (last[shared] if shared < len(last) else 0)
        if step <= 1 + _SKIPPED_MOST and all(part <= 1 + _SKIPPED_MOST for part in parts[shared + 1 :]):
            kept.append(line)
            last = parts
    return kept


def levels_of(lines: Sequence[Line]) -> list[int]:
    """By scheme, then by depth: parts above chapters, chapters above 1.1, appendices beside chapters."""
    present = {line.number.scheme for line in lines if line.number is not None}
    first: dict[Scheme, int] = {}
    level = 1
    for scheme in ("part", "item", "chapter", "roman"):
        if scheme in present:
            first[scheme] = level
            level += 1
    first["section"] = level
    first["article"] = level + ("section" in present)
    is_under_chapters = "chapter" in present and any(
        len(line.parts) > 1 for line in lines if line.number is not None and line.number.scheme == "decimal"
    )
    # "1.1" belongs to "Chapter 1", so it counts as its second level; "1." under "第1節" begins a level of its own.
    if is_under_chapters:
        first["decimal"] = first["chapter"]
    else:
        first["decimal"] = level + ("section" in present) + ("article" in present)
    has_roman_above = "roman" in present
    first["letter"] = first["roman"] + 1 if has_roman_above else first["decimal"] if "decimal" in present else level
    levels = []
    deepest = 1
    for line in lines:
        number = line.number
        assert number is not None
        if number.scheme == "bracket":
            levels.append(deepest + 1)
            continue
        depth = 1 if number.scheme in ("part", "item", "chapter", "roman", "section", "article") else len(number.parts)
        deepest = first[number.scheme] + depth - 1
        levels.append(deepest)
    return levels
