"""What to read for a question: the passages that answer it best, and of them what to quote."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from reader.core.attribution import Evidence
from reader.core.document import PageText
from reader.core.errors import ReaderError
from reader.core.language import content_tokens, language_of
from reader.core.passages import Passage
from reader.core.premises import named_things, question_words
from reader.core.questions import is_broad
from reader.core.quoting import best_quotes, has_answer, opening_quotes, sentences_that_tell
from reader.core.references import references
from reader.flows.readable import Readable
from reader.store.search import Found, QueryVector
from reader.store.vectors import cosine

_log = logging.getLogger(__name__)
_QUOTED_OF_ONE = 3
_QUOTED_PAGES = 3


@dataclass(frozen=True, slots=True)
class Searched:
    found: Found
    quotes: tuple[Evidence, ...]
    """The best sentences, best first."""
    has_answer: bool
    """Whether what was found speaks of what is asked."""
    documents: int = 1
    """How many documents the quotes are to stand for, one each."""


async def search(document: Readable, texts: Sequence[str]) -> Searched:
    """`texts`: the question, and after it the same in other words (the document's language, what it leans on)."""
    question, everything = texts[0], " ".join(texts)
    index = document.index
    named = references(question)
    named_pages = document.pages_named(named)
    if is_broad(question):
        return _opened(await document.openings(question, named_pages))
    query = await _query(document, question)
    parts = document.search_parts
    found = await index.search(everything, named=named, named_pages=named_pages, query=query, parts=parts)
    weights = await index.word_weights(content_tokens(everything))
    page_texts = await _texts(document, found)
    near = await _likeness(document, everything, found, query)
    quotes = best_quotes(everything, found.pages, found.passages, weights, page_texts, _QUOTED_PAGES, near)
    missing = await index.missing(question_words(everything), named_things(question), named)
    can_know = not missing.places and has_answer(everything, found.passages, missing.words, missing.things)
    return Searched(found, tuple(quotes), bool(quotes) and can_know)


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
