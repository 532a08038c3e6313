"""Questions about the book on the desk, what models say to them, and the answers that come of it."""

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import Any

from reader.core.answer import Answer
from reader.core.answer_json import answer_to_json
from reader.core.selection import Selection
from reader.flows.answering import answer
from reader.flows.events import Event, Finished
from tests.flows.desk import BOOK, Desk, desk

QUESTION = "How far does LOMO reduce the memory usage?"
SAID = "LOMO reduces the memory usage to 10.8 % of the standard solution."
FREE = "On one machine with eight RTX 3090 GPUs, training a 65B model is possible."
WRONG = "Bananas are yellow and grow in warm countries."
JAPANESE = (
    "提案手法の概要\n\n本稿では大規模言語モデルの訓練に必要なメモリを減らす最適化手法を提案する。",
    "LOMOはメモリ使用量を標準的な手法の10.8 %に削減する。650億パラメータのモデルの訓練が一台の計算機で可能になる。",
)
HOW_FAR = "LOMOはメモリ使用量をどこまで削減しますか？"
ASKED = "How far does LOMO reduce the memory usage?"
SAID_JA = "LOMOはメモリ使用量を標準的な手法の10.8 %に削減する。"


async def events_of(here: Desk, question: str, model: Any, **options: Any) -> list[Event]:
    async with aclosing(answer(here.document, question, model, here.notebook, **options)) as events:
        return [event async for event in events]


def answered(folder: Path, model: Any, question: str = QUESTION, **options: Any) -> Answer:
    """The answer to a question about the book, all of which has been read."""

    async def ask() -> Answer:
        async with desk(folder) as here:
            await here.read()
            *_, last = await events_of(here, question, model, **options)
            assert isinstance(last, Finished)
            kept = await here.notebook.answers(here.document.document_id)
            assert [answer_to_json(one) for one in kept] == [answer_to_json(last.answer)]
            return last.answer

    return asyncio.run(ask())


def answered_from(folder: Path, texts: tuple[str, ...], model: Any, question: str, **options: Any) -> list[Event]:
    async def ask() -> list[Event]:
        async with desk(folder, texts) as here:
            await here.read()
            return await events_of(here, question, model, **options)

    return asyncio.run(ask())


def last_of(events: list[Event]) -> Answer:
    assert isinstance(events[-1], Finished)
    return events[-1].answer


def translator(*sentences: str) -> Any:
    """A model beside the conversation: questions become ASKED, sentences what is given, one after the other,
    then nothing."""
    left = list(sentences)

    def translate(messages: Any) -> str:
        return ASKED if "question" in messages[-1].content else left.pop(0) if left else ""

    return translate


def selected(page_index: int, text: str) -> Selection:
    start = BOOK[page_index].index(text)
    return Selection(page_index, start, start + len(text), text)
