"""Which commit and SHA-256 each fetched model file had when it came, in a file beside the models.

What the catalogue does not know is taken from the hub's own metadata at first use. From then on it must be the same: a
file that was replaced there is not taken for the one that was here.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

_FILE = "pins.json"


@dataclass(frozen=True, slots=True)
class Pin:
    repo: str
    file: str
    """In the repository."""
    commit: str
    sha256: str


def load_pins(folder: Path) -> Mapping[str, Pin]:
    """Name of the model file -> its pin. A file that is missing or damaged pins nothing."""
    try:
        stored = json.loads((folder / _FILE).read_text("utf-8"))
        return {str(name): Pin(**{key: str(value) for key, value in pin.items()}) for name, pin in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def save_pin(folder: Path, name: str, pin: Pin) -> None:
    """Written beside, then replaced. Raises OSError."""
    pins = {**load_pins(folder), name: pin}
    beside = folder / f".{_FILE}.{os.getpid()}.new"
    beside.write_text(json.dumps({key: asdict(value) for key, value in sorted(pins.items())}, indent=2) + "\n", "utf-8")
    beside.replace(folder / _FILE)
