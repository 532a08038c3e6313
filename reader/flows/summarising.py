"""The summary of a paper: from abstract, new points and conclusion, each sentence checked like those of an answer."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from reader.core.answer import Claim, Remark, Verdict
from reader.core.errors import ReaderError
from reader.core.paper_head import PaperHead
from reader.core.passages import Passage
from reader.core.prompt import build_summary_prompt
from reader.core.remarks import remarks_on
from reader.core.summary_sources import summary_passages, telling_sentences
from reader.engine.llm import LanguageModel
from reader.flows.answer_record import AnswerRecord, begun_answer
from reader.flows.answer_sources import AnswerSources
from reader.flows.answer_timing import AnswerTiming
from reader.flows.answer_translation import AnswerTranslation
from reader.flows.answer_writing import AnswerWriting
from reader.flows.events import Event, Finished, Searching, Withdrawn
from reader.flows.linking import claims_of_links
from reader.flows.opening import OpenDocument
from reader.flows.prompting import PromptMemory
from reader.flows.translating import may_translate
from reader.store.paper_notes import AnswerStore

_log = logging.getLogger(__name__)
_MOST_SENTENCES = 5
_MOST_TOKENS = 320
_FEWEST_VERIFIED = 2
"""Sentences of the model that must hold for a summary of its own words."""


def summarise(
    document: OpenDocument,
    head: PaperHead,
    model: LanguageModel | None,
    store: AnswerStore | None,
    *,
    language: str,
    timing: AnswerTiming | None = None,
) -> AsyncGenerator[Event, None]:
    """The summary as an answer to no question; events, Stop and failures are those of `answering.answer`.

    Without a model, and with one that is small or does not know the language, it is made of the paper's own sentences.
    """
    return _Summarising(document, head, model, store, language, timing or AnswerTiming()).run()


class _Summarising:
    def __init__(
        self,
        document: OpenDocument,
        head: PaperHead,
        model: LanguageModel | None,
        store: AnswerStore | None,
        language: str,
        timing: AnswerTiming,
    ) -> None:
        self._document, self._head, self._timing = document, head, timing
        is_fit = model is not None and not model.is_small and (not model.languages or language in model.languages)
        self._model = model if is_fit else None
        self._sources = AnswerSources(document)
        self._writing: AnswerWriting | None = None
        self._record = AnswerRecord(begun_answer(document, "", language, self._model), store)

    async def run(self) -> AsyncGenerator[Event, None]:
        try:
            yield Searching()
            async with aclosing(self._events()) as events:
                async for event in events:
                    yield event
        except (asyncio.CancelledError, GeneratorExit):
            await self._stop()
            raise
        self._timing.total_s = self._timing.now()
        yield Finished(self._record.answer)

    async def _stop(self) -> None:
        if self._writing is not None:
            self._record.note(claims=(*self._record.answer.claims, *self._writing.rest()))
        await self._record.save(status="stopped")

    async def _events(self) -> AsyncGenerator[Event, None]:
        await self._record.save()
        await self._document.wait_for_text()
        texts = await self._document.page_texts(sorted(self._document.pages_read))
        pages = [texts[page_index] for page_index in sorted(texts)]
        passages = await asyncio.to_thread(summary_passages, pages, self._head.abstract)
        quotes = await asyncio.to_thread(telling_sentences, passages)
        if not passages or not quotes:
            await self._record.save(status="not_found")
            return
        await self._sources.read([passage.page_index for passage in passages])
        evidence = [self._sources.citation(quote) for quote in quotes]
        pages_found = tuple(dict.fromkeys(passage.page_index for passage in passages))
        yield await self._record.found(evidence, pages_found, self._sources.coverage)
        try:
            if self._model is not None:
                async with aclosing(self._written(self._model, passages)) as events:
                    async for event in events:
                        yield event
            if not self._record.answer.claims:
                for citation in evidence:
                    yield await self._record.cited(Claim(citation.quote, Verdict.EXACT, (citation,)))
            for claim in await claims_of_links(
                self._document, self._head.links, self._record.answer.language, ("code", "project")
            ):
                if claim.citations[0].quote not in [c.text for c in self._record.answer.claims]:
                    yield await self._record.cited(claim)
                break
        except ReaderError as failure:
            if self._model is None:
                raise
            _log.warning("the model failed while summarising: %s", failure)
            await self._record.save(status="error", message=str(failure))
            return
        await self._record.save(status="answered")

    async def _written(self, model: LanguageModel, passages: Sequence[Passage]) -> AsyncGenerator[Event, None]:
        """The model's sentences, checked; those that the paper does not hold are left out, the others translated."""
        language = self._record.answer.language
        document_language = await self._document.language()
        translates = bool(document_language) and may_translate(model, document_language, language)
        written_in = document_language if translates else language
        attributor = await self._sources.attributor([passage.page_index for passage in passages], [])
        self._writing = AnswerWriting(
            model,
            written_in,
            self._record,
            self._sources,
            attributor,
            self._timing,
            max_tokens=_MOST_TOKENS,
            max_claims=_MOST_SENTENCES,
            corrects=True,
        )
        prompt = build_summary_prompt(self._document.title, passages, written_in)
        firm = build_summary_prompt(self._document.title, passages, written_in, is_firm=True)
        async with aclosing(self._writing.events(prompt, firm, PromptMemory())) as events:
            async for event in events:
                yield event
        self._writing = None
        self._timing.note_usage(model)
        claims = self._record.answer.claims
        kept = tuple(claim for claim in claims if claim.verdict is not Verdict.UNSUPPORTED)
        if len(kept) < len(claims):
            has_enough = sum(claim.verdict is not Verdict.PAGE_ONLY for claim in kept) >= _FEWEST_VERIFIED
            await self._record.save(claims=())
            yield Withdrawn()
            for claim in kept if has_enough else ():
                yield await self._record.cited(claim)
        if not self._record.answer.claims:
            return
        translated = 0
        if written_in != language:
            translation = AnswerTranslation(model, self._record, self._document.title)
            async with aclosing(translation.events(language)) as events:
                async for event in events:
                    yield event
            translated = translation.count
        remarks = remarks_on(self._record.answer, written_in, translated)
        self._record.note(remarks=(*remarks, Remark.LEFT_OUT) if len(kept) < len(claims) else remarks)
