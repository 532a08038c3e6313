"""The example notes: still true of the guide, and still what the program writes. `make examples` makes them anew."""

import asyncio
import hashlib
from pathlib import Path
from urllib.parse import unquote

import pymupdf
import pytest
from markdown_it import MarkdownIt

from reader import paths
from reader.core.note_check import NoteCheck
from reader.core.note_markdown import note_to_markdown
from reader.core.note_reading import NoteReading
from reader.flows.indexing import read_all
from reader.flows.note_checking import check_note
from reader.flows.note_files import read_note_file
from reader.flows.opening import open_document

EXAMPLES = sorted(paths.resource("examples").glob("*.md"))


def reading_of(example: Path) -> NoteReading:
    (reading,) = asyncio.run(read_note_file(example))
    return reading


def test_there_is_one_in_each_language() -> None:
    assert [example.name for example in EXAMPLES] == ["guide-en.md", "guide-ja.md"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.stem)
def test_an_example_is_as_the_program_writes_it(example: Path) -> None:
    reading = reading_of(example)
    assert reading.faults == ()
    assert reading.edited == ()
    assert note_to_markdown(reading.note, reading.pdfs[0]) == example.read_text("utf-8"), (
        "`make examples` makes it anew"
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.stem)
def test_every_link_of_an_example_leads_to_a_page_that_is_there(example: Path) -> None:
    body = example.read_text("utf-8").split("---\n", 2)[2]
    inner = [child for token in MarkdownIt("commonmark").parse(body) for child in token.children or []]
    links = [str(child.attrs["href"]).partition("#page=") for child in inner if child.type == "link_open"]
    assert links
    for target, _, page in links:
        with pymupdf.open(example.parent / unquote(target)) as pdf:
            assert 1 <= int(page) <= pdf.page_count


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.stem)
def test_an_example_holds_against_the_guide(example: Path) -> None:
    reading = reading_of(example)
    pdf = example.parent / reading.pdfs[0]
    assert hashlib.sha256(pdf.read_bytes()).hexdigest() == reading.note.document_id, "`make examples` makes it anew"

    async def check() -> NoteCheck:
        document = await open_document(pdf)
        try:
            await read_all(document)
            return await check_note(document, reading)
        finally:
            await document.close()

    checked = asyncio.run(check())
    assert checked.holds
    assert checked.count("there") >= 6
    assert [item.is_finished for item in checked.note.items] == [True] * len(checked.note.items)
    assert all(claim.pages for part in checked.note.parts if part.answer for claim in part.answer.claims)
