"""Passages: stretches of one page, long enough to answer from and short enough for a small model's prompt."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.core.anchors import Anchor, anchors_of
from reader.core.document import PageText, Region
from reader.core.headings import PageHeadings, headings_of
from reader.core.language import tokens
from reader.core.quote_index import fold
from reader.core.sentences import Sentence, readable, split_sentences
from reader.core.tables import is_head_row
from reader.core.text_quality import Quality, text_quality

TARGET_TOKENS = 130
"""A passage is closed at the first sentence end after this many tokens (CJK pairs count as a half)."""
_HEADING_WEIGHT = 3
"""How often a heading's words count in the passage that holds it."""
_CONTEXT_CHARACTERS = 300
_UNITS = re.compile(
    r"\(?\b(?:dollars |amounts |figures )?in (?:thousands|millions|billions)\b[^)\n]{0,60}\)?"
    r"|[（(]\s*単位\s*[:：]?[^)）\n]{1,20}[)）]|単位\s*[:：]\s*\S{1,10}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """Characters start..end of a page's text, and the search tokens of that stretch and its context."""

    start: int
    end: int
    tokens: tuple[str, ...]
    context: str = ""
    """What is set elsewhere on the page and tells what the stretch is about: the headings above it, a table's caption,
    column heads and unit."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage found for a question. `text` is the page's own text, line ends included."""

    page_index: int
    start: int
    end: int
    text: str
    score: float
    context: str = ""
    """As in PassageSpan; also from the page, but not from this stretch of it."""
    document: str = ""
    """What the document is called, where it is one of several."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """All that is kept of a page once it has been read: made in the PDF child, stored in the document's index."""

    page: PageText
    quality: Quality
    folded: str
    """The text as `quote_index` folds it, for find."""
    passages: tuple[PassageSpan, ...]
    headings: PageHeadings | None = None
    """For building an outline; None where nobody asked for them."""
    anchors: tuple[Anchor, ...] = ()
    """What other pages refer to."""


def read_page(page: PageText, section: str = "", is_picture: bool = False, *, with_headings: bool = False) -> ReadPage:
    """`section`: the heading that the page begins under, as the document's outline has it. `is_picture`: a picture
    covers the page, so that the little text on it (a page number, a stamp) is not what a reader sees."""
    quality = "missing" if is_picture else text_quality(page.text)
    passages = split_passages(page.text, page.regions, section) if quality == "good" else []
    headings = headings_of(page) if with_headings else None
    return ReadPage(page, quality, fold(page.text), tuple(passages), headings, anchors_of(page))


def _weight(found: Sequence[str]) -> float:
    return sum(1.0 if token.isascii() else 0.5 for token in found)


def split_passages(
    text: str, regions: Sequence[Region] = (), section: str = "", target_tokens: int = TARGET_TOKENS
) -> list[PassageSpan]:
    """Cut the text of a page into passages of whole sentences and rows, in the order of the text, without gaps.

    Measured on 314 questions (hit@1 / hit@5): without context .51/.76, with its words once .53/.78, twice and the
    headings' own words three times .55/.79; a passage begun at every heading: .54/.79, at none: .56/.79.
    """
    splitter = _Splitter(text, section, target_tokens)
    regions = regions or [Region("body", 0, len(text))]
    captions = _captions_of_tables(regions)
    for position, region in enumerate(regions):
        if region.kind == "heading":
            splitter.heading(region)
        elif region.kind == "table":
            caption = captions.get(position)
            splitter.table(region, text[caption.start : caption.end] if caption else "")
        else:
            splitter.add(region)
    splitter.close()
    return splitter.passages


def _captions_of_tables(regions: Sequence[Region]) -> dict[int, Region]:
    """Which caption belongs to which table: the one before it, else the one after."""
    found: dict[int, Region] = {}
    taken: set[int] = set()
    for step in (-1, 1):
        for position, region in enumerate(regions):
            beside = position + step
            if region.kind != "table" or position in found or not 0 <= beside < len(regions) or beside in taken:
                continue
            if regions[beside].kind == "caption":
                found[position] = regions[beside]
                taken.add(beside)
    return found


class _Splitter:
    def __init__(self, text: str, section: str, target: int) -> None:
        self.passages: list[PassageSpan] = []
        self._text = text
        self._target = target
        self._section = section
        self._headings: list[tuple[int, str]] = []
        self._start = self._end = -1
        self._gathered: list[str] = []
        self._headed: list[str] = []
        self._context = ""

    def heading(self, region: Region) -> None:
        self._gather_all(region, _HEADING_WEIGHT)
        self._headings = [h for h in self._headings if h[0] < region.level]
        self._headings.append((region.level, readable(self._text[region.start : region.end])))

    def add(self, region: Region) -> None:
        self._gather_all(region)

    def table(self, region: Region, caption: str) -> None:
        """The rows of a table in passages of their own; the first ones also say what the columns are."""
        rows = list(_rows(self._text, region))
        heads = []
        for row in rows[:5]:
            line = readable(self._text[row.start : row.end])
            if not is_head_row(line):
                break
            heads.append(line)
        unit = _UNITS.search(self._text[max(region.start - 300, 0) : region.start + 300])
        parts = [readable(caption), *heads]
        if unit and not any(unit.group() in part for part in parts):
            parts.append(readable(unit.group()))
        own = " | ".join(part for part in parts if part)
        for row in rows:
            self._gather(row, own)
        self.close()

    def close(self) -> None:
        if self._gathered:
            context = self._context[:_CONTEXT_CHARACTERS]
            around = dict.fromkeys(tokens(context))
            absent = (token for token in around if token not in set(self._gathered))
            found = (*self._gathered, *self._headed, *around, *absent)
            self.passages.append(PassageSpan(self._start, self._end, found, context))
        self._gathered, self._headed = [], []

    def _gather_all(self, region: Region, weight: int = 1) -> None:
        for sentence in split_sentences(self._text[region.start : region.end]):
            self._gather(Sentence(region.start + sentence.start, region.start + sentence.end), weight=weight)

    def _gather(self, sentence: Sentence, own_context: str = "", weight: int = 1) -> None:
        found = tokens(self._text[sentence.start : sentence.end])
        if self._gathered and _weight(self._gathered) + _weight(found) > 1.25 * self._target:
            self.close()
        if not self._gathered:
            self._start = sentence.start
            self._context = " | ".join(
                part for part in (self._section, *(h for _, h in self._headings[-2:]), own_context) if part
            )
        self._gathered = self._gathered + found
        self._headed = self._headed + found * (weight - 1)
        self._end = sentence.end
        if _weight(self._gathered) >= self._target:
            self.close()


def _rows(text: str, region: Region) -> Iterator[Sentence]:
    for match in re.finditer(r"[^\n]+(?:\n(?!\n)[^\n]+)*", text[region.start : region.end]):
        if match.group().strip():
            yield Sentence(region.start + match.start(), region.start + match.end())
