"""`shiori info FILE...`: what each PDF is. Goes on after a bad file."""

import argparse
import asyncio
from collections import Counter
from contextlib import aclosing
from pathlib import Path
from typing import Any

from reader.commands.output import complain, error_as_json, say, say_json
from reader.core.authors import find_authors
from reader.core.document import PageText
from reader.core.errors import ReaderError
from reader.core.language import language_of
from reader.core.paper import arxiv_stamp, find_title
from reader.core.paper_note_json import head_to_json
from reader.engine.pdf import PdfFile
from reader.flows.describing_paper import LINK_PAGES, head_of_pdf


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("info", help="pages, title, language and text layer of PDFs")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--password", help="for files that are protected")
    parser.add_argument("--json", action="store_true", help="one JSON object a file")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    return asyncio.run(_run(arguments.files, arguments.password, as_json=arguments.json))


async def _run(files: list[Path], password: str | None, *, as_json: bool) -> int:
    is_all_well = True
    for file in files:
        try:
            facts = await describe(file, password)
        except ReaderError as failure:
            is_all_well = False
            if as_json:
                say_json({"file": str(file), "ok": False, "error": error_as_json(failure)})
            else:
                complain(failure)
            continue
        if as_json:
            say_json(facts)
        else:
            _print(facts)
    return 0 if is_all_well else 1


async def describe(file: Path, password: str | None = None) -> dict[str, Any]:
    """The JSON object of COMMANDS.md for a file. Raises the ReaderErrors of opening."""
    pdf = await PdfFile.open(file, password)
    try:
        outline = await pdf.outline()
        first_pages: dict[int, PageText] = {}
        sample = ""
        qualities: Counter[str] = Counter(good=0, missing=0, garbled=0)
        async with aclosing(pdf.read_pages(range(pdf.info.page_count))) as pages:
            async for read in pages:
                if len(first_pages) < LINK_PAGES:
                    first_pages[read.page.page_index] = read.page
                qualities[read.quality] += 1
                if read.quality == "good" and len(sample) < 20_000:
                    sample += read.page.text
        head = await head_of_pdf(pdf, first_pages)
    finally:
        await pdf.close()
    first = first_pages.get(0)
    stamp = arxiv_stamp(first.text) if first is not None else None
    title = head.title or find_title(pdf.info.title, first, file.stem)
    return {
        "file": str(file),
        "ok": True,
        "pages": pdf.info.page_count,
        "title": title,
        "authors": list(head.authors) or find_authors(pdf.info.author, title, first),
        "arxiv": stamp
        and {"id": stamp.arxiv_id, "version": stamp.version, "category": stamp.category, "date": stamp.date},
        "language": language_of(sample),
        "page_labels": list(pdf.info.labels) if pdf.info.labels else None,
        "text_layer": dict(qualities),
        "outline": len(outline),
        "head": head_to_json(head),
    }


def _print(facts: dict[str, Any]) -> None:
    say(f"{facts['file']}: {facts['title']}")
    text = ", ".join(f"{count} {name}" for name, count in facts["text_layer"].items() if count)
    language = facts["language"] or "unknown"
    say(f"  {facts['pages']} pages (text: {text}), {facts['outline']} outline items, language {language}")
    if facts["arxiv"]:
        arxiv = facts["arxiv"]
        say(f"  arXiv {arxiv['id']}{arxiv['version']} [{arxiv['category']}] {arxiv['date']}")
