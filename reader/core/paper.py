"""What the first pages say about a paper: its title and its arXiv stamp."""

import re
from dataclasses import dataclass
from datetime import date

from reader.core.document import PageText
from reader.core.sentences import readable

_STAMP = re.compile(
    r"arXiv:\s*(?P<id>\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})(?P<version>v\d+)?"
    r"(?:\s*\[(?P<category>[\w.\-]+)\])?(?:\s*(?P<day>\d{1,2})\s+(?P<month>[A-Z][a-z]{2})\s+(?P<year>\d{4}))?"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FILE_NAME = re.compile(r"\.(docx?|tex|indd|pptx?|dvi|xlsx?|qxd|pdf|rtf|odt)$|^untitled|^microsoft word", re.IGNORECASE)
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class ArxivStamp:
    """The stamp in the left margin of page 1: more reliable than the PDF's own metadata, which LaTeX leaves empty."""

    arxiv_id: str
    version: str
    category: str
    date: str
    """ISO 8601, or empty."""


def arxiv_stamp(first_page: str) -> ArxivStamp | None:
    match = _STAMP.search(first_page)
    if match is None:
        return None
    day = ""
    if match["year"] and match["month"] in _MONTHS:
        try:
            day = date(int(match["year"]), _MONTHS.index(match["month"]) + 1, int(match["day"])).isoformat()
        except ValueError:
            day = ""
    return ArxivStamp(match["id"], match["version"] or "", match["category"] or "", day)


def find_title(metadata_title: str, first_page: PageText | None, file_stem: str) -> str:
    """The document's title: from its metadata where that is one, else the largest lines of page 1, else the file."""
    if len(metadata_title) > 3 and not _FILE_NAME.search(metadata_title) and metadata_title != file_stem:
        return metadata_title
    return (largest_lines(first_page) if first_page is not None else "") or file_stem


def largest_lines(page: PageText) -> str:
    """The lines set in the largest type in the upper two thirds of a page, joined; empty where they are no title."""
    lines: list[tuple[float, float, str]] = []
    start = 0
    for line in page.text.split("\n"):
        places = [page.box(start + i) for i, character in enumerate(line) if character.isalpha()]
        start += len(line) + 1
        # Running upwards: the stamp in the margin
        if len(places) >= 2 and max(box.x1 for box in places) - min(box.x0 for box in places) > 0.04:
            heights = sorted(box.height for box in places)
            lines.append((heights[len(heights) // 2], places[0].y0, line))
    upper = [line for line in lines if line[1] < 0.66]
    if not upper:
        return ""
    largest = max(height for height, _, _ in upper)
    title = readable("\n".join(text for height, _, text in upper if height > 0.93 * largest))
    return title if 4 <= len(title) <= _LONGEST_TITLE else ""
