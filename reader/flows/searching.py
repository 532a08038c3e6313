"""What to read for a question: the passages that answer it best, and of them what to quote."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reader.core.attribution import Evidence
from reader.core.document import PageText
from reader.core.errors import ReaderError
from reader.core.extracts import (
    after_references,
    best_extracts,
    opening_sentences,
    section_passages,
    without_references,
)
from reader.core.language import content_tokens, language_of
from reader.core.passages import Passage
from reader.core.premises import named_things, question_words
from reader.core.questions import is_broad
from reader.core.quoting import best_quotes, has_answer, opening_quotes, sentences_that_tell
from reader.core.references import references
from reader.core.search_hints import NO_HINTS, SearchHints
from reader.flows.readable import Readable
from reader.store.search import Found, QueryVector
from reader.store.vectors import cosine

_log = logging.getLogger(__name__)
_QUOTED_OF_ONE = 3
_QUOTED_PAGES = 3
_EXTRACTED_PAGES = 8
"""In which the sentences that answer a known kind of question are looked for."""


@dataclass(frozen=True, slots=True)
class Searched:
    found: Found
    quotes: tuple[Evidence, ...]
    """The best sentences, best first."""
    has_answer: bool
    """Whether what was found speaks of what is asked."""
    documents: int = 1
    """How many documents the quotes are to stand for, one each."""
    is_chosen: bool = False
    """Whether the quotes are those that answer, each a whole sentence."""
    is_silent: bool = False
    """Whether it was looked for sentences that answer, and none was found; a model may still find an answer."""


async def search(document: Readable, texts: Sequence[str], hints: SearchHints = NO_HINTS) -> Searched:
    """`texts`: the question, and after it the same in other words (the document's language, what it leans on)."""
    searched = await _search(document, texts, hints)
    return await _with_extracts(document, texts[-1], hints, searched) if hints.look_for or hints.section else searched


async def _search(document: Readable, texts: Sequence[str], hints: SearchHints) -> Searched:
    question, everything = texts[0], " ".join(texts)
    index = document.index
    named = references(question)
    named_pages = document.pages_named(named)
    if is_broad(question):
        return _opened(await document.openings(question, named_pages))
    query = await _query(document, question)
    parts = document.search_parts
    wanted = f"{everything} {hints.look_for}"
    found = await index.search(wanted, named=named, named_pages=named_pages, query=query, parts=parts)
    weights = await index.word_weights(content_tokens(everything))
    page_texts = await _texts(document, found)
    near = await _likeness(document, everything, found, query)
    quotes = best_quotes(everything, found.pages, found.passages, weights, page_texts, _QUOTED_PAGES, near)
    missing = await index.missing(question_words(everything), named_things(question), named)
    can_know = not missing.places and has_answer(everything, found.passages, missing.words, missing.things)
    return Searched(found, tuple(quotes), bool(quotes) and can_know)


async def _with_extracts(document: Readable, question: str, hints: SearchHints, searched: Searched) -> Searched:
    """With the sentences in place of the quotes that answer such a question; the section it is about first."""
    texts = await document.page_texts(document.pages_read)
    in_order = [texts[page_index] for page_index in sorted(texts)]
    pages = without_references(in_order)
    found = searched.found
    section = section_passages(hints.section, list(pages.values())) if hints.section else []
    if section:
        quotes = opening_sentences(section[0], pages[section[0].page_index], hints.used)
        passages = (*section, *(p for p in found.passages if not _is_within(p, section[0])))
        found = Found(tuple(dict.fromkeys((section[0].page_index, *found.pages))), passages)
    else:
        words = content_tokens(f"{question} {hints.look_for}")
        best = [pages[page_index] for page_index in found.pages[:_EXTRACTED_PAGES] if page_index in pages]
        quotes = best_extracts(
            question, hints, best, await document.index.word_weights(words), after_references(in_order)
        )
        kept = [p for p in found.passages if not _is_hidden(p, pages)]
        # The passages with the best sentences first: a model reads the first three.
        places = [next((n for n, p in enumerate(kept) if _holds(p, quote)), len(kept)) for quote in quotes]
        first = [kept[place] for place in dict.fromkeys(places) if place < len(kept)]
        found = Found(found.pages, tuple(dict.fromkeys((*first, *kept))))
    if not quotes:
        return replace(searched, found=found, is_silent=not section)
    return replace(searched, found=found, quotes=tuple(quotes), has_answer=True, is_chosen=True)


def _is_within(passage: Passage, section: Passage) -> bool:
    return passage.page_index == section.page_index and section.start <= passage.start < section.end


def _holds(passage: Passage, quote: Evidence) -> bool:
    return passage.page_index == quote.page_index and passage.start <= quote.start < passage.end


def _is_hidden(passage: Passage, pages: Mapping[int, PageText]) -> bool:
    """Whether it is of the list of references."""
    page = pages.get(passage.page_index)
    return page is not None and any(r.kind == "running" and r.start <= passage.start < r.end for r in page.regions)


async def _texts(document: Readable, found: Found) -> dict[int, PageText]:
    """The pages that are quoted."""
    with_passages = {passage.page_index for passage in found.passages}
    wanted = [page for page in found.pages if page in with_passages][:_QUOTED_PAGES]
    return await document.page_texts(wanted)


async def _query(document: Readable, question: str) -> QueryVector | None:
    """The question's meaning, where there is an embedder. One that fails costs its part of the search, no more."""
    embedder = document.embedder
    if embedder is None:
        return None
    try:
        return QueryVector(embedder.name, await embedder.embed_query(question))
    except ReaderError as failure:
        _log.warning("searching by words only: %s", failure)
        return None


async def _likeness(document: Readable, question: str, found: Found, query: QueryVector | None) -> dict[str, float]:
    """Sentence -> how near it is to a question in another language, 0..1: there are no words to choose by.

    About 20 sentences of the passages that are quoted from, a few hundredths of a second each.
    """
    embedder = document.embedder
    if embedder is None or query is None:
        return {}
    first: dict[int, Passage] = {}
    for passage in found.passages:
        first.setdefault(passage.page_index, passage)
    passages = [first[page] for page in found.pages if page in first][:_QUOTED_PAGES]
    if language_of(question) == language_of(" ".join(passage.text for passage in passages)):
        return {}
    sentences = list(dict.fromkeys(text for passage in passages for text in sentences_that_tell(passage)))
    try:
        vectors = await embedder.embed_passages(sentences)
    except ReaderError as failure:
        _log.warning("quoting by words only: %s", failure)
        return {}
    cosines = [cosine(query.vector, vector) for vector in vectors]
    least, reach = min(cosines, default=0.0), max(cosines, default=0.0) - min(cosines, default=0.0)
    return {sentence: (value - least) / (reach or 1.0) for sentence, value in zip(sentences, cosines, strict=True)}


def _opened(openings: Sequence[Found]) -> Searched:
    """The openings of one document, or of several: of each the first passages first, and a sentence to quote."""
    passages = sorted((p for found in openings for p in found.passages), key=lambda passage: -passage.score)
    pages = tuple(dict.fromkeys(passage.page_index for passage in passages))
    most = _QUOTED_OF_ONE if len(openings) == 1 else 1
    quotes = [quote for found in openings for quote in opening_quotes(found.passages, most)]
    return Searched(Found(pages, tuple(passages)), tuple(quotes), bool(quotes), len(openings))
