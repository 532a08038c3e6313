"""`shiori digest`: the notes of many papers under one head; stopped at any time, it goes on where it was."""

import argparse
import asyncio
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reader import paths
from reader.commands.output import complain, remark, say, say_json
from reader.commands.recognising import OPTION_HELP
from reader.core.digest import Digest, DigestHead, DigestPaper
from reader.core.digest_json import digest_to_json, paper_to_json
from reader.core.errors import ReaderError
from reader.core.paper_note import SUMMARY, NoteItem
from reader.core.question_choosing import COUNT
from reader.core.question_sets import LANGUAGES
from reader.core.time_left import spoken_time
from reader.engine.embed import Embedder
from reader.engine.llm import LanguageModel
from reader.engine.machine import machine_name
from reader.engine.ocr import Tesseract
from reader.flows.choosing import NONE, open_embedder, open_model
from reader.flows.digest_beginning import Wanted, begin_digest, change_digest, unfinished_digest, wanted_papers
from reader.flows.digest_events import (
    DigestEvent,
    DigestProgress,
    PaperBegun,
    PaperDone,
    PaperEmbedded,
    PaperFailed,
    PaperNoted,
    PaperRead,
)
from reader.flows.digest_making import DigestEngines, DigestStores, make_digest
from reader.flows.digest_writing import digest_text, notes_of, write_digest
from reader.flows.note_events import ItemBegun, QuestionsChosen
from reader.flows.recognising import BY_ITSELF
from reader.store.digests import Digests
from reader.store.library import Library, open_library_database
from reader.store.paper_notes import PaperNotes
from reader.store.settings import load_settings
from reader.store.speeds import Speeds

_TOLD_PERCENT = 20
_PAUSED = 130
"""Exit code after Ctrl+C, as shells have it."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "digest",
        help="the notes of many papers under one head",
        epilog="Ctrl+C pauses; the same command, or --resume, goes on, also after a crash: finished answers are kept.",
    )
    parser.add_argument(
        "places",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="PDFs, folders of them, .txt lists: a path on each line, behind a tab a title if wanted",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.md", help="default: standard output")
    parser.add_argument("--split", action="store_true", help="-o is a folder: an index and a file for each paper")
    parser.add_argument("--title", help="of the digest")
    parser.add_argument("--from", dest="period_from", type=_day, metavar="DAY", help="period: 2023-06-19")
    parser.add_argument("--to", dest="period_to", type=_day, metavar="DAY", help="(default: that of the papers)")
    parser.add_argument("--language", choices=LANGUAGES, help="of the notes (default: as set, else each paper's own)")
    parser.add_argument("--questions", default="", metavar="SET", help="name of a question set (default: what fits)")
    parser.add_argument("--count", type=_count, default=COUNT, help=f"questions a paper (default: {COUNT})")
    parser.add_argument("--model", help='catalogue name, .gguf file, server address, or "none" (default: as set)')
    parser.add_argument("--parallel", type=_count, help="papers at a time, on a server (default: what it can do)")
    parser.add_argument("--embedder", help='searches by meaning: catalogue name, .gguf file, or "none"')
    parser.add_argument("--ocr", action=argparse.BooleanOptionalAction, help=OPTION_HELP)
    parser.add_argument("--password", help="for files that are protected")
    parser.add_argument("--resume", action="store_true", help="go on with the digest that was paused last")
    parser.add_argument("--json", action="store_true", help="one JSON object a paper, and one for the digest")
    parser.set_defaults(command=lambda arguments: _run(parser, arguments))


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as failure:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2023-06-19") from failure


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return int(text)


def _run(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    if bool(arguments.places) == arguments.resume:
        parser.error("either FILEs, or --resume without any, are needed")
    if arguments.split and arguments.output is None and not arguments.resume:
        parser.error("--split needs a folder: -o FOLDER")
    if arguments.output is not None and arguments.output.is_dir() and not arguments.split:
        parser.error(f"{arguments.output} is a folder: add --split")
    try:
        return asyncio.run(_make(arguments))
    except KeyboardInterrupt:
        remark("Paused. Go on with the same command, or with: shiori digest --resume")
        return _PAUSED


async def _make(arguments: argparse.Namespace) -> int:
    # Before a model is loaded: a slip of the pen is told at once.
    papers = await asyncio.to_thread(wanted_papers, arguments.places) if arguments.places else ()
    async with AsyncExitStack() as stack:
        database = await open_library_database(paths.library_file())
        stack.push_async_callback(database.close)
        speeds = Speeds(database, machine_name())
        stores = DigestStores(Digests(database), PaperNotes(database), Library(database), speeds)
        paused = await _paused(stores.digests) if arguments.resume else None
        asked = arguments.model if paused is None else arguments.model or paused.model
        model = await open_model(asked, remark, parallel=arguments.parallel)
        if model is not None:
            stack.push_async_callback(model.close)
        embedder = await open_embedder(arguments.embedder, remark)
        if embedder is not None:
            stack.push_async_callback(embedder.close)
        digest = await _digest(stores.digests, paused, papers, arguments, model)
        engines = await _engines(stack, arguments, model, embedder)
        return await _work(digest, stores, engines, is_json=arguments.json)


async def _paused(digests: Digests) -> Digest:
    digest = await unfinished_digest(digests)
    if digest is None:
        raise ReaderError("No digest was paused.", "Begin one: shiori digest FILE...")
    return digest


async def _digest(
    digests: Digests,
    paused: Digest | None,
    papers: tuple[DigestPaper, ...],
    arguments: argparse.Namespace,
    model: LanguageModel | None,
) -> Digest:
    head = DigestHead(arguments.title or "", arguments.period_from or "", arguments.period_to or "")
    output = "" if arguments.output is None else str(arguments.output.absolute())
    if paused is not None:
        digest = await change_digest(digests, paused, head, output, is_split=arguments.split)
    else:
        settings = load_settings(paths.settings_file())
        name = NONE if model is None else arguments.model or settings.model
        wanted = Wanted(
            papers,
            arguments.language or settings.answer_language or settings.ui_language,
            str(Path(name).absolute()) if name.endswith(".gguf") else name,  # noqa: ASYNC240 - reads no disk
            arguments.questions,
            head,
            output,
            arguments.split,
            is_order_meant=not any(place.is_dir() for place in arguments.places),
        )
        digest = await begin_digest(digests, wanted)
    # Whoever gives the command again has removed the reason, or wants to know whether it is still there.
    await digests.try_again(digest.digest_id)
    return digest


async def _engines(
    stack: AsyncExitStack, arguments: argparse.Namespace, model: LanguageModel | None, embedder: Embedder | None
) -> DigestEngines:
    setting = load_settings(paths.settings_file()).ocr
    reads_pictures = setting != "never" if arguments.ocr is None else arguments.ocr
    recogniser = None
    if reads_pictures:
        recogniser = Tesseract()
        stack.push_async_callback(recogniser.close)
    is_unlimited = bool(arguments.ocr) or setting == "always"
    return DigestEngines(
        model,
        embedder,
        recogniser,
        most_pictures=None if is_unlimited else BY_ITSELF,
        parallel=model.parallel if model is not None else arguments.parallel or 1,
        password=arguments.password,
        questions=arguments.count,
    )


async def _work(digest: Digest, stores: DigestStores, engines: DigestEngines, *, is_json: bool) -> int:
    digest_id = digest.digest_id
    if digest.output:
        await _write(digest, stores)  # where it cannot be written, nobody waits a night for that
    done = [paper for paper in digest.papers if paper.status == "done"]
    if done:
        remark(f"{len(done)} of {len(digest.papers)} papers are done already.")
        if is_json:
            notes = await notes_of(digest, stores.notes)
            for paper in done:
                say_json(paper_to_json(paper, notes))
    progress = _Progress([paper.file for paper in digest.papers])
    async with aclosing(make_digest(digest_id, stores, engines)) as events:
        async for event in events:
            progress.tell(event)
            if isinstance(event, PaperDone | PaperFailed):
                digest = await stores.digests.digest(digest_id) or digest
                if digest.output:
                    await _write(digest, stores)
                if is_json:
                    say_json(paper_to_json(digest.paper(event.file), await notes_of(digest, stores.notes)))
    return await _give(await stores.digests.digest(digest_id) or digest, stores, is_json=is_json)


async def _write(digest: Digest, stores: DigestStores) -> Path:
    return await write_digest(digest, stores.notes, Path(digest.output), is_split=digest.is_split)


async def _give(digest: Digest, stores: DigestStores, *, is_json: bool) -> int:
    notes = await notes_of(digest, stores.notes)
    is_there = any(paper.note_id in notes and paper.status == "done" for paper in digest.papers) or any(
        part.is_finished for note in notes.values() for part in note.parts
    )
    if digest.output:
        remark(f"Written to {await _write(digest, stores)}")
    if is_json:
        say_json(digest_to_json(digest, notes))
    elif not digest.output and is_there:
        say((await digest_text(digest, stores.notes, Path.cwd() / "digest.md")).rstrip("\n"))
    if not is_there:
        first = next((paper.message for paper in digest.papers if paper.message), "")
        complain(ReaderError("No paper could be taken in.", f"{first} Mend that, and give the command again.".strip()))
        return 1
    return 0


@dataclass(slots=True)
class _Progress:
    """A line on standard error for each step, with the time left."""

    files: list[str]
    items: dict[str, tuple[NoteItem, ...]] = field(default_factory=dict)
    """file -> the questions of its note."""
    left: str = ""
    told_percent: dict[str, int] = field(default_factory=dict)

    def tell(self, event: DigestEvent) -> None:
        match event:
            case DigestProgress():
                self.left = "" if not event.left_s else f" (about {spoken_time(event.left_s)} left)"
            case PaperBegun():
                if event.file not in self.files:
                    self.files.append(event.file)  # added while it runs
                self._say(event.file, "begun")
            case PaperRead():
                coverage = event.coverage
                if coverage.is_through and event.file not in self.told_percent:
                    self.told_percent[event.file] = 0
                    self._say(event.file, f"{coverage.pages} pages are read")
            case PaperEmbedded():
                percent = 100 * event.coverage.done // max(1, event.coverage.passages)
                if percent >= self.told_percent.get(event.file, 0) + _TOLD_PERCENT:
                    self.told_percent[event.file] = percent
                    self._say(event.file, f"search by meaning, {percent} % of {event.coverage.passages} passages")
            case PaperNoted(file, QuestionsChosen(items)):
                self.items[file] = items
            case PaperNoted(file, ItemBegun(item_id)):
                self._say(file, self._part(file, item_id) + self.left)
            case PaperDone():
                self._say(event.file, "done" + self.left)
            case PaperFailed():
                self._say(event.file, f"failed. {event.message}")
            case _:
                pass

    def _say(self, file: str, what: str) -> None:
        number = self.files.index(file) + 1
        remark(f"[{number}/{len(self.files)}] {' '.join(Path(file).name.split())}: {' '.join(what.split())}")

    def _part(self, file: str, item_id: str) -> str:
        if item_id == SUMMARY:
            return "summary"
        items = self.items.get(file, ())
        for number, item in enumerate(items, start=1):
            if item.item_id == item_id:
                return f"question {number} of {len(items)}: {item.question}"
        return "a question"
