"""Search by meaning in the window: begun after reading, out of the way of answers, missed by nobody."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reader.core.errors import ModelMissing, ModelUnusable, WorkerDied
from reader.flows.embedding import EmbeddingCoverage
from reader.ui.embedding import Embedding, OneEmbedder
from reader.ui.jobs import Jobs
from reader.ui.model_use import ModelUse
from reader.ui.reading import EMBED, RECOGNISE
from tests.flows.desk import desk, page_text
from tests.word_embedder import WordEmbedder

PAGES = tuple(f"Page number {number} is about thing number {number} and nothing else." for number in range(10))


class Stage:
    """An Embedding with an open document, and what it told."""

    def __init__(self, document: Any, jobs: Jobs, make_embedder: Any) -> None:
        self.document, self.jobs = document, jobs
        self.page_view = SimpleNamespace(page_index=0)
        self.one, use = OneEmbedder(make_embedder), ModelUse()
        use.watch(jobs)
        self.embedding = Embedding(self.one, use, jobs, self.page_view)  # type: ignore[arg-type]
        self.told: list[EmbeddingCoverage | None] = []
        self.embedding.coverage_changed.connect(self.told.append)
        self.embedding.set_document(document)

    async def run(self) -> None:
        self.embedding.begin(self.document)
        await self.jobs.ended(EMBED)


@asynccontextmanager
async def stage(folder: Path, jobs: Jobs, make_embedder: Any, texts: Sequence[str] = PAGES) -> AsyncIterator[Stage]:
    async with desk(folder, texts) as book:
        await book.read()
        set_up = Stage(book.document, jobs, make_embedder)
        yield set_up
        await set_up.one.close()


def test_a_document_that_was_read_is_embedded_and_its_questions_get_the_embedder(loop_run, jobs, tmp_path) -> None:
    embedder = WordEmbedder()

    async def act() -> None:
        async with stage(tmp_path, jobs, lambda: embedder) as s:
            assert s.document.embedder is None
            await s.run()
            assert s.told == [*(EmbeddingCoverage(done, 10) for done in (0, 4, 8, 10)), None]
            assert s.document.embedder is embedder
            assert embedder.queries == [""], "loaded before anybody asks"
        assert embedder.is_closed

    loop_run(act())


@pytest.mark.parametrize("job", ["answer", "read ahead", "model"])
def test_it_makes_way_for_the_language_model(loop_run, jobs, tmp_path, job) -> None:
    embedder, may_end = WordEmbedder(), asyncio.Event()

    async def act() -> None:
        async with stage(tmp_path, jobs, lambda: embedder) as s:
            jobs.start(job, may_end.wait())
            s.embedding.begin(s.document)
            await s.document.index.pages_read()
            await s.document.index.pages_read()
            assert embedder.batches == []
            may_end.set()
            await jobs.ended(EMBED)
            assert len(embedder.batches) == 3

    loop_run(act())


def test_pages_that_were_pictures_are_embedded_when_they_have_been_read(loop_run, jobs, tmp_path) -> None:
    embedder = WordEmbedder()

    async def act() -> None:
        async with stage(tmp_path, jobs, lambda: embedder, texts=("Only one page.",)) as s:
            await s.run()

            async def recognise() -> None:
                from reader.core.passages import read_page

                await s.document.index.add([read_page(page_text(1, "Another page."))])

            jobs.start(RECOGNISE, recognise())
            await jobs.ended(RECOGNISE)
            await jobs.ended(EMBED)
            assert [text for batch in embedder.batches for text in batch] == ["Only one page.", "Another page."]

    loop_run(act())


@pytest.mark.parametrize("failure", [ModelMissing("e5"), ModelUnusable("e5", "it is no embedding model")])
def test_without_an_embedder_nothing_is_shown(loop_run, jobs, tmp_path, failure) -> None:
    def make() -> WordEmbedder:
        made.append(1)
        raise failure

    made: list[int] = []
    failed: list[object] = []
    jobs.failed.connect(lambda _name, error: failed.append(error))

    async def act() -> None:
        async with stage(tmp_path, jobs, make) as s:
            await s.run()
            await s.run()
            assert s.told == [None]
            assert s.document.embedder is None
            assert made == [1], "not tried with each document"
            assert failed == []

    loop_run(act())


def test_none_is_wanted(loop_run, jobs, tmp_path) -> None:
    async def act() -> None:
        async with stage(tmp_path, jobs, lambda: None) as s:
            await s.run()
            assert s.told == [None]
            assert s.document.embedder is None

    loop_run(act())


def test_an_embedder_that_keeps_dying_is_left_alone(loop_run, jobs, tmp_path) -> None:
    embedder = WordEmbedder()

    async def act() -> None:
        async with stage(tmp_path, jobs, lambda: embedder) as s:
            embedder.failures = [WorkerDied("e5", -9) for _ in range(20)]
            await s.run()
            assert s.document.embedder is None
            left = len(embedder.failures)
            await s.run()
            assert len(embedder.failures) == left

    loop_run(act())


def test_closing_the_document_ends_it(loop_run, jobs, tmp_path) -> None:
    embedder = WordEmbedder()

    async def act() -> None:
        async with stage(tmp_path, jobs, lambda: embedder) as s:
            s.embedding.coverage_changed.connect(lambda _coverage: s.embedding.set_document(None))
            await s.run()
            assert len(embedder.batches) <= 1
            assert s.told[-1] is None
            s.embedding.begin(s.document)
            assert not jobs.is_running(EMBED), "it is not the open document any more"

    loop_run(act())


def test_documents_share_an_embedder_and_all_make_way_for_an_answer_about_any(loop_run, jobs, tmp_path) -> None:
    embedder, made, others = WordEmbedder(), [], Jobs()

    def make() -> WordEmbedder:
        made.append(embedder)
        return embedder

    one, use = OneEmbedder(make), ModelUse()
    use.watch(jobs)
    use.watch(others)

    async def act() -> None:
        begun, asked = asyncio.Event(), asyncio.Event()

        async def answer() -> None:
            begun.set()
            await asked.wait()

        async with desk(tmp_path / "a", PAGES) as first, desk(tmp_path / "b", PAGES) as second:
            for book, of_book in ((first, jobs), (second, others)):
                await book.read()
                embedding = Embedding(one, use, of_book, SimpleNamespace(page_index=0))  # type: ignore[arg-type]
                embedding.set_document(book.document)
                others.start("answer", answer())
                embedding.begin(book.document)
                await begun.wait()
                assert not use.is_free.is_set()
                asked.set()
                await of_book.ended(EMBED)
                asked.clear()
                begun.clear()
            assert first.document.embedder is second.document.embedder is embedder
        await others.shut_down()
        use.forget(others)
        await one.close()

    loop_run(act())
    assert made == [embedder]
    assert embedder.is_closed
