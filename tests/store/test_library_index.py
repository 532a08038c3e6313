import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from reader.core.library_query import parse
from reader.core.passages import read_page
from reader.store.library_index import Entry, LibraryIndex, page_entries, page_versions
from reader.store.search import PassageIndex
from tests.flows.desk import page_text

Work = Callable[[LibraryIndex], Awaitable[None]]


def run(work: Work, tmp_path: Path) -> None:
    async def opened() -> None:
        index = await LibraryIndex.open(tmp_path / "library-index.db")
        try:
            await work(index)
        finally:
            await index.close()

    asyncio.run(opened())


def page(page_index: int, text: str) -> Entry:
    return Entry("page", str(page_index), text, "1", page_index, str(page_index + 1))


async def found(index: LibraryIndex, typed: str) -> list[tuple[str, list[str], int]]:
    groups = await index.search(parse(typed))
    return [(group.document_id, [entry.key for entry in group.entries], group.count) for group in groups]


def test_documents_are_found_by_all_words_and_titles_come_first(tmp_path: Path) -> None:
    async def work(index: LibraryIndex) -> None:
        await index.put("a", [Entry("title", "", "Weather", "1"), page(0, "Memory, memory, memory"), page(1, "Rain")])
        await index.put("b", [Entry("title", "", "Saving memory", "1"), page(3, "An optimiser for memory")])
        assert await found(index, "memory") == [("b", ["3"], 1), ("a", ["0"], 1)]
        assert await found(index, "memory optimiser") == [("b", ["3"], 1)]
        assert await found(index, "nowhere") == []
        assert await found(index, " ") == []

    run(work, tmp_path)


def test_words_on_different_pages_are_found_where_no_page_has_all(tmp_path: Path) -> None:
    async def work(index: LibraryIndex) -> None:
        await index.put("a", [page(0, "Memory"), page(1, "Rain")])
        await index.put("b", [page(0, "Memory")])
        [(document_id, keys, count)] = await found(index, "memory rain")
        assert (document_id, sorted(keys), count) == ("a", ["0", "1"], 2)

    run(work, tmp_path)


def test_japanese_words_are_found(tmp_path: Path) -> None:
    async def work(index: LibraryIndex) -> None:
        await index.put("a", [page(0, "最適化手\n法を提案する。")])
        for typed in ("手法", "最適化", "提", "最適化 提案"):
            assert await found(index, typed) == [("a", ["0"], 1)], typed
        assert await found(index, "化学") == []

    run(work, tmp_path)


def test_an_entry_is_replaced_and_removed(tmp_path: Path) -> None:
    async def work(index: LibraryIndex) -> None:
        await index.put("a", [Entry("note", "n", "about rain", "1")])
        await index.put("a", [Entry("note", "n", "about snow", "2")])
        assert await found(index, "rain") == []
        assert await found(index, "snow") == [("a", ["n"], 1)]
        assert await index.versions(("note",)) == {("a", "note", "n"): "2"}
        await index.remove([("a", "note", "n"), ("a", "note", "unknown")])
        assert await found(index, "snow") == []
        assert await index.versions(("note",)) == {}

    run(work, tmp_path)


def test_pages_come_from_the_index_of_the_document(tmp_path: Path) -> None:
    file = tmp_path / "document.db"

    async def work(index: LibraryIndex) -> None:
        passages = await PassageIndex.open(file)
        try:
            await passages.add([read_page(page_text(n, text)) for n, text in enumerate(("One page.", "Another page."))])
            assert page_versions(file) == {0: "text 9", 1: "text 13"}
            entries = page_entries(file, [0, 1, 7], ("i", ""))
            assert [(entry.text, entry.page_label) for entry in entries] == [("One page.", "i"), ("Another page.", "2")]
        finally:
            await passages.close()
        await index.put("a", entries)
        assert await found(index, "another") == [("a", ["1"], 1)]

    run(work, tmp_path)
    assert page_versions(tmp_path / "nothing.db") == {}
    (tmp_path / "damaged.db").write_bytes(b"damaged" * 1000)
    assert page_versions(tmp_path / "damaged.db") == {}
