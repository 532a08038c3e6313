"""How fast a document is read into its index, against the bare extraction of its text.

    python tests/benchmarks/index.py [--json] [--file PDF]

Ours: pages a second from an open document to an index that can be searched: text in reading order with boxes, headings,
tables, passages, stems, on disk; in a child at low priority. Baseline, in the same run on the same file: PyMuPDF's
`page.get_text("rawdict")` for each page in a process that does nothing else, and keeps nothing.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

THIS = Path(__file__).resolve()
ROOT = THIS.parents[2]
PAGES = 300


def write_sample(target: Path, pages: int) -> None:
    import pymupdf

    words = "memory gradient optimizer parameter transformer attention layer training evidence citation page".split()
    with pymupdf.open() as book:
        for number in range(pages):
            page = book.new_page()
            for column in (0, 1):
                text = " ".join(words[(number * 7 + n * 3 + n // 11 + column) % len(words)] for n in range(260))
                page.insert_textbox((50 + 250 * column, 50, 290 + 250 * column, 800), f"{number}. {text}.", fontsize=9)
        book.save(target)


async def measure(file: Path) -> dict[str, float]:
    from reader.flows.indexing import read_all
    from reader.flows.opening import open_document

    document = await open_document(file)
    try:
        began = time.perf_counter()
        await read_all(document)
        taken_s = time.perf_counter() - began
        return {"pages": document.info.page_count, "pages_per_s": round(document.info.page_count / taken_s, 1)}
    finally:
        await document.close()


def extract_bare(file: Path) -> float:
    import pymupdf

    began = time.perf_counter()
    with pymupdf.open(file) as document:
        for page in document:
            page.get_text("rawdict", flags=pymupdf.TEXTFLAGS_TEXT & ~pymupdf.TEXT_PRESERVE_IMAGES)
        return document.page_count / (time.perf_counter() - began)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.bare is not None:
        print(extract_bare(arguments.bare))
        return 0
    if arguments.write is not None:
        write_sample(arguments.write, PAGES)
        return 0
    # Children import the main module again: not this one.
    sys.modules["__main__"].__dict__.update(__file__=None, __spec__=None)
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CACHE_HOME"] = home  # an index that is not there yet
        file = arguments.file or Path(home, "book.pdf")
        if arguments.file is None:
            subprocess.run([sys.executable, str(THIS), "--write", str(file)], check=True)
        ours = asyncio.run(measure(file))
        bare = [sys.executable, str(THIS), "--bare", str(file)]
        baseline = float(subprocess.run(bare, check=True, capture_output=True, text=True).stdout)
    result = {
        "name": "index",
        "ours": ours["pages_per_s"],
        "baseline": round(baseline, 1),
        "ratio": round(ours["pages_per_s"] / baseline, 3),
        "pages": ours["pages"],
    }
    print(json.dumps(result) if arguments.json else json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
