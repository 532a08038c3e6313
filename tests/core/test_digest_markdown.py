"""A digest as Markdown, compared with golden files (UPDATE_GOLDEN=1 writes them anew)."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from reader.core.digest import Digest, DigestHead, DigestPaper
from reader.core.digest_markdown import (
    anchor_of,
    digest_to_markdown,
    full_title,
    index_to_markdown,
    note_file_names,
    notes_to_markdown,
)
from reader.core.note_markdown import note_to_markdown
from reader.core.paper_note import PaperNote
from tests.core.paper_notes import ENGLISH, JAPANESE

GOLDEN = Path(__file__).parents[1] / "golden"

DIGEST = Digest(
    digest_id="d1",
    created="",
    modified="",
    language="en",
    model="qwen2.5-coder-1.5b-instruct",
    question_set="paper",
    state="running",
    papers=(
        DigestPaper("/papers/a b/lomo.pdf", "n1", status="done"),
        DigestPaper("/papers/secret.pdf", status="failed", error="PasswordNeeded", message="secret.pdf is protected."),
        DigestPaper("/papers/b.pdf", "n2", "Bees & *wasps*", "failed", "", "2 of 3 parts are missing. No memory."),
        DigestPaper("/papers/c.pdf", "n3", status="running"),
        DigestPaper("/papers/d.pdf", title="Dogs"),
    ),
)
PDFS = {paper.file: f"../{Path(paper.file).name}" for paper in DIGEST.papers}


def notes_in(language: str) -> dict[str, PaperNote]:
    first = ENGLISH if language == "en" else JAPANESE
    second = replace(
        first,
        note_id="n2",
        status="failed",
        head=replace(first.head, title="Bees", published="2023-06-25", updated="", categories=("cs.LG",)),
        items=first.items[:1],
    )
    empty = replace(first, note_id="n3", summary=replace(first.summary, answer=None), items=())
    return {note.note_id: note for note in (replace(first, note_id="n1"), second, empty)}


def links_of(markdown: str) -> Iterator[tuple[str, str]]:
    """Label and target of the contents."""
    yield from re.findall(r"^\d+\. \[(.*)\]\((\S+)\)", markdown, re.MULTILINE)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_one_file_is_as_it_was(language: str) -> None:
    text = digest_to_markdown(replace(DIGEST, language=language), notes_in(language), PDFS)
    golden = GOLDEN / f"digest_{language}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_index_is_as_it_was(language: str) -> None:
    digest = replace(DIGEST, language=language, head=DigestHead("Week 25", "2023-06-19", "2023-06-25", "My *words*."))
    text = index_to_markdown(digest, notes_in(language), note_file_names(digest))
    golden = GOLDEN / f"digest_index_{language}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_each_link_of_the_contents_has_its_anchor_and_its_heading() -> None:
    text = digest_to_markdown(DIGEST, notes_in("en"), PDFS)
    links = [unquote(target) for _, target in links_of(text)]
    assert len(links) == 2
    for link in links:
        assert text.count(f'<a id="{link.removeprefix("#")}"></a>') == 1
    # What Obsidian compares: link and heading without these signs, whatever the case.
    headings = [plain(line.removeprefix("## ")) for line in text.splitlines() if line.startswith("## ")]
    assert [plain(link) for link in links] == headings[1:3]


def plain(text: str) -> str:
    return " ".join(re.sub(r"""[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n]""", " ", text).split()).lower()


def test_an_anchor_has_no_sign_that_ends_a_link() -> None:
    assert anchor_of('3. A [b]: "C" #d | <e> & f%g') == "3. a b c d e f g"
    assert anchor_of("1. 大規模言語モデル: その評価") == "1. 大規模言語モデル その評価"


def test_the_notes_of_a_folder_are_files_of_their_own_with_the_readers_titles() -> None:
    notes = notes_in("en")
    made = dict(notes_to_markdown(DIGEST, notes, PDFS))
    assert list(made) == ["/papers/a b/lomo.pdf", "/papers/b.pdf"]
    assert made["/papers/a b/lomo.pdf"] == note_to_markdown(notes["n1"], "../lomo.pdf")
    assert r"# Bees & \*wasps\*" in made["/papers/b.pdf"]


def test_file_names_are_unique_and_do_not_hang_on_the_order() -> None:
    files = ("/a/x.pdf", "/b/X.pdf", "/a/index.pdf", "C:\\papers\\y.pdf")
    digest = replace(DIGEST, papers=tuple(map(DigestPaper, files)))
    names = note_file_names(digest)
    assert names == {
        "/a/x.pdf": "x.md",
        "/b/X.pdf": "X-2.md",
        "/a/index.pdf": "index-2.md",
        "C:\\papers\\y.pdf": "y.md",
    }
    assert note_file_names(replace(digest, papers=digest.papers[::-1])) == names


def test_the_title_has_the_period_that_is_known() -> None:
    note = ENGLISH
    undated = replace(note, head=replace(note.head, published="", updated=""))
    later = replace(note, head=replace(note.head, published="2023-01-01", updated="2023-07-01"))
    assert full_title(DIGEST, []) == full_title(DIGEST, [undated]) == "Paper notes"
    assert full_title(DIGEST, [note, undated]) == "Paper notes 【2023-06-16】"
    assert full_title(DIGEST, [later, note]) == "Paper notes 【2023-06-16 ~ 2023-07-01】"
    head = DigestHead("週刊", "2023-06-19", "")
    assert full_title(replace(DIGEST, head=head), [note]) == "週刊 【2023-06-19 ~】"


def test_a_note_that_is_gone_is_no_part_of_the_digest() -> None:
    text = digest_to_markdown(DIGEST, {}, PDFS)
    assert "## Contents" not in text
    assert "secret.pdf: secret.pdf is protected." in text
