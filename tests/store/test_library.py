import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from reader.core.document import DocumentInfo, PageSize
from reader.core.page_layout import Position
from reader.store.database import Database
from reader.store.library import Library

Opened = Callable[[], AbstractAsyncContextManager[Database]]


def info(document_id: str, pages: int = 3) -> DocumentInfo:
    return DocumentInfo("a.pdf", document_id, (PageSize(595, 842),) * pages, None, "", "", is_repaired=False)


def test_documents_are_listed_newest_first_and_each_once(library_database: Opened) -> None:
    async def work() -> None:
        async with library_database() as database:
            library = Library(database)
            for name in ("one", "two", "three", "one"):
                await library.remember(info(name), Path(f"/papers/{name}.pdf"), name.title())
            assert [(d.document_id, d.path, d.title) for d in await library.recent()] == [
                ("one", "/papers/one.pdf", "One"),
                ("three", "/papers/three.pdf", "Three"),
                ("two", "/papers/two.pdf", "Two"),
            ]
            assert [document.document_id for document in await library.recent(limit=1)] == ["one"]

    asyncio.run(work())


def test_a_moved_file_keeps_its_place(library_database: Opened) -> None:
    place = Position(7, 0.25, 1.5, "none")

    async def work() -> None:
        async with library_database() as database:
            library = Library(database)
            await library.remember(info("one"), Path("/old/one.pdf"), "One")
            assert await library.position("one") is None
            await library.save_position("one", place)
        async with library_database() as database:
            library = Library(database)
            await library.remember(info("one"), Path("/new/renamed.pdf"), "One")
            assert await library.position("one") == place
            assert [document.path for document in await library.recent()] == ["/new/renamed.pdf"]
            assert await library.position("unknown") is None

    asyncio.run(work())


def test_a_file_name_need_not_be_unicode(library_database: Opened) -> None:
    path = Path("/papers/caf\udce9.pdf")

    async def work() -> None:
        async with library_database() as database:
            library = Library(database)
            await library.remember(info("one"), path, path.stem)
            (document,) = await library.recent()
            assert (Path(document.path), document.title) == (path, path.stem)

    asyncio.run(work())
