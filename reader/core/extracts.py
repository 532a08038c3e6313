"""Sentences of a document that answer a kind of question: by its words and by those with which papers answer it.

For paper notes, where the question is known beforehand and the answer may have to stand without a model: whole
sentences of the running text only, none out of the list of references, and not the same one under every question.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reader.core.attribution import Evidence
from reader.core.document import PageText, Region
from reader.core.language import content_tokens, is_number
from reader.core.passages import Passage
from reader.core.patterns import late_pattern
from reader.core.quote_index import fold
from reader.core.search_hints import SearchHints
from reader.core.sentences import Sentence, readable, split_sentences, without_signs

_REFERENCES = late_pattern(r"^[\W\dIVX]*(?:references|bibliography|参考文献|引用文献)\W*$", re.IGNORECASE)
_AFTER_REFERENCES = late_pattern(r"^(?:[A-Z][.\s]|appendix|appendices|supplement|付録)", re.IGNORECASE)
_OF_ITSELF = late_pattern(r"\b(?:we|our|this (?:paper|work|study|survey))\b|本(?:論文|研究|稿)|提案", re.IGNORECASE)
_ASKS_NUMBER = late_pattern(
    r"\b(?:how (?:many|much|well|fast|large)|numbers?)\b|数値|いくつ|何件|どのくらい", re.IGNORECASE
)
_WHOLE = late_pattern(r"[.!?。！？．][\d\"'”’)」]{0,4}$")
_NO_SENTENCE = late_pattern(r"^[a-z]|^\W*(?:Table|Figure|Fig\.|Algorithm|表|図)\s*\d|[=←∈▷∂]|(?:\d\W+){6,}")
_CITED_WORK = re.compile(r"\([^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*\)|et al\.,? \(?\d{4}\)?")
_LEANS = late_pattern(
    r"^(?:this|these|those|such|it|they|however|thus|therefore|also|for example|e\.g\.)\b", re.IGNORECASE
)
"""Of a sentence that says little without the one before it."""
_WHAT_IS = late_pattern(r"^what (?:is|are) (.{2,40}?)\?$|^(?:「(.{2,40}?)」|(.{2,40}?))とは(?:何|なん)", re.IGNORECASE)
_SAYS_NOTHING = "work found"
"""Of a question ("How does it work?"): papers say it of each other."""
_DEFINES = 0.4
_APPENDIX = 0.8
_SHORT = 8
"""Content words; a shorter sentence tells how the text goes on rather than what it says."""
_ANNOUNCES = late_pattern(
    r"\b(?:we|this section) (?:\w+ )?(?:discuss|overview|review|revisit|summari[sz]e|describe)"
    r" (?:related|several|prior|this|some|our|the)\b|\bin more detail\b|\bas follows:?$",
    re.IGNORECASE,
)
"""What tells how the text goes on and says nothing itself."""
_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")
_SKIPPED = frozenset({"heading", "table", "running"})
_CUES = 0.8
_MOST_CUES = 2
"""So many words that are looked for make a sentence as good as it gets by them."""
_OWN = 0.12
_NUMBER = 0.2
_USED = 0.45
_IN_CAPTION = 0.25
_LEANING = 0.08
_LONG = 420
"""Characters; a longer sentence is mostly a list."""
_FEWEST_WORDS = 5
_GOOD = 0.45
"""What a sentence must reach to answer: below, it shares a word or two."""
_AS_GOOD = 0.72
"""Of the best one's score, for a further sentence."""
_SAME = 0.6


@dataclass(frozen=True, slots=True)
class _Scored:
    score: float
    evidence: Evidence
    words: frozenset[str]


def best_extracts(
    question: str,
    hints: SearchHints,
    pages: Sequence[PageText],
    weights: Mapping[str, float],
    appendix: Container[int] = (),
    most: int = 3,
) -> list[Evidence]:
    """The sentences that answer best, the best first; none where no sentence comes near.

    `question`: in the document's language. `pages`: those that search found, best first, without references (see
    `without_references`). `weights`: token -> how rare it is in the document. `appendix`: page indexes that count less.
    """
    cues = _Cues(hints.look_for, weights)
    asked = frozenset(content_tokens(question)).difference(content_tokens(_SAYS_NOTHING), cues.stems)
    total = sum(weights.get(word, 0.0) for word in asked) or 1.0
    share_of_asked = min(1.0, len(asked) / 2)  # the paper's own name alone is in every other sentence
    asks_number = _ASKS_NUMBER.search(question) is not None
    defining = _defining(question)

    scored = []
    for rank, page in enumerate(pages):
        for sentence, kind in _sentences(page):
            text = readable(page.text[sentence.start : sentence.end])
            words = frozenset(content_tokens(text))
            if len(words) < _FEWEST_WORDS or not _WHOLE.search(text) or _NO_SENTENCE.search(text):
                continue
            if _ANNOUNCES.search(text):
                continue
            is_defining = defining is not None and defining.search(text) is not None
            found = cues.share_in(text)
            if cues.stems and not found and not is_defining:
                continue
            score = share_of_asked * sum(weights.get(word, 0.0) for word in words & asked) / total
            score += _CUES * found + _DEFINES * is_defining
            score += _OWN * (_OF_ITSELF.search(text) is not None)
            if asks_number:
                figures = content_tokens(_CITED_WORK.sub("", text))
                score += _NUMBER if any(is_number(word) for word in figures if word not in asked) else -_NUMBER
            score -= _USED * (fold(text) in hints.used) + _IN_CAPTION * (kind == "caption")
            score -= _LEANING * (_LEANS.search(text) is not None)
            score *= min(1.0, _LONG / len(text)) * min(1.0, 0.4 + 0.6 * len(words) / _SHORT)
            score = score * (_APPENDIX if page.page_index in appendix else 1.0) + 0.05 / (1 + rank)
            place = Evidence(page.page_index, sentence.start, sentence.end, round(max(score, 0.0), 3))
            scored.append(_Scored(score, place, words))
    scored.sort(key=lambda one: -one.score)
    chosen: list[_Scored] = []
    for one in scored:
        if one.score < _GOOD or len(chosen) == most or one.score < _AS_GOOD * scored[0].score:
            break
        if not any(len(one.words & other.words) > _SAME * min(len(one.words), len(other.words)) for other in chosen):
            chosen.append(one)
    return [one.evidence for one in chosen]


class _Cues:
    """The words that are looked for, as they stand: "limited" is no "limitation", though they have one stem."""

    def __init__(self, look_for: str, weights: Mapping[str, float]) -> None:
        self._weights: dict[str, float] = {}
        stems: set[str] = set()
        for word in look_for.casefold().split():
            of_word = content_tokens(word)
            stems.update(of_word)
            self._weights[word] = max((weights.get(token, 0.0) for token in of_word), default=0.0)
        self.stems = frozenset(stems)
        best = sorted(self._weights.values(), reverse=True)
        # Half of the rarest ones: a word that this paper uses on every page tells little.
        self._whole = _MOST_CUES * sum(best[: len(best) // 2 + 1]) / (len(best) // 2 + 1) if best else 1.0

    def share_in(self, text: str) -> float:
        """How much of what is looked for a text has, 0..1."""
        folded = text.casefold()
        words = frozenset(_WORD.findall(folded))
        held = (
            weight
            for word, weight in self._weights.items()
            if (word in words or f"{word}s" in words if word.isascii() else word in folded)
        )
        return min(sum(held) / (self._whole or 1.0), 1.0)


def _defining(question: str) -> "re.Pattern[str] | None":
    """How a sentence looks that says what something is, for a question that asks that."""
    asked = _WHAT_IS.match(question.strip())
    if asked is None:
        return None
    term = rf"(?<![\w-]){re.escape(next(group for group in asked.groups() if group))}(?![\w-])"
    return re.compile(
        rf"\b(?:propos|introduc|present|develop|call|nam|dub)(?:e[sd]?|s|ed|ing)?\b[^.]{{0,30}}{term}"
        rf"|{term}(?: \([^)]*\))?(?:,| is| are) (?:an?|the|our)\b|{term}(?:を提案|と呼|という|は、)",
        re.IGNORECASE,
    )


def section_passages(heading: str, pages: Sequence[PageText]) -> list[Passage]:
    """The text under a heading, as far as it goes on its page; nothing where no page has it."""
    wanted = fold(heading)
    for page in pages:
        for number, region in enumerate(page.regions):
            if region.kind != "heading" or not fold(page.text[region.start : region.end]).endswith(wanted):
                continue
            following = (r.start for r in page.regions[number + 1 :] if r.kind in ("heading", "footnote", "running"))
            end = next(following, len(page.text))
            if page.text[region.end : end].strip():
                context = readable(page.text[region.start : region.end])
                return [Passage(page.page_index, region.end, end, page.text[region.end : end], 1.0, context)]
    return []


def opening_sentences(passage: Passage, page: PageText, used: frozenset[str], most: int = 2) -> list[Evidence]:
    """The first whole sentences of a passage that were not quoted before."""
    found = []
    for sentence, _ in _sentences(page):
        if passage.start <= sentence.start < passage.end:
            text = readable(page.text[sentence.start : sentence.end])
            is_told = (
                len(content_tokens(text)) >= _FEWEST_WORDS and _WHOLE.search(text) and not _NO_SENTENCE.search(text)
            )
            if is_told and fold(text) not in used:
                found.append(Evidence(page.page_index, sentence.start, sentence.end, 1.0))
    return found[:most]


def after_references(pages: Sequence[PageText]) -> frozenset[int]:
    """The pages after the one on which the list of references begins; `pages`: in their order."""
    for number, page in enumerate(pages):
        headings = (readable(page.text[r.start : r.end]) for r in page.regions if r.kind == "heading")
        if any(_REFERENCES.match(heading) for heading in headings):
            return frozenset(later.page_index for later in pages[number + 1 :])
    return frozenset()


def without_references(pages: Sequence[PageText]) -> dict[int, PageText]:
    """page_index -> the page with its regions, those of the list of references made "running": not to be quoted.

    `pages`: in their order.
    """
    kept: dict[int, PageText] = {}
    is_in_references = False
    for page in pages:
        start, spans = 0, []
        for region in page.regions:
            if region.kind != "heading":
                continue
            heading = readable(page.text[region.start : region.end])
            if not is_in_references and _REFERENCES.match(heading):
                is_in_references, start = True, region.end
            elif is_in_references and _AFTER_REFERENCES.match(heading):
                is_in_references = False
                spans.append((start, region.start))
        if is_in_references:
            spans.append((start, len(page.text)))
        kept[page.page_index] = page if not spans else _hidden(page, spans)
    return kept


def _hidden(page: PageText, spans: Sequence[tuple[int, int]]) -> PageText:
    regions = [r for r in page.regions if not any(start <= r.start < end for start, end in spans)]
    regions += [Region("running", start, end) for start, end in spans]
    return replace(page, regions=tuple(sorted(regions, key=lambda region: region.start)))


def _sentences(page: PageText) -> Iterator[tuple[Sentence, str]]:
    """The sentences of a page outside headings, tables and running heads, with the kind of region they are in."""
    for sentence in split_sentences(page.text):
        kinds = [r.kind for r in page.regions if r.start < sentence.end and r.end > sentence.start]
        if not any(kind in _SKIPPED for kind in kinds):
            yield without_signs(page.text, sentence), kinds[0] if kinds else "body"
