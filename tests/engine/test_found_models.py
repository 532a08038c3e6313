"""Models of other programs, in folders as those programs make them."""

import json
from pathlib import Path

import pytest

from reader.core.errors import ModelMissing
from reader.engine import found_models, models
from reader.engine.found_models import FoundModel

_DIGEST = "a" * 64


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(found_models, "_home", lambda: tmp_path)
    return tmp_path


def _write(path: Path, content: bytes = b"GGUF") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _facts() -> list[tuple[str, str, Path]]:
    return [(model.program, model.name, model.path) for model in found_models.found_models()]


def _manifest(folder: Path, place: str, digest: str = f"sha256:{_DIGEST}") -> None:
    layers = [
        {"mediaType": "application/vnd.ollama.image.template", "digest": f"sha256:{'b' * 64}", "size": 1},
        {"mediaType": "application/vnd.ollama.image.model", "digest": digest, "size": 4},
    ]
    _write(folder / "manifests" / place, json.dumps({"schemaVersion": 2, "layers": layers}).encode())


@pytest.mark.usefixtures("home")
def test_nothing_is_there() -> None:
    assert found_models.found_models() == ()


def test_lm_studio(home: Path) -> None:
    folder = home / ".lmstudio" / "models" / "owner" / "A-Model-GGUF"
    path = _write(folder / "A-Model-Q4_K_M.gguf")
    _write(folder / "mmproj-A-Model.gguf")
    first = _write(folder / "Big-00001-of-00002.gguf")
    _write(folder / "Big-00002-of-00002.gguf")
    assert _facts() == [("LM Studio", "A-Model-Q4_K_M", path), ("LM Studio", "Big-00001-of-00002", first)]


def test_lm_studio_elsewhere(home: Path) -> None:
    elsewhere = home / "disk" / "studio"
    (home / ".lmstudio-home-pointer").write_text(f"{elsewhere}\n")
    one = _write(elsewhere / "models" / "o" / "r" / "One.gguf")
    two = _write(home / "downloads" / "Two.gguf")
    _write(elsewhere / "settings.json", json.dumps({"downloadsFolder": str(home / "downloads")}).encode())
    _write(home / ".lmstudio" / "settings.json", b"{ damaged")
    assert _facts() == [("LM Studio", "One", one), ("LM Studio", "Two", two)]


def test_ollama(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home / "ollama"
    monkeypatch.setenv("OLLAMA_MODELS", str(folder))
    blob = _write(folder / "blobs" / f"sha256-{_DIGEST}", b"GGUF....")
    _manifest(folder, "registry.ollama.ai/library/qwen2.5/1.5b")
    assert found_models.found_models() == (FoundModel("qwen2.5:1.5b", blob, 8, "Ollama"),)
    assert models.find_model("Qwen2.5:1.5B") == blob


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("registry.ollama.ai/someone/tuned/latest", "someone/tuned:latest"),
        ("hf.co/owner/repo-GGUF/Q4_K_M", "hf.co/owner/repo-GGUF:Q4_K_M"),
    ],
)
def test_ollama_models_of_others(home: Path, place: str, name: str) -> None:
    folder = home / ".ollama" / "models"
    _write(folder / "blobs" / f"sha256-{_DIGEST}")
    _manifest(folder, place)
    assert [found for _, found, _ in _facts()] == [name]


@pytest.mark.parametrize("digest", ["sha256:../../../etc/passwd", "sha256:" + "c" * 64, ""])
def test_ollama_manifest_that_leads_nowhere(home: Path, digest: str) -> None:
    folder = home / ".ollama" / "models"
    _manifest(folder, "registry.ollama.ai/library/qwen2.5/1.5b", digest)
    _write(folder / "manifests/registry.ollama.ai/library/damaged/latest", b"{")
    _write(folder / "manifests/registry.ollama.ai/library/odd/latest", b'{"layers": [1]}')
    assert found_models.found_models() == ()


def test_jan_and_gpt4all(home: Path, own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_models, "_data", lambda *, roaming: own_folders / "data")
    jan = _write(own_folders / "data/Jan/data/llamacpp/models/Qwen3-4B/model.gguf")
    older = _write(home / "jan/models/small/Small-Q4.gguf")
    gpt4all = _write(own_folders / "data/nomic.ai/GPT4All/Llama-3.2-1B-Instruct-Q4_0.gguf")
    assert _facts() == [
        ("GPT4All", "Llama-3.2-1B-Instruct-Q4_0", gpt4all),
        ("Jan", "Qwen3-4B", jan),
        ("Jan", "Small-Q4", older),
    ]


def test_file_that_two_programs_share_counts_once(home: Path) -> None:
    path = _write(home / ".lmstudio/models/o/r/A.gguf")
    (home / "jan/models/A").mkdir(parents=True)
    (home / "jan/models/A/model.gguf").symlink_to(path)
    (home / "jan/models/B").mkdir(parents=True)
    (home / "jan/models/B/model.gguf").symlink_to(home / "gone")
    assert _facts() == [("LM Studio", "A", path)]


def test_own_models_go_first(home: Path) -> None:
    other = _write(home / ".lmstudio/models/o/r/My-Own.gguf")
    assert models.find_model("my-own") == other
    own = _write(models.paths.models_dir() / "My-Own.gguf")
    assert models.find_model("my-own") == own
    with pytest.raises(ModelMissing):
        models.find_model("nobodys")
