import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

from reader import paths
from reader.core.about_json import about_to_json
from reader.core.answer import Answer, Citation, Claim, Coverage, Note, Verdict
from reader.core.document import Rect
from reader.flows.indexing import read_all
from reader.flows.library_search import LibrarySearch
from reader.flows.opening import OpenDocument
from reader.store.library import Library, open_library_database
from reader.store.notebook import Notebook
from reader.store.search import PassageIndex
from tests.flows.desk import BOOK, BookInMemory

RECT = Rect(0.1, 0.2, 0.3, 0.25)
NOTE = Note("n1", "0123abcd", "Compare with *momentum*.", 2, "the throughput", (RECT,), "2026-01-01", "2026-01-01")
ANSWER = Answer(
    "a1", "0123abcd", "How is it trained?", "answered", "en",
    (Claim("With gradient checkpoints.", Verdict.EXACT, (Citation(1, "2", "checkpoints", (RECT,), 1.0),)),),
    (1,), Coverage(4, 4), "none", "2026-01-01",
)  # fmt: skip


class Shelf:
    def __init__(self, library: Library, notebook: Notebook) -> None:
        self.library, self.notebook = library, notebook
        self.search = LibrarySearch(library, notebook, paths.library_index_file())

    async def add(self, document_id: str, title: str, texts: tuple[str, ...] = BOOK) -> None:
        """Open, read and close a book."""
        book = BookInMemory(Path(f"/books/{document_id}.pdf"), texts)
        book.info = replace(book.info, document_id=document_id)
        index = await PassageIndex.open(paths.index_file(document_id))
        await index.set_about(about_to_json(book.info, title, ()))
        await read_all(OpenDocument(book, index, title, ()))  # type: ignore[arg-type]
        await index.close()
        await self.library.remember(book.info, book.path, title)

    async def catch_up(self) -> list[str]:
        async with aclosing(self.search.catch_up()) as progress:
            return [document_id async for document_id in progress]

    async def found(self, typed: str) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (found.document.title, [(hit.entry.kind, hit.entry.page_label) for hit in found.hits])
            for found in await self.search.search(typed)
        ]


def run(work: Callable[[Shelf], Awaitable[None]]) -> None:
    async def opened() -> None:
        database = await open_library_database(paths.library_file())
        shelf = Shelf(Library(database), Notebook(database))
        try:
            await work(shelf)
        finally:
            await shelf.search.close()
            await database.close()

    asyncio.run(opened())


def test_everything_that_was_read_is_found_once_it_is_taken_in() -> None:
    async def work(shelf: Shelf) -> None:
        await shelf.add("one", "Saving memory")
        await shelf.add("two", "Of the weather", ("Snow lies on the hills.",))
        assert sorted(await shelf.catch_up()) == ["one", "two"]
        assert await shelf.catch_up() == []  # nothing has changed
        assert await shelf.found("throughput") == [("Saving memory", [("page", "3")])]
        assert await shelf.found("snow") == [("Of the weather", [("page", "1")])]
        assert await shelf.found("最適化") == [("Saving memory", [("page", "4")])]
        assert await shelf.found("of the weather") == [
            ("Of the weather", []),
            ("Saving memory", [("page", "3")]),
        ]  # its title, without a place

    run(work)


def test_a_hit_leads_to_its_words_on_the_page() -> None:
    async def work(shelf: Shelf) -> None:
        await shelf.add("one", "Saving memory")
        await shelf.catch_up()
        [found] = await shelf.search.search("eleven machine")
        [hit] = found.hits
        assert [hit.snippet.text[start:end] for start, end in hit.snippet.bold] == ["eleven", "machine"]
        spot = await shelf.search.spot("one", hit)
        assert spot is not None
        assert spot.page_index == 2
        assert len(spot.rects) == 2
        assert all(abs(rect.y0 - 0.05) < 0.01 for rect in spot.rects)  # its first line
        paths.index_file("one").unlink()  # the cache was emptied: the page is still known
        spot = await shelf.search.spot("one", hit)
        assert spot is not None
        assert (spot.page_index, spot.rects) == (2, ())

    run(work)


def test_notes_and_answers_are_found_as_they_are_now() -> None:
    async def work(shelf: Shelf) -> None:
        await shelf.add("0123abcd", "Saving memory")
        await shelf.notebook.save_note(NOTE)
        await shelf.notebook.save_answer(ANSWER)
        await shelf.search.refresh()
        assert await shelf.found("momentum") == [("Saving memory", [("note", "3")])]
        assert await shelf.found("checkpoints") == [("Saving memory", [("answer", "2")])]
        for typed, page_index in (("momentum", 2), ("checkpoints", 1)):
            [found] = await shelf.search.search(typed)
            spot = await shelf.search.spot("0123abcd", found.hits[0])
            assert spot is not None
            assert (spot.page_index, spot.rects) == (page_index, (RECT,))
        await shelf.notebook.save_note(replace(NOTE, markdown="Compare with Adam.", modified="2026-01-02"))
        await shelf.notebook.delete_answer("a1")
        await shelf.search.refresh()
        assert await shelf.found("momentum") == []
        assert await shelf.found("adam") == [("Saving memory", [("note", "3")])]
        assert await shelf.found("checkpoints") == []

    run(work)


def test_a_forgotten_document_is_not_found() -> None:
    async def work(shelf: Shelf) -> None:
        await shelf.add("one", "Saving memory")
        await shelf.catch_up()
        await shelf.library.forget(["one"])
        assert await shelf.found("throughput") == []
        await shelf.library.restore(["one"])
        assert await shelf.found("throughput") == [("Saving memory", [("page", "3")])]

    run(work)
