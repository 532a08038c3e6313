"""The real llama.cpp in the embedder's process, with a tiny model that is written on the spot."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import ModelMissing, ModelUnusable, WorkerDied
from reader.engine import embed
from reader.engine.e5_gguf import to_gguf
from reader.engine.embed import LlamaEmbedder, plain
from tests.tiny_e5 import packed_e5
from tests.tiny_model import write_tiny_model

_UINT32 = 4


@pytest.fixture(autouse=True)
def _light_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children do not import the main module (pytest) once more, and find the service beside this file."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)


@pytest.fixture(scope="session")
def tiny_e5(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("embedder") / "e5.gguf"
    path.write_bytes(b"".join(to_gguf(packed_e5())))
    return path


@asynccontextmanager
async def _embedder(path: Path) -> AsyncIterator[LlamaEmbedder]:
    embedder = LlamaEmbedder(path, "tiny", threads=2)
    try:
        yield embedder
    finally:
        await embedder.close()


def with_embedder(path: Path, work: Callable[[LlamaEmbedder], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with _embedder(path) as embedder:
            await work(embedder)

    asyncio.run(run())


def cosine(left: bytes, right: bytes) -> float:
    a, b = (memoryview(vector).cast("b").tolist() for vector in (left, right))
    lengths = sum(x * x for x in a) * sum(y * y for y in b)
    return float(sum(x * y for x, y in zip(a, b, strict=True)) / lengths**0.5)


def test_texts_with_the_same_words_are_alike(tiny_e5: Path) -> None:
    async def work(embedder: LlamaEmbedder) -> None:
        one, other = await embedder.embed_passages(["memory optimiser", "weather rain"])
        question = await embedder.embed_query("optimiser")
        assert cosine(question, one) > cosine(question, other)
        assert len(one) == embedder.dimensions == 64
        assert max(abs(number) for number in memoryview(one).cast("b").tolist()) == 127

    with_embedder(tiny_e5, work)


def test_facts(tiny_e5: Path) -> None:
    async def work(embedder: LlamaEmbedder) -> None:
        assert embedder.dimensions == 0
        facts = await embedder.load()
        assert (facts.title, facts.architecture, facts.max_tokens) == ("multilingual-e5-small", "bert", 512)

    with_embedder(tiny_e5, work)


def test_a_vector_depends_on_the_text_alone(tiny_e5: Path) -> None:
    async def work(embedder: LlamaEmbedder) -> None:
        first, long, again = await embedder.embed_passages(["rain", "memory " * 2000, "rain"])
        assert first == again
        assert len(long) == 64, "cut, not refused"
        assert await embedder.embed_passages(["ra\x00in", "ｒａｉｎ\n", "  rain"]) != [first] * 3
        assert await embedder.embed_passages(["ｒａｉｎ\n", "\x07rain"]) == [first] * 2

    with_embedder(tiny_e5, work)


def test_questions_and_passages_of_e5_begin_differently(tiny_e5: Path) -> None:
    async def work(embedder: LlamaEmbedder) -> None:
        (passage,) = await embedder.embed_passages(["rain"])
        assert await embedder.embed_query("rain") != passage

    with_embedder(tiny_e5, work)


def test_another_family_gets_its_texts_as_they_are(tiny_e5: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(tiny_e5.read_bytes().replace(b"multilingual-e5-small", b"multilingual-zz-small"))

    async def work(embedder: LlamaEmbedder) -> None:
        (passage,) = await embedder.embed_passages(["rain"])
        assert await embedder.embed_query("rain") == passage

    with_embedder(other, work)


@pytest.mark.parametrize("text", ["", "\x00", "\ud83d", "推論" * 3000, "<s></s><pad>"])
def test_odd_texts_have_a_vector_too(tiny_e5: Path, text: str) -> None:
    async def work(embedder: LlamaEmbedder) -> None:
        assert len(await embedder.embed_query(text)) == 64

    with_embedder(tiny_e5, work)


def test_a_question_does_not_wait_for_all_passages(tiny_e5: Path) -> None:
    async def work(embedder: LlamaEmbedder) -> None:
        await embedder.load()
        passages = asyncio.create_task(embedder.embed_passages(["rain weather " * 200] * 50))
        await asyncio.sleep(0)
        await embedder.embed_query("rain")
        assert not passages.done()
        assert len(await passages) == 50

    with_embedder(tiny_e5, work)


def test_one_that_has_rested_makes_the_same_vectors(tiny_e5: Path) -> None:
    async def work(embedder: LlamaEmbedder) -> None:
        await embedder.rest()
        assert embedder.pid is None, "not started for that"
        (before,) = await embedder.embed_passages(["rain and memory"])
        await embedder.rest()
        assert await embedder.embed_passages(["rain and memory"]) == [before]

    with_embedder(tiny_e5, work)


def test_stopping_leaves_an_embedder_that_works(tiny_e5: Path) -> None:
    async def work(embedder: LlamaEmbedder) -> None:
        (before,) = await embedder.embed_passages(["rain"])
        pid = embedder.pid
        task = asyncio.create_task(embedder.embed_passages(["memory " * 200] * 200))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await embedder.embed_passages(["rain"]) == [before]
        assert embedder.pid == pid

    with_embedder(tiny_e5, work)


def test_a_child_that_ended_is_started_again(tiny_e5: Path) -> None:
    async def work(embedder: LlamaEmbedder) -> None:
        (before,) = await embedder.embed_passages(["rain"])
        pid = embedder.pid
        task = asyncio.create_task(embedder.embed_passages(["memory " * 200] * 200))
        await asyncio.sleep(0)
        embedder.kill()
        with pytest.raises(WorkerDied):
            await task
        assert await embedder.embed_passages(["rain"]) == [before]
        assert embedder.pid != pid

    with_embedder(tiny_e5, work)


def test_engine_that_dies_in_its_fastest_code_is_started_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "_CHILD", "embed_service_dying")

    async def work(embedder: LlamaEmbedder) -> None:
        assert await embedder.embed_passages(["rain"]) == [b"careful"]

    with_embedder(Path("any.gguf"), work)


def test_engine_that_always_dies_makes_the_model_unusable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "_CHILD", "embed_service_dying")

    async def load() -> None:
        async with _embedder(Path("dies always")) as embedder:
            with pytest.raises(ModelUnusable, match="139"):
                await embedder.load()

    asyncio.run(load())


def _load_failure(path: Path) -> Exception:
    async def load() -> Exception:
        async with _embedder(path) as embedder:
            with pytest.raises((ModelMissing, ModelUnusable)) as caught:
                await embedder.load()
            return caught.value

    return asyncio.run(load())


def test_what_is_no_embedder_is_refused(tmp_path: Path, tiny_e5: Path) -> None:
    assert isinstance(_load_failure(tmp_path / "nothing.gguf"), ModelMissing)
    assert "no embedding model" in str(_load_failure(write_tiny_model(tmp_path / "chat.gguf")))
    ranking = {"llama.pooling_type": (_UINT32, 4)}
    assert "compares two texts" in str(_load_failure(write_tiny_model(tmp_path / "ranks.gguf", changes=ranking)))
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(tiny_e5.read_bytes()[:-1000])
    assert "incomplete" in str(_load_failure(cut))


def test_a_model_that_writes_and_says_how_it_pools_makes_vectors_too(tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "last.gguf", changes={"llama.pooling_type": (_UINT32, 3)})

    async def work(embedder: LlamaEmbedder) -> None:
        one, other, again = await embedder.embed_passages(["rain", "snow and ice", "rain"])
        assert one == again != other
        assert len(one) == 128

    with_embedder(path, work)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ａ\u3000b\r\n\tc", "a b c"), ("\x00a\x1fb\ufeff", "a b"), ("\ud800x", "x"), ("ﬁne ", "fine"), ("", "")],
)
def test_plain_text_is_one_line_without_control_characters(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_the_real_model_puts_meaning_before_words(default_embedder: Path) -> None:
    async def work(embedder: LlamaEmbedder) -> None:
        texts = [
            "LOMO fuses the gradient computation and the parameter update in one step to reduce memory usage.",
            "In the north of the country it rains on two hundred days of the year.",
        ]
        memory, rain = await embedder.embed_passages(texts)
        for question, near, far in (
            ("どのようにメモリを節約しますか。", memory, rain),
            ("How often is the weather wet?", rain, memory),
        ):
            asked = await embedder.embed_query(question)
            assert cosine(asked, near) > cosine(asked, far)

    with_embedder(default_embedder, work)
