"""The child that talks to a Hugging Face hub, or to a mirror that speaks its protocol.

A process of its own: the library is large, reads its settings from the environment when it is imported, and waits for a
server in ways that only the end of the process interrupts. What has arrived is on the disk at any moment.
"""

import errno
import os
import queue
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2
from filelock import FileLock, Timeout
from huggingface_hub import constants, get_hf_file_metadata, hf_hub_url
from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers

from reader.core.errors import (
    DiskTooSmall,
    DownloadDamaged,
    DownloadFailed,
    HubForbidden,
    HubUnreachable,
    HubWithoutModel,
    ReaderError,
)
from reader.engine.hub import HubFile, Wanted

_CHUNK_BYTES = 1 << 20
"""As much as a kill can lose; the library's own 10 MB are half a minute of a slow line."""
_SHA256_DIGITS = 64


class HubService:
    """Its public methods are the jobs of the worker."""

    def find(self, wanted: Wanted) -> HubFile:
        """What the hub says of the file. Raises HubUnreachable, HubWithoutModel, HubForbidden, DownloadFailed."""
        with _failures(wanted):
            facts = get_hf_file_metadata(_url(wanted, wanted.revision), token=_token(wanted), endpoint=wanted.endpoint)
        if facts.etag is None or len(facts.etag) != _SHA256_DIGITS or facts.size is None or not facts.commit_hash:
            raise DownloadFailed(wanted.name, f"{_host(wanted)} names neither its size nor its SHA-256")
        return HubFile(facts.commit_hash, facts.etag, facts.size)

    def fetch(self, wanted: Wanted, found: HubFile, part: Path) -> Iterator[int]:
        """Bring what is missing of the file into `part`; yields the bytes that are there. Raises as `find`.

        Also DiskTooSmall, and DownloadDamaged where the server sends more than the file has.
        """
        try:
            with FileLock(f"{part}.lock", timeout=0), part.open("ab") as stream:
                yield from _arriving(wanted, found, stream, part.stat().st_size)
                stream.flush()
                os.fsync(stream.fileno())
        except Timeout as failure:
            raise DownloadFailed(wanted.name, "another window or command is fetching it") from failure


def _arriving(wanted: Wanted, found: HubFile, stream: Any, done_bytes: int) -> Iterator[int]:
    """The library reports to a progress bar while it works; here that is a queue, and it works in a thread."""
    reports: queue.SimpleQueue[int | BaseException | None] = queue.SimpleQueue()

    class Bar:
        """As much of a tqdm bar as the library uses."""

        def __init__(self, *_: object, initial: int = 0, **__: object) -> None:
            self._done_bytes = initial

        def update(self, arrived_bytes: int) -> None:
            self._done_bytes += arrived_bytes
            reports.put(self._done_bytes)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

    def load() -> None:
        try:
            with _failures(wanted):
                http_get(
                    # Not where it was redirected to: such addresses hold for minutes only.
                    _url(wanted, found.commit),
                    stream,
                    resume_size=done_bytes,
                    headers=build_hf_headers(token=_token(wanted)) | {"Accept-Encoding": "identity"},
                    expected_size=found.size_bytes,
                    tqdm_class=Bar,
                )
        except BaseException as failure:  # noqa: BLE001  raised by the job, below
            reports.put(failure)
        else:
            reports.put(None)

    # A daemon: a job that is given up ends with its process.
    threading.Thread(target=load, name="load", daemon=True).start()
    yield done_bytes
    while (report := reports.get()) is not None:
        if isinstance(report, BaseException):
            raise report
        yield report


def create_service() -> HubService:
    constants.DOWNLOAD_CHUNK_SIZE = _CHUNK_BYTES
    return HubService()


@contextmanager
def _failures(wanted: Wanted) -> Iterator[None]:
    """What goes wrong inside becomes a failure that people can do something about."""
    try:
        yield
    except (httpx2.HTTPError, OSError) as failure:
        raise _failure_of(failure, wanted) from failure


def _failure_of(failure: Exception, wanted: Wanted) -> ReaderError:
    if isinstance(failure, HfHubHTTPError) and failure.response is not None:
        match failure.response.status_code:
            case 401 | 403:
                # A hub says 401 of what does not exist, so as not to tell what is private.
                is_unknown = type(failure).__name__ == "RepositoryNotFoundError"
                return (HubWithoutModel if is_unknown else HubForbidden)(wanted.name, _host(wanted))
            case 404 | 410:
                return HubWithoutModel(wanted.name, _host(wanted))
            case 416:
                return DownloadDamaged(wanted.name)
            case code:
                return DownloadFailed(wanted.name, f"{_host(wanted)} answers with an error (HTTP {code})")
    if isinstance(failure, OfflineModeIsEnabled):
        return DownloadFailed(wanted.name, "HF_HUB_OFFLINE is set")
    if isinstance(failure, OSError) and failure.errno == errno.ENOSPC:
        return DiskTooSmall(wanted.name, wanted.size_bytes, shutil.disk_usage(wanted.folder).free)
    if isinstance(failure, OSError) and failure.errno is not None and failure.filename is not None:
        return DownloadFailed(wanted.name, failure.strerror or str(failure))
    return HubUnreachable(wanted.name, _host(wanted))


def _url(wanted: Wanted, revision: str) -> str:
    return str(hf_hub_url(wanted.repo, wanted.file, revision=revision, endpoint=wanted.endpoint))


def _token(wanted: Wanted) -> bool | None:
    """None: the user's own access token, if there is one. False: none."""
    return False if wanted.is_mirror else None


def _host(wanted: Wanted) -> str:
    return urlsplit(wanted.endpoint).netloc or wanted.endpoint
