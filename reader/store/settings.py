"""Settings kept in settings.json: read once, replaced atomically, unknown keys kept for newer versions."""

import contextlib
import dataclasses
import json
import os
from pathlib import Path
from typing import Any

from reader.core.errors import StoreUnusable


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    model: str = "smollm2-135m-instruct"
    """A catalogue name, a path to a .gguf file, the address of a model server, or "none"."""
    servers: tuple[str, ...] = ()
    """Scheme, host and port of each server elsewhere to which the window may send text: asked once, and agreed."""
    embedder: str = "multilingual-e5-small"
    """What searches by meaning: a catalogue name, a path to a .gguf file, or "none". Nothing is missed where it is not
    there: words are searched."""
    answer_language: str = ""
    """"en", "ja", or empty: the language of the question."""
    ui_language: str = ""
    """"en", "ja", or empty: the system's."""
    ocr: str = "auto"
    """"auto": pages that are pictures are read unasked where they are few; "always", "never"."""
    reload: bool = True
    """Show a file anew when it changes on the disk; else only say so."""
    author: str = ""
    """Who made the annotations in copies of PDFs; empty: nobody is named."""
    arxiv_url: str = ""
    """Where arXiv is asked, on request, for days and categories; empty: arXiv's own service."""
    hub_url: str = ""
    """A mirror that models are fetched from in place of the Hugging Face hub; HF_ENDPOINT goes first."""
    unknown: tuple[tuple[str, Any], ...] = ()
    """Keys of settings.json that this version does not know."""


_KNOWN = {field.name: field for field in dataclasses.fields(Settings) if field.name != "unknown"}


def load_settings(path: Path) -> Settings:
    """The settings; defaults where the file is missing, damaged, or holds a value of another type."""
    try:
        stored = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    known: dict[str, Any] = {}
    for name, value in stored.items():
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = tuple(value)
        if name in _KNOWN and isinstance(value, type(_KNOWN[name].default)):
            known[name] = value
    return Settings(**known, unknown=tuple((k, v) for k, v in stored.items() if k not in _KNOWN))


def save_settings(path: Path, settings: Settings) -> None:
    """Write beside, then replace: a crash leaves the old file or the new one. Raises StoreUnusable."""
    values = dict(settings.unknown) | {name: getattr(settings, name) for name in _KNOWN}
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", "utf-8")
        beside.replace(path)
    except OSError as failure:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise StoreUnusable(str(path), failure.strerror or str(failure)) from failure
