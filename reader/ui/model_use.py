"""Whether the language model works, for any document: what can wait makes way then."""

import asyncio

from reader.ui.jobs import Jobs

_FIRST = ("answer", "read ahead", "model")
"""Jobs of the language model, which has the processor while one of them runs."""


class ModelUse:
    def __init__(self) -> None:
        self.is_free = asyncio.Event()
        """Set while none of these jobs runs."""
        self.is_free.set()
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

    def _on_job(self, name: str) -> None:
        if name in _FIRST:
            if any(jobs.is_running(first) for jobs in self._watched for first in _FIRST):
                self.is_free.clear()
            else:
                self.is_free.set()
