"""`shiori cite FILE...`: the entry of each paper in a bibliography. Goes on after a bad file."""

import argparse
import asyncio
from pathlib import Path

from reader import paths
from reader.commands.looking_up import LOOK_UP_HELP, told_of
from reader.commands.output import complain, error_as_json, say, say_json
from reader.core.bibliographic_entries import bibtex, csl_item, csl_json, entry_keys
from reader.core.errors import ExportFailed, ReaderError
from reader.core.paper_head import PaperHead
from reader.flows.describing_paper import head_of_file
from reader.flows.looking_up import arxiv_service
from reader.store.settings import load_settings


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("cite", help="entries for a bibliography: BibTeX or CSL-JSON")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--format", choices=("bibtex", "csl"), default="bibtex", help="CSL-JSON is a list of items")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="(default: standard output)")
    parser.add_argument("--look-up", action="store_true", help=LOOK_UP_HELP)
    parser.add_argument("--json", action="store_true", help="one JSON object a file, with both forms")
    parser.add_argument("--password", help="for files that are protected")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    outcomes: list[tuple[Path, PaperHead | ReaderError]] = []
    service = arxiv_service(load_settings(paths.settings_file())) if arguments.look_up else None
    for file in arguments.files:
        try:
            head = await head_of_file(file, arguments.password)
            outcomes.append((file, head if service is None else await told_of(head, service)))
        except ReaderError as failure:
            outcomes.append((file, failure))
            if not arguments.json:
                complain(failure)
    heads = [outcome for _, outcome in outcomes if isinstance(outcome, PaperHead)]
    if arguments.json:
        keys = iter(entry_keys(heads))
        for file, outcome in outcomes:
            if isinstance(outcome, PaperHead):
                key = next(keys)
                say_json({"file": str(file), "ok": True, "bibtex": bibtex(outcome, key), "csl": csl_item(outcome, key)})
            else:
                say_json({"file": str(file), "ok": False, "error": error_as_json(outcome)})
    else:
        _write(_entries(heads, arguments.format), arguments.output)
    return 0 if len(heads) == len(outcomes) else 1


def _entries(heads: list[PaperHead], form: str) -> str:
    if form == "csl":
        return csl_json(heads)
    return "\n".join(bibtex(head, key) for head, key in zip(heads, entry_keys(heads), strict=True))


def _write(text: str, output: Path | None) -> None:
    if output is None:
        say(text.rstrip("\n"))
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as failure:
        raise ExportFailed(str(output), failure.strerror or str(failure)) from failure
