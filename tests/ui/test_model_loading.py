"""The model of the window: absent, missing, loading, ready, and ended with the window."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader import paths
from reader.core.errors import ModelMissing, ModelUnusable, ServerAddressWrong, ServerRefusedKey, StoreUnusable
from reader.engine.llm import LlamaModel
from reader.engine.scripted import ScriptedModel
from reader.engine.server_address import server_address
from reader.flows.choosing import allow_server
from reader.ui.jobs import Jobs
from reader.ui.model_loading import ModelLoading, make_llama
from tests.fake_server import FakeServer


class _Loading:
    """A ModelLoading, and how often its label changed."""

    def __init__(self, name: str, make_model: Callable[[str], object]) -> None:
        self.jobs = Jobs()
        self.models = ModelLoading(name, self.jobs, make_model)
        self.labels: list[str] = []
        self.models.changed.connect(lambda: self.labels.append(self.models.label))

    async def begin(self) -> None:
        self.models.begin()
        await self.jobs.ended("model")
        await self.jobs.shut_down()


def test_no_model_is_made_where_none_is_wanted(loop_run) -> None:
    made: list[str] = []
    loading = _Loading("none", made.append)
    loop_run(loading.begin())
    assert made == []
    assert loading.models.model is None
    assert loading.models.error is None
    assert loading.models.label == "no model: answers quote the document"


def test_missing_model_is_kept_as_the_reason(loop_run) -> None:
    def make(name: str) -> LlamaModel:
        raise ModelMissing(name)

    loading = _Loading("small", make)
    loop_run(loading.begin())
    assert loading.models.model is None
    assert isinstance(loading.models.error, ModelMissing)
    assert loading.labels == ["no model: answers quote the document"]


def test_model_is_made_once_and_closed_at_the_end(loop_run) -> None:
    model = ScriptedModel(["Yes."])
    made: list[str] = []

    def make(name: str) -> ScriptedModel:
        made.append(name)
        return model

    loading = _Loading("scripted", make)
    loading.models.begin()
    loop_run(loading.begin())
    assert made == ["scripted"]
    assert loading.models.model is model
    assert loading.models.label == "scripted"
    loop_run(loading.models.shut_down())
    assert model.is_closed


def test_file_that_is_no_model_leaves_the_window_without_one(
    loop_run, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "broken.gguf"
    file.write_bytes(b"GGUF and then nonsense")
    loading = _Loading("broken", lambda name: LlamaModel(file, name))
    loop_run(loading.begin())
    assert loading.models.model is None
    assert isinstance(loading.models.error, ModelUnusable)
    assert loading.labels[0] == "broken, loading…"
    assert loading.labels[-1] == "no model: answers quote the document"


def test_a_server_is_known_by_its_address(loop_run) -> None:
    loading = _Loading("http://me:secret@localhost/v1", make_llama)
    loop_run(loading.begin())
    assert loading.models.model is None
    assert isinstance(loading.models.error, ServerAddressWrong)
    models = ModelLoading("http://localhost:1/v1#small", loading.jobs)
    assert models.label == "no model: answers quote the document"
    assert models.destination == ""


def test_a_refused_key_leaves_the_window_without_a_model(loop_run) -> None:
    with FakeServer(key="right") as server:
        loading = _Loading(server.url, make_llama)
        loop_run(loading.begin())
        loop_run(loading.models.shut_down())
    assert loading.models.model is None
    assert isinstance(loading.models.error, ServerRefusedKey)


@pytest.mark.parametrize("is_allowed", [False, True])
def test_a_server_elsewhere_is_asked_about_until_it_is_allowed(
    loop_run, monkeypatch: pytest.MonkeyPatch, is_allowed: bool
) -> None:
    monkeypatch.setattr("reader.engine.server_address.is_this_machine", lambda _host: False)
    with FakeServer() as server:
        if is_allowed:
            allow_server(server_address(server.url))
        loading = _Loading(server.url, make_llama)
        wanted: list[str] = []
        loading.models.consent_wanted.connect(lambda address: wanted.append(address.host))
        loading.models.begin()
        loop_run(loading.begin())
        assert wanted == ([] if is_allowed else [server.host])
        assert (loading.models.destination, bool(server.requests)) == (server.host if is_allowed else "", is_allowed)
        loop_run(loading.models.shut_down())


def test_nothing_is_sent_where_what_was_allowed_cannot_be_kept(loop_run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.engine.server_address.is_this_machine", lambda _host: False)
    with FakeServer() as server:
        loading = _Loading(server.url, make_llama)
        told: list[object] = []
        loading.jobs.failed.connect(lambda _job, error: told.append(error))
        loading.models.begin()
        paths.settings_file().parent.touch()
        loading.models.allow()
        loop_run(loading.begin())
        assert isinstance(told[0], StoreUnusable)
        assert not server.requests
        loop_run(loading.models.shut_down())
