"""Memory of the window's process and of its PDF children while a reader scrolls through 2,000 pages.

    python tests/benchmarks/memory.py [--json] [--file PDF] [--pages 2000] [--minutes 1]

Ours: the whole window without a model, two screens further every 100 ms, to the end and back; resident memory of each
process once a second. Baseline, in the same run on the same pages: a process that draws them one after the other with
bare PyMuPDF. Steady: what the second half of the time adds to the first, in MB.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

STEP_S = 0.1
SAMPLE_S = 1.0
_BARE = (
    "import pymupdf, resource, sys\n"
    "document = pymupdf.open(sys.argv[1])\n"
    "for page in range(min(int(sys.argv[2]), document.page_count)):\n"
    "    document[page].get_pixmap(matrix=pymupdf.Matrix(1.5, 1.5), alpha=False)\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
)


_MAKE_BOOK = """
import pymupdf, sys
words = "memory gradient optimizer parameter transformer attention layer training evidence citation page".split()
with pymupdf.open() as book:
    for number in range(int(sys.argv[2])):
        page = book.new_page()
        text = " ".join(words[(number * 7 + n * 3 + n // 11) % len(words)] for n in range(420))
        page.insert_textbox((50, 50, 545, 700), f"Chapter {number + 1}. {text}.", fontsize=10)
        if number % 10 == 9:
            shape = page.new_shape()
            for line in range(100):
                shape.draw_line((60 + line * 4, 720), (500 - line * 3, 800))
            shape.finish(width=0.3)
            shape.commit()
    book.save(sys.argv[1])
"""
"""Text enough for an ordinary page, with a drawing on every tenth. In a process of its own, as the baseline: what they
take must not count as the window's."""


def resident_mb(pid: int) -> float:
    """What a process holds in memory; shared pages count in each that has them."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def measure(file: Path, minutes: float) -> dict[str, object]:
    from reader import app
    from reader.ui.windows import Windows

    samples: dict[str, list[float]] = {"window": [], "drawing": [], "reading": []}

    async def story(windows: Windows) -> int:
        window = windows.first
        window.resize(1600, 1000)
        window.show()
        window.open(file)
        shown: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        window.desk.reading.first_shown.connect(lambda: shown.done() or shown.set_result(None))
        await shown
        desk, bar, direction = window.desk, window.desk.page_view.verticalScrollBar(), 1
        end, sampled = time.monotonic() + minutes * 60, 0.0
        while time.monotonic() < end:
            bar.setValue(bar.value() + direction * 2 * bar.pageStep())
            if bar.value() in (bar.minimum(), bar.maximum()):
                direction = -direction
            await asyncio.sleep(STEP_S)  # the reader looks; not a wait for anything
            if time.monotonic() - sampled >= SAMPLE_S:
                sampled = time.monotonic()
                document = desk.reading.document
                drawing, reading = document.pdf.worker_pids if document is not None else (None, None)
                for name, pid in (("window", os.getpid()), ("drawing", drawing), ("reading", reading)):
                    if pid is not None:
                        samples[name].append(resident_mb(pid))
        return 0

    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CACHE_HOME"] = home  # an index that is not there yet
        app.run_story(story, Path(home), "none")
    found: dict[str, object] = {}
    for name, values in samples.items():
        half = len(values) // 2
        found[f"{name}_peak_mb"] = round(max(values), 1)
        if half:
            growth = statistics.median(values[half:]) - statistics.median(values[half // 2 : half] or values[:half])
            found[f"{name}_growth_mb"] = round(growth, 1)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=1.0)
    arguments = parser.parse_args()
    # Children import the main module again: not this one, which is no part of the program.
    sys.modules["__main__"].__dict__.update(__file__=None, __spec__=None)
    with tempfile.TemporaryDirectory() as folder:
        file = arguments.file or Path(folder, "book.pdf")
        if arguments.file is None:
            subprocess.run([sys.executable, "-c", _MAKE_BOOK, file, str(arguments.pages)], check=True)
        bare = subprocess.run(
            [sys.executable, "-c", _BARE, file, str(arguments.pages)], check=True, capture_output=True, text=True
        )
        baseline = {"peak_mb": round(int(bare.stdout) * 1024 / 1e6, 1)}
        ours = {"minutes": arguments.minutes, **measure(file, arguments.minutes)}
    ratio = round(float(str(ours["drawing_peak_mb"])) / baseline["peak_mb"], 2)
    result = {"name": "memory", "ours": ours, "baseline": baseline, "ratio": ratio}
    print(json.dumps(result) if arguments.json else json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
