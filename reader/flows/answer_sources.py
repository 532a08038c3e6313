"""What an answer is made from and checked against: the pages that search found, and the citations of them."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.core.answer import Citation, Claim, Coverage
from reader.core.attribution import Attribution, Attributor, Evidence
from reader.core.document import PageText
from reader.core.search_hints import NO_HINTS, SearchHints
from reader.core.selection import Selection, passage_around, with_selection
from reader.flows.readable import Readable
from reader.flows.searching import Searched, search
from reader.store.search import Found

_CHECKED_PAGES = 6
"""Claims are looked for on the pages of the prompt and the next best ones."""


class AnswerSources:
    def __init__(self, document: Readable) -> None:
        self._document = document
        self._pages: dict[int, PageText] = {}

    @property
    def coverage(self) -> Coverage:
        return self._document.coverage

    async def search(
        self, texts: Sequence[str], selection: Selection | None, hints: SearchHints = NO_HINTS
    ) -> Searched:
        """`texts`: the question and the same in other words. A selection comes before all that is found."""
        searched = await search(self._document, texts, hints)
        found = searched.found
        wanted = {quote.page_index for quote in searched.quotes} | set(found.pages[:_CHECKED_PAGES])
        if selection is not None:
            wanted.add(selection.page_index)
        self._pages = await self._document.page_texts(wanted)
        if selection is None or selection.page_index not in self._pages:
            return searched
        # The selected text and what stands around it first, then what search found for the question.
        page = selection.page_index
        selected = passage_around(selection, self._pages[page].text)
        pages = tuple(dict.fromkeys((page, *found.pages)))
        own = Evidence(page, selection.start, selection.end, 1.0)
        passages = tuple(with_selection(selected, found.passages))
        return replace(searched, found=Found(pages, passages), quotes=(own, *searched.quotes), has_answer=True)

    async def read(self, page_indexes: Iterable[int]) -> None:
        """Take these pages without a search; they can be cited from then on."""
        self._pages = await self._document.page_texts(page_indexes)

    async def page_text(self, page_index: int) -> str:
        """The text of a page, which can be cited from then on; "" where it is not there."""
        self._pages = await self._document.page_texts([page_index])
        return self._pages[page_index].text if page_index in self._pages else ""

    async def attributor(self, pages: Sequence[int], texts: Sequence[str]) -> Attributor:
        """Looks for sentences on the best of the pages; `texts`: what was searched for."""
        in_order = [(page, self._pages[page].text) for page in pages[:_CHECKED_PAGES] if page in self._pages]
        return await asyncio.to_thread(Attributor, in_order, " ".join(texts))

    def citation(self, evidence: Evidence) -> Citation:
        return self._document.citation(evidence, self._pages[evidence.page_index])

    def claim(self, text: str, found: Attribution) -> Claim:
        return Claim(text, found.verdict, tuple(self.citation(evidence) for evidence in found.evidence))
