"""Page citations as text: "(p.3-5)", "(p.1,3)"; PDF pages count from 1 in text, from 0 in code."""

import re
from collections.abc import Iterable

_CITATION = re.compile(r"\(p\.\s*~?(\d+(?:\s*-\s*\d+)?(?:\s*,\s*\d+(?:\s*-\s*\d+)?)*)\)")


def format_pages(page_indexes: Iterable[int]) -> str:
    """Page indexes -> "(p.3-5)"; runs of two or more are joined; no pages -> an empty string."""
    runs: list[list[int]] = []
    for index in sorted(set(page_indexes)):
        if runs and index == runs[-1][1] + 1:
            runs[-1][1] = index
        else:
            runs.append([index, index])
    parts = [f"{a + 1}" if a == b else f"{a + 1}-{b + 1}" for a, b in runs]
    return f"(p.{','.join(parts)})" if parts else ""


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


def without_citations(text: str) -> str:
    """The text with its page citations taken out (a model's own are never trusted)."""
    return re.sub(r"(?<!\s)\s*" + _CITATION.pattern, "", text)
