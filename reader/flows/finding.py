"""Finding a text in a document: over line and page ends, in any typography."""

from dataclasses import dataclass

from reader.core.document import Spot
from reader.core.sentences import readable
from reader.flows.opening import OpenDocument


@dataclass(frozen=True, slots=True)
class Match:
    """A place of the text; over a page end it has a spot on each of the two pages."""

    spots: tuple[Spot, ...]
    text: str
    """The words as they stand on the page, in one line."""
    is_ocr: bool = False
    """The page is a picture: these are the words that OCR read."""


async def find(document: OpenDocument, wanted: str) -> list[Match]:
    """All places in the pages that have been read, in page order."""
    places = await document.index.find(wanted)
    pages = await document.page_texts(part.page_index for parts in places for part in parts)
    found = []
    for parts in places:
        spots: list[Spot] = []
        for part in parts:
            rects = pages[part.page_index].rects_of(part.start, part.end)
            if spots and spots[-1].page_index == part.page_index:
                rects = spots.pop().rects + rects
            spots.append(Spot(part.page_index, rects))
        text = " ".join(readable(pages[part.page_index].text[part.start : part.end]) for part in parts)
        is_ocr = any(pages[part.page_index].source == "ocr" for part in parts)
        found.append(Match(tuple(spots), text, is_ocr))
    return found
