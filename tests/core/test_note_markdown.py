"""Paper notes as Markdown against the files in tests/golden/.

After a change that is meant, write them anew and look at the difference before committing it:

    SHIORI_RENEW_GOLDEN=1 python -m pytest tests/core/test_note_markdown.py && git diff tests/golden
"""

import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from hypothesis import given, settings
from markdown_it import MarkdownIt

from reader.core.note_markdown import note_section, note_to_markdown
from reader.core.paper_head import PaperHead
from reader.core.paper_note import PaperNote
from tests.core.paper_notes import ENGLISH, JAPANESE, MARKS, SHA, any_note

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PDF_EN, PDF_JA = "../my papers/LOMO: 100% (v1) #2.pdf", "論文 (1).pdf"
NOTE_EN = note_to_markdown(ENGLISH, PDF_EN, MARKS)
NOTE_JA = note_to_markdown(JAPANESE, PDF_JA)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("note_en.md", NOTE_EN),
        ("note_ja.md", NOTE_JA),
        ("note_section_en.md", note_section(ENGLISH, PDF_EN, 3)),
        ("note_section_ja.md", note_section(JAPANESE, PDF_JA)),
    ],
)
def test_a_note_is_written_as_it_was(name: str, text: str) -> None:
    file = GOLDEN / name
    if os.environ.get("SHIORI_RENEW_GOLDEN"):
        file.write_text(text, "utf-8", newline="\n")
    assert text == file.read_text("utf-8"), "if this is meant: the first lines of this test say how to renew the file"


def front_matter(text: str) -> dict[str, object]:
    _, fields, _ = text.split("---\n", 2)
    return yaml.safe_load(fields)  # type: ignore[no-any-return]


def test_any_yaml_parser_reads_the_head() -> None:
    fields = front_matter(NOTE_EN)
    assert fields["title"] == ENGLISH.head.title
    assert fields["authors"] == list(ENGLISH.head.authors)
    assert fields["categories"] == ["cs.CL", "cs.LG"]
    assert fields["pdf"] == PDF_EN
    assert fields["pdf_sha256"] == SHA
    assert fields["updated"] is None
    assert front_matter(NOTE_JA)["authors"] == ["呂 凱", "楊 玉清"]


@settings(max_examples=30)
@given(any_note())
def test_the_head_of_any_note_is_valid_yaml(note: PaperNote) -> None:
    fields = front_matter(note_to_markdown(note, "a.pdf"))
    authors = [re.sub(r"[\ud800-\udfff]", "\ufffd", author) for author in note.head.authors]
    assert fields["authors"] == authors


def test_all_links_lead_into_the_pdf() -> None:
    for text, pdf in ((NOTE_EN, PDF_EN), (NOTE_JA, PDF_JA)):
        tokens = MarkdownIt("commonmark").parse(text.split("---\n", 2)[2])
        inner = [child for token in tokens for child in token.children or []]
        links = [str(child.attrs["href"]) for child in inner if child.type == "link_open"]
        pages = [link.partition("#page=") for link in links if not link.startswith("https:")]
        assert {unquote(target) for target, _, _ in pages} == {pdf}
        assert all(1 <= int(page) <= 13 for _, _, page in pages)


def test_headings_are_those_of_the_form() -> None:
    tokens = MarkdownIt("commonmark").parse(NOTE_JA.split("---\n", 2)[2])
    headings = [
        f"{token.markup} {''.join(child.content for child in tokens[number + 1].children or [])}"
        for number, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    assert headings[:4] == [
        "# 限られた資源での「全パラメータ」微調整：LOMO",
        "## 概要",
        "## Q&A",
        "### LOMOは標準的な手法と比べてメモリ使用量をどのように減らすのか？",
    ]


def test_a_paper_without_a_title_is_called_after_its_file() -> None:
    text = note_to_markdown(replace(ENGLISH, head=PaperHead()), "papers/a_b.pdf")
    assert "title:\n" in text
    assert "\n# a\\_b\n" in text


def test_where_files_are_on_this_machine_is_not_told() -> None:
    own = replace(ENGLISH, file="/home/somebody/p.pdf", model="/home/somebody/my.gguf")
    text = note_to_markdown(own, "p.pdf")
    assert "somebody" not in text
    assert 'model: "my"' in text


@pytest.mark.parametrize(
    ("model", "told"), [("https://gpu.lab.example:8000/v1#qwen", "qwen"), ("http://10.0.0.7:8080", "server")]
)
def test_where_a_server_is_is_not_told(model: str, told: str) -> None:
    text = note_to_markdown(replace(ENGLISH, model=model), PDF_EN)
    assert f'model: "{told}"' in text
    assert "lab.example" not in text
    assert "10.0.0.7" not in text


def test_a_year_stands_alone_where_no_venue_and_no_day_is_known() -> None:
    undated = replace(ENGLISH.head, published="", updated="", venue="", year="2019")
    assert "- Year: 2019\n" in note_section(replace(ENGLISH, head=undated), PDF_EN)
    published = note_section(replace(ENGLISH, head=replace(undated, venue="ICLR")), PDF_EN)
    assert "- Published in: ICLR, 2019\n" in published
    assert "- Year" not in published
    assert "- Year" not in note_section(replace(ENGLISH, head=replace(undated, published="2020-01-02")), PDF_EN)
