"""`shiori note`: a paper note of each PDF: head, summary, questions with checked answers. Goes on after a bad file."""

import argparse
import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

from reader import paths
from reader.commands.ask import embed
from reader.commands.looking_up import LOOK_UP_HELP, told_of
from reader.commands.output import complain, error_as_json, remark, say, say_json
from reader.commands.recognising import OPTION_HELP, read_pictures
from reader.core.errors import ReaderError
from reader.core.note_markdown import note_to_markdown
from reader.core.paper_note import SUMMARY, PaperNote
from reader.core.paper_note_json import note_to_json
from reader.core.question_choosing import COUNT
from reader.core.question_sets import LANGUAGES
from reader.core.time_left import spoken_time
from reader.engine.arxiv_service import ArxivService
from reader.engine.embed import Embedder
from reader.engine.llm import LanguageModel
from reader.engine.machine import machine_name
from reader.flows.annotating import save_note_copy
from reader.flows.choosing import NONE, open_embedder, open_model
from reader.flows.describing_paper import head_of
from reader.flows.exporting import export_note, link_target
from reader.flows.indexing import read_all
from reader.flows.looking_up import arxiv_service
from reader.flows.note_estimate import PASSAGE, NoteEstimate, embedding_seconds, estimate_for, missing_vectors
from reader.flows.note_events import ItemBegun, ItemFinished, NoteFinished, QuestionsChosen, TimeEstimated
from reader.flows.note_making import make_note, new_note, note_to_go_on_with
from reader.flows.opening import OpenDocument, open_document
from reader.flows.recognising import BY_ITSELF
from reader.store.database import Database
from reader.store.library import Library, open_library_database
from reader.store.paper_notes import PaperNotes
from reader.store.settings import load_settings
from reader.store.speeds import Speeds

_WORTH_TELLING_S = 5


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "note",
        help="paper notes: head, summary, questions and checked answers",
        epilog=f"Own question sets are TOML files in {paths.question_sets_dir()}, like {paths.resource('questions')}.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.md", help="or a folder (default: standard output)")
    parser.add_argument(
        "--annotated",
        type=Path,
        metavar="OUT.pdf",
        help="also a copy of the PDF with the evidence highlighted, questions and answers beside it; or a folder",
    )
    parser.add_argument("--language", choices=LANGUAGES, help="of the note (default: as set, else the document's)")
    parser.add_argument(
        "--questions",
        default="",
        metavar="SET",
        help="paper, study, survey, benchmark, software or an own one (default: fits)",
    )
    parser.add_argument("--count", type=_count, default=COUNT, help=f"how many questions (default: {COUNT})")
    parser.add_argument("--model", help='catalogue name, .gguf file, or "none" (default: as set with `models use`)')
    parser.add_argument("--embedder", help='searches by meaning: catalogue name, .gguf file, or "none"')
    parser.add_argument(
        "--ocr",
        action=argparse.BooleanOptionalAction,
        help=f"{OPTION_HELP} (default: as set; else up to {BY_ITSELF} pages)",
    )
    parser.add_argument("--look-up", action="store_true", help=LOOK_UP_HELP)
    parser.add_argument("--fresh", action="store_true", help="do not go on with a note that was begun before")
    parser.add_argument("--password", help="for files that are protected")
    parser.add_argument("--json", action="store_true", help="one JSON object a file")
    parser.set_defaults(command=lambda arguments: _run(parser, arguments))


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return count


def _run(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    output: Path | None = arguments.output
    if output is not None and len(arguments.files) > 1 and _is_file(output):
        parser.error("of several files -o is a folder")
    annotated: Path | None = arguments.annotated
    if annotated is not None and len(arguments.files) > 1 and annotated.suffix.lower() == ".pdf":
        parser.error("of several files --annotated is a folder")
    return asyncio.run(_make_all(arguments))


def _is_file(output: Path) -> bool:
    """Whether -o names a file and not a folder, which need not be there yet."""
    return output.suffix.lower() in (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every note is made with."""

    arguments: argparse.Namespace
    model: LanguageModel | None
    embedder: Embedder | None
    library: Library
    notes: PaperNotes
    speeds: Speeds
    arxiv: ArxivService | None
    """Where it is to be asked."""


@dataclass(slots=True)
class _Times:
    """Seconds from the moment at which the estimate was told."""

    estimated: float | None = None
    taken: float = 0.0


async def _make_all(arguments: argparse.Namespace) -> int:
    model = await open_model(arguments.model, remark)
    embedder: Embedder | None = None
    database: Database | None = None
    failures = 0
    try:
        embedder = await open_embedder(arguments.embedder, remark)
        database = await open_library_database(paths.library_file())
        speeds = Speeds(database, machine_name())
        arxiv = arxiv_service(load_settings(paths.settings_file())) if arguments.look_up else None
        desk = _Desk(arguments, model, embedder, Library(database), PaperNotes(database), speeds, arxiv)
        for file in arguments.files:
            try:
                failures += not await _make(desk, file)
            except ReaderError as failure:
                failures += 1
                if arguments.json:
                    say_json({"file": str(file), "ok": False, "error": error_as_json(failure)})
                else:
                    complain(failure)
    finally:
        if database is not None:
            await database.close()
        if embedder is not None:
            await embedder.close()
        if model is not None:
            await model.close()
    return 1 if failures else 0


async def _make(desk: _Desk, file: Path) -> bool:
    """One note, told and written; whether every part of it could be made."""
    arguments = desk.arguments
    document = await open_document(file, desk.library, arguments.password)
    try:
        await read_all(document)
        await read_pictures(document, is_wanted=arguments.ocr)
        note = await _note_for(desk, document)
        times = _Times()
        if note.status != "done":
            note = await _made(desk, document, note, times)
        else:
            remark(f"{file.name}: this note was made {note.modified[:10]}; --fresh makes it anew.")
        await _give(desk, document, note, times)
    finally:
        await document.close()
    return note.status == "done"


async def _note_for(desk: _Desk, document: OpenDocument) -> PaperNote:
    arguments, settings = desk.arguments, load_settings(paths.settings_file())
    spoken = await document.language()
    language = arguments.language or settings.answer_language or settings.ui_language
    language = language or (spoken if spoken in LANGUAGES else LANGUAGES[0])
    model = NONE if desk.model is None else arguments.model or settings.model
    wanted = new_note(document, language=language, model=model, question_set=arguments.questions)
    begun = None if arguments.fresh else await note_to_go_on_with(wanted, desk.notes)
    if begun is None and desk.arxiv is not None:
        return replace(wanted, head=await told_of(await head_of(document), desk.arxiv))
    return begun or wanted


async def _made(desk: _Desk, document: OpenDocument, note: PaperNote, times: _Times) -> PaperNote:
    name, count = document.path.name, desk.arguments.count
    estimate = await _estimate(desk, document, note, times)
    begun = time.perf_counter()
    if times.estimated is not None:
        remark(f"{name}: about {spoken_time(times.estimated)}.")
    if desk.embedder is not None:
        passages = await missing_vectors(document, desk.embedder)
        await embed(document, desk.embedder)
        if passages:
            await desk.speeds.note(desk.embedder.name, PASSAGE, (time.perf_counter() - begun) / passages)
    making = make_note(document, note, desk.model, desk.notes, count=count, estimate=estimate)
    left = ""
    async with aclosing(making) as events:
        async for event in events:
            if isinstance(event, TimeEstimated):
                left = f" ({spoken_time(event.left_s)} left)" if event.left_s >= _WORTH_TELLING_S else ""
            elif isinstance(event, QuestionsChosen):
                note = replace(note, items=event.items)
            elif isinstance(event, ItemBegun):
                remark(f"{name}: {_place(note, event.item_id)}{left}")
            elif isinstance(event, ItemFinished) and event.answer.status == "error":
                remark(f"{name}: not answered: {' '.join(event.answer.message.split())}")
            elif isinstance(event, NoteFinished):
                note = event.note
    times.taken = time.perf_counter() - begun
    return note


async def _estimate(desk: _Desk, document: OpenDocument, note: PaperNote, times: _Times) -> NoteEstimate | None:
    """Fills `times.estimated`; None where the model fails, which the note will tell."""
    try:
        estimate = await estimate_for(document, note.language, desk.model, desk.speeds)
        estimate.plan(note, desk.arguments.count)
        times.estimated = estimate.left_s
        if desk.embedder is not None:
            times.estimated += await embedding_seconds(document, desk.embedder, desk.speeds)
    except ReaderError as failure:
        remark(f"The time cannot be estimated. {failure.title}")
        return None
    return estimate


def _place(note: PaperNote, item_id: str) -> str:
    """Which part it is: "summary", "3/10 What is LOMO?"."""
    if item_id == SUMMARY:
        return "summary"
    for number, item in enumerate(note.items, start=1):
        if item.item_id == item_id:
            return f"{number}/{len(note.items)} {item.question}"
    return "a question"  # added while the note is made


async def _give(desk: _Desk, document: OpenDocument, note: PaperNote, times: _Times) -> None:
    output: Path | None = desk.arguments.output
    annotated: Path | None = desk.arguments.annotated
    if annotated is not None:
        copy = annotated if annotated.suffix.lower() == ".pdf" else annotated / document.path.name
        await save_note_copy(document.pdf, note, copy)
        remark(f"{document.path.name}: copy with annotations written to {copy}")
    if output is not None:
        target = output if _is_file(output) else output / f"{document.path.stem}.md"
        await export_note(note, document.path, target)
        remark(f"{document.path.name}: written to {target}")
    if desk.arguments.json:
        measured = {"estimate_s": _rounded(times.estimated), "seconds": _rounded(times.taken)}
        say_json({**note_to_json(note), "ok": True, "pages": document.info.page_count, **measured})
    elif output is None:
        here = Path.cwd() / "note.md"
        say(note_to_markdown(note, link_target(document.path, here)).rstrip("\n"))


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 2)
