"""Finding in an index: what is kept in memory follows what is in the file."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from reader.core.document import PageText, pack_boxes
from reader.core.matches import Matches, Wanted
from reader.core.passages import ReadPage, read_page
from reader.store import page_finder
from reader.store.search import PassageIndex

T = TypeVar("T")


def read(page_index: int, text: str, *, source: str = "text", drawn: tuple[tuple[int, int], ...] = ()) -> ReadPage:
    boxes = pack_boxes([(0.1, 0.1, 0.2, 0.2)] * len(text))
    return read_page(PageText(page_index, text, boxes, source=source, drawn=drawn))  # type: ignore[arg-type]


PAGES = [
    read(0, "The cost of LOMO is expen-\nsive low-mem-"),
    read(1, "ory training. 最適化手\n法を提案する。"),
    read(3, "Lomo falls in the north, and snow"),
]


def with_index(folder: Path, work: Callable[[PassageIndex], Awaitable[T]]) -> T:
    async def run() -> T:
        index = await PassageIndex.open(folder / "i.db")
        try:
            await index.add(PAGES)
            return await work(index)
        finally:
            await index.close()

    return asyncio.run(run())


async def texts(index: PassageIndex, wanted: Wanted) -> list[tuple[int, str]]:
    matches = await index.count_matches(wanted)
    located = await index.locate_matches(matches, matches.pages)
    found = [(page_index, match.text) for page_index in matches.pages for match in located[page_index]]
    assert len(found) == matches.total
    return found


@pytest.mark.parametrize("kept_characters", [0, 50, 10_000])
def test_texts_are_found_in_page_order_whether_the_pages_are_kept_in_memory_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_characters: int
) -> None:
    monkeypatch.setattr(page_finder, "_KEPT_CHARACTERS", kept_characters)

    async def work(index: PassageIndex) -> None:
        for _ in range(2):
            assert await texts(index, Wanted("lomo")) == [(0, "LOMO"), (3, "Lomo")]
            assert await texts(index, Wanted("LOMO", match_case=True)) == [(0, "LOMO")]
            assert await texts(index, Wanted("expensive", whole_words=True)) == [(0, "expensive")]
            assert await texts(index, Wanted("low-memory training")) == [(0, "low-memory training")]
            assert await texts(index, Wanted("最適化手法")) == [(1, "最適化手法")]
            # Page 2 has not been read: 1 and 3 are no neighbours.
            assert await texts(index, Wanted("する。Lomo")) == []

    with_index(tmp_path, work)


def test_pages_that_are_read_later_are_found_at_the_next_search(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        assert (await index.count_matches(Wanted("lomo"))).pages == (0, 3)
        await index.add([read(2, "And LOMO again, LOMO.")])
        matches = await index.count_matches(Wanted("lomo"))
        assert (matches.pages, matches.total) == ((0, 2, 3), 4)

    with_index(tmp_path, work)


def test_page_that_was_recognised_anew_is_searched_anew(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        await index.add([read(4, "\ue000\ue001")])
        assert (await index.count_matches(Wanted("zebra"))).pages == ()
        page = read(4, "A zebra.")
        await index.replace([replace(page, page=replace(page.page, source="ocr"))])
        matches = await index.count_matches(Wanted("zebra"))
        assert matches.pages == (4,)
        (match,) = (await index.locate_matches(matches, [4]))[4]
        assert match.is_ocr

    with_index(tmp_path, work)


def test_another_window_on_the_same_document_is_followed(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        assert (await index.count_matches(Wanted("zebra"))).pages == ()
        other = await PassageIndex.open(tmp_path / "i.db")
        try:
            await other.add([read(7, "A zebra.")])
        finally:
            await other.close()
        assert (await index.count_matches(Wanted("zebra"))).pages == (7,)

    with_index(tmp_path, work)


def test_what_stands_nowhere_in_reading_order_is_found_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "Cash 1,944\n\nTotal 9,059\n"

    async def work(index: PassageIndex) -> Matches:
        await index.add([read(9, text, drawn=((0, 4), (12, 17), (5, 10), (18, 23)))])
        assert await texts(index, Wanted("Cash Total 1,944")) == [(9, "Cash Total 1,944")]
        assert await texts(index, Wanted("Cash Total 1,944", match_case=True)) == []
        return await index.count_matches(Wanted("Cash Total 1,944"))

    assert with_index(tmp_path, work).is_as_drawn


def test_page_that_is_not_there_any_more_has_no_matches(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        assert await index.locate_matches(Matches.counted(Wanted("lomo"), [(8, 2)]), [8]) == {}

    with_index(tmp_path, work)
