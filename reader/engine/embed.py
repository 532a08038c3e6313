"""Embedders: texts -> vectors whose directions are alike where the texts mean alike."""

import asyncio
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reader.core.errors import ModelUnusable, WorkerDied
from reader.engine.machine import model_threads
from reader.engine.worker import Worker

_CHILD = "reader.engine.embed_child"
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\ufeff\ufffe\uffff\ud800-\udfff]+")


class Embedder(Protocol):
    """Makes vectors as `store.vectors` keeps them: `dimensions` bytes, each a whole number from -127 to 127."""

    name: str
    """Which vectors can be compared: those of embedders of the same name."""
    dimensions: int
    """0 before the first vector."""

    async def embed_passages(self, texts: Sequence[str]) -> list[bytes]:
        """The vectors of parts of a document. Raises the errors of `LlamaEmbedder.load`, WorkerDied."""
        ...

    async def embed_query(self, text: str) -> bytes:
        """The vector of a question; it comes before the passages that are still waiting. Errors as above."""
        ...

    async def rest(self) -> None:
        """Nothing is embedded for a while: give back the memory that it took. Errors as above."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class EmbedderFacts:
    """What the child found when it loaded a model."""

    title: str
    """The model's own name; may be empty."""
    architecture: str
    dimensions: int
    max_tokens: int
    """Of one text; what is longer is cut."""
    threads: int


class LlamaEmbedder:
    """A GGUF embedding model in a child process of its own, loaded by the first call. One that died starts again.

    Passages go there one by one, so that a question waits for one of them at most.
    """

    def __init__(self, path: Path, name: str, *, threads: int | None = None) -> None:
        self.name = name
        self.dimensions = 0
        self.facts: EmbedderFacts | None = None
        self._path = path
        self._threads = threads or model_threads()
        self._loading = asyncio.Lock()
        self._worker = self._make_worker(is_careful=False)

    def _make_worker(self, *, is_careful: bool) -> Worker:
        return Worker(
            _CHILD,
            name=self.name,
            # As for the language model: idle threads of libgomp must not spin for a whole time slice.
            env={"GOMP_SPINCOUNT": "1000"},
            # Nobody waits for it: window, pages and the language model come first.
            niceness=10,
            prepare=("load", (str(self._path), self.name, self._threads, is_careful)),
        )

    @property
    def pid(self) -> int | None:
        """The child's process, if it runs."""
        return self._worker.pid

    async def load(self) -> EmbedderFacts:
        """Start the child, check the file, load; at once when it is done. Other calls do it if nobody did.

        Raises ModelMissing, ModelUnusable, ModelTooLarge.
        """
        async with self._loading:
            if self.facts is not None:
                return self.facts
            try:
                facts = await self._worker.call("facts")
            except WorkerDied:
                # The same fault of a compiler as with the language model (LlamaModel.load): the plain code works.
                await self._worker.close()
                self._worker = self._make_worker(is_careful=True)
                try:
                    facts = await self._worker.call("facts")
                except WorkerDied as failure:
                    reason = f"the engine stopped while loading it (code {failure.exitcode})"
                    raise ModelUnusable(self.name, reason) from failure
            assert isinstance(facts, EmbedderFacts)
            self.facts, self.dimensions = facts, facts.dimensions
            return facts

    async def embed_passages(self, texts: Sequence[str]) -> list[bytes]:
        return [await self._embed(text, is_query=False) for text in texts]

    async def embed_query(self, text: str) -> bytes:
        return await self._embed(text, is_query=True)

    async def rest(self) -> None:
        if self.pid is not None:
            await self._worker.call("rest")

    async def _embed(self, text: str, *, is_query: bool) -> bytes:
        await self.load()
        vector = await self._worker.call("embed", plain(text), is_query)
        assert isinstance(vector, bytes)
        return vector

    def kill(self) -> None:
        """End the child now, whatever it does; running calls raise WorkerDied."""
        self._worker.kill()

    async def close(self) -> None:
        await self._worker.close()


def plain(text: str) -> str:
    """One line in NFKC without control characters: so e5's tokenizer wants it, and its file cannot tell llama.cpp."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip()
