import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.errors import StoreUnusable
from reader.store.settings import Settings, load_settings, save_settings

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
known = frozenset({"model", "servers", "answer_language", "ui_language"})
unknown_keys = st.dictionaries(st.text().filter(lambda key: key not in known), json_values, max_size=4)


@given(st.text(), st.sampled_from(["", "en", "ja"]), unknown_keys)
def test_settings_come_back_with_what_this_version_does_not_know(
    tmp_path_factory: pytest.TempPathFactory, model: str, language: str, others: dict[str, object]
) -> None:
    file = tmp_path_factory.getbasetemp() / "round-trip" / "settings.json"
    settings = Settings(
        model=model, servers=("https://a", model), answer_language=language, unknown=tuple(others.items())
    )
    save_settings(file, settings)
    assert load_settings(file) == settings
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


def test_a_newer_versions_keys_survive_a_change(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"model": "big", "theme": {"dark": true}, "unknown": 5}', "utf-8")
    save_settings(file, load_settings(file))
    stored = json.loads(file.read_text("utf-8"))
    assert (stored["model"], stored["theme"], stored["unknown"]) == ("big", {"dark": True}, 5)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"model": 5, "servers": [5]}']
)
def test_a_damaged_file_means_defaults(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    assert load_settings(file) == Settings()


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == Settings()
    assert load_settings(tmp_path) == Settings()


def test_one_bad_value_does_not_cost_the_others(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"model": null, "answer_language": "ja"}', "utf-8")
    assert load_settings(file) == Settings(answer_language="ja")


@pytest.mark.parametrize("in_the_way", ["config", "config/settings.json/x"])
def test_settings_that_cannot_be_written_are_an_expected_failure(tmp_path: Path, in_the_way: str) -> None:
    obstacle = tmp_path / in_the_way
    obstacle.parent.mkdir(parents=True, exist_ok=True)
    obstacle.touch()
    with pytest.raises(StoreUnusable):
        save_settings(tmp_path / "config" / "settings.json", Settings())
    assert list(tmp_path.rglob("*.new")) == []


def test_a_full_disk_leaves_the_old_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.json"
    save_settings(file, Settings(model="old"))

    def write_half(self: Path, text: str, *_: object, **__: object) -> int:
        with self.open("w") as stream:
            stream.write(text[:5])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", write_half)
    with pytest.raises(StoreUnusable, match="No space left"):
        save_settings(file, Settings(model="new"))
    monkeypatch.undo()
    assert load_settings(file).model == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]
