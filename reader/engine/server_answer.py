"""One answer of a model server while it comes: its text for a reader, and what it cost."""

import math
import time
from collections.abc import Sequence

from reader.engine.llm import Message, Usage
from reader.engine.server_stream import Piece, Thoughts
from reader.engine.text_stream import TextStream


class ServerAnswer:
    """Feed it the pieces with `take`; it gives back what may be shown."""

    def __init__(self, max_tokens: int, thoughts: Thoughts) -> None:
        self.max_tokens = max_tokens
        """Of the answer, without thoughts."""
        self.thoughts = thoughts
        self.finish = ""
        """As the server says it; empty: it has not ended."""
        self._text = TextStream()
        self._begun = time.perf_counter()
        self._first_token_s = 0.0
        self._shown = self._came = 0
        self._counted = Usage()

    @property
    def has_thought(self) -> bool:
        return self.thoughts.were_seen

    @property
    def is_complete(self) -> bool:
        """It is as long as it may be, or goes round in a loop: the rest is not wanted."""
        return self._text.is_finished or self._shown >= self.max_tokens

    @property
    def is_all_thought(self) -> bool:
        """The model used all its tokens up before it came to the answer."""
        return self.finish == "length" and self.has_thought and not self._shown

    def take(self, piece: Piece) -> str:
        self.finish = self.finish or piece.finish
        if piece.prompt_tokens or piece.generated_tokens:
            self._counted = Usage(piece.prompt_tokens, piece.reused_tokens, piece.generated_tokens)
        if piece.thought:
            self.thoughts.came_apart()
        if not piece.text:
            self._came += bool(piece.thought)
            return ""
        self._came += 1
        return self._show(self.thoughts.push(piece.text))

    def rest(self) -> str:
        """What was held back; nothing comes after this."""
        return self._show(self.thoughts.finish()) + self._text.finish()

    def usage(self, messages: Sequence[Message]) -> Usage:
        """As the server counted, else an estimate."""
        counted = self._counted
        return Usage(
            prompt_tokens=counted.prompt_tokens or sum(most_tokens(message.content) for message in messages),
            reused_tokens=counted.reused_tokens,
            generated_tokens=counted.generated_tokens or self._came,
            first_token_s=self._first_token_s,
            total_s=time.perf_counter() - self._begun,
        )

    def _show(self, text: str) -> str:
        if not text:
            return ""
        self._first_token_s = self._first_token_s or time.perf_counter() - self._begun
        self._shown += 1
        # A lone surrogate, as JSON can hold it, has no UTF-8.
        return self._text.push(text.encode("utf-8", "replace"))


def most_tokens(text: str) -> int:
    """A count on the safe side for the vocabularies in use: three characters of Latin text, or one of another script,
    are a token. Real ones have 4 to 5 characters of English prose to a token, 2 to 3 of numbers and formulas, and up to
    1.5 of Japanese."""
    plain = sum(character.isascii() for character in text)
    return math.ceil(plain / 3) + len(text) - plain


def fewest_tokens(text: str) -> int:
    """Less than any vocabulary needs: what exceeds a context by this count cannot fit."""
    plain = sum(character.isascii() for character in text)
    return plain // 8 + (len(text) - plain) // 4
