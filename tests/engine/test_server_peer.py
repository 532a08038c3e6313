"""A model on a real server: llama-cpp-python's own, in a process of its own, with a tiny model written on the spot.

Needs the packages of the extra `peer`.
"""

import asyncio
import importlib.util
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from reader.core.errors import ReaderError, ServerFailed, ServerModelUnknown, ServerRefusedKey
from reader.engine.llm import Message
from reader.engine.server_address import server_address
from reader.engine.server_model import ServerModel
from tests.tiny_model import write_tiny_model

_KEY = "s3cret"
_ANSWER = "It needs 8 GB. 推論は速い。"

pytestmark = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("llama_cpp", "fastapi", "uvicorn", "sse_starlette")),
    reason="needs llama-cpp-python's server (pip install .[peer])",
)


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with one model that always says the same."""
    pieces = [b"It", b" needs", b" 8", b" GB.", b" ", *(character.encode() for character in "推論は速い。")]
    file = write_tiny_model(tmp_path_factory.mktemp("peer") / "tiny.gguf", script=pieces)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(file), "--model_alias", "tiny"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--n_ctx", "256", "--n_threads", "1", "--api_key", _KEY]
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert server.stderr is not None
    said = b""
    for line in server.stderr:
        said += line
        if b"Uvicorn running" in line:
            break
    else:
        pytest.fail(said.decode(errors="replace"))
    # What it goes on to say must not fill the pipe.
    draining = subprocess.Popen(["cat"], stdin=server.stderr, stdout=subprocess.DEVNULL)
    server.stderr.close()
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait()
    draining.wait()


def _model(url: str, key: str = _KEY) -> ServerModel:
    return ServerModel(server_address(url), key_of=lambda _address: key)


async def _say(model: ServerModel, text: str = "How much?", max_tokens: int = 50) -> str:
    return "".join([part async for part in model.generate([Message("user", text)], max_tokens=max_tokens)])


def test_it_answers_stops_and_answers_again(peer: str) -> None:
    async def ask() -> None:
        model = _model(peer)
        try:
            facts = await model.connect()
            assert (facts.model, facts.parallel, facts.is_context_known) == ("tiny", 1, False)
            assert await _say(model) == _ANSWER
            assert model.usage.prompt_tokens > 0
            assert model.usage.generated_tokens > 5
            async with aclosing(model.generate([Message("user", "How much?")], max_tokens=50)) as texts:
                await anext(texts)
            assert await asyncio.gather(*(_say(model) for _ in range(3))) == [_ANSWER] * 3
            assert await _say(model, max_tokens=3) == "It needs 8"
        finally:
            await model.close()

    asyncio.run(ask())


def _failure(url: str, key: str = _KEY, text: str = "How much?") -> ReaderError:
    async def ask() -> ReaderError:
        model = _model(url, key)
        try:
            await _say(model, text)
        except ReaderError as failure:
            return failure
        finally:
            await model.close()
        pytest.fail("no failure")

    return asyncio.run(ask())


def test_its_failures_are_told(peer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.engine.server_client._PAUSES_S", ())
    assert isinstance(_failure(peer, key="wrong"), ServerRefusedKey)
    assert isinstance(_failure(peer, key=""), ServerRefusedKey)
    assert isinstance(_failure(f"{peer}/v1#huge"), ServerModelUnknown)
    # A prompt beyond its context makes it close the connection without a word.
    assert isinstance(_failure(peer, text="many words " * 300), ServerFailed)
