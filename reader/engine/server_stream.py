"""What a model server streams: events of the OpenAI protocol, and the answer in them without the model's thoughts."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_LONGEST_EVENT_BYTES = 1_000_000
_OPENINGS = {"<think>": "</think>", "<thinking>": "</thinking>", "[THINK]": "[/THINK]"}


class StreamMalformed(Exception):
    """What came is not what the protocol says."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One event of an answer."""

    text: str = ""
    thought: str = ""
    """What a reasoning model says to itself, where the server keeps that apart."""
    finish: str = ""
    """Why the answer ends ("stop", "length", ...); empty: it goes on."""
    prompt_tokens: int = 0
    reused_tokens: int = 0
    generated_tokens: int = 0
    error: Mapping[str, Any] | None = None
    """The server failed in the middle: what it says about it."""


class EventStream:
    """Server-sent events out of bytes in any portions. `is_done` after the protocol's own last event."""

    def __init__(self) -> None:
        self._rest = b""
        self.is_done = False

    def push(self, received: bytes) -> Iterator[Piece]:
        """The events that are complete now. Raises StreamMalformed."""
        lines = (self._rest + received).split(b"\n")
        self._rest = lines.pop()
        if len(self._rest) > _LONGEST_EVENT_BYTES:
            raise StreamMalformed("an event without an end")
        for line in lines:
            field, _, value = line.strip().partition(b":")
            # A server that keeps the connection alive sends comments, others name or number their events.
            if field != b"data" or not value.strip() or self.is_done:
                continue
            if value.strip() == b"[DONE]":
                self.is_done = True
            else:
                yield _piece(value)


def _piece(data: bytes) -> Piece:
    try:
        event = json.loads(data)
        if event.get("error"):
            error = event["error"]
            return Piece(error=error if isinstance(error, dict) else {"message": str(error)})
        usage = event.get("usage") or {}
        choices: list[Any] = event.get("choices") or [{}]
        choice = choices[0]
        delta = choice.get("delta") or {}
        return Piece(
            text=_text(delta.get("content")),
            thought=_text(delta.get("reasoning_content") or delta.get("reasoning")),
            finish=_text(choice.get("finish_reason")),
            prompt_tokens=int(usage.get("prompt_tokens") or 0),
            reused_tokens=int((usage.get("prompt_tokens_details") or {}).get("cached_tokens") or 0),
            generated_tokens=int(usage.get("completion_tokens") or 0),
        )
    except (ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError) as failure:
        raise StreamMalformed(str(failure)) from failure


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a text belongs")
    return value


class Thoughts:
    """Leaves out what a reasoning model thinks before it answers: `<think>…</think>` at the beginning.

    `is_open`: a model whose template opens the thoughts itself, so that only their end is seen. What never ends is
    the answer then.
    """

    def __init__(self, *, is_open: bool = False) -> None:
        self._held = ""
        self._closing = "</think>" if is_open else ""
        self._is_certain = False
        """The opening was seen."""
        self._is_answering = False
        self.were_seen = False
        self.were_open = False
        """They ended without having begun."""

    def came_apart(self) -> None:
        """The server keeps the thoughts apart: what comes is the answer."""
        if not self._held:
            self._is_answering = self.were_seen = True

    def push(self, text: str) -> str:
        """What of this text, and of what was held back, belongs to the answer."""
        if self._is_answering:
            # Too late to leave out what came before; `were_open` helps with the next answer.
            self.were_open = self.were_open or (not self.were_seen and "</think>" in text)
            return text
        self._held += text
        if not self._is_certain:
            begun = self._held.lstrip()
            for opening, closing in _OPENINGS.items():
                if begun.startswith(opening):
                    self._held, self._closing, self._is_certain = begun[len(opening) :], closing, True
                    self.were_seen = True
                    break
            else:
                if not self._closing and not any(opening.startswith(begun) for opening in _OPENINGS):
                    return self._answer(self._held)
        if self._closing and (at := self._held.find(self._closing)) >= 0:
            self.were_seen, self.were_open = True, not self._is_certain
            return self._answer(self._held[at + len(self._closing) :])
        return ""

    def finish(self) -> str:
        """The model ended here: what was held back for nothing."""
        return "" if self._is_answering or self._is_certain else self._answer(self._held)

    def _answer(self, text: str) -> str:
        self._held, self._is_answering = "", True
        return text


_CONTROLS = re.compile(r"<(?=[|｜][^<>\s]{1,40}[|｜]>|/?(?:s|bos|eos|think|start_of_turn|end_of_turn)>)|\[(?=/?INST\])")


def harmless(text: str) -> str:
    """A text without the control tokens of known templates: a PDF that says <|im_end|> must not end the question.

    Which of them the server's model knows is not told; in ordinary text none of them occurs. Lone surrogates, as some
    PDFs' text holds them, have no UTF-8.
    """
    return _CONTROLS.sub(lambda found: found[0] + " ", text).encode("utf-8", "replace").decode("utf-8")
