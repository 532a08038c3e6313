"""What a model server says when it does not answer, as the failures a reader can meet."""

import json
import re
from collections.abc import Mapping
from typing import Any

from reader.core.errors import PromptTooLong, ReaderError, ServerFailed, ServerModelUnknown, ServerRefusedKey
from reader.engine.server_address import ServerAddress

BROKE_OFF = "its answer broke off"
ODD = "what it says is not what the OpenAI protocol says"
SILENT = "nothing came from it for too long"

_LONGEST = 200
_LIMIT = re.compile(r"(?:maximum context length is|context (?:window|size)[^0-9]{0,12})\D*(\d+)", re.IGNORECASE)
_WANTED = (
    re.compile(r"(\d+) in (?:the|your) (?:messages|prompt|input)", re.IGNORECASE),
    re.compile(r"(?:resulted in|requested(?: tokens)?|contains(?: at least)?|request) \(?(\d+)", re.IGNORECASE),
)
_TOO_LONG = re.compile(r"context[ _](?:length|window|size)|too many tokens|prompt is too long", re.IGNORECASE)
_NO_MODEL = re.compile(r"model\b.*\b(?:not found|does not exist|unknown)|model_not_found", re.IGNORECASE | re.DOTALL)


def error_of(body: bytes) -> Mapping[str, Any]:
    """What a body says about an error: the fields of the protocol as far as they are there, else `message` alone."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        text = body.decode("utf-8", "replace")
        return {} if text.lstrip().startswith("<") else {"message": text}
    if isinstance(said, dict):
        error = said.get("error", said)
        if isinstance(error, dict):
            return {"message": error.get("detail", ""), **error}
        return {"message": str(error)}
    return {"message": str(said)}


def failure_of(
    address: ServerAddress, model: str, status: int, error: Mapping[str, Any], *, has_key: bool, context_tokens: int
) -> ReaderError:
    """The failure behind a status, or (0) behind an error in the middle of a stream."""
    message = " ".join(str(error.get("message") or "").split())
    kind = f"{error.get('code') or ''} {error.get('type') or ''}"
    if status in (401, 403):
        return ServerRefusedKey(address.host, address.base, has_key)
    if status in (0, 400, 413, 422, 500) and (
        "context_length_exceeded" in kind or "exceed_context_size" in kind or _TOO_LONG.search(message)
    ):
        return _too_long(message, error, context_tokens)
    if status == 404 or _NO_MODEL.search(f"{kind} {message}"):
        return ServerModelUnknown(address.host, model, "")
    if status == 429:
        message = message or "it takes no more requests at the moment"
    reason = message.rstrip(".") or "it gives no reason"
    reason = reason if len(reason) <= _LONGEST else f"{reason[:_LONGEST].rstrip()}…"
    return ServerFailed(address.host, f"{reason} (HTTP {status})" if status else reason)


def _too_long(message: str, error: Mapping[str, Any], context_tokens: int) -> PromptTooLong:
    limit, wanted = error.get("n_ctx"), error.get("n_prompt_tokens")
    if not isinstance(limit, int):
        found = _LIMIT.search(message)
        limit = int(found[1]) if found else context_tokens
    if not isinstance(wanted, int):
        counts = [int(found[1]) for pattern in _WANTED if (found := pattern.search(message))]
        wanted = counts[0] if counts else limit + 1
    return PromptTooLong(max(wanted, limit + 1), limit)
