from pathlib import Path

import pytest

from reader.core.errors import ModelMissing, ModelTooLarge, ModelUnusable
from reader.engine import preflight
from reader.engine.preflight import check_model, require_usable
from tests.tiny_model import write_tiny_model

_UINT32 = 4


def test_good_model(tmp_path: Path) -> None:
    verdict = check_model(write_tiny_model(tmp_path / "m.gguf"), 4096)
    assert verdict.ok
    assert verdict.error is None
    assert verdict.title == "m.gguf can be used."
    assert verdict.has_chat_template
    assert (verdict.architecture, verdict.context_tokens) == ("llama", 4096)
    assert verdict.need_bytes > (tmp_path / "m.gguf").stat().st_size


def test_larger_context_needs_more_memory(tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "m.gguf")
    assert check_model(path, 8192).need_bytes > check_model(path, 1024).need_bytes
    assert check_model(path, 1 << 20).need_bytes == check_model(path, 8192).need_bytes, (
        "no more than it was trained for"
    )


def test_model_without_a_template_is_usable_with_a_warning(tmp_path: Path) -> None:
    verdict = check_model(write_tiny_model(tmp_path / "m.gguf", template=None))
    assert verdict.ok
    assert not verdict.has_chat_template
    assert "no chat template" in verdict.hint


def test_small_context_is_mentioned(tmp_path: Path) -> None:
    verdict = check_model(write_tiny_model(tmp_path / "m.gguf", context=1024), 4096)
    assert verdict.ok
    assert verdict.context_tokens == 1024
    assert "1024 tokens" in verdict.hint


@pytest.mark.parametrize(
    ("architecture", "reason"),
    [
        ("bert", "embedding model"),
        ("gemma-embedding", "embedding model"),
        ("clip", "only looks at pictures"),
        ("from-the-future", "its architecture (from-the-future) is not known here"),
    ],
)
def test_other_kinds_of_models(tmp_path: Path, architecture: str, reason: str) -> None:
    verdict = check_model(write_tiny_model(tmp_path / "m.gguf", architecture=architecture))
    assert not verdict.ok
    assert reason in verdict.title
    assert isinstance(verdict.error, ModelUnusable)


def test_one_part_of_a_cut_model(tmp_path: Path) -> None:
    verdict = check_model(write_tiny_model(tmp_path / "m.gguf", changes={"split.count": (_UINT32, 3)}))
    assert "one of 3 parts" in verdict.title


def test_file_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "m.gguf").write_bytes(b"something else, long enough for a header")
    verdict = check_model(tmp_path / "m.gguf")
    assert not verdict.ok
    assert verdict.title == "The model m.gguf cannot be used: it is not a GGUF model file."
    assert verdict.hint


def test_too_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "free_memory_bytes", lambda: 5_000_000)
    path = write_tiny_model(tmp_path / "m.gguf")
    verdict = check_model(path)
    assert isinstance(verdict.error, ModelTooLarge)
    assert verdict.free_bytes == 5_000_000
    with pytest.raises(ModelTooLarge, match="The model tiny needs"):
        require_usable(path, "tiny", 4096)


def test_unknown_free_memory_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "free_memory_bytes", lambda: None)
    assert check_model(write_tiny_model(tmp_path / "m.gguf")).ok


def test_required_model_is_named_as_people_know_it(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as missing:
        require_usable(tmp_path / "m.gguf", "tiny", 4096)
    assert missing.value.name == "tiny"
    (tmp_path / "m.gguf").write_bytes(bytes(100))
    with pytest.raises(ModelUnusable) as unusable:
        require_usable(tmp_path / "m.gguf", "tiny", 4096)
    assert unusable.value.name == "tiny"
