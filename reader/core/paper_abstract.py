"""The abstract of a paper, over the end of a column or page; it ends where keywords or the introduction begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.core.document import PageText, RegionKind
from reader.core.joined_lines import joined_lines
from reader.core.printed_lines import PrintedLine, printed_lines, raised
from reader.core.section_words import ABSTRACT, AFTER_ABSTRACT, DATED, INTRODUCTION

_LONGEST = 4000
"""Characters: what goes on longer has no end that was found."""
_SHORTEST, _SHORTEST_BARE = 12, 150
"""With and without a heading."""
_SAME_SIZE = 0.04
_FEW_WORDS = 9
_SENTENCE_END = re.compile(r"[.!?。！？」)\]”\"][\d∗*†‡\s]*$")
_SECTION = re.compile(r"^\W*(?:[1-9１-９]|I{1,3}|IV|V)\s*[.．、]?\s+\S")
_PART = re.compile(
    r"^\W*(?:background|objectives?|aims?|purpose|methods?|materials and methods|design|setting|results?|findings"
    r"|conclusions?|discussion|interpretation|significance|motivation|availability(?: and implementation)?"
    r"|目的|方法|結果|結論|考察)\W*$",
    re.IGNORECASE,
)
"""Heads of the parts of a structured abstract."""
_MARK = re.compile(r"[\d∗*†‡§¶]")
_BEFORE_MARK = ".,;:!?)”\"' \n"
_STAMP = re.compile(r"\s*arXiv:\S+")
_SKIPPED = ("running", "footnote", "caption", "table")


@dataclass(frozen=True, slots=True)
class _Block:
    page: PageText
    kind: RegionKind
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.page.text[self.start : self.end]


def find_abstract(pages: Sequence[PageText], authors_end: float = 0.0) -> str:
    """`pages`: the first ones, in order. `authors_end`: how far down page 1 title and authors reach, where that is
    known: an abstract may stand there without a heading. Empty where there is none."""
    blocks = [
        block
        for page in pages
        for block in _blocks(page)
        if block.kind not in _SKIPPED and not _STAMP.match(block.text)
    ]
    for at, block in enumerate(blocks):
        match = ABSTRACT.search(block.text)
        if match is None:
            continue
        start = block.start + match.end()
        rest = _Block(block.page, block.kind, start, block.end)
        parts = ([rest] if rest.text.strip() else []) + blocks[at + 1 :]
        text = _text_of(_until_end(parts), pages)
        if len(text) >= _SHORTEST:
            return text
    return _without_heading(blocks, pages, authors_end) if authors_end else ""


def _blocks(page: PageText) -> list[_Block]:
    if page.regions:
        return [_Block(page, region.kind, region.start, region.end) for region in page.regions]
    return [_Block(page, "body", match.start(), match.end()) for match in re.finditer(r"(?:.+\n?)+", page.text)]


def _until_end(blocks: Sequence[_Block]) -> list[_Block]:
    taken: list[_Block] = []
    size = 0.0
    length = 0
    for block in blocks:
        text = block.text.strip()
        if not text:
            continue
        if taken and _is_after(block, text):
            break
        own = _size(block)
        if taken and abs(own / (size or own or 1.0) - 1.0) > _SAME_SIZE:
            # Of a figure beside it; or the text after it, where nothing heads that.
            if len(text) < 60 and not _SENTENCE_END.search(taken[-1].text):
                continue
            break
        length += len(text)
        if taken and length > _LONGEST:
            return taken[:1]
        taken.append(_cut(block))
        size = size or own
        if taken[-1].end < block.end:
            break
    return taken


def _is_after(block: _Block, text: str) -> bool:
    first = text.split("\n", 1)[0]
    if INTRODUCTION.match(first) or AFTER_ABSTRACT.match(first):
        return True
    if _PART.match(first):
        return False
    is_short = len(first.split()) <= _FEW_WORDS and "\n" not in text and not _SENTENCE_END.search(text)
    return (block.kind == "heading" and is_short) or (is_short and _SECTION.match(first) is not None)


def _cut(block: _Block) -> _Block:
    """Without a line of keywords or a heading that follows in the same block."""
    position = block.start
    for line in block.text.split("\n"):
        is_end = AFTER_ABSTRACT.match(line) or INTRODUCTION.fullmatch(line.strip()) or _STAMP.match(line)
        if position > block.start and is_end:
            return _Block(block.page, block.kind, block.start, position)
        position += len(line) + 1
    return block


def _without_heading(blocks: Sequence[_Block], pages: Sequence[PageText], authors_end: float) -> str:
    """Prose between the authors and the introduction, or below the line that says when it was received."""
    first = [block for block in blocks if block.page is pages[0]]
    below = [block for block in first if _top(block) >= authors_end - 0.002]
    if not below or len(below[0].text) < _SHORTEST_BARE or below[0].text.count("\n") < 1:
        return ""
    is_dated = any(DATED.match(line) for block in first for line in block.text.split("\n"))
    parts = _until_end(below)
    follows = below[len(parts)] if len(below) > len(parts) else None
    is_headed = follows is not None and (INTRODUCTION.match(follows.text) or AFTER_ABSTRACT.match(follows.text))
    return _text_of(parts if is_headed else parts[:1], pages) if is_headed or is_dated else ""


def _top(block: _Block) -> float:
    rects = block.page.rects_of(block.start, block.end)
    return rects[0].y0 if rects else 0.0


def _size(block: _Block) -> float:
    """Of its letters, as most have it."""
    heights = sorted(
        block.page.box(place).height for place in range(block.start, block.end) if block.page.text[place].isalpha()
    )
    return heights[len(heights) // 2] if heights else 0.0


def _text_of(blocks: Sequence[_Block], pages: Sequence[PageText]) -> str:
    around = "\n".join(page.text for page in pages)
    lines = {
        page.page_index: printed_lines(page)
        for page in {block.page.page_index: block.page for block in blocks}.values()
    }
    text = "\n".join(_without_marks(block, lines[block.page.page_index]) for block in blocks)
    return joined_lines(text, around)


def _without_marks(block: _Block, lines: Sequence[PrintedLine]) -> str:
    """Without the signs of footnotes, but with exponents: those follow a digit or a single letter."""
    page = block.page
    dropped: set[int] = set()
    for line in lines:
        if line.start >= block.end or line.end <= block.start:
            continue
        marks = raised(page, line)
        for place in sorted(marks):
            first = place
            while first - 1 in marks:
                first -= 1
            before = page.text[max(first - 2, line.start) : first]
            ends_word = not before or before[-1] in _BEFORE_MARK or (len(before) == 2 and before.isalpha())
            if ends_word and _MARK.fullmatch(page.text[place]):
                dropped.add(place)
    text = "".join(page.text[place] for place in range(block.start, block.end) if place not in dropped)
    return re.sub(r"[ \t]+(?=[.,;](?:\s|$))", "", text)
