"""What every test gets: Qt off-screen, folders of its own, and a check that it leaves nothing running."""

import functools
import io
import multiprocessing
import multiprocessing.process
import multiprocessing.resource_tracker
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import hypothesis
import pytest

from reader import paths

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED_DATA = Path(os.environ.get("SHIORI_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")

_FOLDER_VARIABLES = {
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
}
# How long a thread or child that was told to stop may take to be gone.
_STOPPING_S = 5.0

# Where this user keeps models: known only until the folders move, a few lines below. The workers of pytest-xdist, which
# begin with the folders already moved, inherit the answer.
_USER_MODELS = Path(os.environ.setdefault("SHIORI_TEST_MODELS", str(paths.models_dir())))

# Set before anything imports Qt or asks for a folder: this runs before the first test module is imported.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)
_session_folder = tempfile.TemporaryDirectory(prefix="shiori-tests-", ignore_cleanup_errors=True)
for _variable, _name in _FOLDER_VARIABLES.items():
    os.environ[_variable] = str(Path(_session_folder.name, _name))


# Tests assert what happens, not how fast: on a busy machine any example may take long.
hypothesis.settings.register_profile("shiori", deadline=None)
hypothesis.settings.load_profile("shiori")


def pytest_unconfigure() -> None:
    _session_folder.cleanup()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """With --cov, the coverage of each Qt-free layer in one line."""
    plugin = config.pluginmanager.get_plugin("_cov")
    is_worker = hasattr(config, "workerinput")  # of pytest-xdist: it has measured its share only
    if plugin is None or is_worker or not config.option.cov_source:
        return
    measured = plugin.cov_controller.cov
    shares = []
    for layer in ("core", "store", "flows"):
        try:
            percent = measured.report(include=[f"*/reader/{layer}/*"], file=io.StringIO())
            shares.append(f"{layer} {percent:.0f} %")
        except coverage.CoverageException as error:
            shares.append(f"{layer} unknown ({error})")
    terminalreporter.section("coverage of the layers without Qt")
    terminalreporter.line(", ".join(shares))


# --- Folders ---


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty config, data, cache and state folders, used by this test and its children; returns their parent."""
    folder = tmp_path_factory.mktemp("user")
    for variable, name in _FOLDER_VARIABLES.items():
        (folder / name).mkdir()
        monkeypatch.setenv(variable, str(folder / name))
    return folder


@pytest.fixture(autouse=True)
def _no_models_of_other_programs(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds what LM Studio, Ollama and others keep in the home of whoever runs it."""
    monkeypatch.delenv("OLLAMA_MODELS", raising=False)
    monkeypatch.setattr("reader.engine.found_models._home", lambda: own_folders)
    monkeypatch.setattr("reader.engine.found_models._SERVICE", own_folders / "ollama")


@pytest.fixture(autouse=True)
def _no_key_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the keyring of whoever runs it."""
    monkeypatch.delenv("SHIORI_API_KEY", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def keys() -> Iterator[Any]:
    """A keyring in memory."""
    import keyring

    from tests.fake_keyring import FakeKeyring

    before, fake = keyring.get_keyring(), FakeKeyring()
    keyring.set_keyring(fake)
    yield fake
    keyring.set_keyring(before)


# --- Test data ---


@pytest.fixture(scope="session")
def papers() -> Path:
    """The folder of real papers; skips the test where it is not there."""
    return _shared_folder("papers")


@pytest.fixture(scope="session")
def qa() -> Path:
    """The folder of question sets with their documents; skips the test where it is not there."""
    return _shared_folder("qa")


@pytest.fixture(scope="session")
def robust() -> Path:
    """The folder of damaged and odd PDFs with their manifest; skips the test where it is not there."""
    return _shared_folder("robust")


@pytest.fixture(scope="session")
def default_model() -> Path:
    """The file of the default model, if this user has it (`make test` fetches it); skips the test otherwise."""
    file = _USER_MODELS / "SmolLM2-135M-Instruct.Q4_1.gguf"
    if not file.is_file():
        pytest.skip(f"no {file.name} in {_USER_MODELS} (.venv/bin/shiori models get smollm2-135m-instruct)")
    return file


@pytest.fixture(scope="session")
def default_embedder() -> Path:
    """The file of the default embedding model, if this user has it (`make test` fetches it); skips otherwise."""
    file = _USER_MODELS / "multilingual-e5-small.Q4_0.gguf"
    if not file.is_file():
        pytest.skip(f"no {file.name} in {_USER_MODELS} (.venv/bin/shiori models get multilingual-e5-small)")
    return file


def _shared_folder(name: str) -> Path:
    folder = SHARED_DATA / name
    if not folder.is_dir():
        pytest.skip(f"no {name} in {SHARED_DATA} (set SHIORI_SHARED_DATA)")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for name in ("papers", "qa", "robust"):
            if name in getattr(item, "fixturenames", ()):
                item.add_marker(name)
            elif item.get_closest_marker(name) and not (SHARED_DATA / name).is_dir():
                item.add_marker(pytest.mark.skip(reason=f"no {name} in {SHARED_DATA} (set SHIORI_SHARED_DATA)"))
        if item.get_closest_marker("display") and os.environ["QT_QPA_PLATFORM"] == "offscreen":
            item.add_marker(pytest.mark.skip(reason="needs a display: run with QT_QPA_PLATFORM=xcb"))


# --- Leaks ---

_started_at: dict[int, str] = {}


def _remember_where(owner: type, method: str, key: str) -> None:
    """Make `owner.method` note the stack it was called from under the id that `key` names (ident or pid)."""
    original = getattr(owner, method)

    @functools.wraps(original)
    def remembering(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        started = getattr(self, key, None)
        if started is not None:
            stack = traceback.extract_stack(sys._getframe(1))
            own = [frame for frame in stack if REPOSITORY in Path(frame.filename).parents]
            _started_at[started] = "".join(traceback.format_list(own or stack))
        return result

    setattr(owner, method, remembering)


_remember_where(threading.Thread, "start", "ident")
_remember_where(multiprocessing.process.BaseProcess, "start", "pid")
_remember_where(subprocess.Popen, "__init__", "pid")


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """Fail the test that leaves a thread, a child process or an open window behind; say where it was started.

    What a module or session fixture starts is there before the first look, so it may live on.
    """
    threads_before = set(threading.enumerate())
    children_before = _children()
    windows_before = _open_windows()
    yield
    deadline = time.monotonic() + _STOPPING_S
    threads = [thread for thread in threading.enumerate() if thread not in threads_before]
    # Dummy threads stand for threads of Qt or C++ that called into Python once.
    threads = [thread for thread in threads if not isinstance(thread, threading._DummyThread)]
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    left = [
        f"thread {thread.name!r}, started at\n{_started_at.get(thread.ident or 0, '  an unknown place')}"
        for thread in threads
        if thread.is_alive()
    ]
    for pid, command in _children().items():
        if pid not in children_before and not _wait_for_end(pid, max(0.0, deadline - time.monotonic())):
            left.append(f"process {pid} ({command}), started at\n{_started_at.get(pid, '  an unknown place')}")
    for window in _open_windows():
        if window not in windows_before:
            left.append(f"window {window.objectName() or window.windowTitle() or window!r}")
            window.close()  # it would keep the focus from the windows of the next tests
    if left:
        pytest.fail("left running: " + "\n".join(left), pytrace=False)


def _open_windows() -> list[Any]:
    """The windows, dialogs and menus on the (off-screen) screen; none where no test has used Qt yet."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    # A tool tip goes by itself.
    tool_tip = sys.modules["PySide6.QtCore"].Qt.WindowType.ToolTip
    return [
        widget
        for widget in widgets.QApplication.topLevelWidgets()
        if widget.isVisible() and widget.windowType() != tool_tip
    ]


def _children() -> dict[int, str]:
    """Process id and command line of each living child of this process.

    Without /proc only what multiprocessing started is known. Its resource tracker is left out: it lives on.
    """
    children = {child.pid: child.name for child in multiprocessing.active_children() if child.pid is not None}
    # What each thread of this process has started: looking at the parent of all processes takes a hundred times longer.
    for listed in Path("/proc/self/task").glob("*/children"):
        try:
            pids = listed.read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # the thread ended while we looked; its children are another's now
        for pid in pids:
            process = Path("/proc", pid)
            try:
                # The name in brackets may contain anything; the state follows the last bracket.
                state = (process / "stat").read_text().rpartition(")")[2].split()[0]
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            except (FileNotFoundError, ProcessLookupError):
                continue  # ended while we looked
            if state not in "ZX":
                children[int(pid)] = command
    children.pop(multiprocessing.resource_tracker._resource_tracker._pid, None)  # type: ignore[attr-defined]
    return children


def _wait_for_end(pid: int, timeout_s: float) -> bool:
    """Whether the child ends within the time; waits for the event itself, not by looking again and again."""
    for child in multiprocessing.active_children():
        if child.pid == pid:
            child.join(timeout_s)
            return not child.is_alive()
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], timeout_s)[0])
    finally:
        os.close(process)
