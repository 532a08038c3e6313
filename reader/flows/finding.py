"""Finding a text in a document: over line and page ends, in any typography."""

from reader.core.matches import Match, Wanted
from reader.flows.opening import OpenDocument

_PAGES_AT_ONCE = 16
"""Other queries wait for so many at most."""


async def find(document: OpenDocument, wanted: str | Wanted) -> list[Match]:
    """All places in the pages that have been read, in page order."""
    matches = await document.index.count_matches(Wanted(wanted) if isinstance(wanted, str) else wanted)
    found: list[Match] = []
    for first in range(0, len(matches.pages), _PAGES_AT_ONCE):
        pages = matches.pages[first : first + _PAGES_AT_ONCE]
        located = await document.index.locate_matches(matches, pages)
        for page_index in pages:
            found += located.get(page_index, ())
    return found
