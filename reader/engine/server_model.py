"""A language model on a server that speaks the OpenAI protocol: llama-server, vLLM, Ollama, LM Studio and others."""

import asyncio
import logging
import re
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Any

from reader.core.errors import PromptTooLong, ReaderError, ServerFailed
from reader.engine.llm import Message, Usage
from reader.engine.server_address import ServerAddress
from reader.engine.server_answer import ServerAnswer, fewest_tokens, most_tokens
from reader.engine.server_client import ServerClient
from reader.engine.server_facts import ServerFacts, find_facts
from reader.engine.server_failures import BROKE_OFF, ODD, SILENT, failure_of
from reader.engine.server_keys import find_key
from reader.engine.server_stream import EventStream, Piece, StreamMalformed, Thoughts, harmless

_log = logging.getLogger(__name__)

_BETWEEN_S = 120.0
"""Between two tokens."""
_FIRST_S = 600.0
"""Until the first: see server_client."""
_PAUSE_S = 0.03
"""Texts go to the window at most this often: each one costs it a timer and a repaint."""
_THOUGHT_TOKENS = 4096
"""What a reasoning model may think before it answers, beyond the answer's own tokens."""
_THINKERS = re.compile(r"\b(?:deepseek-?r1|r1|qwq|magistral|.*think|.*reason)", re.IGNORECASE)
"""Names of models whose template may open the thoughts, so that the answer begins in the middle of them."""
_TEMPLATE_TOKENS = 16
"""Around each message, at the most."""
_AFTER_S = 2.0
"""For what may follow the last word."""


class ServerModel:
    """A LanguageModel whose requests go to a server; `parallel` of them at a time, the others wait for their turn.

    `name` is the server's for the model; before `connect` the one of the address. The first call connects if nobody
    did. A model is small where the server, or its name, says so.
    """

    def __init__(
        self,
        address: ServerAddress,
        *,
        parallel: int | None = None,
        key_of: Callable[[ServerAddress], str] = find_key,
    ) -> None:
        self.address = address
        self.name = address.model or address.host
        self.context_tokens = 4096
        self.languages: tuple[str, ...] = ()
        self.is_small = False
        self.usage = Usage()
        self.parallel = parallel or 1
        self.facts: ServerFacts | None = None
        self._wanted_parallel = parallel
        self._key_of = key_of
        self._client = ServerClient(address)
        self._connecting = asyncio.Lock()
        self._turns = asyncio.Semaphore(self.parallel)
        self._thinks = False
        self._begins_thinking = False

    async def connect(self) -> ServerFacts:
        """Ask the server what it has; at once when that is known. Sends no text of a document.

        Raises ServerUnreachable, ServerRefusedKey, ServerModelUnknown, ServerFailed.
        """
        async with self._connecting:
            if self.facts is not None:
                return self.facts
            # In a thread: a keyring may ask the user to unlock it.
            self._client.key = await asyncio.to_thread(self._key_of, self.address)
            facts = await find_facts(self._client)
            self.name = self._client.model = facts.model
            self.is_small = facts.is_small
            self.context_tokens = self._client.context_tokens = facts.context_tokens
            self.parallel = self._wanted_parallel or facts.parallel
            self._turns = asyncio.Semaphore(self.parallel)
            self._begins_thinking = self._thinks = bool(_THINKERS.match(facts.model.rpartition("/")[2]))
            self.facts = facts
            return facts

    async def count_tokens(self, text: str) -> int:
        """An estimate on the safe side: the protocol has no way to count, and asking for each text would take longer
        than it is worth."""
        return most_tokens(text)

    async def generate(
        self, messages: Sequence[Message], *, max_tokens: int, is_aside: bool = False
    ) -> AsyncGenerator[str, None]:
        """See LanguageModel. Raises what `connect` raises, PromptTooLong, and ServerFailed also in the middle."""
        await self.connect()
        async with self._turns:
            for may_repeat in (True, False):
                answer = ServerAnswer(max_tokens, Thoughts(is_open=self._begins_thinking))
                try:
                    async with aclosing(self._texts(messages, answer)) as texts:
                        async for text in texts:
                            yield text
                finally:
                    self._learn(answer)
                    if not is_aside:
                        self.usage = answer.usage(messages)
                if not (may_repeat and answer.is_all_thought):
                    return
                _log.info("%s needs more room for its thoughts", self.name)

    async def prefill(self, messages: Sequence[Message]) -> None:
        """Let llama-server on this machine read the messages, which it keeps: the next answer starts sooner.

        Nothing elsewhere: other servers either read fast or not at all without answering, and what is being typed does
        not leave this machine before it is asked.
        """
        facts = await self.connect()
        if not (self.address.is_local and facts.keeps_prompts):
            return
        async with self._turns:
            answer = ServerAnswer(1, Thoughts())
            async with aclosing(self._texts(messages, answer)) as texts:
                async for _ in texts:
                    break
            self.usage = answer.usage(messages)

    async def close(self) -> None:
        await self._client.close()

    async def _texts(self, messages: Sequence[Message], answer: ServerAnswer) -> AsyncGenerator[str, None]:
        """The answer in batches. What came before a failure is given out before it is raised."""
        waiting, given_at = "", 0.0
        try:
            async with aclosing(self._pieces(self._body(messages, answer.max_tokens))) as pieces:
                async for piece in pieces:
                    waiting += answer.take(piece)
                    if waiting and time.perf_counter() - given_at >= _PAUSE_S:
                        yield waiting
                        waiting, given_at = "", time.perf_counter()
                    if answer.is_complete:
                        break
            if not answer.finish and not answer.is_complete:
                raise ServerFailed(self.address.host, BROKE_OFF)
        except ReaderError:
            waiting += answer.rest()
            if waiting:
                yield waiting
            raise
        waiting += answer.rest()
        if waiting:
            yield waiting

    async def _pieces(self, body: dict[str, Any]) -> AsyncGenerator[Piece, None]:
        """The events of one answer, until the server closes it."""
        events = EventStream()
        # Counts only the waiting for the server, not what the reader of this does meanwhile.
        left_s, is_over = _FIRST_S, False
        async with aclosing(self._client.stream(body)) as portions:
            while True:
                begun = time.perf_counter()
                try:
                    async with asyncio.timeout(left_s):
                        portion = await anext(portions)
                except StopAsyncIteration:
                    return
                except TimeoutError as failure:
                    if is_over:
                        return
                    raise ServerFailed(self.address.host, SILENT) from failure
                left_s -= time.perf_counter() - begun
                try:
                    for piece in events.push(portion):
                        if piece.error is not None:
                            raise self._failure(piece.error)
                        if piece.text or piece.thought:
                            left_s = _BETWEEN_S
                        is_over = is_over or bool(piece.finish)
                        yield piece
                except StreamMalformed as failure:
                    raise ServerFailed(self.address.host, ODD) from failure
                if is_over or events.is_done:
                    # Only the usage and the end of the connection's use can follow: so it can be used again.
                    left_s, is_over = _AFTER_S, True

    def _body(self, messages: Sequence[Message], max_tokens: int) -> dict[str, Any]:
        turns = [{"role": message.role, "content": harmless(message.content)} for message in messages]
        if self.facts is not None and self.facts.is_context_known:
            fewest = sum(fewest_tokens(turn["content"]) for turn in turns)
            if fewest >= self.context_tokens:
                raise PromptTooLong(fewest, self.context_tokens - 1)
        allowed = max_tokens
        if self._thinks:
            room = self.context_tokens - sum(most_tokens(turn["content"]) + _TEMPLATE_TOKENS for turn in turns)
            allowed = max(min(max_tokens + _THOUGHT_TOKENS, room), max_tokens)
        return {
            "model": self.name,
            "messages": turns,
            "max_tokens": allowed,
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
        }

    def _failure(self, error: Mapping[str, Any]) -> ReaderError:
        return failure_of(
            self.address, self.name, 0, error, has_key=bool(self._client.key), context_tokens=self.context_tokens
        )

    def _learn(self, answer: ServerAnswer) -> None:
        """Whether this model thinks before it answers, and whether it says so at the beginning."""
        self._thinks = self._thinks or answer.has_thought
        self._begins_thinking = self._begins_thinking or answer.thoughts.were_open
