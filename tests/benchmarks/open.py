"""How soon a document is on the screen, and the program.

    python tests/benchmarks/open.py [--json] [--rounds 5] [FILE ...]

Ours: the window is up and rests; from the request to open a file until the paint that shows its first page sharp, by
the clock of the window's process. Baseline, in the same run, the same file and page at the same size: PyMuPDF alone, a
process that has imported it already and opens the file and draws the page. `again_ms`: opened a second time, in
the middle of the document where the reader had been (the baseline draws that page). `known_ms`: all of it is known and
its panels are filled.

`cold_start`: from the start of the process until the first page of the smallest file is painted, against a bare
PySide6 window that paints nothing but itself. Bytecode is there for both, as in every installed program.

Every round is a fresh process, ours and the baseline in turn; the figures are medians.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

THIS = Path(__file__).resolve()
ROOT = THIS.parents[2]
SIZE_PX = (1600, 1000)
RESTING_S = 2.0
"""The window is up, and the child that waits for a document has started."""
TIMEOUT_S = 120.0
SAMPLE_PAGES = (13, 1_158, 16_248)
COLD_START_ALLOWANCE_S = 0.3


def write_sample(target: Path, pages: int) -> None:
    """A document of so many pages of text with an outline; only some hundred pages differ."""
    import pymupdf

    with pymupdf.open() as part, pymupdf.open() as book:
        for number in range(min(pages, 300)):
            text = " ".join(f"word{(number * 7 + n * 3) % 911}" for n in range(520))
            part.new_page().insert_textbox((50, 50, 545, 800), f"Chapter {number + 1}. {text}", fontsize=9)
        while book.page_count < pages:
            book.insert_pdf(part, to_page=min(part.page_count, pages - book.page_count) - 1)
        book.set_toc([[1, f"Chapter {page + 1}", page + 1] for page in range(0, pages, 3)])
        book.save(target, garbage=0)


# --- In processes of their own ---


def open_in_window(file: Path, home: Path, page_index: int) -> dict[str, float]:
    """Prints what one opening took; leaves the reader at a page."""
    from reader.engine.spare import begin_process

    begun = begin_process()
    from reader import app
    from reader.ui.windows import Windows

    found: dict[str, float] = {}

    async def story(windows: Windows) -> int:
        window = windows.first
        window.resize(*SIZE_PX)
        window.show()
        view, reading = window.desk.page_view, window.desk.reading
        await asyncio.sleep(RESTING_S)  # resting is what is measured from
        painted, opened = asyncio.Event(), asyncio.Event()

        def note(name: str, event: asyncio.Event) -> None:
            found[name] = (time.perf_counter() - began) * 1000
            event.set()

        view.sharp_painted.connect(lambda: note("first_page_ms", painted))
        reading.document_opened.connect(lambda _document: note("known_ms", opened))
        began = time.perf_counter()
        window.open(file)
        async with asyncio.timeout(TIMEOUT_S):
            await painted.wait()
            found["page_index"] = view.page_index
            found["width_px"] = view.view_now().page_rect_px(view.page_index).width()
            await opened.wait()
        view.go_to_page(page_index)
        return 0

    app.run_story(story, home, "none", begun=begun)
    return found


def open_bare(file: Path, page_index: int, width_px: int) -> dict[str, float]:
    import pymupdf

    began = time.perf_counter()
    document = pymupdf.open(file)
    page = document[page_index]
    scale = width_px / page.rect.width
    page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
    return {"first_page_ms": (time.perf_counter() - began) * 1000}


def start_program(file: Path) -> None:
    """The program itself, as the command starts it; ends when the page is painted."""
    from reader import cli
    from reader.engine import spare

    begin_process = spare.begin_process

    def begin_and_watch() -> object:
        """The first thing that the program does; the window's modules are imported after it, here as there."""
        begun = begin_process()
        from reader.ui.page_canvas import PageCanvas

        paint_event = PageCanvas.paintEvent

        def paint(view: PageCanvas, event: object) -> None:
            paint_event(view, event)  # type: ignore[arg-type]
            if view.page_count and view.shown_as == "sharp":
                sys.stdout.write(f"{time.time()}\n")
                sys.stdout.flush()
                os._exit(0)

        PageCanvas.paintEvent = paint  # type: ignore[method-assign]
        return begun

    spare.begin_process = begin_and_watch  # type: ignore[assignment]
    cli.run([str(file)])


def start_bare_window() -> None:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Bare(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            sys.stdout.write(f"{time.time()}\n")
            sys.stdout.flush()
            os._exit(0)

    application = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(*SIZE_PX)
    window.show()
    application.exec()


# --- The rounds ---


def run(home: Path, *arguments: object) -> str:
    names = ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    environment = {**os.environ, **dict.fromkeys(names, str(home)), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, str(THIS), "--run", *map(str, arguments)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, timeout=TIMEOUT_S)  # noqa: PLW1510
    if not done.stdout.strip():
        raise RuntimeError(f"{command} printed nothing (exit code {done.returncode})")
    return done.stdout.splitlines()[-1]


def measure_opening(file: Path, rounds: int) -> dict[str, object]:
    first, again, bare_first, bare_again, known = [], [], [], [], []
    pages = 0
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            pages = page_count(file)
            for ours, baseline in ((first, bare_first), (again, bare_again)):
                found = json.loads(run(home, "window", file, home, pages // 2))
                ours.append(found["first_page_ms"])
                known.append(found["known_ms"])
                bare = json.loads(run(home, "bare", file, int(found["page_index"]), int(found["width_px"])))
                baseline.append(bare["first_page_ms"])
    ratios = [ours / baseline for ours, baseline in zip(first, bare_first, strict=True)]
    return {
        "file": file.name,
        "pages": pages,
        "ours_ms": round(statistics.median(first), 1),
        "baseline_ms": round(statistics.median(bare_first), 1),
        "ratio": round(statistics.median(ratios), 3),
        "best_ratio": round(min(first) / min(bare_first), 3),
        "again_ms": round(statistics.median(again), 1),
        "again_baseline_ms": round(statistics.median(bare_again), 1),
        "known_ms": round(statistics.median(known), 1),
    }


def page_count(file: Path) -> int:
    import pymupdf

    with pymupdf.open(file) as document:
        return document.page_count


def measure_cold_start(file: Path, rounds: int) -> dict[str, object]:
    ours, baseline = [], []
    for number in range(rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            began = time.time()
            program_s = float(run(Path(folder), "program", file)) - began
            began = time.time()
            window_s = float(run(Path(folder), "bare_window")) - began
        if number:  # the first round only writes bytecode
            ours.append(program_s)
            baseline.append(window_s)
    window_s, program_s = statistics.median(baseline), statistics.median(ours)
    return {
        "ours_s": round(program_s, 3),
        "baseline_s": round(window_s, 3),
        "ratio": round(program_s / window_s, 3),
        "ratio_without_allowance": round((program_s - COLD_START_ALLOWANCE_S) / window_s, 3),
        "best_s": [round(min(ours), 3), round(min(baseline), 3)],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files: Sequence[Path] = [file.resolve() for file in arguments.files]
        if not files:
            files = [Path(folder, f"{pages}-pages.pdf") for pages in SAMPLE_PAGES]
            for file, pages in zip(files, SAMPLE_PAGES, strict=True):
                write_sample(file, pages)
        opened = [measure_opening(file, arguments.rounds) for file in files]
        cold_start = measure_cold_start(files[0], arguments.rounds)
    worst = max(opened, key=lambda found: found["ratio"])  # type: ignore[arg-type, return-value]
    result = {
        "name": "open",
        "ours": worst["ours_ms"],
        "baseline": worst["baseline_ms"],
        "ratio": worst["ratio"],
        "files": opened,
        "cold_start": cold_start,
    }
    print(json.dumps(result) if arguments.json else json.dumps(result, indent=2))
    return 0


def run_one(what: str, *arguments: str) -> None:
    # Children import the main module again: not this one, which is no part of the program.
    sys.modules["__main__"].__dict__.update(__file__=None, __spec__=None)
    if what == "window":
        print(json.dumps(open_in_window(Path(arguments[0]), Path(arguments[1]), int(arguments[2]))))
    elif what == "bare":
        print(json.dumps(open_bare(Path(arguments[0]), int(arguments[1]), int(arguments[2]))))
    elif what == "program":
        start_program(Path(arguments[0]))
    else:
        start_bare_window()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run_one(*sys.argv[2:])
    else:
        sys.exit(main())
