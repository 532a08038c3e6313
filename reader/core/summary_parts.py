"""Which parts of a document sum up what others say at length, and which only name other documents.

The abstract says everything in passing, so it is found for every question: 54 of 93 citations of a model's article on
ten papers said "p.1". What is said again in the body is shown there, where the numbers and the reasons are.
"""

import re

from reader.core.passages import Passage
from reader.core.patterns import late_pattern

_NUMBER = r"(?:\d{1,2}\.?\s*\n?\s*|[IVX]+\.\s*)?"
_SUMS_UP = (
    r"abstract|introduction|conclusions?(?: and [\w ]{3,30})?|concluding remarks|summary"
    r"|要\s*旨|概\s*要|はじめに|序論|結\s*論|おわりに|まとめ"
)
_SUMMARY_HEADING = late_pattern(rf"^[^\S\n]*{_NUMBER}(?:{_SUMS_UP})[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
_ABSTRACT_HEADING = late_pattern(r"^[^\S\n]*(?:abstract|要\s*旨|概\s*要)[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
_OTHER_HEADING = late_pattern(
    r"^[^\S\n]*(?:\d{1,2}(?:\.\d{1,2})*\.?[^\S\n]*\n?[^\S\n]*[A-Z][\w \-:,]{2,60}"
    r"|(?i:references|bibliography|acknowledge?ments?|appendix.{0,40}|参考文献|謝辞))[^\S\n]*$",
    re.MULTILINE,
)
_SUMMARY_CONTEXT = late_pattern(rf"(?:^|\|)\s*{_NUMBER}(?:{_SUMS_UP})\s*(?:\||$)", re.IGNORECASE)
_OF_A_REFERENCE = late_pattern(
    r"\bCoRR\b|\barXiv preprint\b|\bdoi:|\bURL https?:|\bIn Proceedings\b|\bIn Advances in\b|\bpp\. ?\d|\beds?\.\)"
    r"|\b(?:19|20)\d\d[a-z]?\.(?=\s|$)|\bet al\.(?= In\b)|\babs/\d{4}\.\d{4,5}|\b\d+\(\d+\):\d+"
)
_REFERENCES_HEADING = late_pattern(
    rf"^[^\S\n]*{_NUMBER}(?:references|bibliography|works cited|参考文献|引用文献)[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FEWEST_OF_PAGE = 10
_FEWEST_OF_PASSAGE = 4
_TELLING_LETTERS = 24


def summary_spans(text: str) -> list[tuple[int, int]]:
    """Where a page sums up: abstract and what stands before it, introduction, conclusion, as far as they are there."""
    spans: list[tuple[int, int]] = []
    abstract = _ABSTRACT_HEADING.search(text)
    for match in _SUMMARY_HEADING.finditer(text):
        start = 0 if abstract is not None and match.start() == abstract.start() else match.start()
        others = (other.start() for other in _OTHER_HEADING.finditer(text, match.end()))
        spans.append((start, next((at for at in others if not _SUMMARY_HEADING.match(text, at)), len(text))))
    return spans


def has_abstract(text: str) -> bool:
    return _ABSTRACT_HEADING.search(text) is not None


def reference_spans(text: str) -> list[tuple[int, int]]:
    """Where a page lists other documents: below that heading, or all of it where the list goes on from another page."""
    heading = _REFERENCES_HEADING.search(text)
    if heading is None:
        is_list = len(_OF_A_REFERENCE.findall(text)) >= _FEWEST_OF_PAGE
        return [(0, len(text))] if is_list and _SUMMARY_HEADING.search(text) is None else []
    end = _OTHER_HEADING.search(text, heading.end())
    return [(heading.start(), len(text) if end is None else end.start())]


def is_in(spans: list[tuple[int, int]], position: int) -> bool:
    return any(start <= position < end for start, end in spans)


def sums_up(passage: Passage) -> bool:
    """Whether a passage is of an abstract, an introduction or a conclusion, by its headings."""
    return _SUMMARY_CONTEXT.search(passage.context) is not None or _SUMMARY_HEADING.search(passage.text) is not None


def tells_something(passage: Passage) -> bool:
    """Whether a passage is worth reading: no list of references, no page number alone."""
    letters = sum(character.isalpha() for character in passage.text)
    return letters >= _TELLING_LETTERS and len(_OF_A_REFERENCE.findall(passage.text)) < _FEWEST_OF_PASSAGE
