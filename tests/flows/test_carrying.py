import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path

from reader import paths
from reader.core.answer import Answer, Citation, Claim, Coverage, Note, Verdict
from reader.core.bookmarks import Bookmark
from reader.core.document import Rect, Spot
from reader.core.marks import Colour, Mark
from reader.core.page_layout import Position
from reader.core.undoing import Change
from reader.flows.carrying import CarriedOver, carried_position, carry_over, predecessor
from reader.flows.indexing import read_all
from reader.flows.opening import OpenDocument
from reader.store.bookmarks import BookmarkStore
from reader.store.carrying import CarryingStore
from reader.store.library import Library, open_library_database
from reader.store.marks import MarkStore
from reader.store.notebook import Notebook
from reader.store.search import PassageIndex
from tests.flows.desk import BookInMemory

METHOD = [
    "The method updates each parameter as soon as its gradient is known.",
    "No gradient has to be stored for longer than a moment.",
    "Memory falls to a tenth of what was needed before.",
]
RESULTS = [
    "Training a model of 65B is possible on a single machine.",
    "The throughput is higher than that of any other method.",
]
DRAFT = (METHOD, RESULTS)
FINAL = (
    ["Abstract", "We describe a method for people who have one machine only."],
    ["The introduction is longer now.", *METHOD],
    ["Training a model of 65B is possible on a single machine.", "The throughput is lower than we had hoped."],
)
WEATHER = (["Rain falls in the north of the country all year.", "Snow lies on the hills in winter, and ice on lakes."],)
RECT = Rect(0.1, 0.1, 0.5, 0.2)


def write(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    """Stands for a PDF with these lines on its pages."""
    path.write_text("\f".join("\n".join(lines) for lines in pages), "utf-8")
    return path


def book_at(path: Path) -> BookInMemory:
    book = BookInMemory(path, path.read_text("utf-8").split("\f"))
    book.info = replace(book.info, document_id=hashlib.sha256(path.read_bytes()).hexdigest())
    return book


class Desk:
    """A library on disk, with ways to open and read a file."""

    def __init__(self, library: Library, notebook: Notebook, marks: MarkStore, bookmarks: BookmarkStore) -> None:
        self.library, self.notebook, self.marks, self.bookmarks = library, notebook, marks, bookmarks
        self.store = CarryingStore(library._database)
        self.opened: list[OpenDocument] = []

    async def read(self, path: Path) -> OpenDocument:
        book = book_at(path)
        index = await PassageIndex.open(paths.index_file(book.info.document_id))
        document = OpenDocument(book, index, "Thesis", ())  # type: ignore[arg-type]
        self.opened.append(document)
        document.mark_read(await index.pages_read())
        await read_all(document)
        await self.library.remember(book.info, path, "Thesis")
        return document

    async def reread(self, path: Path, pages: Sequence[Sequence[str]]) -> tuple[OpenDocument, CarriedOver | None]:
        """Write the file anew and take over what belonged to the version before."""
        write(path, pages)
        document = await self.read(path)
        old = await predecessor(self.library, document)
        return document, None if old is None else await carry_over(self.library, self.store, old, document)


def run(work: Callable[[Desk], Awaitable[None]]) -> None:
    async def opened() -> None:
        database = await open_library_database(paths.library_file())
        desk = Desk(Library(database), Notebook(database), MarkStore(database), BookmarkStore(database))
        try:
            await work(desk)
        finally:
            for document in desk.opened:
                await document.close()
            await database.close()

    asyncio.run(opened())


def note(document_id: str, note_id: str, page_index: int, quote: str, rects: tuple[Rect, ...] = (RECT,)) -> Note:
    return Note(note_id, document_id, f"about {note_id}", page_index, quote, rects, "2026-01-01", "2026-01-01")


def answer(document_id: str) -> Answer:
    def claim(quote: str) -> Claim:
        return Claim(quote, Verdict.EXACT, (Citation(1, "2", quote, (RECT,), 1.0),))

    return Answer(
        "a1", document_id, "How fast?", "answered", "en", (claim(RESULTS[0]), claim(RESULTS[1])), (1,),
        Coverage(2, 2), "none", "2026-01-01",
    )  # fmt: skip


async def furnish(desk: Desk, document: OpenDocument) -> None:
    """A note, a note whose words will change, a note at a spot, a highlight, an answer, a bookmark."""
    document_id = document.document_id
    await desk.notebook.save_note(note(document_id, "kept", 0, METHOD[1]))
    await desk.notebook.save_note(note(document_id, "changed", 1, RESULTS[1]))
    page = (await document.page_texts([0]))[0]
    line = page.rects_of(page.text.index("Memory"), page.text.index("Memory") + 6)[0]
    await desk.notebook.save_note(note(document_id, "pinned", 0, "", (Rect(0.5, line.y0, 0.5, line.y0),)))
    highlight = Mark(
        "m1", document_id, "highlight", Colour.GREEN, (Spot(0, (RECT,)),), METHOD[0], "", "2026-01-01", "2026-01-01"
    )
    await desk.marks.apply([Change(None, highlight)])
    await desk.notebook.save_answer(answer(document_id))
    await desk.bookmarks.save(Bookmark("b1", document_id, 1, 0.0, "Results", "r", "2026-01-01"))


def test_what_was_made_of_a_draft_goes_with_its_words_into_the_next(tmp_path: Path) -> None:
    path = write(tmp_path / "thesis.pdf", DRAFT)

    async def work(desk: Desk) -> None:
        draft = await desk.read(path)
        await furnish(desk, draft)
        await desk.library.save_position(draft.document_id, Position(1, 0.2))
        final, carried = await desk.reread(path, FINAL)
        assert carried == CarriedOver(count=6, unplaced=2)

        kept, changed, pinned = await desk.notebook.notes(final.document_id)
        page = (await final.page_texts([1]))[1]
        at = page.text.index(METHOD[1])
        assert (kept.page_index, kept.rects) == (1, _rounded(page.rects_of(at, at + len(METHOD[1]))))
        assert (changed.page_index, changed.rects, changed.quote) == (2, (), RESULTS[1])
        line = page.rects_of(page.text.index("Memory"), page.text.index("Memory") + 6)[0]
        assert pinned.page_index == 1
        assert abs(pinned.rects[0].y0 - line.y0) < 0.01

        [mark] = [mark for mark in await desk.marks.marks(final.document_id) if mark.kind == "highlight"]
        assert [spot.page_index for spot in mark.spots] == [1]
        [told] = await desk.notebook.answers(final.document_id)
        assert [claim.verdict for claim in told.claims] == [Verdict.EXACT, Verdict.UNSUPPORTED]
        assert [(c.page_index, c.page_label) for c in told.claims[0].citations] == [(2, "3")]
        assert told.claims[1].citations == ()
        [bookmark] = await desk.bookmarks.bookmarks(final.document_id)
        assert (bookmark.page_index, bookmark.letter) == (2, "r")

        assert await desk.notebook.notes(draft.document_id) == []
        [listed] = await desk.library.documents()
        assert listed.document_id == final.document_id

    run(work)


def _rounded(rects: tuple[Rect, ...]) -> tuple[Rect, ...]:
    return tuple(Rect(*rect.rounded()) for rect in rects)


def test_back_at_the_first_version_everything_stands_where_it_stood(tmp_path: Path) -> None:
    path = write(tmp_path / "thesis.pdf", DRAFT)
    first = path.read_bytes()

    async def work(desk: Desk) -> None:
        draft = await desk.read(path)
        await furnish(desk, draft)
        before = await desk.store.belongings(draft.document_id)
        final, _ = await desk.reread(path, FINAL)
        [changed] = [n for n in await desk.notebook.notes(final.document_id) if n.note_id == "changed"]
        edited = replace(changed, markdown="still true?", modified="2026-01-02")
        await desk.notebook.save_note(edited)

        path.write_bytes(first)
        again = await desk.read(path)
        assert again.document_id == draft.document_id
        old = await predecessor(desk.library, again)
        assert old is not None
        assert await carry_over(desk.library, desk.store, old, again) == CarriedOver(6, 0)
        after = await desk.store.belongings(draft.document_id)
        assert after.answers == before.answers
        assert [m.spots for m in after.marks] == [m.spots for m in before.marks]
        assert after.bookmarks == before.bookmarks
        assert [(n.page_index, n.rects) for n in after.notes] == [(n.page_index, n.rects) for n in before.notes]
        assert [n.markdown for n in after.notes] == ["about kept", "still true?", "about pinned"]

    run(work)


def test_another_document_under_the_same_name_gets_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "download.pdf", DRAFT)

    async def work(desk: Desk) -> None:
        draft = await desk.read(path)
        await furnish(desk, draft)
        other, carried = await desk.reread(path, WEATHER)
        assert carried is None
        assert await desk.notebook.notes(other.document_id) == []
        assert len(await desk.notebook.notes(draft.document_id)) == 3
        assert len(await desk.library.documents()) == 2

    run(work)


def test_a_copy_of_the_old_version_keeps_its_notes_too(tmp_path: Path) -> None:
    path, copy = write(tmp_path / "thesis.pdf", DRAFT), tmp_path / "copy.pdf"
    copy.write_bytes(path.read_bytes())

    async def work(desk: Desk) -> None:
        await desk.read(copy)
        draft = await desk.read(path)
        await furnish(desk, draft)
        final, carried = await desk.reread(path, FINAL)
        assert carried is not None
        assert len(await desk.notebook.notes(draft.document_id)) == 3
        notes = await desk.notebook.notes(final.document_id)
        assert [n.markdown for n in notes] == ["about kept", "about changed", "about pinned"]
        assert notes[0].page_index == 1
        assert [a.document_id for a in await desk.notebook.answers(final.document_id)] == [final.document_id]
        assert {d.path for d in await desk.library.documents()} == {str(copy), str(path)}
        assert await predecessor(desk.library, final) is None  # once is enough: what is deleted does not come back

    run(work)


def test_the_place_follows_the_lines_at_the_top_of_the_view(tmp_path: Path) -> None:
    path = write(tmp_path / "thesis.pdf", DRAFT)

    async def work(desk: Desk) -> None:
        draft = await desk.read(path)
        page = (await draft.page_texts([0]))[0]
        top = page.rects_of(page.text.index("Memory"), page.text.index("Memory") + 6)[0].y0
        write(path, FINAL)
        final = await desk.read(path)
        found = await carried_position(draft, final, Position(0, top, 1.5, "none"))
        moved = (await final.page_texts([1]))[1]
        expected = moved.rects_of(moved.text.index("Memory"), moved.text.index("Memory") + 6)[0].y0
        assert (found.page_index, found.zoom, found.fit) == (1, 1.5, "none")
        assert abs(found.top - expected) < 0.01
        write(path, WEATHER)
        other = await desk.read(path)
        assert await carried_position(draft, other, Position(1, 0.3)) == Position(0, 0.3)  # there is no page 2

    run(work)
