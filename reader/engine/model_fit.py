"""Which models suit this computer, and why: its memory against what they need, its cores against their size."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reader.engine.machine import physical_cores, total_memory_bytes
from reader.engine.models import CatalogueModel

Fit: TypeAlias = Literal["good", "slow", "tight", "too large", "unknown"]

_SHARE = 0.5
"""Of all memory: the other half is for the window, the pages, and everything else that runs."""
_LEFT_BYTES = 1_000_000_000
"""What the system itself needs at the least."""
_CORE_BYTES_PER_S = 5_500_000_000
"""Weights that one core goes through in a second: 1.1 GB, ten tokens a second, two cores (measured here)."""
_MOST_CORES = 8
"""More do not help: memory is not read faster."""
_SLOWEST = 3.0
"""Tokens a second; a reader's eyes do about five."""


@dataclass(frozen=True, slots=True)
class ModelFit:
    """How a model suits a computer. `why`: one English sentence."""

    fit: Fit
    why: str
    tokens_per_s: float
    """Expected when it writes, without a graphics card; an order of magnitude."""


@dataclass(frozen=True, slots=True)
class Computer:
    """`memory_bytes`: all of it; None where the system does not say."""

    memory_bytes: int | None
    cores: int


def this_computer() -> Computer:
    return Computer(total_memory_bytes(), physical_cores())


def fit_of(model: CatalogueModel, computer: Computer) -> ModelFit:
    speed = min(computer.cores, _MOST_CORES) * _CORE_BYTES_PER_S / max(1, model.size_bytes)
    if computer.memory_bytes is None:
        return ModelFit("unknown", "This computer does not say how much memory it has.", speed)
    has, needs = _gigabytes(computer.memory_bytes), _gigabytes(model.ram_bytes)
    if model.ram_bytes > computer.memory_bytes - _LEFT_BYTES:
        return ModelFit("too large", f"It needs {needs} of memory; this computer has {has}.", speed)
    if model.ram_bytes > computer.memory_bytes * _SHARE:
        return ModelFit("tight", f"It needs {needs} of {has} of memory: other programs must be closed.", speed)
    if speed < _SLOWEST:
        cores = "1 core" if computer.cores == 1 else f"{computer.cores} cores"
        return ModelFit("slow", f"It needs {needs} of {has} of memory, but would write slowly with {cores}.", speed)
    return ModelFit("good", f"It needs {needs} of {has} of memory.", speed)


def recommended(models: Sequence[CatalogueModel], computer: Computer, language: str = "") -> CatalogueModel | None:
    """The most capable model that writes and suits the computer, or None. `language`: one that it must write."""
    suited = [
        model
        for model in models
        if model.purpose == "chat"
        and fit_of(model, computer).fit == "good"
        and (not language or language in model.languages)
    ]
    # Of two that are alike the later one of the catalogue, which goes from small to large.
    return max(enumerate(suited), key=lambda item: (item[1].size_bytes, item[0]), default=(0, None))[1]


def _gigabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.1f} GB"
