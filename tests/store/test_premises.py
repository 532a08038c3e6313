import asyncio
from pathlib import Path

import pytest

from reader.core.document import PageText, pack_boxes
from reader.core.passages import read_page
from reader.core.references import references
from reader.store.premises import Missing
from reader.store.search import PassageIndex

TEXTS = [
    "Tables of China and of Apple\n\nIn FY2017 the method needed 700,000 steps on 1 - 20 24 machines.",
    "The optimiser is called LOMO, see Figure 2, on 12 pages.\n\nTable 3: Steps of each method in the comparison",
]


@pytest.fixture(scope="module")
def index_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index") / "index.db"


def missing(path: Path, words: set[str], things: tuple[str, ...], question: str = "") -> Missing:
    async def run() -> Missing:
        index = await PassageIndex.open(path)
        try:
            for page_index, text in enumerate(TEXTS):
                boxes = pack_boxes([(0.1, 0.1, 0.2, 0.2)] * len(text))
                await index.add([read_page(PageText(page_index, text, boxes))])
            return await index.missing(words, things, references(question))
        finally:
            await index.close()

    return asyncio.run(run())


def test_words_that_stand_on_no_page_are_missing(index_file: Path) -> None:
    assert missing(index_file, {"lomo", "banana", "step"}, ()).words == {"banana"}


def test_names_and_numbers_are_found_in_other_spellings_and_inside_words(index_file: Path) -> None:
    known = ("China", "Chinese", "Apple", "LOMO", "2017", "700,000", "700000", "12")
    assert missing(index_file, set(), known).things == frozenset()
    unknown = ("Boeing", "Applause", "2024", "2018")
    assert missing(index_file, set(), unknown).things == {"Boeing", "Applause", "2024", "2018"}


def test_a_figure_that_is_mentioned_nowhere_is_missing(index_file: Path) -> None:
    (place,) = missing(index_file, set(), (), "What does Figure 7 show?").places
    assert (place.kind, place.number) == ("figure", "7")
    assert missing(index_file, set(), (), "What do Figure 2 and Table 3 show on page 9?").places == frozenset()


def test_a_document_that_numbers_nothing_may_hold_any_figure(index_file: Path) -> None:
    text = TEXTS.pop()
    try:
        assert missing(index_file.with_name("other.db"), set(), (), "What does Figure 7 show?").places == frozenset()
    finally:
        TEXTS.append(text)
