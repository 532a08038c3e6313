"""What the children of test_worker.py run. A path given to a job is how it tells that it got somewhere."""

import ctypes
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.shared_memory import SharedMemory
from typing import NoReturn

from reader.core.errors import PageBroken, ReaderError
from reader.engine.serving import is_cancelled


class OnlyHere:
    """Can be pickled, but not unpickled outside this process."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return _only_in, (os.getpid(),)


class OwnError(ReaderError):
    """A ReaderError that cannot be pickled."""

    def __init__(self) -> None:
        super().__init__(threading.Lock())


def _only_in(pid: int) -> object:
    if os.getpid() != pid:
        raise ValueError("not the process that made it")
    return OnlyHere()


class Service:
    def __init__(self) -> None:
        self._calls: list[str] = []
        self._abort = threading.Event()

    # Honest work

    def echo(self, value: object) -> object:
        return value

    def pid(self) -> int:
        return os.getpid()

    def variable(self, name: str) -> str | None:
        return os.environ.get(name)

    def size(self, data: bytes) -> int:
        return len(data)

    def note(self, word: str) -> list[str]:
        """Remember a word; the words so far."""
        self._calls.append(word)
        return self._calls

    def large(self, size_bytes: int) -> bytes:
        return b"\xa5" * size_bytes

    def count(self, end: int) -> Iterator[int]:
        yield from range(end)

    def large_items(self, end: int, size_bytes: int) -> Iterator[bytes]:
        for number in range(end):
            yield bytes([number]) * size_bytes

    # Work that takes until something happens

    def until_cancelled(self, address: str) -> Iterator[str]:
        """Yield for ever; tell the address when closed."""
        try:
            while True:
                yield "more"
        finally:
            _tell(address, "closed")

    def flood(self, counter: str) -> Iterator[int]:
        """Yield numbers for ever; the memory `counter` has how many are gone."""
        memory = SharedMemory(counter)
        try:
            view = memory.buf.cast("Q")
            number = 0
            while True:
                yield number
                number += 1
                view[0] = number
        finally:
            view.release()
            memory.close()

    def poll(self, address: str) -> None:
        _tell(address, "begun")
        while not is_cancelled():
            time.sleep(0.001)
        _tell(address, "noticed")

    def wait_for_abort(self, address: str) -> None:
        """Ends only through on_cancel()."""
        self._abort.clear()  # on_cancel() of an earlier job
        if not is_cancelled():
            _tell(address, "begun")
            self._abort.wait()

    def on_cancel(self) -> None:
        self._abort.set()

    def wait_for_file_end(self, address: str) -> None:
        """Ends when the other side says so; cancelled or not."""
        with socket.create_connection(_address(address)) as connection:
            connection.recv(1)

    def hang(self, address: str = "") -> NoReturn:
        """Deaf to everything but SIGKILL."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if address:
            _tell(address, "begun")
        while True:
            threading.Event().wait()

    def hang_with_interpreter(self, address: str) -> None:
        """A native call that keeps the interpreter lock: no other thread of the child can run."""
        _tell(address, "begun")
        ctypes.PyDLL(None).pause()

    # Accidents

    def crash(self) -> NoReturn:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable")

    def count_and_crash(self, end: int) -> Iterator[int]:
        yield from range(end)
        self.crash()

    def leave(self, exitcode: int) -> NoReturn:
        raise SystemExit(exitcode)

    def break_page(self) -> NoReturn:
        raise PageBroken("/papers/a.pdf", 3)

    def bug(self) -> NoReturn:
        raise ZeroDivisionError("a bug of the child")

    def count_and_bug(self, end: int) -> Iterator[int]:
        yield from range(end)
        self.bug()

    def unpicklable(self) -> object:
        return threading.Lock()

    def only_here(self) -> object:
        return OnlyHere()

    def only_here_items(self) -> Iterator[object]:
        while True:
            yield OnlyHere()

    def own_error(self) -> NoReturn:
        raise OwnError

    # For `prepare`

    def open(self, word: str) -> None:
        self._calls.append(f"open {word}")

    def open_if_there(self, path: str) -> None:
        if not os.path.exists(path):  # noqa: PTH110
            raise PageBroken(path, 0)

    def _secret(self) -> None:
        raise AssertionError("not a job")


def create_service() -> Service:
    return Service()


def _address(address: str) -> tuple[str, int]:
    host, port = address.split(":")
    return host, int(port)


def _tell(address: str, word: str) -> None:
    with socket.create_connection(_address(address)) as connection:
        connection.sendall(word.encode())
