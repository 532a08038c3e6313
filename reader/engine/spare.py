"""A PDF child that has started and waits, so that opening a document need not wait for one."""

import asyncio

from reader.engine.child_process import BegunProcess
from reader.engine.worker import Worker

_MODULE = "reader.engine.pdf_child"
_NAME = "pages"
_SOON_S = 1.5


def begin_process() -> BegunProcess:
    """Start a PDF child before there is an event loop, and before the window's own modules are imported."""
    begun = BegunProcess(_NAME, _MODULE)
    begun.start()
    return begun


class Spare:
    """At most one child waits. All methods belong to the thread of the event loop."""

    def __init__(self, begun: BegunProcess | None = None) -> None:
        self._worker = Worker(_MODULE, name=_NAME, begun=begun) if begun is not None else None
        if self._worker is not None:
            self._worker.start()
        self._due: asyncio.TimerHandle | None = None
        self._is_closed = False

    @property
    def is_there(self) -> bool:
        return self._worker is not None

    def begin_soon(self) -> None:
        """Start a child in a moment: that takes half a second of a processor, and a document was just opened."""
        if self._due is None and not self._is_closed:
            self._due = asyncio.get_running_loop().call_later(_SOON_S, self.begin)

    def begin(self) -> None:
        """Start a child, unless one waits."""
        self._due = None
        if self._worker is None and not self._is_closed:
            self._worker = Worker(_MODULE, name=_NAME)
            self._worker.start()

    def take(self) -> Worker | None:
        """The child that waits; whoever takes it closes it."""
        worker, self._worker = self._worker, None
        return worker

    async def close(self) -> None:
        self._is_closed = True
        if self._due is not None:
            self._due.cancel()
        worker = self.take()
        if worker is not None:
            await worker.close()
