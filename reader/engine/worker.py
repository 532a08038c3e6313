"""Child processes that do the work of native libraries, one job at a time, driven from asyncio.

Parent: `Worker`. Child: `serve()`, which runs the public methods of a service: what `create_service()` of the
worker's module returns.

    event loop -- outbox -- sender thread ==pipe==> listening thread -- frames -- main thread of the child
    event loop -- inbox --- pump thread   <==pipe== main thread of the child

The parent sends one job and waits for its end before it sends the next. So it always knows which job a dead
child was at, and a queued job can be cancelled, or given to the next child, without asking anyone.
"""

import asyncio
import contextlib
import copy
import importlib
import inspect
import io
import itertools
import logging
import multiprocessing
import multiprocessing.connection
import multiprocessing.resource_tracker
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping
from enum import IntEnum
from typing import Any, NoReturn, TypeAlias

from reader.core.errors import ReaderError, WorkerDied

__all__ = ["Worker", "WorkerDied", "WorkerError", "is_cancelled", "serve"]

_Connection: TypeAlias = "multiprocessing.connection.Connection[Any, Any]"

# The loop handles at most so much in one turn, so that a child that writes fast does not freeze the window.
_TURN_S = 0.004
_TURN_MESSAGES = 64
# A child is read no further while this much of what it sent waits for a consumer. Each message counts
# _MESSAGE_BYTES more than it has, which makes it 64 small messages or one large one.
_HELD_BYTES = 2 * 1024 * 1024
_MESSAGE_BYTES = 32 * 1024

_HEADER = struct.Struct("<BQ")  # kind, job id; the pickled payload follows
_log = logging.getLogger(__name__)
_spawn = multiprocessing.get_context("spawn")
# Starting a process also reaps others; two threads that reap the same one would lose its exit code.
_processes = threading.Lock()


class WorkerError(Exception):
    """A bug in a child (or in what was asked of it); the text is its traceback."""


class _Kind(IntEnum):
    # to the child
    JOB = 1  # (method, args, is_stream)
    CANCEL = 2
    STOP = 3
    # to the parent
    STARTED = 4
    ITEM = 5
    DONE = 6  # the result
    FAILED = 7  # the exception
    UNUSABLE = 8  # the exception: there is no service, the child ends
    # from the pump to the loop
    BROKEN_ITEM = 9  # the exception: an item that cannot be unpickled here
    ENDED = 10  # the exit code


def _frame(kind: _Kind, job_id: int = 0, payload: object = None) -> bytes:
    buffer = io.BytesIO()  # pickle writes large bytes straight into it: one copy of them, not three
    buffer.write(_HEADER.pack(kind, job_id))
    pickle.dump(payload, buffer, pickle.HIGHEST_PROTOCOL)
    return buffer.getvalue()


# --- Parent ---


class Worker:
    """A child process that starts with the first job, and starts again after it died.

    All methods belong to the thread of the event loop, any loop. `prepare` (method, arguments) runs first in
    every new child; if it fails, the jobs that wait get its error, and the next job tries it again. `env` is
    set in the child before it imports the module.
    """

    def __init__(
        self,
        module: str,
        *,
        name: str,
        grace_s: float = 2.0,
        env: Mapping[str, str] | None = None,
        prepare: tuple[str, tuple[object, ...]] | None = None,
    ) -> None:
        self.name = name
        self.on_died: Callable[[WorkerDied], None] | None = None
        """Called on the loop when the child died unasked (not by kill(), close() or after a cancel)."""
        self.restarts = 0
        self._module = module
        self._grace_s = grace_s
        self._env = dict(env or {})
        self._prepare = prepare
        self._is_prepared = False
        self._job_ids = itertools.count(1)
        self._queue: deque[_Job] = deque()
        self._running: _Job | None = None
        self._child: _Child | None = None
        self._starts = 0
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is no child."""
        return self._child.pid if self._child else None

    async def call(self, method: str, *args: object) -> Any:
        """The result of a method of the service.

        Raises the child's ReaderErrors as they are, WorkerDied if the child dies at this job, WorkerError for
        any other exception. Cancelling returns at once; the child has `grace_s` to notice.
        """
        job = self._submit(method, args, is_stream=False)
        try:
            return (await job.next_message())[1]
        finally:
            self._abandon(job)

    async def stream(self, method: str, *args: object) -> AsyncGenerator[Any, None]:
        """What a generator method of the service yields; errors as for call(). Use with contextlib.aclosing.

        A consumer that is slow holds the child back.
        """
        job = self._submit(method, args, is_stream=True)
        try:
            while (message := await job.next_message())[0] is _Kind.ITEM:
                yield message[1]
                # A turn of the loop for each item: a fast child must not keep it in here.
                await asyncio.sleep(0)
        finally:
            self._abandon(job)

    def kill(self) -> None:
        """End the child now. Its job gets WorkerDied; queued jobs and later calls get a new child."""
        if self._child is not None:
            self._child.kill()

    async def close(self) -> None:
        """End the child, by force after `grace_s`, and join its threads. Waiting jobs get WorkerDied."""
        self._is_closed = True
        child = self._child
        if child is None:
            return
        self._fail_waiting(WorkerDied(self.name, None))
        child.send(_frame(_Kind.STOP))
        try:
            await asyncio.wait([child.ended], timeout=self._grace_s)
        finally:  # also when close() itself is cancelled: nothing may be left behind
            child.kill()
            child.join()
            self._child = None

    def _submit(self, method: str, args: tuple[object, ...], *, is_stream: bool) -> "_Job":
        if self._is_closed:
            raise RuntimeError(f"worker {self.name} is closed")
        job = _Job(next(self._job_ids), method, args, is_stream=is_stream)
        self._queue.append(job)
        self._advance()
        return job

    def _advance(self) -> None:
        """Send the next job, if the child is free."""
        if self._running is not None or not self._queue or self._is_closed:
            return
        if self._child is not None and self._child.is_killed:
            return  # _on_ended() goes on
        if self._child is None:
            self.restarts = self._starts
            self._starts += 1
            self._is_prepared = self._prepare is None
            self._child = _Child(self.name, self._module, self._env, self._grace_s, self._on_message)
        if self._prepare is not None and not self._is_prepared:
            self._running = _Job(next(self._job_ids), *self._prepare, is_stream=False)
            self._running.is_prepare = True
        else:
            self._running = self._queue.popleft()
        self._running.child = self._child
        self._child.send(self._running.request)

    def _abandon(self, job: "_Job") -> None:
        """Nobody waits for this job any more."""
        job.is_abandoned = True
        if job is self._running and job.child is not None:
            job.child.send(_frame(_Kind.CANCEL, job.id))
            job.drop_items()
            if job.is_started:
                job.limit(self._grace_s)
        elif job in self._queue:
            self._queue.remove(job)

    def _on_message(self, child: "_Child", kind: _Kind, job_id: int, payload: Any, size_bytes: int) -> None:
        if child is not self._child:
            return  # closed
        job = self._running
        if job is not None and (job.id != job_id or child.is_killed):
            job = None  # after kill() even the end does not count: its job would seem done with items missing
        if kind in (_Kind.ITEM, _Kind.BROKEN_ITEM) and job and not job.is_abandoned:
            # Its size is given back when the consumer takes it. A broken one makes the consumer give up.
            job.deliver(_Kind.ITEM if kind is _Kind.ITEM else _Kind.FAILED, payload, size_bytes)
            return
        child.give_room(size_bytes)
        if kind is _Kind.ENDED:
            self._on_ended(child, payload)
        elif kind is _Kind.UNUSABLE:
            child.unusable = payload
        elif kind is _Kind.STARTED and job:
            job.is_started = child.is_serving = True
            if job.is_abandoned:
                job.limit(self._grace_s)
        elif kind in (_Kind.DONE, _Kind.FAILED) and job:
            child.is_serving = True
            self._running = None
            job.end(kind, payload)
            if job.is_prepare:
                self._is_prepared = kind is _Kind.DONE
                if not self._is_prepared:
                    self._fail_waiting(payload)
            self._advance()

    def _on_ended(self, child: "_Child", exitcode: int | None) -> None:
        child.join()
        self._child = None
        died = WorkerDied(self.name, exitcode)
        error = child.unusable or died
        job = self._running
        is_early = not child.is_serving or (job is not None and job.is_prepare)
        if child.unusable or (is_early and not child.is_killed):
            self._fail_waiting(error)  # the next child would end in the same way
        elif job is not None:
            self._running = None
            if job.is_started or job.is_prepare or job.is_abandoned or job.was_resent or child.is_killed:
                job.end(_Kind.FAILED, error)
            else:  # the child died before it got there
                job.was_resent = True
                self._queue.appendleft(job)
        if self.on_died is not None and not child.is_killed and not self._is_closed:
            asyncio.get_running_loop().call_soon(self.on_died, died)
        self._advance()

    def _fail_waiting(self, error: Exception) -> None:
        waiting = [self._running] if self._running else []
        waiting += self._queue
        self._running = None
        self._queue.clear()
        for job in waiting:
            job.end(_Kind.FAILED, copy.copy(error))  # raised in several tasks, each adds its own traceback


class _Job:
    """One call or stream as the parent sees it."""

    def __init__(self, job_id: int, method: str, args: tuple[object, ...], *, is_stream: bool) -> None:
        self.id = job_id
        self.request = _frame(_Kind.JOB, job_id, (method, args, is_stream))
        self.child: _Child | None = None
        self.is_prepare = False
        self.is_started = False
        self.was_resent = False
        self.is_abandoned = False
        self._messages: deque[tuple[_Kind, Any, int]] = deque()
        self._arrival: asyncio.Future[None] | None = None
        self._limit: asyncio.TimerHandle | None = None

    async def next_message(self) -> tuple[_Kind, Any]:
        """An ITEM or DONE with its payload; raises that of FAILED."""
        while not self._messages:
            self._arrival = asyncio.get_running_loop().create_future()
            await self._arrival
        kind, payload, size_bytes = self._messages.popleft()
        if self.child is not None:
            self.child.give_room(size_bytes)
        if kind is _Kind.FAILED:
            raise payload
        return kind, payload

    def deliver(self, kind: _Kind, payload: Any, size_bytes: int) -> None:
        self._messages.append((kind, payload, size_bytes))
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)

    def end(self, kind: _Kind, payload: Any) -> None:
        if self._limit is not None:
            self._limit.cancel()
        self._stop_holding()  # what is not taken yet must not hold back the child's next job
        self.child = None
        self.deliver(kind, payload, 0)

    def drop_items(self) -> None:
        self._stop_holding()
        self._messages.clear()

    def _stop_holding(self) -> None:
        if self.child is not None:
            self.child.give_room(sum(size_bytes for _, _, size_bytes in self._messages))

    def limit(self, grace_s: float) -> None:
        """Kill the child if the job has not ended by then."""
        if self._limit is None and self.child is not None:
            self._limit = asyncio.get_running_loop().call_later(grace_s, self.child.kill)


class _Child:
    """One process with the two threads of this side of its pipe."""

    def __init__(
        self,
        name: str,
        module: str,
        env: dict[str, str],
        grace_s: float,
        on_message: Callable[["_Child", _Kind, int, Any, int], None],
    ) -> None:
        self.pid: int | None = None
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.is_serving = False
        self.is_killed = False
        self.unusable: Exception | None = None
        self._grace_s = grace_s
        self._on_message = on_message
        self._loop = asyncio.get_running_loop()
        self._connection, self._far_end = _spawn.Pipe()
        self._process = _spawn.Process(
            target=serve, args=(self._far_end, module, env), name=f"shiori-{name}", daemon=True
        )
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._inbox: deque[tuple[_Kind, int, Any, int]] = deque()
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
            if kind is _Kind.ENDED:
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
            self._post(_Kind.UNUSABLE, 0, WorkerError("".join(traceback.format_exception(error))))
            self.kill()  # if there is one
            exitcode = self._reap()
        finally:
            self._outbox.put(None)
            self._sender.join()
            self._connection.close()
            self._post(_Kind.ENDED, 0, exitcode)

    def _read_to_end(self) -> None:
        try:
            while True:
                with self._room:
                    self._room.wait_for(lambda: self._held_bytes < _HELD_BYTES or self.is_killed)
                self._post(*_read_frame(self._connection.recv_bytes()))
        except (EOFError, OSError):
            return  # the only sure sign of a child's death; is_alive() may still say it lives

    def _start_process(self) -> None:
        if sys.platform != "win32":
            # A child inherits what this thread blocks: Ctrl+C must not reach it before it can ignore it. The
            # tracker first, since starting it unblocks the signal.
            multiprocessing.resource_tracker.ensure_running()
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with _processes:
                self._process.start()
        finally:
            self._far_end.close()
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

    def _post(self, kind: _Kind, job_id: int, payload: Any, size_bytes: int = 0) -> None:
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


def _read_frame(frame: bytes) -> tuple[_Kind, int, Any, int]:
    kind, job_id = _HEADER.unpack_from(frame)
    size_bytes = len(frame) + _MESSAGE_BYTES
    try:
        payload = pickle.loads(memoryview(frame)[_HEADER.size :])
    except Exception as error:  # noqa: BLE001  a class that only the child has, or that does not survive pickling
        payload = WorkerError("".join(traceback.format_exception(error)))
        if kind == _Kind.ITEM:
            kind = _Kind.BROKEN_ITEM
        elif kind == _Kind.DONE:
            kind = _Kind.FAILED
    return _Kind(kind), job_id, payload, size_bytes


# --- Child ---

_cancelled = threading.Event()


def is_cancelled() -> bool:
    """In a child, from any thread: nobody waits for the running job any more, so it should end soon."""
    return _cancelled.is_set()


def serve(connection: _Connection, module: str, env: Mapping[str, str]) -> None:
    """The main function of a child: run jobs until the parent says stop; end at once if the parent is gone.

    The public methods of the service are the jobs; a generator function is a stream and is closed at its next
    yield when cancelled. `on_cancel(self)`, if there is one, is called in another thread while a cancelled job
    runs, whichever job that is, and after is_cancelled() became true. So a job that waits for what on_cancel()
    sets resets it first and then looks at is_cancelled(): it misses no cancel and hears no old one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the parent
    server = _Server(connection)
    threading.Thread(target=server.listen, name="listen", daemon=True).start()
    try:
        os.environ.update(env)
        server.service = importlib.import_module(module).create_service()
    except Exception as error:  # noqa: BLE001  the parent tells
        server.send(_failure(_Kind.UNUSABLE, 0, error))
        sys.exit(1)
    while (frame := server.frames.get()) is not None:
        server.work(frame)


class _Server:
    def __init__(self, connection: _Connection) -> None:
        self.service: Any = None
        self.frames: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._connection = connection
        self._running_id = 0
        self._cancelled_id = 0
        self._is_stopping = False
        self._lock = threading.Lock()  # guards the three above

    def listen(self) -> NoReturn:
        """In a thread of its own, so that cancel and the end of the parent are noticed during a job."""
        try:
            while True:
                frame = self._connection.recv_bytes()
                kind, job_id = _HEADER.unpack_from(frame)
                if kind == _Kind.JOB:
                    self.frames.put(frame)
                    continue
                self._cancel(job_id, is_stopping=kind == _Kind.STOP)
                if kind == _Kind.STOP:
                    self.frames.put(None)
        except (EOFError, OSError):
            os._exit(0)  # the parent is gone
        except BaseException:  # noqa: BLE001  a child that does not listen is of no use
            traceback.print_exc()
            os._exit(1)

    def _cancel(self, job_id: int, *, is_stopping: bool) -> None:
        with self._lock:
            self._cancelled_id = job_id
            self._is_stopping |= is_stopping
            if not self._running_id or (self._running_id != job_id and not is_stopping):
                return
            _cancelled.set()
            try:
                if hasattr(self.service, "on_cancel"):
                    self.service.on_cancel()
            except Exception:  # noqa: BLE001  a bug of the service must not end this thread
                _log.exception("on_cancel failed")

    def work(self, frame: bytes) -> None:
        _, job_id = _HEADER.unpack_from(frame)
        with self._lock:
            self._running_id = job_id
            if self._cancelled_id == job_id or self._is_stopping:
                _cancelled.set()
        try:
            reply = self._run(job_id, frame)
        except Exception as error:  # noqa: BLE001  the parent tells
            reply = _failure(_Kind.FAILED, job_id, error)
        finally:
            with self._lock:
                self._running_id = 0
                _cancelled.clear()
        self.send(reply)

    def _run(self, job_id: int, frame: bytes) -> bytes:
        if is_cancelled():
            return _frame(_Kind.DONE, job_id)
        self.send(_frame(_Kind.STARTED, job_id))
        method, args, is_stream = pickle.loads(memoryview(frame)[_HEADER.size :])
        if method.startswith("_"):
            raise AttributeError(f"{method} is no job")
        result = getattr(self.service, method)(*args)
        if inspect.isgenerator(result) is not is_stream:
            raise TypeError(f"{method} is for {'call' if is_stream else 'stream'}()")
        if not is_stream:
            return _frame(_Kind.DONE, job_id, result)
        with contextlib.closing(result):
            for item in result:
                if is_cancelled():
                    break
                self.send(_frame(_Kind.ITEM, job_id, item))
        return _frame(_Kind.DONE, job_id)

    def send(self, frame: bytes) -> None:
        try:
            self._connection.send_bytes(frame)
        except OSError:
            os._exit(0)  # the parent is gone


def _failure(kind: _Kind, job_id: int, error: Exception) -> bytes:
    text = "".join(traceback.format_exception(error))
    if isinstance(error, ReaderError):
        try:
            return _frame(kind, job_id, error)
        except Exception as pickling_error:  # noqa: BLE001  then its text must do
            text += f"\nand it cannot be pickled: {pickling_error}"
    return _frame(kind, job_id, WorkerError(text))
