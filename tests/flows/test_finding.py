import asyncio
from collections.abc import Sequence
from pathlib import Path

from reader.core.document import PageText, pack_boxes
from reader.core.passages import read_page
from reader.flows.finding import Match, find
from tests.flows.desk import desk


def found(folder: Path, wanted: str, pages: Sequence[int] = ()) -> list[Match]:
    async def look() -> list[Match]:
        async with desk(folder) as here:
            await here.read(*pages)
            return await find(here.document, wanted)

    return asyncio.run(look())


def test_matches_come_in_page_order_with_their_places(tmp_path: Path) -> None:
    matches = found(tmp_path, "lomo")
    assert [match.spots[0].page_index for match in matches] == [0, 1, 2]
    assert all(match.text == "LOMO" and len(match.spots[0].rects) == 1 for match in matches)


def test_a_match_over_a_line_end_has_a_rectangle_a_line_and_reads_in_one(tmp_path: Path) -> None:
    (match,) = found(tmp_path, "最適化手法を")
    assert match.text == "最適化手法を"
    assert len(match.spots[0].rects) == 2
    (match,) = found(tmp_path, "one machine with")
    assert match.text == "one machine with"


def test_a_match_over_a_page_end_has_a_spot_on_each_page(tmp_path: Path) -> None:
    (match,) = found(tmp_path, "low-memory training")
    assert [(spot.page_index, len(spot.rects)) for spot in match.spots] == [(2, 1), (3, 1)]


def test_only_what_has_been_read_is_found(tmp_path: Path) -> None:
    assert [match.spots[0].page_index for match in found(tmp_path, "LOMO", pages=[2])] == [2]


def test_nothing_is_found_for_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, "") == found(tmp_path, " - ") == found(tmp_path, "bananas") == []


def test_a_match_in_the_order_of_the_file_is_one_spot_with_all_its_places(tmp_path: Path) -> None:
    text = "Cash 1,944\n\nTotal 9,059\n"
    drawn = ((0, 4), (12, 17), (5, 10), (18, 23))
    page = read_page(PageText(0, text, pack_boxes([(0.1, 0.1, 0.2, 0.2)] * len(text)), drawn=drawn))

    async def look() -> list[Match]:
        async with desk(tmp_path) as here:
            await here.document.index.add([page])
            return await find(here.document, "Cash Total 1,944")

    (match,) = asyncio.run(look())
    assert match.text == "Cash Total 1,944"
    assert [len(spot.rects) for spot in match.spots] == [3]
