"""What the first pages say about a paper: its title and its arXiv stamp."""

import re
from dataclasses import dataclass
from datetime import date

from reader.core.document import PageText
from reader.core.paper_title import printed_title
from reader.core.quote_index import fold
from reader.core.section_words import ABSTRACT
from reader.core.whole_letters import whole_letters

_STAMP = re.compile(
    r"arXiv:\s*(?P<id>\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})(?P<version>v\d+)?"
    r"(?:\s*\[(?P<category>[\w.\-]+)\])?(?:\s*(?P<day>\d{1,2})\s+(?P<month>[A-Z][a-z]{2})\s+(?P<year>\d{4}))?"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FILE_NAME = re.compile(r"\.(docx?|tex|indd|pptx?|dvi|xlsx?|qxd|pdf|rtf|odt)$|^untitled|^microsoft word", re.IGNORECASE)
_UPPER_PART = 3000
"""Characters of page 1 in which its title stands."""


@dataclass(frozen=True, slots=True)
class ArxivStamp:
    """The stamp in the left margin of page 1: more reliable than the PDF's own metadata, which LaTeX leaves empty."""

    arxiv_id: str
    version: str
    category: str
    date: str
    """ISO 8601, or empty."""


def arxiv_stamp(first_page: str) -> ArxivStamp | None:
    """What begins a line, or names a category: running text and references name other papers."""
    own = [
        stamp
        for stamp in _STAMP.finditer(first_page)
        if stamp["category"]
        or (
            _begins_line(first_page, stamp.start())
            and not first_page[max(stamp.start() - 12, 0) : stamp.start()].rstrip().endswith("preprint")
        )
    ]
    if not own:
        return None
    match = max(own, key=lambda stamp: (bool(stamp["category"]), bool(stamp["year"]), bool(stamp["version"])))
    day = ""
    if match["year"] and match["month"] in _MONTHS:
        try:
            day = date(int(match["year"]), _MONTHS.index(match["month"]) + 1, int(match["day"])).isoformat()
        except ValueError:
            day = ""
    return ArxivStamp(match["id"], match["version"] or "", match["category"] or "", day)


def _begins_line(text: str, position: int) -> bool:
    return not text[text.rfind("\n", 0, position) + 1 : position].strip()


def find_title(metadata_title: str, first_page: PageText | None, file_stem: str) -> str:
    """The document's title: what its metadata says, if page 1 has that too or is no paper's; else the title as it is
    printed there; else the file's name."""
    stated = metadata_title.strip()
    if len(stated) <= 3 or _FILE_NAME.search(stated) or stated == file_stem:
        stated = ""
    if first_page is None:
        return stated or file_stem
    text = first_page.text
    if stated and (fold(stated) in fold(text[:_UPPER_PART]) or not _is_paper(text)):
        return whole_letters(stated)
    return printed_title(first_page, stated) or stated or file_stem


def _is_paper(first_page: str) -> bool:
    return arxiv_stamp(first_page) is not None or ABSTRACT.search(first_page) is not None
