"""Whether the language model works, for any document, and who has it: questions before notes, notes before the rest."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import TypeVar

from reader.ui.jobs import Jobs

ANSWER = "answer"
_FIRST = (ANSWER, "read ahead", "model")
"""Jobs of the language model, which has the processor while one of them runs."""

T = TypeVar("T")


class ModelUse:
    def __init__(self) -> None:
        self.is_free = asyncio.Event()
        """Set while none of these jobs runs, and no note is made."""
        self.is_free.set()
        self._may_begin = asyncio.Event()
        """Set while none of these jobs runs."""
        self._may_begin.set()
        self._is_asked = asyncio.Event()
        """Set while a question is being answered."""
        self._long_work = asyncio.Lock()
        self._watched: list[Jobs] = []

    def watch(self, jobs: Jobs) -> None:
        self._watched.append(jobs)
        jobs.started.connect(self._on_job)
        jobs.finished.connect(self._on_job)

    def forget(self, jobs: Jobs) -> None:
        """After their shut-down."""
        jobs.started.disconnect(self._on_job)
        jobs.finished.disconnect(self._on_job)
        self._watched.remove(jobs)

    @property
    def is_in_long_work(self) -> bool:
        """Whether a note or a digest is being made: nothing is read ahead then."""
        return self._long_work.locked()

    @property
    def is_asked(self) -> bool:
        return self._is_asked.is_set()

    @asynccontextmanager
    async def long_work(self) -> AsyncIterator[None]:
        """One note at a time: two would take twice as long each, and read each other's prompts out of the cache."""
        async with self._long_work:
            await self._may_begin.wait()
            self.is_free.clear()
            try:
                yield
            finally:
                _show(self.is_free, self._may_begin.is_set())

    async def until_asked(self, events: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
        """The events as they come, until they end or a question wants the model: then they are closed at once.

        Whoever closes this closes them.
        """
        asked = asyncio.ensure_future(self._is_asked.wait())
        try:
            async with aclosing(events):
                while not asked.done():
                    coming = asyncio.ensure_future(anext(events))
                    try:
                        await asyncio.wait((coming, asked), return_when=asyncio.FIRST_COMPLETED)
                    finally:
                        if not coming.done():
                            coming.cancel()
                            await asyncio.wait((coming,))
                    if coming.cancelled():
                        return
                    try:
                        event = coming.result()
                    except StopAsyncIteration:
                        return
                    yield event
        finally:
            asked.cancel()

    def _on_job(self, name: str) -> None:
        if name in _FIRST:
            is_busy = any(jobs.is_running(first) for jobs in self._watched for first in _FIRST)
            _show(self._may_begin, not is_busy)
            _show(self.is_free, not is_busy and not self._long_work.locked())
        if name == ANSWER:
            _show(self._is_asked, any(jobs.is_running(ANSWER) for jobs in self._watched))


def _show(event: asyncio.Event, is_so: bool) -> None:
    if is_so:
        event.set()
    else:
        event.clear()
