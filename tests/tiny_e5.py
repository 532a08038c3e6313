"""Writes a tiny embedding model in the packed form of `engine.e5_gguf`, so that all of it is tested without a download.

One layer, seeded weights, and an own token for each of the words it knows: texts that share words have vectors that are
alike.
"""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WORDS = ("memory", "optimiser", "weather", "rain", "query", "passage", "推論")
_WIDTH, _HEADS, _INNER, _POSITIONS, _TYPES = 64, 2, 96, 512, 2
_BLOCK = 32


def packed_e5(words: Sequence[str] = WORDS, unused: int = 5, seed: int = 3) -> bytes:
    """A file as the package holds it."""
    letters = [*map(chr, range(0x21, 0x7F)), "▁"]
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *letters, *(f"▁{word}" for word in words), "<mask>"]
    scores = [0.0] * 4 + [-10.0] * len(letters) + [-1.0] * len(words) + [0.0]
    raw = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, raw)]).tolist()
    vocabulary = len(pieces) + unused
    head = b"E5S1" + struct.pack("<I7i", 1, _WIDTH, 1, _HEADS, _INNER, vocabulary, _POSITIONS, _TYPES)
    head += struct.pack("<fi5iQ", 1e-12, _BLOCK, len(pieces), 0, 2, 1, 3, offsets[-1])
    head += struct.pack(f"<{len(offsets)}I{len(scores)}f", *offsets, *scores) + b"".join(raw)
    head += struct.pack("<iI", 1, 6) + b"charmp"
    tensors = _tensors(vocabulary, np.random.default_rng(seed))
    directory_bytes = 4 + sum(2 + len(name) + 1 + 4 + 8 + 8 for name in tensors)
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, weights in tensors.items():
        is_packed = weights.ndim == 2 and name not in ("emb.pos", "emb.type")
        stored = _q4_0(weights) if is_packed else weights.astype("<f4").tobytes()
        offset = len(head) + directory_bytes + len(data)
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", is_packed, weights.size, offset, len(stored))
        data += stored
    return head + directory + data


def _tensors(vocabulary: int, random: np.random.Generator) -> dict[str, NDArray[np.float32]]:
    """Shaped (rows, columns). What the layer adds is small beside what a token brings."""

    def matrix(rows: int, columns: int, size: float) -> NDArray[np.float32]:
        return (random.standard_normal((rows, columns)) * size).astype(np.float32)

    ones, zeros = np.ones(_WIDTH, np.float32), np.zeros(_WIDTH, np.float32)
    return {
        "emb.word": matrix(vocabulary, _WIDTH, 1.0),
        "emb.pos": matrix(_POSITIONS, _WIDTH, 0.01),
        "emb.type": matrix(_TYPES, _WIDTH, 0.01),
        "emb.ln.w": ones,
        "emb.ln.b": zeros,
        **{f"l0.{part}.w": matrix(_WIDTH, _WIDTH, 0.05) for part in ("q", "k", "v", "ao")},
        **{f"l0.{part}.b": zeros for part in ("q", "k", "v", "ao", "aln", "fo", "oln")},
        "l0.aln.w": ones,
        "l0.fi.w": matrix(_INNER, _WIDTH, 0.05),
        "l0.fi.b": np.zeros(_INNER, np.float32),
        "l0.fo.w": matrix(_WIDTH, _INNER, 0.05),
        "l0.oln.w": ones,
    }


def _q4_0(weights: NDArray[np.float32]) -> bytes:
    """Blocks of 32: a scale in half precision, then 16 bytes, low halves first."""
    blocks = weights.reshape(-1, _BLOCK)
    scales = np.abs(blocks).max(axis=1, keepdims=True) / 7
    numbers = np.clip(np.rint(blocks / scales) + 8, 0, 15).astype(np.uint8)
    halves = numbers[:, :16] | numbers[:, 16:] << 4
    return b"".join(scale.tobytes() + half.tobytes() for scale, half in zip(scales.astype("<f2"), halves, strict=True))
