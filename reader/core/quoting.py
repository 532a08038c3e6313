"""The sentences of a document that answer a question best: evidence on the screen before a model speaks."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from reader.core.attribution import Evidence
from reader.core.document import PageText
from reader.core.language import CJK, content_tokens, is_number, language_of, tokens
from reader.core.passages import Passage
from reader.core.patterns import late_pattern
from reader.core.premises import UNKNOWN_WORDS, asked, question_words
from reader.core.questions import is_abstract
from reader.core.sentences import Sentence, split_sentences, without_signs

_TOLD = 5
"""Content words that make a stretch of the opening a sentence rather than a name or a date."""
_COMPARED = 3
"""Content words of a sentence whose meaning can be compared."""
_OF_ITSELF = re.compile(
    r"\b(?:we|our|this (?:paper|work|study|report|article|document|book|guide|survey|review|manual))\b"
    r"|本(?:論文|研究|稿|書|報告|資料|文書)|この(?:論文|報告|資料|文書)",
    re.IGNORECASE,
)
_COMMON_WORD = late_pattern(r"(?<![\w-])[a-z]{2,}(?![\w-])")
_CJK_LETTER = late_pattern(rf"[{CJK}]")
_FIGURES = 2
_NEW_BLOCK = 2
"""Line ends between sentences of different blocks. Of quotations that reach over them 93 % are found by programs that
read the blocks in another order, of those that do not all (102 on 28 documents)."""
_READABLE = 160
"""Characters: the best sentence is quoted with the next ones until it is that long.

On 177 questions whose page was right, words / numbers of the reference answer in the quotation: the best sentence of
the best passage .20/.19; of the page, preferring numbers where they are asked for, with what follows .26/.25; the
whole passage, three times as long, .48/.44.
"""
_MOST_OF_PAGE = 3
_MOST_QUOTES = 4
_OF_PASSAGE = 0.1
"""What a sentence gains that stands in the passage that was found."""
_OF_TYPE = 0.2
"""What a sentence with a number gains where one is asked for."""
_SENTENCE_ENDS = (".", "。", "!", "?", "！", "？")
_BESIDE_THE_TEXT = frozenset({"heading", "footnote", "running"})
_IS_BESIDE = 0.3
"""What a heading, a footnote or a running head loses: it shares the question's words and says nothing of them."""
_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|long|old|far|high|large|often)\b|\bwhen\b"
    r"|\b(?:what|which) (?:percentage|percent|amount|number|year|date|price|rate|share|ratio|proportion)\b"
    r"|\bwhat (?:is|was|were|are) the (?:\w+ ){0,3}"
    r"(?:total|number|amount|percentage|average|rate|ratio|value|price|cost|date|year|size|duration)\b"
    r"|いくら|いくつ|何[人件円個年月日社台回歳割倍％%]|割合|金額|いつ|何パーセント|どのくらい|どれくらい",
    re.IGNORECASE,
)
_BETTER = 1.03
"""Another page is quoted too where its passage scores at least so many times as much as that of the best page.

Then the page as a whole and its passages speak for different pages. On 312 questions (page / right pages of those
cited): the best page only .63/.64, this .66/.60, from .95 on .67/.57, from .9 on .69/.55. Choosing among the first
five pages by their sentences, two-word terms, numbers, names, length was no better than the order of the search (303
questions, five folds of documents: .57 to .60 against .61).
"""


def best_quotes(
    question: str,
    pages: Sequence[int],
    passages: Sequence[Passage],
    weights: Mapping[str, float],
    texts: Mapping[int, PageText] | None = None,
    limit: int = 3,
    likeness: Mapping[str, float] | None = None,
) -> list[Evidence]:
    """The best sentence of each of the pages with the best passages, in the order of `pages` (best first).

    `weights`: token -> how rare it is in the document. `texts`: page_index -> the page, where the sentence may stand
    outside the passage; without it only the passage is looked at. `likeness`: sentence -> how near its meaning is to
    the question's, 0..1, for a question that shares no words with the document.
    """
    best: dict[int, Passage] = {}
    for passage in passages:
        best.setdefault(passage.page_index, passage)
    known, near = texts or {}, likeness or {}
    ordered = [page for page in pages if page in best][:limit]
    return [
        quote for page in ordered for quote in _best_sentences(question, best[page], weights, known.get(page), near)
    ]


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


def worth_quoting(quotes: Sequence[Evidence]) -> list[Evidence]:
    """Of the quotes, best page first, those that answer: of the first page, and of the one with a better passage."""
    if not quotes:
        return []
    first = quotes[0]
    better = (q.page_index for q in quotes if q.page_index != first.page_index and q.score >= _BETTER * first.score)
    pages = (first.page_index, next(better, first.page_index))
    return [quote for quote in quotes if quote.page_index in pages][:_MOST_QUOTES]


def _best_sentences(
    question: str,
    passage: Passage,
    weights: Mapping[str, float],
    page: PageText | None,
    likeness: Mapping[str, float],
) -> Iterator[Evidence]:
    """The best sentence with the following ones until it can be read alone.

    What stands in another block is a quote of its own, for only we may read it right after.
    """
    text, shift = (page.text, 0) if page is not None and page.text else (passage.text, passage.start)
    sentences = split_sentences(text)
    beside = [region for region in page.regions if region.kind in _BESIDE_THE_TEXT] if page is not None else []
    wanted = set(content_tokens(asked(question))) or set(tokens(question))
    total = sum(weights.get(word, 0.0) for word in wanted) or 1.0
    asks_number = _ASKS_NUMBER.search(question) is not None

    def is_beside(sentence: Sentence) -> bool:
        return any(region.start <= sentence.start + shift < region.end for region in beside)

    def score(sentence: Sentence) -> float:
        words = set(tokens(text[sentence.start : sentence.end]))
        share = sum(weights.get(word, 0.0) for word in words & wanted) / total
        is_of_passage = passage.start <= sentence.start + shift < passage.end
        has_number = asks_number and any(is_number(word) for word in words - wanted)
        share += likeness.get(text[sentence.start : sentence.end], 0.0)
        return share + _OF_PASSAGE * is_of_passage + _OF_TYPE * has_number - _IS_BESIDE * is_beside(sentence)

    position = max(range(len(sentences)), key=lambda i: (score(sentences[i]), -i))
    start, end = without_signs(text, sentences[position]).start, sentences[position].end
    length, found = end - start, 1
    for following in sentences[position + 1 :]:
        is_elsewhere = text.count("\n", end, following.start) >= _NEW_BLOCK
        if length >= _READABLE or (is_elsewhere and (found == _MOST_OF_PAGE or not _tells(text, following))):
            break
        if is_beside(following) and text[start:end].endswith(_SENTENCE_ENDS):
            break  # a heading: what comes after it is about something else. On slides and forms all may be headings
        if is_elsewhere:
            yield Evidence(passage.page_index, shift + start, shift + end, round(passage.score, 3))
            start = without_signs(text, following).start
            found += 1
        end = following.end
        length += following.end - following.start
    yield Evidence(passage.page_index, shift + start, shift + end, round(passage.score, 3))


def sentences_that_tell(passage: Passage) -> list[str]:
    """The sentences of a passage that can be compared with a question by meaning: no labels, no numbers alone."""
    sentences = split_sentences(passage.text)
    return [passage.text[s.start : s.end] for s in sentences if _tells(passage.text, s, _COMPARED)]


def _tells(text: str, sentence: Sentence, fewest_words: int = _TOLD) -> bool:
    """Whether it is more than a label or the numbers of a chart."""
    return sum(not is_number(word) for word in content_tokens(text[sentence.start : sentence.end])) >= fewest_words


def tells(text: str) -> bool:
    """Whether a quotation says something by itself: the row of a table does not."""
    if sum(not is_number(word) for word in content_tokens(text)) < _TOLD:
        return False
    words = text.split()
    return _CJK_LETTER.search(text) is not None or 2 * len(_COMMON_WORD.findall(text)) >= len(words)


def is_row(text: str) -> bool:
    """Whether it is the row of a table: figures, and hardly a word between them."""
    return not tells(text) and sum(is_number(word) for word in content_tokens(text)) >= _FIGURES


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
