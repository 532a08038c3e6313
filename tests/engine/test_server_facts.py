"""What each kind of server tells of itself, as its documentation and its answers have it."""

import asyncio
from typing import Any

import pytest

from reader.core.errors import ReaderError, ServerFailed, ServerModelUnknown
from reader.engine.server_address import server_address
from reader.engine.server_client import ServerClient
from reader.engine.server_facts import ServerFacts, find_facts
from tests.fake_server import FakeServer


def _facts(models: object, model: str = "", **pages: Any) -> ServerFacts:
    async def find(url: str) -> ServerFacts:
        client = ServerClient(server_address(url))
        try:
            return await find_facts(client)
        finally:
            await client.close()

    with FakeServer(models=models, pages={f"/{path}": page for path, page in pages.items()}) as server:
        return asyncio.run(find(f"{server.url}#{model}"))


def _list(*names: str, **fields: object) -> dict[str, object]:
    return {"object": "list", "data": [{"id": name, "object": "model", **fields} for name in names]}


def test_vllm() -> None:
    facts = _facts(_list("Qwen/Qwen2.5-7B-Instruct", owned_by="vllm", max_model_len=32768))
    assert (facts.model, facts.context_tokens, facts.is_context_known) == ("Qwen/Qwen2.5-7B-Instruct", 32768, True)
    assert facts.parallel == 8


def test_llama_server() -> None:
    props = {"default_generation_settings": {"n_ctx": 8192, "params": {}}, "total_slots": 4}
    models = {"models": [], "data": [{"id": "model.gguf", "owned_by": "llamacpp", "meta": {"n_ctx_train": 131072}}]}
    facts = _facts(models, props=props)
    assert (facts.context_tokens, facts.parallel, facts.keeps_prompts) == (8192, 4, True)


@pytest.mark.parametrize(
    ("shown", "running", "tokens"),
    [
        ({"parameters": "stop <|im_end|>\nnum_ctx    16384"}, {"models": []}, 16384),
        ({"parameters": "num_ctx 16384"}, {"models": [{"name": "qwen2.5:latest", "context_length": 8192}]}, 8192),
        ({"model_info": {"qwen2.context_length": 32768}}, {"models": []}, 4096),
    ],
)
def test_ollama(shown: object, running: object, tokens: int) -> None:
    """It cuts longer prompts silently: what counts is what the model is loaded with, not what it could do."""
    pages = {"api/show": shown, "api/ps": running}
    facts = _facts(_list("nomic-embed-text:latest", "qwen2.5:latest", owned_by="library"), "Qwen2.5", **pages)
    assert (facts.model, facts.context_tokens, facts.parallel) == ("qwen2.5:latest", tokens, 1)


def test_lm_studio() -> None:
    loaded = {"data": [{"id": "qwen2.5-7b", "max_context_length": 32768, "loaded_context_length": 6000}]}
    facts = _facts(_list("text-embedding-nomic", "qwen2.5-7b"), **{"api/v0/models": loaded})
    assert (facts.model, facts.context_tokens) == ("qwen2.5-7b", 6000)


def test_a_server_that_tells_names_only() -> None:
    facts = _facts(_list("gpt", owned_by="me"))
    assert (facts.context_tokens, facts.is_context_known, facts.parallel) == (4096, False, 1)


def test_a_service_on_the_net(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.engine.server_address.is_this_machine", lambda _host: False)
    assert _facts(_list("one", context_length=200_000)).parallel == 4
    assert _facts(_list("one")).parallel == 4


def test_a_server_that_lists_nothing() -> None:
    async def find(url: str) -> ServerFacts | ReaderError:
        client = ServerClient(server_address(url))
        try:
            return await find_facts(client)
        except ReaderError as failure:
            return failure
        finally:
            await client.close()

    with FakeServer() as server:  # its models stand at /v1
        named = asyncio.run(find(f"http://{server.host}/other#mine"))
        assert isinstance(named, ServerFacts)
        assert named.model == "mine"
        assert isinstance(asyncio.run(find(f"http://{server.host}/other")), ServerModelUnknown)
    with pytest.raises(ServerModelUnknown, match="has no model"):
        _facts(_list())


@pytest.mark.parametrize("models", [b"<html>", b"[]", b"7", b'{"data": 7}', b"[" * 100_000])
def test_garbage(models: bytes) -> None:
    with pytest.raises(ServerFailed, match="OpenAI protocol"):
        _facts(models)


@pytest.mark.parametrize(
    ("name", "is_small"),
    [
        ("smollm2-135m-instruct", True),
        ("google/gemma-3-270m-it", True),
        ("SmolLM2-360M", True),
        ("Qwen2.5-0.5B-Instruct", False),
        ("qwen2.5:7b", False),
        ("Mixtral-8x7B-Instruct-v0.1", False),
        ("phi-3-mini-4bit-128k", False),
        ("gpt", False),
    ],
)
def test_a_small_model_is_known_by_its_name(name: str, is_small: bool) -> None:
    assert _facts(_list(name, context_length=4096)).is_small == is_small


def test_a_small_model_is_known_by_what_the_server_tells() -> None:
    assert _facts({"data": [{"id": "mine-7b", "context_length": 4096, "meta": {"n_params": 134_515_008}}]}).is_small
    assert _facts(_list("mine"), **{"api/show": {"details": {"parameter_size": "134.52M"}}}).is_small
    assert not _facts(_list("mine"), **{"api/show": {"details": {"parameter_size": "7.6B"}}}).is_small


def test_odd_entries_are_passed_over() -> None:
    entries = [None, {"id": 5}, {"name": "no id"}, {"id": "good", "context_length": "long", "max_model_len": None}]
    facts = _facts({"data": entries}, props={"default_generation_settings": {"n_ctx": "many"}})
    assert (facts.model, facts.models, facts.context_tokens) == ("good", ("good",), 4096)
