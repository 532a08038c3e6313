"""An embedder without a model: texts that share words have vectors that are alike. It counts what it was given."""

import zlib
from collections.abc import Sequence

from reader.core.errors import ReaderError
from reader.core.language import tokens


class WordEmbedder:
    def __init__(self, name: str = "words", dimensions: int = 64) -> None:
        self.name = name
        self.dimensions = dimensions
        self.batches: list[list[str]] = []
        self.queries: list[str] = []
        self.failures: list[ReaderError] = []
        """Raised by the next calls, one each."""
        self.rests = 0
        self.is_closed = False

    async def embed_passages(self, texts: Sequence[str]) -> list[bytes]:
        self._fail()
        self.batches.append(list(texts))
        return [self._vector(text) for text in texts]

    async def embed_query(self, text: str) -> bytes:
        self._fail()
        self.queries.append(text)
        return self._vector(text)

    async def rest(self) -> None:
        self.rests += 1

    async def close(self) -> None:
        self.is_closed = True

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)

    def _vector(self, text: str) -> bytes:
        counts = [0] * self.dimensions
        for token in tokens(text):
            place = zlib.crc32(token.encode()) % self.dimensions
            counts[place] = min(127, counts[place] + 8)
        return bytes(counts)
