import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.answer import Claim, Verdict
from reader.core.note_markdown import note_to_markdown
from reader.core.paper_note import SUMMARY, NoteItem
from tests.core.paper_notes import ENGLISH, citation, item
from tests.tiny_pdf import PASSAGE, write_pdf

Shiori = Callable[..., Any]


SAID = "The method does not store all gradients."


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A note beside its PDF."""
    pdf = tmp_path / "paper.pdf"
    write_pdf(pdf, PASSAGE, ["Other words stand on this page, and they are many."])
    claim = Claim(SAID, Verdict.EXACT, (citation(0, SAID),))
    known = {"document_id": hashlib.sha256(pdf.read_bytes()).hexdigest()}
    items = (item("q1", "What is not stored?", claim, **known), item("q2", "Who paid?", status="not_found", **known))
    (tmp_path / "n.md").write_text(
        note_to_markdown(replace(ENGLISH, summary=NoteItem(SUMMARY, "", "set"), items=items, **known), "paper.pdf"),
        "utf-8",
    )
    return tmp_path / "n.md"


def test_a_note_holds_against_its_own_pdf(shiori: Shiori, note: Path) -> None:
    outcome = shiori("check", note)
    assert outcome.code == 0
    assert outcome.lines[0] == "paper.pdf: the PDF of this note"
    assert outcome.lines[-1].endswith(" there. All hold.")
    (result,) = shiori("check", "--json", note).objects
    assert result["ok"]
    assert result["holds"]
    assert result["same_pdf"]
    assert result["counts"]["there"] == len(result["citations"]) > 0
    assert result["sentences"] == result["faults"] == []


def test_what_moved_and_vanished_is_listed(shiori: Shiori, note: Path, tmp_path: Path) -> None:
    write_pdf(tmp_path / "new.pdf", ["A page that is new."], PASSAGE)
    outcome = shiori("check", note, "--pdf", tmp_path / "new.pdf")
    assert outcome.code == 1
    assert outcome.lines[0] == "new.pdf: another file than the note was made from"
    assert any("moved from p.1 to p.2: “" in line for line in outcome.lines)
    assert outcome.lines[-1].endswith("Not all hold.")
    write_pdf(tmp_path / "other.pdf", ["Something else altogether."])
    outcome = shiori("check", note, "--pdf", tmp_path / "other.pdf")
    assert any("vanished from p.1: “" in line for line in outcome.lines)
    assert any("exact before, now not verified: “" in line for line in outcome.lines)


def test_edited_sentences_and_faults_are_listed(shiori: Shiori, note: Path) -> None:
    text = note.read_text("utf-8").replace("## Q&A", "## Own\n\n## Q&A\n\n### Why?\n\nBananas are yellow.", 1)
    note.write_text(text.replace('"claims": [', '"claims" [', 1), "utf-8")
    outcome = shiori("check", note)
    assert outcome.code == 1
    assert any(line.startswith("  edited, not verified: “Bananas are yellow.") for line in outcome.lines)
    assert any("the evidence cannot be read, its sentences are checked anew" in line for line in outcome.remarks)
    assert any("no part of a note: “Own”" in line for line in outcome.remarks)
    (result,) = shiori("check", "--json", note).objects
    assert {fault["kind"] for fault in result["faults"]} == {"evidence", "not read"}
    assert not result["holds"]


def test_a_missing_pdf_and_a_file_that_is_no_note_are_failures(shiori: Shiori, note: Path, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").rename(tmp_path / "elsewhere")
    outcome = shiori("check", note)
    assert (outcome.code, outcome.lines, len(outcome.remarks)) == (1, [], 2)
    (result,) = shiori("check", "--json", note).objects
    assert result["error"]["name"] == "FileMissing"
    (tmp_path / "other.md").write_text("# Hello")
    outcome = shiori("check", tmp_path / "other.md")
    assert (outcome.code, len(outcome.remarks)) == (1, 2)
    assert outcome.remarks[0] == "other.md is no paper note."
