"""The authors of a paper: the names that stand on page 1 between the title and the abstract."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reader.core.author_area import ADDRESS, AuthorArea, author_area
from reader.core.author_cells import Cell, cells_of
from reader.core.author_names import (
    MARK,
    as_printed,
    chunks_of,
    is_cjk,
    is_collective,
    is_name,
    is_place,
    may_be_part,
    pieces_of,
)
from reader.core.cited_text import authors_of
from reader.core.document import PageText
from reader.core.paper_title import title_lines
from reader.core.printed_lines import printed_lines, rows
from reader.core.quote_index import fold
from reader.core.section_words import ABSTRACT
from reader.core.whole_letters import whole_letters

_ORCID = re.compile(r"\b(?:\d{4}-){3}\d{3}[\dX]\b")
_FRESH = 1.35
"""Times the distance of the rows before: there a new row of authors begins."""
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
    area = author_area(first_page, lines, head)
    printed = _Reading(first_page, aspect).names(area) if area.is_sure else []
    return _agreed(authors_of(stated), printed, area)


def author_area_end(page: PageText, title: str) -> float:
    """How far down the page title and authors reach, as far as that is sure; else 0."""
    lines = printed_lines(page)
    head = title_lines(page, title, lines)
    area = author_area(page, lines, head) if head else AuthorArea()
    return area.end if area.is_sure else 0.0


def _agreed(stated: list[str], printed: list[str], area: AuthorArea) -> list[str]:
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


@dataclass(slots=True)
class _Reading:
    """Reads rows of names from top to bottom."""

    page: PageText
    aspect: float
    found: list[str] = field(default_factory=list)
    rest: str = ""
    """The last piece of the row before, where a name may go on in the next row."""
    rest_is_open: bool = False
    is_list: bool = False
    """The row before has several names and may go on."""
    size: float = 0.0
    """Of the names' letters."""

    def names(self, area: AuthorArea) -> list[str]:
        table = [cells for row in rows(area.lines) if (cells := cells_of(row, self.page, self.aspect))][:_MOST_ROWS]
        pitch = min(
            (gap for above, row in pairwise(table) if (gap := row[0].middle - above[0].middle) > 0.8 * row[0].size),
            default=0.0,
        )
        is_strict = any(row[0].text.rstrip(f"{MARK} ").endswith(",") for row in table if len(row) == 1)
        above: list[Cell] = []
        others = False
        for row in table:
            kinds = [self._kind(cell, is_first=cell is row[0]) for cell in row]
            if others:
                # A new row of authors after affiliations: nothing but names, in the type of those before.
                is_fresh = _is_address(above) or row[0].middle - above[0].middle > _FRESH * pitch
                is_row = is_fresh and set(kinds) == {"names"} and 0.93 < row[0].size / self.size < 1.07
            else:
                is_row = "names" in kinds and not (row[0].is_marked and kinds[0] == "other")
            if is_row and not self._is_said_again(row):
                for cell, kind in zip(row, kinds, strict=True):
                    if kind == "names":
                        is_list = len(row) == 1 or (cell is row[0] and self.rest_is_open)
                        self._take(cell, is_list=is_list, is_strict=is_strict)
                last = row[-1].text
                if len(row) > 1 and kinds[-1] == "other" and may_be_part(last) and not is_place(last):
                    self.rest, self.rest_is_open, self.is_list = last, True, True
                self.size = self.size or row[0].size
                others = False
            elif self.found or self.rest:
                self._finish()
                others = True
            above = row
        self._finish()
        if not self.found and table:
            self.found = _collective(table)
        return self.found

    def _kind(self, cell: Cell, *, is_first: bool) -> str:
        if ADDRESS.search(cell.text) or _ORCID.search(cell.text):
            return "address"
        if cell.is_marked and not (is_first and self._goes_on(cell)):
            return "other"
        pieces = pieces_of(cell.text)
        if not pieces:
            return "other"
        if is_name(pieces[0]):
            return "names"
        is_rest = may_be_part(pieces[0]) and (len(pieces) > 1 or not is_place(pieces[0]))
        return "names" if is_rest and is_first and self._may_go_on(cell) else "other"

    def _goes_on(self, cell: Cell) -> bool:
        """A row of names that begins with the sign of the last one."""
        begins_so = re.match(rf"[{MARK}\s]*(?:,|&|and\b)", cell.text) is not None
        return (begins_so and bool(self.rest)) or (
            self._may_go_on(cell) and all(is_name(piece) for piece in pieces_of(cell.text))
        )

    def _may_go_on(self, cell: Cell) -> bool:
        """Whether a list of several names, in the same type, may go on with what does not begin with a whole one."""
        return bool(self.rest) and self.is_list and 0.96 < cell.size / self.size < 1.04

    def _is_said_again(self, cells: Sequence[Cell]) -> bool:
        """Names in Latin letters below Japanese ones are the same people's."""
        return bool(self.found) and is_cjk(self.found[0]) and not any(is_cjk(cell.text) for cell in cells)

    def _take(self, cell: Cell, *, is_list: bool, is_strict: bool) -> None:
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
        self.is_list = is_list and len(names) + len(self.found) > 1
        if is_list and names:
            *names, self.rest = names
            self.rest_is_open = is_open
        self.found += [as_printed(name) for name in names]

    def _finish(self) -> None:
        if self.rest and is_name(self.rest):
            self.found.append(as_printed(self.rest))
        self.rest, self.rest_is_open = "", False


def _is_address(row: Sequence[Cell]) -> bool:
    return any(ADDRESS.search(cell.text) or _ORCID.search(cell.text) for cell in row)


def _collective(table: Sequence[Sequence[Cell]]) -> list[str]:
    """A team or a firm, where that is all there is in place of names."""
    first = table[0]
    if len(first) != 1 or first[0].is_marked:
        return []
    pieces = pieces_of(first[0].text)
    if pieces and is_collective(pieces[0]):
        return [pieces[0]]
    is_alone = len(table) <= 2 and len(pieces) == 1 and len(pieces[0].split()) == 1 and pieces[0][0].isupper()
    return [pieces[0]] if is_alone else []
