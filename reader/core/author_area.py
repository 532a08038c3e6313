"""The part of page 1 that the authors stand in: below the title, above the abstract."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.core.author_names import is_cjk, is_name, pieces_of
from reader.core.document import PageText
from reader.core.printed_lines import PrintedLine, raised
from reader.core.section_words import ABSTRACT, DATED, INTRODUCTION

ADDRESS = re.compile(r"@|\{|https?:|www\.|\b\w+\.(?:edu|com|org|net|gov)\b|\bE-?mail\b", re.IGNORECASE)
_PROSE_WORDS = 10
_MANY_NAMES = 8
_FEW_LINES = 3
"""Between a title and an introduction there are hardly any others than the authors'."""
_SIGNS = 3
"""Raised signs that make names and affiliations of what stands below a title without an abstract."""


@dataclass(frozen=True, slots=True)
class AuthorArea:
    """What stands between the title and the abstract."""

    lines: tuple[PrintedLine, ...] = ()
    end: float = 0.0
    has_abstract: bool = False
    is_sure: bool = False


def author_area(page: PageText, lines: Sequence[PrintedLine], head: Sequence[PrintedLine]) -> AuthorArea:
    bottom = max(line.rect.y1 - 0.3 * line.size for line in head)
    below = sorted(
        (line for line in lines if line.rect.y0 >= bottom and line not in head and line.kind != "running"),
        key=lambda line: line.rect.y0,
    )
    ends = [line for line in below if ABSTRACT.match(line.text)]
    if ends:
        end = ends[0].rect.y0
        return AuthorArea(_between(below, end), end, has_abstract=True, is_sure=True)
    ends = [line for line in below if INTRODUCTION.match(line.text) or _is_prose(line.text)]
    if not ends:
        return AuthorArea(tuple(below), below[-1].rect.y1 if below else 0.0)
    end = ends[0].rect.y0
    between = _between(below, end)
    has_address = any(ADDRESS.search(line.text) for line in between)
    has_introduction = any(INTRODUCTION.match(line.text) for line in below)
    is_dated = any(DATED.match(line.text) for line in between)
    signs = sum(len(raised(page, line)) for line in between)
    is_list = sum(_names_in(line.text) for line in between) >= _MANY_NAMES
    is_short = len(between) <= _FEW_LINES
    is_sure = signs >= _SIGNS or is_dated or is_list or (has_introduction and (has_address or is_short))
    return AuthorArea(between, end, is_sure=is_sure)


def _names_in(line: str) -> int:
    """Of a list of several; in such a line there is nothing else."""
    pieces = pieces_of(line)
    return len(pieces) if len(pieces) > _FEW_LINES and all(map(is_name, pieces[1:-1])) else 0


def _between(below: Sequence[PrintedLine], end: float) -> tuple[PrintedLine, ...]:
    return tuple(
        line
        for line in below
        if line.rect.y0 + 0.5 * line.rect.height < end and line.kind not in ("footnote", "caption")
    )


def _is_prose(text: str) -> bool:
    if is_cjk(text):
        return len(text) >= 25 and len(re.findall(r"[\u3041-\u3096]", text)) > 0.25 * len(text)
    words = text.split()
    return len(words) >= _PROSE_WORDS and sum(word[0].islower() for word in words) > 0.6 * len(words)
