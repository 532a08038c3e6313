"""Sentences of an answer in the reader's language: each stands as it was checked until its translation is there."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from reader.core.answer import Citation, Claim, Verdict
from reader.core.attribution import Evidence
from reader.core.claims import says_again
from reader.core.quoting import is_row
from reader.core.remarks import remarks_on_translation
from reader.core.selection import Selection
from reader.core.sentences import split_sentences
from reader.core.translation import latin_names
from reader.engine.llm import LanguageModel
from reader.flows.answer_record import AnswerRecord
from reader.flows.answer_sources import AnswerSources
from reader.flows.events import Event, Translating, Withdrawn
from reader.flows.translating import translated_sentence

_MAX_TRANSLATED = 12
"""Sentences of a selection that are translated: a page takes a model of 1.5B minutes."""
_MAX_OF_QUOTATION = 3
_MAX_PLACES = 2


class AnswerTranslation:
    """Of the sentences that an answer has when this begins."""

    def __init__(self, model: LanguageModel, record: AnswerRecord, title: str = "") -> None:
        """`title`: of the paper; what it calls itself keeps its letters, as does what the question names in Latin."""
        self._model, self._record = model, record
        self._names = latin_names(record.answer.question, title)
        self.count = 0
        """Sentences that were translated."""

    async def events(self, language: str) -> AsyncGenerator[Event, None]:
        """Each sentence translated in its place. One whose translation loses something stays as it is: it was
        checked, and the translation says something else."""
        for position, claim in enumerate(self._record.answer.claims):
            yield Translating()
            text, citations = await self._translated(claim, language)
            if text:
                # Not "exact" any more: the words are the translator's.
                verdict = Verdict.SUPPORTED if claim.verdict is Verdict.EXACT else claim.verdict
                self.count += 1
                translated = replace(claim, text=text, verdict=verdict, citations=citations)
                yield await self._record.replaced(position, translated)
        async for event in self._without_twins():
            yield event

    async def _without_twins(self) -> AsyncGenerator[Event, None]:
        """Two sentences may say the same once they are translated: then the first one has the places of both."""
        kept: list[Claim] = []
        for claim in self._record.answer.claims:
            twin = next((n for n, other in enumerate(kept) if says_again(claim.text, other.text)), None)
            if twin is None:
                kept.append(claim)
            else:
                places = tuple(dict.fromkeys((*kept[twin].citations, *claim.citations)))
                kept[twin] = replace(kept[twin], citations=places)
        if len(kept) == len(self._record.answer.claims):
            return
        await self._record.save(claims=())
        yield Withdrawn()
        for claim in kept:
            yield await self._record.cited(claim)

    async def _translated(self, claim: Claim, language: str) -> tuple[str, tuple[Citation, ...]]:
        """The sentence, or where its translation fails the document's own sentences that it rests on: they are true,
        and mostly shorter. ("", ()) where these fail too."""
        # Several sentences of the document, one after the other:
        is_quoted = len(claim.citations) > 1 and all(citation.quote in claim.text for citation in claim.citations)
        if not claim.is_quotation and not is_quoted:
            text = await translated_sentence(self._model, claim.text, language, self._names)
            if text or claim.verdict not in (Verdict.SUPPORTED, Verdict.PAGE_ONLY):
                return text, claim.citations
        texts: list[str] = []
        kept: list[Citation] = []
        for citation in claim.citations[: None if is_quoted else _MAX_PLACES]:
            if is_row(citation.quote):
                continue  # what its numbers are is not in the row of a table, and would be made up
            text = await self._quotation(citation.quote, language)
            if text and text not in texts:
                texts.append(text)
                kept.append(citation)
        return "".join(texts), claim.citations if claim.is_quotation else tuple(kept)

    async def _quotation(self, quote: str, language: str) -> str:
        """A quotation sentence by sentence: it is longer than what a small model translates without losing its way."""
        text = ""
        for sentence in split_sentences(quote)[:_MAX_OF_QUOTATION]:
            translated = await translated_sentence(
                self._model, quote[sentence.start : sentence.end], language, self._names
            )
            if not translated:
                break  # what comes before it can stand alone
            text += translated
        return text


async def selection_translated(
    model: LanguageModel, selection: Selection, language: str, sources: AnswerSources, record: AnswerRecord
) -> AsyncGenerator[Event, None]:
    """The selected sentences as the answer, first as they are, then each in its translation."""
    text = await sources.page_text(selection.page_index)
    shift = selection.start
    own = [
        Evidence(selection.page_index, shift + sentence.start, shift + sentence.end, 1.0)
        for sentence in split_sentences(text[selection.start : selection.end])[:_MAX_TRANSLATED]
    ]
    citations = [sources.citation(evidence) for evidence in own]
    record.note(language=language)
    yield await record.found(citations[:1], (selection.page_index,), sources.coverage)
    for citation in citations:
        yield await record.cited(Claim(citation.quote, Verdict.EXACT, (citation,)))
    translation = AnswerTranslation(model, record)
    async with aclosing(translation.events(language)) as events:
        async for event in events:
            yield event
    await record.save(status="answered", remarks=tuple(remarks_on_translation(translation.count, len(own))))
