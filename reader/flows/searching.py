"""What to read for a question: the passages that answer it best, and of them what to quote."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from reader.core.attribution import Evidence
from reader.core.errors import ReaderError
from reader.core.language import content_tokens
from reader.core.premises import named_things, question_words
from reader.core.questions import is_broad
from reader.core.quoting import best_quotes, has_answer, opening_quotes
from reader.core.references import pages_named, references
from reader.flows.opening import OpenDocument
from reader.store.search import Found, QueryVector

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Searched:
    found: Found
    quotes: tuple[Evidence, ...]
    """The best sentences, best first."""
    has_answer: bool
    """Whether what was found speaks of what is asked."""


async def search(document: OpenDocument, texts: Sequence[str]) -> Searched:
    """`texts`: the question, and after it the same in other words (the document's language, what it leans on)."""
    question, everything = texts[0], " ".join(texts)
    index, info = document.index, document.info
    named = references(question)
    named_pages = pages_named(named, info.labels, info.page_count, document.outline)
    if is_broad(question):
        found = await index.opening(pages=named_pages)
        quotes = opening_quotes(found.passages)
        return Searched(found, tuple(quotes), bool(quotes))
    query = await _query(document, question)
    parts = document.search_parts
    found = await index.search(everything, named=named, named_pages=named_pages, query=query, parts=parts)
    weights = await index.word_weights(content_tokens(everything))
    quotes = best_quotes(everything, found.pages, found.passages, weights)
    missing = await index.missing(question_words(everything), named_things(question), named)
    can_know = not missing.places and has_answer(everything, found.passages, missing.words, missing.things)
    return Searched(found, tuple(quotes), bool(quotes) and can_know)


async def _query(document: OpenDocument, question: str) -> QueryVector | None:
    """The question's meaning, where there is an embedder. One that fails costs its part of the search, no more."""
    embedder = document.embedder
    if embedder is None:
        return None
    try:
        return QueryVector(embedder.name, await embedder.embed_query(question))
    except ReaderError as failure:
        _log.warning("searching by words only: %s", failure)
        return None
