"""`shiori ask`: one question about a PDF or about several at once, or a batch of questions."""

import argparse
import asyncio
import json
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.commands.output import ProgressLine, complain, error_as_json, remark, say, say_json
from reader.commands.recognising import OPTION_HELP, read_pictures
from reader.core.answer import Answer, Verdict, cited_text
from reader.core.answer_json import answer_to_json
from reader.core.citations import file_name_in_text
from reader.core.errors import FileMissing, ReaderError
from reader.engine.embed import Embedder
from reader.engine.llm import LanguageModel
from reader.flows.answering import AnswerTiming, answer
from reader.flows.choosing import open_embedder, open_model
from reader.flows.collection import Collection, open_collection, read_collection
from reader.flows.embedding import EmbeddingCoverage, embed_all
from reader.flows.events import Finished
from reader.flows.indexing import read_all
from reader.flows.opening import OpenDocument, open_document
from reader.flows.readable import Readable
from reader.flows.recognising import BY_ITSELF

_SIGNS = {Verdict.EXACT: "=", Verdict.SUPPORTED: "+", Verdict.PAGE_ONLY: "~", Verdict.UNSUPPORTED: "?"}


_TOLD_PERCENT = 10


@dataclass(frozen=True, slots=True)
class Question:
    question_id: str | int | None
    """As in the batch file."""
    file: Path
    text: str


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("ask", help="answer questions about PDFs, with checked page citations")
    parser.add_argument(
        "places",
        nargs="*",
        metavar="FILE",
        help="a PDF; several, or a folder of them, are asked together. After them the QUESTION",
    )
    parser.add_argument("--question", help="in place of the last argument")
    parser.add_argument("--batch", type=Path, metavar="Q.jsonl", help="JSON lines with id, question, pdf")
    parser.add_argument("--documents", type=Path, metavar="DIR", help="folder of the PDFs that the batch names")
    parser.add_argument(
        "--model", help='catalogue name, .gguf file, a server\'s URL, or "none" (default: as set with `models use`)'
    )
    parser.add_argument(
        "--embedder", help='searches by meaning: catalogue name, .gguf file, or "none" (default: as set, if it is here)'
    )
    parser.add_argument(
        "--language", default="", choices=["", "en", "ja"], help="of the answer; default: the question's"
    )
    parser.add_argument(
        "--ocr",
        action=argparse.BooleanOptionalAction,
        help=f"{OPTION_HELP} (default: as set; else up to {BY_ITSELF} pages)",
    )
    parser.add_argument("--password", help="for a file that is protected")
    parser.add_argument("--json", action="store_true", help="one JSON object an answer")
    parser.set_defaults(command=lambda arguments: _run(parser, arguments))


def _run(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    places, asked = _places_and_question(arguments)
    is_several = len(places) > 1 or any(place.is_dir() for place in places)
    if arguments.batch is not None:
        if places and not is_several:
            parser.error("a batch names its own files: leave out FILE")
        try:
            questions = _read_batch(arguments.batch, arguments.documents or arguments.batch.parent)
        except ValueError as failure:
            parser.error(str(failure))
    elif not places or not asked.strip():
        parser.error("FILE and QUESTION, or --batch, are needed")
    else:
        questions = [Question(None, places[0], asked)]
    if is_several:
        return asyncio.run(_answer_about_several(places, questions, arguments))
    return asyncio.run(_answer_all(questions, arguments))


def _places_and_question(arguments: argparse.Namespace) -> tuple[list[Path], str]:
    """The files and folders, and the question: the last argument, unless that is a file too."""
    given: list[str] = arguments.places
    if arguments.question is not None or arguments.batch is not None:
        return [Path(place) for place in given], arguments.question or ""
    is_asked = len(given) > 1 and not _is_there(given[-1])
    *places, question = given if is_asked else (*given, "")
    return [Path(place) for place in places], question


def _is_there(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # longer than a file name may be, or with a NUL
        return False


def _read_batch(batch: Path, documents: Path) -> list[Question]:
    """The questions of a JSON-lines file, those about one PDF together.

    Raises FileMissing, and ValueError with the place for what is no batch file.
    """
    try:
        lines = batch.read_text("utf-8-sig").split("\n")
    except OSError as failure:
        raise FileMissing(str(batch)) from failure
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            stored = json.loads(line)
            questions.append(Question(stored.get("id"), documents / stored["pdf"], stored["question"].strip()))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as failure:
            raise ValueError(f'{batch}, line {number}: not a JSON object with "pdf" and "question"') from failure
    order = {file: n for n, file in reversed(list(enumerate(q.file for q in questions)))}
    return sorted(questions, key=lambda question: order[question.file])


async def _answer_all(questions: list[Question], arguments: argparse.Namespace) -> int:
    is_batch = arguments.batch is not None
    model = await open_model(arguments.model, remark)
    embedder: Embedder | None = None
    document: OpenDocument | None = None
    failed: tuple[Path, ReaderError] | None = None
    failures = 0
    try:
        embedder = await open_embedder(arguments.embedder, remark)
        for number, question in enumerate(questions, start=1):
            if is_batch:
                remark(f"{number}/{len(questions)} {question.file.name}")
            try:
                if failed is not None and failed[0] == question.file:
                    raise failed[1]
                if document is None or document.path != question.file.absolute():
                    if document is not None:
                        await document.close()
                        document = None
                    document = await open_document(question.file, password=arguments.password)
                    await read_all(document)
                    await read_pictures(document, is_wanted=arguments.ocr)
                    if embedder is not None:
                        await embed(document, embedder)
                timing = AnswerTiming()
                result = await _answer(document, question, model, arguments.language, timing)
            except ReaderError as failure:
                if not is_batch:
                    raise
                failed = (question.file, failure)
                failures += 1
                if arguments.json:
                    say_json(_failure(question, failure, model))
                else:
                    complain(failure)
                continue
            failures += result.status == "error"
            if arguments.json:
                say_json(answer_output(question, result, timing))
            else:
                _print(result)
    finally:
        if document is not None:
            await document.close()
        if embedder is not None:
            await embedder.close()
        if model is not None:
            await model.close()
    return 1 if failures and not is_batch else 0


async def embed(document: OpenDocument, embedder: Embedder) -> None:
    """Make what vectors are missing, which the index then has for the next time."""
    told: int | None = None

    def tell(coverage: EmbeddingCoverage) -> None:
        nonlocal told
        percent = 100 * coverage.done // max(1, coverage.passages)
        if told is None:
            told = percent  # these were there
        elif percent >= told + _TOLD_PERCENT or (coverage.is_complete and percent > told):
            told = percent
            remark(f"Search by meaning: {percent} % of {coverage.passages} passages")

    try:
        await embed_all(document, embedder, tell)
    except ReaderError as failure:
        remark(f"{failure.title} What is not embedded yet is searched by words.")
    document.embedder = embedder


async def _answer_about_several(places: list[Path], questions: list[Question], arguments: argparse.Namespace) -> int:
    """Each question is asked of all documents together; in a batch the PDF it names does not matter."""

    def skip(file: Path, failure: ReaderError) -> None:
        remark(f"left out {file}: {' '.join(failure.title.split())}")

    model = await open_model(arguments.model, remark)
    embedder: Embedder | None = None
    failures = 0
    try:
        embedder = await open_embedder(arguments.embedder, remark)
        async with aclosing(await open_collection(places, password=arguments.password, skipped=skip)) as collection:
            await _read(collection, arguments)
            if embedder is not None:
                if arguments.embedder:  # only where it is asked for: a folder of papers takes an hour
                    for document in collection.documents:
                        await embed(document, embedder)
                await collection.use_embedder(embedder)
            for question in questions:
                timing = AnswerTiming()
                result = await _answer(collection, question, model, arguments.language, timing)
                failures += result.status == "error"
                if arguments.json:
                    say_json(answer_about_several(collection, question, result, timing))
                else:
                    _print(result)
    finally:
        if embedder is not None:
            await embedder.close()
        if model is not None:
            await model.close()
    return 1 if failures and arguments.batch is None else 0


async def _read(collection: Collection, arguments: argparse.Namespace) -> None:
    line = ProgressLine()
    try:
        async with aclosing(read_collection(collection)) as progress:
            async for coverage in progress:
                if not coverage.is_through:
                    done = coverage.pages_read + coverage.without_text
                    line.show(100 * done // coverage.pages, f"reading: {done} of {coverage.pages} pages")
    finally:
        line.end()
    if arguments.ocr is not False:
        for document in collection.documents:
            if document.pages_without_text:
                remark(document.path.name)
                await read_pictures(document, is_wanted=arguments.ocr)
                await document.release()
    elif collection.coverage.without_text:
        remark(f"{collection.coverage.without_text} pages have no text that can be read; see --ocr.")


async def _answer(
    document: Readable, question: Question, model: LanguageModel | None, language: str, timing: AnswerTiming
) -> Answer:
    result: Answer | None = None
    async with aclosing(answer(document, question.text, model, None, language=language, timing=timing)) as events:
        async for event in events:
            if isinstance(event, Finished):
                result = event.answer
    if result is None:
        raise RuntimeError("an answer ended without its last event")
    return result


def answer_output(question: Question, result: Answer, timing: AnswerTiming) -> dict[str, Any]:
    """The JSON object of COMMANDS.md."""
    stored = answer_to_json(result)
    return {
        "id": question.question_id,
        "file": str(question.file),
        "question": question.text,
        "status": result.status,
        "language": result.language,
        "answer": result.text,
        "claims": [{**claim, "citations": _read_apart(claim["citations"])} for claim in stored["claims"]],
        "retrieved_pages": stored["retrieved_pages"],
        "coverage": stored["coverage"],
        "model": result.model,
        "timing": _timing(timing),
        "remarks": stored["remarks"],
        "nearest": _read_apart(stored["evidence"]) if result.status == "not_found" else [],
        **({"message": result.message} if result.message else {}),
    }


def _read_apart(citations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A quote is promised to be verbatim text of the page; what OCR read of a picture is called `recognised`."""
    return [
        {**citation, "quote": "", "recognised": citation["quote"]} if citation.get("ocr") else citation
        for citation in citations
    ]


def answer_about_several(
    collection: Collection, question: Question, result: Answer, timing: AnswerTiming
) -> dict[str, Any]:
    """As for one document, but `files` were asked, and each page found is of one of them."""
    output = answer_output(question, result, timing)
    del output["retrieved_pages"]
    places = [collection.place_of(page) for page in result.retrieved_pages]
    retrieved = [{"file": file, "page_index": page_index} for file, page_index in places]
    return output | {"file": None, "files": list(collection.files), "retrieved": retrieved}


def _timing(timing: AnswerTiming) -> dict[str, Any]:
    return {
        "search_s": round(timing.search_s, 4),
        "first_token_s": None if timing.first_token_s is None else round(timing.first_token_s, 3),
        "total_s": round(timing.total_s, 3),
        "prompt_tokens": timing.prompt_tokens,
        "generated_tokens": timing.generated_tokens,
    }


def _failure(question: Question, failure: ReaderError, model: LanguageModel | None) -> dict[str, Any]:
    """The same fields for a question that could not be asked, and why."""
    return {
        "id": question.question_id,
        "file": str(question.file),
        "question": question.text,
        "status": "error",
        "language": "",
        "answer": "",
        "claims": [],
        "retrieved_pages": [],
        "coverage": {"pages_read": 0, "pages": 0},
        "model": "none" if model is None else model.name,
        "timing": _timing(AnswerTiming()),
        "remarks": [],
        "nearest": [],
        "error": error_as_json(failure),
    }


def _print(result: Answer) -> None:
    if result.status == "not_found":
        read = result.coverage.pages_read
        say(f"Not found in the pages read ({read} of {result.coverage.pages}). Nearest passages:")
        for near in result.evidence:
            file = f"{file_name_in_text(near.file)} " if near.file else ""
            say(f"  {file}p.{'~' if near.is_ocr else ''}{near.page_label}: {near.quote}")
        return
    for claim in result.claims:
        say(f"{_SIGNS[claim.verdict]} {cited_text(claim)}")
    verified = f"{result.verified_count} of {len(result.claims)} sentences verified"
    say(f"({verified}; = exact, + supported, ~ page only, ? not)")
    if result.message:
        remark(result.message)
