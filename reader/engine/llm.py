"""Language models: what every one of them can do, and the one that llama.cpp runs in a child process."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from reader.core.errors import ModelUnusable, WorkerDied
from reader.engine.machine import model_threads
from reader.engine.worker import Worker

_CHILD = "reader.engine.llm_child"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What one answer cost. `reused_tokens` of the prompt were in the KV cache already; times count from the start."""

    prompt_tokens: int = 0
    reused_tokens: int = 0
    generated_tokens: int = 0
    first_token_s: float = 0.0
    total_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the child found when it loaded a model."""

    title: str
    """The model's own name; may be empty."""
    architecture: str
    context_tokens: int
    vocabulary_size: int
    threads: int
    has_chat_template: bool
    has_bos: bool


_SMALL_BYTES = 300_000_000
"""SmolLM2-135M has 98 MB, Qwen2.5-0.5B 400 MB in four bits a weight."""


class LanguageModel(Protocol):
    """A model that can answer. `usage` is that of the latest `generate` or `prefill`, complete or stopped."""

    name: str
    context_tokens: int
    languages: tuple[str, ...]
    """ISO 639-1 codes of what it can write; empty: not known. In another language the evidence is quoted instead."""
    is_small: bool
    """Too small to be trusted with words of its own (below about half a billion parameters): the evidence is quoted
    below what it writes."""
    usage: Usage
    parallel: int
    """How many `generate`s make sense at a time; more wait for their turn. With several, `usage` is of any of them."""

    async def count_tokens(self, text: str) -> int:
        """Tokens of a text by itself, without the template around it."""
        ...

    def generate(
        self, messages: Sequence[Message], *, max_tokens: int, is_aside: bool = False
    ) -> AsyncGenerator[str, None]:
        """Stream the answer in batches of about 30 ms. Closing it (aclosing) or cancelling is Stop.

        `is_aside`: no part of the conversation (a translation): what the KV cache holds of that is kept, and `usage`
        stays the conversation's.

        Raises PromptTooLong when messages alone fill the context, WorkerDied when the child process ended; a model on
        a server ServerUnreachable, ServerRefusedKey, ServerModelUnknown, and ServerFailed also in the middle.
        """
        ...

    async def prefill(self, messages: Sequence[Message]) -> None:
        """Read messages into the KV cache and write nothing, so that the next answer starts sooner."""
        ...

    async def close(self) -> None: ...


class LlamaModel:
    """A GGUF model in a child process of its own, loaded by the first call. One that died is started again by the next.

    Jobs run one after the other; those that come while the model loads wait for it.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        *,
        context_tokens: int = 4096,
        threads: int | None = None,
        languages: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.languages = languages
        self.context_tokens = context_tokens
        self.is_small = path.is_file() and path.stat().st_size < _SMALL_BYTES
        self.usage = Usage()
        self.parallel = 1
        self.facts: ModelFacts | None = None
        self._path = path
        self._threads = threads or model_threads()
        self._on_died: Callable[[WorkerDied], None] | None = None
        self._loading = asyncio.Lock()
        self._worker = self._make_worker(is_careful=False)

    def _make_worker(self, *, is_careful: bool) -> Worker:
        return Worker(
            _CHILD,
            name=self.name,
            # Read by libgomp when it is loaded. Its default lets idle threads spin for the whole time slice, which
            # halves the speed as soon as another program is busy.
            env={"GOMP_SPINCOUNT": "1000"},
            # It uses every core there is; the window and the pages must not wait for it.
            niceness=5,
            prepare=("load", (str(self._path), self.name, self.context_tokens, self._threads, is_careful)),
        )

    @property
    def on_died(self) -> Callable[[WorkerDied], None] | None:
        """Called when the child died unasked after it was loaded."""
        return self._on_died

    @on_died.setter
    def on_died(self, callback: Callable[[WorkerDied], None] | None) -> None:
        self._on_died = callback
        if self.facts is not None:
            self._worker.on_died = callback

    @property
    def pid(self) -> int | None:
        """The child's process, if it runs."""
        return self._worker.pid

    async def load(self) -> ModelFacts:
        """Start the child, check the file, load; at once when it is done. Other calls do it if nobody did.

        Raises ModelMissing, ModelUnusable, ModelTooLarge.
        """
        async with self._loading:
            if self.facts is not None:
                return self.facts
            try:
                facts = await self._worker.call("facts")
            except WorkerDied:
                # A llama.cpp that was compiled for this very processor by a compiler with a fault dies in its fastest
                # code (GCC 12, AMX). The plain code is slower and works.
                await self._worker.close()
                self._worker = self._make_worker(is_careful=True)
                try:
                    facts = await self._worker.call("facts")
                except WorkerDied as failure:
                    reason = f"the engine stopped while loading it (code {failure.exitcode})"
                    raise ModelUnusable(self.name, reason) from failure
            assert isinstance(facts, ModelFacts)
            self._worker.on_died = self._on_died
            self.facts, self.context_tokens = facts, facts.context_tokens
            return facts

    async def count_tokens(self, text: str) -> int:
        await self.load()
        return int(await self._worker.call("count_tokens", text))

    async def generate(
        self, messages: Sequence[Message], *, max_tokens: int, is_aside: bool = False
    ) -> AsyncGenerator[str, None]:
        await self.load()
        async with aclosing(self._worker.stream("generate", tuple(messages), max_tokens, is_aside)) as batches:
            async for batch in batches:
                if isinstance(batch, Usage):
                    if not is_aside:
                        self.usage = batch
                else:
                    yield batch

    async def prefill(self, messages: Sequence[Message]) -> None:
        await self.load()
        self.usage = await self._worker.call("prefill", tuple(messages))

    def kill(self) -> None:
        """End the child now, whatever it does; running calls raise WorkerDied."""
        self._worker.kill()

    async def close(self) -> None:
        await self._worker.close()
