import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import ModelMissing, WorkerDied
from reader.flows.embedding import EmbeddingCoverage, embed_all, embed_document
from reader.flows.opening import OpenDocument
from tests.flows.desk import desk
from tests.word_embedder import WordEmbedder

PAGES = tuple(f"Page number {number} is about thing number {number} and nothing else." for number in range(10))


def pages_of(embedder: WordEmbedder) -> list[int]:
    return [int(text.split()[2]) for batch in embedder.batches for text in batch]


def with_document(folder: Path, work: Any, texts: tuple[str, ...] = PAGES) -> None:
    async def run() -> None:
        async with desk(folder, texts) as book:
            await book.read()
            await work(book.document)

    asyncio.run(run())


async def first_steps(document: OpenDocument, embedder: WordEmbedder, steps: int) -> list[EmbeddingCoverage]:
    """What the first steps yield; then it is left."""
    seen = []
    async with aclosing(embed_document(document, embedder, lambda: 0)) as coverages:
        async for coverage in coverages:
            seen.append(coverage)
            if len(seen) == steps:
                break
    return seen


def test_all_passages_are_embedded_from_the_readers_page_on(tmp_path: Path) -> None:
    async def work(document: OpenDocument) -> None:
        embedder = WordEmbedder()
        async with aclosing(embed_document(document, embedder, lambda: 7)) as coverages:
            seen = [coverage async for coverage in coverages]
        assert pages_of(embedder) == [7, 8, 9, 0, 1, 2, 3, 4, 5, 6]
        assert [step.done for step in seen] == [0, 4, 8, 10]
        assert [step.is_complete for step in seen] == [False, False, False, True]
        assert embedder.rests == 1, "its memory is given back"

    with_document(tmp_path, work)


def test_it_follows_the_reader(tmp_path: Path) -> None:
    async def work(document: OpenDocument) -> None:
        embedder, places = WordEmbedder(), iter([0, 8, 8, 8])
        async with aclosing(embed_document(document, embedder, lambda: next(places))) as coverages:
            async for _ in coverages:
                pass
        assert pages_of(embedder)[:6] == [0, 1, 2, 3, 8, 9]

    with_document(tmp_path, work)


def test_what_was_embedded_before_is_kept(tmp_path: Path) -> None:
    async def stop_early(document: OpenDocument) -> None:
        await first_steps(document, WordEmbedder(), 2)

    async def go_on(document: OpenDocument) -> None:
        embedder, seen = WordEmbedder(), list[EmbeddingCoverage]()
        assert await embed_all(document, embedder, seen.append) == EmbeddingCoverage(10, 10)
        assert seen[0] == EmbeddingCoverage(4, 10)
        assert pages_of(embedder) == [4, 5, 6, 7, 8, 9]
        again = WordEmbedder()
        assert (await embed_all(document, again)).is_complete
        assert again.batches == []
        await embed_all(document, WordEmbedder("another"))
        assert (await document.index.vector_coverage("another"))[0] == 10

    with_document(tmp_path, stop_early)
    with_document(tmp_path, go_on)


def test_it_waits_while_it_may_not_work(tmp_path: Path) -> None:
    async def work(document: OpenDocument) -> None:
        embedder, may_work, place = WordEmbedder(), asyncio.Event(), 0
        coverages = embed_document(document, embedder, lambda: place, may_work)
        assert await anext(coverages) == EmbeddingCoverage(0, 10)
        step: asyncio.Task[EmbeddingCoverage] = asyncio.ensure_future(anext(coverages))  # type: ignore[arg-type]
        await document.index.pages_read()  # after what it asked the index for
        await document.index.pages_read()
        assert embedder.batches == []
        assert embedder.rests == 1
        place = 9
        may_work.set()
        assert (await step).done == 4
        assert pages_of(embedder)[0] == 9, "the reader went on meanwhile"
        await coverages.aclose()

    with_document(tmp_path, work)


def test_an_embedder_that_dies_is_tried_again(tmp_path: Path) -> None:
    async def work(document: OpenDocument) -> None:
        embedder = WordEmbedder()
        embedder.failures = [WorkerDied("embedder", -9), WorkerDied("embedder", -9)]
        assert (await embed_all(document, embedder)).is_complete
        embedder = WordEmbedder("keeps dying")
        embedder.failures = [WorkerDied("embedder", -9) for _ in range(9)]
        with pytest.raises(WorkerDied):
            await embed_all(document, embedder)
        assert len(embedder.failures) > 3, "not for ever"

    with_document(tmp_path, work)


def test_a_model_that_is_gone_is_told(tmp_path: Path) -> None:
    async def work(document: OpenDocument) -> None:
        embedder = WordEmbedder()
        embedder.failures = [ModelMissing("words")]
        with pytest.raises(ModelMissing):
            await embed_all(document, embedder)

    with_document(tmp_path, work)


def test_a_document_without_text_is_complete_at_once(tmp_path: Path) -> None:
    async def work(document: OpenDocument) -> None:
        embedder = WordEmbedder()
        assert (await embed_all(document, embedder)).is_complete
        assert embedder.batches == []

    with_document(tmp_path, work, ("", ""))
