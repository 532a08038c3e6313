"""Models that other programs of this computer keep: LM Studio, Ollama, Jan and GPT4All. They are used where they lie.

Only folders are looked at; whether a file can be used is seen from its header when somebody chooses it.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_OLLAMA_MODEL = "application/vnd.ollama.image.model"
_DIGEST = re.compile(r"sha256[:-][0-9a-f]{64}")
_LATER_PART = re.compile(r"-0*(?!0*1-of-)\d+-of-\d+$")
"""Of a model in several files: the first one stands for all."""
_MANIFEST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class FoundModel:
    """`name`: what that program calls it. `program`: whose it is."""

    name: str
    path: Path
    size_bytes: int
    program: str


def found_models() -> tuple[FoundModel, ...]:
    """By program and name; a file that two programs share counts once."""
    found: dict[Path, FoundModel] = {}
    for program, name, path in _all():
        try:
            size_bytes = path.stat().st_size
            found.setdefault(path.resolve(), FoundModel(name, path, size_bytes, program))
        except OSError:
            # A link to a disk that is not there, or a folder of another user.
            continue
    return tuple(sorted(found.values(), key=lambda model: (model.program, model.name)))


def find_found(name: str) -> Path | None:
    """The file of the model that has this name there, in any capitals."""
    wanted = name.casefold()
    return next((model.path for model in found_models() if model.name.casefold() == wanted), None)


def _all() -> Iterator[tuple[str, str, Path]]:
    for folder in _lm_studio_folders():
        for path in _gguf_files(folder):
            yield "LM Studio", path.stem, path
    for folder in _ollama_folders():
        yield from (("Ollama", name, path) for name, path in _ollama_models(folder))
    for folder in _jan_folders():
        for path in _gguf_files(folder):
            # It calls each file model.gguf, in a folder of the model's name.
            yield "Jan", path.parent.name if path.stem == "model" else path.stem, path
    for path in _gguf_files(_data(roaming=False) / "nomic.ai" / "GPT4All"):
        yield "GPT4All", path.stem, path


def _home() -> Path:
    return Path.home()


def _data(*, roaming: bool) -> Path:
    """Where programs keep what is theirs: ~/.local/share, Application Support, AppData."""
    return Path(platformdirs.user_data_dir(appauthor=False, roaming=roaming))


def _lm_studio_folders() -> Iterator[Path]:
    bases = [_home() / ".lmstudio", _home() / ".cache" / "lm-studio"]
    pointer = _read(_home() / ".lmstudio-home-pointer").strip()
    if pointer:
        bases.insert(0, Path(pointer))
    for base in bases:
        yield base / "models"
        try:
            settings = json.loads(_read(base / "settings.json") or "{}")
        except (ValueError, RecursionError):
            continue
        chosen = settings.get("downloadsFolder") if isinstance(settings, dict) else None
        if isinstance(chosen, str) and chosen:
            yield Path(chosen)


def _ollama_folders() -> Iterator[Path]:
    if own := os.environ.get("OLLAMA_MODELS"):
        yield Path(own)
    yield _home() / ".ollama" / "models"
    if sys.platform == "linux":
        yield _SERVICE


_SERVICE = Path("/usr/share/ollama/.ollama/models")
"""Where Ollama keeps them when it runs as a service of the system."""


def _jan_folders() -> Iterator[Path]:
    for base in (_data(roaming=True) / "Jan" / "data", _home() / "jan"):
        yield base / "llamacpp" / "models"
        yield base / "models"


def _gguf_files(folder: Path) -> Iterator[Path]:
    try:
        paths = sorted(folder.rglob("*.gguf"))
    except OSError:
        return
    for path in paths:
        # Files named mmproj let a model see pictures, and are none themselves.
        if not path.name.casefold().startswith("mmproj") and not _LATER_PART.search(path.stem):
            yield path


def _ollama_models(folder: Path) -> Iterator[tuple[str, Path]]:
    """manifests/HOST/OWNER/MODEL/TAG names the file in blobs."""
    root = folder / "manifests"
    try:
        manifests = [path for path in sorted(root.glob("*/*/*/*")) if path.is_file()]
    except OSError:
        return
    for manifest in manifests:
        digest = _ollama_digest(_read(manifest))
        if digest is None:
            continue
        host, owner, model, tag = manifest.relative_to(root).parts
        name = model if owner == "library" else f"{owner}/{model}"
        yield (f"{name}:{tag}" if host == "registry.ollama.ai" else f"{host}/{name}:{tag}"), folder / "blobs" / digest


def _ollama_digest(manifest: str) -> str | None:
    try:
        layers = json.loads(manifest)["layers"]
        digests = [layer["digest"] for layer in layers if layer["mediaType"] == _OLLAMA_MODEL]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    # What is no digest could be a path to anywhere.
    is_sound = len(digests) == 1 and isinstance(digests[0], str) and _DIGEST.fullmatch(digests[0])
    return digests[0].replace(":", "-") if is_sound else None


def _read(file: Path) -> str:
    """A small text file; empty where there is none."""
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            return stream.read(_MANIFEST_BYTES)
    except OSError:
        return ""
