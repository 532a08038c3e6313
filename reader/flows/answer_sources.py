"""What an answer is made from and checked against: the pages that search found, and the citations of them."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.core.answer import Citation, Claim, Coverage, Verdict
from reader.core.attribution import Attribution, Attributor, Evidence
from reader.core.document import PageText
from reader.core.passages import Passage
from reader.core.quoting import tells
from reader.core.search_hints import NO_HINTS, SearchHints
from reader.core.selection import Selection, passage_around, with_selection
from reader.core.sentences import readable
from reader.core.summary_parts import has_abstract, summary_spans, sums_up, tells_something
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

    def are_summaries(self, claims: Sequence[Claim]) -> bool:
        """Whether all that is cited stands in an abstract, an introduction or a conclusion."""
        cited = [citation for claim in claims for citation in claim.citations]
        return bool(cited) and all(self._sums_up(citation) for citation in cited)

    def _sums_up(self, citation: Citation) -> bool:
        page = self._pages.get(citation.page_index)
        if page is None:
            return False
        spans = summary_spans(page.text)
        text = readable(page.text)
        at = [readable(page.text[start:end]) for start, end in spans]
        return citation.quote in text and any(citation.quote in span for span in at)

    def elsewhere(self, passages: Sequence[Passage], claims: Sequence[Claim]) -> list[Passage]:
        """Those of the passages, on pages that can be cited and are not cited yet, that say more: those of the body
        first, then conclusions, never what stands on the page of the abstract."""
        cited = {citation.page_index for claim in claims for citation in claim.citations}
        cited |= {index for index, page in self._pages.items() if has_abstract(page.text)}
        others = [p for p in passages if p.page_index in self._pages and p.page_index not in cited]
        return sorted((passage for passage in others if tells_something(passage)), key=sums_up)

    def corrected(self, found: Attribution) -> Claim | None:
        """What the document says where a model says nearly that: of a misreading the sentence that it misreads, of
        words that no single sentence says those that come nearest."""
        quoted = [claim for evidence in found.nearest if (claim := self.quoted(evidence)) is not None]
        if not quoted:
            return None
        citations = tuple(citation for claim in quoted for citation in claim.citations)
        return Claim(" ".join(claim.text for claim in quoted), Verdict.EXACT, citations)

    def quoted(self, evidence: Evidence) -> Claim | None:
        """A sentence of the document as a claim, where it says something by itself."""
        citation = self.citation(evidence)
        return Claim(citation.quote, Verdict.EXACT, (citation,)) if tells(citation.quote) else None
