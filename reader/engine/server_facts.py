"""What a model server has: which model answers, how much it can read, how many requests it takes at a time.

The OpenAI protocol tells the names only; for the rest each kind of server has a place of its own.
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from reader.core.errors import ReaderError, ServerFailed, ServerModelUnknown
from reader.engine.server_client import ServerClient
from reader.engine.server_failures import ODD

_USUAL_CONTEXT_TOKENS = 4096
"""Ollama's and LM Studio's own; what is cut off silently beyond that would be lost."""
_BATCHING = ("vllm", "sglang")
"""Servers that work on many requests at once, by who they say owns a model."""
_BATCHED = 8
_ELSEWHERE = 4
"""Requests at a time for a service on the net about which nothing else is known."""
_SHOWN_NAMES = 8
_NO_CHAT = re.compile(r"embed|rerank|whisper|tts|moderation|dall-e|\bbge\b|e5-", re.IGNORECASE)
_SMALL_PARAMETERS = 400e6
"""Below this the words of a model are not to be trusted: SmolLM2 has 135 million, Gemma 3 270, Qwen2.5 494."""
_SIZE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*([MB])(?![a-z0-9])", re.IGNORECASE)
"""As in "smollm2-135m-instruct" and "494.03M"."""
_CONTEXT_FIELDS = ("max_model_len", "context_length", "context_window", "max_context_length")


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What was found out about a server and the model that answers there."""

    model: str
    context_tokens: int
    is_context_known: bool
    """Else it is what every server should have."""
    parallel: int
    """Requests it takes at a time; others wait here."""
    models: tuple[str, ...]
    """All that it lists."""
    is_small: bool = False
    """Too few parameters for its words to be trusted, as far as the server or the model's name tells."""
    keeps_prompts: bool = False
    """A prompt it has read is not read again, and reading ends when the connection does (llama-server)."""


async def find_facts(client: ServerClient) -> ServerFacts:
    """Ask the server. Raises ServerUnreachable, ServerRefusedKey, ServerModelUnknown, ServerFailed."""
    address = client.address
    entries = await _listed(client)
    names = tuple(str(entry["id"]) for entry in entries)
    model = _chosen(names, address.model)
    if model is None:
        raise ServerModelUnknown(address.host, address.model, ", ".join(names[:_SHOWN_NAMES]))
    entry = next((entry for entry in entries if entry["id"] == model), {})
    meta = entry.get("meta")
    known = ServerFacts(
        model=model,
        context_tokens=_first_count(*(entry.get(field) for field in _CONTEXT_FIELDS)),
        is_context_known=True,
        parallel=1 if address.is_local else _ELSEWHERE,
        models=names,
        is_small=_is_small(meta.get("n_params") if isinstance(meta, Mapping) else None, model),
    )
    if str(entry.get("owned_by")).casefold() in _BATCHING or "max_model_len" in entry:
        known = replace(known, parallel=_BATCHED)
    elif not known.context_tokens:
        known = await _looked_around(client, known)
    if not known.context_tokens:
        known = replace(known, context_tokens=_USUAL_CONTEXT_TOKENS, is_context_known=False)
    return known


async def _looked_around(client: ServerClient, known: ServerFacts) -> ServerFacts:
    """What llama-server, Ollama and LM Studio tell elsewhere."""
    root, model = client.address.root, known.model
    props, shown, running, loaded = await asyncio.gather(
        _probe(client, f"{root}/props"),
        _probe(client, f"{root}/api/show", {"model": model}),
        _probe(client, f"{root}/api/ps"),
        _probe(client, f"{root}/api/v0/models"),
    )
    settings = props.get("default_generation_settings")
    if isinstance(settings, Mapping):
        context_tokens = _first_count(settings.get("n_ctx"), props.get("n_ctx"))
        slots = _first_count(props.get("total_slots")) or 1
        return replace(known, context_tokens=context_tokens, parallel=slots, keeps_prompts=True)
    details = shown.get("details")
    size = details.get("parameter_size") if isinstance(details, Mapping) else None
    return replace(
        known,
        context_tokens=_of_ollama(shown, running, model) or _of_lm_studio(loaded, model),
        parallel=1 if shown or loaded else known.parallel,
        is_small=_is_small(size, model),
    )


async def _listed(client: ServerClient) -> list[Mapping[str, Any]]:
    try:
        said = await client.ask(f"{client.address.base}/models")
    except ServerModelUnknown:  # 404: it lists nothing
        if client.address.model:
            return []
        raise
    entries = said.get("data") if isinstance(said, Mapping) else None
    if not isinstance(entries, list):
        raise ServerFailed(client.address.host, ODD)
    return [entry for entry in entries if isinstance(entry, Mapping) and isinstance(entry.get("id"), str)]


def _chosen(names: tuple[str, ...], wanted: str) -> str | None:
    """The server's own name of the wanted model; without a wish the first that can write; None: there is none."""
    if not wanted:
        return next((name for name in names if not _NO_CHAT.search(name)), next(iter(names), None))
    if not names:
        return wanted
    folded = wanted.casefold()
    return next((name for name in names if name.casefold() in (folded, f"{folded}:latest")), None)


async def _probe(client: ServerClient, url: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """What stands there; nothing where that is not the way this server talks."""
    try:
        said = await client.ask(url, body, is_probe=True)
    except ReaderError:
        return {}
    return said if isinstance(said, Mapping) else {}


def _of_ollama(shown: Mapping[str, Any], running: Mapping[str, Any], model: str) -> int:
    """What the model was loaded with or is set to; not what it could do: Ollama cuts longer prompts silently."""
    for entry in _entries(running, "models"):
        if model in (entry.get("name"), entry.get("model")):
            return _first_count(entry.get("context_length"))
    found = re.search(r"^num_ctx\s+(\d+)", str(shown.get("parameters")), re.MULTILINE)
    return int(found[1]) if found else 0


def _of_lm_studio(loaded: Mapping[str, Any], model: str) -> int:
    return next(
        (_first_count(e.get("loaded_context_length")) for e in _entries(loaded, "data") if e.get("id") == model), 0
    )


def _is_small(told: object, name: str) -> bool:
    """By a number of parameters, or a text that holds one, where the server tells it; else by the model's name."""
    if isinstance(told, int):
        return 0 < told < _SMALL_PARAMETERS
    found = _SIZE.search(str(told)) or _SIZE.search(name)
    return found is not None and float(found[1]) * {"m": 1e6, "b": 1e9}[found[2].casefold()] < _SMALL_PARAMETERS


def _entries(said: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    entries = said.get(field)
    return [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []


def _first_count(*values: object) -> int:
    """The first that is a positive whole number; 0 without one."""
    return next((value for value in values if isinstance(value, int) and value > 0), 0)
