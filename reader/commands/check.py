"""`shiori check NOTE.md`: whether the evidence of a note still stands in its PDF, or in another version of it.

Exit code 0 where all of it holds, 1 where something moved, changed or vanished.
"""

import argparse
import asyncio
from pathlib import Path
from typing import Any

from reader import paths
from reader.commands.output import complain, error_as_json, remark, say, say_json
from reader.commands.recognising import OPTION_HELP, read_pictures
from reader.core.answer import Verdict
from reader.core.errors import ReaderError
from reader.core.note_check import STATES, CheckedCitation, CheckedClaim, NoteCheck, check_to_json
from reader.core.note_faults import FaultKind, NoteFault
from reader.core.note_reading import NoteReading
from reader.core.paper_note import SUMMARY
from reader.flows.indexing import read_all
from reader.flows.note_checking import check_note
from reader.flows.note_files import pdf_of, read_note_file
from reader.flows.opening import open_document
from reader.store.library import Library, open_library_database

_VERDICTS = {
    Verdict.EXACT: "exact",
    Verdict.SUPPORTED: "supported",
    Verdict.PAGE_ONLY: "page only",
    Verdict.UNSUPPORTED: "not verified",
}
_FAULTS: dict[FaultKind, str] = {
    "front matter": "the fields at the head cannot be read",
    "note": "the comment about the note cannot be read",
    "evidence": "the evidence cannot be read, its sentences are checked anew",
    "not read": "no part of a note",
}
_SHOWN = 100
"""Characters of a quotation."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("check", help="whether the evidence of a note still stands in its PDF")
    parser.add_argument("file", type=Path, metavar="NOTE.md", help="a paper note or a digest")
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="another version of it, or where it is now")
    parser.add_argument("--ocr", action=argparse.BooleanOptionalAction, help=OPTION_HELP)
    parser.add_argument("--password", help="for a file that is protected")
    parser.add_argument("--json", action="store_true", help="one JSON object a note")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    readings = await read_note_file(arguments.file)
    database = await open_library_database(paths.library_file())
    is_all_well = True
    try:
        library = Library(database)
        for reading in readings:
            try:
                pdf = arguments.pdf or await pdf_of(arguments.file, reading, library)
                check = await _check(pdf, reading, arguments)
            except ReaderError as failure:
                is_all_well = False
                if arguments.json:
                    say_json({"file": str(arguments.file), "ok": False, "error": error_as_json(failure)})
                else:
                    complain(failure)
                continue
            is_all_well = is_all_well and check.holds
            if arguments.json:
                say_json(_as_json(arguments.file, pdf, reading, check))
            else:
                _print(arguments.file, pdf, reading, check)
    finally:
        await database.close()
    return 0 if is_all_well else 1


async def _check(pdf: Path, reading: NoteReading, arguments: argparse.Namespace) -> NoteCheck:
    document = await open_document(pdf, password=arguments.password)
    try:
        await read_all(document)
        await read_pictures(document, is_wanted=arguments.ocr)
        return await check_note(document, reading)
    finally:
        await document.close()


def _as_json(file: Path, pdf: Path, reading: NoteReading, check: NoteCheck) -> dict[str, Any]:
    faults = [{"kind": fault.kind, "line": fault.line, "text": fault.text} for fault in reading.faults]
    about = {
        "file": str(file),
        "ok": True,
        "pdf": str(pdf),
        "title": reading.note.head.title,
        "edited": list(reading.edited),
    }
    return {**about, **check_to_json(check), "faults": faults}


def _print(file: Path, pdf: Path, reading: NoteReading, check: NoteCheck) -> None:
    for fault in reading.faults:
        remark(f"{file.name}, line {fault.line}: {_told(fault)}")
    say(f"{pdf.name}: {'the PDF of this note' if check.is_same_pdf else 'another file than the note was made from'}")
    for part in check.note.parts:
        lines = [
            *(
                _citation_line(cited)
                for cited in check.citations
                if cited.item_id == part.item_id and not _is_well(cited)
            ),
            *(_claim_line(claim) for claim in check.claims if claim.item_id == part.item_id and _is_news(claim)),
        ]
        if lines:
            say("Summary" if part.item_id == SUMMARY else part.question)
            for line in lines:
                say(f"  {line}")
    counts = ", ".join(f"{check.count(state)} {state}" for state in STATES if check.count(state))
    say(f"{len(check.citations)} citations: {counts or 'none'}. {'All hold.' if check.holds else 'Not all hold.'}")


def _is_well(cited: CheckedCitation) -> bool:
    return cited.state == "there"


def _is_news(claim: CheckedClaim) -> bool:
    return claim.is_edited or claim.before.verdict is not claim.now.verdict


def _citation_line(cited: CheckedCitation) -> str:
    place = f"p.{cited.before.page_index + 1}"  # as the note counts: a label goes with its page
    words = _short(cited.before.quote)
    if cited.now is None:
        return f"vanished from {place}: {words}"
    if cited.state == "moved":
        return f"moved from {place} to p.{cited.now.page_index + 1}: {words}"
    if cited.state == "unread":
        return f"on a page without text, {place}: {words}"
    return f"changed, {place}: {words} is now on p.{cited.now.page_index + 1}: {_short(cited.now.quote)}"


def _claim_line(claim: CheckedClaim) -> str:
    now = _VERDICTS[claim.now.verdict]
    if claim.is_edited:
        pages = ", ".join(f"p.{citation.page_index + 1}" for citation in claim.now.citations)
        return f"edited, {now}{f' ({pages})' if pages else ''}: {_short(claim.now.text)}"
    return f"{_VERDICTS[claim.before.verdict]} before, now {now}: {_short(claim.now.text)}"


def _told(fault: NoteFault) -> str:
    return f"{_FAULTS[fault.kind]}: {_short(fault.text)}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"
