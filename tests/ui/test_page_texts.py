"""Texts of pages for selecting: kept for those looked at last and for what is selected, and quiet after closing."""

import asyncio
from collections.abc import Callable

from reader.core.document import PageText, pack_boxes
from reader.ui.jobs import Jobs
from reader.ui.page_texts import _KEPT_PAGES, PageTexts


async def load(page_index: int) -> PageText:
    text = f"page {page_index}"
    return PageText(page_index, text, pack_boxes([(0.1, 0.1, 0.2, 0.2)] * len(text)))


def test_pages_that_were_looked_at_long_ago_go_but_not_those_that_are_selected(
    jobs: Jobs, spin_until: Callable[..., None]
) -> None:
    texts = PageTexts(load, jobs.start)
    texts.held = range(2, 4)
    for page_index in range(3 * _KEPT_PAGES):
        texts.want([page_index])
        spin_until(lambda page_index=page_index: texts.text_of(page_index) is not None)
    kept = [page_index for page_index in range(3 * _KEPT_PAGES) if texts.map_of(page_index) is not None]
    assert kept[:2] == [2, 3]
    assert kept[2:] == list(range(kept[2], 3 * _KEPT_PAGES))
    assert len(kept) <= _KEPT_PAGES + 3


def test_a_text_that_comes_after_closing_is_not_told(jobs: Jobs, spin_until: Callable[..., None], loop_run) -> None:
    asked, answer = asyncio.Event(), asyncio.Event()

    async def slow(page_index: int) -> PageText:
        asked.set()
        await answer.wait()
        return await load(page_index)

    texts, told = PageTexts(slow, jobs.start), []
    texts.arrived.connect(told.append)
    texts.want([0])
    loop_run(asked.wait())
    texts.close()
    texts.deleteLater()
    answer.set()
    spin_until(lambda: not any(name.startswith("page texts") for name in jobs._current))
    assert told == []
