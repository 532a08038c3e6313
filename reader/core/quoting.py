"""The sentences of a document that answer a question best: evidence on the screen before a model speaks."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from reader.core.attribution import Evidence
from reader.core.language import content_tokens, language_of, tokens
from reader.core.passages import Passage
from reader.core.premises import UNKNOWN_WORDS, question_words
from reader.core.questions import is_abstract
from reader.core.sentences import Sentence, split_sentences

_TOLD = 5
"""Content words that make a stretch of the opening a sentence rather than a name or a date."""
_OF_ITSELF = re.compile(
    r"\b(?:we|our|this (?:paper|work|study|report|article|document|book|guide|survey|review|manual))\b"
    r"|本(?:論文|研究|稿|書|報告|資料|文書)|この(?:論文|報告|資料|文書)",
    re.IGNORECASE,
)
_SHORT = 60
"""A best sentence shorter than this (a heading, a label) is quoted together with what follows it."""
_NEW_PLACE = 3
"""Line ends between sentences that only we read one after the other: quoted together they would stand nowhere."""
_CLOSE = 0.95
"""Another page is quoted too where its passage scores at least this share of the best one."""


def best_quotes(
    question: str, pages: Sequence[int], passages: Sequence[Passage], weights: dict[str, float], limit: int = 3
) -> list[Evidence]:
    """The best sentence of each of the best passages, in the order of `pages` (best first), one per page.

    `weights`: token -> how rare it is in the document.
    """
    by_page: dict[int, list[Passage]] = {}
    for passage in passages:
        by_page.setdefault(passage.page_index, []).append(passage)
    ordered = [by_page[page][0] for page in pages if page in by_page][:limit]
    wanted = set(content_tokens(question)) or set(tokens(question))
    return [_best_sentence(passage, wanted, weights) for passage in ordered]


def opening_quotes(passages: Sequence[Passage], most: int = 3) -> list[Evidence]:
    """The first sentences of a document's opening: what it says it is about. A heading and names are passed over.

    A single one is the first in which the document speaks of itself ("We propose ..."), where there is one.
    """
    for passage in passages:
        sentences = split_sentences(passage.text)
        after = next((n + 1 for n, s in enumerate(sentences) if is_abstract(passage.text[s.start : s.end])), 0)
        told = [s for s in sentences[after:] if len(content_tokens(passage.text[s.start : s.end])) >= _TOLD]
        if told:
            score = round(passage.score, 3)
            if most == 1:
                told.sort(key=lambda s: _OF_ITSELF.search(passage.text[s.start : s.end]) is None)
            return [
                Evidence(passage.page_index, passage.start + s.start, passage.start + s.end, score) for s in told[:most]
            ]
    return []


def short_excerpts(quotes: Sequence[Evidence], passages: Sequence[Passage]) -> list[Passage]:
    """The quotes with one sentence before and after, as passages: a small model loses its way in longer ones."""
    excerpts = []
    for quote in quotes:
        for passage in passages:
            if passage.page_index == quote.page_index and passage.start <= quote.start < passage.end:
                inside = [s for s in split_sentences(passage.text) if _touches(s, quote, passage)]
                everything = split_sentences(passage.text)
                first = max(everything.index(inside[0]) - 1, 0)
                last = min(everything.index(inside[-1]) + 1, len(everything) - 1)
                start, end = everything[first].start, everything[last].end
                shift = passage.start
                excerpts.append(replace(passage, start=shift + start, end=shift + end, text=passage.text[start:end]))
                break
    return excerpts


def _touches(sentence: Sentence, quote: Evidence, passage: Passage) -> bool:
    return sentence.start + passage.start < quote.end and quote.start < sentence.end + passage.start


def worth_quoting(quotes: Sequence[Evidence], most: int = 2) -> list[Evidence]:
    """Of the quotes, best first, those that stand as an answer: the first, and others that are nearly as good."""
    return [quote for quote in quotes if quote.score >= _CLOSE * quotes[0].score][:most] if quotes else []


def _best_sentence(passage: Passage, wanted: set[str], weights: dict[str, float]) -> Evidence:
    sentences = split_sentences(passage.text)
    total = sum(weights.get(word, 0.0) for word in wanted) or 1.0

    def share(sentence: Sentence) -> float:
        held = wanted & set(tokens(passage.text[sentence.start : sentence.end]))
        return sum(weights.get(word, 0.0) for word in held) / total

    position = max(range(len(sentences)), key=lambda i: (share(sentences[i]), -i))
    start, end = sentences[position].start, sentences[position].end
    if end - start < _SHORT and position + 1 < len(sentences):
        between = passage.text[end : sentences[position + 1].start]
        if between.count("\n") < _NEW_PLACE:
            end = sentences[position + 1].end
    return Evidence(passage.page_index, passage.start + start, passage.start + end, round(passage.score, 3))


def has_answer(
    question: str, passages: Sequence[Passage], unknown_words: Collection[str], unknown_things: Collection[str]
) -> bool:
    """Whether the document can speak of what is asked: it holds what the question names, and half of its words.

    `unknown_words`, `unknown_things`: what of the question (see `core.premises`) stands nowhere in the document. A
    question in another language than the passages shares names and numbers with them at most.
    """
    if not passages or unknown_things:
        return False
    if language_of(question) != language_of(" ".join(passage.text for passage in passages)):
        return True
    wanted = question_words(question)
    return len(wanted & set(unknown_words)) < UNKNOWN_WORDS * max(len(wanted), 1)
