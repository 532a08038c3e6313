"""Suggestions for a document that is open: each of them can be answered from it."""

import asyncio
from pathlib import Path

from reader.core.document import OutlineItem
from reader.flows.suggesting import suggest
from tests.flows.desk import desk

TEXTS = (
    "Saving memory\n\nWe propose LOw-Memory Optimization (LOMO) for large models. LOMO saves memory.",
    "Memory Profile\n\nThe memory profile of LOMO shows that gradients take little room on any machine we tried.",
)


def suggested(tmp_path: Path, language: str, headings: tuple[str, ...] = ()) -> list[str]:
    async def run() -> list[str]:
        async with desk(tmp_path, TEXTS) as d:
            d.document.outline = tuple(OutlineItem(1, heading, 0, None) for heading in headings)
            await d.read()
            return await suggest(d.document, language)

    return asyncio.run(run())


def test_only_what_the_document_speaks_of_is_suggested(tmp_path: Path) -> None:
    questions = suggested(tmp_path, "en", ("Method", "Memory Profile", "Weather Forecast"))
    assert "What is LOMO?" in questions
    assert "What does it say about “Memory Profile”?" in questions
    assert not any("Weather" in question for question in questions)


def test_reader_of_japanese_is_asked_in_japanese_about_an_english_paper(tmp_path: Path) -> None:
    questions = suggested(tmp_path, "ja")
    assert "「LOMO」とは何ですか？" in questions
    assert all(question.endswith("？") for question in questions)
