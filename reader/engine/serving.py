"""The child's side of a worker: run the jobs that the parent sends, one at a time."""

import contextlib
import importlib
import inspect
import logging
import multiprocessing.connection
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Mapping
from typing import Any, NoReturn, TypeAlias

from reader.core.errors import ReaderError
from reader.engine.frames import HEADER, Kind, WorkerError, frame_of

Connection: TypeAlias = "multiprocessing.connection.Connection[Any, Any]"

_log = logging.getLogger(__name__)
_cancelled = threading.Event()


def is_cancelled() -> bool:
    """In a child, from any thread: nobody waits for the running job any more, so it should end soon."""
    return _cancelled.is_set()


def serve(connection: Connection, module: str, env: Mapping[str, str], niceness: int) -> None:
    """The main function of a child: run jobs until the parent says stop; end at once if the parent is gone.

    The public methods of the service are the jobs; a generator function is a stream and is closed at its next
    yield when cancelled. `on_cancel(self)`, if there is one, is called in another thread while a cancelled job
    runs, whichever job that is, and after is_cancelled() became true. So a job that waits for what on_cancel()
    sets resets it first and then looks at is_cancelled(): it misses no cancel and hears no old one.

    `on_idle(self)`, if there is one, is called after a job when no other waits, and before the first one: for what
    the next job will need. It should be short, since that job waits for it.
    """
    if niceness and hasattr(os, "nice"):  # not on Windows; threads that are started from here on inherit it
        os.nice(niceness)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the parent
    server = _Server(connection)
    threading.Thread(target=server.listen, name="listen", daemon=True).start()
    try:
        os.environ.update(env)
        server.service = importlib.import_module(module).create_service()
    except Exception as error:  # noqa: BLE001  the parent tells
        server.send(_failure(Kind.UNUSABLE, 0, error))
        sys.exit(1)
    while (frame := server.next_frame()) is not None:
        server.work(frame)


class _Server:
    def __init__(self, connection: Connection) -> None:
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
                kind, job_id = HEADER.unpack_from(frame)
                if kind == Kind.JOB:
                    self.frames.put(frame)
                    continue
                self._cancel(job_id, is_stopping=kind == Kind.STOP)
                if kind == Kind.STOP:
                    self.frames.put(None)
        except (EOFError, OSError):
            os._exit(0)  # the parent is gone
        except BaseException:  # noqa: BLE001  a child that does not listen is of no use
            traceback.print_exc()
            os._exit(1)

    def next_frame(self) -> bytes | None:
        if self.frames.empty() and hasattr(self.service, "on_idle"):
            try:
                self.service.on_idle()
            except Exception:  # noqa: BLE001  nobody asked for it; the job that needs it fails by itself
                _log.exception("on_idle failed")
        return self.frames.get()

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
        _, job_id = HEADER.unpack_from(frame)
        with self._lock:
            self._running_id = job_id
            if self._cancelled_id == job_id or self._is_stopping:
                _cancelled.set()
        try:
            reply = self._run(job_id, frame)
        except Exception as error:  # noqa: BLE001  the parent tells
            reply = _failure(Kind.FAILED, job_id, error)
        finally:
            with self._lock:
                self._running_id = 0
                _cancelled.clear()
        self.send(reply)

    def _run(self, job_id: int, frame: bytes) -> bytes:
        if is_cancelled():
            return frame_of(Kind.DONE, job_id)
        self.send(frame_of(Kind.STARTED, job_id))
        method, args, is_stream = pickle.loads(memoryview(frame)[HEADER.size :])
        if method.startswith("_"):
            raise AttributeError(f"{method} is no job")
        result = getattr(self.service, method)(*args)
        if inspect.isgenerator(result) is not is_stream:
            raise TypeError(f"{method} is for {'call' if is_stream else 'stream'}()")
        if not is_stream:
            return frame_of(Kind.DONE, job_id, result)
        with contextlib.closing(result):
            for item in result:
                if is_cancelled():
                    break
                self.send(frame_of(Kind.ITEM, job_id, item))
        return frame_of(Kind.DONE, job_id)

    def send(self, frame: bytes) -> None:
        try:
            self._connection.send_bytes(frame)
        except OSError:
            os._exit(0)  # the parent is gone


def _failure(kind: Kind, job_id: int, error: Exception) -> bytes:
    text = "".join(traceback.format_exception(error))
    if isinstance(error, ReaderError):
        try:
            return frame_of(kind, job_id, error)
        except Exception as pickling_error:  # noqa: BLE001  then its text must do
            text += f"\nand it cannot be pickled: {pickling_error}"
    return frame_of(kind, job_id, WorkerError(text))
