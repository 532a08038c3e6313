"""A model on a server, from the command line."""

import getpass
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import paths
from reader.store.settings import load_settings
from tests.commands.conftest import Outcome
from tests.fake_keyring import FakeKeyring
from tests.fake_server import FakeServer, says, says_and

Shiori = Callable[..., Outcome]
_QUESTION = "How far does LOMO reduce the memory usage?"
_TRUE = "LOMO reduces the memory usage to 10.8 % of the standard solution."


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.engine.server_client._FACTS_PAUSES_S", (0.0, 0.0))
    monkeypatch.setattr("reader.engine.server_client._PAUSES_S", (0.0, 0.0, 0.0))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine counts as another one."""
    monkeypatch.setattr("reader.engine.server_address.is_this_machine", lambda _host: False)


def _ask(shiori: Shiori, shelf: Path, *more: object) -> Outcome:
    return shiori("ask", shelf / "paper.pdf", _QUESTION, "--embedder", "none", *more)


def test_a_server_answers_and_its_sentences_are_checked(shiori: Shiori, shelf: Path) -> None:
    usage = {"prompt_tokens": 300, "completion_tokens": 20}
    with FakeServer(says("<think>Hm.</think>", _TRUE, " It costs 99 dollars.", usage=usage)) as server:
        done = _ask(shiori, shelf, "--model", server.url, "--json")
        (chat,) = server.chats
    (answer,) = done.objects
    assert (done.code, answer["status"], answer["model"]) == (0, "answered", "tiny")
    assert [(claim["text"], claim["verdict"]) for claim in answer["claims"]] == [
        (_TRUE, "exact"),
        ("It costs 99 dollars.", "unsupported"),
    ]
    assert (answer["timing"]["prompt_tokens"], answer["timing"]["generated_tokens"]) == (300, 20)
    assert _QUESTION in chat.text
    assert not [remark for remark in done.remarks if "leave" in remark]


def test_an_answer_that_breaks_off_is_kept_with_the_reason(shiori: Shiori, shelf: Path) -> None:
    broken = says_and(f"{_TRUE} And", then=lambda chat: chat.drop())
    with FakeServer(broken) as server:
        done = _ask(shiori, shelf, "--model", server.url, "--json")
    (answer,) = done.objects
    assert (done.code, answer["status"]) == (1, "error")
    assert answer["claims"][0]["verdict"] == "exact"
    assert "broke off" in answer["message"]


def test_a_server_that_is_away(shiori: Shiori, shelf: Path) -> None:
    done = _ask(shiori, shelf, "--model", "http://127.0.0.1:9/v1")
    assert done.code == 1
    title, hint = done.remarks[-2:]
    assert "127.0.0.1:9 cannot be reached: no server listens there." in title
    assert hint


def test_the_key_is_asked_for_kept_and_sent(shiori: Shiori, keys: FakeKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeServer(key="s3cret") as server:
        done = shiori("models", "check", server.url)
        assert done.code == 1
        assert f"shiori models key {server.url}" in done.remarks[-1]
        monkeypatch.setattr(sys, "stdin", io.StringIO(" s3cret \n"))
        assert shiori("models", "key", server.url).lines == [f"The key for {server.host} is kept in the keyring."]
        assert keys.passwords == {("shiori", f"http://{server.host}"): "s3cret"}
        assert shiori("models", "check", server.url).code == 0
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(getpass, "getpass", lambda prompt: "")
        forgotten = shiori("models", "key", server.url, "--json")
        assert forgotten.objects == [{"server": f"http://{server.host}", "has_key": False}]
        assert keys.passwords == {}


def test_use_keeps_a_server_that_answers(shiori: Shiori) -> None:
    with FakeServer() as server:
        assert shiori("models", "use", f"{server.url}/#tiny").lines == [f"Answers come from tiny at {server.host} now."]
        chosen = load_settings(paths.settings_file()).model
        assert chosen == f"{server.url}#tiny"
        assert shiori("models", "list", "--json").objects[-1]["name"] == chosen
        assert shiori("models", "list").lines[-1].startswith(chosen)
        assert shiori("models", "use", f"{server.url}#huge").code == 1
    assert load_settings(paths.settings_file()).model == chosen


@pytest.mark.usefixtures("elsewhere")
def test_use_and_check_say_that_text_will_leave(shiori: Shiori) -> None:
    with FakeServer(models={"data": [{"id": "big", "owned_by": "vllm", "max_model_len": 32768}]}) as server:
        for action in ("use", "check"):
            done = shiori("models", action, server.url)
            assert done.code == 0
            assert done.remarks == [
                f"Questions and passages will leave this computer for {server.host}, not encrypted."
            ]
        assert "context of 32768 tokens, 8 at a time" in done.lines[1]
        (facts,) = shiori("models", "check", server.url, "--json").objects
    assert (facts["model"], facts["parallel"], facts["is_local"], facts["ok"]) == ("big", 8, False, True)
