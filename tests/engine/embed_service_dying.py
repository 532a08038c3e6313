"""An embedder's process that dies while loading: unless it is to be careful, or always."""

import os

from reader.engine.embed import EmbedderFacts


class DyingService:
    def load(self, path: str, _name: str, _threads: int, is_careful: bool) -> None:
        if not is_careful or path == "dies always":
            os._exit(139)

    def facts(self) -> EmbedderFacts:
        return EmbedderFacts("", "", 7, 512, 1)

    def embed(self, _text: str, _is_query: bool) -> bytes:
        return b"careful"


def create_service() -> DyingService:
    return DyingService()
