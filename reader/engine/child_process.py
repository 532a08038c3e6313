"""One child process, as the parent sees it: the pipe, the two threads at it, and its end."""

import asyncio
import logging
import multiprocessing
import multiprocessing.connection
import multiprocessing.resource_tracker
import queue
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from reader.engine.frames import Kind, WorkerError, read_frame
from reader.engine.serving import serve

Connection: TypeAlias = "multiprocessing.connection.Connection[Any, Any]"

# The loop handles at most so much in one turn, so that a child that writes fast does not freeze the window.
_TURN_S = 0.004
_TURN_MESSAGES = 64
# A child is read no further while this much of what it sent waits for a consumer.
_HELD_BYTES = 2 * 1024 * 1024

_log = logging.getLogger(__name__)
_spawn = multiprocessing.get_context("spawn")
# Starting a process also reaps others; two threads that reap the same one would lose its exit code.
_processes = threading.Lock()


class BegunProcess:
    """A process and its pipe, to which nobody listens yet. Belongs to one thread at a time; needs no event loop."""

    def __init__(self, name: str, module: str, env: Mapping[str, str] | None = None, niceness: int = 0) -> None:
        self.name = name
        self.connection, self._far_end = _spawn.Pipe()
        self.process = _spawn.Process(
            target=serve, args=(self._far_end, module, dict(env or {}), niceness), name=f"shiori-{name}", daemon=True
        )

    def start(self) -> None:
        """Start it, unless that has been done. Raises OSError where the system allows no more processes."""
        if self.process.pid is not None:
            return
        blocked_before: set[int | signal.Signals] = set()
        if sys.platform != "win32":
            # A child inherits what this thread blocks: Ctrl+C must not reach it before it can ignore it. The
            # tracker first, since starting it unblocks the signal.
            multiprocessing.resource_tracker.ensure_running()
            blocked_before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with _processes:
                self.process.start()
        finally:
            self._far_end.close()
            if sys.platform != "win32":
                signal.pthread_sigmask(signal.SIG_SETMASK, blocked_before)

    def discard(self) -> None:
        """End it; nobody needs it."""
        self.connection.close()
        self._far_end.close()
        if self.process.pid is not None:
            self.process.kill()
            with _processes:
                self.process.join()
                self.process.close()


class ChildProcess:
    """One process with the two threads of this side of its pipe."""

    def __init__(
        self,
        begun: BegunProcess,
        grace_s: float,
        on_message: Callable[["ChildProcess", Kind, int, Any, int], None],
    ) -> None:
        name = begun.name
        self.pid: int | None = None
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.is_serving = False
        self.is_killed = False
        self.unusable: Exception | None = None
        self._grace_s = grace_s
        self._on_message = on_message
        self._loop = asyncio.get_running_loop()
        self._begun, self._connection, self._process = begun, begun.connection, begun.process
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._inbox: deque[tuple[Kind, int, Any, int]] = deque()
        self._is_drain_due = False
        self._held_bytes = 0
        self._room = threading.Condition()  # guards the four above, the pid and is_killed
        # Daemons, so that a program that forgets close() can end.
        self._sender = threading.Thread(target=self._send_outbox, name=f"{name}-sender", daemon=True)
        self._pump = threading.Thread(target=self._run_pump, name=f"{name}-pump", daemon=True)
        self._sender.start()
        self._pump.start()

    def send(self, frame: bytes) -> None:
        """Never blocks, whether the child reads or not."""
        self._outbox.put(frame)

    def give_room(self, size_bytes: int) -> None:
        with self._room:
            self._held_bytes -= size_bytes
            self._room.notify()

    def kill(self) -> None:
        with self._room:
            self.is_killed = True
            self._room.notify()
            if self.pid is not None:
                self._process.kill()

    def join(self) -> None:
        """Wait for the threads, which end right after the process."""
        self._pump.join()
        self._sender.join()

    def _drain(self) -> None:
        """On the loop: handle what is there, for a few milliseconds at most, then give others a turn."""
        turn_ends = time.monotonic() + _TURN_S
        for _ in range(_TURN_MESSAGES):
            with self._room:
                if not self._inbox:
                    self._is_drain_due = False
                    return
                kind, job_id, payload, size_bytes = self._inbox.popleft()
            if kind is Kind.ENDED:
                self.ended.set_result(None)
            self._on_message(self, kind, job_id, payload, size_bytes)
            if time.monotonic() > turn_ends:
                break
        self._loop.call_soon(self._drain)

    # In threads

    def _run_pump(self) -> None:
        exitcode = None
        try:
            self._start_process()
            self._read_to_end()
            exitcode = self._reap()
        except Exception as error:  # noqa: BLE001  no process could be started, or memory is short
            self._post(Kind.UNUSABLE, 0, WorkerError("".join(traceback.format_exception(error))))
            self.kill()  # if there is one
            exitcode = self._reap()
        finally:
            self._outbox.put(None)
            self._sender.join()
            self._connection.close()
            self._post(Kind.ENDED, 0, exitcode)

    def _read_to_end(self) -> None:
        try:
            while True:
                with self._room:
                    self._room.wait_for(lambda: self._held_bytes < _HELD_BYTES or self.is_killed)
                self._post(*read_frame(self._connection.recv_bytes()))
        except (EOFError, OSError):
            return  # the only sure sign of a child's death; is_alive() may still say it lives

    def _start_process(self) -> None:
        self._begun.start()
        with self._room:
            self.pid = self._process.pid
            if self.is_killed:
                self._process.kill()

    def _reap(self) -> int | None:
        if self._process.pid is None:
            return None
        if not multiprocessing.connection.wait([self._process.sentinel], self._grace_s):
            self._process.kill()
        with _processes:
            self._process.join()
        with self._room:
            self.pid = None
            exitcode = self._process.exitcode
            if exitcode is not None:  # None: someone else reaped it this very moment
                self._process.close()
            return exitcode

    def _send_outbox(self) -> None:
        while (frame := self._outbox.get()) is not None:
            try:
                self._connection.send_bytes(frame)
            except OSError:
                return  # the child is dead, as the pump will find

    def _post(self, kind: Kind, job_id: int, payload: Any, size_bytes: int = 0) -> None:
        with self._room:
            self._inbox.append((kind, job_id, payload, size_bytes))
            self._held_bytes += size_bytes
            if self._is_drain_due:
                return
            self._is_drain_due = True
        try:
            self._loop.call_soon_threadsafe(self._drain)
        except RuntimeError:
            self.kill()  # the loop was closed before the worker was: nobody will read any more
