"""Child processes that do the work of native libraries, one job at a time, driven from asyncio.

Parent: `Worker`; its `ChildProcess` holds the pipe. Child: `serving.serve()`, which runs the public methods of a
service: what `create_service()` of the worker's module returns.

    event loop -- outbox -- sender thread ==pipe==> listening thread -- frames -- main thread of the child
    event loop -- inbox --- pump thread   <==pipe== main thread of the child

The parent sends one job and waits for its end before it sends the next. So it always knows which job a dead
child was at, and a queued job can be cancelled, or given to the next child, without asking anyone.
"""

import asyncio
import copy
import itertools
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any

from reader.core.errors import WorkerDied
from reader.engine.child_process import BegunProcess, ChildProcess
from reader.engine.frames import Kind, WorkerError, frame_of

__all__ = ["Worker", "WorkerDied", "WorkerError"]

_log = logging.getLogger(__name__)


class Worker:
    """A child process that starts with the first job, and starts again after it died.

    All methods belong to the thread of the event loop, any loop. `prepare` (method, arguments) runs first in
    every new child; if it fails, the jobs that wait get its error, and the next job tries it again. `env` is
    set in the child before it imports the module. `begun`: a process of that module that was started before there
    was a loop; it becomes the first child.
    """

    def __init__(
        self,
        module: str,
        *,
        name: str,
        grace_s: float = 2.0,
        env: Mapping[str, str] | None = None,
        niceness: int = 0,
        prepare: tuple[str, tuple[object, ...]] | None = None,
        begun: BegunProcess | None = None,
    ) -> None:
        self.name = name
        self.on_died: Callable[[WorkerDied], None] | None = None
        """Called on the loop when the child died unasked (not by kill(), close() or after a cancel)."""
        self.restarts = 0
        self._module = module
        self._grace_s = grace_s
        self._env = dict(env or {})
        self._niceness = niceness
        self._prepare = prepare
        self._is_prepared = False
        self._job_ids = itertools.count(1)
        self._queue: deque[_Job] = deque()
        self._running: _Job | None = None
        self._child: ChildProcess | None = None
        self._begun = begun
        self._starts = 0
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is no child."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Have a child, prepared, before there is a job for it."""
        if not self._is_closed:
            self._advance(is_early=True)

    def prepare_with(self, method: str, *args: object) -> None:
        """Set what runs first in every child, also in one that waits already. Before the first job that needs it."""
        self._prepare = (method, args)
        self._is_prepared = False

    async def call(self, method: str, *args: object) -> Any:
        """The result of a method of the service.

        Raises the child's ReaderErrors as they are, WorkerDied if the child dies at this job, WorkerError for
        any other exception. Cancelling returns at once; the child has `grace_s` to notice.
        """
        return await self._result_of(self._submit(method, args, is_stream=False))

    async def call_unprepared(self, method: str, *args: object) -> Any:
        """As call(), for a job that prepares the child itself while it does what it is for: one message, not two."""
        return await self._result_of(self._submit(method, args, is_stream=False, prepares=True))

    async def _result_of(self, job: "_Job") -> Any:
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
            while (message := await job.next_message())[0] is Kind.ITEM:
                yield message[1]
                # A turn of the loop for each item: a fast child must not keep it in here.
                await asyncio.sleep(0)
        finally:
            self._abandon(job)

    def prepare_next_with(self, method: str, *args: object) -> None:
        """Set what runs first in every child that starts from now on; the one that runs is left as it is."""
        self._prepare = (method, args)

    def kill(self) -> None:
        """End the child now. Its job gets WorkerDied; queued jobs and later calls get a new child."""
        if self._child is not None:
            self._child.kill()

    def rest(self) -> None:
        """End the child unless it has a job; the next job gets a new one. For what nobody uses for a while."""
        if self._running is None and not self._queue:
            self.kill()

    async def close(self) -> None:
        """End the child, by force after `grace_s`, and join its threads. Waiting jobs get WorkerDied."""
        self._is_closed = True
        child = self._child
        if child is None:
            if self._begun is not None:
                self._begun.discard()
                self._begun = None
            return
        self._fail_waiting(WorkerDied(self.name, None))
        child.send(frame_of(Kind.STOP))
        try:
            await asyncio.wait([child.ended], timeout=self._grace_s)
        finally:  # also when close() itself is cancelled: nothing may be left behind
            child.kill()
            child.join()
            self._child = None

    def _submit(self, method: str, args: tuple[object, ...], *, is_stream: bool, prepares: bool = False) -> "_Job":
        if self._is_closed:
            raise RuntimeError(f"worker {self.name} is closed")
        job = _Job(next(self._job_ids), method, args, is_stream=is_stream)
        job.prepares = prepares
        self._queue.append(job)
        self._advance()
        return job

    def _advance(self, *, is_early: bool = False) -> None:
        """Send the next job, if the child is free; `is_early`: have a prepared child though there is no job."""
        if self._running is not None or not (self._queue or is_early) or self._is_closed:
            return
        if self._child is not None and self._child.is_killed:
            return  # _on_ended() goes on
        if self._child is None:
            self.restarts = self._starts
            self._starts += 1
            self._is_prepared = self._prepare is None
            begun = self._begun or BegunProcess(self.name, self._module, self._env, self._niceness)
            self._begun = None
            self._child = ChildProcess(begun, self._grace_s, self._on_message)
        prepares = bool(self._queue) and self._queue[0].prepares
        if self._prepare is not None and not self._is_prepared and not prepares:
            self._running = _Job(next(self._job_ids), *self._prepare, is_stream=False)
            self._running.is_prepare = True
        elif self._queue:
            self._running = self._queue.popleft()
        else:
            return
        self._running.child = self._child
        self._child.send(self._running.request)

    def _abandon(self, job: "_Job") -> None:
        """Nobody waits for this job any more."""
        job.is_abandoned = True
        if job is self._running and job.child is not None:
            job.child.send(frame_of(Kind.CANCEL, job.id))
            job.drop_items()
            if job.is_started:
                job.limit(self._grace_s)
        elif job in self._queue:
            self._queue.remove(job)

    def _on_message(self, child: "ChildProcess", kind: Kind, job_id: int, payload: Any, size_bytes: int) -> None:
        if child is not self._child:
            return  # closed
        job = self._running
        if job is not None and (job.id != job_id or child.is_killed):
            job = None  # after kill() even the end does not count: its job would seem done with items missing
        if kind in (Kind.ITEM, Kind.BROKEN_ITEM) and job and not job.is_abandoned:
            # Its size is given back when the consumer takes it. A broken one makes the consumer give up.
            job.deliver(Kind.ITEM if kind is Kind.ITEM else Kind.FAILED, payload, size_bytes)
            return
        child.give_room(size_bytes)
        if kind is Kind.ENDED:
            self._on_ended(child, payload)
        elif kind is Kind.UNUSABLE:
            child.unusable = payload
        elif kind is Kind.STARTED and job:
            job.is_started = child.is_serving = True
            if job.is_abandoned:
                job.limit(self._grace_s)
        elif kind in (Kind.DONE, Kind.FAILED) and job:
            child.is_serving = True
            self._running = None
            job.end(kind, payload)
            if job.is_prepare or job.prepares:
                self._is_prepared = kind is Kind.DONE
            if job.is_prepare and not self._is_prepared:
                self._fail_waiting(payload)
            self._advance()

    def _on_ended(self, child: "ChildProcess", exitcode: int | None) -> None:
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
                job.end(Kind.FAILED, error)
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
            job.end(Kind.FAILED, copy.copy(error))  # raised in several tasks, each adds its own traceback


class _Job:
    """One call or stream as the parent sees it."""

    def __init__(self, job_id: int, method: str, args: tuple[object, ...], *, is_stream: bool) -> None:
        self.id = job_id
        self.request = frame_of(Kind.JOB, job_id, (method, args, is_stream))
        self.child: ChildProcess | None = None
        self.is_prepare = False
        self.prepares = False
        self.is_started = False
        self.was_resent = False
        self.is_abandoned = False
        self._messages: deque[tuple[Kind, Any, int]] = deque()
        self._arrival: asyncio.Future[None] | None = None
        self._limit: asyncio.TimerHandle | None = None

    async def next_message(self) -> tuple[Kind, Any]:
        """An ITEM or DONE with its payload; raises that of FAILED."""
        while not self._messages:
            self._arrival = asyncio.get_running_loop().create_future()
            await self._arrival
        kind, payload, size_bytes = self._messages.popleft()
        if self.child is not None:
            self.child.give_room(size_bytes)
        if kind is Kind.FAILED:
            raise payload
        return kind, payload

    def deliver(self, kind: Kind, payload: Any, size_bytes: int) -> None:
        self._messages.append((kind, payload, size_bytes))
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)

    def end(self, kind: Kind, payload: Any) -> None:
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
