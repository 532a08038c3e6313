"""Passages: stretches of one page, long enough to answer from and short enough for a small model's prompt."""

from dataclasses import dataclass

from reader.core.document import PageText
from reader.core.language import tokens
from reader.core.quote_index import fold
from reader.core.sentences import split_sentences
from reader.core.text_quality import Quality, text_quality

TARGET_TOKENS = 130
"""A passage is closed at the first sentence end after this many tokens (CJK pairs count as a half)."""


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """Characters start..end of a page's text, and the search tokens of that stretch."""

    start: int
    end: int
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage found for a question. `text` is the page's own text, line ends included."""

    page_index: int
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class ReadPage:
    """All that is kept of a page once it has been read: made in the PDF child, stored in the document's index."""

    page: PageText
    quality: Quality
    folded: str
    """The text as `quote_index` folds it, for find."""
    passages: tuple[PassageSpan, ...]


def read_page(page: PageText) -> ReadPage:
    quality = text_quality(page.text)
    passages = split_passages(page.text) if quality == "good" else []
    return ReadPage(page, quality, fold(page.text), tuple(passages))


def _weight(found: list[str]) -> float:
    return sum(1.0 if token.isascii() else 0.5 for token in found)


def split_passages(text: str, target_tokens: int = TARGET_TOKENS) -> list[PassageSpan]:
    """Cut the text of a page into passages of whole sentences, in reading order, without gaps in between."""
    passages: list[PassageSpan] = []
    start = end = -1
    gathered: list[str] = []
    for sentence in split_sentences(text):
        found = tokens(text[sentence.start : sentence.end])
        if gathered and _weight(gathered) + _weight(found) > 1.25 * target_tokens:
            passages.append(PassageSpan(start, end, tuple(gathered)))
            gathered = []
        if not gathered:
            start = sentence.start
        gathered = gathered + found
        end = sentence.end
        if _weight(gathered) >= target_tokens:
            passages.append(PassageSpan(start, end, tuple(gathered)))
            gathered = []
    if gathered:
        passages.append(PassageSpan(start, end, tuple(gathered)))
    return passages
