"""The model's sentences: written to a prompt, kept to their language, each checked against the pages."""

import asyncio
import re
from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing

from reader.core.answer import Claim, Verdict
from reader.core.answer_language import is_other_language
from reader.core.attribution import Attributor
from reader.core.claims import ClaimSplitter, is_ended, says_again
from reader.core.prompt import PromptText, is_no_answer
from reader.engine.llm import LanguageModel
from reader.flows.answer_record import AnswerRecord
from reader.flows.answer_sources import AnswerSources
from reader.flows.answer_timing import AnswerTiming
from reader.flows.events import Cited, Event, Reading, Text, Withdrawn
from reader.flows.prompting import PromptMemory, messages_of

_MAX_TOKENS = 220
_MAX_CLAIMS = 4
_MORE_CLAIMS = 2
_HEADING = re.compile(r"^\[[^\[\]]*\][.。]?$")
"""A small model's answer that is the heading above an excerpt, as it stands in the prompt."""
_TELLING_LETTERS = 60
"""Letters of a sentence that is not complete yet which tell its language: "LOw-Memory Optimization (LOMO)は" has 25."""


class AnswerWriting:
    """One answer. Where it begins in another language than `language` it is withdrawn and asked for once more."""

    def __init__(
        self,
        model: LanguageModel,
        language: str,
        record: AnswerRecord,
        sources: AnswerSources,
        attributor: Attributor,
        timing: AnswerTiming,
        *,
        max_tokens: int = _MAX_TOKENS,
        max_claims: int = _MAX_CLAIMS,
        corrects: bool = False,
    ) -> None:
        """`corrects`: a sentence that misreads the document gives way to what the document says."""
        self._corrects = corrects
        self._model = model
        self._max_tokens, self._max_claims = max_tokens, max_claims
        self._language = language
        self._record = record
        self._sources = sources
        self._attributor = attributor
        self._timing = timing
        self._splitter = ClaimSplitter()
        self._unchecked: list[str] = []

    async def events(self, prompt: PromptText, firm: PromptText, memory: PromptMemory) -> AsyncGenerator[Event, None]:
        """`firm`: the prompt that insists on the language."""
        yield Reading(*await memory.reading(self._model, prompt))
        memory.text = prompt.system + prompt.user
        async with aclosing(self._attempt(prompt, may_withdraw=True)) as events:
            async for event in events:
                yield event
        memory.note(self._model)
        if self._is_astray():
            self._splitter, self._unchecked = ClaimSplitter(), []
            await self._record.save(claims=())
            yield Withdrawn()
            async with aclosing(self._attempt(firm, may_withdraw=False)) as events:
                async for event in events:
                    yield event

    async def events_again(self, prompt: PromptText) -> AsyncGenerator[Event, None]:
        """The answer made anew, from another prompt."""
        self._splitter, self._unchecked = ClaimSplitter(), []
        await self._record.save(claims=())
        yield Withdrawn()
        async with aclosing(self._attempt(prompt, may_withdraw=False)) as events:
            async for event in events:
                yield event

    def rest(self) -> tuple[Claim, ...]:
        """What was written and is not in the answer yet, checked at once: for a Stop."""
        self._take(self._splitter.finish())
        return tuple(self._sources.claim(text, self._attributor.attribute(text)) for text in self._unchecked)

    async def _attempt(self, prompt: PromptText, *, may_withdraw: bool) -> AsyncGenerator[Event, None]:
        """The answer to one prompt. With `may_withdraw` it ends as soon as its language is seen to be wrong."""
        async with aclosing(self._model.generate(messages_of(prompt), max_tokens=self._max_tokens)) as deltas:
            async for delta in deltas:
                if self._timing.first_token_s is None:
                    self._timing.first_token_s = self._timing.now()
                self._take(self._splitter.feed(delta))  # first: what is on the screen outlasts a Stop
                yield Text(delta)
                if may_withdraw and self._is_astray():
                    return
                while self._unchecked:
                    if (cited := await self._next_checked()) is not None:
                        yield cited
                if len(self._record.answer.claims) >= self._max_claims:
                    break  # asked for three sentences, a small model goes on, and makes things up
        self._finish()
        if may_withdraw and self._is_astray():
            return
        while self._unchecked:
            if (cited := await self._next_checked()) is not None:
                yield cited

    def _finish(self) -> None:
        """Take the last sentence; one that broke off because there was no more room is dropped, unless it is all."""
        pending = self._splitter.pending
        is_cut = self._model.usage.generated_tokens >= self._max_tokens and not is_ended(pending)
        last = self._splitter.finish()
        self._take(last[:-1] if is_cut and pending and (self._record.answer.claims or self._unchecked) else last)

    def _is_astray(self) -> bool:
        """Whether the answer begins in another language than it should."""
        complete = [*(claim.text for claim in self._record.answer.claims), *self._unchecked]
        text = complete[0] if complete else self._splitter.pending
        if not complete and sum(character.isalpha() for character in text) < _TELLING_LETTERS:
            return False
        return is_other_language(text, self._language) and not is_no_answer(text)

    def _take(self, claims: list[str]) -> None:
        """Keep the sentences for which there is room and that say something new; the others are dropped."""
        for claim in claims:
            if _HEADING.match(claim):
                continue
            said = [*(earlier.text for earlier in self._record.answer.claims), *self._unchecked]
            if len(said) < self._max_claims and not any(says_again(claim, earlier) for earlier in said):
                self._unchecked.append(claim)

    async def _next_checked(self) -> Cited | None:
        """The next sentence in the answer, or what it misreads; None where that stands there already."""
        claim = await self._checked(self._unchecked[0])
        del self._unchecked[0]  # not before: a Stop in the middle of the check keeps the sentence
        return None if claim is None else await self._record.cited(claim)

    async def _checked(self, text: str) -> Claim | None:
        found = await asyncio.to_thread(self._attributor.attribute, text)
        corrected = self._sources.corrected(found) if self._corrects else None
        if corrected is None:
            return self._sources.claim(text, found)
        cited = {citation.quote for claim in self._record.answer.claims for citation in claim.citations}
        return None if all(citation.quote in cited for citation in corrected.citations) else corrected

    async def more(self, prompt: PromptText, asked: str, pages: Collection[int]) -> list[Claim]:
        """What the document says for certain of what the model says to another prompt, and is not said yet.

        Where that is nothing: the sentence on these pages that is nearest to the question and its answer so far, in an
        answer in which the model's words may give way to the document's.
        """
        splitter = ClaimSplitter()
        async with aclosing(self._model.generate(messages_of(prompt), max_tokens=_MAX_TOKENS)) as deltas:
            texts = [text async for delta in deltas for text in splitter.feed(delta)]
        pending = splitter.pending
        texts += splitter.finish() if is_ended(pending) else []
        said = [claim.text for claim in self._record.answer.claims]
        more: list[Claim] = []
        for claim in [claim for text in texts if (claim := await self._checked(text)) is not None]:
            told = " ".join([claim.text, *(citation.quote for citation in claim.citations)])
            is_there = any(citation.page_index in pages for citation in claim.citations)
            is_new = not any(says_again(claim.text, earlier) for earlier in (*said, *(one.text for one in more)))
            is_said = claim.verdict in (Verdict.EXACT, Verdict.SUPPORTED)
            if is_said and is_there and is_new and len(more) < _MORE_CLAIMS and self._attributor.speaks_of(told, asked):
                more.append(claim)
        if more or not self._corrects:
            return more
        nearest = await asyncio.to_thread(self._attributor.nearest, asked, " ".join(said), pages)
        found = None if nearest is None else self._sources.quoted(nearest)
        return [found] if found is not None and not any(says_again(found.text, earlier) for earlier in said) else []
