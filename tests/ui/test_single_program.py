"""A second start hands its files over; one that finds nobody, or only what a crash left, starts by itself."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

from reader.ui.single_program import Listening, hand_over, socket_name

_SECOND = (
    "import os, sys; from pathlib import Path; from reader.ui.single_program import hand_over\n"
    "sys.exit(0 if hand_over(sys.argv[1], [Path(os.fsdecode(os.fsencode(name))) for name in sys.argv[2:]]) else 3)"
)


@pytest.fixture
def name(tmp_path: Path) -> str:
    return socket_name(tmp_path / "library.db")


def second_start(name: str, *files: str) -> "subprocess.Popen[bytes]":
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen([sys.executable, "-c", _SECOND, name, *files], cwd=root)


@pytest.fixture
def listening(name: str, qtbot):
    listening = Listening(name)
    yield listening
    listening.close()


def test_nobody_listens(name: str, qapp) -> None:
    assert not hand_over(name, [])


def test_files_reach_the_first_program(listening: Listening, name: str, qtbot) -> None:
    odd = os.fsdecode(b"/papers/\xff odd.pdf")
    with qtbot.waitSignal(listening.files_received, timeout=20_000) as received:
        second = second_start(name, "/papers/a.pdf", odd)
    assert received.args == [[Path("/papers/a.pdf"), Path(odd)]]
    assert second.wait(20) == 0


def test_what_a_crash_left_behind_is_cleared_away(name: str, qtbot) -> None:
    dead = Listening(name)
    path = dead._server.fullServerName()
    dead.close()
    Path(path).touch()  # a socket's file whose program is gone
    listening = Listening(name)
    assert listening._server.isListening()
    listening.close()


def test_nonsense_is_refused(listening: Listening, name: str, qtbot) -> None:
    socket = QLocalSocket()
    with qtbot.assertNotEmitted(listening.files_received):
        socket.connectToServer(name)
        with qtbot.waitSignal(socket.disconnected):
            socket.write(b'{"a": [3]}\n')


def test_each_library_has_a_name_of_its_own(tmp_path: Path) -> None:
    make: Callable[[str], str] = lambda folder: socket_name(tmp_path / folder / "library.db")  # noqa: E731
    assert make("a") != make("b")
    assert len(make("a")) < 40
