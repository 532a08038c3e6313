"""A model that says what it is told: for tests, the smoke test and demonstrations."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Callable, Sequence

from reader.core.errors import PromptTooLong
from reader.engine.llm import Message, Usage


class ScriptedModel:
    """A LanguageModel whose answers come from a list, one after the other (the last one again and again), or from a
    function of the messages. A token is a word with the white space before it.

    `prompts` holds the messages of every `generate` (`asides` those beside the conversation, which `aside` answers),
    `prefilled` those of every `prefill`. With a `gate`, each piece
    of an answer after the first waits for it to be set: so a test stops an answer in the middle without sleeping.
    """

    def __init__(
        self,
        answers: Sequence[str] | Callable[[Sequence[Message]], str],
        *,
        name: str = "scripted",
        context_tokens: int = 4096,
        gate: asyncio.Event | None = None,
        is_small: bool = False,
        aside: Callable[[Sequence[Message]], str] | None = None,
        parallel: int = 1,
    ) -> None:
        self.name = name
        self.is_small = is_small
        self.languages: tuple[str, ...] = ()
        self.context_tokens = context_tokens
        self.usage = Usage()
        self.parallel = parallel
        self.prompts: list[tuple[Message, ...]] = []
        self.prefilled: list[tuple[Message, ...]] = []
        self.is_closed = False
        self._answers = answers
        self._gate = gate
        self._aside = aside
        self.asides: list[tuple[Message, ...]] = []

    async def count_tokens(self, text: str) -> int:
        return len(_pieces(text))

    async def generate(
        self, messages: Sequence[Message], *, max_tokens: int, is_aside: bool = False
    ) -> AsyncGenerator[str, None]:
        if is_aside:
            self.asides.append(tuple(messages))
            yield self._aside(messages) if self._aside is not None else ""
            return
        started = time.perf_counter()
        prompt_tokens = sum(len(_pieces(message.content)) for message in messages)
        if prompt_tokens >= self.context_tokens:
            raise PromptTooLong(prompt_tokens, self.context_tokens - 1)
        self.prompts.append(tuple(messages))
        self.usage = Usage(prompt_tokens)
        first_token_s = 0.0
        for count, piece in enumerate(_pieces(self._answer(messages))[:max_tokens], start=1):
            if count > 1 and self._gate is not None:
                await self._gate.wait()
            spent_s = time.perf_counter() - started
            first_token_s = first_token_s or spent_s
            self.usage = Usage(prompt_tokens, 0, count, first_token_s, spent_s)
            yield piece
            await asyncio.sleep(0)

    async def prefill(self, messages: Sequence[Message]) -> None:
        self.prefilled.append(tuple(messages))

    async def close(self) -> None:
        self.is_closed = True

    def _answer(self, messages: Sequence[Message]) -> str:
        if callable(self._answers):
            return self._answers(messages)
        return self._answers[min(len(self.prompts), len(self._answers)) - 1]


def _pieces(text: str) -> list[str]:
    return re.findall(r"\s*\S+|\s+$", text)
