"""Papers in memory, a digest of them in a library on disk, and what comes of making it."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reader import paths
from reader.core.digest import Digest, DigestPaper
from reader.core.errors import ReaderError
from reader.core.paper_note import PaperNote
from reader.flows import digest_making
from reader.flows.digest_events import DigestEvent
from reader.flows.digest_making import DigestEngines, DigestStores, make_digest
from reader.flows.opening import OpenDocument
from reader.store.digests import Digests
from reader.store.library import open_library_database
from reader.store.paper_notes import PaperNotes
from reader.store.search import PassageIndex
from tests.flows.desk import BookInMemory

SETS = """
[[question]]
en = "How far does it reduce the memory usage?"
[[question]]
en = "What is possible on one machine?"
"""
SAID = "It reduces the memory usage to 10.8 % of the standard solution."


def paper(name: str) -> tuple[str, ...]:
    return (
        f"{name}: A Method for Saving Memory\n\nAbstract\n\nWe propose a new optimiser, {name}, for large language\n"
        f"models. It fuses the computation of a gradient with the update of its parameter. With {name} the memory\n"
        f"usage falls to 10.8 % of the standard solution, and our experiments show that training takes as long.",
        f"{name} reduces the memory usage to 10.8 % of the standard solution. Training a 65B model with {name} is\n"
        f"possible on one machine with eight RTX 3090 GPUs. We evaluate {name} on the SuperGLUE datasets.",
    )


PAPERS: Mapping[str, tuple[str, ...]] = {f"/p/{name}.pdf": paper(name) for name in ("ANT", "BEE", "CAT")}


@dataclass(slots=True)
class DigestDesk:
    folder: Path
    digests: Digests
    notes: PaperNotes
    papers: dict[str, tuple[str, ...] | ReaderError]
    """What opening a file gives."""
    opened: list[str] = field(default_factory=list)
    books: dict[str, BookInMemory] = field(default_factory=dict)
    embedded_by: list[str] = field(default_factory=list)

    async def open_document(self, path: Path, _library: object, password: str | None) -> OpenDocument:
        file = str(path)
        self.opened.append(file)
        found = self.papers[file]
        if isinstance(found, ReaderError):
            raise found
        book = self.books.setdefault(file, BookInMemory(path, found))
        book.info = replace(book.info, document_id=f"id of {found}", title=found[0].partition("\n")[0])
        index = await PassageIndex.open(self.folder / f"{path.stem}.db")
        document = OpenDocument(book, index, found[0].partition("\n")[0], ())  # type: ignore[arg-type]
        document.mark_read(await index.pages_read(), await index.pages_without_text())
        return document

    async def add(self, **fields: Any) -> Digest:
        papers = tuple(map(DigestPaper, self.papers))
        known: dict[str, Any] = {"language": "en", "model": "none", "question_set": "tiny", "papers": papers}
        digest = Digest("d1", "2026-01-01", "2026-01-01", **(known | fields))
        await self.digests.add(digest)
        return digest

    def making(self, model: Any = None, **engines: Any) -> AsyncGenerator[DigestEvent, None]:
        wanted: dict[str, Any] = {"questions": 2, **engines}
        return make_digest("d1", DigestStores(self.digests, self.notes), DigestEngines(model, **wanted))

    async def made(self, model: Any = None, **engines: Any) -> list[DigestEvent]:
        async with aclosing(self.making(model, **engines)) as events:
            return [event async for event in events]

    async def kept(self) -> Digest:
        digest = await self.digests.digest("d1")
        assert digest is not None
        return digest

    async def note_of(self, file: str) -> PaperNote:
        note = await self.notes.note((await self.kept()).paper(file).note_id)
        assert note is not None
        return note


@asynccontextmanager
async def digest_desk(
    folder: Path, papers: Mapping[str, Sequence[str] | ReaderError] = PAPERS
) -> AsyncGenerator[DigestDesk, None]:
    """Desks in one folder find the same library and the same indexes."""
    paths.question_sets_dir().mkdir(parents=True, exist_ok=True)
    (paths.question_sets_dir() / "tiny.toml").write_text(SETS, "utf-8")
    database = await open_library_database(folder / "library.db")
    given = {file: what if isinstance(what, ReaderError) else tuple(what) for file, what in papers.items()}
    desk = DigestDesk(folder, Digests(database), PaperNotes(database), given)
    really = digest_making.open_document
    digest_making.open_document = desk.open_document  # type: ignore[assignment]
    try:
        yield desk
    finally:
        digest_making.open_document = really
        await database.close()
