"""Questions to begin with, for a document that is open: from what has been read of it, each tried on the index."""

from collections.abc import Collection

from reader.core.quote_index import fold
from reader.core.suggesting import COUNT, Kind, Suggestion, suggestions
from reader.flows.opening import OpenDocument
from reader.flows.searching import search

PAGES = 16
"""The first pages tell what a document is about; on these, making the suggestions takes some milliseconds."""


async def suggest(document: OpenDocument, language: str) -> list[str]:
    """The best questions; fewer where little has been read. `language`: the reader's; a Japanese document is asked
    about in Japanese all the same."""
    await document.wait_for_text()
    spoken = await document.language()
    language = "ja" if "ja" in (language, spoken) else "en"
    return [asked.question for asked, _ in await suggested(document, language, COUNT)]


async def suggested(
    document: OpenDocument, language: str, count: int, without: Collection[Kind] = ()
) -> list[tuple[Suggestion, Suggestion]]:
    """`count` at most, each with the same in the document's language; `without`: kinds that are left out."""
    spoken = await document.language()
    pages = list((await document.page_texts(sorted(document.pages_read)[:PAGES])).values())
    outline = [item.title for item in document.outline]
    made = suggestions(document.title, outline, pages, language)
    # Only the words around a heading differ: the same questions come in the same order in each language.
    same = suggestions(document.title, outline, pages, spoken)
    chosen: list[tuple[Suggestion, Suggestion]] = []
    for suggestion, other in zip(made, same, strict=True):
        if suggestion.kind in without:
            continue
        if await _has_answer(document, suggestion, is_same_language=language == spoken):
            chosen.append((suggestion, other))
        if len(chosen) == count:
            break
    return chosen


async def _has_answer(document: OpenDocument, suggestion: Suggestion, *, is_same_language: bool) -> bool:
    """Whether a passage speaks of what the question names, and an answer would not be "not found"."""
    if not suggestion.names:
        return True
    found = await document.index.search(suggestion.names)
    named = fold(suggestion.names)
    if not any(named in fold(passage.text + passage.context) for passage in found.passages):
        return False
    return not is_same_language or (await search(document, [suggestion.question])).has_answer
