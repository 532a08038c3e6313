"""How long an answer took, and what it took of the model."""

import time
from dataclasses import dataclass, field

from reader.engine.llm import LanguageModel


@dataclass(slots=True)
class AnswerTiming:
    """Seconds since the question was asked, and the model's tokens; filled while the answer is made."""

    search_s: float = 0.0
    """All searches together, without a translation in between."""
    first_token_s: float | None = None
    total_s: float = 0.0
    prompt_tokens: int = 0
    reused_tokens: int = 0
    generated_tokens: int = 0
    _start: float = field(default_factory=time.perf_counter)

    def now(self) -> float:
        return time.perf_counter() - self._start

    def note_usage(self, model: LanguageModel) -> None:
        """Take what the model's latest answer took."""
        self.prompt_tokens = model.usage.prompt_tokens
        self.reused_tokens = model.usage.reused_tokens
        self.generated_tokens = model.usage.generated_tokens
