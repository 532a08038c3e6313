import asyncio
import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any

import pytest

from reader.core.errors import ModelMissing, PageBroken, ReaderError
from reader.engine.serving import is_cancelled
from reader.engine.worker import Worker, WorkerDied, WorkerError

_HERE = Path(__file__).parent
_FOREVER_S = 3600.0
"""A grace that no test lives to see."""


@pytest.fixture(autouse=True)
def _light_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children find the services beside this file, and do not import the main module (pytest) once more."""
    monkeypatch.syspath_prepend(str(_HERE))
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)


@contextlib.asynccontextmanager
async def _worker(module: str = "worker_services", **options: Any) -> AsyncIterator[Worker]:
    worker = Worker(module, name="test", **options)
    try:
        yield worker
    finally:
        await worker.close()


class _Ear:
    """Hears the words that children tell."""

    def __init__(self) -> None:
        self.address = ""
        self.words: asyncio.Queue[str] = asyncio.Queue()

    async def listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.words.put_nowait((await reader.read()).decode())
        writer.close()
        await writer.wait_closed()


@contextlib.asynccontextmanager
async def _ear() -> AsyncIterator[_Ear]:
    ear = _Ear()
    async with await asyncio.start_server(ear.listen, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        ear.address = f"{host}:{port}"
        yield ear


async def _take(stream: AsyncIterator[Any], into: list[Any]) -> None:
    async for item in stream:
        into.append(item)  # noqa: PERF401  kept when the stream fails


async def _cancel(task: "asyncio.Task[Any]") -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def _run(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Make a test of a coroutine function; nothing in here takes a minute unless it hangs."""

    async def limited() -> None:
        async with asyncio.timeout(60):
            await test()

    def run() -> None:
        asyncio.run(limited())

    run.__name__ = test.__name__
    run.__doc__ = test.__doc__
    return run


# --- Calls and streams ---


@_run
async def test_the_child_starts_with_the_first_call() -> None:
    async with _worker() as worker:
        assert worker.pid is None
        assert await worker.call("pid") == worker.pid != os.getpid()
        assert await worker.call("echo", {"a": [1, None]}) == {"a": [1, None]}
        assert worker.restarts == 0


@_run
async def test_a_child_can_be_started_and_prepared_before_its_first_job() -> None:
    async with _worker(prepare=("note", ("ready",))) as worker:
        worker.start()
        worker.start()
        assert await worker.call("note", "first") == ["ready", "first"]
        assert worker.restarts == 0


@_run
async def test_a_child_that_waits_is_told_later_what_runs_first() -> None:
    async with _worker() as worker:
        worker.start()
        pid = await worker.call("pid")
        worker.prepare_with("note", "ready")
        assert await worker.call("note", "first") == ["ready", "first"]
        assert worker.pid == pid
        worker.kill()
        assert await worker.call("note", "again") == ["ready", "again"]


@_run
async def test_a_job_may_prepare_the_child_itself() -> None:
    async with _worker(prepare=("note", ("ready",))) as worker:
        with pytest.raises(PageBroken):
            await worker.call_unprepared("break_page")
        assert await worker.call_unprepared("note", "itself") == ["itself"]
        assert await worker.call("note", "then") == ["itself", "then"]
        worker.kill()
        assert await worker.call("note", "again") == ["ready", "again"]


@_run
async def test_a_child_without_a_job_rests_and_the_next_job_gets_a_new_one() -> None:
    async with _worker(prepare=("note", ("ready",))) as worker:
        deaths: list[WorkerDied] = []
        worker.on_died = deaths.append
        worker.rest()
        first = await worker.call("pid")
        running = asyncio.create_task(worker.call("note", "kept"))
        await asyncio.sleep(0)
        worker.rest()
        assert await running == ["ready", "kept"], "a job is not disturbed"
        worker.rest()
        assert await worker.call("note", "again") == ["ready", "again"]
        assert await worker.call("pid") != first
        assert not deaths


@_run
async def test_what_comes_next_is_done_while_no_job_waits() -> None:
    async with _worker("worker_services_idle") as worker:
        await worker.call("fail_when_idle")
        turns = [await worker.call("idle_turns") for _ in range(50)]
        assert turns[-1] > turns[0], "a failure then is nobody's"


@_run
async def test_a_generator_streams() -> None:
    async with _worker() as worker:
        assert [item async for item in worker.stream("count", 300)] == list(range(300))
        assert [item async for item in worker.stream("count", 0)] == []


@_run
async def test_calls_are_served_in_the_order_in_which_they_came() -> None:
    async with _worker() as worker:
        words = await asyncio.gather(*(worker.call("note", word) for word in "abc"))
        assert words == [["a"], ["a", "b"], ["a", "b", "c"]]


@_run
async def test_fifty_megabytes_come_through_whole_both_ways() -> None:
    size_bytes = 50_000_000
    async with _worker() as worker:
        assert await worker.call("large", size_bytes) == b"\xa5" * size_bytes
        assert await worker.call("size", bytes(size_bytes)) == size_bytes


@_run
async def test_env_is_set_in_the_child_only() -> None:
    async with _worker(env={"SHIORI_TEST_THREADS": "2"}) as worker:
        assert await worker.call("variable", "SHIORI_TEST_THREADS") == "2"
    assert "SHIORI_TEST_THREADS" not in os.environ


@_run
async def test_a_child_that_does_not_read_does_not_stop_the_loop() -> None:
    async with _worker() as worker:
        pid = await worker.call("pid")
        os.kill(pid, signal.SIGSTOP)
        size = asyncio.create_task(worker.call("size", bytes(5_000_000)))
        for _ in range(100):
            await asyncio.sleep(0)
        assert not size.done()
        os.kill(pid, signal.SIGCONT)
        assert await size == 5_000_000


def test_nothing_is_cancelled_outside_a_child() -> None:
    assert not is_cancelled()


# --- Errors ---


@_run
async def test_a_reader_error_crosses_as_itself() -> None:
    async with _worker() as worker:
        with pytest.raises(PageBroken) as caught:
            await worker.call("break_page")
        assert (caught.value.file, caught.value.page_index) == ("/papers/a.pdf", 3)
        assert worker.restarts == 0


@_run
async def test_a_bug_brings_its_traceback_and_the_child_goes_on() -> None:
    async with _worker() as worker:
        pid = await worker.call("pid")
        with pytest.raises(WorkerError, match=r"in bug\n(.*\n)*ZeroDivisionError: a bug of the child"):
            await worker.call("bug")
        numbers: list[int] = []
        with pytest.raises(WorkerError, match="ZeroDivisionError"):
            await _take(worker.stream("count_and_bug", 3), numbers)
        assert numbers == [0, 1, 2]
        assert await worker.call("pid") == pid


def test_what_cannot_cross_is_an_error_and_the_child_goes_on() -> None:
    @_run
    async def run() -> None:
        async with _worker() as worker:
            pid = await worker.call("pid")
            for method, reason in [
                ("unpicklable", "cannot pickle"),
                ("only_here", "not the process that made it"),
                ("own_error", "cannot be pickled"),
                ("no_such_method", "no_such_method"),
                ("_secret", "_secret is no job"),
                ("count", "count is for stream"),
            ]:
                with pytest.raises(WorkerError, match=reason):
                    await worker.call(method, *([3] if method == "count" else []))
            with pytest.raises(WorkerError, match="echo is for call"):
                await anext(worker.stream("echo", 1))
            with pytest.raises(WorkerError, match="not the process that made it"):
                await anext(worker.stream("only_here_items"))
            with pytest.raises(TypeError, match="pickle"):
                await worker.call("echo", asyncio.get_running_loop())
            assert await worker.call("pid") == pid

    run()


# --- Cancel ---


@_run
async def test_cancelled_job_ends_in_the_child_and_the_child_lives_on() -> None:
    async with _ear() as ear, _worker(grace_s=_FOREVER_S) as worker:
        task = asyncio.create_task(worker.call("poll", ear.address))
        assert await ear.words.get() == "begun"
        pid = worker.pid
        await _cancel(task)
        assert await ear.words.get() == "noticed"
        assert await worker.call("pid") == pid


@_run
async def test_on_cancel_is_called_while_the_cancelled_job_runs() -> None:
    async with _ear() as ear, _worker(grace_s=_FOREVER_S) as worker:
        for _ in range(2):
            task = asyncio.create_task(worker.call("wait_for_abort", ear.address))
            assert await ear.words.get() == "begun"
            await _cancel(task)
        assert await worker.call("echo", 1) == 1
        assert worker.restarts == 0


@_run
async def test_closed_stream_closes_the_generator_in_the_child() -> None:
    async with _ear() as ear, _worker(grace_s=_FOREVER_S) as worker:
        async with contextlib.aclosing(worker.stream("until_cancelled", ear.address)) as stream:
            assert await anext(stream) == "more"
        assert await ear.words.get() == "closed"
        assert await worker.call("echo", 1) == 1
        assert worker.restarts == 0


@_run
async def test_cancelled_queued_job_never_starts() -> None:
    async with _ear() as ear, _worker(grace_s=_FOREVER_S) as worker:
        running = asyncio.create_task(worker.call("poll", ear.address))
        assert await ear.words.get() == "begun"
        queued = asyncio.create_task(worker.call("note", "never"))
        last = asyncio.create_task(worker.call("note", "last"))
        await asyncio.sleep(0)
        await _cancel(queued)
        await _cancel(running)
        assert await last == ["last"]


@_run
async def test_job_cancelled_while_the_child_starts_never_starts_and_costs_no_restart() -> None:
    async with _worker(grace_s=0.0) as worker:
        task = asyncio.create_task(worker.call("note", "never"))
        await asyncio.sleep(0)
        await _cancel(task)
        assert await worker.call("note", "first") == ["first"]
        assert worker.restarts == 0


@_run
async def test_cancel_returns_at_once_though_the_child_is_deaf() -> None:
    async with _ear() as ear, _worker(grace_s=_FOREVER_S) as worker:
        task = asyncio.create_task(worker.call("hang", ear.address))
        assert await ear.words.get() == "begun"
        await _cancel(task)
        worker.kill()


@pytest.mark.parametrize("method", ["hang", "hang_with_interpreter"])
def test_child_that_ignores_cancel_is_killed_and_queued_jobs_get_a_new_one(method: str) -> None:
    @_run
    async def run() -> None:
        async with _ear() as ear, _worker(grace_s=0.05, prepare=("open", ("a.pdf",))) as worker:
            deaths: list[WorkerDied] = []
            worker.on_died = deaths.append
            hanging = asyncio.create_task(worker.call(method, ear.address))
            assert await ear.words.get() == "begun"
            queued = asyncio.create_task(worker.call("note", "x"))
            await asyncio.sleep(0)
            pid = worker.pid
            await _cancel(hanging)
            assert await queued == ["open a.pdf", "x"]
            assert worker.restarts == 1
            assert worker.pid != pid
            assert deaths == []

    run()


# --- Death ---


@_run
async def test_crash_fails_its_job_only() -> None:
    async with _worker(prepare=("open", ("a.pdf",))) as worker:
        deaths: list[WorkerDied] = []
        worker.on_died = deaths.append
        crash = asyncio.create_task(worker.call("crash"))
        queued = [asyncio.create_task(worker.call("note", word)) for word in "xy"]
        with pytest.raises(WorkerDied) as caught:
            await crash
        assert (caught.value.worker, caught.value.exitcode) == ("test", -signal.SIGKILL)
        assert await queued[0] == ["open a.pdf", "x"]
        assert await queued[1] == ["open a.pdf", "x", "y"]
        assert [death.args for death in deaths] == [caught.value.args]
        assert worker.restarts == 1


@_run
async def test_what_was_streamed_before_a_crash_arrives() -> None:
    async with _worker() as worker:
        numbers: list[int] = []
        with pytest.raises(WorkerDied):
            await _take(worker.stream("count_and_crash", 200), numbers)
        assert numbers == list(range(200))


@_run
async def test_every_crash_is_survived() -> None:
    async with _worker() as worker:
        for number in range(5):
            with pytest.raises(WorkerDied):
                await worker.call("crash")
            assert await worker.call("echo", number) == number
        assert worker.restarts == 5


@_run
async def test_exit_in_a_job_tells_its_code() -> None:
    async with _worker() as worker:
        with pytest.raises(WorkerDied) as caught:
            await worker.call("leave", 3)
        assert caught.value.exitcode == 3


@_run
async def test_job_sent_to_a_child_that_had_just_died_is_sent_again() -> None:
    async with _worker() as worker:
        pid = await worker.call("pid")
        os.kill(pid, signal.SIGKILL)
        assert await worker.call("pid") != pid
        assert worker.restarts == 1


@_run
async def test_kill_fails_the_running_job_only() -> None:
    async with _ear() as ear, _worker() as worker:
        deaths: list[WorkerDied] = []
        worker.on_died = deaths.append
        running = asyncio.create_task(worker.call("hang", ear.address))
        assert await ear.words.get() == "begun"
        queued = asyncio.create_task(worker.call("note", "queued"))
        await asyncio.sleep(0)
        worker.kill()
        later = asyncio.create_task(worker.call("note", "later"))
        with pytest.raises(WorkerDied):
            await running
        assert await queued == ["queued"]
        assert await later == ["queued", "later"]
        assert deaths == []


@_run
async def test_call_after_kill_gets_a_new_child() -> None:
    async with _worker() as worker:
        worker.kill()
        pid = await worker.call("pid")
        worker.kill()
        assert await worker.call("pid") != pid


@_run
async def test_kill_while_the_child_starts() -> None:
    async with _worker() as worker:
        task = asyncio.create_task(worker.call("echo", 1))
        await asyncio.sleep(0)
        worker.kill()
        with pytest.raises(WorkerDied):
            await task
        assert await worker.call("echo", 2) == 2


@_run
async def test_kill_drops_what_a_stream_has_not_delivered() -> None:
    """The consumer takes nothing, and still the next job gets its child."""
    async with _worker() as worker:
        stream = worker.stream("large_items", 1000, 1_000_000)
        assert (await anext(stream))[0] == 0
        worker.kill()
        assert await worker.call("echo", 1) == 1
        with pytest.raises(WorkerDied):
            await _take(stream, [])


@_run
async def test_killed_stream_never_seems_complete() -> None:
    async with _worker() as worker:
        await worker.call("echo", 1)
        taking = asyncio.create_task(_take(worker.stream("count", 3), []))
        await asyncio.sleep(0)
        child = worker._child
        assert child is not None
        while len(child._inbox) < 5:  # started, three numbers, done: all there, and the loop has seen nothing
            os.sched_yield()
        worker.kill()
        with pytest.raises(WorkerDied):
            await taking


# --- Start ---


def test_child_that_cannot_start_tells_all_who_wait_and_is_tried_again_at_the_next_call() -> None:
    @_run
    async def run() -> None:
        for module, error, reason in [
            ("worker_service_without_import", WorkerError, "No module named 'reader.engine.no_such_library'"),
            ("worker_service_dying_early", WorkerDied, "code 7"),
            ("worker_service_refusing", ModelMissing, "tiny"),
        ]:
            async with _worker(module, prepare=("open", ("a.pdf",))) as worker:
                calls = (worker.call("echo", 1), worker.call("echo", 2))
                errors = await asyncio.gather(*calls, return_exceptions=True)
                assert [type(caught) for caught in errors] == [error, error]
                assert all(reason in str(caught) for caught in errors)
                assert worker.restarts == 0
                with pytest.raises(error):
                    await worker.call("echo", 3)
                assert worker.restarts == 1

    run()


@_run
async def test_impossible_env_is_an_error() -> None:
    async with _worker(env={"NO\0NAME": ""}) as worker:
        with pytest.raises(WorkerError, match="embedded null byte"):
            await worker.call("echo", 1)


def test_process_that_cannot_be_spawned_fails_the_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(process: object) -> None:
        raise OSError("too many processes")

    @_run
    async def run() -> None:
        async with _worker() as worker:
            with monkeypatch.context() as patched:
                patched.setattr("multiprocessing.context.SpawnProcess._Popen", staticmethod(refuse))
                calls = (worker.call("echo", 1), worker.call("echo", 2))
                errors = await asyncio.gather(*calls, return_exceptions=True)
            assert [type(error) for error in errors] == [WorkerError, WorkerError]
            assert "too many processes" in str(errors[0])
            assert await worker.call("echo", 3) == 3

    run()


def test_failed_prepare_fails_the_calls_that_wait_and_is_tried_again(tmp_path: Path) -> None:
    @_run
    async def run() -> None:
        file = tmp_path / "late.pdf"
        async with _worker(prepare=("open_if_there", (str(file),))) as worker:
            calls = (worker.call("note", "x"), worker.call("note", "y"))
            errors = await asyncio.gather(*calls, return_exceptions=True)
            assert [type(error) for error in errors] == [PageBroken, PageBroken]
            assert errors[0] is not errors[1]
            file.touch()
            assert await worker.call("note", "z") == ["z"]
            assert worker.restarts == 0

    run()


@_run
async def test_crash_in_prepare_is_not_tried_for_ever() -> None:
    async with _worker(prepare=("crash", ())) as worker:
        calls = (worker.call("echo", 1), worker.call("echo", 2))
        errors = await asyncio.gather(*calls, return_exceptions=True)
        assert [type(error) for error in errors] == [WorkerDied, WorkerDied]
        assert worker.restarts == 0


@_run
async def test_prepare_goes_on_when_the_call_that_wanted_it_is_cancelled() -> None:
    """A model that loads for a question is kept for the next one."""
    async with _worker(grace_s=0.0, prepare=("open", ("model",))) as worker:
        task = asyncio.create_task(worker.call("note", "never"))
        await asyncio.sleep(0)
        await _cancel(task)
        assert await worker.call("note", "x") == ["open model", "x"]
        assert worker.restarts == 0


@_run
async def test_ctrl_c_in_the_terminal_does_not_reach_the_child() -> None:
    async with _worker() as worker:
        first = asyncio.create_task(worker.call("pid"))
        while worker.pid is None:  # noqa: ASYNC110  there is no event for it
            await asyncio.sleep(0)
        os.kill(worker.pid, signal.SIGINT)  # its interpreter is just starting
        assert await first == worker.pid
        os.kill(worker.pid, signal.SIGINT)
        assert await worker.call("pid") == await first


# --- Much and fast ---


@_run
async def test_slow_consumer_holds_the_child_back_and_can_still_cancel() -> None:
    memory = SharedMemory(create=True, size=8)
    try:
        async with _worker(grace_s=_FOREVER_S) as worker:
            pid = await worker.call("pid")
            with memory.buf.cast("Q") as sent:
                async with contextlib.aclosing(worker.stream("flood", memory.name)) as stream:
                    for _ in range(50):
                        await anext(stream)
                        await asyncio.sleep(0.005)  # this is the slow consumer
                    # What fits into the pipe, and a little more. Not held back it would be some thousands.
                    assert sent[0] < 1000
            assert await worker.call("pid") == pid
    finally:
        memory.close()
        memory.unlink()


@_run
async def test_large_items_do_not_pile_up() -> None:
    async with _worker() as worker:
        stream = worker.stream("large_items", 200, 1_000_000)
        numbers = []
        async with contextlib.aclosing(stream):
            async for item in stream:
                numbers.append(item[0])
                child = worker._child
                assert child is not None
                assert child._held_bytes < 5_000_000
        assert numbers == list(range(200))


@_run
async def test_others_get_their_turns_during_a_flood() -> None:
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async with _worker() as worker:
        other = asyncio.create_task(turn())
        received = []
        seen = []
        async with contextlib.aclosing(worker.stream("count", 5000)) as stream:
            async for item in stream:
                received.append(item)
                seen.append(turns)
        assert received == list(range(5000))
        assert len(set(seen)) == len(seen)  # a turn between any two items
        await _cancel(other)


@_run
async def test_unread_ends_of_finished_streams_do_not_hold_back_the_next_job() -> None:
    async with contextlib.AsyncExitStack() as stack:
        worker = await stack.enter_async_context(_worker())
        streams = []
        for _ in range(4):
            stream = await stack.enter_async_context(contextlib.aclosing(worker.stream("count", 40)))
            assert await anext(stream) == 0
            streams.append(stream)
        assert await worker.call("echo", 1) == 1
        for stream in streams:
            assert [item async for item in stream] == list(range(1, 40))


# --- Close ---


def _has_ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@_run
async def test_close_ends_the_child_and_can_be_called_again() -> None:
    worker = Worker("worker_services", name="test")
    deaths: list[WorkerDied] = []
    worker.on_died = deaths.append
    pid = await worker.call("pid")
    await asyncio.gather(worker.close(), worker.close())
    await worker.close()
    assert worker.pid is None
    assert deaths == []
    assert _has_ended(pid)
    with pytest.raises(RuntimeError, match="closed"):
        await worker.call("echo", 1)


@_run
async def test_close_without_a_child() -> None:
    worker = Worker("worker_services", name="test")
    await worker.close()
    await worker.close()


@pytest.mark.parametrize("method", ["hang", "hang_with_interpreter"])
def test_close_kills_a_child_that_hangs(method: str) -> None:
    @_run
    async def run() -> None:
        worker = Worker("worker_services", name="test", grace_s=0.05)
        worker.on_died = lambda died: pytest.fail("nobody died unasked")
        async with _ear() as ear:
            running = asyncio.create_task(worker.call(method, ear.address))
            queued = asyncio.create_task(worker.call("echo", 1))
            assert await ear.words.get() == "begun"
            pid = worker.pid
            await worker.close()
            assert pid is not None
            assert _has_ended(pid)
            for task in (running, queued):
                with pytest.raises(WorkerDied):
                    await task

    run()


@_run
async def test_close_ends_a_job_that_can_be_cancelled_without_force() -> None:
    worker = Worker("worker_services", name="test", grace_s=_FOREVER_S)
    async with _ear() as ear:
        polling = asyncio.create_task(worker.call("poll", ear.address))
        assert await ear.words.get() == "begun"
        await worker.close()
        assert await ear.words.get() == "noticed"
        with pytest.raises(WorkerDied):
            await polling


@_run
async def test_close_while_the_child_starts() -> None:
    worker = Worker("worker_services", name="test", grace_s=_FOREVER_S)
    async with _ear() as ear:
        starting = asyncio.create_task(worker.call("hang", ear.address))
        await asyncio.sleep(0)
        await worker.close()
        with pytest.raises(WorkerDied):
            await starting
        assert ear.words.empty()


@_run
async def test_close_with_a_stream_that_nobody_reads() -> None:
    worker = Worker("worker_services", name="test", grace_s=_FOREVER_S)
    async with contextlib.aclosing(worker.stream("large_items", 1000, 1_000_000)) as stream:
        await anext(stream)
        await worker.close()


@_run
async def test_cancelled_close_leaves_nothing_behind() -> None:
    worker = Worker("worker_services", name="test", grace_s=_FOREVER_S)
    async with _ear() as ear:
        hanging = asyncio.create_task(worker.call("hang", ear.address))
        assert await ear.words.get() == "begun"
        pid = worker.pid
        closing = asyncio.create_task(worker.close())
        await asyncio.sleep(0)
        await _cancel(closing)
        assert pid is not None
        assert _has_ended(pid)
        with pytest.raises(WorkerDied):
            await hanging


def test_child_that_outlives_the_loop_can_still_be_killed() -> None:
    worker = Worker("worker_services", name="test")

    @_run
    async def run() -> None:
        await worker.call("echo", 1)

    run()
    worker.kill()  # the leak check of the tests sees what is left


# --- The program around it ---

_PROGRAM = """
import asyncio, signal, sys
from reader.engine.worker import Worker

async def main():
    worker = Worker("worker_services", name="test")
    print(await worker.call("pid"), flush=True)
    if "busy" in sys.argv:
        async for _ in worker.stream("count", 10**12):
            pass
    if "wait" in sys.argv:
        await asyncio.Event().wait()

signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores it
asyncio.run(main())
"""


def _start_program(*arguments: str) -> "subprocess.Popen[str]":
    path = os.pathsep.join([str(_HERE.parents[1]), str(_HERE)])
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", _PROGRAM, *arguments],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize("state", ["wait", "busy"])
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs pidfd_open")
def test_child_dies_with_a_parent_that_was_killed(state: str) -> None:
    with _start_program(state) as program:
        assert program.stdout is not None
        child = os.pidfd_open(int(program.stdout.readline()))
        try:
            program.kill()
            assert select.select([child], [], [], 30.0)[0], "the child lives on"
        finally:
            os.close(child)


def test_ctrl_c_ends_the_program_without_a_word_from_the_child() -> None:
    with _start_program("wait") as program:
        assert program.stdout is not None
        program.stdout.readline()
        os.killpg(program.pid, signal.SIGINT)
        _, errors = program.communicate()
        assert errors.count("Traceback (most recent call last)") <= 2, (
            errors
        )  # of the program: cancelled, then interrupted
        assert "Process shiori-test" not in errors
        assert "worker.py" not in errors


def test_program_that_forgets_close_ends() -> None:
    with _start_program() as program:
        _, errors = program.communicate()
        assert program.returncode == 0
        assert errors == ""


def test_errors_are_what_the_contract_says() -> None:
    assert issubclass(WorkerDied, ReaderError)
    assert not issubclass(WorkerError, ReaderError)
