"""How long a keystroke in the find field takes: every match counted, those of the pages in view located.

    python tests/benchmarks/find.py [--json] [--file PDF [--queries TEXT...]] [--pages 1000] [--repeat 7]

Ours: counting in the whole document and the rectangles on two pages, as the window asks for them, once the document
has been read. Baseline, in the same run on the same file: `page.search_for` on every page. Without a file, a book in
English and one in Japanese are made; `ratio` is how many times as long the baseline takes, for the query for which
that is least. Queries of one and two letters have tens of thousands of matches.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pymupdf

from reader.core.matches import Wanted
from reader.flows.indexing import read_all
from reader.flows.opening import OpenDocument, open_document

ENGLISH = "memory gradient optimizer parameter transformer attention layer training evidence citation page".split()
JAPANESE = (
    "本研究では大規模言語モデルの学習に必要な計算資源を削減する最適化手法を提案する。提案手法は勾配を保存せず、"
    "パラメータを逐次更新するため、メモリ使用量を大幅に抑えられる。評価実験により有効性を確認した。"
)
ENGLISH_QUERIES = ("e", "at", "training", "memory gradient", "Chapter 512.", "absent")
JAPANESE_QUERIES = ("の", "学習", "最適化手法", "メモリ", "第512章", "欠席")
PAGES_IN_VIEW = 2


def make_books(folder: Path, pages: int) -> dict[Path, tuple[str, ...]]:
    english, japanese = folder / "english.pdf", folder / "japanese.pdf"
    with pymupdf.open() as book:
        for number in range(pages):
            text = " ".join(ENGLISH[(number * 7 + n * 3 + n // 11) % len(ENGLISH)] for n in range(420))
            page = book.new_page()
            page.insert_textbox((50, 50, 545, 800), f"Chapter {number + 1}. {text}.", fontsize=10)
        book.save(english)
    with pymupdf.open() as book:
        for number in range(pages):
            turn = number % len(JAPANESE)
            text = (JAPANESE[turn:] + JAPANESE * 20)[:1500]
            page = book.new_page()
            page.insert_textbox((50, 50, 545, 800), f"第{number + 1}章 {text}", fontsize=10, fontname="japan")
        book.save(japanese)
    return {english: ENGLISH_QUERIES, japanese: JAPANESE_QUERIES}


async def keystroke_ms(document: OpenDocument, wanted: Wanted) -> tuple[float, int]:
    began = time.perf_counter()
    matches = await document.index.count_matches(wanted)
    await document.index.locate_matches(matches, matches.pages[:PAGES_IN_VIEW])
    return (time.perf_counter() - began) * 1000, matches.total


async def measure(file: Path, queries: Sequence[str], repeat: int) -> list[dict[str, Any]]:
    document = await open_document(file)
    try:
        await read_all(document)
        first_ms, _ = await keystroke_ms(document, Wanted("benchmark"))  # reads the folded texts into memory
        found = []
        for query in queries:
            row: dict[str, Any] = {"query": query, "pages": document.info.page_count}
            times = [await keystroke_ms(document, Wanted(query)) for _ in range(repeat)]
            row["matches"] = times[0][1]
            row["ours_ms"] = round(statistics.median(ms for ms, _ in times), 2)
            row["worst_ms"] = round(max(ms for ms, _ in times), 2)
            exact = Wanted(query, whole_words=True, match_case=True)
            row["first_exact_ms"] = round((await keystroke_ms(document, exact))[0], 2)
            exact_times = [await keystroke_ms(document, exact) for _ in range(repeat)]
            row["exact_ms"] = round(statistics.median(ms for ms, _ in exact_times), 2)
            found.append(row)
        found[0]["first_search_ms"] = round(first_ms, 2)
    finally:
        await document.close()
    return found


def measure_baseline(file: Path, query: str) -> tuple[float, int]:
    with pymupdf.open(file) as document:
        began = time.perf_counter()
        matches = sum(len(page.search_for(query)) for page in document)
        return (time.perf_counter() - began) * 1000, matches


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--queries", nargs="+", default=ENGLISH_QUERIES)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=7)
    arguments = parser.parse_args()
    # Children import the main module again: not this one.
    sys.modules["__main__"].__dict__.update(__file__=None, __spec__=None)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder  # an index of its own
        books = {arguments.file: arguments.queries} if arguments.file else make_books(Path(folder), arguments.pages)
        for file, queries in books.items():
            for row in asyncio.run(measure(file, queries, arguments.repeat)):
                baseline_ms, baseline_matches = measure_baseline(file, row["query"])
                row["baseline_ms"], row["baseline_matches"] = round(baseline_ms, 1), baseline_matches
                row["ratio"] = round(baseline_ms / row["ours_ms"], 1)
                rows.append({"file": file.name, **row})
    least = min(rows, key=lambda row: row["ratio"])
    result = {
        "name": "find",
        "ours": {"median_ms": least["ours_ms"], "query": least["query"]},
        "baseline": {"median_ms": least["baseline_ms"], "query": least["query"]},
        "ratio": least["ratio"],
        "slowest_ms": max(row["ours_ms"] for row in rows),
        "queries": rows,
    }
    print(json.dumps(result, ensure_ascii=False, indent=None if arguments.json else 2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
