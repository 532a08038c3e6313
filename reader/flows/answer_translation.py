"""Sentences of an answer in the reader's language: each stands as it was checked until its translation is there."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from reader.core.answer import Claim, Verdict
from reader.core.attribution import Evidence
from reader.core.remarks import remarks_on_translation
from reader.core.selection import Selection
from reader.core.sentences import split_sentences
from reader.engine.llm import LanguageModel
from reader.flows.answer_record import AnswerRecord
from reader.flows.answer_sources import AnswerSources
from reader.flows.events import Event, Translating
from reader.flows.translating import translated_sentence

_MAX_TRANSLATED = 12
"""Sentences of a selection that are translated: a page takes a model of 1.5B minutes."""


class AnswerTranslation:
    """Of the sentences that an answer has when this begins."""

    def __init__(self, model: LanguageModel, record: AnswerRecord) -> None:
        self._model, self._record = model, record
        self.count = 0
        """Sentences that were translated."""

    async def events(self, language: str) -> AsyncGenerator[Event, None]:
        """Each sentence translated in its place. One whose translation loses something stays as it is: it was
        checked, and the translation says something else."""
        for position, claim in enumerate(self._record.answer.claims):
            yield Translating()
            text = await translated_sentence(self._model, claim.text, language)
            if text:
                # Not "exact" any more: the words are the translator's.
                verdict = Verdict.SUPPORTED if claim.verdict is Verdict.EXACT else claim.verdict
                self.count += 1
                yield await self._record.replaced(position, replace(claim, text=text, verdict=verdict))


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
