"""Where the words of a citation stand in a document now: on their page, on another one, changed, or nowhere."""

from collections.abc import Iterator
from dataclasses import replace

from reader.core.answer import Citation
from reader.core.document import Spot
from reader.core.matches import Match, Wanted
from reader.core.note_check import CitationState
from reader.core.page_layout import bounds_of
from reader.core.quote_index import fold
from reader.core.sentences import readable, split_sentences
from reader.flows.opening import OpenDocument

_SHORTEST_PART = 24
"""Characters, folded, of a part of a quotation: enough to be sure of the place."""
_PARTS = (2, 3)
"""A quotation that is not there any more is looked for by its halves and thirds."""
_ADDRESS = ("https://", "http://")


class QuoteFinder:
    """Of one document, whose pages have been read."""

    def __init__(self, document: OpenDocument) -> None:
        self._document = document
        self._known: dict[Citation, tuple[CitationState, Citation | None]] = {}

    async def find(self, citation: Citation) -> tuple[CitationState, Citation | None]:
        """What became of a citation, and the citation as it would be made now."""
        if citation not in self._known:
            self._known[citation] = await self._look(citation)
        return self._known[citation]

    async def _look(self, citation: Citation) -> tuple[CitationState, Citation | None]:
        page_index = citation.page_index
        if not fold(citation.quote):  # it names the page as a whole
            is_there = page_index < self._document.info.page_count
            return ("there", citation) if is_there else ("vanished", None)
        match = await self._nearest(citation.quote, citation)
        if match is not None:
            return self._found(citation, match.spots[0], is_ocr=match.is_ocr)
        if citation.quote.startswith(_ADDRESS):
            linked = await self._linked(citation)
            if linked is not None:
                return self._found(citation, linked)
        if page_index in self._document.pages_without_text:
            return "unread", citation
        changed = await self._changed(citation)
        return ("vanished", None) if changed is None else ("changed", changed)

    def _found(self, citation: Citation, spot: Spot, *, is_ocr: bool = False) -> tuple[CitationState, Citation]:
        state: CitationState = "there" if spot.page_index == citation.page_index else "moved"
        return state, self._at(citation, spot, is_ocr=is_ocr)

    def _at(self, citation: Citation, spot: Spot, *, is_ocr: bool) -> Citation:
        label = self._document.info.label_of(spot.page_index)
        return replace(citation, page_index=spot.page_index, page_label=label, rects=spot.rects, is_ocr=is_ocr)

    async def _nearest(self, text: str, citation: Citation) -> Match | None:
        """Of several places the one nearest to where the citation was."""
        index = self._document.index
        matches = await index.count_matches(Wanted(text))
        if not matches.pages:
            return None
        page_index = min(matches.pages, key=lambda page: abs(page - citation.page_index))
        located = (await index.locate_matches(matches, [page_index])).get(page_index, ())
        top = bounds_of(citation.rects).y0 if citation.rects else 0.0
        placed = [match for match in located if match.spots]
        return min(placed, key=lambda match: abs(_top(match) - top), default=None)

    async def _linked(self, citation: Citation) -> Spot | None:
        """Where the page shows other words and links to the address: the PDF's links are what can be looked up."""
        pages = range(self._document.info.page_count)
        for page_index in sorted(pages, key=lambda page: abs(page - citation.page_index)):
            links = await self._document.pdf.links(page_index)
            rects = tuple(link.rect for link in links if (link.uri or "").rstrip("/") == citation.quote.rstrip("/"))
            if rects:
                return Spot(page_index, rects)
        return None

    async def _changed(self, citation: Citation) -> Citation | None:
        """The sentence that has a part of the quotation in it."""
        for part in _parts(citation.quote):
            match = await self._nearest(part, citation)
            if match is None:
                continue
            spot = match.spots[0]
            page = await self._document.page_text(spot.page_index)
            around = (s for s in split_sentences(page.text) if s.start <= match.position < s.end)
            sentence = next(around, None)
            if sentence is None:
                return replace(self._at(citation, spot, is_ocr=match.is_ocr), quote=match.text)
            whole = Spot(spot.page_index, page.rects_of(sentence.start, sentence.end))
            quote = readable(page.text[sentence.start : sentence.end])
            return replace(self._at(citation, whole, is_ocr=match.is_ocr), quote=quote)
        return None


def _top(match: Match) -> float:
    return bounds_of(match.spots[0].rects).y0 if match.spots[0].rects else 0.0


def _parts(quote: str) -> Iterator[str]:
    for count in _PARTS:
        size = len(quote) // count
        for number in range(count):
            part = quote[number * size : (number + 1) * size if number < count - 1 else len(quote)]
            if len(fold(part)) >= _SHORTEST_PART:
                yield part
