"""How many references of a document lead somewhere, how many of these lead to the right place, and how long it takes.

    python tests/benchmarks/references.py [FILE...] [--json]

The links that a PDF's author put in tell what is right: a reference in the text is found without them, and
is right where the link below it leads to the same page and into the picture of the target. `found`: the share of the
links to places of the document on whose words a reference was found. Without files: the papers of SHIORI_SHARED_DATA.
Baseline, in the same run: what a search for the very words finds elsewhere first, as a reader without links would do.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from reader.core.anchors import anchors_of
from reader.core.bibliography import read_bibliography
from reader.core.document import Link, PageText
from reader.core.quote_index import find_in_page
from reader.core.reference_lookup import ReferenceLookup, references_of
from reader.core.targets import Reference
from reader.engine.pdf_child import PdfService
from reader.flows.referring import lies_on


@dataclass(frozen=True, slots=True)
class Score:
    file: str
    links: int
    found: int
    judged: int
    right: int
    baseline_right: int
    page_ms: float
    """The median page: all of its references with their targets."""


def read(path: Path) -> tuple[list[PageText], list[tuple[Link, ...]]]:
    service = PdfService()
    service.open(str(path), None)
    count = service.describe().page_count
    return [service.page_text(n) for n in range(count)], [service.links(n) for n in range(count)]


def lookup_of(texts: Sequence[PageText]) -> ReferenceLookup:
    lookup = ReferenceLookup(anchor for text in texts for anchor in anchors_of(text))
    lists = [read_bibliography(texts[heading.page_index :], heading.end) for heading in lookup.reference_headings]
    lookup.bibliographies = tuple(found for found in lists if found is not None)
    return lookup


def is_right(reference: Reference, link: Link) -> bool:
    top = link.top or 0.0
    return any(
        piece.page_index == link.page_index and piece.rect.y0 - 0.05 <= top <= piece.rect.y1 + 0.02
        for piece in reference.target.pieces
    )


def search_is_right(reference: Reference, link: Link, texts: Sequence[PageText]) -> bool:
    """Whether the first other place of the same words, from the next page on, is where the link leads."""
    count = len(texts)
    for n in range(1, count):
        page_index = (reference.page_index + n) % count
        places = find_in_page(page_index, texts[page_index].text, reference.words)
        if places:
            rect = texts[page_index].rects_of(places[0].start, places[0].end)[0]
            return page_index == link.page_index and abs(rect.y0 - (link.top or 0.0)) < 0.05
    return False


def judge(path: Path) -> Score:
    texts, links = read(path)
    lookup, by_index = lookup_of(texts), dict(enumerate(texts))
    count = found = judged = right = baseline = 0
    times = []
    for text, on_page in zip(texts, links, strict=True):
        began = time.perf_counter()
        references = references_of(text, lookup, by_index)
        times.append(1000 * (time.perf_counter() - began))
        # Links in a list of references lead back to where it is cited.
        inner = [link for link in on_page if link.page_index is not None and not _is_in_list(link, text, lookup)]
        count += len(inner)
        found += sum(any(lies_on(link, reference) for reference in references) for link in inner)
        for reference in references:
            link = next((link for link in inner if lies_on(link, reference)), None)
            if link is not None:
                judged += 1
                right += is_right(reference, link)
                baseline += search_is_right(reference, link, texts)
    return Score(path.name, count, found, judged, right, baseline, round(statistics.median(times), 2))


def _is_in_list(link: Link, text: PageText, lookup: ReferenceLookup) -> bool:
    position = text.char_at((link.rect.x0 + link.rect.x1) / 2, (link.rect.y0 + link.rect.y1) / 2)
    return position is not None and lookup.is_in_bibliography(text.page_index, position)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    files = given.files
    if not files:
        default = Path(__file__).resolve().parents[3] / "shared" / "data"
        data = Path(os.environ.get("SHIORI_SHARED_DATA") or default)
        papers = ("papers/*.pdf", "qa/pdfs/uda-1*.pdf", "qa/pdfs/mmlongbench-2*.pdf")
        files = [path for pattern in papers for path in sorted(data.glob(pattern))]
    if not files:
        print("no papers: name some, or set SHIORI_SHARED_DATA", file=sys.stderr)
        return 2
    scores = [judge(path) for path in files]
    links, judged = sum(s.links for s in scores), sum(s.judged for s in scores)
    result = {
        "files": len(scores),
        "links": links,
        "found": round(sum(s.found for s in scores) / max(links, 1), 3),
        "references": judged,
        "right": round(sum(s.right for s in scores) / max(judged, 1), 3),
        "baseline_right": round(sum(s.baseline_right for s in scores) / max(judged, 1), 3),
        "page_ms": round(statistics.median(s.page_ms for s in scores), 2),
    }
    if given.json:
        print(json.dumps(result | {"each": [asdict(score) for score in scores]}, indent=1))
        return 0
    for s in scores:
        print(f"{s.file[:44]:44} found {s.found}/{s.links}, right {s.right}/{s.judged}, {s.page_ms} ms a page")
    print(", ".join(f"{name} {value}" for name, value in result.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
