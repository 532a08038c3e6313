"""Answering a question: evidence at once, then the model's sentences, each checked against the pages.

The page of a citation always comes from the document's own text; what a model says about pages is dropped. Where
question and document are in different languages, everything is written and checked in the document's, sentence by
sentence translated afterwards, and each translation checked against what it translates.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from reader.core.answer import Answer, Claim, Remark, Verdict
from reader.core.answer_language import language_of_question
from reader.core.attribution import Evidence
from reader.core.errors import ReaderError
from reader.core.language import content_tokens, language_of
from reader.core.prompt import PromptText, is_no_answer
from reader.core.quote_index import fold
from reader.core.quoting import short_excerpts, tells, worth_quoting
from reader.core.remarks import remarks_on
from reader.core.search_hints import NO_HINTS, SearchHints
from reader.core.selection import Selection
from reader.core.translation import wanted_translation
from reader.engine.llm import LanguageModel
from reader.flows.answer_record import AnswerRecord, begun_answer
from reader.flows.answer_sources import AnswerSources
from reader.flows.answer_timing import AnswerTiming
from reader.flows.answer_translation import AnswerTranslation, selection_translated
from reader.flows.answer_writing import AnswerWriting
from reader.flows.asked import Asked
from reader.flows.events import Event, Finished, Found, Searching, Translating, Withdrawn
from reader.flows.prompting import PromptMemory, chosen_passages
from reader.flows.readable import Readable
from reader.flows.searching import Searched
from reader.flows.translating import may_translate
from reader.store.paper_notes import AnswerStore

__all__ = ["AnswerTiming", "answer", "prompt_for_draft"]

_log = logging.getLogger(__name__)
_ON_LANGUAGE = (Remark.TRANSLATED, Remark.UNTRANSLATED)
_NEAREST = 3
_SPOKEN_OF = 0.5
"""Of the question's words, those that the evidence for an answer has that was refused at first."""
_PROMPT_DOCUMENTS = 3
"""What more documents than these say of themselves is quoted: a prompt has no room for all, and none may be missing."""


def answer(
    document: Readable,
    question: str,
    model: LanguageModel | None,
    notebook: AnswerStore | None,
    *,
    language: str = "",
    previous: Answer | None = None,
    selection: Selection | None = None,
    memory: PromptMemory | None = None,
    timing: AnswerTiming | None = None,
    hints: SearchHints = NO_HINTS,
    only_verified: bool = False,
) -> AsyncGenerator[Event, None]:
    """Answer a question; without a model the answer is the best evidence, quoted.

    Each event is yielded after what it tells is in the notebook. Closing the generator (aclosing) or cancelling
    the task is Stop: what was written stays, as "stopped". A failure of the model ends as status "error" with
    the claims so far. `language` is that of the answer; empty: the question's. `previous`: the answer before in the
    same conversation, for questions such as "why?". `selection`: what the question is about. `memory`: what the model
    read for the questions before; with it the first word comes sooner. `hints`: what is known of the
    question besides its words; without the document's language in them the model translates it.
    `only_verified`: of a very small model's sentences only those stay that a sentence of the document says.
    """
    question = question.encode("utf-8", "replace").decode()  # an argument of the command line need not be Unicode
    asked = Asked(question, previous, selection, memory or PromptMemory(), hints)
    answering = _Answering(document, asked, model, notebook, language, timing or AnswerTiming())
    answering.only_verified = only_verified
    return answering.run()


async def prompt_for_draft(
    document: Readable, draft: str, model: LanguageModel, memory: PromptMemory, language: str = ""
) -> PromptText | None:
    """The prompt there would be if this were asked now; None where the answer would be made without a model.

    A draft in another language than the document's is translated for it; the memory keeps that for the question.
    """
    asked = Asked(draft, None, None, memory)
    return await _Answering(document, asked, model, None, language, AnswerTiming()).draft_prompt()


class _Answering:
    def __init__(
        self,
        document: Readable,
        asked: Asked,
        model: LanguageModel | None,
        notebook: AnswerStore | None,
        language: str,
        timing: AnswerTiming,
    ) -> None:
        self._document = document
        self._asked = asked
        self._model = model
        self._language = language
        """The one asked for; empty: the question's."""
        self._timing = timing
        self._written_in = ""
        """The language the model writes in: the document's, where it can translate, else the answer's."""
        self._sources = AnswerSources(document)
        self._writing: AnswerWriting | None = None
        """What a Stop has to finish."""
        self._translated = 0
        """Sentences that were translated."""
        self.only_verified = False
        """See `answer`."""
        self._is_declined = False
        """The model said that the passages do not answer the question."""
        self._has_left_out = False
        """Sentences of the model that the document does not hold were taken away."""
        self._record = AnswerRecord(
            begun_answer(document, asked.question, language or language_of(asked.question) or "en", model), notebook
        )

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

    async def draft_prompt(self) -> PromptText | None:
        """See `prompt_for_draft`."""
        if not self._document.pages_read:
            return None
        await self._choose_languages()
        if self._model is None:
            return None
        if await self._wants_translation():
            await self._asked.translate(self._model, self._written_in)
        searched = await self._search()
        return self._prompt(self._model, searched) if searched.quotes and searched.has_answer else None

    async def _events(self) -> AsyncGenerator[Event, None]:
        await self._record.save()
        await self._document.wait_for_text()
        await self._choose_languages()
        asked, selection = self._asked, self._asked.selection
        target = wanted_translation(asked.question, self._record.answer.language)
        is_there = selection is not None and selection.page_index in self._document.pages_read
        if self._model is not None and selection is not None and is_there and target:
            parts = selection_translated(self._model, selection, target, self._sources, self._record)
        else:
            parts = self._searched()
        try:
            async with aclosing(parts) as events:
                async for event in events:
                    yield event
        except ReaderError as failure:
            if self._model is None:
                raise  # of the index: nothing of an answer is there
            _log.warning("the model failed while answering: %s", failure)
            await self._record.save(status="error", message=str(failure))

    async def _choose_languages(self) -> None:
        """The language of the answer, the one the model writes in, and whether there is a model for them."""
        model, document_language = self._model, await self._document.language()
        language = self._language or language_of_question(self._asked.question, document_language)
        if model is not None and model.languages and language not in model.languages:
            model = None  # what it would write is no language: the document's own words are better
        self._model, self._written_in = model, language
        if model is not None and document_language and may_translate(model, document_language, language):
            self._written_in = document_language
        self._record.note(language=language, model="none" if model is None else model.name)

    async def _wants_translation(self) -> bool:
        """Whether the question is to be translated: it is asked in another language than the document's."""
        asked = language_of_question(self._asked.question, await self._document.language())
        return self._written_in != self._record.answer.language and asked != self._written_in

    async def _search(self) -> Searched:
        begun = self._timing.now()
        searched = await self._sources.search(self._asked.texts, self._asked.selection, self._asked.hints)
        self._timing.search_s += self._timing.now() - begun
        return searched

    async def _searched(self) -> AsyncGenerator[Event, None]:
        """The answer to a question: what search finds, and what the model makes of it."""
        searched = await self._search()
        yield await self._found(searched)
        is_translated = bool(self._asked.translated)
        if self._model is not None and not is_translated and await self._wants_translation():
            yield Translating()
            await self._asked.translate(self._model, self._written_in)
            if self._asked.translated:
                searched = await self._search()
                yield await self._found(searched)
        is_silent = searched.is_silent and self._model is None
        if not searched.quotes or not searched.has_answer or is_silent:
            await self._record.save(status="not_found")
            return
        if self._model is None or searched.documents > _PROMPT_DOCUMENTS:
            self._record.note(model="none")
            parts = self._quoted(searched)
        else:
            parts = self._made_by(self._model, searched)
        async with aclosing(parts) as events:
            async for event in events:
                yield event
        if self._is_declined and searched.is_silent:
            # Neither the model nor the search for such sentences found one: that is told, and nothing unrelated quoted.
            await self._record.save(status="not_found", claims=())
            yield Withdrawn()
            return
        remarks = remarks_on(self._record.answer, self._written_in, self._translated)
        if self._is_declined:
            remarks = (Remark.DECLINED, *(remark for remark in remarks if remark in _ON_LANGUAGE))
        elif self._has_left_out:
            remarks = (*remarks, Remark.LEFT_OUT)
        await self._record.save(status="answered", remarks=remarks)

    async def _found(self, searched: Searched) -> Found:
        evidence = [self._sources.citation(quote) for quote in searched.quotes]
        return await self._record.found(evidence, searched.found.pages, self._sources.coverage)

    async def _made_by(self, model: LanguageModel, searched: Searched) -> AsyncGenerator[Event, None]:
        """The model's sentences, checked, translated where that is needed, and what the document itself says below
        them where the model is too small for this question."""
        async with aclosing(self._written(model, searched)) as events:
            async for event in events:
                yield event
        if self._is_refused and not model.is_small:
            async with aclosing(self._asked_again(searched)) as events:
                async for event in events:
                    yield event
        self._timing.note_usage(model)
        verified = self._record.answer.verified_count
        if self._is_refused:
            # A small model says so of every fifth question that can be answered, and half of those times the answer
            # stands in what it has read: the reader gets to see that.
            self._is_declined = True
            await self._record.save(claims=())
            yield Withdrawn()
        elif model.is_small or self._is_to_translate:
            async with aclosing(self._without_unsupported()) as events:
                async for event in events:
                    yield event
        if self._is_declined or model.is_small or not verified:
            async with aclosing(self._quoted(searched)) as events:
                async for event in events:
                    yield event
        elif self._sources.are_summaries(self._record.answer.claims):
            for claim in await self._said_at_length(searched):
                yield await self._record.cited(claim)
        if self._is_to_translate and not model.is_small:
            translation = AnswerTranslation(model, self._record, self._document.title)
            async with aclosing(translation.events(self._record.answer.language)) as events:
                async for event in events:
                    yield event
            self._translated = translation.count

    async def _said_at_length(self, searched: Searched) -> list[Claim]:
        """An answer that rests on the abstract alone is asked for again of what that sums up: there the numbers and
        the reasons are."""
        assert self._writing is not None
        passages = self._sources.elsewhere(searched.found.passages, self._record.answer.claims)[:_NEAREST]
        if not passages:
            return []
        prompt = self._asked.prompt(self._document.title, passages, self._written_in, must_tell=True)
        asked = self._asked.translated or self._asked.question
        return await self._writing.more(prompt, asked, {passage.page_index for passage in passages})

    @property
    def _is_refused(self) -> bool:
        """Whether the model said that there is no answer."""
        return is_no_answer(self._record.answer.text) and not self._record.answer.verified_count

    async def _asked_again(self, searched: Searched) -> AsyncGenerator[Event, None]:
        """A refused answer asked for once more, of the few sentences that are nearest to the question.

        What comes is an answer only where the document says it, and where it speaks of what was asked.
        """
        assert self._writing is not None
        passages = short_excerpts(searched.quotes[:_NEAREST], searched.found.passages)
        if not passages:
            return
        refused = self._record.answer.claims
        prompt = self._asked.prompt(self._document.title, passages, self._written_in, must_tell=True)
        async with aclosing(self._writing.events_again(prompt)) as events:
            async for event in events:
                yield event
        wanted = set(content_tokens(self._asked.translated or self._asked.question))
        told = set(
            content_tokens(" ".join(cited.quote for claim in self._record.answer.claims for cited in claim.citations))
        )
        if not told or len(wanted & told) < _SPOKEN_OF * len(wanted):
            await self._record.save(claims=refused)
            yield Withdrawn()

    @property
    def _is_to_translate(self) -> bool:
        return self._written_in != self._record.answer.language

    async def _without_unsupported(self) -> AsyncGenerator[Event, None]:
        """What a very small model says and the document does not hold is left out; of a larger one only where the
        answer is translated, for that makes it no truer.

        SmolLM2-135M, 47 questions: 44 of its 73 sentences; without them page, precision and numbers stay the same.
        """
        claims = self._record.answer.claims
        dropped = {Verdict.UNSUPPORTED, Verdict.PAGE_ONLY} if self.only_verified else {Verdict.UNSUPPORTED}
        kept = [claim for claim in claims if claim.verdict not in dropped]
        if len(kept) == len(claims):
            return
        self._has_left_out = True
        await self._record.save(claims=())
        yield Withdrawn()
        for claim in kept:
            yield await self._record.cited(claim)

    async def _written(self, model: LanguageModel, searched: Searched) -> AsyncGenerator[Event, None]:
        asked = self._asked
        attributor = await self._sources.attributor(searched.found.pages, asked.texts)
        self._writing = AnswerWriting(
            model,
            self._written_in,
            self._record,
            self._sources,
            attributor,
            self._timing,
            corrects=model.is_small or self._is_to_translate,
        )
        prompt = self._prompt(model, searched)
        firm = asked.prompt(self._document.title, asked.memory.passages, self._written_in, is_firm=True)
        async with aclosing(self._writing.events(prompt, firm, asked.memory)) as events:
            async for event in events:
                yield event

    async def _quoted(self, searched: Searched) -> AsyncGenerator[Event, None]:
        several = searched.documents > 1  # then there is one quote for each
        quotes = searched.quotes[: searched.documents] if several else self._worth_quoting(searched)
        is_all_rows = not any(tells(self._sources.citation(quote).quote) for quote in quotes)
        for quote in quotes:
            citation = self._sources.citation(quote)
            if self._is_to_translate and not tells(citation.quote) and not is_all_rows:
                continue  # rows of tables are the same in all languages, and say nothing without their heads
            claims = self._record.answer.claims
            said = [fold(claim.text) for claim in claims if claim.verdict is Verdict.EXACT]
            said += [
                fold(cited.quote)
                for claim in claims
                if claim.verdict is not Verdict.PAGE_ONLY
                for cited in claim.citations
            ]
            quoted = fold(citation.quote)
            if not any(quoted in text or text in quoted for text in said):
                yield await self._record.cited(Claim(citation.quote, Verdict.EXACT, (citation,)))

    @staticmethod
    def _worth_quoting(searched: Searched) -> Sequence[Evidence]:
        return searched.quotes if searched.is_chosen else worth_quoting(searched.quotes)

    def _prompt(self, model: LanguageModel, searched: Searched) -> PromptText:
        passages = chosen_passages(model, searched.found.passages, searched.quotes, self._asked.memory)
        return self._asked.prompt(self._document.title, passages, self._written_in)

    async def _stop(self) -> None:
        """Keep what was written; the sentence that was being written is checked like the others."""
        if self._writing is not None:
            self._record.note(claims=(*self._record.answer.claims, *self._writing.rest()))
        await self._record.save(status="stopped")
