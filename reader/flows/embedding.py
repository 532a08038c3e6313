"""Making the vectors of a document's passages, where the reader is first; what was made before is kept."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from reader.core.errors import WorkerDied
from reader.engine.embed import Embedder
from reader.flows.opening import OpenDocument

_log = logging.getLogger(__name__)
_BATCH = 4
"""Passages a transaction: a third of a second, which is how soon it makes way for a question."""
_PATIENCE = 3
"""Deaths of the child in a row, after which it is left alone."""


@dataclass(frozen=True, slots=True)
class EmbeddingCoverage:
    """How many of the document's passages can be found by meaning."""

    done: int
    passages: int

    @property
    def is_complete(self) -> bool:
        return self.done >= self.passages


async def embed_document(
    document: OpenDocument, embedder: Embedder, near_page: Callable[[], int], may_work: asyncio.Event | None = None
) -> AsyncGenerator[EmbeddingCoverage, None]:
    """Embed the passages that have no vector yet; yields the coverage at once and after each batch.

    The reader's place is asked for before each batch, and nothing begins while `may_work` is not set. Stopping loses
    at most a batch. Raises ModelMissing, ModelUnusable, ModelTooLarge, WorkerDied when the child keeps dying.
    """
    index, deaths = document.index, 0
    yield EmbeddingCoverage(*await index.vector_coverage(embedder.name))
    while batch := await index.without_vector(embedder.name, near_page(), _BATCH):
        if may_work is not None and not may_work.is_set():
            await embedder.rest()
            await may_work.wait()
            continue  # the reader may have gone elsewhere meanwhile
        try:
            vectors = await embedder.embed_passages([text for _, text in batch])
        except WorkerDied:
            deaths += 1
            if deaths >= _PATIENCE:
                raise
            _log.warning("the embedder died and is started again")
            continue
        deaths = 0
        await index.add_vectors(embedder.name, zip((passage_id for passage_id, _ in batch), vectors, strict=True))
        yield EmbeddingCoverage(*await index.vector_coverage(embedder.name))
    await embedder.rest()


async def embed_all(
    document: OpenDocument, embedder: Embedder, progress: Callable[[EmbeddingCoverage], None] | None = None
) -> EmbeddingCoverage:
    """Embed the whole document; for callers that have nothing to show meanwhile but this progress."""
    coverage = EmbeddingCoverage(0, 0)
    async with aclosing(embed_document(document, embedder, lambda: 0)) as steps:
        async for coverage in steps:
            if progress is not None:
                progress(coverage)
    return coverage
