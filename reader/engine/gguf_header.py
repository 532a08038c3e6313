"""What a GGUF file says about itself, read without llama.cpp.

A crafted or cut file can abort llama.cpp, so nothing is loaded before its header was read here: every length is
checked against a limit and against the file's size, and anything odd becomes ModelUnusable with a plain reason.
Layout: magic, version, tensor count, metadata count, metadata (key, type, value), tensor descriptions, padding, data.
"""

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn, TypeAlias

from reader.core.errors import ModelUnusable

_MAX_TENSORS = 100_000
_MAX_KEYS = 10_000
_MAX_KEY_BYTES = 1_000
_MAX_STRING_BYTES = 4_000_000
_MAX_ITEMS = 8_000_000
"""List items in the whole header; the largest vocabularies with their merges stay under two millions."""
_MAX_KEPT_ITEMS = 4_096
"""Arrays longer than this (vocabularies) are stepped over, not kept."""
_WINDOW_BYTES = 1 << 16

_WANTED = {"general.architecture", "general.name", "general.file_type", "general.alignment", "split.count"}
_WANTED |= {"tokenizer.chat_template"}
_WANTED_ENDINGS = (
    ".context_length",
    ".block_count",
    ".embedding_length",
    ".feed_forward_length",
    ".attention.head_count",
    ".attention.head_count_kv",
    ".attention.key_length",
    ".attention.value_length",
    ".pooling_type",
)

_UINT8, _INT8, _UINT16, _INT16, _UINT32, _INT32, _FLOAT32, _BOOL, _STRING, _ARRAY, _UINT64, _INT64, _FLOAT64 = range(13)
_SCALARS = {
    _UINT8: "<B",
    _INT8: "<b",
    _UINT16: "<H",
    _INT16: "<h",
    _UINT32: "<I",
    _INT32: "<i",
    _FLOAT32: "<f",
    _BOOL: "<?",
    _UINT64: "<Q",
    _INT64: "<q",
    _FLOAT64: "<d",
}

_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82),
    23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
    34: (256, 54), 35: (256, 66), 39: (32, 17),
}  # fmt: skip
"""Tensor type -> (values a block, bytes a block). Types not listed are taken at one byte: only the check is weaker."""

_Value: TypeAlias = "int | float | bool | str | list[_Value] | None"


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """The facts of one model file. Counts are 0 where the file does not say."""

    file: str
    file_bytes: int
    version: int
    architecture: str
    name: str
    file_type: int | None
    tensor_count: int
    weight_bytes: int
    """Bytes of the tensors as described; what loading brings into memory."""
    split_count: int
    """Files this model is cut into; 1 for an ordinary file."""
    context_length: int
    block_count: int
    embedding_length: int
    feed_forward_length: int
    vocabulary_size: int
    chat_template: str | None
    pooling_type: int
    """How an embedding model makes one vector of many: 0 not at all or not said, 1 mean, 2 first, 3 last, 4 rank."""
    kv_values_a_token: int
    """Numbers kept for each token of context, keys and values of all layers together."""

    def kv_bytes(self, context_tokens: int) -> int:
        """Memory of the KV cache in half precision."""
        return 2 * self.kv_values_a_token * context_tokens


def read_header(path: Path) -> GgufHeader:
    """Read the header of one file. Raises ModelUnusable, also when the file cannot be read."""
    try:
        with path.open("rb") as stream:
            return _Reader(stream, path).read()
    except OSError as failure:
        raise ModelUnusable(str(path), f"it cannot be read ({failure.strerror or failure})") from failure


class _Reader:
    """Walks through the header with a small window; never holds more than a window and the kept values."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self._stream = stream
        self._path = path
        self._file_bytes = path.stat().st_size
        self._window = b""
        self._window_start = 0
        self._position = 0
        self._items_left = _MAX_ITEMS
        self._vocabulary_size = 0

    def refuse(self, reason: str) -> NoReturn:
        raise ModelUnusable(str(self._path), reason)

    def _take(self, count: int) -> bytes:
        offset = self._position - self._window_start
        if not 0 <= offset <= offset + count <= len(self._window):
            self._stream.seek(self._position)
            self._window = self._stream.read(max(count, _WINDOW_BYTES))
            self._window_start, offset = self._position, 0
            if len(self._window) < count:
                self.refuse("the file ends in the middle of its header")
        self._position += count
        return self._window[offset : offset + count]

    def _skip(self, count: int) -> None:
        self._position += count
        if self._position > self._file_bytes:
            self.refuse("the file ends in the middle of its header")

    def _number(self, layout: str) -> int:
        (value,) = struct.unpack(layout, self._take(struct.calcsize(layout)))
        return int(value)

    def _string(self, limit_bytes: int) -> str:
        length = self._number("<Q")
        if length > limit_bytes:
            self.refuse("its header is damaged (a text of impossible length)")
        # Names may be in any encoding; only the keys matter here, and those are ASCII.
        return self._take(length).decode("utf-8", "replace")

    def _value(self, kind: int, *, is_wanted: bool, depth: int = 0) -> _Value:
        if layout := _SCALARS.get(kind):
            (scalar,) = struct.unpack(layout, self._take(struct.calcsize(layout)))
            return scalar  # type: ignore[no-any-return]
        if kind == _STRING:
            if is_wanted:
                return self._string(_MAX_STRING_BYTES)
            self._skip_strings(1)
            return None
        if kind != _ARRAY or depth > 1:
            self.refuse("its header is damaged (a value of unknown type)")
        item_kind, count = self._number("<I"), self._number("<Q")
        self._items_left -= count
        if self._items_left < 0:
            self.refuse("its header is damaged (a list of impossible length)")
        if is_wanted and count <= _MAX_KEPT_ITEMS:
            return [self._value(item_kind, is_wanted=True, depth=depth + 1) for _ in range(count)]
        if layout := _SCALARS.get(item_kind):
            self._skip(count * struct.calcsize(layout))
        elif item_kind == _STRING:
            self._skip_strings(count)
        elif count > _MAX_KEPT_ITEMS:
            self.refuse("its header is damaged (a list of lists of impossible length)")
        else:
            for _ in range(count):
                self._value(item_kind, is_wanted=False, depth=depth + 1)
        return None

    def _skip_strings(self, count: int) -> None:
        for _ in range(count):
            length = int.from_bytes(self._take(8), "little")
            if length > _MAX_STRING_BYTES:
                self.refuse("its header is damaged (a text of impossible length)")
            self._skip(length)

    def read(self) -> GgufHeader:
        if self._file_bytes < 24 or self._take(4) != b"GGUF":
            self.refuse("it is not a GGUF model file")
        version = self._number("<I")
        if version not in (2, 3):
            self.refuse(f"its GGUF version ({version}) is not known here")
        tensor_count, key_count = self._number("<Q"), self._number("<Q")
        if tensor_count > _MAX_TENSORS or key_count > _MAX_KEYS:
            self.refuse("its header is damaged (impossible counts)")
        values = self._metadata(key_count)
        architecture = values.get("general.architecture")
        if not isinstance(architecture, str) or not architecture.isprintable() or not 0 < len(architecture) < 64:
            self.refuse("it does not say which architecture it has")
        weight_bytes, data_end = self._tensors(tensor_count, _whole(values, "general.alignment", self) or 32)
        split_count = _whole(values, "split.count", self) or 1
        if data_end > self._file_bytes:
            self.refuse("the file is incomplete: its end is missing")
        name, template = values.get("general.name"), values.get("tokenizer.chat_template")
        file_type = values.get("general.file_type")
        return GgufHeader(
            file=str(self._path),
            file_bytes=self._file_bytes,
            version=version,
            architecture=architecture,
            name=name if isinstance(name, str) else "",
            file_type=file_type if isinstance(file_type, int) else None,
            tensor_count=tensor_count,
            weight_bytes=weight_bytes,
            split_count=split_count,
            context_length=_whole(values, f"{architecture}.context_length", self),
            block_count=_whole(values, f"{architecture}.block_count", self),
            embedding_length=_whole(values, f"{architecture}.embedding_length", self),
            feed_forward_length=_largest(values, f"{architecture}.feed_forward_length", self),
            vocabulary_size=self._vocabulary_size,
            chat_template=template if isinstance(template, str) else None,
            pooling_type=_whole(values, f"{architecture}.pooling_type", self),
            kv_values_a_token=_kv_values_a_token(values, architecture, self),
        )

    def _metadata(self, key_count: int) -> dict[str, _Value]:
        values: dict[str, _Value] = {}
        keys: set[str] = set()
        for _ in range(key_count):
            key = self._string(_MAX_KEY_BYTES)
            if key in keys:
                self.refuse("its header is damaged (a key appears twice)")
            keys.add(key)
            kind = self._number("<I")
            if key == "tokenizer.ggml.tokens" and kind == _ARRAY:
                self._vocabulary_size = struct.unpack("<IQ", self._take(12))[1]
                self._position -= 12
            values[key] = self._value(kind, is_wanted=key in _WANTED or key.endswith(_WANTED_ENDINGS))
        return values

    def _tensors(self, tensor_count: int, alignment: int) -> tuple[int, int]:
        """Bytes of all tensors, and where the last one ends in the file."""
        if alignment % 8:
            self.refuse("its header is damaged (an impossible alignment)")
        weight_bytes = last_end = 0
        for _ in range(tensor_count):
            self._string(_MAX_KEY_BYTES)
            dimensions = self._number("<I")
            if not 0 < dimensions <= 4:
                self.refuse("its header is damaged (a tensor of impossible shape)")
            shape = struct.unpack(f"<{dimensions}Q", self._take(8 * dimensions))
            values_a_block, bytes_a_block = _BLOCKS.get(self._number("<I"), (1, 1))
            offset = self._number("<Q")
            size = math.prod(shape) // values_a_block * bytes_a_block
            if size > 1 << 50 or offset > 1 << 50:
                self.refuse("its header is damaged (a tensor of impossible size)")
            weight_bytes += size
            last_end = max(last_end, offset + size)
        data_start = -(-self._position // alignment) * alignment
        return weight_bytes, data_start + last_end if tensor_count else self._position


def _whole(values: dict[str, _Value], key: str, reader: _Reader) -> int:
    """A count that may be missing (0) but not nonsense."""
    value = values.get(key, 0)
    if not isinstance(value, int) or not 0 <= value < 1 << 32:
        reader.refuse(f"its header is damaged ({key})")
    return value


def _per_layer(values: dict[str, _Value], key: str, blocks: int, reader: _Reader) -> list[int] | None:
    """A count for each layer: newer architectures give a list where others give one number."""
    value = values.get(key)
    counts = value if isinstance(value, list) else [value] * blocks
    if value is None:
        return None
    kept = [count for count in counts if isinstance(count, int) and 0 <= count < 1 << 24]
    if len(kept) != len(counts):
        reader.refuse(f"its header is damaged ({key})")
    return kept


def _largest(values: dict[str, _Value], key: str, reader: _Reader) -> int:
    return max(_per_layer(values, key, 1, reader) or [0])


def _kv_values_a_token(values: dict[str, _Value], architecture: str, reader: _Reader) -> int:
    blocks = _whole(values, f"{architecture}.block_count", reader)
    if blocks > 10_000:
        reader.refuse(f"its header is damaged ({architecture}.block_count)")
    width = _whole(values, f"{architecture}.embedding_length", reader)
    heads = _largest(values, f"{architecture}.attention.head_count", reader)
    kv_heads = _per_layer(values, f"{architecture}.attention.head_count_kv", blocks, reader) or [heads] * blocks
    head_size = width // heads if heads else 0
    key_size = _whole(values, f"{architecture}.attention.key_length", reader) or head_size
    value_size = _whole(values, f"{architecture}.attention.value_length", reader) or head_size
    return sum(kv_heads) * (key_size + value_size)
