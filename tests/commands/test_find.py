from collections.abc import Callable
from pathlib import Path
from typing import Any

Shiori = Callable[..., Any]


def test_matches_have_the_promised_fields(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("find", "--json", shelf / "paper.pdf", "eight rtx")
    assert outcome.code == 0
    (answer,) = outcome.objects
    assert set(answer) == {"matches"}
    (match,) = answer["matches"]
    assert set(match) == {"page_index", "page_label", "rects", "text"}
    assert (match["page_index"], match["page_label"], match["text"]) == (0, "i", "eight RTX")
    assert len(match["rects"]) == 2  # over a line end
    for rect in match["rects"]:
        assert len(rect) == 4
        assert 0 <= rect[0] < rect[2] <= 1
        assert 0 <= rect[1] < rect[3] <= 1


def test_a_match_over_a_page_end_has_all_its_rectangles(shiori: Shiori, shelf: Path) -> None:
    (answer,) = shiori("find", "--json", shelf / "paper.pdf", "low-memory training").objects
    (match,) = answer["matches"]
    assert (match["page_index"], len(match["rects"])) == (0, 1)
    ((page_index, rects),) = [part.values() for part in match["continued"]]
    assert (page_index, len(rects)) == (1, 1)


def test_people_read_pages_and_words(shiori: Shiori, shelf: Path) -> None:
    assert shiori("find", shelf / "paper.pdf", "推論").lines == ["p.1: 推論"]
    nothing = shiori("find", shelf / "paper.pdf", "bananas")
    assert (nothing.code, nothing.lines) == (0, ["Not found."])


def test_nothing_found_is_an_empty_list(shiori: Shiori, shelf: Path) -> None:
    assert shiori("find", "--json", shelf / "paper.pdf", "bananas").objects == [{"matches": []}]


def test_a_failure_is_two_lines(shiori: Shiori, shelf: Path) -> None:
    outcome = shiori("find", "--json", shelf / "secret.pdf", "LOMO")
    assert (outcome.code, outcome.lines, len(outcome.remarks)) == (1, [], 2)
    assert "--password" in outcome.remarks[1]
    found = shiori("find", "--json", "--password", "key", shelf / "secret.pdf", "LOMO")
    assert len(found.objects[0]["matches"]) == 1
