"""A note checked against its PDF, or against another version of it: every quotation, and what rests on it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from reader.core.answer import Answer, Citation, Claim, Verdict
from reader.core.attribution import Attributor
from reader.core.language import language_of
from reader.core.note_check import CheckedCitation, CheckedClaim, CitationState, NoteCheck, is_weaker
from reader.core.note_reading import NoteReading
from reader.core.paper_note import NoteItem
from reader.core.quantities import disagreeing_numbers
from reader.flows.note_editing import checked_sentences
from reader.flows.opening import OpenDocument
from reader.flows.quote_finding import QuoteFinder

_PAGES = 6
"""Of those that were searched for an answer: as many as it was checked against when it was made."""


async def check_note(document: OpenDocument, reading: NoteReading) -> NoteCheck:
    """The note as it stands now. All pages must have been read; nothing is stored."""
    checking = _Checking(document, reading)
    parts = [await checking.item(part) for part in reading.note.parts]
    note = replace(
        reading.note,
        document_id=document.document_id,
        file=str(document.path),
        summary=parts[0],
        items=tuple(parts[1:]),
    )
    is_same = document.document_id == reading.note.document_id
    return NoteCheck(note, is_same, tuple(checking.citations), tuple(checking.claims))


class _Checking:
    def __init__(self, document: OpenDocument, reading: NoteReading) -> None:
        self._document, self._reading = document, reading
        self._finder = QuoteFinder(document)
        self.citations: list[CheckedCitation] = []
        self.claims: list[CheckedClaim] = []

    async def item(self, item: NoteItem) -> NoteItem:
        answer = item.answer
        if answer is None:
            return item
        known = self._known(item.item_id, answer)
        fresh = [claim.text for claim in answer.claims if claim not in known]
        own = await checked_sentences(self._document, item, fresh, known)
        looked_up = [await self._citations(item, claim.text, claim.citations) for claim in answer.claims]
        attributor = await self._attributor(item, answer, [found for found, _ in looked_up])
        claims = []
        for claim, (found, states) in zip(answer.claims, looked_up, strict=True):
            is_edited = claim not in known
            now = own[claim.text] if is_edited else await self._judged(item, claim, found, states, attributor)
            self.claims.append(CheckedClaim(item.item_id, claim, now, is_edited))
            claims.append(now)
        nearest, _ = await self._citations(item, "", answer.evidence)
        checked = replace(
            answer,
            document_id=self._document.document_id,
            claims=tuple(claims),
            evidence=nearest,
            coverage=self._document.coverage,
            retrieved_pages=tuple(p for p in answer.retrieved_pages if p < self._document.info.page_count),
        )
        return replace(item, answer=checked)

    def _known(self, item_id: str, answer: Answer) -> tuple[Claim, ...]:
        """The sentences that had been checked when the note was written."""
        if item_id not in self._reading.edited:
            return answer.claims
        before = self._reading.before.get(item_id)
        return () if before is None else before.claims

    async def _citations(
        self, item: NoteItem, sentence: str, citations: Sequence[Citation]
    ) -> tuple[tuple[Citation, ...], set[CitationState]]:
        """Those that are somewhere, as they are now, and what became of all of them."""
        found, states = [], set[CitationState]()
        for citation in citations:
            state, now = await self._finder.find(citation)
            self.citations.append(CheckedCitation(item.item_id, sentence, citation, state, now))
            states.add(state)
            if now is not None:
                found.append(now)
        return tuple(found), states

    async def _attributor(self, item: NoteItem, answer: Answer, cited: Sequence[Sequence[Citation]]) -> Attributor:
        """Looks for sentences where the answer was looked for, and where its words are now."""
        pages = [citation.page_index for citations in cited for citation in citations]
        wanted = dict.fromkeys((*answer.retrieved_pages[:_PAGES], *pages))
        texts = await self._document.page_texts(wanted)
        in_order = [(page, texts[page].text) for page in wanted if page in texts]
        question = f"{item.question} {item.in_document_language}"
        return await asyncio.to_thread(Attributor, in_order, question)

    async def _judged(
        self,
        item: NoteItem,
        claim: Claim,
        found: tuple[Citation, ...],
        states: set[CitationState],
        attributor: Attributor,
    ) -> Claim:
        """A sentence whose quotations are there keeps its verdict, unless its numbers are not on those pages; any other
        is attributed anew, where it is in the document's language, and else rests on what is left."""
        is_kept = states <= {"there", "moved", "unread"}
        if not claim.citations or (is_kept and await self._numbers_agree(item, claim, found)):
            return replace(claim, citations=found)
        if language_of(claim.text) == await self._document.language():
            attribution = await asyncio.to_thread(attributor.attribute, claim.text)
            texts = await self._document.page_texts({evidence.page_index for evidence in attribution.evidence})
            citations = tuple(self._document.citation(e, texts[e.page_index]) for e in attribution.evidence)
            return Claim(claim.text, attribution.verdict, citations)
        if not found or is_kept:
            return Claim(claim.text, Verdict.UNSUPPORTED)
        weakest = claim.verdict if is_weaker(claim.verdict, Verdict.PAGE_ONLY) else Verdict.PAGE_ONLY
        return Claim(claim.text, weakest, found)

    async def _numbers_agree(self, item: NoteItem, claim: Claim, found: Sequence[Citation]) -> bool:
        """Whether the numbers of a sentence are on the pages that it cites, or in its question: a comment can be edited
        like the text beside it."""
        if claim.verdict is Verdict.UNSUPPORTED:
            return True
        texts = await self._document.page_texts({citation.page_index for citation in found})
        there = "\n".join(page.text for page in texts.values())
        allowed = f"{item.question} {item.in_document_language}"
        return not texts or not disagreeing_numbers(claim.text, there, allowed=allowed)
