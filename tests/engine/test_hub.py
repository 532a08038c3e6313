"""Downloads from a hub: a server on this machine that stalls, breaks off, sends wrong bytes, and refuses."""

import asyncio
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader import paths
from reader.core.errors import (
    DiskTooSmall,
    DownloadDamaged,
    DownloadFailed,
    HubForbidden,
    HubUnreachable,
    HubWithoutModel,
    ReaderError,
)
from reader.engine import downloads, hub
from reader.engine.downloads import FetchProgress
from reader.engine.hub import HubSource, Wanted, part_file
from reader.engine.model_pins import load_pins
from reader.engine.models import CatalogueModel, FileSource, Source
from tests.fake_hub import COMMIT, FILE, REPO, FakeHub

_CONTENT = bytes(range(256)) * 20_000  # 5 MB: the child writes a megabyte at a time
_SHA256 = hashlib.sha256(_CONTENT).hexdigest()


def _entry(*sources: Source, sha256: str = _SHA256, size_bytes: int = len(_CONTENT)) -> CatalogueModel:
    return CatalogueModel(
        name="a-model",
        label="A Model",
        family="Small",
        file="A-Model.gguf",
        size_bytes=size_bytes,
        ram_bytes=1,
        languages=("en",),
        good_for="tests",
        licence="Apache-2.0",
        sha256=sha256,
        sources=sources or (HubSource(REPO, FILE, COMMIT),),
    )


def _fetch(fake: FakeHub | str, entry: CatalogueModel | None = None) -> tuple[Path, list[FetchProgress]]:
    seen: list[FetchProgress] = []
    entry = entry or _entry()
    url = fake if isinstance(fake, str) else fake.url
    path = asyncio.run(downloads.fetch(entry.name, seen.append, entries=[entry], mirror=url))
    return path, seen


def _failure(fake: FakeHub | str, kind: type[ReaderError], entry: CatalogueModel | None = None) -> ReaderError:
    with pytest.raises(kind) as caught:
        _fetch(fake, entry)
    assert not (paths.models_dir() / "A-Model.gguf").exists()
    return caught.value


def _part() -> Path:
    return part_file(paths.models_dir(), _SHA256)


@pytest.fixture(autouse=True)
def no_hub_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("NO_PROXY", "*")


def test_model_from_a_hub_is_whole_and_pinned() -> None:
    with FakeHub(_CONTENT) as fake:
        path, seen = _fetch(fake)
        assert path.read_bytes() == _CONTENT
        assert fake.revisions == [COMMIT, COMMIT]
    assert [p.done_bytes for p in seen] == sorted({p.done_bytes for p in seen})
    assert (seen[-1].done_bytes, seen[-1].total_bytes) == (len(_CONTENT), len(_CONTENT))
    assert sorted(file.name for file in paths.models_dir().iterdir()) == ["A-Model.gguf", "pins.json"]
    assert load_pins(paths.models_dir())["A-Model.gguf"].sha256 == _SHA256


def test_access_token_goes_to_the_hub_and_not_to_a_mirror_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    with FakeHub(_CONTENT) as fake:
        _fetch(fake)
        assert set(fake.tokens) == {None}
    (paths.models_dir() / "A-Model.gguf").unlink()
    with FakeHub(_CONTENT) as own:
        monkeypatch.setenv("HF_ENDPOINT", own.url)
        _fetch("http://127.0.0.1:9")
        assert set(own.tokens) == {"Bearer hf_secret"}


def test_checksum_that_is_not_known_is_pinned_at_first_use() -> None:
    unknown = _entry(HubSource(REPO, FILE), sha256="", size_bytes=0)
    with FakeHub(_CONTENT) as fake:
        path, _ = _fetch(fake, unknown)
        pin = load_pins(paths.models_dir())["A-Model.gguf"]
        assert (pin.commit, pin.sha256) == (COMMIT, _SHA256)
        _fetch(fake, unknown)
        assert len(fake.served) == 1, "it is here"
        path.unlink()
        _fetch(fake, unknown)
        assert fake.revisions == ["main", COMMIT, COMMIT, COMMIT]
    path.unlink()
    with FakeHub(_CONTENT[::-1]) as replaced:
        _failure(replaced, DownloadDamaged, unknown)
        assert not replaced.served


def test_connection_that_breaks_is_taken_up_where_it_broke() -> None:
    with FakeHub(_CONTENT, breaks=[3_000_000]) as fake:
        path, _ = _fetch(fake)
        assert path.read_bytes() == _CONTENT
        (first, count), (again, _) = fake.served
    assert first == 0
    assert 0 < again <= count


def test_silent_connection_is_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "_SILENCE_S", 1)
    with FakeHub(_CONTENT, stalls_at=3_000_000) as fake:
        path, _ = _fetch(fake)
        assert path.read_bytes() == _CONTENT
        assert fake.served[1][0] >= 2_000_000


def test_server_without_ranges_sends_it_all_again() -> None:
    paths.models_dir().mkdir(parents=True)
    _part().write_bytes(b"x" * 1000)
    with FakeHub(_CONTENT, knows_ranges=False) as fake:
        path, _ = _fetch(fake)
    assert path.read_bytes() == _CONTENT


def test_pause_keeps_what_has_arrived() -> None:
    async def fetch_and_pause(url: str) -> None:
        some = asyncio.Event()

        def look(progress: FetchProgress) -> None:
            if progress.done_bytes >= 2_000_000:
                some.set()

        task = asyncio.create_task(downloads.fetch("a-model", look, entries=[_entry()], mirror=url))
        await some.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with FakeHub(_CONTENT, stalls_at=3_000_000) as fake:
        asyncio.run(fetch_and_pause(fake.url))
        kept = _part().stat().st_size
        assert kept >= 1_000_000
        path, seen = _fetch(fake)
        assert path.read_bytes() == _CONTENT
        assert fake.served[1] == (kept, len(_CONTENT) - kept)
        assert seen[0].done_bytes == kept


_PROGRAM = """
import asyncio, sys
from reader.engine import downloads
from tests.engine.test_hub import _entry

def tell(progress):
    if progress.done_bytes >= 2_000_000:
        print("some", flush=True)

if __name__ == "__main__":
    asyncio.run(downloads.fetch("a-model", tell, entries=[_entry()], mirror=sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_killed_program_goes_on_without_fetching_again_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "fetching.py").write_text(_PROGRAM)
    root = Path(__file__).resolve().parents[2]
    with FakeHub(_CONTENT, stalls_at=3_000_000) as fake:
        program = subprocess.Popen(
            [sys.executable, str(tmp_path / "fetching.py"), fake.url],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        with program:
            assert program.stdout is not None
            assert program.stdout.readline() == "some\n"
            program.send_signal(signal.SIGKILL)
        kept = _part().stat().st_size
        assert kept >= 1_000_000
        path, _ = _fetch(fake)
        assert path.read_bytes() == _CONTENT
        first, count = fake.served[-1]
        assert first >= kept
        assert first + count == len(_CONTENT)


def test_wrong_bytes_are_not_kept() -> None:
    with FakeHub(_CONTENT, sent=_CONTENT[:-1] + b"?") as fake:
        _failure(fake, DownloadDamaged)
    assert not _part().exists()


def test_other_file_than_the_catalogue_knows_is_not_fetched() -> None:
    with FakeHub(_CONTENT[::-1]) as fake:
        _failure(fake, DownloadDamaged)
        assert not fake.served


@pytest.mark.parametrize(
    ("status", "error_code", "kind"),
    [
        (404, "EntryNotFound", HubWithoutModel),
        (404, "RevisionNotFound", HubWithoutModel),
        (401, "RepoNotFound", HubWithoutModel),
        (401, "", HubForbidden),
        (403, "GatedRepo", HubForbidden),
        (500, "", DownloadFailed),
    ],
)
def test_refusals(status: int, error_code: str, kind: type[ReaderError]) -> None:
    from huggingface_hub import close_session  # here: nobody else in this process needs the library

    from reader.engine.hub_child import HubService

    with FakeHub(_CONTENT, status=status, error_code=error_code) as fake:
        wanted = Wanted("a-model", REPO, FILE, "main", fake.url, True, len(_CONTENT), Path())
        with pytest.raises(kind) as caught:
            HubService().find(wanted)
        close_session()
        assert fake.url.removeprefix("http://") in caught.value.title


def test_hub_that_cannot_be_reached() -> None:
    assert "127.0.0.1:9 cannot be reached" in _failure("http://127.0.0.1:9", HubUnreachable).title


def test_next_source_after_the_hub(tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(_CONTENT)
    entry = _entry(HubSource(REPO, FILE), FileSource(tmp_path / "copy"))
    path, _ = _fetch("http://127.0.0.1:9", entry)
    assert path.read_bytes() == _CONTENT


def test_disk_that_is_too_small_is_noticed_before_the_download(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(total=10, used=9, free=1))
    with FakeHub(_CONTENT) as fake:
        failure = _failure(fake, DiskTooSmall)
        assert not fake.served
    assert isinstance(failure, DiskTooSmall)
    assert failure.need_bytes == len(_CONTENT) + hub.SPARE_BYTES


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_disk_that_fills_up_meanwhile() -> None:
    paths.models_dir().mkdir(parents=True)
    _part().symlink_to("/dev/full")
    with FakeHub(_CONTENT) as fake:
        _failure(fake, DiskTooSmall)


def test_two_programs_do_not_fetch_into_one_file() -> None:
    async def fetch_twice(url: str) -> None:
        begun = asyncio.Event()
        first = asyncio.create_task(
            downloads.fetch("a-model", lambda _progress: begun.set(), entries=[_entry()], mirror=url)
        )
        await begun.wait()
        with pytest.raises(DownloadFailed) as caught:
            await downloads.fetch("a-model", entries=[_entry()], mirror=url)
        assert "another window or command" in caught.value.title
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first

    with FakeHub(_CONTENT, stalls_at=3_000_000) as fake:
        asyncio.run(fetch_twice(fake.url))


def test_where_models_are_fetched_from(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hub.hub_endpoint("") == "https://huggingface.co"
    assert hub.hub_endpoint("https://mirror.example.org/") == "https://mirror.example.org"
    monkeypatch.setenv("HF_ENDPOINT", "https://own.example.org")
    assert hub.hub_endpoint("https://mirror.example.org/") == "https://own.example.org"
