"""A model on a server, against a server of our own that behaves and misbehaves as it is told."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest

from reader.core.errors import (
    PromptTooLong,
    ReaderError,
    ServerFailed,
    ServerModelUnknown,
    ServerRefusedKey,
    ServerUnreachable,
)
from reader.engine import server_client, server_model
from reader.engine.llm import Message
from reader.engine.server_address import server_address
from reader.engine.server_model import ServerModel
from tests.fake_server import Chat, FakeServer, Scene, refuses, says, says_and, sends

_ASKED = [Message("system", "Answer."), Message("user", "What does it say?")]
_PATIENCE_S = 20.0


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_client, "_PAUSES_S", (0.0, 0.0, 0.0))
    monkeypatch.setattr(server_client, "_FACTS_PAUSES_S", (0.0, 0.0))


@asynccontextmanager
async def _model(server: FakeServer, key: str = "", **how: Any) -> AsyncIterator[ServerModel]:
    model = ServerModel(server_address(server.url), key_of=lambda _address: key, **how)
    try:
        yield model
    finally:
        await model.close()


async def _answer(model: ServerModel, max_tokens: int = 100) -> str:
    return "".join([text async for text in model.generate(_ASKED, max_tokens=max_tokens)])


def _answered(*scenes: Scene, times: int = 1, **facts: Any) -> list[str]:
    """What the model says, asked so many times."""

    async def ask(server: FakeServer) -> list[str]:
        async with _model(server) as model:
            return [await _answer(model) for _ in range(times)]

    with FakeServer(*scenes, **facts) as server:
        return asyncio.run(ask(server))


def _failed(*scenes: Scene, key: str = "", **facts: Any) -> tuple[ReaderError, str, int]:
    """The failure, what came before it, and how many times the server was asked."""

    async def ask(server: FakeServer) -> tuple[ReaderError, str]:
        came = ""
        async with _model(server, key) as model:
            try:
                async for text in model.generate(_ASKED, max_tokens=100):
                    came += text
            except ReaderError as failure:
                return failure, came
        pytest.fail(f"no failure, but {came!r}")

    with FakeServer(*scenes, **facts) as server:
        failure, came = asyncio.run(ask(server))
        return failure, came, len(server.chats)


# --- Answers ---


def test_an_answer_streams_and_its_costs_are_the_servers() -> None:
    usage = {"prompt_tokens": 40, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 25}}

    async def ask(server: FakeServer) -> None:
        async with _model(server, key="secret") as model:
            assert await _answer(model) == "It says 推論 plainly."
            assert model.name == "tiny"
            costs = model.usage
            assert (costs.prompt_tokens, costs.reused_tokens, costs.generated_tokens) == (40, 25, 3)
            assert 0 < costs.first_token_s <= costs.total_s

    with FakeServer(says("It says", " 推論", " plainly.", usage=usage), key="secret") as server:
        asyncio.run(ask(server))
        (chat,) = server.chats
    assert chat.body["messages"][1] == {"role": "user", "content": "What does it say?"}
    assert (chat.body["model"], chat.body["max_tokens"], chat.body["temperature"]) == ("tiny", 100, 0)


def test_texts_come_as_they_are_written() -> None:
    """The second piece is sent only when the first one has been read here."""
    has_read = threading.Event()

    async def scene(chat: Chat) -> None:
        await chat.piece("First.")
        assert await asyncio.to_thread(has_read.wait, _PATIENCE_S)
        await chat.piece(" Second.")
        await chat.finish()

    async def ask(server: FakeServer) -> list[str]:
        texts = []
        async with _model(server) as model:
            async for text in model.generate(_ASKED, max_tokens=100):
                texts.append(text)
                has_read.set()
        return texts

    with FakeServer(scene) as server:
        assert asyncio.run(ask(server)) == ["First.", " Second."]


def test_events_may_be_cut_anywhere_and_comments_lie_between() -> None:
    stream = (
        ': ping\r\n\r\nevent: message\r\ndata: {"choices": [{"delta": {"role": "assistant", "content": null}}]}\r\n\r\n'
        'data: {"choices": [{"delta": {"content": "推"}}]}\r\n\r\n: ping\r\n\r\n'
        'data:{"choices": [{"delta": {"content": "論"}, "finish_reason": "stop"}]}\r\n\r\ndata: [DONE]\r\n\r\n'
    ).encode()
    assert _answered(sends(*(stream[at : at + 7] for at in range(0, len(stream), 7)))) == ["推論"]


@pytest.mark.parametrize(
    ("pieces", "name"),
    [
        (["<think>", "What is", " asked?\n", "</think>\n\n", "It says so."], "content"),
        (["\n<th", "ink>Hm.</th", "ink>It says", " so."], "content"),
        (["[THINK]Hm.[/THINK]", "It says so."], "content"),
    ],
)
def test_thoughts_stay_out_of_the_answer(pieces: list[str], name: str) -> None:
    assert _answered(says(*pieces, name=name)) == ["It says so."]


def test_thoughts_that_the_server_keeps_apart_stay_out() -> None:
    async def scene(chat: Chat) -> None:
        await chat.piece("Hm.", "reasoning_content")
        await chat.piece("Well.", "reasoning")
        await chat.piece("<think> is a tag.")
        await chat.finish()

    assert _answered(scene) == ["<think> is a tag."]


def test_a_tag_in_the_middle_of_an_answer_is_text() -> None:
    assert _answered(says("The tag <think>", " opens, </think>", " closes.")) == [
        "The tag <think> opens, </think> closes."
    ]


def test_thoughts_whose_beginning_is_in_the_prompt() -> None:
    """Known by the model's name; what never ends was the answer."""
    models = {"data": [{"id": "org/DeepSeek-R1-Distill"}]}
    assert _answered(says("Hm.", "</think>", "So."), models=models) == ["So."]
    assert _answered(says("It says", " so."), models=models) == ["It says so."]


def test_a_model_that_ends_thoughts_it_did_not_begin_is_known_from_then_on() -> None:
    assert _answered(says("Hm.", "</think>", "So."), times=2) == ["Hm.</think>So.", "So."]


def test_a_model_that_thinks_too_long_gets_more_room_once() -> None:
    async def ask(server: FakeServer) -> str:
        async with _model(server) as model:
            return await _answer(model, max_tokens=50)

    with FakeServer(says("<think>", "Hm", finish="length"), says("<think>Hm.</think>", "So.")) as server:
        assert asyncio.run(ask(server)) == "So."
        first, second = (chat.body["max_tokens"] for chat in server.chats)
    assert first == 50
    assert second > 1000


def test_an_answer_ends_where_it_was_to_end_and_in_a_loop() -> None:
    endless = says_and(*(f"word{number} " for number in range(40)), then=Chat.stall)

    async def ask(server: FakeServer) -> str:
        async with _model(server) as model:
            return await _answer(model, max_tokens=20)

    with FakeServer(endless) as server:
        assert asyncio.run(ask(server)) == " ".join(f"word{number}" for number in range(20))
        assert server.was_left.wait(_PATIENCE_S)
    (looped,) = _answered(says_and(*["It goes round and round. "] * 3, then=Chat.stall))
    assert looped == "It goes round and round."


def test_control_tokens_of_a_document_are_harmless() -> None:
    async def ask(server: FakeServer) -> None:
        messages = [Message("user", "It says <|im_end|> and <|im_start|>system, </s>, [/INST], a < b | c > d, <b>.")]
        async with _model(server) as model, aclosing(model.generate(messages, max_tokens=9)) as texts:
            async for _ in texts:
                pass

    with FakeServer() as server:
        asyncio.run(ask(server))
        (chat,) = server.chats
    assert chat.text == "It says < |im_end|> and < |im_start|>system, < /s>, [ /INST], a < b | c > d, <b>."


# --- Stop ---


def test_stop_closes_the_connection_at_once() -> None:
    """While the server writes, and while it reads the prompt."""

    async def leave(server: FakeServer) -> None:
        async with _model(server) as model:
            async with aclosing(model.generate(_ASKED, max_tokens=100)) as texts:
                assert await anext(texts) == "It"
                begun = time.perf_counter()
            assert time.perf_counter() - begun < 0.3

    async def cancel(server: FakeServer) -> None:
        async with _model(server) as model:
            await model.connect()
            job = asyncio.create_task(_answer(model))
            assert await asyncio.to_thread(server.was_asked.wait, _PATIENCE_S)
            job.cancel()
            begun = time.perf_counter()
            with pytest.raises(asyncio.CancelledError):
                await job
            assert time.perf_counter() - begun < 0.3

    for scene, act in ((says_and("It", then=Chat.stall), leave), (says_and(then=Chat.stall), cancel)):
        with FakeServer(scene) as server:
            asyncio.run(act(server))
            assert server.was_left.wait(_PATIENCE_S)


# --- Several at a time ---


def _meeting(count: int) -> Scene:
    """Each answer ends only when so many have begun."""
    begun = 0
    all_begun = asyncio.Event()

    async def scene(chat: Chat) -> None:
        nonlocal begun
        await chat.piece(f"{chat.request.text.split()[-1]} begins.")
        begun += 1
        if begun == count:
            all_begun.set()
        await all_begun.wait()
        await chat.piece(" It ends.")
        await chat.finish()

    return scene


async def _ask_several(model: ServerModel, count: int) -> list[str]:
    async def ask(number: int) -> str:
        texts = model.generate([Message("user", f"Question {number}")], max_tokens=100)
        return "".join([text async for text in texts])

    return await asyncio.gather(*(ask(number) for number in range(count)))


def test_several_answers_stream_at_once() -> None:
    async def ask(server: FakeServer) -> list[str]:
        async with _model(server, parallel=4) as model:
            return await _ask_several(model, 4)

    with FakeServer(_meeting(4)) as server:
        assert asyncio.run(ask(server)) == [f"{number} begins. It ends." for number in range(4)]
        assert server.most_at_once == 4


def test_no_more_at_once_than_the_server_takes() -> None:
    async def ask(server: FakeServer) -> tuple[int, list[str]]:
        async with _model(server) as model:
            return (await model.connect()).parallel, await _ask_several(model, 5)

    slots = {"/props": {"total_slots": 2, "default_generation_settings": {"n_ctx": 2048}}}
    with FakeServer(says("Yes."), pages=slots) as server:
        assert asyncio.run(ask(server)) == (2, ["Yes."] * 5)
        assert server.most_at_once <= 2


# --- Failures ---


def test_a_busy_server_is_asked_again() -> None:
    busy = refuses(429, {"error": {"message": "slow down"}}, Retry_After="0")
    assert _answered(busy, refuses(503), says_and(then=Chat.drop), says("At last.")) == ["At last."]


def test_a_server_that_stays_busy_is_told_of() -> None:
    failure, came, asked = _failed(refuses(429, {"error": {"message": "Rate limit reached."}}))
    assert isinstance(failure, ServerFailed)
    assert "Rate limit reached (HTTP 429)" in failure.title
    assert (came, asked) == ("", 4)
    failure, _, asked = _failed(refuses(429, Retry_After="3600"))
    assert asked == 1


@pytest.mark.parametrize("retry_after", ["2", "Wed, 21 Oct 2099 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:00 GMT", "soon"])
def test_the_time_to_wait_may_be_a_date(retry_after: str) -> None:
    waited = server_client._wished_pause(retry_after)
    expected = {"2": 2.0, "soon": None}.get(retry_after, 0.0 if "2015" in retry_after else waited)
    assert waited == expected
    assert waited is None or waited >= 0


def test_what_was_written_before_it_broke_off_is_kept_and_not_asked_again() -> None:
    failure, came, asked = _failed(says_and("It", " says", then=Chat.drop))
    assert isinstance(failure, ServerFailed)
    assert "broke off" in failure.title
    assert (came, asked) == ("It says", 1)


@pytest.mark.parametrize(
    "portion",
    [
        b"data: {not json}\n\n",
        b"data: [1, 2]\n\n",
        b'data: {"choices": [{"delta": {"content": 5}}]}\n\n',
        b'data: {"choices": 7}\n\n',
        b"data: " + b"[" * 100_000 + b"\n\n",
        b"data: " + b"x" * 1_100_000,
    ],
)
def test_garbage_is_no_answer(portion: bytes) -> None:
    failure, came, _ = _failed(sends(b'data: {"choices": [{"delta": {"content": "It"}}]}\n\n', portion))
    assert isinstance(failure, ServerFailed)
    assert "OpenAI protocol" in failure.title
    assert came == "It"


def test_an_answer_without_its_end_is_told_of() -> None:
    """Also where the server says [DONE]: so llama-cpp-python ends an answer when another request comes."""
    for portion in (b'data: {"choices": [{"delta": {"content": "It"}}]}\n\n', b"data: [DONE]\n\n"):
        failure, _, _ = _failed(sends(portion))
        assert "broke off" in failure.title


def test_a_page_is_no_answer() -> None:
    failure, _, _ = _failed(refuses(200, b"<html>Welcome</html>", Content_Type="text/html"))
    assert "OpenAI protocol" in failure.title


def test_a_failure_in_the_middle_is_told_in_the_servers_words() -> None:
    error = b'data: {"error": {"message": "CUDA out of memory.", "code": 500}}\n\n'
    failure, came, _ = _failed(sends(b'data: {"choices": [{"delta": {"content": "It"}}]}\n\n' + error))
    assert (came, failure.title) == ("It", f"The model server {failure.args[0]} failed: CUDA out of memory.")


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key(status: int) -> None:
    failure, _, asked = _failed(refuses(status), key="wrong")
    assert isinstance(failure, ServerRefusedKey)
    assert failure.has_key
    assert asked == 1
    assert "wrong" not in str(failure)


def test_a_server_that_wants_a_key() -> None:
    async def ask(server: FakeServer) -> None:
        async with _model(server) as model:
            with pytest.raises(ServerRefusedKey, match="asks for a key"):
                await model.connect()
        async with _model(server, key="ключ\n") as model:
            with pytest.raises(ServerRefusedKey, match="does not accept"):
                await model.connect()

    with FakeServer(key="right") as server:
        asyncio.run(ask(server))


@pytest.mark.parametrize(
    "scene", [refuses(404, {"error": {"message": "gone"}}), refuses(400, {"error": {"code": "model_not_found"}})]
)
def test_a_model_that_went_away(scene: Scene) -> None:
    assert isinstance(_failed(scene)[0], ServerModelUnknown)


_TOO_LONG = "This model's maximum context length is {} tokens. However, you"


@pytest.mark.parametrize(
    ("error", "numbers"),
    [
        ({"type": "exceed_context_size_error", "message": "…", "n_prompt_tokens": 1407, "n_ctx": 256}, (1407, 256)),
        ({"message": f"{_TOO_LONG.format(4096)} requested 6616 tokens (6416 in the messages, 200 …)."}, (6416, 4096)),
        ({"message": f"{_TOO_LONG.format(2048)}r messages resulted in 3000 tokens."}, (3000, 2048)),
        ({"message": f"{_TOO_LONG.format(2048)}r prompt is longer."}, (2049, 2048)),
        ({"message": "Requested tokens (2285) exceed context window of 2048"}, (2285, 2048)),
        ({"code": "context_length_exceeded", "message": "too long"}, (4097, 4096)),
    ],
)
@pytest.mark.parametrize("in_stream", [False, True])
def test_a_prompt_that_is_too_long(error: object, numbers: tuple[int, int], in_stream: bool) -> None:
    said = json.dumps({"error": error}).encode()
    failure, _, asked = _failed(sends(b"data: " + said + b"\n\n") if in_stream else refuses(400, said))
    assert isinstance(failure, PromptTooLong)
    assert (failure.tokens, failure.limit, asked) == (*numbers, 1)


def test_a_prompt_that_cannot_fit_is_not_sent() -> None:
    async def ask(server: FakeServer) -> None:
        async with _model(server) as model:
            with pytest.raises(PromptTooLong):
                await anext(model.generate([Message("user", "words " * 3000)], max_tokens=9))

    with FakeServer(models={"data": [{"id": "tiny", "max_model_len": 1024}]}) as server:
        asyncio.run(ask(server))
        assert not server.chats


@pytest.mark.parametrize(
    "body", [b"<html>Bad gateway</html>", b"\xff\xfe", b"[]", {"error": "out of order"}, b"x" * 5000]
)
def test_other_errors_are_told_in_short(body: object) -> None:
    failure, _, asked = _failed(refuses(500, body))
    assert isinstance(failure, ServerFailed)
    assert "HTTP 500" in failure.title
    assert len(failure.title) < 300
    assert asked == 1


def test_silence_between_two_tokens_ends_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_model, "_BETWEEN_S", 0.05)
    failure, came, _ = _failed(says_and("It", then=Chat.stall))
    assert "too long" in failure.title
    assert came == "It"


def test_silence_after_the_last_word_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_model, "_AFTER_S", 0.05)

    async def scene(chat: Chat) -> None:
        await chat.event({"choices": [{"delta": {"content": "It."}, "finish_reason": "stop"}]})
        await chat.stall()

    assert _answered(scene) == ["It."]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9", "no server listens there"),
        ("http://no-such-host.invalid", "its name is not known"),
        ("https://{host}", "it does not speak HTTPS"),
    ],
)
def test_a_server_that_cannot_be_reached(url: str, reason: str) -> None:
    async def ask(server: FakeServer) -> None:
        model = ServerModel(server_address(url.format(host=server.host)), key_of=lambda _address: "")
        try:
            with pytest.raises(ServerUnreachable, match=reason):
                await model.connect()
        finally:
            await model.close()

    with FakeServer() as server:
        asyncio.run(ask(server))


def test_text_is_not_sent_on_to_another_server() -> None:
    with FakeServer() as other:
        failure, _, asked = _failed(refuses(307, Location=f"{other.url}/chat/completions"))
        assert "HTTP 307" in failure.title
        assert asked == 1
        assert not other.requests


def test_a_proxy_of_the_environment_does_not_see_what_stays_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert _answered(says("Here.")) == ["Here."]


# --- Reading ahead ---


def test_only_llama_server_on_this_machine_reads_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    slots = {"/props": {"total_slots": 1, "default_generation_settings": {"n_ctx": 2048}}}

    async def read(server: FakeServer) -> None:
        async with _model(server) as model:
            await model.prefill(_ASKED)

    with FakeServer(says("I", finish="length"), pages=slots) as server:
        asyncio.run(read(server))
        (chat,) = server.chats
        assert chat.body["max_tokens"] == 1
    with FakeServer() as server:
        asyncio.run(read(server))
        assert not server.chats
    monkeypatch.setattr("reader.engine.server_address.is_this_machine", lambda _host: False)
    with FakeServer(pages=slots) as server:
        asyncio.run(read(server))
        assert not server.chats


def test_tokens_are_counted_on_the_safe_side() -> None:
    async def count() -> list[int]:
        model = ServerModel(server_address("http://localhost:1"), key_of=lambda _address: "")
        return [await model.count_tokens(text) for text in ("", "a word", "推論は速い。")]

    assert asyncio.run(count()) == [0, 2, 6]
