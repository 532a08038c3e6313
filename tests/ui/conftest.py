"""An asyncio loop on Qt's, for tests that drive the window by hand: events, tasks and signals interleave.

The loop counts as running for the whole test, so a click in plain test code may start a job, as it does in
the program. `spin_until` lets events happen until something is true; `loop_run` waits for a coroutine's result.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

_PATIENCE_S = 20.0
"""How long a test waits for what never comes. Long: the machine may be busy."""

_ANY_EVENT = QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def _spin(predicate: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    alarm = QTimer()  # wakes the wait for events when none come
    alarm.start(100)
    while not predicate():
        if time.monotonic() > deadline:
            pytest.fail(f"{what} did not happen within {_PATIENCE_S:.0f} s")
        QCoreApplication.processEvents(_ANY_EVENT)
    alarm.stop()


def _handle_all_events() -> None:
    """Everything that is posted or due by now, deletions included."""
    for _ in range(3):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def qt_loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """The running loop. At the end every task is cancelled; what a task raised unseen fails the test."""
    loop = qasync.QEventLoop(qapp, already_running=True)
    asyncio.set_event_loop(loop)
    unseen: list[str] = []
    loop.set_exception_handler(lambda _loop, context: unseen.append(f"{context}"))
    yield loop
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    _spin(lambda: all(task.done() for task in tasks), "the end of cancelled tasks")
    ended = loop.create_task(loop.shutdown_asyncgens())
    _spin(ended.done, "the end of async generators")
    _handle_all_events()
    qapp.aboutToQuit.disconnect(loop._after_run_forever)
    loop._after_run_forever()
    loop.stop()
    asyncio._set_running_loop(None)
    loop.close()
    asyncio.set_event_loop(None)
    assert not unseen, unseen


@pytest.fixture
def spin_until(qt_loop: asyncio.AbstractEventLoop) -> Callable[..., None]:
    """spin_until(predicate, what="..."): handle events and tasks until predicate() is true."""

    def spin(predicate: Callable[[], object], what: str = "what the test waits for") -> None:
        _spin(predicate, what)

    return spin


@pytest.fixture
def settle(qt_loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
    """settle(): handle what is already posted or due, and nothing that needs waiting."""
    return _handle_all_events


@pytest.fixture
def loop_run(qt_loop: asyncio.AbstractEventLoop) -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """loop_run(coroutine): its result, while Qt's events go on being handled."""

    def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
        task = qt_loop.create_task(coroutine)
        _spin(task.done, f"the end of {coroutine!r}")
        return task.result()

    return run
