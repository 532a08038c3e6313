"""Drawing pages: ours beside bare PyMuPDF and beside pdfium, on the same pages in the same run.

    python tests/benchmarks/render.py [--json] [--rounds 5] [--scale 2] [FILE[:PAGE]...]

Ours: PdfFile.page_image, through the child process and shared memory into a picture of the window's format, as the
page view asks for it. Baselines, in this process and into bytes of their own: PyMuPDF (as simple programs use it:
page.get_pixmap, and with a display list that is kept) and pdfium. A page as a whole and its 512 px tile in the middle;
the first drawing, with nothing in any cache, apart from the best of the later ones. Dark pages beside printed ones.

Without files: papers, slides and forms of the shared data where it is there, and a drawing of 20,000 lines and a page
of text that are made on the spot. The last line says where ours is slower.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pymupdf
import pypdfium2
from PySide6.QtGui import QImage

from reader.core.page_colours import PageColours
from reader.engine.pdf import PdfFile

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SHIORI_SHARED_DATA") or ROOT.parent / "shared" / "data")
TILE = 512
PAGES = (
    ("papers/2306.09782.pdf", 1),
    ("papers/2302.13971.pdf", 3),
    ("papers/2312.00752.pdf", 7),
    ("qa/pdfs/mmlongbench-GPL-Graduate-Studies-Professional-Learning-Brochure-Jul-2021.pdf", 5),
    ("qa/pdfs/mmlongbench-fd76bbefe469561966e5387aa709c482.pdf", 4),
    ("qa/pdfs/mmlongbench-0e94b4197b10096b1f4c699701570fbf.pdf", 4),
    ("qa/pdfs/allganize_ja-01point.pdf", 1),
    ("qa/pdfs/allganize_ja-000040369.pdf", 12),
)
Clip = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Page:
    file: Path
    page_index: int
    scale: float

    @property
    def name(self) -> str:
        return f"{self.file.name}:{self.page_index + 1}"

    def tile(self) -> Clip:
        """512 px in the middle, or as much as there is."""
        with pymupdf.open(self.file) as document:
            rect = document[self.page_index].rect
        width, height = int(rect.width * self.scale), int(rect.height * self.scale)
        left, top = max((width - TILE) // 2, 0), max((height - TILE) // 2, 0)
        return left, top, min(left + TILE, width), min(top + TILE, height)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds."""

    first: float
    later: float

    @staticmethod
    def of(seconds: list[float]) -> "Times":
        return Times(round(seconds[0] * 1000, 2), round(min(seconds[1:]) * 1000, 2))


def as_painted(pixels: memoryview, width: int, height: int, stride: int) -> QImage:
    """As the page view keeps its pictures."""
    return QImage(pixels, width, height, stride, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )


async def ours(page: Page, clip: Clip | None, colours: PageColours, rounds: int) -> Times:
    """A document that has just been opened, in a child of its own."""
    pdf = await PdfFile.open(page.file)
    try:
        seconds = []
        for _ in range(rounds + 1):
            begun = time.perf_counter()
            await pdf.page_image(page.page_index, page.scale, clip, as_painted, colours=colours)
            seconds.append(time.perf_counter() - begun)
        return Times.of(seconds)
    finally:
        await pdf.close()


def bare_pymupdf(page: Page, clip: Clip | None, rounds: int) -> Times:
    pymupdf.TOOLS.store_shrink(100)
    matrix = pymupdf.Matrix(page.scale, page.scale)
    with pymupdf.open(page.file) as document:
        part = None if clip is None else pymupdf.Rect(*clip) * ~matrix

        def draw() -> None:
            document[page.page_index].get_pixmap(matrix=matrix, alpha=False, clip=part)

        return Times.of(timed(draw, rounds))


def kept_list(page: Page, clip: Clip | None, rounds: int) -> Times:
    """PyMuPDF with the page's display list kept, as ours keeps it: what is left is the way between the processes."""
    pymupdf.TOOLS.store_shrink(100)
    matrix = pymupdf.Matrix(page.scale, page.scale)
    with pymupdf.open(page.file) as document:
        part = None if clip is None else pymupdf.Rect(*clip) * ~matrix
        lists: list[Any] = []

        def draw() -> None:
            if not lists:
                lists.append(document[page.page_index].get_displaylist())
            lists[0].get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB, alpha=False, clip=part)

        return Times.of(timed(draw, rounds))


def pdfium(page: Page, clip: Clip | None, rounds: int) -> Times:
    document = pypdfium2.PdfDocument(page.file)
    try:
        loaded: list[Any] = []

        def draw() -> None:
            if not loaded:
                loaded.append(document[page.page_index])
            width, height = (side * page.scale for side in loaded[0].get_size())
            # Pdfium cuts off from each side, in pixels: left, bottom, right, top.
            crop = (0.0, 0.0, 0.0, 0.0)
            if clip is not None:
                crop = tuple(side / page.scale for side in (clip[0], height - clip[3], width - clip[2], clip[1]))
            bytes(loaded[0].render(scale=page.scale, crop=crop).buffer)

        return Times.of(timed(draw, rounds))
    finally:
        document.close()


def timed(draw: Callable[[], None], rounds: int) -> list[float]:
    seconds = []
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        draw()
        seconds.append(time.perf_counter() - begun)
    return seconds


async def measure(page: Page, rounds: int) -> dict[str, Any]:
    found: dict[str, Any] = {"name": f"render {page.name}"}
    for what, clip in (("page", None), ("tile", page.tile())):
        own = await ours(page, clip, "printed", rounds)
        dark = await ours(page, clip, "dark", rounds)
        bare, kept, other = (draw(page, clip, rounds) for draw in (bare_pymupdf, kept_list, pdfium))
        found[what] = {
            name: {"first_ms": times.first, "later_ms": times.later}
            for name, times in (
                ("ours", own),
                ("ours_dark", dark),
                ("pymupdf", bare),
                ("pymupdf_kept_list", kept),
                ("pdfium", other),
            )
        }
        found[what]["ratio_to_pymupdf"] = round(own.later / max(bare.later, 0.01), 2)
        found[what]["ratio_to_pdfium"] = round(own.later / max(other.later, 0.01), 2)
        found[what]["ratio_to_pdfium_first"] = round(own.first / max(other.first, 0.01), 2)
        found[what]["ratio_of_dark"] = round(dark.later / max(own.later, 0.01), 2)
    tile = found["tile"]
    found["ours"], found["baseline"] = tile["ours"]["later_ms"], tile["pdfium"]["later_ms"]
    found["ratio"] = tile["ratio_to_pdfium"]
    return found


def make_pages(folder: Path) -> list[tuple[Path, int]]:
    """A page full of text, and a drawing as heavy as plots of many points get."""
    words = "memory gradient optimizer parameter transformer attention layer training evidence citation page".split()
    text, drawing = folder / "text.pdf", folder / "drawing.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        content = " ".join(words[(n * 3 + n // 11) % len(words)] for n in range(900))
        page.insert_textbox((40, 40, 555, 800), content, fontsize=9)
        document.save(text)
    with pymupdf.open() as document:
        shape = document.new_page().new_shape()
        for line in range(20_000):
            x, y = line * 37 % 520, line * 61 % 760
            shape.draw_line((30 + x, 30 + y), (30 + (x + line % 29) % 540, 30 + (y + line % 31) % 780))
            shape.finish(width=0.3, color=(line % 7 / 7, 0.3, line % 5 / 5))
        shape.commit()
        document.save(drawing)
    return [(text, 0), (drawing, 0)]


def summary(results: list[dict[str, Any]]) -> dict[str, Any]:
    """One line over all files: medians, and where ours is the slower one."""
    found: dict[str, Any] = {"name": "render"}
    slower = []
    for what in ("page", "tile"):
        for ratio in ("ratio_to_pymupdf", "ratio_to_pdfium", "ratio_to_pdfium_first", "ratio_of_dark"):
            found[f"{what}_{ratio}"] = round(statistics.median(result[what][ratio] for result in results), 2)
        slower += [
            f"{result['name']}, {what}: {result[what][ratio]} x {ratio.removeprefix('ratio_to_')}"
            for result in results
            for ratio in ("ratio_to_pymupdf", "ratio_to_pdfium", "ratio_to_pdfium_first")
            if result[what][ratio] > 1
        ]
    found["ours"] = round(statistics.median(result["ours"] for result in results), 2)
    found["baseline"] = round(statistics.median(result["baseline"] for result in results), 2)
    found["ratio"] = found["tile_ratio_to_pdfium"]
    found["slower"] = slower
    return found


def chosen(arguments: list[str], folder: Path) -> list[tuple[Path, int]]:
    if arguments:
        return [page_named(argument) for argument in arguments]
    shared = [(SHARED / name, page_index) for name, page_index in PAGES if (SHARED / name).is_file()]
    return [*shared, *make_pages(folder)]


def page_named(argument: str) -> tuple[Path, int]:
    file, _, number = argument.rpartition(":")
    return (Path(file), int(number) - 1) if number.isdigit() and file else (Path(argument), 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one line a page and one over all, nothing else")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=2.0, help="pixels a point")
    parser.add_argument("files", nargs="*", metavar="FILE[:PAGE]")
    arguments = parser.parse_args()
    # Children import the main module again: not this one, whose imports of Qt and PyMuPDF are no part of the program.
    sys.modules["__main__"].__dict__.update(__file__=None, __spec__=None)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for file, page_index in chosen(arguments.files, Path(folder)):
            page = Page(file, page_index, arguments.scale)
            results.append(asyncio.run(measure(page, arguments.rounds)))
            show(results[-1], as_json=arguments.json)
    show(summary(results), as_json=arguments.json)
    return 0


def show(result: dict[str, Any], *, as_json: bool) -> None:
    print(json.dumps(result) if as_json else json.dumps(result, indent=2), flush=True)


if __name__ == "__main__":
    sys.exit(main())
