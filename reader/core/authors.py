"""The authors of a paper: as its PDF states them, else the names between title and abstract on its first page."""

import re

from reader.core.cited_text import authors_of
from reader.core.document import PageText
from reader.core.quote_index import fold

_ABSTRACT = re.compile(r"^\W*(?:abstract|summary|introduction|1\.? introduction|要旨|概要)\b", re.IGNORECASE)
_MARKS = re.compile(r"[\d∗*†‡§¶‖⋆★♠♣♥♦♢◇◦•#]+(?:\s*,\s*[\d∗*†‡§¶‖⋆★♠♣♥♦♢◇◦•#]+)*")
_NAME = re.compile(
    r"(?:[A-Z]\.\s?-?)*(?:[A-Z\u00c0-\u00de][\w’'\u0300-\u036f-]*[a-z\u00df-\u024f]|[A-Z]\.)"
    r"(?:\s+(?:(?:van|von|de|der|den|di|da|del|la|le|bin|al)\s+)*"
    r"(?:[A-Z]\.\s?)*[A-Z\u00c0-\u00de][\w’'\u0300-\u036f-]*[a-z\u00df-\u024f]){1,3}\.?"
)
_NO_NAME = re.compile(
    r"\b(?:University|Universit\w+|Institut\w*|Department|School|College|Laborator\w+|Lab|Labs|Research|Academy|Center"
    r"|Centre|Faculty|Group|Inc|Corporation|Google|Microsoft|Facebook|Meta|Science|Sciences|Technology|Engineering"
    r"|Hospital|Conference|Proceedings|Journal|Published|Preprint|Review|Report|Paper|Workshop|Press|Street|Road)\b"
)
_AND = re.compile(r",?\s+(?:and|&)\s+|,\s*")
_MOST_LINES = 30
"""After the title: an abstract that comes later belongs to something else."""
_WIDE = 1.8
"""Times the narrowest gap of a line: there another name begins."""


def find_authors(stated: str, title: str, first_page: PageText | None) -> list[str]:
    """`stated`: the author field of the PDF. None are better than wrong ones: a line that may be anything ends them."""
    return authors_of(stated) or ([] if first_page is None else _printed_authors(title, first_page))


def _printed_authors(title: str, page: PageText) -> list[str]:
    lines = _lines_between(title, page)
    names: list[str] = []
    for start, line in lines:
        parts = [part.strip(" ,;.") for part in _AND.split(_MARKS.sub(", ", _with_commas(line, start, page)))]
        parts = [part for part in parts if part and part != "and"]
        is_names = bool(parts) and all(_NAME.fullmatch(part) and not _NO_NAME.search(part) for part in parts)
        if is_names:
            names += parts
        elif names and parts:
            break
    return names


def _lines_between(title: str, page: PageText) -> list[tuple[int, str]]:
    """(start, text) of the lines after the title and before the abstract; nothing where one of them is not there."""
    wanted = fold(title)
    lines: list[tuple[int, str]] = []
    start, after, seen = 0, False, 0
    for line in page.text.split("\n"):
        begin, start = start, start + len(line) + 1
        folded = fold(line)
        if not folded:
            continue
        if len(folded) > 3 and folded in wanted:
            after, lines, seen = True, [], 0
        elif _ABSTRACT.match(line):
            return lines if after else []
        elif after:
            lines.append((begin, line))
            seen += 1
            if seen > _MOST_LINES:
                return []
    return []


def _with_commas(line: str, start: int, page: PageText) -> str:
    """With a comma where a gap is much wider than others: names that only stand apart."""
    if "," in line:
        return line
    gaps = {
        position: page.box(start + position + 1).x0 - page.box(start + position - 1).x1
        for position in range(1, len(line) - 1)
        if line[position] == " "
    }
    narrow = min((gap for gap in gaps.values() if gap > 0), default=0.0)
    return "".join(
        ", " if position in gaps and gaps[position] > _WIDE * narrow else character
        for position, character in enumerate(line)
    )
