"""Writes tiny GGUF models of the llama architecture, so that the real llama.cpp is tested without a download.

One token a byte (plus the few tokens that are asked for), seeded weights. Two kinds:
- without `script`: random weights whose attention matters, so the answer depends on every token of the prompt;
- with `script`: after the byte `after` the model writes these pieces, one token each, then ends its turn, or begins
  again when it is endless. No piece may come twice.
"""

import itertools
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CHAT_TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] }}"
    "{{ '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")

_UINT32, _FLOAT32, _BOOL, _STRING, _ARRAY, _INT32 = 4, 6, 7, 8, 9, 5
_NORMAL, _CONTROL = 1, 3
_WIDTH, _HEADS, _KV_HEADS, _LAYERS, _FEED_FORWARD = 128, 4, 2, 2, 128


def byte_token(byte: int) -> str:
    """The printable character that stands for a byte in byte-level vocabularies."""
    kept = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in kept]
    return chr(byte) if byte in kept else chr(256 + others.index(byte))


def write_tiny_model(
    path: Path,
    *,
    script: Sequence[bytes] = (),
    after: bytes = b"\n",
    is_endless: bool = False,
    template: str | None = CHAT_TEMPLATE,
    context: int = 8192,
    seed: int = 7,
    architecture: str = "llama",
    without: Sequence[str] = (),
    changes: Mapping[str, tuple[int, object]] | None = None,
) -> Path:
    """Write a model file. `without`: tensors to leave out. `changes`: metadata (type, value) to put instead."""
    pieces = [piece for piece in dict.fromkeys(script) if len(piece) != 1]
    words = ["".join(byte_token(byte) for byte in piece) for piece in pieces]
    vocabulary = [*map(byte_token, range(256)), "th", *words, *SPECIALS]
    metadata: dict[str, tuple[int, object]] = {
        "general.architecture": (_STRING, architecture),
        "general.name": (_STRING, "Tiny test model"),
        "general.file_type": (_UINT32, 0),
        f"{architecture}.context_length": (_UINT32, context),
        f"{architecture}.embedding_length": (_UINT32, _WIDTH),
        f"{architecture}.block_count": (_UINT32, _LAYERS),
        f"{architecture}.feed_forward_length": (_UINT32, _FEED_FORWARD),
        f"{architecture}.attention.head_count": (_UINT32, _HEADS),
        f"{architecture}.attention.head_count_kv": (_UINT32, _KV_HEADS),
        f"{architecture}.attention.layer_norm_rms_epsilon": (_FLOAT32, 1e-5),
        f"{architecture}.rope.dimension_count": (_UINT32, _WIDTH // _HEADS),
        "tokenizer.ggml.model": (_STRING, "gpt2"),
        "tokenizer.ggml.pre": (_STRING, "gpt-2"),
        "tokenizer.ggml.tokens": (_ARRAY, (_STRING, vocabulary)),
        "tokenizer.ggml.token_type": (
            _ARRAY,
            (_INT32, [_CONTROL if token in SPECIALS else _NORMAL for token in vocabulary]),
        ),
        "tokenizer.ggml.merges": (_ARRAY, (_STRING, ["t h"])),
        "tokenizer.ggml.eos_token_id": (_UINT32, vocabulary.index("<|im_end|>")),
        "tokenizer.ggml.bos_token_id": (_UINT32, vocabulary.index("<|endoftext|>")),
        "tokenizer.ggml.add_bos_token": (_BOOL, False),
    }
    if template is not None:
        metadata["tokenizer.chat_template"] = (_STRING, template)
    metadata |= changes or {}
    ids = [piece[0] if len(piece) == 1 else 257 + pieces.index(piece) for piece in script]
    end = ids[:1] if is_endless else [vocabulary.index("<|im_end|>")]
    tensors = _weights(len(vocabulary), [*after, *ids, *end] if script else [], seed)
    path.write_bytes(gguf_bytes(metadata, {name: t for name, t in tensors.items() if name not in without}))
    return path


def _weights(vocabulary: int, chain: Sequence[int], seed: int) -> dict[str, NDArray[np.float32]]:
    """Tensors by name, shaped (rows, columns). `chain`: each of these tokens is followed by the next."""
    random = np.random.default_rng(seed)

    def matrix(rows: int, columns: int, size: float) -> NDArray[np.float32]:
        return (random.standard_normal((rows, columns)) * size).astype(np.float32)

    embedding = matrix(vocabulary, _WIDTH, 1.0)
    output = matrix(vocabulary, _WIDTH, 0.1 if chain else 1.0)
    for token, following in itertools.pairwise(chain):
        output[following] += embedding[token]
    # A scripted model looks at the last token only; for the other kind attention decides.
    size = 0.0 if chain else 0.3
    kv_width = _WIDTH // _HEADS * _KV_HEADS
    tensors = {"token_embd.weight": embedding, "output_norm.weight": np.ones(_WIDTH, np.float32)}
    for layer in range(_LAYERS):
        tensors |= {
            f"blk.{layer}.attn_norm.weight": np.ones(_WIDTH, np.float32),
            f"blk.{layer}.attn_q.weight": matrix(_WIDTH, _WIDTH, size),
            f"blk.{layer}.attn_k.weight": matrix(kv_width, _WIDTH, size),
            f"blk.{layer}.attn_v.weight": matrix(kv_width, _WIDTH, size),
            f"blk.{layer}.attn_output.weight": matrix(_WIDTH, _WIDTH, size),
            f"blk.{layer}.ffn_norm.weight": np.ones(_WIDTH, np.float32),
            f"blk.{layer}.ffn_gate.weight": matrix(_FEED_FORWARD, _WIDTH, size),
            f"blk.{layer}.ffn_up.weight": matrix(_FEED_FORWARD, _WIDTH, size),
            f"blk.{layer}.ffn_down.weight": matrix(_WIDTH, _FEED_FORWARD, size),
        }
    tensors["output.weight"] = output
    return tensors


def gguf_bytes(
    metadata: Mapping[str, tuple[int, object]], tensors: Mapping[str, NDArray[np.float32]], alignment: int = 32
) -> bytes:
    """A GGUF file, version 3, all tensors in 32-bit floats."""
    header = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    for key, (kind, value) in metadata.items():
        header += _text(key) + struct.pack("<I", kind) + _value(kind, value)
    data = b""
    for name, tensor in tensors.items():
        shape = tensor.shape[::-1]
        header += _text(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        header += struct.pack("<IQ", 0, len(data))
        data += _padded(tensor.tobytes(), alignment)
    return _padded(header, alignment) + data


def _padded(raw: bytes, alignment: int) -> bytes:
    return raw + bytes(-len(raw) % alignment)


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def _value(kind: int, value: object) -> bytes:
    match kind, value:
        case 8, str():
            return _text(value)
        case 9, (int() as item_kind, list() as items):
            return struct.pack("<IQ", item_kind, len(items)) + b"".join(_value(item_kind, item) for item in items)
        case _:
            return struct.pack({4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q"}[kind], value)
