"""`shiori cite`: entries for a bibliography."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fake_arxiv import FakeArxiv

Shiori = Callable[..., Any]


def test_entries_are_printed_and_a_bad_file_is_named(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("cite", shelf / "garbage.pdf", shelf / "paper.pdf")
    assert outcome.code == 1
    text = "\n".join(outcome.lines)
    assert text.startswith("@misc{saving2023,")
    assert "eprint        = {2306.09782v1}" in text
    assert "garbage.pdf" in outcome.remarks[0]


def test_csl_json_goes_to_a_file(shiori: Shiori, shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "entries.json"
    assert shiori("cite", "--format", "csl", "-o", out, shelf / "paper.pdf").code == 0
    (item,) = json.loads(out.read_text("utf-8"))
    assert (item["title"], item["number"]) == ("Saving Memory", "arXiv:2306.09782v1")


def test_a_place_that_cannot_be_written_is_told(shiori: Shiori, shelf: Path, tmp_path: Path) -> None:
    outcome = shiori("cite", "-o", tmp_path / "no" / "entries.bib", shelf / "paper.pdf")
    assert outcome.code == 1
    assert len(outcome.remarks) == 2


def test_json_has_both_forms_and_failures(shiori: Shiori, shelf: Path) -> None:
    good, bad = shiori("cite", "--json", shelf / "paper.pdf", shelf / "garbage.pdf").objects
    assert (good["ok"], good["csl"]["id"], good["bibtex"].split("\n")[0]) == (True, "saving2023", "@misc{saving2023,")
    assert (bad["ok"], bad["error"]["name"]) == (False, "NotAPdf")


def test_arxiv_is_asked_where_that_is_wanted(shiori: Shiori, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeArxiv() as service:
        monkeypatch.setenv("SHIORI_ARXIV_URL", service.url)
        (entry,) = shiori("cite", "--look-up", "--json", shelf / "paper.pdf").objects
        assert (entry["csl"]["author"][1], len(service.asked)) == ({"family": "Ray", "given": "Bob"}, 1)
        shiori("cite", "--json", shelf / "paper.pdf")
        assert len(service.asked) == 1
    with FakeArxiv(body=b"no feed") as service:
        monkeypatch.setenv("SHIORI_ARXIV_URL", service.url)
        outcome = shiori("cite", "--look-up", "--json", shelf / "paper.pdf")
    assert (outcome.code, outcome.objects[0]["csl"]["id"], len(outcome.remarks)) == (0, "saving2023", 2)
