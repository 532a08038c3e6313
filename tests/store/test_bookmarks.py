import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

from reader.core.bookmarks import Bookmark
from reader.core.document import DocumentInfo, PageSize
from reader.core.jumplist import Visited
from reader.store.bookmarks import BookmarkStore
from reader.store.database import Database
from reader.store.library import APPLICATION_ID, Library, make_library_tables, open_library_database

Opened = Callable[[], AbstractAsyncContextManager[Database]]
T = "2026-11-25T10:00:00+00:00"
FIRST = Bookmark("b1", "d", 4, -0.25, "実験", "", T)
SECOND = Bookmark("b2", "d", 2, 0.5, "", "a", T)


def test_bookmarks_come_back_in_the_order_of_the_document(library_database: Opened) -> None:
    async def work() -> None:
        async with library_database() as database:
            store = BookmarkStore(database)
            await store.save(FIRST)
            await store.save(SECOND)
            await store.save(replace(SECOND, bookmark_id="b3", document_id="another"))
        async with library_database() as database:
            store = BookmarkStore(database)
            assert await store.bookmarks("d") == [SECOND, FIRST]
            await store.save(replace(FIRST, name="Experiments"))
            await store.delete("b2")
            assert await store.bookmarks("d") == [replace(FIRST, name="Experiments")]
            assert [b.bookmark_id for b in await store.bookmarks("another")] == ["b3"]

    asyncio.run(work())


def test_a_letter_leads_to_one_place_of_a_document(library_database: Opened) -> None:
    moved = replace(SECOND, bookmark_id="b9", page_index=7)

    async def work() -> None:
        async with library_database() as database:
            store = BookmarkStore(database)
            await store.save(SECOND)
            await store.save(moved)
            await store.save(replace(FIRST, bookmark_id="x"))
            await store.save(FIRST)  # without a letter there may be many
            assert moved in await store.bookmarks("d")
            assert SECOND not in await store.bookmarks("d")
            assert len(await store.bookmarks("d")) == 3

    asyncio.run(work())


def test_new_content_gets_the_jumps_of_the_old(library_database: Opened) -> None:
    behind = [Visited(3, 3, 0.5, 0.5)]

    async def work() -> None:
        async with library_database() as database:
            library = Library(database)
            await library.save_jumps("d", behind, [])
            for _ in range(2):
                await library.succeed("d", "newer")
                assert await library.jumps("newer") == (behind, [])

    asyncio.run(work())


def test_a_library_of_before_gets_the_tables_and_keeps_what_it_has(tmp_path: Path) -> None:
    info = DocumentInfo("a.pdf", "d", (PageSize(595, 842),), None, "", "", is_repaired=False)

    async def work() -> None:
        old = await Database.open(tmp_path / "l.db", APPLICATION_ID, [make_library_tables])
        await old.run(
            lambda c: c.execute(
                "INSERT INTO documents (document_id, path, title, page_count, opened)"
                " VALUES ('d', '/a.pdf', 'A', 1, ?)",
                (T,),
            )
        )
        await old.close()
        database = await open_library_database(tmp_path / "l.db")
        try:
            await BookmarkStore(database).save(FIRST)
            assert await BookmarkStore(database).bookmarks("d") == [FIRST]
            found = await Library(database).document(info.document_id)
            assert found is not None
            assert found.title == "A"
        finally:
            await database.close()

    asyncio.run(work())
