import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.answer import Citation
from reader.core.document import Link, Rect
from reader.core.note_check import CitationState
from reader.flows.quote_finding import QuoteFinder
from tests.flows.desk import BOOK, desk

RECTS = (Rect(0.05, 0.05, 0.9, 0.07),)
SAID = "LOMO reduces the memory usage to 10.8 % of the standard solution."
LONG = "The throughput of AdamW is lower than that of LOMO by a factor of eleven on the same machine."


def cited(quote: str, page_index: int, rects: tuple[Rect, ...] = RECTS) -> Citation:
    return Citation(page_index, str(page_index + 1), quote, rects, 0.9)


def look(folder: Path, citation: Citation, *texts: str, unread: bool = False) -> tuple[CitationState, Citation | None]:
    async def find() -> tuple[CitationState, Citation | None]:
        async with desk(folder, texts or BOOK) as here:
            await here.read()
            if unread:
                here.document.mark_read([], range(len(BOOK)))
            finder = QuoteFinder(here.document)
            found = await finder.find(citation)
            assert await finder.find(citation) == found
            return found

    return asyncio.run(find())


def test_words_on_their_page_are_there_and_have_their_place(tmp_path: Path) -> None:
    state, now = look(tmp_path, cited(SAID, 1, ()))
    assert state == "there"
    assert now is not None
    assert now.rects[0].y0 == pytest.approx(0.05, abs=0.001)


def test_words_over_a_line_and_a_page_end_are_found(tmp_path: Path) -> None:
    assert look(tmp_path, cited("possible on one machine with eight RTX", 1))[0] == "there"
    assert look(tmp_path, cited("ends with low-memory training", 2))[0] == "there"


def test_words_on_another_page_have_moved_to_the_nearest_place(tmp_path: Path) -> None:
    state, now = look(tmp_path, cited(SAID, 3), "Nothing.", SAID, "Nothing.", "Nothing.", "Nothing.", "Nothing.", SAID)
    assert state == "moved"
    assert now is not None
    assert (now.page_index, now.page_label, now.quote) == (1, "2", SAID)


def test_of_several_places_on_the_page_the_nearest_one_counts(tmp_path: Path) -> None:
    text = f"{SAID}\n\nOther words.\n\n{SAID}"
    _, now = look(tmp_path, cited(SAID, 0, (Rect(0.05, 0.16, 0.9, 0.19),)), text)
    assert now is not None
    assert now.rects[0].y0 == pytest.approx(0.17, abs=0.01)


@pytest.mark.parametrize(
    "now",
    [
        LONG.replace("eleven", "twelve"),
        LONG.replace("AdamW", "Adam"),
        LONG.replace("throughput", "speed").replace("machine", "computer"),
    ],
)
def test_words_that_were_changed_are_shown_as_they_are_now(tmp_path: Path, now: str) -> None:
    state, found = look(tmp_path, cited(LONG, 0), f"Other words first. {now} And others.")
    assert state == "changed"
    assert found is not None
    assert found.quote == now
    assert found.rects


def test_words_that_are_nowhere_have_vanished(tmp_path: Path) -> None:
    assert look(tmp_path, cited("Bananas are yellow and grow in the south.", 0)) == ("vanished", None)
    assert look(tmp_path, cited("short", 99)) == ("vanished", None)


def test_on_a_page_without_text_nothing_is_said(tmp_path: Path) -> None:
    citation = cited("Words that only OCR can read on this page.", 1)
    assert look(tmp_path, citation, unread=True) == ("unread", citation)


def test_a_citation_of_a_page_as_a_whole_is_there_as_long_as_the_page(tmp_path: Path) -> None:
    assert look(tmp_path, cited("", 3))[0] == "there"
    assert look(tmp_path, cited(" - ", 4)) == ("vanished", None)


def test_an_address_behind_other_words_is_found_among_the_links(tmp_path: Path) -> None:
    async def find() -> tuple[CitationState, Citation | None]:
        async with desk(tmp_path) as here:
            await here.read()

            async def links(page_index: int) -> tuple[Link, ...]:
                target = "https://e.org/code/" if page_index == 2 else None
                return (Link(RECTS[0], None, None, target),)

            here.book.links = links  # type: ignore[attr-defined]
            finder = QuoteFinder(here.document)
            assert (await finder.find(cited("https://e.org/other", 0)))[0] == "vanished"
            assert (await finder.find(cited("https://e.org/code", 2)))[0] == "there"
            return await finder.find(cited("https://e.org/code", 0))

    state, now = asyncio.run(find())
    assert (state, now) == ("moved", replace(cited("https://e.org/code", 2)))
