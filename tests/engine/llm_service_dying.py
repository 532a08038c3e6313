"""Stands in for the model process: dies while it loads, unless it is careful."""

import os
from collections.abc import Iterator

from reader.engine.llm import Message, ModelFacts, Usage


class DyingService:
    def load(self, path: str, name: str, context_tokens: int, threads: int, is_careful: bool) -> None:
        if name == "dies always" or not is_careful:
            os._exit(139)
        self._facts = ModelFacts("", "llama", context_tokens, 1, threads, has_chat_template=False, has_bos=False)

    def facts(self) -> ModelFacts:
        return self._facts

    def generate(self, messages: tuple[Message, ...], max_tokens: int, is_aside: bool) -> Iterator[str | Usage]:
        yield "careful"


def create_service() -> DyingService:
    return DyingService()
