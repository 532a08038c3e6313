import asyncio
from pathlib import Path

from reader.core.document import PageText, Region
from reader.core.passages import ReadPage, read_page
from reader.store.search import PassageIndex
from tests.flows.desk import page_text


def _page(page_index: int, *, with_headings: bool = True) -> ReadPage:
    title = f"{page_index + 1} Heading\n\n"
    text = title + "And the text of the page."
    regions = (Region("heading", 0, len(title) - 2, 2), Region("body", len(title), len(text)))
    plain = page_text(page_index, text)
    return read_page(PageText(page_index, text, plain.boxes, regions), with_headings=with_headings)


def test_headings_are_kept_with_the_pages(tmp_path: Path) -> None:
    async def work() -> None:
        index = await PassageIndex.open(tmp_path / "i.db")
        await index.add([_page(2), _page(0)])
        await index.close()
        index = await PassageIndex.open(tmp_path / "i.db")
        try:
            kept = await index.headings()
            assert [(page.page_index, [h.text for h in page.headings]) for page in kept] == [
                (0, ["1 Heading"]),
                (2, ["3 Heading"]),
            ]
            assert await index.gather_headings(10) == 0
        finally:
            await index.close()

    asyncio.run(work())


def test_those_of_pages_read_before_are_gathered_some_at_a_time(tmp_path: Path) -> None:
    async def work() -> None:
        index = await PassageIndex.open(tmp_path / "i.db")
        try:
            await index.add([_page(n, with_headings=False) for n in range(5)])
            assert await index.headings() == []
            assert [await index.gather_headings(2) for _ in range(4)] == [2, 2, 1, 0]
            assert [page.page_index for page in await index.headings()] == [0, 1, 2, 3, 4]
        finally:
            await index.close()

    asyncio.run(work())
