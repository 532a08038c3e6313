"""The coroutines that run beside the window, each under a name: the only place that creates tasks.

An expected failure (ReaderError) leaves as the signal `failed`; anything else is a bug, is logged, and leaves
as `crashed`. Either way the program goes on.
"""

import asyncio
import logging
import traceback
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from reader.core.errors import ReaderError

_log = logging.getLogger(__name__)


class Jobs(QObject):
    """Jobs by name. All methods belong to the thread of the event loop."""

    started = Signal(str)
    finished = Signal(str)
    """The last signal of each job that began, however it ended (done, cancelled, failed, crashed)."""
    failed = Signal(str, object)
    """Name and ReaderError."""
    crashed = Signal(str, str)
    """Name and traceback."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._must_finish: set[asyncio.Task[None]] = set()
        self._is_shut_down = False

    def start(self, name: str, coroutine: Coroutine[Any, Any, None], *, must_finish: bool = False) -> None:
        """Run a coroutine. A running job of that name is cancelled; the new one begins when it has ended.

        With `must_finish` shutting down waits for it instead of cancelling it: something is being saved.
        """
        if self._is_shut_down:
            coroutine.close()
            return
        # All of that name, not only the newest: it may itself be waiting for an older one, slow to stop.
        before = {task for task in self._tasks if task.get_name() == name}
        _cancel(before)
        task = asyncio.get_running_loop().create_task(self._run(name, coroutine, before), name=name)
        self._current[name] = task
        self._tasks.add(task)
        if must_finish:
            self._must_finish.add(task)
        # A task cancelled before its first step never enters _run, so its coroutine is closed here.
        task.add_done_callback(lambda done: self._forget(name, done, coroutine))

    def cancel(self, name: str) -> None:
        """Stop the job of that name, if there is one; its `finished` follows."""
        task = self._current.get(name)
        if task is not None:
            _cancel({task})

    def is_running(self, name: str) -> bool:
        return name in self._current

    async def ended(self, name: str) -> None:
        """Wait until no job of that name runs."""
        while (task := self._current.get(name)) is not None:
            await asyncio.wait([task])

    async def shut_down(self) -> None:
        """Cancel all jobs but those that must finish, and wait for all; later starts are ignored."""
        self._is_shut_down = True
        _cancel(self._tasks - self._must_finish)
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _run(self, name: str, coroutine: Coroutine[Any, Any, None], before: set[asyncio.Task[None]]) -> None:
        if before:
            await asyncio.wait(before)
        self.started.emit(name)
        try:
            await coroutine
        except ReaderError as error:
            _log.warning("%s: %s", name, error)
            self.failed.emit(name, error)
        except Exception:  # noqa: BLE001  any bug of any job ends here
            _log.exception("%s crashed", name)
            self.crashed.emit(name, traceback.format_exc())
        finally:
            # Out of the table before the signal: its listeners ask is_running().
            self._drop(name)
            self.finished.emit(name)

    def _drop(self, name: str) -> None:
        if self._current.get(name) is asyncio.current_task():
            del self._current[name]

    def _forget(self, name: str, task: asyncio.Task[None], coroutine: Coroutine[Any, Any, None]) -> None:
        coroutine.close()
        self._tasks.discard(task)
        self._must_finish.discard(task)
        if self._current.get(name) is task:
            del self._current[name]


def _cancel(tasks: set[asyncio.Task[None]]) -> None:
    """Cancel each once: a second time would interrupt what it does to end well (saving an answer)."""
    for task in tasks:
        if not task.cancelling():
            task.cancel()
