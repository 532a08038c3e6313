from datetime import UTC, datetime

import pytest

from reader.core.library_query import Snippet
from reader.flows.library_search import LibraryHit
from reader.store.library import LibraryDocument
from reader.store.library_index import Entry
from reader.ui.library_words import by_line, hit_label, progress_line, read_when

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2026-03-10T11:59:00+00:00", "read today"),
        ("2026-03-09T12:00:00+00:00", "read yesterday"),
        ("2026-03-06T12:00:00+00:00", "read 4 days ago"),
        ("2027-01-01T12:00:00+00:00", "read today"),  # a clock that was wrong
    ],
)
def test_a_day_is_said_as_people_do(when: str, words: str) -> None:
    assert read_when(when, NOW) == words


def test_long_ago_is_a_date() -> None:
    assert "2025" in read_when("2025-01-02T12:00:00+00:00", NOW) or "25" in read_when("2025-01-02T12:00:00+00:00", NOW)


def test_a_document_is_described_by_its_authors_else_its_file() -> None:
    document = LibraryDocument("a", "/papers/lomo.pdf", "LOMO", "2026-03-10T11:00:00+00:00", page_count=9, page_index=2)
    assert by_line(document) == "lomo.pdf"
    assert progress_line(document, NOW) == "p. 3 of 9 · read today"
    named = LibraryDocument("a", "/a.pdf", "LOMO", "", authors="K. Lv", year="2023")
    assert by_line(named) == "K. Lv · 2023"


@pytest.mark.parametrize(
    ("entry", "label"),
    [
        (Entry("page", "1", "", "", 1, "ii"), "p. ii"),
        (Entry("note", "n", "", "", 1, "2"), "Note p. 2"),
        (Entry("answer", "a", "", ""), "Answer"),
    ],
)
def test_a_hit_says_where_it_stands(entry: Entry, label: str) -> None:
    assert hit_label(LibraryHit(entry, Snippet("", ()), ())) == label
