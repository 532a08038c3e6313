"""What a summary is made from: the abstract, what the introduction says is new, and the conclusion."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.core.attribution import Evidence
from reader.core.document import PageText
from reader.core.language import content_tokens
from reader.core.passages import Passage
from reader.core.patterns import late_pattern
from reader.core.quote_index import find_in_page, fold
from reader.core.sentences import Sentence, readable, split_sentences, without_signs

_ABSTRACT = late_pattern(r"^\W*(?:abstract|summary|概\s*要|要\s*旨|要\s*約|あらまし)\W*$", re.IGNORECASE)
_INTRODUCTION = late_pattern(r"^[\W\dIVX]*(?:introduction|はじめに|序論|まえがき)\W*$", re.IGNORECASE)
_CONCLUSION = late_pattern(
    r"^[\W\dIVX]*(?:(?:discussions? and |summary and )?conclu(?:sions?|ding remarks)\b.{0,40}"
    r"|.{0,10}(?:結論|おわりに|まとめ|むすび).{0,6})$",
    re.IGNORECASE,
)
_NEW = late_pattern(
    r"\b(?:contributions?|we (?:propose|introduce|present|show|find|demonstrate|analy[sz]e|develop|release)"
    r"|our (?:approach|method|model|technique|framework|system|results))\b|貢献|提案|本研究|本稿|本論文",
    re.IGNORECASE,
)
_WHAT = late_pattern(
    r"\b(?:we|this (?:paper|work|article|report|survey|study))\b[^.]{0,50}"
    r"\b(?:propos|introduc|present|develop|describ|survey|review|releas|investigat|stud)\w*|提案|本(?:研究|稿|論文)では",
    re.IGNORECASE,
)
_HOW = late_pattern(
    r"\b(?:our|the) (?:approach|method|model|technique|framework|system|key idea|idea)\b"
    r"|\b(?:by|which|consists?|based on|fus\w+|combin\w+|uses?|integrat\w+)\b|により|ことで|用いて|仕組み",
    re.IGNORECASE,
)
_MEASURED = late_pattern(
    r"\b(?:outperform\w*|achiev\w*|reduc\w*|improv\w*|results?|experiments?|competitive|state-of-the-art|faster|better|enabl\w*)\b"
    r"|[\d.]+ ?%|実験|結果|達成|削減|向上|上回",
    re.IGNORECASE,
)
_BACKGROUND = late_pattern(
    r"^(?:while|although|despite|existing|recent(?:ly)?|previous|prior|current|foundation|large)\b"
    r"|\b(?:few have|have revolutioni[sz]ed|has become|have been widely"
    r"|remains? (?:a challenge|challenging|difficult))\b"
    r"|^(?:近年|従来|これまで)",
    re.IGNORECASE,
)
"""How a sentence begins that tells what there was before."""
_NUMBER = re.compile(r"\d")
_BESIDE = frozenset({"heading", "footnote", "running", "caption", "table"})
_MOST_CHARACTERS = {"abstract": 2400, "new": 1300, "conclusion": 1600}
_INTRODUCTION_PAGES = 3
_FEWEST_CHARACTERS = 200
"""Of what is taken for an abstract where no heading says so."""
_FEWEST_CHARACTERS_CJK = 80
"""The same in Japanese, which needs fewer."""
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Text under a heading, as far as it goes on one page."""

    heading: str
    page_index: int
    start: int
    end: int


def summary_passages(pages: Sequence[PageText], abstract: str = "") -> list[Passage]:
    """Abstract, new points and conclusion, in this order, each as stretches of single pages; what is not there is left
    out. `pages`: in their order. `abstract`: as the head has it, for a page without that heading."""
    by_index = {page.page_index: page for page in pages}
    stretches = [stretch for page in pages for stretch in _stretches(page)]
    found = _abstract(pages, stretches, abstract)
    taken = {(p.page_index, p.start) for p in found}
    introduction = _under(stretches, _INTRODUCTION)[:_INTRODUCTION_PAGES]
    news = [(s.page_index, start, end) for s in introduction for start, end in _new_blocks(by_index[s.page_index], s)]
    conclusion = [(s.page_index, s.start, s.end) for s in _under(stretches, _CONCLUSION)]
    for name, spans in (("new", news), ("conclusion", conclusion)):
        left = _MOST_CHARACTERS[name]
        for page_index, start, end in spans:
            if left > 0 and (page_index, start) not in taken:
                page = by_index[page_index]
                found += _passages(page, start, _cut(page.text, start, end, left))
                left -= end - start
    return found


def telling_sentences(passages: Sequence[Passage], most: int = 4) -> list[Evidence]:
    """Sentences that say what it is, how it works and what was measured, in the order of the text."""
    sentences = [(p, without_signs(p.text, s)) for p in passages for s in split_sentences(p.text)]
    told = [
        (p, s) for p, s in sentences if len(content_tokens(_text(p, s))) >= _FEWEST_WORDS and _is_whole(_text(p, s))
    ]
    chosen: list[tuple[Passage, Sentence]] = []
    for pattern, wants_number in ((_WHAT, False), (_MEASURED, True), (_HOW, False), (_MEASURED, False)):
        fitting = [(p, s) for p, s in told if (p, s) not in chosen and pattern.search(_text(p, s))]
        fitting.sort(key=lambda found: _BACKGROUND.search(_text(*found)) is not None)
        if wants_number:
            fitting.sort(key=lambda found: _NUMBER.search(_text(*found)) is None)
        fitting = [found for found in fitting if not any(_says_the_same(found, other) for other in chosen)]
        chosen += fitting[:1]
    for found in told:
        if len(chosen) < min(most, 3) and found not in chosen:
            chosen.append(found)
    chosen.sort(key=lambda found: (passages.index(found[0]), found[1].start))
    return [Evidence(p.page_index, p.start + s.start, p.start + s.end, 1.0) for p, s in chosen[:most]]


def _says_the_same(one: tuple[Passage, Sentence], other: tuple[Passage, Sentence]) -> bool:
    mine, theirs = set(content_tokens(_text(*one))), set(content_tokens(_text(*other)))
    return len(mine & theirs) > 0.6 * min(len(mine), len(theirs))


def _text(passage: Passage, sentence: Sentence) -> str:
    return passage.text[sentence.start : sentence.end]


def _is_whole(text: str) -> bool:
    """Whether it ends as a sentence does: no heading, no item that was cut off."""
    return readable(text).rstrip("0123456789 ").endswith((".", "。", "!", "?", "．"))


def _stretches(page: PageText) -> Iterator[_Stretch]:
    """What stands under each heading of a page, the first one under none; without notes, captions and tables."""
    heading, start = "", 0
    for region in page.regions:
        if region.kind not in _BESIDE:
            continue
        if page.text[start : region.start].strip():
            yield _Stretch(heading, page.page_index, start, region.start)
        start = region.end
        if region.kind == "heading":
            heading = readable(page.text[region.start : region.end])
    if page.text[start:].strip():
        yield _Stretch(heading, page.page_index, start, len(page.text))


def _under(stretches: Sequence[_Stretch], heading: "re.Pattern[str]") -> list[_Stretch]:
    """The stretches under the last heading of that kind, on the next page too as long as no other heading comes."""
    found: list[_Stretch] = []
    is_under = False
    for stretch in stretches:
        if stretch.heading:
            was_under, is_under = is_under, heading.search(stretch.heading) is not None
            if is_under and not was_under:
                found = []
        if is_under:
            found.append(stretch)
    return found


def _abstract(pages: Sequence[PageText], stretches: Sequence[_Stretch], abstract: str) -> list[Passage]:
    most = _MOST_CHARACTERS["abstract"]
    for page in pages[:2]:
        if not abstract:
            break
        wanted = fold(abstract)
        for match in find_in_page(page.page_index, page.text, wanted, fold(page.text)):
            return list(_passages(page, match.start, match.end))
    first = {page.page_index: page for page in pages[:2]}
    for stretch in stretches:
        if stretch.page_index in first and _ABSTRACT.search(stretch.heading):
            page = first[stretch.page_index]
            return list(_passages(page, stretch.start, _cut(page.text, stretch.start, stretch.end, most)))
    for page in pages[:_INTRODUCTION_PAGES]:  # a cover says nothing, nor does a table of contents
        for stretch in stretches:
            if stretch.page_index == page.page_index and _is_running_text(page.text[stretch.start : stretch.end]):
                return list(_passages(page, stretch.start, _cut(page.text, stretch.start, stretch.end, most)))
    return []


def _is_running_text(text: str) -> bool:
    long_enough = _FEWEST_CHARACTERS_CJK if "。" in text else _FEWEST_CHARACTERS
    return len(text.strip()) >= long_enough and any(end in text for end in (". ", ".\n", "。"))


def _new_blocks(page: PageText, stretch: _Stretch) -> Iterator[tuple[int, int]]:
    """The paragraphs that say what is new."""
    position = stretch.start
    for block in re.split(r"(\n\s*\n)", page.text[stretch.start : stretch.end]):
        if _NEW.search(block):
            yield position, position + len(block)
        position += len(block)


def _cut(text: str, start: int, end: int, most: int) -> int:
    """Where a stretch ends that may not be longer than `most`: at the end of a sentence."""
    if end - start <= most:
        return end
    sentences = [s for s in split_sentences(text[start:end]) if s.end <= most]
    return start + sentences[-1].end if sentences else start + most


def _passages(page: PageText, start: int, end: int) -> Iterator[Passage]:
    if page.text[start:end].strip():
        yield Passage(page.page_index, start, end, page.text[start:end], 1.0)
