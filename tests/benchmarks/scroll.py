"""Scrolling while the document is indexed and a model writes: gaps of the event loop, and what the frames show.

    python tests/benchmarks/scroll.py [--json] [--file PDF] [--pages 200] [--model NAME]

Ours: the whole window, one page further every 100 ms. Baseline, in the same run on the same pages: a bare Qt window
that draws each page in its own thread with PyMuPDF when it is asked to paint, while nothing else runs at all.

`shown_share`: of all paints of the pages, those in which no page was white paper; `sharp_frames`: those that were sharp
throughout. `rest_ms`: after some quick pages the reader rests; until all that shows has been painted sharp.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.ui.page_view import PageView

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pymupdf
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

TICK_MS = 1
STEP_S = 0.1
MODEL_QUESTION = "How does the gradient of the optimizer change the memory of each transformer layer in training?"
RESTS = 30
QUICK_PAGES = 4
QUICK_S = 0.03
LOOK_S = 0.5
REST_TIMEOUT_S = 5.0
HEAVY_EVERY = 5
"""Every fifth page is a drawing of many lines; the others are full of text."""


class GapProbe(QObject):
    """Seconds between two turns of the event loop, beyond the millisecond the timer asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps_s: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        self.gaps_s.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.gaps_s.append(max(now - self._last - TICK_MS / 1000, 0.0))
        self._last = now

    def worst_ms(self) -> float:
        return max(self.gaps_s, default=0.0) * 1000

    def percentile_99_ms(self) -> float:
        """Weighed by time: at 99 % of all moments, the loop was not in a gap as long as this."""
        total = sum(self.gaps_s) + len(self.gaps_s) * TICK_MS / 1000
        passed = 0.0
        for gap in sorted(self.gaps_s, reverse=True):
            passed += gap
            if passed >= 0.01 * total:
                return gap * 1000
        return 0.0


def make_book(target: Path, pages: int) -> None:
    """A document as heavy as scientific ones get: dense text, and drawings of 800 lines."""
    words = "memory gradient optimizer parameter transformer attention layer training evidence citation page".split()
    with pymupdf.open() as book:
        for number in range(pages):
            page = book.new_page()
            if number % HEAVY_EVERY == HEAVY_EVERY - 1:
                shape = page.new_shape()
                for line in range(800):
                    shape.draw_line(
                        (40 + line % 40 * 13, 60 + line // 40 * 33), (560 - line % 37 * 12, 800 - line // 2)
                    )
                    shape.finish(width=0.4, color=(line % 7 / 7, 0.3, line % 5 / 5))
                shape.commit()
            text = " ".join(words[(number * 7 + n * 3 + n // 11) % len(words)] for n in range(620))
            page.insert_textbox((50, 50, 545, 800), f"Chapter {number + 1}. {text}.", fontsize=9)
        book.save(target)


class FrameProbe:
    """What each paint of a view showed, from then on; `sharp` is set when one is sharp."""

    def __init__(self) -> None:
        from reader.ui.page_canvas import PageCanvas

        self.frames: list[str] = []
        self.sharp = asyncio.Event()
        self._paint = PageCanvas.paintEvent

        def paint(view: PageCanvas, event: QPaintEvent) -> None:
            shown = view.shown_as
            self._paint(view, event)
            self.frames.append(shown)
            if shown == "sharp":
                self.sharp.set()

        PageCanvas.paintEvent = paint  # type: ignore[method-assign]

    def share(self, *kinds: str) -> float:
        return round(sum(frame in kinds for frame in self.frames) / max(len(self.frames), 1), 4)


class BareReader(QWidget):
    """The baseline: a page drawn when it is painted, as the simplest reader does."""

    def __init__(self, file: Path, size_px: tuple[int, int]) -> None:
        super().__init__()
        self._document = pymupdf.open(file)
        self.page_index = 0
        self.resize(*size_px)

    def show_page(self, page_index: int) -> None:
        self.page_index = page_index
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        page = self._document[self.page_index]
        scale = self.width() / page.rect.width
        pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
        image = QImage(pixmap.samples_mv, pixmap.width, pixmap.height, pixmap.stride, QImage.Format.Format_RGB888)
        QPainter(self).drawImage(0, 0, image)

    def leave(self) -> None:
        self._document.close()
        self.close()


def measure(file: Path, pages: int, model: str) -> dict[str, object]:
    from reader import app
    from reader.ui.windows import Windows

    found: dict[str, object] = {}
    frames = FrameProbe()

    async def story(windows: Windows) -> int:
        window = windows.first
        view = window.desk.page_view
        jobs = window.desk.jobs
        window.resize(1600, 1000)
        window.show()
        shown: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        window.desk.reading.first_shown.connect(lambda: shown.done() or shown.set_result(None))
        window.open(file)
        await shown
        window.desk.asking.ask(MODEL_QUESTION)
        probe = GapProbe()
        probe.start()
        frames.frames.clear()
        complete, answers, was_indexing = 0, 1, 0
        for page_index in range(min(pages, view.page_count)):
            view.go_to_page(page_index)
            await asyncio.sleep(STEP_S)  # the reader looks; not a wait for anything
            complete += view.is_complete
            was_indexing += jobs.is_running("index")
            if not jobs.is_running("answer"):
                answers += 1
                window.desk.asking.ask(f"{MODEL_QUESTION} ({answers})")
        probe.stop()
        steps = min(pages, view.page_count)
        shown, sharp = frames.share("sharp", "rough"), frames.share("sharp")
        rests = [
            await rest_ms(view, frames, 3 + 11 * number % max(steps - QUICK_PAGES - 3, 1)) for number in range(RESTS)
        ]
        found["ours"] = {
            "worst_gap_ms": round(probe.worst_ms(), 1),
            "gap_99_ms": round(probe.percentile_99_ms(), 1),
            "shown_share": shown,
            "sharp_frames": sharp,
            "sharp_share": round(complete / steps, 3),
            "rest_ms": {
                "median": round(statistics.median(rests), 1),
                "p95": round(sorted(rests)[int(0.95 * len(rests))], 1),
                "within_150": round(sum(rest <= 150 for rest in rests) / len(rests), 3),
            },
            "indexing_share": round(was_indexing / steps, 3),
            "answers_begun": answers,
            "model": model,
        }
        jobs.cancel("answer")
        await jobs.ended("answer")
        found["view"] = (view.viewport().width(), view.viewport().height())
        return 0

    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CACHE_HOME"] = home  # an index that is not there yet
        app.run_story(story, Path(home), model)
    return found


async def rest_ms(view: "PageView", frames: FrameProbe, first: int) -> float:
    """Leaf through some pages and rest at the last: milliseconds until it has been painted sharp."""
    for page_index in range(first, first + QUICK_PAGES):
        view.go_to_page(page_index)
        await asyncio.sleep(QUICK_S)
    view.go_to_page(first + QUICK_PAGES)
    began = time.perf_counter()
    frames.sharp.clear()
    async with asyncio.timeout(REST_TIMEOUT_S):
        await frames.sharp.wait()
    taken_ms = (time.perf_counter() - began) * 1000
    await asyncio.sleep(LOOK_S)  # the reader looks at it
    return taken_ms


def measure_baseline(file: Path, pages: int, size_px: tuple[int, int]) -> dict[str, float]:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    bare, probe, stepper = BareReader(file, size_px), GapProbe(), QTimer(interval=int(STEP_S * 1000))

    def step() -> None:
        if bare.page_index + 1 >= pages:
            stepper.stop()
            application.quit()
        else:
            bare.show_page(bare.page_index + 1)

    stepper.timeout.connect(step)
    bare.show()
    probe.start()
    stepper.start()
    application.exec()
    probe.stop()
    bare.leave()
    return {
        "worst_gap_ms": round(probe.worst_ms(), 1),
        "gap_99_ms": round(probe.percentile_99_ms(), 1),
        "median_gap_ms": round(statistics.median(probe.gaps_s) * 1000, 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--model", default="smollm2-135m-instruct")
    arguments = parser.parse_args()
    # Children import the main module again: not this one, whose imports of Qt and PyMuPDF are no part of the program.
    sys.modules["__main__"].__dict__.update(__file__=None, __spec__=None)
    with tempfile.TemporaryDirectory() as folder:
        file = arguments.file or Path(folder, "book.pdf")
        if arguments.file is None:
            make_book(file, arguments.pages)
        found = measure(file, arguments.pages, arguments.model)
        with pymupdf.open(file) as document:
            pages = min(arguments.pages, document.page_count)
        found["baseline"] = measure_baseline(file, pages, found.pop("view"))  # type: ignore[arg-type]
    ours, baseline = found["ours"], found["baseline"]
    ratio = round(ours["worst_gap_ms"] / max(baseline["worst_gap_ms"], 0.1), 3)  # type: ignore[index]
    result = {"name": "scroll", "ours": ours, "baseline": baseline, "ratio": ratio}
    print(json.dumps(result) if arguments.json else json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
