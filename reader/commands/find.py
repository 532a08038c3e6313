"""`shiori find FILE TEXT`: all places of a text, over line and page ends."""

import argparse
import asyncio
from pathlib import Path

from reader.commands.output import say, say_json
from reader.commands.recognising import OPTION_HELP, read_pictures
from reader.core.document import Spot
from reader.flows.finding import find
from reader.flows.indexing import read_all
from reader.flows.opening import open_document


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("find", help="the places of a text in a PDF")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("text", metavar="TEXT")
    parser.add_argument("--ocr", action="store_true", help=OPTION_HELP)
    parser.add_argument("--password", help="for a file that is protected")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    document = await open_document(arguments.file, password=arguments.password)
    try:
        await read_all(document)
        await read_pictures(document, is_wanted=arguments.ocr)
        matches = await find(document, arguments.text)
    finally:
        await document.close()
    if arguments.json:
        say_json(
            {
                "matches": [
                    {
                        "page_index": match.spots[0].page_index,
                        "page_label": document.info.label_of(match.spots[0].page_index),
                        "rects": [rect.rounded() for rect in match.spots[0].rects],
                        "text": match.text,
                        **({"ocr": True} if match.is_ocr else {}),
                        **_continued(match.spots[1:]),
                    }
                    for match in matches
                ]
            }
        )
    else:
        for match in matches:
            say(f"p.{'~' if match.is_ocr else ''}{document.info.label_of(match.spots[0].page_index)}: {match.text}")
        if not matches:
            say("Not found.")
    return 0


def _continued(spots: tuple[Spot, ...]) -> dict[str, object]:
    """The part of a match on the next page, under its own key: rects alone would not say whose they are."""
    if not spots:
        return {}
    return {"continued": [{"page_index": s.page_index, "rects": [r.rounded() for r in s.rects]} for s in spots]}
