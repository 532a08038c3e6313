"""Which pages and passages answer a question best: word counts (BM25) and, where there are any, similarities.

Word scores are shares of the best one. Similarities are placed between the document's mean (0) and its best passage
(1): e5 gives .75 to what has nothing to do with the question, so only differences count. Both are added, which keeps
how much better a page is; reciprocal ranks throw that away.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

K1 = 1.5
B = 0.75
PASSAGE_SHARE = 0.7
NEXT_PASSAGES = 0.2
"""What a page's second and third passage add to its best one."""
OPENING_SHARE = 0.4
OPENING_PAGES = 2.0
"""A question whose words stand all over the document asks for what its opening says: a bonus that fades by page."""
SIMILAR_SHARE = 0.6
"""Of the page's most similar passage, beside its best words.

On 312 questions (first page / first five): words .59/.83, vectors .54/.80, reciprocal ranks of both .51/.85, added with
.6 .64/.87, .8 .64/.86, 1.3 .64/.86; higher powers of the similarity are no better.
"""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a search uses: all of it, but for measuring what each part brings."""

    words: bool = True
    vectors: bool = True
    fusion: bool = True
    """Adding up scores; without it, reciprocal ranks."""
    structure: bool = True
    """The opening of the document, and the places a question names."""


ALL_PARTS = Parts()


@dataclass(frozen=True, slots=True)
class PassageLength:
    passage_id: int
    page_index: int
    token_count: int


@dataclass(frozen=True, slots=True)
class Ranking:
    pages: tuple[int, ...]
    """Page indexes, best first."""
    passages: tuple[tuple[int, float], ...]
    """(passage_id, score), best first."""


Postings = Mapping[str, Sequence[tuple[int, int]]]
"""token -> [(passage_id, how often)]"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What one document says to a question: the arguments of `rank`."""

    lengths: Mapping[int, PassageLength]
    postings: Postings
    bonus: Mapping[int, float] = field(default_factory=dict)
    similarities: Mapping[int, float] = field(default_factory=dict)


def rank(
    lengths: Mapping[int, PassageLength],
    postings: Postings,
    similarities: Mapping[int, float] | None = None,
    bonus: Mapping[int, float] | None = None,
    depth: Callable[[int], int] = lambda page_index: page_index,
    parts: Parts = ALL_PARTS,
) -> Ranking:
    """Rank pages and passages. `lengths` holds every passage of the document, by id.

    `similarities`: passage_id -> cosine with the question, for as many passages as have a vector. `bonus`: page_index
    -> what is added for what the question names by its place ("Table 3"). Passages without any score are left out.
    `depth`: how many pages of its document come before a page, where the pages of several count as one row.
    """
    page_lengths: dict[int, int] = defaultdict(int)
    for length in lengths.values():
        page_lengths[length.page_index] += length.token_count
    page_postings: dict[str, list[tuple[int, int]]] = {}
    for token, places in postings.items():
        by_page: dict[int, int] = defaultdict(int)
        for passage_id, count in places:
            by_page[lengths[passage_id].page_index] += count
        page_postings[token] = list(by_page.items())
    words = _shares(_bm25(postings, {i: p.token_count for i, p in lengths.items()})) if parts.words else {}
    page_words = _shares(_bm25(page_postings, page_lengths)) if parts.words else {}
    similar = _above_mean(similarities or {}) if parts.vectors else {}
    if not parts.fusion:
        words, page_words, similar = _by_rank(words), _by_rank(page_words), _by_rank(similar)
    given = bonus if bonus and parts.structure else {}
    opening = OPENING_SHARE * (1.0 - _specificity(page_postings, len(page_lengths))) if parts.structure else 0.0

    of_page: dict[int, list[float]] = defaultdict(list)
    similar_of_page: dict[int, float] = defaultdict(float)
    for passage_id in words.keys() | similar.keys():
        page_index = lengths[passage_id].page_index
        of_page[page_index].append(words.get(passage_id, 0.0))
        similar_of_page[page_index] = max(similar_of_page[page_index], similar.get(passage_id, 0.0))
    totals = {}
    for page_index, scores in of_page.items():
        scores.sort(reverse=True)
        totals[page_index] = (
            PASSAGE_SHARE * (scores[0] + NEXT_PASSAGES * sum(scores[1:3]))
            + (1 - PASSAGE_SHARE) * page_words.get(page_index, 0.0)
            + SIMILAR_SHARE * similar_of_page[page_index]
            + opening * math.exp(-depth(page_index) / OPENING_PAGES)
            + given.get(page_index, 0.0)
        )
    pages = sorted(totals, key=lambda page: (-totals[page], page))
    passage_scores = {
        i: PASSAGE_SHARE * words.get(i, 0.0)
        + SIMILAR_SHARE * similar.get(i, 0.0)
        + given.get(lengths[i].page_index, 0.0)
        for i in words.keys() | similar.keys()
    }
    passages = sorted(passage_scores.items(), key=lambda item: (-item[1], item[0]))
    return Ranking(tuple(pages), tuple(passages))


def _shares(scores: Mapping[int, float]) -> dict[int, float]:
    best = max(scores.values(), default=0.0) or 1.0
    return {place: score / best for place, score in scores.items()}


def _by_rank(scores: Mapping[int, float]) -> dict[int, float]:
    """Reciprocal ranks, k = 60, as shares of the first one's."""
    ordered = sorted(scores, key=lambda place: -scores[place])
    return {place: 61 / (61 + position) for position, place in enumerate(ordered)}


def _above_mean(similarities: Mapping[int, float]) -> dict[int, float]:
    """0..1 from the mean of all to the best one; what is below the mean is left out."""
    if not similarities:
        return {}
    mean = sum(similarities.values()) / len(similarities)
    reach = max(similarities.values()) - mean
    return {i: (value - mean) / reach for i, value in similarities.items() if value > mean} if reach > 0 else {}


def inverse_frequency(total: int, holding: int) -> float:
    """BM25's IDF in the form that stays positive for words on most pages."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def _bm25(postings: Postings, lengths: Mapping[int, int]) -> dict[int, float]:
    average = sum(lengths.values()) / len(lengths) if lengths else 1.0
    scores: dict[int, float] = defaultdict(float)
    for places in postings.values():
        idf = inverse_frequency(len(lengths), len(places))
        for place, count in places:
            damped = count + K1 * (1 - B + B * lengths[place] / (average or 1.0))
            scores[place] += idf * count * (K1 + 1) / damped
    return scores


def _specificity(page_postings: Postings, page_count: int) -> float:
    """1: the question's words stand on single pages; 0: they stand everywhere. Unknown words do not count."""
    known = [places for places in page_postings.values() if places]
    if not known or page_count < 2:
        return 1.0
    mean = sum(inverse_frequency(page_count, len(places)) for places in known) / len(known)
    return min(mean / math.log(1 + page_count), 1.0)
