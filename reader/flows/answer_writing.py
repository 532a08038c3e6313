"""The model's sentences: written to a prompt, kept to their language, each checked against the pages."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from reader.core.answer import Claim
from reader.core.answer_language import is_other_language
from reader.core.attribution import Attributor
from reader.core.claims import ClaimSplitter
from reader.core.prompt import PromptText, is_no_answer
from reader.engine.llm import LanguageModel
from reader.flows.answer_record import AnswerRecord
from reader.flows.answer_sources import AnswerSources
from reader.flows.answer_timing import AnswerTiming
from reader.flows.events import Cited, Event, Reading, Text, Withdrawn
from reader.flows.prompting import PromptMemory, messages_of

_MAX_TOKENS = 220
_MAX_CLAIMS = 4
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
    ) -> None:
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
                    yield await self._next_checked()
                if len(self._record.answer.claims) >= self._max_claims:
                    break  # asked for three sentences, a small model goes on, and makes things up
        self._take(self._splitter.finish())
        if may_withdraw and self._is_astray():
            return
        while self._unchecked:
            yield await self._next_checked()

    def _is_astray(self) -> bool:
        """Whether the answer begins in another language than it should."""
        complete = [*(claim.text for claim in self._record.answer.claims), *self._unchecked]
        text = complete[0] if complete else self._splitter.pending
        if not complete and sum(character.isalpha() for character in text) < _TELLING_LETTERS:
            return False
        return is_other_language(text, self._language) and not is_no_answer(text)

    def _take(self, claims: list[str]) -> None:
        """Keep the sentences for which there is room; the others are dropped."""
        room = self._max_claims - len(self._record.answer.claims) - len(self._unchecked)
        self._unchecked += claims[: max(room, 0)]

    async def _next_checked(self) -> Cited:
        text = self._unchecked[0]
        claim = self._sources.claim(text, await asyncio.to_thread(self._attributor.attribute, text))
        del self._unchecked[0]  # not before: a Stop in the middle of the check keeps the sentence
        return await self._record.cited(claim)
