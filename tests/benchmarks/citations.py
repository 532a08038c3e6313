"""How often the cited pages are right, on questions whose evidence pages are known.

    python tests/benchmarks/citations.py FOLDER [--model none] [--limit N] [--set NAME] [--without PART] [--ablation]

FOLDER holds questions.jsonl (id, set, pdf, question, answer, evidence_pages counted from 0, unanswerable) and pdfs/;
without it, the folder qa of SHIORI_SHARED_DATA. Baseline, on the same questions and pages: BM25 of whole pages, and
its best four pages shown as citations, which is what programs do that cite what they retrieved.
"""

import argparse
import asyncio
import hashlib
import json
import os
import re
import statistics
import sys
import unicodedata
from collections import defaultdict
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf

from reader.core.answer import Answer
from reader.core.errors import ReaderError
from reader.core.language import content_tokens, tokens
from reader.core.ranking import Parts, PassageLength, rank
from reader.engine.llm import LanguageModel
from reader.flows.answering import AnswerTiming, answer
from reader.flows.choosing import open_embedder, open_model
from reader.flows.embedding import embed_all
from reader.flows.events import Finished
from reader.flows.indexing import read_all
from reader.flows.opening import OpenDocument, open_document

PARTS = ("words", "vectors", "fusion", "structure", "attribution")
"""What can be left out. Without fusion, reciprocal ranks are added instead of scores; without attribution, the best
retrieved pages are the citations."""
SEARCH_PARTS = ("words", "vectors", "fusion", "structure")
CHUNKS = 4
"""Retrieved passages that other programs show as citations."""


@dataclass(frozen=True, slots=True)
class Question:
    question_id: str
    set_name: str
    pdf: Path
    text: str
    reference: str
    evidence: frozenset[int]
    is_unanswerable: bool


@dataclass(slots=True)
class Result:
    question: Question
    answer: Answer
    timing: AnswerTiming
    baseline_pages: tuple[int, ...]


def read_questions(folder: Path) -> list[Question]:
    lines = (folder / "questions.jsonl").read_text("utf-8").split("\n")
    return [
        Question(
            question_id=str(row["id"]),
            set_name=row.get("set", "questions"),
            pdf=folder / "pdfs" / row["pdf"],
            text=row["question"],
            reference=json.dumps(row.get("answer") or "", ensure_ascii=False),
            evidence=frozenset(row.get("evidence_pages") or ()),
            is_unanswerable=bool(row.get("unanswerable")),
        )
        for row in map(json.loads, filter(str.strip, lines))
    ]


def fixed_sample(questions: list[Question], limit: int) -> list[Question]:
    """The same `limit` questions every time, of each set in proportion to its size."""
    by_set: dict[str, list[Question]] = defaultdict(list)
    for question in sorted(questions, key=lambda q: hashlib.sha256(q.question_id.encode()).hexdigest()):
        by_set[question.set_name].append(question)
    places = sorted(
        ((n + 0.5) / len(group), name, question) for name, group in by_set.items() for n, question in enumerate(group)
    )
    return [question for _, _, question in sorted(places, key=lambda p: (p[0], p[1]))[:limit]]


async def baseline_pages(document: OpenDocument, question: str) -> tuple[int, ...]:
    """Plain BM25 of whole pages, best first."""
    texts = await document.page_texts(range(document.info.page_count))
    wanted = dict.fromkeys(content_tokens(question) or tokens(question))
    lengths, postings = {}, defaultdict(list)
    for page_index, text in texts.items():
        found = tokens(text.text)
        lengths[page_index] = PassageLength(page_index, page_index, len(found))
        for token in wanted.keys() & set(found):
            postings[token].append((page_index, found.count(token)))
    return tuple(page for page, _ in rank(lengths, postings, parts=Parts(structure=False)).passages)


async def ask_all(questions: list[Question], arguments: argparse.Namespace, left_out: frozenset[str]) -> list[Result]:
    """Each document is opened, read and embedded once; its questions follow one another."""
    model = await open_model(arguments.model, _note)
    embedder = None if "vectors" in left_out else await open_embedder(arguments.embedder or None, _note)
    results: list[Result] = []
    by_pdf: dict[Path, list[Question]] = defaultdict(list)
    for question in questions:
        by_pdf[question.pdf].append(question)
    try:
        for number, (pdf, asked) in enumerate(by_pdf.items(), start=1):
            _note(f"{number}/{len(by_pdf)} {pdf.name}")
            try:
                document = await open_document(pdf)
            except ReaderError as failure:
                _note(f"{pdf.name}: {failure}")
                continue
            try:
                await read_all(document)
                if embedder is not None:
                    await embed_all(document, embedder)
                    document.embedder = embedder
                document.search_parts = Parts(**{part: part not in left_out for part in SEARCH_PARTS})
                results += [await ask(document, question, model) for question in asked]
            finally:
                await document.close()
    finally:
        for engine in (model, embedder):
            if engine is not None:
                await engine.close()
    return results


async def ask(document: OpenDocument, question: Question, model: LanguageModel | None) -> Result:
    timing = AnswerTiming()
    given: Answer | None = None
    async with aclosing(answer(document, question.text, model, None, timing=timing)) as running:
        async for event in running:
            if isinstance(event, Finished):
                given = event.answer
    assert given is not None
    return Result(question, given, timing, await baseline_pages(document, question.text))


# --- Scores ---


def scores_of(
    results: list[Result], left_out: frozenset[str], pages: "PageTexts"
) -> dict[str, dict[str, float | None]]:
    """set -> column -> value, as a share unless the name says seconds; and the same for all sets together."""
    rows: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        for name in (result.question.set_name, "all"):
            for column, values in columns_of(result, left_out, pages).items():
                rows[name][column] += values
    return {name: {c: _value(c, values) for c, values in row.items()} for name, row in sorted(rows.items())}


def columns_of(result: Result, left_out: frozenset[str], pages: "PageTexts") -> dict[str, list[float]]:
    question, given = result.question, result.answer
    is_refused = given.status == "not_found"
    if question.is_unanswerable:
        return {"refused": [is_refused]}
    evidence = question.evidence
    citations = [citation for claim in given.claims for citation in claim.citations]
    cited = {citation.page_index for citation in citations}
    if "attribution" in left_out and not is_refused:
        cited = set(given.retrieved_pages[:CHUNKS])
    wanted_numbers = _numbers(question.reference)
    chunks = set(result.baseline_pages[:CHUNKS])
    return {
        "n": [1],
        "hit@1": [bool(evidence & set(given.retrieved_pages[:1]))],
        "hit@5": [bool(evidence & set(given.retrieved_pages[:5]))],
        "page": [bool(cited & evidence)],
        "prec": [page in evidence for page in cited],
        "quoted": [pages.hold(question.pdf, c.page_index, c.quote) for c in citations if c.quote and not c.is_ocr],
        "outside": [not 0 <= page < pages.count(question.pdf) for page in cited],
        "numbers": [len(wanted_numbers & _numbers(given.text)) / len(wanted_numbers)] if wanted_numbers else [],
        "false": [is_refused],
        "search s": [result.timing.search_s],
        "first s": [result.timing.first_token_s] if result.timing.first_token_s is not None else [],
        "base hit@1": [bool(evidence & set(result.baseline_pages[:1]))],
        "base hit@5": [bool(evidence & set(result.baseline_pages[:5]))],
        "base page": [bool(chunks & evidence)],
        "base prec": [page in evidence for page in chunks],
    }


def _value(column: str, values: list[float]) -> float | None:
    if column in ("n", "outside"):
        return sum(values)
    if not values:
        return None
    return round(statistics.median(values) if column.endswith(" s") else sum(values) / len(values), 3)


class PageTexts:
    """The text of pages as MuPDF gives it, for the check that quotes are verbatim."""

    def __init__(self) -> None:
        self._pages: dict[Path, list[str]] = {}

    def count(self, pdf: Path) -> int:
        return len(self._of(pdf))

    def hold(self, pdf: Path, page_index: int, quote: str) -> bool:
        pages = self._of(pdf)
        after = pages[page_index + 1] if page_index + 1 < len(pages) else ""
        return _folded(quote) in pages[page_index] + after

    def _of(self, pdf: Path) -> list[str]:
        if pdf not in self._pages:
            with pymupdf.open(pdf) as document:
                self._pages[pdf] = [
                    _folded(page.get_text()) + "\n" + _folded(page.get_text(sort=True)) + _folded(page.get_text())
                    for page in document
                ]
        return self._pages[pdf]


def _folded(text: str) -> str:
    typography = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("“”", '"'), **dict.fromkeys("‘’", "'")})
    return re.sub(r"[\s\-\u00ad\u200b]+", "", unicodedata.normalize("NFKC", text).translate(typography)).lower()


def _numbers(text: str) -> set[str]:
    found = (
        m.group().replace(",", "") for m in re.finditer(r"\d[\d,]*(?:\.\d+)?", unicodedata.normalize("NFKC", text))
    )
    return {number.rstrip("0").rstrip(".") if "." in number else number for number in found}


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# --- The run ---


def report(scores: dict[str, dict[str, float | None]]) -> str:
    columns = list(dict.fromkeys(column for row in scores.values() for column in row))
    lines = ["set".ljust(14) + "".join(column.rjust(11) for column in columns)]
    for name, row in sorted(scores.items(), key=lambda item: (item[0] == "all", item[0])):
        cells = ("-" if row.get(column) is None else f"{row[column]:g}" for column in columns)
        lines.append(name.ljust(14) + "".join(cell.rjust(11) for cell in cells))
    return "\n".join(lines)


def summary(scores: dict[str, dict[str, float | None]], model: str, left_out: frozenset[str]) -> dict[str, Any]:
    everything = scores["all"]
    ours = {column: everything.get(column) for column in ("hit@1", "hit@5", "page", "prec")}
    baseline = {column: everything.get(f"base {column}") for column in ours}
    return {
        "name": "citations",
        "model": model or "default",
        "without": sorted(left_out),
        "ours": ours,
        "baseline": baseline,
        "ratio": {c: round(ours[c] / baseline[c], 2) for c in ours if ours[c] is not None and baseline[c]},
        "sets": scores,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--model", default="none")
    parser.add_argument("--embedder", default="", help="name, path or none; default: as set")
    parser.add_argument("--limit", type=int, help="a fixed sample of so many questions, in proportion to the sets")
    parser.add_argument("--set", action="append", dest="sets", help="only this set; may be repeated")
    parser.add_argument("--without", action="append", default=[], choices=PARTS, help="leave this part out")
    parser.add_argument("--ablation", action="store_true", help="run once with everything and once without each part")
    parser.add_argument("--json", action="store_true", help="JSON lines")
    arguments = parser.parse_args()
    shared = os.environ.get("SHIORI_SHARED_DATA")
    folder = arguments.folder or (Path(shared) / "qa" if shared else None)
    if folder is None or not (folder / "questions.jsonl").is_file():
        reason = "no questions: name a folder with questions.jsonl and pdfs/, or set SHIORI_SHARED_DATA"
        print(json.dumps({"name": "citations", "skipped": reason}) if arguments.json else reason)
        return 0
    questions = [q for q in read_questions(folder) if arguments.sets is None or q.set_name in arguments.sets]
    if arguments.limit is not None:
        questions = fixed_sample(questions, arguments.limit)
    runs = [frozenset(arguments.without)]
    if arguments.ablation:
        runs += [frozenset({part}) for part in PARTS]
    pages = PageTexts()
    for left_out in runs:
        scores = scores_of(asyncio.run(ask_all(questions, arguments, left_out)), left_out, pages)
        if arguments.json:
            print(json.dumps(summary(scores, arguments.model, left_out)), flush=True)
        else:
            print(
                f"without {', '.join(sorted(left_out))}" if left_out else "everything",
                report(scores),
                sep="\n",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
