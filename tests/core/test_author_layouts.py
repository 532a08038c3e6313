"""Titles and authors of first pages that are set in many ways."""

import asyncio
from dataclasses import replace

import pytest

from reader.core.document import DocumentInfo, PageSize, PageText
from reader.core.paper_head_finding import find_head
from reader.engine.pdf import PdfFile
from tests.core.front_layouts import LAYOUTS, Layout, write_layouts

INFO = DocumentInfo("fronts.pdf", "0" * 64, (), None, "", "", False)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PageText]:
    path = write_layouts(tmp_path_factory.mktemp("layouts") / "fronts.pdf")

    async def read() -> dict[str, PageText]:
        pdf = await PdfFile.open(path)
        try:
            return {layout.name: await pdf.page_text(number) for number, layout in enumerate(LAYOUTS)}
        finally:
            await pdf.close()

    return asyncio.run(read())


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_title_and_authors(pages: dict[str, PageText], layout: Layout) -> None:
    page = pages[layout.name]
    info = replace(INFO, sizes=(PageSize(612, 792),) * len(LAYOUTS))
    head = find_head(info, [page])
    assert (head.title, head.authors) == (layout.title, layout.authors)
    assert head.abstract.count("We weigh boxes" if layout.title.isascii() else "本研究では") == 5


def test_all_is_found_in_the_same_way_where_the_file_states_it(pages: dict[str, PageText]) -> None:
    layout = LAYOUTS[0]
    info = replace(
        INFO,
        sizes=(PageSize(612, 792),) * len(LAYOUTS),
        title=layout.title.lower(),
        author="; ".join(f"{name.split()[-1]}, {' '.join(name.split()[:-1])}" for name in layout.authors),
    )
    head = find_head(info, [pages[layout.name]])
    assert (head.title, head.authors) == (layout.title, layout.authors)
