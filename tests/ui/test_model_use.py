import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from reader.ui.jobs import Jobs
from reader.ui.model_use import ModelUse


class Work:
    """Steps of something long, each of which waits to be allowed."""

    def __init__(self) -> None:
        self.may_go_on = asyncio.Event()
        self.ended = ""

    async def steps(self) -> AsyncGenerator[int, None]:
        try:
            yield 1
            await self.may_go_on.wait()
            yield 2
            self.ended = "done"
        except (asyncio.CancelledError, GeneratorExit):
            self.ended = "cut off"
            raise


@pytest.fixture
def use(jobs: Jobs) -> ModelUse:
    use = ModelUse()
    use.watch(jobs)
    return use


def _begin(jobs: Jobs, use: ModelUse, work: Work) -> list[int]:
    seen: list[int] = []

    async def run() -> None:
        async with use.long_work(), aclosing(use.until_asked(work.steps())) as steps:
            async for step in steps:
                seen.append(step)  # noqa: PERF401 - looked at meanwhile

    jobs.start("paper note", run())
    return seen


def test_long_work_runs_to_its_end(jobs: Jobs, use: ModelUse, spin_until) -> None:
    work = Work()
    work.may_go_on.set()
    seen = _begin(jobs, use, work)
    spin_until(lambda: work.ended)
    assert (seen, work.ended) == ([1, 2], "done")


def test_a_question_cuts_long_work_off_at_once(jobs: Jobs, use: ModelUse, spin_until) -> None:
    work, answered = Work(), asyncio.Event()

    async def answer() -> None:
        await answered.wait()

    seen = _begin(jobs, use, work)
    spin_until(lambda: seen == [1])
    assert use.is_in_long_work
    jobs.start("answer", answer())
    spin_until(lambda: not jobs.is_running("paper note"))
    assert (seen, work.ended) == ([1], "cut off")
    assert use.is_asked
    assert not use.is_free.is_set()
    answered.set()
    spin_until(lambda: not jobs.is_running("answer"))
    assert use.is_free.is_set()
    assert not use.is_asked


def test_a_pause_ends_the_work_too(jobs: Jobs, use: ModelUse, spin_until) -> None:
    work = Work()
    seen = _begin(jobs, use, work)
    spin_until(lambda: seen == [1])
    jobs.cancel("paper note")
    spin_until(lambda: not jobs.is_running("paper note"))
    assert work.ended == "cut off"
    assert use.is_free.is_set()


def test_long_work_waits_for_the_answer_that_is_being_written(jobs: Jobs, use: ModelUse, spin_until) -> None:
    work, answered = Work(), asyncio.Event()
    work.may_go_on.set()

    async def answer() -> None:
        await answered.wait()

    jobs.start("answer", answer())
    spin_until(lambda: use.is_asked)
    seen = _begin(jobs, use, work)
    spin_until(lambda: use.is_in_long_work)
    assert seen == []
    answered.set()
    spin_until(lambda: work.ended == "done")


def test_what_the_work_raises_is_raised(jobs: Jobs, use: ModelUse, loop_run) -> None:
    async def failing() -> AsyncGenerator[int, None]:
        yield 1
        raise ValueError("bad")

    async def run() -> list[int]:
        return [step async for step in use.until_asked(failing())]

    with pytest.raises(ValueError, match="bad"):
        loop_run(run())
