import asyncio
from pathlib import Path

import pytest

from reader.core.document import PageText, Region
from reader.core.passages import read_page
from reader.flows.outlining import built_outline, is_due
from tests.flows.desk import desk, page_text


def _headed(page_index: int, title: str) -> PageText:
    text = f"{title}\n\nThe text of the page."
    regions = (Region("heading", 0, len(title), 4), Region("body", len(title) + 2, len(text)))
    return PageText(page_index, text, page_text(page_index, text).boxes, regions)


@pytest.mark.parametrize("with_headings", [True, False])
def test_outline_grows_with_the_pages(tmp_path: Path, with_headings: bool) -> None:
    titles = ["1 Introduction", "2 Method", "3 Results", "4 Conclusion"]

    async def work() -> None:
        async with desk(tmp_path) as here:
            assert await built_outline(here.document) == ()
            told = []
            for order in ((2, 3), (0, 1)):
                pages = [read_page(_headed(n, titles[n]), with_headings=with_headings) for n in order]
                await here.document.keep(pages)
                told.append(await built_outline(here.document))
            assert [item.title for item in told[0]] == titles[2:]
            assert [(item.title, item.page_index) for item in told[1]] == list(zip(titles, range(4), strict=True))

    asyncio.run(work())


def test_a_long_book_is_built_a_few_times_and_at_its_end() -> None:
    built, times = 0, 0
    for pages_read in range(8, 1201, 8):
        if is_due(pages_read, built, 1200):
            built, times = pages_read, times + 1
    assert built == 1200
    assert times < 25
    assert not is_due(1200, 1200, 1200)
    assert is_due(5, 0, 5)
