"""An asyncio loop on Qt's, for tests that drive the window by hand: events, tasks and signals interleave.

The loop counts as running for the whole test, so a click in plain test code may start a job, as it does in
the program. `spin_until` lets events happen until something is true; `loop_run` waits for a coroutine's result.
`make_pages` makes a document of painted pages that obeys the test.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from reader.core.document import DocumentInfo, Link, PageSize, Rect
from reader.core.page_arrangement import Rotation
from reader.core.page_colours import PageColours
from reader.ui import wheel_scroll
from reader.ui.garbage import GarbageCollection
from reader.ui.jobs import Jobs

_PATIENCE_S = 20.0
"""How long a test waits for what never comes. Long: the machine may be busy."""

_ANY_EVENT = QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def _spin(predicate: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    alarm = QTimer()  # wakes the wait for events when none come
    alarm.start(100)
    while not predicate():
        if time.monotonic() > deadline:
            pytest.fail(f"{what} did not happen within {_PATIENCE_S:.0f} s")
        QCoreApplication.processEvents(_ANY_EVENT)
    alarm.stop()


def _handle_all_events() -> None:
    """Everything that is posted or due by now, deletions included."""
    for _ in range(3):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def qt_loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """The running loop. At the end every task is cancelled; what a task raised unseen fails the test."""
    garbage = GarbageCollection()
    loop = qasync.QEventLoop(qapp, already_running=True)
    asyncio.set_event_loop(loop)
    unseen: list[str] = []
    loop.set_exception_handler(lambda _loop, context: unseen.append(f"{context}"))
    yield loop
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    _spin(lambda: all(task.done() for task in tasks), "the end of cancelled tasks")
    ended = loop.create_task(loop.shutdown_asyncgens())
    _spin(ended.done, "the end of async generators")
    _handle_all_events()
    qapp.aboutToQuit.disconnect(loop._after_run_forever)
    loop._after_run_forever()
    loop.stop()
    asyncio._set_running_loop(None)
    loop.close()
    asyncio.set_event_loop(None)
    # stop() told the application to quit, and until that has happened no event loop of a later test would begin.
    QTimer.singleShot(0, qapp.quit)
    qapp.exec()
    garbage.end()
    assert not unseen, unseen


@pytest.fixture
def spin_until(qt_loop: asyncio.AbstractEventLoop) -> Callable[..., None]:
    """spin_until(predicate, what="..."): handle events and tasks until predicate() is true."""

    def spin(predicate: Callable[[], object], what: str = "what the test waits for") -> None:
        _spin(predicate, what)

    return spin


@pytest.fixture
def settle(qt_loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
    """settle(): handle what is already posted or due, and nothing that needs waiting."""
    return _handle_all_events


@pytest.fixture
def loop_run(qt_loop: asyncio.AbstractEventLoop) -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """loop_run(coroutine): its result, while Qt's events go on being handled."""

    def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
        task = qt_loop.create_task(coroutine)
        _spin(task.done, f"the end of {coroutine!r}")
        return task.result()

    return run


@pytest.fixture
def jobs(qt_loop: asyncio.AbstractEventLoop, loop_run: Callable[..., Any]) -> Iterator[Jobs]:
    """Jobs that are shut down at the end; a job that crashed fails the test."""
    jobs = Jobs()
    crashes: list[str] = []
    jobs.crashed.connect(lambda _name, report: crashes.append(report))
    yield jobs
    loop_run(jobs.shut_down())
    assert not crashes, crashes


Clip = tuple[int, int, int, int]


@pytest.fixture(autouse=True)
def _wheel_without_gliding(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notch of the wheel leads at once where it would glide to."""
    monkeypatch.setattr(wheel_scroll, "GLIDE_MS", 0)


@dataclass
class PaintedPages:
    """A page source without a PDF: each pixel tells its page (red) and its place (green and blue, see `pixel`)."""

    info: DocumentInfo
    links_of: Mapping[int, tuple[Link, ...]] = field(default_factory=dict)
    failures: defaultdict[int, list[Exception]] = field(default_factory=lambda: defaultdict(list))
    """Page -> what its next pictures raise, one each."""
    calls: list[tuple[int, float, Clip | None]] = field(default_factory=list)
    printed: dict[int, Rect | None] = field(default_factory=dict)
    """Page -> where it has print, if that is not an eighth from each side."""
    measured: list[int] = field(default_factory=list)
    asked_links: list[int] = field(default_factory=list)
    outstanding: int = 0
    most_outstanding: int = 0
    _gate: asyncio.Event = field(default_factory=asyncio.Event)

    def hold(self) -> None:
        """Answer nothing from now on."""
        self._gate.clear()

    def release(self) -> None:
        self._gate.set()

    @staticmethod
    def pixel(page_index: int, x: int, y: int, colours: PageColours = "printed") -> tuple[int, int, int]:
        """Red, green, blue at a place of a page: neighbours differ, so that any scaling shows."""
        red = (page_index * 10 + {"printed": 0, "dark": 100, "sepia": 50}[colours]) % 256
        return (red, 255 if x % 2 else 0, 255 if y % 2 else 0)

    async def page_image(
        self,
        page_index: int,
        scale_px_per_pt: float,
        clip_px: Clip | None,
        convert: Callable[[memoryview, int, int, int], Any],
        *,
        rotation: Rotation = 0,
        colours: PageColours = "printed",
        is_rough: bool = False,
    ) -> Any:
        self.calls.append((page_index, scale_px_per_pt, clip_px))
        self.outstanding += 1
        self.most_outstanding = max(self.most_outstanding, self.outstanding)
        try:
            await asyncio.sleep(0)
            await self._gate.wait()
        finally:
            self.outstanding -= 1
        if self.failures[page_index]:
            raise self.failures[page_index].pop(0)
        size = self.info.sizes[page_index]
        wide, high = round(size.width_pt * scale_px_per_pt), round(size.height_pt * scale_px_per_pt)
        whole = (0, 0, wide, high) if rotation % 180 == 0 else (0, 0, high, wide)
        x0, y0, x1, y1 = clip_px or whole
        rows = []
        for parity in (0, 1):
            pair = b""
            for x in (x0, x0 + 1):
                left, down = {
                    0: (x, parity),
                    90: (parity, high - 1 - x),
                    180: (wide - 1 - x, high - 1 - parity),
                    270: (wide - 1 - parity, x),
                }[rotation]
                pair += bytes(self.pixel(page_index, left, down, colours))
            rows.append((pair * ((x1 - x0) // 2 + 1))[: (x1 - x0) * 3] + b"\0\0")  # rows have a stride
        pixels = bytearray(b"".join(rows[y % 2] for y in range(y0, y1)))
        result = convert(memoryview(pixels), x1 - x0, y1 - y0, (x1 - x0) * 3 + 2)
        pixels[:] = bytes(len(pixels))  # as the shared memory is used again at once
        return result

    async def printed_box(self, page_index: int) -> Rect | None:
        self.measured.append(page_index)
        await asyncio.sleep(0)
        return self.printed.get(page_index, Rect(0.125, 0.1, 0.875, 0.9))

    async def links(self, page_index: int) -> tuple[Link, ...]:
        self.asked_links.append(page_index)
        await asyncio.sleep(0)
        return self.links_of.get(page_index, ())


@pytest.fixture
def make_pages() -> Callable[..., PaintedPages]:
    """make_pages(sizes or count, links={}, labels=None): painted pages, A4 where only a count is given."""

    def make(
        pages: int | Sequence[tuple[float, float]],
        links: Mapping[int, tuple[Link, ...]] | None = None,
        labels: tuple[str, ...] | None = None,
    ) -> PaintedPages:
        sizes = [(595, 842)] * pages if isinstance(pages, int) else pages
        info = DocumentInfo(
            file="painted.pdf",
            document_id="0" * 64,
            sizes=tuple(PageSize(width, height) for width, height in sizes),
            labels=labels,
            title="",
            author="",
            is_repaired=False,
        )
        source = PaintedPages(info, links or {})
        source.release()
        return source

    return make
