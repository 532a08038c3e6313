import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from reader.core.document import PageText, Region, pack_boxes
from reader.core.matches import Wanted
from reader.core.passages import ReadPage, read_page
from reader.store import search
from reader.store.search import PassageIndex

T = TypeVar("T")


def read(page_index: int, text: str) -> ReadPage:
    boxes = [(at % 100 / 100, 0.1, at % 100 / 100 + 0.01, 0.2) for at in range(len(text))]
    return read_page(PageText(page_index, text, pack_boxes(boxes)))


PAGES = [
    read(0, "A Method for Saving Memory\n\nWe propose an optimiser, called LOMO."),
    read(1, "Training of large models is expen-\nsive.\n\n最適化手\n法を提案する。推論は速い。"),
    read(2, "The optimiser LOMO needs 14.6 GB of memory. It is trained on eight GPUs, and ends with low-mem-"),
    read(3, "ory training. Unrelated words stand on this page: weather, rain, snow."),
    read(5, "\ue000\ue001\ue002\ue003\ue004"),
]


def with_index(path: Path, work: Callable[[PassageIndex], Awaitable[T]]) -> T:
    async def run() -> T:
        index = await PassageIndex.open(path)
        try:
            await index.add(PAGES)
            return await work(index)
        finally:
            await index.close()

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("question", "page_index"),
    [
        ("Does it rain?", 3),
        ("How many GB?", 2),
        ("How are large models trained?", 1),
        ("推論について", 1),
        ("最適化手法とは", 1),
        ("14.60", 2),
        ("Ｗｅａｔｈｅｒ", 3),
    ],
)
def test_the_page_with_the_questions_words_comes_first(tmp_path: Path, question: str, page_index: int) -> None:
    found = with_index(tmp_path / "i.db", lambda index: index.search(question))
    assert found.pages[0] == page_index
    best = found.passages[0]
    texts = {page.page.page_index: page.page.text for page in PAGES}
    assert best.text == texts[best.page_index][best.start : best.end]


@pytest.mark.parametrize("question", ["bananas", "", "?!", "'", '" OR 1', "tokens:x NEAR(", "*", "\x00", "\udcff"])
def test_words_that_are_not_there_and_odd_signs_find_nothing(tmp_path: Path, question: str) -> None:
    found = with_index(tmp_path / "i.db", lambda index: index.search(question))
    assert (found.pages, found.passages) == ((), ())


def test_at_most_as_many_passages_as_wanted(tmp_path: Path) -> None:
    found = with_index(tmp_path / "i.db", lambda index: index.search("optimiser of LOMO trained memory", 2))
    assert len(found.passages) == 2
    assert len(found.pages) > 2


def test_what_was_read_is_there_after_reopening_and_nothing_twice(tmp_path: Path) -> None:
    first = with_index(tmp_path / "i.db", lambda index: index.search("memory"))
    again = with_index(tmp_path / "i.db", lambda index: index.search("memory"))
    assert again == first
    assert with_index(tmp_path / "i.db", lambda index: index.pages_read()) == {0, 1, 2, 3, 5}


def test_a_page_keeps_its_text_its_places_and_its_quality(tmp_path: Path) -> None:
    texts = with_index(tmp_path / "i.db", lambda index: index.page_texts([2, 4, 2, 99]))
    assert texts == {2: PAGES[2].page}
    qualities = with_index(tmp_path / "i.db", lambda index: index.qualities())
    assert qualities == {0: "good", 1: "good", 2: "good", 3: "good", 5: "garbled"}


def test_a_rare_word_weighs_more_and_an_unknown_one_most(tmp_path: Path) -> None:
    weights = with_index(tmp_path / "i.db", lambda index: index.word_weights(["lomo", "weather", "banana", "lomo"]))
    assert 0 < weights["lomo"] < weights["weather"] < weights["banana"]


def test_an_index_that_is_damaged_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "i.db").write_bytes(b"not a database" * 999)
    assert with_index(tmp_path / "i.db", lambda index: index.search("weather")).pages == (3,)


def test_a_documents_opening_comes_in_page_order(tmp_path: Path) -> None:
    found = with_index(tmp_path / "i.db", lambda index: index.opening(2))
    assert [passage.page_index for passage in found.passages] == sorted(p.page_index for p in found.passages)
    assert found.passages[0].page_index == found.pages[0] == 0
    assert len(found.passages) == 2


def test_an_opening_begins_with_the_abstract_where_there_is_one(tmp_path: Path) -> None:
    async def opening(path: Path) -> str:
        index = await PassageIndex.open(path)
        try:
            cover = "Department of Computer Science, issued by the university press. " * 20
            await index.add([read(0, cover), read(1, "Abstract\n\nWe save memory with LOMO."), read(2, cover)])
            return (await index.opening()).passages[0].text
        finally:
            await index.close()

    assert asyncio.run(opening(tmp_path / "i.db")).startswith("Abstract")


def test_an_empty_document_has_no_opening(tmp_path: Path) -> None:
    async def opening(path: Path) -> tuple[object, object]:
        index = await PassageIndex.open(path)
        try:
            found = await index.opening()
            return found.pages, found.passages
        finally:
            await index.close()

    assert asyncio.run(opening(tmp_path / "i.db")) == ((), ())


def test_an_index_of_another_reading_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def pages_at_opening() -> frozenset[int]:
        index = await PassageIndex.open(tmp_path / "i.db")
        try:
            return await index.pages_read()
        finally:
            await index.close()

    with_index(tmp_path / "i.db", lambda index: index.pages_read())
    assert asyncio.run(pages_at_opening()) == {0, 1, 2, 3, 5}
    monkeypatch.setattr(search, "_APPLICATION_ID", search._APPLICATION_ID + 1)
    assert asyncio.run(pages_at_opening()) == frozenset()


def recognised(page_index: int, text: str) -> ReadPage:
    page = read(page_index, text)
    return replace(page, page=replace(page.page, source="ocr"))


def test_what_was_recognised_replaces_a_page_without_text(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        assert await index.pages_without_text() == {5}
        await index.replace([recognised(5, "A picture of a zebra stands here.")])
        assert await index.pages_without_text() == frozenset()
        assert (await index.search("zebra")).pages == (5,)
        assert (await index.count_matches(Wanted("picture of a zebra"))).pages == (5,)
        texts = await index.page_texts([2, 5])
        assert (texts[2].source, texts[5].source) == ("text", "ocr")
        await index.add([read(5, "\ue000\ue001\ue002\ue003")])  # reading again changes nothing
        assert (await index.page_texts([5]))[5].text.startswith("A picture")

    with_index(tmp_path / "i.db", work)


def test_a_picture_without_words_is_not_looked_at_again(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        await index.replace([recognised(5, "")])
        assert await index.pages_without_text() == frozenset()

    with_index(tmp_path / "i.db", work)


def test_a_page_with_text_of_its_own_keeps_it(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        await index.replace([recognised(3, "Something else.")])
        assert (await index.page_texts([3]))[3].source == "text"
        assert (await index.search("rain")).pages == (3,)
        assert (await index.search("something")).pages == ()

    with_index(tmp_path / "i.db", work)


def test_what_a_page_holds_and_what_surrounds_a_passage_is_kept(tmp_path: Path) -> None:
    text = "Balance Sheets\n\nInventories 1,944 1,786"
    regions = (Region("heading", 0, 14, 2), Region("table", 16, len(text)))
    page = read_page(PageText(7, text, bytes(8 * len(text)), regions), "Part II")

    async def kept(index: PassageIndex) -> tuple[object, str]:
        await index.add([page])
        found = await index.search("inventories")
        return (await index.page_texts([7]))[7].regions, found.passages[0].context

    assert with_index(tmp_path / "i.db", kept) == (regions, "Part II")


def test_what_was_recognised_outlasts_a_change_of_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "i.db"
    with_index(path, lambda index: index.replace([recognised(5, "A picture of a zebra stands here.")]))
    monkeypatch.setattr(search, "_APPLICATION_ID", search._APPLICATION_ID + 1)

    async def look() -> None:
        index = await PassageIndex.open(path)
        try:
            assert await index.pages_read() == {5}  # the others are read again
            assert await index.pages_without_text() == frozenset()
            assert (await index.search("zebra")).pages == (5,)
            assert (await index.page_texts([5]))[5].source == "ocr"
        finally:
            await index.close()

    asyncio.run(look())


@pytest.mark.parametrize("contents", [b"", b"no database", b"SQLite format 3\0" + bytes(100)])
def test_a_file_that_is_no_index_has_nothing_to_keep(tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "i.db"
    path.write_bytes(contents)
    assert with_index(path, lambda index: index.pages_read()) == {page.page.page_index for page in PAGES}


def test_pages_that_another_connection_adds_are_found_too(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> tuple[tuple[int, ...], ...]:
        before = await index.search("weather and bananas")
        kept = (await index.counts("weather")).lengths
        assert (await index.counts("rain")).lengths is kept  # read once for all questions
        other = await PassageIndex.open(tmp_path / "i.db")
        await other.add([read(9, "Bananas are sold here.")])
        await other.close()
        return before.pages, (await index.search("weather and bananas")).pages

    before, after = with_index(tmp_path / "i.db", work)
    assert 9 not in before
    assert set(after) == {3, 9}


def test_about_and_frequencies(tmp_path: Path) -> None:
    async def work(index: PassageIndex) -> None:
        assert await index.about() is None
        for content in ("one", "two"):
            await index.set_about(content)
            assert await index.about() == content
        total, holding = await index.frequencies(["lomo", "weather", "bananas"])
        assert holding == {"lomo": 2, "weather": 1, "bananas": 0}
        assert total == len((await index.counts("")).lengths)

    with_index(tmp_path / "i.db", work)
