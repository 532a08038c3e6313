import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from reader.core.document import DocumentInfo, PageSize
from reader.core.jumplist import Visited
from reader.core.page_arrangement import Arrangement
from reader.core.page_layout import Position
from reader.store.database import Database
from reader.store.library import (
    APPLICATION_ID,
    LIBRARY_STEPS,
    Library,
    make_library_tables,
    open_library_database,
)
from reader.store.positions import make_arrangement_column

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


def test_how_pages_are_arranged_is_remembered(library_database: Opened) -> None:
    places = [
        Position(3, 0.5, 1.0, "page", Arrangement("cover", is_paged=True, is_right_to_left=True)),
        Position(0, -0.5, 2.0, "content", Arrangement(rotation=270, is_cropped=True)),
        Position(0, 0.0),
    ]

    async def work() -> None:
        async with library_database() as database:
            library = Library(database)
            await library.remember(info("one"), Path("/one.pdf"), "One")
            for place in places:
                await library.save_position("one", place)
                assert await library.position("one") == place

    asyncio.run(work())


def test_positions_of_earlier_versions_are_a_column_of_pages(tmp_path: Path) -> None:
    async def work() -> None:
        path = tmp_path / "old.db"
        before = LIBRARY_STEPS[: LIBRARY_STEPS.index(make_arrangement_column)]
        old = await Database.open(path, APPLICATION_ID, before)
        row = ("one", "/one.pdf", "One", 9, "2026-01-01", 4, 0.25, 1.5, "width")
        await old.run(
            lambda c: c.execute(
                "INSERT INTO documents (document_id, path, title, page_count, opened, page_index, top, zoom, fit)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        )
        await old.close()
        database = await open_library_database(path)
        assert await Library(database).position("one") == Position(4, 0.25, 1.5, "width")
        await database.close()

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


def test_all_places_of_a_document_are_known(library_database: Opened) -> None:
    first, second = Path("/papers/one.pdf"), Path("/copies/one.pdf")

    async def work() -> None:
        async with library_database() as database:
            library = Library(database)
            await library.remember(info("one"), first, "One", "A. Author", "2023")
            await library.remember(info("two"), Path("/papers/two.pdf"), "Two")
            await library.move("one", second)
            assert await library.paths("one") == [second, first]
            assert await library.folders() == [Path("/copies"), Path("/papers")]
            known = await library.at_path(first)
            assert known is not None
            assert (known.document_id, known.path, known.authors, known.year) == (
                "one", str(second), "A. Author", "2023",
            )  # fmt: skip
            assert await library.at_path(Path("/nowhere.pdf")) is None

    asyncio.run(work())


def test_progress_is_the_furthest_page_one_rested_on(library_database: Opened) -> None:
    async def work() -> None:
        async with library_database() as database:
            library = Library(database)
            await library.remember(info("one", 10), Path("/one.pdf"), "One")
            await library.save_position("one", Position(5, 0.5), last_seen=6)
            await library.save_position("one", Position(2, 0.0))
            (document,) = await library.documents()
            assert (document.page_index, document.furthest_page, document.progress) == (2, 6, 0.7)
            assert document.last_read > document.first_opened

    asyncio.run(work())


def test_a_forgotten_document_comes_back_by_undo_and_by_opening(library_database: Opened) -> None:
    async def work() -> None:
        async with library_database() as database:
            library = Library(database)
            for name in ("one", "two"):
                await library.remember(info(name), Path(f"/{name}.pdf"), name)

            async def shown() -> list[str]:
                assert [d.document_id for d in await library.recent()] == [
                    d.document_id for d in await library.documents()
                ]
                return sorted(d.document_id for d in await library.documents())

            await library.forget(["one", "two"])
            assert await shown() == []
            await library.restore(["one"])
            assert await shown() == ["one"]
            await library.remember(info("two"), Path("/two.pdf"), "two")
            assert await shown() == ["one", "two"]

    asyncio.run(work())


def test_new_content_at_a_path_takes_the_place_of_the_old(library_database: Opened) -> None:
    paper = Path("/thesis.pdf")

    async def work() -> None:
        async with library_database() as database:
            library = Library(database)
            await library.remember(info("draft", 10), paper, "Thesis")
            await library.save_position("draft", Position(4, 0.5, 1.5, "none"))
            await library.remember(info("final", 12), paper, "Thesis")
            old = await library.predecessor("final", paper)
            assert old is not None
            assert old.document_id == "draft"
            await library.succeed("draft", "final")
            (document,) = await library.documents()
            assert (document.document_id, document.furthest_page) == ("final", 4)
            assert document.first_opened == old.first_opened
            assert await library.position("final") == Position(4, 0.5, 1.5, "none")
            assert await library.predecessor("final", paper) is None
            # Back to the old content, as after `git checkout`.
            await library.save_position("final", Position(9, 0.0))
            await library.remember(info("draft", 10), paper, "Thesis")
            again = await library.predecessor("draft", paper)
            assert again is not None
            assert again.document_id == "final"
            await library.succeed("final", "draft")
            assert await library.position("draft") == Position(9, 0.0)

    asyncio.run(work())


def test_a_library_of_the_first_version_keeps_what_it_knew(tmp_path: Path) -> None:
    async def work() -> None:
        file = tmp_path / "library.db"
        database = await Database.open(file, APPLICATION_ID, [make_library_tables])
        await database.run(
            lambda c: c.execute(
                "INSERT INTO documents VALUES ('one', '/one.pdf', 'One', 8, '2026-01-01T00:00:00+00:00',"
                " 3, 0.25, 1.0, 'width')"
            )
        )
        await database.close()
        database = await open_library_database(file)
        library = Library(database)
        (document,) = await library.documents()
        assert (document.title, document.furthest_page, document.first_opened) == (
            "One", 3, "2026-01-01T00:00:00+00:00",
        )  # fmt: skip
        assert await library.paths("one") == [Path("/one.pdf")]
        await database.close()

    asyncio.run(work())


def test_jumps_come_back_as_they_were(library_database: Opened) -> None:
    behind, ahead = [Visited(0, 0, -1.0, 0.5), Visited(5, 4, 0.75, 0.5)], [Visited(9, 9, 0.125, 0.25)]

    async def work() -> None:
        async with library_database() as database:
            store = Library(database)
            assert await store.jumps("d") == ([], [])
            await store.save_jumps("d", behind, ahead)
        async with library_database() as database:
            store = Library(database)
            assert await store.jumps("d") == (behind, ahead)
            await store.save_jumps("d", [], [])
            assert await store.jumps("d") == ([], [])

    asyncio.run(work())
