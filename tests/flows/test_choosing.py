import asyncio
from pathlib import Path

import pytest

from reader import paths
from reader.core.errors import (
    ModelMissing,
    ModelUnusable,
    ServerAddressWrong,
    ServerModelUnknown,
    ServerRefusedKey,
    ServerUnreachable,
)
from reader.engine.e5_gguf import to_gguf
from reader.engine.llm import LanguageModel
from reader.engine.models import entry_of
from reader.engine.server_address import server_address
from reader.flows.choosing import allow_server, may_send_to, open_embedder, open_model
from reader.store.settings import Settings, load_settings, save_settings
from tests.fake_server import FakeServer
from tests.tiny_e5 import packed_e5
from tests.tiny_model import write_tiny_model


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.engine.server_client._FACTS_PAUSES_S", (0.0, 0.0))


def chosen(wanted: str | None) -> tuple[str | None, list[str]]:
    """The name of the model that is opened (None: none is), and the remarks."""
    remarks: list[str] = []

    async def choose() -> str | None:
        model: LanguageModel | None = await open_model(wanted, remarks.append)
        if model is None:
            return None
        await model.close()
        return model.name

    return asyncio.run(choose()), remarks


def test_none_means_none_without_a_word() -> None:
    assert chosen("none") == (None, [])


def test_the_settings_decide_where_nothing_is_wished() -> None:
    save_settings(paths.settings_file(), Settings(model="none"))
    assert chosen(None) == (None, [])


def test_a_missing_model_of_the_settings_is_remarked_on() -> None:
    name, remarks = chosen(None)  # the default one, which an empty home does not have
    assert name is None
    (remark,) = remarks
    assert "shiori models get" in remark
    assert Settings().model in remark


def test_a_missing_model_that_was_wished_for_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        chosen(Settings().model)
    with pytest.raises(ModelMissing):
        chosen(str(tmp_path / "missing.gguf"))


def test_a_server_on_this_machine_answers_without_a_word() -> None:
    with FakeServer() as server:
        assert chosen(server.url) == ("tiny", [])
        save_settings(paths.settings_file(), Settings(model=server.url))
        assert chosen(None) == ("tiny", [])


def test_that_text_leaves_this_machine_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.engine.server_address.is_this_machine", lambda _host: False)
    with FakeServer() as server:
        name, (remark,) = chosen(server.url)
    assert name == "tiny"
    assert "leave this computer, not encrypted: tiny at 127.0.0.1:" in remark


def test_which_of_a_servers_models_answers_is_said() -> None:
    models = {"data": [{"id": "nomic-embed-text"}, {"id": "one"}, {"id": "two"}]}
    with FakeServer(models=models) as server:
        name, (remark,) = chosen(server.url)
        assert "3 models; one answers" in remark
        assert name == "one"
        assert chosen(f"{server.url}#two") == ("two", [])
        with pytest.raises(ServerModelUnknown, match="It has: nomic-embed-text, one, two"):
            chosen(f"{server.url}#three")


def test_a_server_that_is_away_is_a_failure_only_where_it_was_wished_for() -> None:
    with pytest.raises(ServerUnreachable):
        chosen("http://127.0.0.1:9/v1")
    save_settings(paths.settings_file(), Settings(model="http://127.0.0.1:9/v1"))
    name, (remark,) = chosen(None)
    assert name is None
    assert "no server listens there" in remark
    with FakeServer(key="right") as server:
        save_settings(paths.settings_file(), Settings(model=server.url))
        with pytest.raises(ServerRefusedKey):
            chosen(None)


def test_a_server_elsewhere_is_allowed_once_and_only_as_it_was_named() -> None:
    there = server_address("https://example.org:8000/v1#a")
    assert may_send_to(server_address("http://localhost:8000"))
    assert not may_send_to(there)
    allow_server(there)
    allow_server(there)
    assert may_send_to(server_address("https://example.org:8000/v1#b"))
    assert not any(may_send_to(server_address(url)) for url in ("http://example.org:8000", "https://example.org"))
    assert load_settings(paths.settings_file()).servers == ("https://example.org:8000",)


def test_an_address_that_is_none() -> None:
    with pytest.raises(ServerAddressWrong):
        chosen("http://")


def test_a_file_that_is_no_model_is_refused_and_leaves_nothing_running(tmp_path: Path) -> None:
    (tmp_path / "odd.gguf").write_bytes(b"GGUF" + b"\0" * 100)
    with pytest.raises(ModelUnusable, match="odd"):
        chosen(str(tmp_path / "odd.gguf"))


def test_a_model_file_is_loaded_and_named_after_itself(tmp_path: Path) -> None:
    pytest.importorskip("llama_cpp", reason="needs llama-cpp-python")
    file = write_tiny_model(tmp_path / "tiny one.gguf")
    assert chosen(str(file)) == ("tiny one", [])


# --- The embedder ---


def embedder_chosen(wanted: str | None, remarks: list[str] | None = None) -> str | None:
    async def choose() -> str | None:
        embedder = await open_embedder(wanted, ([] if remarks is None else remarks).append)
        if embedder is None:
            return None
        await embedder.close()
        return embedder.name

    return asyncio.run(choose())


def test_without_an_embedder_words_are_searched_and_nothing_is_said() -> None:
    remarks: list[str] = []
    assert embedder_chosen(None, remarks) is None
    assert embedder_chosen("none", remarks) is None
    assert remarks == []


def test_an_embedder_of_the_settings_that_cannot_be_used_is_remarked_on(tmp_path: Path) -> None:
    remarks: list[str] = []
    save_settings(paths.settings_file(), Settings(embedder=str(write_tiny_model(tmp_path / "chat.gguf"))))
    assert embedder_chosen(None, remarks) is None
    (remark,) = remarks
    assert "no embedding model" in remark


def test_an_embedder_that_was_wished_for_and_is_missing_is_a_failure() -> None:
    with pytest.raises(ModelMissing):
        embedder_chosen("multilingual-e5-small")


def test_a_file_of_ones_own_embeds_and_its_vectors_are_its_own(tmp_path: Path) -> None:
    pytest.importorskip("llama_cpp", reason="needs llama-cpp-python")
    file = tmp_path / "mine.gguf"
    file.write_bytes(b"".join(to_gguf(packed_e5())))
    save_settings(paths.settings_file(), Settings(embedder=str(file)))
    name = embedder_chosen(None)
    assert name is not None
    assert name.startswith("mine (")
    file.write_bytes(b"".join(to_gguf(packed_e5(unused=70))))
    assert embedder_chosen(None) != name


def test_a_model_that_answers_is_no_embedder(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="no embedding model"):
        embedder_chosen(str(write_tiny_model(tmp_path / "chat.gguf")))
    paths.models_dir().mkdir(parents=True)
    entry = entry_of("smollm2-135m-instruct")
    with (paths.models_dir() / entry.file).open("wb") as stream:
        stream.truncate(entry.size_bytes)
    with pytest.raises(ModelUnusable, match="no embedding model"):
        embedder_chosen(entry.name)


def test_an_embedder_does_not_answer(tmp_path: Path) -> None:
    file = tmp_path / "mine.gguf"
    file.write_bytes(b"".join(to_gguf(packed_e5())))
    with pytest.raises(ModelUnusable, match="embedding model"):
        chosen(str(file))
