import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import paths
from reader.cli import run
from reader.engine.downloads import FetchProgress
from reader.engine.e5_gguf import to_gguf
from reader.engine.hub import part_file
from reader.engine.model_fit import Computer
from reader.engine.models import entry_of, load_catalogue
from reader.store.settings import Settings, load_settings, save_settings
from tests.fake_hub import FakeHub
from tests.tiny_e5 import packed_e5
from tests.tiny_model import write_tiny_model


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_list_shows_known_and_own_models(capsys: pytest.CaptureFixture[str]) -> None:
    paths.models_dir().mkdir(parents=True)
    write_tiny_model(paths.models_dir() / "my-own.gguf")
    assert run(["models", "list", "--json"]) == 0
    facts = {str(line["name"]): line for line in _lines(capsys)}
    assert list(facts) == [*(entry.name for entry in load_catalogue()), "my-own"]
    assert [name for name, line in facts.items() if line["installed"]] == ["my-own"]
    assert [name for name, line in facts.items() if line["purpose"] == "embedding"] == ["multilingual-e5-small"]
    assert facts["smollm2-135m-instruct"]["is_used"]
    assert run(["models", "list"]) == 0
    said = capsys.readouterr().out
    assert "not fetched" in said
    assert "not tried yet" in said
    assert "for search" in said


@pytest.mark.parametrize(("memory_gb", "cores"), [(4, 4), (8, 4), (16, 4), (32, 8), (None, 4), (1, 1)])
def test_list_says_what_suits_this_computer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], memory_gb: int | None, cores: int
) -> None:
    computer = Computer(None if memory_gb is None else memory_gb * 10**9, cores)
    monkeypatch.setattr("reader.commands.models.this_computer", lambda: computer)
    assert run(["models", "list", "--json"]) == 0
    best = [str(line["name"]) for line in _lines(capsys) if line["is_recommended"]]
    assert run(["models", "list"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert all(name in first for name in best)
    assert bool(best) == (memory_gb is not None and memory_gb > 1)
    assert ("no model of this list suits" in first) == (not best)


def test_list_says_what_is_half_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    paths.models_dir().mkdir(parents=True)
    entry = entry_of("qwen2.5-0.5b-instruct")
    with part_file(paths.models_dir(), entry.sha256).open("wb") as part:
        part.truncate(entry.size_bytes // 2)
    assert run(["models", "list"]) == 0
    assert "qwen2.5-0.5b-instruct  0.49 GB  50 % fetched; get goes on" in capsys.readouterr().out


def test_models_of_other_programs_are_listed_and_used_where_they_lie(
    own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = own_folders / ".lmstudio" / "models" / "owner" / "repo"
    folder.mkdir(parents=True)
    path = write_tiny_model(folder / "A-Model.gguf")
    assert run(["models", "list", "--json"]) == 0
    facts = _lines(capsys)[-1]
    assert (facts["name"], facts["found_in"], facts["path"]) == ("A-Model", "LM Studio", str(path))
    assert run(["models", "list"]) == 0
    assert "found in LM Studio" in capsys.readouterr().out
    assert run(["models", "use", "a-model"]) == 0
    assert load_settings(paths.settings_file()).model == "A-Model"
    assert not paths.models_dir().exists()
    capsys.readouterr()
    assert run(["models", "list"]) == 0
    assert "A-Model  0.00 GB  in use" in capsys.readouterr().out


def test_get_from_a_mirror_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "*")
    content = write_tiny_model(tmp_path / "tiny.gguf").read_bytes()
    with FakeHub(content) as hub:
        save_settings(paths.settings_file(), Settings(hub_url=hub.url))
        assert run(["models", "get", "owner/repo/model.gguf", "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["path"] == str(paths.models_dir() / "model.gguf")
    assert "model: 1 of 1 MB, 100 %" in said.err


def test_pause_of_a_download(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    async def pressed_ctrl_c(name: str, show: Callable[[FetchProgress], None], **_: object) -> Path:
        show(FetchProgress(name, 500_000_000, 1_000_000_000, 2_500_000.0, 200.0))
        raise KeyboardInterrupt

    monkeypatch.setattr("reader.engine.downloads.fetch", pressed_ctrl_c)
    assert run(["models", "get", "gemma-3-4b-it"]) == 130
    said = capsys.readouterr().err
    assert "500 of 1000 MB, 50 %, 2.5 MB/s, 3 minutes left" in said
    assert "Paused. Go on with: shiori models get gemma-3-4b-it" in said


def test_get_takes_a_copy_from_a_file_and_checks_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "copy.gguf").write_bytes(b"not the model")
    assert run(["models", "get", "smollm2-135m-instruct", "--from", str(tmp_path / "copy.gguf"), "--json"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    title, hint = said.err.splitlines()[-2:]
    assert title.startswith("smollm2-135m-instruct could not be fetched: this is not the expected file")
    assert hint


def test_get_of_an_unknown_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "get", "no-such-model"]) == 1
    title, hint = capsys.readouterr().err.splitlines()
    assert "no model of that name" in title
    assert "models list" in hint


def test_check_of_a_good_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_tiny_model(tmp_path / "tiny.gguf")
    assert run(["models", "check", str(path), "--json", "--context", "2048"]) == 0
    (verdict,) = _lines(capsys)
    assert verdict["ok"]
    assert verdict["error"] is None
    assert (verdict["architecture"], verdict["chat_template"], verdict["context_tokens"]) == ("llama", True, 2048)
    assert run(["models", "check", str(path)]) == 0
    assert "tiny.gguf can be used." in capsys.readouterr().out


def test_check_and_list_of_an_embedding_model(capsys: pytest.CaptureFixture[str]) -> None:
    path = paths.models_dir() / "my-embedder.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"".join(to_gguf(packed_e5())))
    assert run(["models", "check", str(path), "--json"]) == 0
    (verdict,) = _lines(capsys)
    assert (verdict["ok"], verdict["purpose"], verdict["context_tokens"]) == (True, "embedding", 512)
    assert run(["models", "list", "--json"]) == 0
    assert _lines(capsys)[-1]["purpose"] == "embedding"
    assert run(["models", "use", "my-embedder"]) == 1
    assert "embedding model and does not write text" in capsys.readouterr().err


def test_check_of_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF, but what follows is nonsense")
    assert run(["models", "check", str(tmp_path / "bad.gguf"), "--json"]) == 1
    said = capsys.readouterr()
    verdict = json.loads(said.out)
    assert not verdict["ok"]
    assert verdict["error"]["name"] == "ModelUnusable"
    assert said.err.splitlines() == [verdict["title"], verdict["hint"]]


def test_check_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "check", str(tmp_path / "nothing.gguf")]) == 1
    assert capsys.readouterr().err.startswith("nothing.gguf cannot be found.")
    assert run(["models", "check", "smollm2-135m-instruct"]) == 1
    assert "shiori models get smollm2-135m-instruct" in capsys.readouterr().err


def test_use_is_remembered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_tiny_model(tmp_path / "tiny.gguf")
    assert run(["models", "use", str(path), "--json"]) == 0
    assert _lines(capsys) == [{"model": str(path)}]
    assert load_settings(paths.settings_file()).model == str(path)
    paths.models_dir().mkdir(parents=True)
    write_tiny_model(paths.models_dir() / "my-own.gguf")
    assert run(["models", "use", "MY-OWN"]) == 0
    assert load_settings(paths.settings_file()).model == "my-own"
    assert run(["models", "use", "none"]) == 0
    assert load_settings(paths.settings_file()).model == "none"


def test_unusable_model_is_not_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_tiny_model(tmp_path / "tiny.gguf", architecture="bert")
    assert run(["models", "use", str(path)]) == 1
    assert "embedding model" in capsys.readouterr().err
    assert load_settings(paths.settings_file()).model == "smollm2-135m-instruct"


@pytest.mark.parametrize("arguments", [[], ["frobnicate"], ["get"], ["check"], ["use"]])
def test_wrong_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["models", *arguments])
    assert ended.value.code == 2
