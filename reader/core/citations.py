"""Page citations as text: "(p.3-5)", "(p.1,3)"; PDF pages count from 1 in text, from 0 in code.

A page of one of several documents has the file's name with it: "(lomo.pdf p.3-5)".
"""

import re
from collections.abc import Iterable
from pathlib import PurePath

_FILE = r"(?:[^()\n]{1,200}?\.[Pp][Dd][Ff] )?"
_BRACKETS = str.maketrans("()", "[]")
_CITATION = re.compile(rf"\({_FILE}p\.\s*~?(\d+(?:\s*-\s*\d+)?(?:\s*,\s*\d+(?:\s*-\s*\d+)?)*)\)")


def format_pages(page_indexes: Iterable[int], *, file: str = "") -> str:
    """Page indexes -> "(p.3-5)"; runs of two or more are joined; no pages -> an empty string.

    `file`: the PDF they are in, where it is one of several; only its name is written.
    """
    runs: list[list[int]] = []
    for index in sorted(set(page_indexes)):
        if runs and index == runs[-1][1] + 1:
            runs[-1][1] = index
        else:
            runs.append([index, index])
    parts = [f"{a + 1}" if a == b else f"{a + 1}-{b + 1}" for a, b in runs]
    name = f"{file_name_in_text(file)} " if file else ""
    return f"({name}p.{','.join(parts)})" if parts else ""


def file_name_in_text(file: str) -> str:
    """A file's name as citations write it: brackets would end them too early, line ends tear them apart."""
    return " ".join(PurePath(file).name.translate(_BRACKETS).split())


def parse_pages(text: str) -> tuple[tuple[int, ...], ...]:
    """The page indexes of each citation in a text, in order of appearance. "(p.0)" names no page."""
    found = []
    for match in _CITATION.finditer(text):
        pages: set[int] = set()
        for part in match.group(1).split(","):
            first, _, last = part.partition("-")
            start, end = int(first), int(last or first)
            pages.update(range(start - 1, min(end, start + 9999)))
        found.append(tuple(sorted(page for page in pages if page >= 0)))
    return tuple(found)


def parse_files(text: str) -> tuple[str, ...]:
    """The file name in each citation of a text, in order of appearance; "" where it names none."""
    found = (match.group() for match in _CITATION.finditer(text))
    return tuple(citation[1 : citation.rindex("p.")].strip() for citation in found)


def without_citations(text: str) -> str:
    """The text with its page citations taken out (a model's own are never trusted)."""
    return re.sub(r"(?<!\s)\s*" + _CITATION.pattern, "", text)
