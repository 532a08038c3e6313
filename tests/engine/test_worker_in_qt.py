"""Worker, qasync and PySide6 together, each time in a program of its own: this file, run with a scene's name."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from reader.engine.worker import Worker, WorkerDied

_HERE = Path(__file__).parent


def _run_program(scene: str) -> None:
    path = os.pathsep.join([str(_HERE.parents[1]), str(_HERE)])
    program = subprocess.run(
        [sys.executable, "-W", "error", __file__, scene],
        env={**os.environ, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert program.stderr == ""
    assert (program.returncode, program.stdout) == (0, f"{scene} done\n")


def test_stream_reaches_the_window_while_it_lives() -> None:
    _run_program("stream")


def test_cancelled_call_leaves_the_child_alive() -> None:
    _run_program("cancel")


def test_crash_is_told_and_the_child_starts_again() -> None:
    _run_program("crash")


def test_deaf_child_is_killed() -> None:
    _run_program("deaf")


def test_program_ends_without_close() -> None:
    _run_program("forget")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True is immortal there: nothing to lose")
def test_signals_keep_the_references_of_true() -> None:
    """PySide6 6.12.0 on Python 3.11 drops one with every emit, and aborts in the end."""
    _run_program("emit")


# --- The program ---


async def _begin(worker: Worker, method: str) -> "asyncio.Task[object]":
    """Start a job that tells an address that it has begun, and wait for that."""
    begun = asyncio.Event()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # closed sooner, the child could not tell
        writer.close()
        begun.set()

    async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        job = asyncio.create_task(worker.call(method, f"{host}:{port}"))
        await begun.wait()
    return job


async def _stream() -> None:
    from PySide6.QtCore import QTimer

    ticks = 0

    def count_tick() -> None:
        nonlocal ticks
        ticks += 1

    timer = QTimer()
    timer.timeout.connect(count_tick)
    timer.start(0)
    worker = Worker("worker_services", name="test")
    async with contextlib.aclosing(worker.stream("count", 3000)) as stream:
        numbers = [number async for number in stream]
    timer.stop()
    assert numbers == list(range(3000))
    assert ticks > 300, ticks  # Qt had its turns meanwhile
    assert await worker.call("large", 5_000_000) == b"\xa5" * 5_000_000
    await worker.close()


async def _cancel() -> None:
    worker = Worker("worker_services", name="test", grace_s=3600.0)
    pid = await worker.call("pid")
    async with contextlib.aclosing(worker.stream("count", 10**9)) as stream:
        assert await anext(stream) == 0
    call = await _begin(worker, "wait_for_abort")
    call.cancel()
    await asyncio.wait([call])
    assert call.cancelled()
    assert await worker.call("pid") == pid
    await worker.close()


async def _crash() -> None:
    deaths: list[WorkerDied] = []
    worker = Worker("worker_services", name="test", prepare=("open", ("a.pdf",)))
    worker.on_died = deaths.append
    for number in range(3):
        with contextlib.suppress(WorkerDied):
            await worker.call("crash")
        assert await worker.call("note", "x") == ["open a.pdf", "x"]
        assert len(deaths) == worker.restarts == number + 1
    await worker.close()


async def _deaf() -> None:
    worker = Worker("worker_services", name="test", grace_s=0.05)
    pid = await worker.call("pid")
    hang = await _begin(worker, "hang")
    queued = asyncio.create_task(worker.call("pid"))
    hang.cancel()
    assert await queued != pid
    hang = await _begin(worker, "hang")
    await worker.close()
    await asyncio.wait([hang])
    assert type(hang.exception()).__name__ == "WorkerDied"


async def _forget() -> None:
    worker = Worker("worker_services", name="test")
    assert await worker.call("echo", 1) == 1


async def _emit() -> None:
    from PySide6.QtCore import QObject, Signal

    class Page(QObject):
        turned = Signal(bool)

    page = Page()
    heard: list[bool] = []
    page.turned.connect(heard.append)
    page.turned.emit(True)
    heard.clear()
    before = sys.getrefcount(True)
    for _ in range(100):
        page.turned.emit(True)
    assert len(heard) == 100
    heard.clear()
    # Others may take or drop a few; the fault drops a hundred.
    assert abs(sys.getrefcount(True) - before) < 50


_SCENES: dict[str, Callable[[], Awaitable[None]]] = {
    "stream": _stream,
    "cancel": _cancel,
    "crash": _crash,
    "deaf": _deaf,
    "forget": _forget,
    "emit": _emit,
}


async def _play(scene: str) -> None:
    async with asyncio.timeout(50):
        await _SCENES[scene]()


def _main(scene: str) -> None:
    import qasync
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
        runner.run(_play(scene))
    sys.stdout.write(f"{scene} done\n")


if __name__ == "__main__":
    _main(sys.argv[1])
