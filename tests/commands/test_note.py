"""`shiori note`: one note a file, gone on with where it was cut off, and told how long it takes."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from reader import paths
from reader.commands import note as command
from reader.engine.scripted import ScriptedModel

Shiori = Callable[..., Any]
SAID = "LOMO reduces the memory usage to 10.8 % of the standard solution."


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> ScriptedModel:
    """Let the command answer with a model that says this."""
    model = ScriptedModel([SAID])

    async def open_model(*_: object) -> ScriptedModel:
        return model

    monkeypatch.setattr(command, "open_model", open_model)
    return model


def test_a_note_is_printed_as_markdown_with_its_progress_beside(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("note", shelf / "paper.pdf", "--model", "none", "--count", 3)
    assert outcome.code == 0
    assert outcome.lines[0] == "---"
    assert "## Q&A" in outcome.lines
    assert sum(line.startswith("### ") for line in outcome.lines) == 3
    assert outcome.remarks[0] == "paper.pdf: about 1 second."
    assert outcome.remarks[1] == "paper.pdf: summary"
    assert outcome.remarks[2].startswith("paper.pdf: 1/3 ")


def test_json_has_the_note_and_what_it_took(shiori: Shiori, shelf: Path, scripted: ScriptedModel) -> None:
    outcome = shiori("note", shelf / "paper.pdf", "--language", "en", "--json")
    (made,) = outcome.objects
    assert outcome.code == 0
    assert (made["ok"], made["pages"], made["status"], made["language"]) == (True, 2, "done", "en")
    assert made["file"] == str(shelf / "paper.pdf")
    assert made["estimate_s"] >= 0
    assert made["seconds"] > 0
    assert made["head"]["arxiv_id"] == "2306.09782"
    claims = [claim for item in made["items"] for claim in item["answer"]["claims"]]
    assert {"exact"} <= {claim["verdict"] for claim in claims}
    assert set(claims[0]["citations"][0]) == {"page_index", "page_label", "quote", "rects", "score"}
    assert all(item["answer"]["status"] in ("answered", "not_found") for item in made["items"])


def test_a_bad_file_does_not_stop_the_others(shiori: Shiori, shelf: Path, tmp_path: Path) -> None:
    files = [shelf / "garbage.pdf", shelf / "paper.pdf", shelf / "gone.pdf"]
    outcome = shiori("note", *files, "--model", "none", "--count", 1, "-o", tmp_path / "notes", "--json")
    assert outcome.code == 1
    assert [made["ok"] for made in outcome.objects] == [False, True, False]
    assert outcome.objects[0]["error"]["name"] == "NotAPdf"
    text = (tmp_path / "notes" / "paper.md").read_text("utf-8")
    assert "paper.pdf#page=1" in text
    outcome = shiori("note", shelf / "garbage.pdf", "--model", "none")
    assert outcome.remarks[0] == "garbage.pdf is not a PDF that can be read."


def test_one_file_may_be_named(shiori: Shiori, shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "note.md"
    outcome = shiori("note", shelf / "paper.pdf", "--model", "none", "--count", 1, "-o", out)
    assert outcome.lines == []
    assert out.read_text("utf-8").startswith("---\n")
    assert shiori("note", shelf / "paper.pdf", shelf / "secret.pdf", "-o", out).code == 2
    assert shiori("note", shelf / "paper.pdf", "--count", 0).code == 2


def test_a_copy_has_the_evidence_as_annotations(shiori: Shiori, shelf: Path, tmp_path: Path) -> None:
    outcome = shiori("note", shelf / "paper.pdf", "--model", "none", "--json", "--annotated", tmp_path / "copies")
    assert outcome.code == 0
    (made,) = outcome.objects
    cited = [
        (citation["page_index"], citation["quote"])
        for part in (made["summary"], *made["items"])
        for claim in part["answer"]["claims"]
        for citation in claim["citations"]
    ]
    with pymupdf.open(tmp_path / "copies" / "paper.pdf") as copy:
        found = [(page, annotation) for page in copy for annotation in page.annots()]
        assert len(found) == len(set(cited)) > 0
        for page, annotation in found:
            assert (annotation.type[1], annotation.info["title"]) == ("Highlight", "Shiori")
            said, _, quoted = annotation.info["content"].partition("\n\n")
            assert said in ("Summary", *(item["question"] for item in made["items"]))
            under = " ".join(page.get_textbox(annotation.rect).split())
            assert any(
                quote in quoted and quote[:20] in under for page_index, quote in cited if page_index == page.number
            )
    assert shiori("note", shelf / "paper.pdf", shelf / "paper.pdf", "--annotated", tmp_path / "a.pdf").code == 2


def test_a_note_that_is_there_is_given_again_and_made_anew_on_demand(
    shiori: Shiori, shelf: Path, scripted: ScriptedModel
) -> None:
    first = shiori("note", shelf / "paper.pdf", "--json").objects[0]
    asked = len(scripted.prompts)
    again = shiori("note", shelf / "paper.pdf", "--json")
    assert again.objects[0]["note_id"] == first["note_id"]
    assert again.objects[0]["items"] == first["items"]
    assert "--fresh" in again.remarks[0]
    assert len(scripted.prompts) == asked
    fresh = shiori("note", shelf / "paper.pdf", "--json", "--fresh").objects[0]
    assert fresh["note_id"] != first["note_id"]
    # another language is another note
    other = shiori("note", shelf / "paper.pdf", "--json", "--language", "ja").objects[0]
    assert other["note_id"] not in (first["note_id"], fresh["note_id"])


def test_a_note_that_was_cut_off_is_gone_on_with(shiori: Shiori, shelf: Path, scripted: ScriptedModel) -> None:
    first = shiori("note", shelf / "paper.pdf", "--json").objects[0]
    lost = first["items"][-1]["item_id"]
    connection = sqlite3.connect(paths.library_file())
    with connection:  # as a kill leaves it
        content = json.loads(connection.execute("SELECT content FROM paper_notes").fetchone()[0])
        content["status"] = "running"
        connection.execute("UPDATE paper_notes SET content = ?", (json.dumps(content),))
        connection.execute("DELETE FROM note_answers WHERE item_id = ?", (lost,))
    connection.close()
    asked = len(scripted.prompts)
    outcome = shiori("note", shelf / "paper.pdf", "--json")
    (again,) = outcome.objects
    assert (again["note_id"], again["status"]) == (first["note_id"], "done")
    assert again["items"][:-1] == first["items"][:-1]
    assert again["items"][-1]["answer"] is not None
    assert len(scripted.prompts) <= asked + 1
    assert sum("/" in line for line in outcome.remarks) == 1


def test_an_unknown_set_is_an_expected_failure(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("note", shelf / "paper.pdf", "--model", "none", "--questions", "poems")
    assert outcome.code == 1
    assert outcome.remarks[-2] == "There is no question set poems."


def test_an_answer_that_fails_twice_makes_the_exit_code_1(
    shiori: Shiori, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing(ScriptedModel):
        async def count_tokens(self, text: str) -> int:
            return len(text.split())

    model = Refusing([SAID], context_tokens=40)

    async def open_model(*_: object) -> ScriptedModel:
        return model

    monkeypatch.setattr(command, "open_model", open_model)
    outcome = shiori("note", shelf / "paper.pdf", "--count", 1, "--json")
    assert outcome.code == 1
    assert outcome.objects[0]["status"] == "failed"
    assert any("not answered: The question is too long" in line for line in outcome.remarks)
