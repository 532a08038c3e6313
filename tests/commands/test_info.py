from collections.abc import Callable
from pathlib import Path
from typing import Any

Shiori = Callable[..., Any]


def test_facts_have_the_promised_fields(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("info", "--json", shelf / "paper.pdf")
    assert outcome.code == 0
    (facts,) = outcome.objects
    head = facts.pop("head")
    assert (head["title"], head["published"]) == ("Saving Memory", "2023-06-16")
    assert [facts] == [
        {
            "file": str(shelf / "paper.pdf"),
            "ok": True,
            "pages": 2,
            "title": "Saving Memory",
            "authors": ["Jane Doe", "John Roe"],
            "arxiv": {"id": "2306.09782", "version": "v1", "category": "cs.CL", "date": "2023-06-16"},
            "language": "en",
            "page_labels": ["i", "1"],
            "text_layer": {"good": 2, "missing": 0, "garbled": 0},
            "outline": 2,
        }
    ]


def test_bad_files_are_named_and_the_others_described(shiori: Shiori, shelf: Path) -> None:
    files = [shelf / name for name in ("garbage.pdf", "missing.pdf", "empty.pdf", "secret.pdf", "garbled.pdf")]
    outcome = shiori("info", *files, "--json")
    assert outcome.code == 1
    assert [answer["file"] for answer in outcome.objects] == [str(file) for file in files]
    *bad, good = outcome.objects
    assert [answer["error"]["name"] for answer in bad] == ["NotAPdf", "FileMissing", "NotAPdf", "PasswordNeeded"]
    for answer in bad:
        assert set(answer) == {"file", "ok", "error"}
        assert answer["ok"] is False
        assert set(answer["error"]) == {"name", "title", "hint"}
        assert answer["error"]["title"]
        assert answer["error"]["hint"]
    assert (good["ok"], good["arxiv"], good["page_labels"], good["language"]) == (True, None, None, "")
    assert good["text_layer"] == {"good": 0, "missing": 0, "garbled": 1}


def test_passwords_open_and_do_not_open(shiori: Shiori, shelf: Path) -> None:
    assert shiori("info", "--json", "--password", "key", shelf / "secret.pdf").objects[0]["ok"]
    refused = shiori("info", "--json", "--password", "kee", shelf / "secret.pdf")
    assert refused.objects[0]["error"]["name"] == "PasswordWrong"


def test_people_read_lines_and_two_lines_for_a_failure(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("info", shelf / "paper.pdf", shelf / "garbage.pdf")
    assert outcome.code == 1
    text = "\n".join(outcome.lines)
    assert "Saving Memory" in text
    assert "2 pages" in text
    assert "2306.09782v1" in text
    assert len(outcome.remarks) == 2
    assert "garbage.pdf" in outcome.remarks[0]
