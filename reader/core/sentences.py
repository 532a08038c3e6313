"""Sentences of a page with their positions, and a page's text made readable in one line."""

import re
from dataclasses import dataclass

from reader.core.patterns import late_pattern

_END = late_pattern(
    r"(?<=[.!?])[\"')\]\u201d\u2019]*(?=\s+[\"'(\[\u201c\u2018]?[A-Z0-9\u00c0-\u00de•●])"
    r"|(?<=[。！？])[」』）)]*"
    r"|\n\s*\n"
)
_ABBREVIATION = late_pattern(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|al|fig|figs|tab|eq|eqs|sec|secs|ref|refs|no|nos|vol|pp|p|dr|mr|mrs|ms|prof|st|inc|ltd"
    r"|co|corp|approx|resp|ca|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|u\.s)|\b[A-Z]|^\s*\d{1,3})\.$",
    re.IGNORECASE,
)
_CJK = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_HYPHENATED = late_pattern(r"(?<=[^\W\d_])[-\u2010\u00ad]\n\s*(?=[a-z])")
_BETWEEN_CJK = late_pattern(rf"(?<=[{_CJK}])[^\S\n]*\n\s*(?=[{_CJK}])")
MAX_CHARACTERS = 600
"""A longer stretch without a sentence end (a table, a list) is cut at a line end."""


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    """Positions of the sentences; an empty line (the border of a block) always ends one."""
    sentences: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if end <= start:
            continue
        if match.group()[:1] != "\n" and is_abbreviation(text, start, end):
            continue
        _append(sentences, text, start, end)
        start = end
    _append(sentences, text, start, len(text))
    return sentences


_LIST_SIGN = late_pattern(r"[\s•●▪◦·∙*†‡∗§–—-]*(?:\(?\d{1,2}[.)]\s+|\d{1,2}(?=[A-Z][a-z]))?")
_NOTE_SIGN = late_pattern(r"(?<=[^\W\d_][.。])\d{1,2}$")


def without_signs(text: str, sentence: Sentence) -> Sentence:
    """The sentence without the sign of a list or a footnote before it, and without that of a footnote behind it."""
    before = _LIST_SIGN.match(text, sentence.start, sentence.end)
    behind = _NOTE_SIGN.search(text[sentence.start : sentence.end])
    start = sentence.start if before is None else before.end()
    end = sentence.end if behind is None else sentence.start + behind.start()
    return Sentence(start, end) if start < end else sentence


def is_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether what ends in a full stop at `end` ("Fig.", "et al.", "J.") goes on with the sentence begun at `start`."""
    return _ABBREVIATION.search(text[max(start, end - 12) : end]) is not None


def _append(sentences: list[Sentence], text: str, start: int, end: int) -> None:
    """Add the stretch without surrounding white space, cut at line ends where it is too long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_CHARACTERS:
        cut = text.rfind("\n", start + MAX_CHARACTERS // 3, start + MAX_CHARACTERS)
        if cut < 0:
            cut = text.rfind(" ", start + MAX_CHARACTERS // 3, start + MAX_CHARACTERS)
        if cut < 0:
            cut = start + MAX_CHARACTERS
        _append(sentences, text, start, cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        sentences.append(Sentence(start, end))


def readable(text: str) -> str:
    """A stretch of page text in one line: divided words made whole, no space where Japanese lines meet."""
    text = _HYPHENATED.sub("", text)
    text = _BETWEEN_CJK.sub("", text)
    return re.sub(r"\s+", " ", text).strip()
