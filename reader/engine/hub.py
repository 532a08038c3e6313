"""Model files from a Hugging Face hub: resumed where they broke off, checked, and pinned."""

import asyncio
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reader.core.errors import DiskTooSmall, DownloadDamaged
from reader.engine.model_pins import Pin, load_pins, save_pin
from reader.engine.worker import Worker

DEFAULT_ENDPOINT = "https://huggingface.co"
SPARE_BYTES = 200_000_000
"""Kept free on the disk besides the model: room for everything else that runs."""
_CHILD = "reader.engine.hub_child"
_SILENCE_S = 15
"""A connection on which nothing comes for so long is opened anew, five times."""
_GRACE_S = 0.3


@dataclass(frozen=True, slots=True)
class HubSource:
    """A file of a repository on the hub. `revision`: a commit, or a branch whose commit is pinned at first use."""

    repo: str
    file: str
    revision: str = "main"


@dataclass(frozen=True, slots=True)
class HubFile:
    """What the hub says of a file."""

    commit: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the child is asked for. `name`: what people call it."""

    name: str
    repo: str
    file: str
    revision: str
    endpoint: str
    is_mirror: bool
    """A place that the settings name: it is not shown the user's access token."""
    size_bytes: int
    folder: Path


def hub_endpoint(mirror: str) -> str:
    """Where to fetch from: HF_ENDPOINT, else the mirror of the settings, else the hub itself."""
    return (os.environ.get("HF_ENDPOINT") or mirror or DEFAULT_ENDPOINT).rstrip("/")


def part_file(folder: Path, sha256: str) -> Path:
    """Where a file arrives, until it is whole. It stays when the download breaks off."""
    return folder / f".resume-{sha256[:24]}.part"


class HubFetch:
    """One file on its way into the models folder. `sha256`, `size_bytes`: the catalogue's; "" and 0: not known."""

    def __init__(
        self, name: str, source: HubSource, target: Path, *, sha256: str = "", size_bytes: int = 0, mirror: str = ""
    ) -> None:
        self._name, self._source, self._target = name, source, target
        self._sha256, self._size_bytes = sha256, size_bytes
        self._endpoint = hub_endpoint(mirror)
        self._is_mirror = not os.environ.get("HF_ENDPOINT") and self._endpoint != DEFAULT_ENDPOINT
        self._silence_s = _SILENCE_S

    async def run(self, report: Callable[[int, int], None]) -> None:
        """Fetch what is missing. `report(done, total)`, in bytes. Cancelling is a pause: what has arrived is kept.

        Raises HubUnreachable, HubWithoutModel, HubForbidden, DownloadDamaged, DiskTooSmall, DownloadFailed.
        """
        folder = self._target.parent
        folder.mkdir(parents=True, exist_ok=True)
        pin = load_pins(folder).get(self._target.name)
        if self._sha256 or (pin is not None and (pin.repo, pin.file) != (self._source.repo, self._source.file)):
            pin = None
        worker = Worker(_CHILD, name="the model hub", grace_s=_GRACE_S, env=self._environment())
        try:
            found: HubFile = await worker.call("find", self._wanted(pin))
            self._check(found, pin)
            # Named by what it will be: a file that the hub has replaced meanwhile is begun anew.
            part = part_file(folder, found.sha256)
            have_bytes = part.stat().st_size if part.exists() else 0
            if have_bytes > found.size_bytes:
                part.unlink()
                have_bytes = 0
            need_bytes, free_bytes = found.size_bytes - have_bytes + SPARE_BYTES, shutil.disk_usage(folder).free
            if free_bytes < need_bytes:
                raise DiskTooSmall(self._name, need_bytes, free_bytes)
            async for done_bytes in worker.stream("fetch", self._wanted(pin), found, part):
                report(done_bytes, found.size_bytes)
        finally:
            await worker.close()
        if await asyncio.to_thread(_sha256_of, part) != found.sha256:
            part.unlink()
            raise DownloadDamaged(self._name)
        save_pin(folder, self._target.name, Pin(self._source.repo, self._source.file, found.commit, found.sha256))
        os.replace(part, self._target)
        part.with_name(f"{part.name}.lock").unlink(missing_ok=True)

    def _check(self, found: HubFile, pin: Pin | None) -> None:
        expected = self._sha256 or (pin.sha256 if pin else "")
        is_other_size = bool(self._size_bytes) and found.size_bytes != self._size_bytes
        if is_other_size or (expected and found.sha256 != expected):
            raise DownloadDamaged(self._name)

    def _wanted(self, pin: Pin | None) -> Wanted:
        return Wanted(
            name=self._name,
            repo=self._source.repo,
            file=self._source.file,
            revision=pin.commit if pin is not None else self._source.revision,
            endpoint=self._endpoint,
            is_mirror=self._is_mirror,
            size_bytes=self._size_bytes,
            folder=self._target.parent,
        )

    def _environment(self) -> dict[str, str]:
        return {
            "HF_ENDPOINT": self._endpoint,
            "HF_HUB_DOWNLOAD_TIMEOUT": str(self._silence_s),
            "HF_HUB_ETAG_TIMEOUT": str(self._silence_s),
            # Plain HTTP can be resumed at any byte, and gets through proxies.
            "HF_HUB_DISABLE_XET": "1",
            # Nothing is told to anybody about who fetches what for which purpose.
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_HUB_DISABLE_UPDATE_CHECK": "1",
            # A connection that is opened anew is nothing to tell about.
            "HF_HUB_VERBOSITY": "error",
        }


def _sha256_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
