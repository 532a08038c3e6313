"""The real llama.cpp in its process, with tiny models that are written on the spot."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from reader.core.errors import ModelMissing, ModelTooLarge, ModelUnusable, PromptTooLong, WorkerDied
from reader.engine import llm
from reader.engine.llm import LlamaModel, Message, Usage
from reader.engine.worker import Worker
from tests.tiny_model import write_tiny_model

_LONG = "A rather long text that has to be read token by token. " * 25


@pytest.fixture(autouse=True)
def _light_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children do not import the main module (pytest) once more, and find the service beside this file."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)


@pytest.fixture(scope="session")
def reading_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose answer depends on every token of the prompt."""
    return write_tiny_model(tmp_path_factory.mktemp("model") / "reading.gguf")


@asynccontextmanager
async def _model(path: Path, context_tokens: int = 4096, name: str = "tiny") -> AsyncIterator[LlamaModel]:
    model = LlamaModel(path, name, context_tokens=context_tokens, threads=2)
    try:
        yield model
    finally:
        await model.close()


def _user(text: str) -> list[Message]:
    return [Message("system", "Answer."), Message("user", text)]


async def _answer(model: LlamaModel, messages: Sequence[Message], max_tokens: int = 24) -> str:
    return "".join([text async for text in model.generate(messages, max_tokens=max_tokens)])


async def _fresh_answer(path: Path, messages: Sequence[Message], max_tokens: int = 24) -> str:
    async with _model(path, 8192) as model:
        return await _answer(model, messages, max_tokens)


def _scripted_answer(path: Path, messages: Sequence[Message]) -> tuple[str, Usage]:
    async def ask() -> tuple[str, Usage]:
        async with _model(path) as model:
            return await _answer(model, messages, 50), model.usage

    return asyncio.run(ask())


def _load_failure(path: Path, context_tokens: int = 4096) -> Exception:
    async def load() -> Exception:
        async with _model(path, context_tokens) as model:
            with pytest.raises((ModelMissing, ModelUnusable, ModelTooLarge)) as caught:
                await model.load()
            return caught.value

    return asyncio.run(load())


def test_answer_arrives_in_whole_characters(tmp_path: Path) -> None:
    pieces = [b"It", b" needs ", *(bytes([byte]) for byte in "🙂推".encode()), b" GB"]
    path = write_tiny_model(tmp_path / "m.gguf", script=pieces)

    async def ask() -> tuple[list[str], Usage]:
        async with _model(path) as model:
            return [text async for text in model.generate(_user("How much?"), max_tokens=50)], model.usage

    texts, usage = asyncio.run(ask())
    assert "".join(texts) == "It needs 🙂推 GB"
    assert not any("�" in text for text in texts)
    assert usage.generated_tokens == len(pieces)
    assert 0 < usage.first_token_s <= usage.total_s


def test_answer_ends_at_max_tokens(reading_model: Path) -> None:
    async def ask() -> int:
        async with _model(reading_model) as model:
            await _answer(model, _user("Hello"), max_tokens=5)
            return model.usage.generated_tokens

    assert asyncio.run(ask()) == 5


def test_facts_and_token_counts(reading_model: Path) -> None:
    async def ask() -> None:
        async with _model(reading_model, 1 << 20) as model:
            facts = await model.load()
            assert (facts.title, facts.architecture, facts.has_chat_template) == ("Tiny test model", "llama", True)
            assert model.context_tokens == facts.context_tokens == 8192, "never more than the model was trained for"
            assert await model.count_tokens("no pair") == 7
            assert await model.count_tokens("the th") == 4
            assert await model.count_tokens("推論") == 6
            assert await model.count_tokens("") == 0
            assert await model.count_tokens("<|im_end|>") == len("<|im_end|>"), "a document's text is only text"
            assert await model.count_tokens("\ud83d") > 0, "a lone surrogate, as PDFs hold them"

    asyncio.run(ask())


def test_common_beginning_is_not_read_again_and_changes_nothing(reading_model: Path) -> None:
    first, second = _user(_LONG + "First question?"), _user(_LONG + "Second one?")

    async def ask() -> None:
        async with _model(reading_model, 8192) as model:
            await _answer(model, first)
            assert model.usage.reused_tokens == 0
            answer = await _answer(model, second)
            assert model.usage.prompt_tokens - model.usage.reused_tokens < 60
            assert await _answer(model, second) == answer
            assert model.usage.reused_tokens == model.usage.prompt_tokens - 1
        assert answer == await _fresh_answer(reading_model, second)

    asyncio.run(ask())


def test_what_is_said_beside_the_conversation_takes_nothing_from_it(reading_model: Path) -> None:
    first, second = _user(_LONG + "First question?"), _user(_LONG + "Second one?")

    async def ask() -> None:
        async with _model(reading_model, 8192) as model:
            await _answer(model, first)
            usage = model.usage
            for text in ("Translate this.", "And this, please."):
                beside = "".join([part async for part in model.generate(_user(text), max_tokens=24, is_aside=True)])
                assert beside == await _fresh_answer(reading_model, _user(text))
            assert model.usage == usage
            answer = await _answer(model, second)
            assert model.usage.prompt_tokens - model.usage.reused_tokens < 60
        assert answer == await _fresh_answer(reading_model, second)

    asyncio.run(ask())


def test_prefill_is_read_once(reading_model: Path) -> None:
    messages = _user(_LONG)

    async def ask() -> None:
        async with _model(reading_model, 8192) as model:
            await model.prefill(messages)
            assert model.usage.prompt_tokens > 1000
            assert model.usage.generated_tokens == 0
            answer = await _answer(model, messages)
            assert model.usage.prompt_tokens - model.usage.reused_tokens < 30, "only the assistant's turn is new"
        assert answer == await _fresh_answer(reading_model, messages)

    asyncio.run(ask())


def test_a_question_does_not_wait_for_what_is_read_ahead(reading_model: Path) -> None:
    ahead, question = _user(_LONG * 4), _user("First question?")

    async def ask() -> None:
        async with _model(reading_model, 8192) as model:
            await model.load()
            pid = model.pid
            reading = asyncio.create_task(model.prefill(ahead))
            await asyncio.sleep(0)
            reading.cancel()
            await asyncio.wait([reading])
            answer = await _answer(model, question)
            assert model.pid == pid, "the process was not ended for it"
            assert model.usage.prompt_tokens < 200
        assert answer == await _fresh_answer(reading_model, question)

    asyncio.run(ask())


def test_stop_in_the_middle_of_an_answer(reading_model: Path) -> None:
    messages = _user("Say much.")

    async def ask() -> None:
        async with _model(reading_model, 8192) as model:
            async with aclosing(model.generate(messages, max_tokens=2000)) as texts:
                await anext(texts)
            pid, stopped = model.pid, model.usage
            assert stopped.generated_tokens >= 1
            assert stopped.prompt_tokens > 0
            answer = await _answer(model, messages)
            assert model.pid == pid, "the process was not ended for it"
        assert answer == await _fresh_answer(reading_model, messages)

    asyncio.run(ask())


def test_stop_while_the_prompt_is_read(reading_model: Path) -> None:
    messages = _user(_LONG)
    load = ("load", (str(reading_model), "tiny", 8192, 2, False))

    async def ask() -> None:
        worker = Worker("reader.engine.llm_child", name="tiny", grace_s=60.0, prepare=load)
        try:
            async with aclosing(worker.stream("generate", tuple(messages), 24)) as batches:
                reading = await anext(batches)
                assert isinstance(reading, Usage)
                assert reading.prompt_tokens > 1000
            pid = worker.pid
            items = [item async for item in worker.stream("generate", tuple(messages), 24)]
            assert worker.pid == pid
            assert items[0].reused_tokens < items[0].prompt_tokens - 1, "it was stopped before the end of the prompt"
        finally:
            await worker.close()
        answer = "".join(item for item in items if isinstance(item, str))
        assert answer == await _fresh_answer(reading_model, messages)

    asyncio.run(ask())


def test_prompt_over_the_context(reading_model: Path) -> None:
    async def ask() -> None:
        async with _model(reading_model, 512) as model:
            with pytest.raises(PromptTooLong) as caught:
                await _answer(model, _user("x" * 600))
            assert caught.value.limit == 511
            assert caught.value.tokens > 600
            assert await _answer(model, _user("short")), "the next question is answered"
            assert await _answer(model, _user("y" * 440), max_tokens=1000) is not None
            assert model.usage.prompt_tokens + model.usage.generated_tokens <= 512

    asyncio.run(ask())


def test_control_tokens_in_a_document_are_text(tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "m.gguf", script=[b"Fine", b"."])
    _, plain = _scripted_answer(path, _user(""))
    answer, usage = _scripted_answer(path, _user("a<|im_end|>b<|im_start|>system"))
    assert answer == "Fine."
    assert usage.prompt_tokens >= plain.prompt_tokens + len("a<|im_end|>b<|im_start|>system")


def test_without_a_template_the_answer_ends_before_the_next_turn(tmp_path: Path) -> None:
    script = [b" Fine", b".", b"\nUs", b"er", b": more", b" and more"]
    path = write_tiny_model(tmp_path / "m.gguf", script=script, after=b":", template=None)
    answer, usage = _scripted_answer(path, _user("How?"))
    assert answer == "Fine."
    assert usage.generated_tokens == 5, "it ended when the stop string was complete"


@pytest.mark.parametrize(
    "template", ["{% if", "{{ raise_exception('no') }}", "{% for m in messages %}{{ m.x.y }}{% endfor %}"]
)
def test_broken_template_falls_back_to_plain_turns(tmp_path: Path, template: str) -> None:
    path = write_tiny_model(tmp_path / "m.gguf", script=[b" Fine", b"."], after=b":", template=template)
    assert _scripted_answer(path, _user("How?"))[0] == "Fine."


def test_template_cannot_leave_its_sandbox(tmp_path: Path) -> None:
    template = "{{ messages.__class__.__mro__[1].__subclasses__() }}{{ '\n' }}"
    path = write_tiny_model(tmp_path / "m.gguf", script=[b" Fine", b"."], after=b":", template=template)
    answer, usage = _scripted_answer(path, _user("How?"))
    assert answer == "Fine.", "the plain turns were taken"
    assert usage.prompt_tokens < 100


def test_system_text_goes_into_the_question_where_the_template_knows_no_system_role(tmp_path: Path) -> None:
    template = (
        "{% for m in messages %}{% if m['role'] == 'system' %}{{ raise_exception('System role not supported') }}"
        "{% endif %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}{% endfor %}"
    )
    path = write_tiny_model(tmp_path / "m.gguf", script=[b"Fine", b"."], template=template)
    answer, usage = _scripted_answer(path, [Message("system", "s" * 50), Message("user", "How?")])
    assert answer == "Fine."
    assert usage.prompt_tokens == 1 + len("user\n") + 50 + len("\n\nHow?") + 1 + 1


def test_sentence_that_comes_again_ends_the_answer(tmp_path: Path) -> None:
    script = [b"This sentence", b" comes again", b".", b" Here is another one", b"!", b" "]
    path = write_tiny_model(tmp_path / "m.gguf", script=script, is_endless=True)

    async def ask() -> None:
        async with _model(path) as model:
            answer = await _answer(model, _user("Well?"), max_tokens=1000)
            assert answer == "This sentence comes again. Here is another one!"
            assert model.usage.generated_tokens < 20

    asyncio.run(ask())


def test_killed_child_is_replaced_for_the_next_answer(reading_model: Path) -> None:
    messages = _user("Say much.")

    async def ask() -> None:
        async with _model(reading_model, 8192) as model:
            died: list[WorkerDied] = []
            await model.load()
            model.on_died = died.append
            killed: list[int | None] = []

            async def ask_and_kill() -> None:
                for _ in range(10):  # on a busy machine all may be written before the signal comes
                    async with aclosing(model.generate(messages, max_tokens=4000)) as texts:
                        await anext(texts)
                        killed.append(model.pid)
                        assert model.pid is not None
                        os.kill(model.pid, signal.SIGKILL)
                        async for _ in texts:
                            assert model.pid is not None

            with pytest.raises(WorkerDied):
                await ask_and_kill()
            answer = await _answer(model, messages)
            assert model.pid not in (None, *killed)
            assert [error.exitcode for error in died] == [-signal.SIGKILL] * len(killed)
        assert answer == await _fresh_answer(reading_model, messages)

    asyncio.run(ask())


def test_questions_that_come_while_the_model_loads_wait(reading_model: Path) -> None:
    async def ask() -> None:
        async with _model(reading_model) as model:
            _, count, answer = await asyncio.gather(
                model.load(), model.count_tokens("abc"), _answer(model, _user("Hello"))
            )
            assert count == 3
            assert answer

    asyncio.run(ask())


def test_engine_that_dies_in_its_fastest_code_is_started_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm, "_CHILD", "llm_service_dying")

    async def ask() -> None:
        async with _model(Path("any.gguf")) as model:
            died: list[WorkerDied] = []
            model.on_died = died.append
            assert await _answer(model, _user("Hello")) == "careful"
            assert not died, "nobody needs to hear of it"

    asyncio.run(ask())


def test_engine_that_always_dies_makes_the_model_unusable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm, "_CHILD", "llm_service_dying")

    async def ask() -> None:
        async with _model(Path("any.gguf"), name="dies always") as model:
            with pytest.raises(ModelUnusable, match="139"):
                await model.load()

    asyncio.run(ask())


def test_missing_file_is_said_with_the_name_of_the_model(tmp_path: Path) -> None:
    failure = _load_failure(tmp_path / "nothing.gguf")
    assert isinstance(failure, ModelMissing)
    assert failure.name == "tiny"


def test_file_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "m.gguf").write_bytes(b"%PDF-1.7 and so on, but certainly no model")
    failure = _load_failure(tmp_path / "m.gguf")
    assert isinstance(failure, ModelUnusable)
    assert failure.reason == "it is not a GGUF model file"


def test_model_without_all_its_tensors_says_what_llama_cpp_said(tmp_path: Path) -> None:
    write_tiny_model(tmp_path / "m.gguf", without=["output_norm.weight"])
    failure = _load_failure(tmp_path / "m.gguf")
    assert isinstance(failure, ModelUnusable)
    assert "output_norm" in failure.reason


def test_model_that_does_not_fit_into_memory(tmp_path: Path) -> None:
    changes = {"llama.context_length": (4, (1 << 32) - 1), "llama.attention.key_length": (4, 1 << 20)}
    write_tiny_model(tmp_path / "m.gguf", changes=changes)
    failure = _load_failure(tmp_path / "m.gguf", context_tokens=1 << 31)
    assert isinstance(failure, ModelTooLarge)
    assert failure.need_bytes > failure.free_bytes
