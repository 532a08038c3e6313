"""Jobs: names, replacing, failures, crashes, shutting down. A plain asyncio loop will do."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import pytest

from reader.core.errors import FileMissing
from reader.ui.jobs import Jobs


class Heard:
    """What the signals of a Jobs said, in order."""

    def __init__(self, jobs: Jobs) -> None:
        self.events: list[tuple[Any, ...]] = []
        jobs.started.connect(lambda name: self.events.append(("started", name)))
        jobs.finished.connect(lambda name: self.events.append(("finished", name)))
        jobs.failed.connect(lambda name, error: self.events.append(("failed", name, error)))
        jobs.crashed.connect(lambda name, report: self.events.append(("crashed", name, report)))


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


async def _forever(stopped: list[str] | None = None, name: str = "", slow: asyncio.Event | None = None) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        if slow is not None:
            await slow.wait()
        if stopped is not None:
            stopped.append(name)


def test_job_runs_and_tells_its_begin_and_end(qapp: object) -> None:
    async def story() -> None:
        jobs = Jobs()
        heard = Heard(jobs)
        done = []

        async def work() -> None:
            done.append(jobs.is_running("work"))

        jobs.start("work", work())
        assert jobs.is_running("work")
        await jobs.ended("work")
        assert not jobs.is_running("work")
        assert done == [True]
        assert heard.events == [("started", "work"), ("finished", "work")]
        await jobs.shut_down()

    run(story())


def test_job_of_the_same_name_replaces_and_begins_when_the_old_one_has_ended(qapp: object) -> None:
    async def story() -> None:
        jobs = Jobs()
        order: list[str] = []
        slow = asyncio.Event()

        async def work(name: str) -> None:
            order.append(name)

        jobs.start("answer", _forever(order, "first stopped", slow))
        await asyncio.sleep(0)
        jobs.start("answer", work("second"))
        await asyncio.sleep(0)
        jobs.start("answer", work("third"))
        for _ in range(5):
            await asyncio.sleep(0)
        assert order == []
        slow.set()
        await jobs.ended("answer")
        assert order == ["first stopped", "third"]
        await jobs.shut_down()

    run(story())


def test_jobs_of_other_names_are_left_alone(qapp: object) -> None:
    async def story() -> None:
        jobs = Jobs()
        jobs.start("index", _forever())
        jobs.start("answer", _forever())
        await asyncio.sleep(0)
        jobs.cancel("answer")
        await jobs.ended("answer")
        assert jobs.is_running("index")
        await jobs.shut_down()
        assert not jobs.is_running("index")

    run(story())


def test_expected_failure_is_told_once_and_is_no_crash(qapp: object) -> None:
    async def story() -> None:
        jobs = Jobs()
        heard = Heard(jobs)
        error = FileMissing("a.pdf")

        async def work() -> None:
            raise error

        jobs.start("open", work())
        await jobs.ended("open")
        assert heard.events == [("started", "open"), ("failed", "open", error), ("finished", "open")]
        await jobs.shut_down()

    run(story())


def test_bug_is_logged_and_reported_with_its_traceback(qapp: object, caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        jobs = Jobs()
        heard = Heard(jobs)

        async def work() -> None:
            raise ZeroDivisionError("a bug")

        with caplog.at_level(logging.ERROR):
            jobs.start("index", work())
            await jobs.ended("index")
        kinds = [event[0] for event in heard.events]
        assert kinds == ["started", "crashed", "finished"]
        assert "ZeroDivisionError: a bug" in heard.events[1][2]
        assert "index crashed" in caplog.text
        await jobs.shut_down()

    run(story())


def test_listener_of_finished_may_start_the_job_again(qapp: object) -> None:
    async def story() -> None:
        jobs = Jobs()
        runs = []
        again = asyncio.Event()

        async def work() -> None:
            runs.append(1)
            if len(runs) == 2:
                again.set()

        def restart(name: str) -> None:
            if len(runs) < 2:
                assert not jobs.is_running(name)
                jobs.start(name, work())

        jobs.finished.connect(restart)
        jobs.start("index", work())
        await again.wait()
        await jobs.shut_down()
        assert len(runs) == 2

    run(story())


def test_shutting_down_waits_for_the_last_words_of_each_job_and_ignores_later_starts(qapp: object) -> None:
    async def story() -> None:
        jobs = Jobs()
        stopped: list[str] = []
        slow = asyncio.Event()
        jobs.start("answer", _forever(stopped, "answer", slow))
        jobs.start("index", _forever(stopped, "index"))
        await asyncio.sleep(0)
        closing = asyncio.get_running_loop().create_task(jobs.shut_down())
        await asyncio.sleep(0)
        slow.set()
        await closing
        assert sorted(stopped) == ["answer", "index"]
        jobs.start("late", _forever(stopped, "late"))
        assert not jobs.is_running("late")

    run(story())


def test_job_cancelled_before_its_first_step_leaves_no_coroutine_behind(qapp: object) -> None:
    async def story() -> None:
        jobs = Jobs()
        heard = Heard(jobs)
        jobs.start("open", _forever())
        jobs.cancel("open")
        await jobs.ended("open")
        assert heard.events == []
        await jobs.shut_down()

    run(story())  # "coroutine was never awaited" would be a warning, and warnings are errors


def test_shutting_down_lets_a_job_finish_that_saves_something(qapp: object) -> None:
    async def story() -> None:
        jobs = Jobs()
        saved = []
        disk = asyncio.Event()

        async def save() -> None:
            await disk.wait()
            saved.append("note")

        jobs.start("save", save(), must_finish=True)
        closing = asyncio.get_running_loop().create_task(jobs.shut_down())
        await asyncio.sleep(0)
        disk.set()
        await closing
        assert saved == ["note"]

    run(story())
