"""Page citations as text: "(p.3-5)", "(p.1,~3)"; PDF pages count from 1 in text, from 0 in code.

A "~" stands before pages whose text was recognised on a picture (OCR): it may have been misread. A page of one of
several documents has the file's name with it: "(lomo.pdf p.3-5)".
"""

import re
from collections.abc import Collection, Iterable
from pathlib import PurePath

_FILE = r"(?:[^()\n]{1,200}?\.[Pp][Dd][Ff] )?"
_BRACKETS = str.maketrans("()", "[]")
_PART = r"~?\d+(?:\s*-\s*\d+)?"
_CITATION = re.compile(rf"\({_FILE}p\.\s*({_PART}(?:\s*,\s*{_PART})*)\)")
_LONGEST = 9999
"""Pages; a longer range is a slip of the pen and must not fill the memory."""


def format_pages(page_indexes: Iterable[int], recognised: Collection[int] = (), *, file: str = "") -> str:
    """Page indexes -> "(p.3-5)", "(p.3,~4-5)"; runs of two or more of one kind are joined; no pages -> "".

    `recognised`: those of the pages whose text is from OCR. `file`: the PDF they are in, where it is one of
    several; only its name is written.
    """
    runs: list[tuple[int, int, bool]] = []
    for index in sorted(set(page_indexes)):
        is_ocr = index in recognised
        if runs and runs[-1][1:] == (index - 1, is_ocr):
            runs[-1] = (runs[-1][0], index, is_ocr)
        else:
            runs.append((index, index, is_ocr))
    parts = [("~" if is_ocr else "") + (f"{a + 1}" if a == b else f"{a + 1}-{b + 1}") for a, b, is_ocr in runs]
    name = f"{file_name_in_text(file)} " if file else ""
    return f"({name}p.{','.join(parts)})" if parts else ""


def file_name_in_text(file: str) -> str:
    """A file's name as citations write it: brackets would end them too early, line ends tear them apart."""
    return " ".join(PurePath(file).name.translate(_BRACKETS).split())


def parse_pages(text: str) -> tuple[tuple[int, ...], ...]:
    """The page indexes of each citation in a text, in order of appearance. "(p.0)" names no page."""
    return tuple(tuple(sorted(_pages_of(match))) for match in _CITATION.finditer(text))


def parse_recognised_pages(text: str) -> frozenset[int]:
    """The page indexes that a text cites as read by OCR: 11 for "(p.3,~12)"."""
    return frozenset(page for match in _CITATION.finditer(text) for page, is_ocr in _pages_of(match).items() if is_ocr)


def _pages_of(citation: re.Match[str]) -> dict[int, bool]:
    """page index -> whether it is from OCR."""
    pages: dict[int, bool] = {}
    for part in citation.group(1).split(","):
        first, _, last = part.strip().removeprefix("~").partition("-")
        start, end = int(first), int(last or first)
        for page in range(max(start, 1) - 1, min(end, start + _LONGEST)):
            pages[page] = "~" in part
    return pages


def parse_files(text: str) -> tuple[str, ...]:
    """The file name in each citation of a text, in order of appearance; "" where it names none."""
    found = (match.group() for match in _CITATION.finditer(text))
    return tuple(citation[1 : citation.rindex("p.")].strip() for citation in found)


def without_citations(text: str) -> str:
    """The text with its page citations taken out (a model's own are never trusted)."""
    return re.sub(r"(?<!\s)\s*" + _CITATION.pattern, "", text)
