import struct
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.errors import ModelUnusable
from reader.engine.gguf_header import GgufHeader, read_header
from tests.tiny_model import CHAT_TEMPLATE, gguf_bytes, write_tiny_model

_UINT32, _STRING, _ARRAY, _UINT64 = 4, 8, 9, 10


def _read(raw: bytes) -> GgufHeader:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.gguf"
        path.write_bytes(raw)
        return read_header(path)


def _reason(raw: bytes) -> str:
    with pytest.raises(ModelUnusable) as caught:
        _read(raw)
    return caught.value.reason


@cache
def _tiny() -> bytes:
    with TemporaryDirectory() as folder:
        return write_tiny_model(Path(folder) / "m.gguf").read_bytes()


@cache
def _header_size() -> int:
    """Where the tensors' data begins."""
    name = struct.pack("<Q", 13) + b"output.weight"
    return _tiny().index(name) + len(name) + 4 + 16 + 4 + 8


def test_header_of_a_whole_model() -> None:
    header = _read(_tiny())
    assert (header.architecture, header.name, header.version) == ("llama", "Tiny test model", 3)
    assert (header.context_length, header.block_count, header.embedding_length) == (8192, 2, 128)
    assert header.vocabulary_size == 260
    assert header.chat_template == CHAT_TEMPLATE
    assert header.tensor_count == 3 + 2 * 9
    assert header.weight_bytes == len(_tiny()) - -(-_header_size() // 32) * 32
    assert header.kv_bytes(1000) == 2 * 1000 * 2 * 2 * (32 + 32), "two layers, two KV heads, keys and values of 32"


def test_heads_that_differ_by_layer_are_added_up(tmp_path: Path) -> None:
    changes = {"llama.attention.head_count_kv": (_ARRAY, (_UINT32, [4, 1]))}
    header = read_header(write_tiny_model(tmp_path / "m.gguf", changes=changes))
    assert header.kv_bytes(1) == 2 * (4 + 1) * (32 + 32)


def test_own_key_and_value_sizes_count(tmp_path: Path) -> None:
    changes: dict[str, tuple[int, object]] = {
        "llama.attention.key_length": (_UINT32, 100),
        "llama.attention.value_length": (_UINT32, 10),
    }
    header = read_header(write_tiny_model(tmp_path / "m.gguf", changes=changes))
    assert header.kv_bytes(1) == 2 * 4 * 110


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="cannot be read"):
        read_header(tmp_path / "nothing.gguf")


def test_other_files() -> None:
    assert _reason(b"") == "it is not a GGUF model file"
    assert _reason(b"%PDF-1.7" + bytes(100)) == "it is not a GGUF model file"
    assert _reason(b"GGUF" + struct.pack("<IQQ", 1, 0, 0)) == "its GGUF version (1) is not known here"


def test_file_whose_end_is_missing() -> None:
    assert _reason(_tiny()[:-40]) == "the file is incomplete: its end is missing"
    assert _reason(_tiny()[:300]) == "the file ends in the middle of its header"


def test_impossible_counts_and_lengths() -> None:
    head = b"GGUF" + struct.pack("<I", 3)
    assert "impossible counts" in _reason(head + struct.pack("<QQ", 1 << 60, 0))
    assert "impossible counts" in _reason(head + struct.pack("<QQ", 0, 1 << 60))
    one_key = head + struct.pack("<QQ", 0, 1)
    assert "impossible length" in _reason(one_key + struct.pack("<Q", 1 << 62) + b"general")
    key = struct.pack("<Q", 1) + b"k"
    assert "impossible length" in _reason(one_key + key + struct.pack("<IIQ", _ARRAY, _UINT32, 1 << 62))
    assert "unknown type" in _reason(one_key + key + struct.pack("<I", 77) + bytes(8))


def test_lists_nested_without_end() -> None:
    nested = struct.pack("<I", _ARRAY) + struct.pack("<IQ", _ARRAY, 1) * 50
    assert "unknown type" in _reason(b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1) + b"k" + nested)


def test_header_without_an_architecture() -> None:
    assert _reason(gguf_bytes({"general.name": (_STRING, "x")}, {})) == "it does not say which architecture it has"
    assert (
        _reason(gguf_bytes({"general.architecture": (_UINT32, 3)}, {})) == "it does not say which architecture it has"
    )


def test_nonsense_counts_of_the_model() -> None:
    broken = {"general.architecture": (_STRING, "llama"), "llama.block_count": (_UINT64, 1 << 50)}
    assert _reason(gguf_bytes(broken, {})) == "its header is damaged (llama.block_count)"
    broken["llama.block_count"] = (_STRING, "many")
    assert _reason(gguf_bytes(broken, {})) == "its header is damaged (llama.block_count)"


def test_key_that_appears_twice() -> None:
    pair = struct.pack("<Q", 1) + b"k" + struct.pack("<II", _UINT32, 1)
    assert "twice" in _reason(b"GGUF" + struct.pack("<IQQ", 3, 0, 2) + pair + pair)


@given(st.integers(0, 10_000))
def test_cut_header_raises_nothing_else(size: int) -> None:
    with pytest.raises(ModelUnusable):
        _read(_tiny()[: min(size, len(_tiny()) - 1)])


@given(st.lists(st.tuples(st.integers(0, 8_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_changed_bytes_raise_nothing_else(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(_tiny())
    for at, byte in changes:
        raw[at % _header_size()] = byte
    with suppress(ModelUnusable):
        _read(bytes(raw))


@given(st.integers(0, 8_000), st.sampled_from([b"\xff" * 8, b"\x00" * 8, struct.pack("<Q", 1 << 63)]))
def test_extreme_numbers_raise_nothing_else(at: int, extreme: bytes) -> None:
    raw = bytearray(_tiny())
    start = at % (_header_size() - 8)
    raw[start : start + 8] = extreme
    with suppress(ModelUnusable):
        _read(bytes(raw))


@given(st.binary(max_size=300))
def test_any_bytes_after_the_magic_raise_nothing_else(raw: bytes) -> None:
    with pytest.raises(ModelUnusable):
        _read(b"GGUF\x03\x00\x00\x00" + raw)
