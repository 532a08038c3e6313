import asyncio
import functools
import shutil
import struct
import sys
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.answer import Answer, Verdict
from reader.core.errors import NotAPdf, NothingToRead, ReaderError
from reader.core.selection import Selection
from reader.engine.pdf import PdfFile
from reader.engine.scripted import ScriptedModel
from reader.flows.answering import answer
from reader.flows.collection import (
    MOST_DOCUMENTS,
    Collection,
    open_collection,
    pdf_files,
    read_all_documents,
    read_collection,
)
from reader.flows.events import Finished
from reader.flows.opening import OpenDocument, open_again, open_document
from reader.flows.searching import search
from reader.store.search import PassageIndex
from tests.flows.desk import BookInMemory
from tests.tiny_pdf import with_labels, write_pdf

LOMO = (
    ("LOMO: Training with Little Memory", "We propose LOMO, an optimiser that needs very little memory."),
    ("LOMO reduces the memory usage to 10.8 % of the standard solution.", "Table 1: Memory of LOMO in gigabytes"),
)
MAMBA = (
    ("Mamba: Selective State Spaces", "In this work we present Mamba, a state space model."),
    ("Training of Mamba needs a lot of memory. Memory is the limit.", "Table 1: Speed of Mamba in tokens a second"),
    ("The selection mechanism filters out irrelevant tokens.",),
)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Two papers, one of them in a folder within, a file that is damaged and one that is no PDF."""
    folder = tmp_path / "papers"
    (folder / "inner").mkdir(parents=True)

    def titled(title: str) -> Callable[[Any], None]:
        def change(document: Any) -> None:
            document.set_metadata({"title": title})
            with_labels(document)

        return change

    write_pdf(folder / "a.pdf", *LOMO, change=titled(LOMO[0][0]))
    write_pdf(folder / "inner" / "b.PDF", *MAMBA, change=titled(MAMBA[0][0]))
    (folder / "broken.pdf").write_bytes(b"no pdf at all")
    (folder / "notes.txt").touch()
    return folder


@pytest.fixture(autouse=True)
def _light_children() -> Iterator[None]:
    """Children do not import the main module (pytest) once more."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
        monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
        yield


def running(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A coroutine as a test, with a limit."""

    @functools.wraps(test)
    def run(**fixtures: Any) -> None:
        asyncio.run(asyncio.wait_for(test(**fixtures), 60))

    return run


@asynccontextmanager
async def read(papers: Path) -> AsyncGenerator[Collection, None]:
    """The two papers, read, without children."""
    documents = []
    files = (papers / "a.pdf", papers / "inner" / "b.PDF")
    for number, (file, pages) in enumerate(zip(files, (LOMO, MAMBA), strict=True)):
        book = BookInMemory(file, ["\n".join(page) for page in pages], ("i", "1", "2")[: len(pages)])
        book.info = replace(book.info, document_id=f"id of {file.name}")
        index = await PassageIndex.open(papers / f"{number}.db")
        document = OpenDocument(book, index, pages[0][0], ())  # type: ignore[arg-type]
        await document.keep([page async for page in book.read_pages(range(len(pages)))])
        documents.append(document)
    async with aclosing(Collection("papers", documents, [str(file) for file in files])) as collection:
        yield collection


async def answered(collection: Collection, question: str, model: ScriptedModel | None = None) -> Answer:
    async with aclosing(answer(collection, question, model, None)) as events:
        async for event in events:
            if isinstance(event, Finished):
                return event.answer
    raise AssertionError("no last event")


def test_the_pdfs_of_folders_are_found_and_files_taken_as_they_are(papers: Path) -> None:
    assert [file.name for file in pdf_files([papers])] == ["a.pdf", "broken.pdf", "b.PDF"]
    assert pdf_files([papers / "notes.txt", papers / "notes.txt"]) == [papers / "notes.txt"]
    assert pdf_files([papers / "inner", papers / "a.pdf"]) == [papers / "inner" / "b.PDF", papers / "a.pdf"]


@running
async def test_a_damaged_file_is_left_out_and_told(papers: Path) -> None:
    skipped: list[tuple[str, ReaderError]] = []
    opened: list[tuple[int, int]] = []
    found = await open_collection(
        [papers], skipped=lambda file, error: skipped.append((file.name, error)), opened=lambda *n: opened.append(n)
    )
    async with aclosing(found):
        assert [Path(file).name for file in found.files] == ["a.pdf", "b.PDF"]
        assert found.short_names == ["LOMO", "Mamba"]
        assert found.name == "papers"
    assert [(name, type(error)) for name, error in skipped] == [("broken.pdf", NotAPdf)]
    assert opened == [(1, 3), (2, 3), (3, 3)]


@running
async def test_where_nothing_can_be_read_that_is_the_failure(papers: Path) -> None:
    with pytest.raises(NothingToRead, match=r"no PDF in broken\.pdf"):
        await open_collection([papers / "broken.pdf"])


@running
async def test_no_child_stays_and_what_was_read_is_opened_without_one(
    papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with aclosing(await open_collection([papers])) as first:
        await read_all_documents(first)
        assert {document.pdf.worker_pids for document in first.documents} == {(None, None)}
        known = [(d.document_id, d.title, d.info.labels, d.outline, d.info.sizes) for d in first.documents]

    def fail(*_: object) -> None:
        raise AssertionError("a child was started")

    monkeypatch.setattr(PdfFile, "open", fail)
    async with aclosing(await open_collection([papers / "a.pdf", papers / "inner"])) as again:
        assert [(d.document_id, d.title, d.info.labels, d.outline, d.info.sizes) for d in again.documents] == known
        assert again.coverage.is_complete
        assert again.document_id == first.document_id
        assert (await answered(again, "How far does LOMO reduce the memory usage?")).status == "answered"


@running
async def test_a_document_that_was_not_read_to_its_end_is_opened_as_new(papers: Path) -> None:
    assert await open_again(papers / "a.pdf") is None
    document = await open_document(papers / "a.pdf")
    await document.close()
    assert await open_again(papers / "a.pdf") is None
    assert await open_again(papers / "missing.pdf") is None


@running
async def test_two_copies_of_a_file_are_one_document(papers: Path) -> None:
    shutil.copy(papers / "a.pdf", papers / "copy.pdf")
    async with aclosing(await open_collection([papers])) as opened:
        assert len(opened.documents) == 2


@running
async def test_questions_can_be_asked_while_the_documents_are_read(papers: Path) -> None:
    async with aclosing(await open_collection([papers])) as opened:
        assert (opened.coverage.pages_read, opened.coverage.pages) == (0, 5)
        async with aclosing(read_collection(opened)) as progress:
            async for coverage in progress:
                if coverage.pages_read == 2:
                    break
        result = await answered(opened, "How far does LOMO reduce the memory usage?")
        assert (result.coverage.pages_read, result.coverage.pages) == (2, 5)
        assert result.claims[0].citations[0].file == str(papers / "a.pdf")


@running
async def test_an_answer_names_the_document_and_its_own_page(papers: Path) -> None:
    async with read(papers) as collection:
        result = await answered(collection, "What does the selection mechanism filter out?")
        (citation, *_) = result.claims[0].citations
        assert (citation.page_index, citation.page_label) == (2, "2")
        assert citation.quote.startswith("The selection mechanism filters")
        assert (citation.file, citation.document) == (str(papers / "inner" / "b.PDF"), "Mamba")
        assert citation.document_id == "id of b.PDF"
        assert result.text.endswith("(b.PDF p.3)")
        assert result.document_id == collection.document_id
        assert collection.place_of(result.retrieved_pages[0]) == (str(papers / "inner" / "b.PDF"), 2)
        texts = await collection.page_texts(range(5))
        assert [text.page_index for text in texts.values()] == list(range(5))


@running
async def test_a_model_is_told_which_document_says_what_and_is_checked_against_all(papers: Path) -> None:
    async with read(papers) as collection:
        says = LOMO[1][0], *MAMBA[2]
        model = ScriptedModel([" ".join(says)])
        result = await answered(
            collection, "How do LOMO and the selection mechanism of Mamba work on memory and tokens?", model
        )
        assert [(claim.verdict, claim.citations[0].document) for claim in result.claims] == [
            (Verdict.EXACT, "LOMO"),
            (Verdict.EXACT, "Mamba"),
        ]
        prompt = model.prompts[0][-1].content
        assert "From LOMO:\n" in prompt
        assert "From Mamba:\n" in prompt


@pytest.mark.parametrize(
    ("question", "document"),
    [("In the Mamba paper, how much memory does training need?", "Mamba"), ("LOMOの論文では、memoryは？", "LOMO")],
)
@running
async def test_the_document_that_a_question_names_is_preferred(papers: Path, question: str, document: str) -> None:
    async with read(papers) as collection:
        found = (await search(collection, (question,))).found
        assert found.passages[0].document == document


@running
async def test_a_place_is_looked_for_in_each_document(papers: Path) -> None:
    async with read(papers) as collection:
        pages = (await search(collection, ("What does Table 1 say of memory and speed?",))).found.pages
        assert set(pages[:2]) == {1, 3}
        assert set(collection.pages_named(())) == set()


@pytest.mark.parametrize("question", ["What are these papers about?", "これらの論文は何について書かれていますか？"])
@running
async def test_asked_what_they_are_about_each_document_speaks_for_itself(papers: Path, question: str) -> None:
    async with read(papers) as collection:
        result = await answered(collection, question)
        assert [claim.citations[0].document for claim in result.claims] == ["LOMO", "Mamba"]
        assert "We propose LOMO" in result.claims[0].text
        one = await answered(collection, "Summarise the Mamba paper.")
        assert {citation.document for claim in one.claims for citation in claim.citations} == {"Mamba"}


@running
async def test_what_stands_in_no_document_is_not_found(papers: Path) -> None:
    async with read(papers) as collection:
        assert (await answered(collection, "Who sells bananas in Reykjavik?")).status == "not_found"


@running
async def test_what_only_a_files_name_holds_is_not_missing(papers: Path) -> None:
    async with read(papers) as collection:
        result = await answered(collection, "What does Inner say on the selection mechanism of tokens?")
        assert result.status == "answered"


@pytest.mark.usefixtures("_few_documents")
@running
async def test_more_documents_than_can_be_open_at_once_are_cut(papers: Path) -> None:
    opened: list[tuple[int, int]] = []
    async with aclosing(await open_collection([papers], opened=lambda *n: opened.append(n))):
        assert opened[-1] == (2, 2)


@pytest.fixture
def _few_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_DOCUMENTS > 100
    monkeypatch.setattr("reader.flows.collection.MOST_DOCUMENTS", 2)


@running
async def test_meaning_counts_only_where_every_document_has_its_vectors(papers: Path) -> None:
    class Embedder:
        name = "e"

        async def embed_query(self, _question: str) -> bytes:
            return vector(1.0, 0.0)

    def vector(*values: float) -> bytes:
        return struct.pack(f"{len(values)}e", *values)

    async with read(papers) as collection:
        first, second = (document.index for document in collection.documents)
        await first.add_vectors("e", [(n, vector(0.0, 1.0)) for n, _ in await first.without_vector("e", 0, 99)])
        assert not await collection.use_embedder(Embedder())
        assert collection.embedder is None
        missing = await second.without_vector("e", 0, 99)
        await second.add_vectors("e", [(n, vector(float("irrelevant" in text), 0.1)) for n, text in missing])
        assert await collection.use_embedder(Embedder())
        found = (await search(collection, ("What is thrown away?",))).found
        assert collection.place_of(found.pages[0]) == (str(papers / "inner" / "b.PDF"), 2)


@running
async def test_a_selection_in_one_of_the_documents_leads_the_answer(papers: Path) -> None:
    async with read(papers) as collection:
        start = collection.start_of("id of b.PDF")
        assert start == len(LOMO)
        assert collection.start_of("another") is None
        (text,) = (await collection.page_texts([start + 2])).values()
        chosen = Selection(start + 2, 0, text.text.index("filters"), "The selection mechanism")
        async with aclosing(answer(collection, "What does it do?", None, None, selection=chosen)) as events:
            (*_, finished) = [event async for event in events]
        assert isinstance(finished, Finished)
        (citation, *_) = finished.answer.evidence
        assert (citation.document, citation.page_index) == ("Mamba", 2)
