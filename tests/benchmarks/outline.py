"""How near an outline that is built from headings comes to the one that the PDF's author made.

    python tests/benchmarks/outline.py [FILE...] [--json] [--least 7]

Each PDF with an outline of at least `--least` entries is read as if it had none. An entry is right where the author's
outline has one of the same words on this page or the next. Without files: those of SHIORI_SHARED_DATA, and the guides.
Baseline, on the same pages: every line that the pages' structure calls a heading, by the class of its size.
"""

import argparse
import difflib
import itertools
import json
import os
import re
import statistics
import sys
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.core.document import OutlineItem
from reader.core.errors import ReaderError
from reader.core.headings import HIDDEN, PageHeadings, headings_of
from reader.core.numbering import number_of
from reader.core.outline_building import build_outline
from reader.engine.pdf_child import PdfService

GUIDES = Path(__file__).resolve().parents[2] / "resources" / "guide"
ALIKE = 0.85


@dataclass(frozen=True, slots=True)
class Score:
    built: int
    right: int
    true: int
    levels: float
    """Of the pairs of right entries in a row, how many go up, down or on as the author's do."""

    @property
    def precision(self) -> float:
        return self.right / self.built if self.built else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def words_of(title: str) -> str:
    found = number_of(title)
    text = unicodedata.normalize("NFKC", title if found is None or not found[1] else found[1]).casefold()
    return re.sub(r"\W", "", text)


def is_same(one: str, other: str) -> bool:
    a, b = words_of(one), words_of(other)
    is_part = min(len(a), len(b)) > 8 and (a.startswith(b) or b.startswith(a))
    return a == b or is_part or difflib.SequenceMatcher(None, a, b).ratio() > ALIKE


def score(built: Sequence[OutlineItem], true: Sequence[OutlineItem]) -> Score:
    left = dict(enumerate(true))
    pairs: list[tuple[OutlineItem, OutlineItem]] = []
    for item in built:
        for place, other in left.items():
            near = item.page_index is not None and other.page_index is not None
            if near and abs(item.page_index - other.page_index) <= 1 and is_same(item.title, other.title):
                pairs.append((item, left.pop(place)))
                break
    steps = [_sign(b[0].level - a[0].level) == _sign(b[1].level - a[1].level) for a, b in itertools.pairwise(pairs)]
    return Score(len(built), len(pairs), len(true), statistics.mean(steps) if steps else 0.0)


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def every_heading(pages: Sequence[PageHeadings]) -> list[OutlineItem]:
    return [
        OutlineItem(heading.level, heading.text, page.page_index, heading.top)
        for page in pages
        for heading in page.headings
        if heading.level != HIDDEN
    ]


def measure(file: Path, least: int) -> dict[str, object] | None:
    service = PdfService()
    try:
        service.open(str(file), None)
        true = [item for item in service.outline() if item.page_index is not None]
        if len(true) < least:
            return None
        texts = [service.page_text(n) for n in range(service.describe().page_count)]
    except ReaderError:
        return None
    finally:
        service.close()
    began = time.perf_counter()
    pages = [headings_of(text) for text in texts]
    found = time.perf_counter()
    built = build_outline(pages)
    done = time.perf_counter()
    ours, baseline = score(built, true), score(every_heading(pages), true)
    return {
        "file": file.name,
        "pages": len(texts),
        "ours": _told(ours) | {"find_ms": round(1000 * (found - began)), "build_ms": round(1000 * (done - found), 1)},
        "baseline": _told(baseline),
        "f1": (ours.f1, baseline.f1),
    }


def _told(found: Score) -> dict[str, float]:
    return {
        "entries": found.built,
        "true": found.true,
        "precision": round(found.precision, 3),
        "recall": round(found.recall, 3),
        "levels": round(found.levels, 3),
    }


def summary(results: Sequence[dict[str, object]]) -> dict[str, object]:
    told: dict[str, object] = {"name": "outline", "documents": len(results)}
    for whose, place in (("ours", 0), ("baseline", 1)):
        values = [result[whose] for result in results]
        told[whose] = {
            name: round(statistics.mean(value[name] for value in values), 3)  # type: ignore[index]
            for name in ("precision", "recall", "levels")
        } | {"f1": round(statistics.mean(result["f1"][place] for result in results), 3)}  # type: ignore[index]
    told["ratio"] = round(told["ours"]["f1"] / max(told["baseline"]["f1"], 0.001), 3)  # type: ignore[index]
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--least", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    shared = os.environ.get("SHIORI_SHARED_DATA")
    files = arguments.files or sorted(GUIDES.glob("*.pdf"))
    if shared and not arguments.files:
        files += [file for folder in ("papers", "qa/pdfs") for file in sorted(Path(shared, folder).glob("*.pdf"))]
        files.append(Path(shared, "robust/pdfs/pdf.js--freeculture.pdf"))
    results = []
    for file in files:
        found = measure(file, arguments.least)
        if found is not None:
            results.append(found)
            if not arguments.json:
                print(json.dumps({key: value for key, value in found.items() if key != "f1"}))
    print(json.dumps(summary(results)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
