"""The authors of a paper: the names that stand on page 1 between the title and the abstract."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reader.core.author_names import (
    MARK,
    as_printed,
    chunks_of,
    is_cjk,
    is_collective,
    is_name,
    may_be_part,
    pieces_of,
)
from reader.core.cited_text import authors_of
from reader.core.document import PageText
from reader.core.paper_title import title_lines
from reader.core.printed_lines import PrintedLine, printed_lines, raised, rows
from reader.core.quote_index import fold
from reader.core.section_words import ABSTRACT, INTRODUCTION
from reader.core.whole_letters import whole_letters

_MARKS = re.compile(r"[\d∗*†‡§¶‖⋆★☆♠♣♥♦♢♡◇◦•#⊥⋄△▽♯♭♮✝✉✩✶⁎∧⃝\u00b9\u00b2\u00b3\u2070-\u2089\ue000-\uf8ff]+")
_ELSEWHERE = re.compile(r"@|\{|https?:|www\.|\b\w+\.(?:edu|com|org|net|gov)\b|\bE-?mail\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b")
_ORCID = re.compile(r"\b(?:\d{4}-){3}\d{3}[\dX]\b")
_WIDE = 0.62
"""Of the height of a line's letters: more room than that parts names, less is a space."""
_APART = 0.25
"""The same where the text has them on lines of their own."""
_FRESH = 1.35
"""Times the distance of the rows before: there a new row of authors begins."""
_PROSE_WORDS = 10
_SIGNS = 3
"""Raised signs that make names and affiliations of what stands below a title without an abstract."""
_MOST_ROWS = 60


def find_authors(stated: str, title: str, first_page: PageText | None) -> list[str]:
    """The printed names; of what is no paper, those that the PDF states."""
    names = printed_authors(stated, title, first_page) if first_page is not None else []
    is_paper = first_page is not None and ABSTRACT.search(first_page.text) is not None
    return names if names or is_paper else authors_of(stated)


def printed_authors(stated: str, title: str, first_page: PageText, aspect: float = 0.75) -> list[str]:
    """The names as the page has them; none are better than wrong ones.

    `stated`: the author field of the PDF, which counts where the page has the same names. `aspect`: width of the page
    by its height.
    """
    lines = printed_lines(first_page)
    head = title_lines(first_page, title, lines)
    if not head:
        return []
    area = _area(first_page, lines, head)
    printed = _Reading(first_page, aspect).names(area) if area.is_sure else []
    return _agreed(authors_of(stated), printed, area)


def author_area_end(page: PageText, title: str) -> float:
    """How far down the page title and authors reach, as far as that is sure; else 0."""
    lines = printed_lines(page)
    head = title_lines(page, title, lines)
    area = _area(page, lines, head) if head else _Area()
    return area.end if area.is_sure else 0.0


def _agreed(stated: list[str], printed: list[str], area: "_Area") -> list[str]:
    """What the page has, or what the file states where the page has all of that and more could not be read of it."""
    if not stated:
        return printed
    there = fold(" ".join(whole_letters(line.text) for line in area.lines))
    places = [there.find(fold(name)) for name in stated]
    if min(places) < 0:
        return printed
    if {fold(name) for name in stated} == {fold(name) for name in printed}:
        return printed
    if len(stated) == 1 and printed:
        return printed
    return [as_printed(name) for _, name in sorted(zip(places, stated, strict=True), key=lambda pair: pair[0])]


@dataclass(frozen=True, slots=True)
class _Area:
    """What stands between the title and the abstract."""

    lines: tuple[PrintedLine, ...] = ()
    end: float = 0.0
    has_abstract: bool = False
    is_sure: bool = False


def _area(page: PageText, lines: Sequence[PrintedLine], head: Sequence[PrintedLine]) -> _Area:
    bottom = max(line.rect.y1 - 0.3 * line.size for line in head)
    below = sorted(
        (line for line in lines if line.rect.y0 >= bottom and line not in head and line.kind != "running"),
        key=lambda line: line.rect.y0,
    )
    ends = [line for line in below if ABSTRACT.match(line.text)]
    if ends:
        end = ends[0].rect.y0
        return _Area(_between(below, end), end, has_abstract=True, is_sure=True)
    ends = [line for line in below if INTRODUCTION.match(line.text) or _is_prose(line.text)]
    if not ends:
        return _Area(tuple(below), below[-1].rect.y1 if below else 0.0)
    end = ends[0].rect.y0
    between = _between(below, end)
    has_address = any(_ELSEWHERE.search(line.text) for line in between)
    has_introduction = any(INTRODUCTION.match(line.text) for line in below)
    signs = sum(len(raised(page, line)) for line in between)
    return _Area(between, end, is_sure=signs >= _SIGNS or (has_introduction and has_address))


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


@dataclass(slots=True)
class _Cell:
    """What stands together in a row; footnote signs are MARKs."""

    text: str
    middle: float
    size: float
    is_marked: bool = False
    """Begins with a sign: what the sign of a name stands for."""


@dataclass(slots=True)
class _Reading:
    """Reads rows of names from top to bottom."""

    page: PageText
    aspect: float
    found: list[str] = field(default_factory=list)
    rest: str = ""
    """The last piece of the row before, where a name may go on in the next row."""
    rest_is_open: bool = False

    def names(self, area: _Area) -> list[str]:
        table = [cells for row in rows(area.lines) if (cells := self._cells(row))][:_MOST_ROWS]
        pitch = min(
            (gap for above, row in pairwise(table) if (gap := row[0].middle - above[0].middle) > 0.8 * row[0].size),
            default=0.0,
        )
        is_strict = any(row[0].text.rstrip(f"{MARK} ").endswith(",") for row in table if len(row) == 1)
        above: list[_Cell] = []
        others = False
        size = 0.0
        for row in table:
            kinds = [self._kind(cell) for cell in row]
            if others:
                # A new row of authors after affiliations: nothing but names, in the type of those before.
                is_fresh = _is_address(above) or row[0].middle - above[0].middle > _FRESH * pitch
                is_row = is_fresh and set(kinds) == {"names"} and 0.93 < row[0].size / size < 1.07
            else:
                is_row = "names" in kinds
            if is_row and not self._is_said_again(row):
                for cell, kind in zip(row, kinds, strict=True):
                    if kind == "names":
                        self._take(cell, is_list=len(row) == 1, is_strict=is_strict)
                size = size or row[0].size
                others = False
            elif self.found or self.rest:
                self._finish()
                others = True
            above = row
        self._finish()
        if not self.found and table:
            self.found = _collective(table)
        return self.found

    def _cells(self, row: Sequence[PrintedLine]) -> list[_Cell]:
        """The row cut where there is room; marks and digits are MARKs."""
        cells: list[_Cell] = []
        cell = _Cell("", 0.0, 0.0)
        right = -1.0
        room = max(line.size for line in row) / self.aspect
        for line in row:
            marks = raised(self.page, line)
            ordinals = {line.start + at for match in _ORDINAL.finditer(line.text) for at in range(*match.span())}
            is_apart, is_first = True, True
            for place in range(line.start, line.end):
                character = self.page.text[place]
                if character.isspace() or place in ordinals:
                    is_apart = True
                    continue
                box = self.page.box(place)
                is_mark = place in marks or _MARKS.match(character) is not None
                if box.x0 - right > (_APART if is_first and not is_mark else _WIDE) * room or not cells:
                    # A sign that stands alone belongs to what follows.
                    is_marked = bool(cells) and not cell.text.strip(f"{MARK} ")
                    cell = _Cell("", line.middle, line.size, is_marked)
                    cells.append(cell)
                elif is_apart:
                    cell.text += " "
                if is_mark:
                    cell.is_marked |= not cell.text.strip(f"{MARK} ")
                    cell.text += MARK
                else:
                    cell.text += character
                is_apart = is_first = False
                right = box.x1
        for cell in cells:
            cell.text = re.sub(rf"{MARK}[\s,{MARK}]*{MARK}", MARK, whole_letters(cell.text)).strip()
        cells = [cell for cell in cells if cell.text.strip(f"{MARK} ,;-")]
        return _paired(cells) if all(is_cjk(cell.text) for cell in cells) else cells

    def _kind(self, cell: _Cell) -> str:
        if _ELSEWHERE.search(cell.text) or _ORCID.search(cell.text):
            return "address"
        if cell.is_marked and not self._goes_on(cell):
            return "other"
        pieces = pieces_of(cell.text)
        if not pieces:
            return "other"
        if not is_name(pieces[0]) and not (self._may_go_on() and may_be_part(pieces[0]) and len(pieces) > 1):
            is_last_part = self._may_go_on() and len(pieces) == 1 and may_be_part(pieces[0])
            return "names" if is_last_part else "other"
        return "names"

    def _goes_on(self, cell: _Cell) -> bool:
        """A row of names that begins with the sign of the last one."""
        return self._may_go_on() and all(is_name(piece) for piece in pieces_of(cell.text))

    def _may_go_on(self) -> bool:
        return bool(self.rest)

    def _is_said_again(self, cells: Sequence[_Cell]) -> bool:
        """Names in Latin letters below Japanese ones are the same people's."""
        return bool(self.found) and is_cjk(self.found[0]) and not any(is_cjk(cell.text) for cell in cells)

    def _take(self, cell: _Cell, *, is_list: bool, is_strict: bool) -> None:
        text = cell.text
        if self.rest and is_list:
            first = next(iter(pieces_of(text)), "")
            is_cut = self.rest_is_open and (
                (is_strict and not re.match(r"(?:and|&)\s", text))
                or not is_name(self.rest)
                or (len(first.split()) == 1 and not is_cjk(first))
            )
            if is_cut and not text.startswith(MARK):
                text = f"{self.rest} {text}"
                self.rest = ""
        self._finish()
        is_open = is_list and not re.search(rf"(?:[,;{MARK}]|\band|&)\s*$", cell.text)
        names: list[str] = []
        for chunk in chunks_of(text):
            for piece in chunk:
                if is_name(piece):
                    names.append(piece)
                elif is_open and piece == chunk[-1] and may_be_part(piece):
                    names.append(piece)  # goes on in the next row
                else:
                    break
        if is_list and names:
            *names, self.rest = names
            self.rest_is_open = is_open
        self.found += [as_printed(name) for name in names]

    def _finish(self) -> None:
        if self.rest and is_name(self.rest):
            self.found.append(as_printed(self.rest))
        self.rest, self.rest_is_open = "", False


def _is_address(row: Sequence[_Cell]) -> bool:
    return any(_ELSEWHERE.search(cell.text) or _ORCID.search(cell.text) for cell in row)


def _paired(cells: list[_Cell]) -> list[_Cell]:
    """Family and given names that stand apart, as in "山田　太郎"."""
    short = all(len(cell.text.strip(MARK)) <= 3 for cell in cells)
    if not short or len(cells) % 2 or any(cell.text.endswith(MARK) for cell in cells[::2]):
        return cells
    return [
        _Cell(f"{family.text} {given.text}", family.middle, family.size)
        for family, given in zip(cells[::2], cells[1::2], strict=True)
    ]


def _collective(table: Sequence[Sequence[_Cell]]) -> list[str]:
    """A team or a firm, where that is all there is in place of names."""
    first = table[0]
    if len(first) != 1 or first[0].is_marked:
        return []
    pieces = pieces_of(first[0].text)
    if pieces and is_collective(pieces[0]):
        return [pieces[0]]
    is_alone = len(table) <= 2 and len(pieces) == 1 and len(pieces[0].split()) == 1 and pieces[0][0].isupper()
    return [pieces[0]] if is_alone else []
