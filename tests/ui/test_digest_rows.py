from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from reader.core.answer import Answer, Coverage
from reader.core.digest import Digest, DigestPaper
from reader.core.paper_head import PaperHead
from reader.core.paper_note import SUMMARY, NoteItem, PaperNote
from reader.flows.digest_events import PaperBegun, PaperNoted, PaperRead
from reader.flows.note_events import HeadFound, ItemBegun, ItemFinished, QuestionsChosen
from reader.ui.digest_rows import DigestRows, state_words

NOW = "2026-11-02T10:00:00+00:00"
FILE = "/papers/a.pdf"
ANSWER = Answer("a", "d", "Why?", "answered", "en", (), (), Coverage(3, 3), "smol", NOW)
NOTE = PaperNote(
    "n1", "d", FILE, "en", "smol", "paper", "done", NOW, NOW,
    PaperHead(title="A Method"), NoteItem(SUMMARY, "", "set", ANSWER), (NoteItem("q1", "Why?", "set", ANSWER),),
)  # fmt: skip
DIGEST = Digest("d1", NOW, NOW, "en", "smol", "", papers=(DigestPaper(FILE),))


@pytest.fixture
def rows(qtbot: QtBot) -> DigestRows:
    return DigestRows()


def _row(rows: DigestRows, **paper: str):
    return rows.row(DIGEST, replace(DIGEST.papers[0], **paper))


def test_a_paper_that_waits_has_its_file_s_name(rows: DigestRows) -> None:
    row = _row(rows)
    assert (row.title, row.words, row.part) == ("a.pdf", "waits", 0.0)


def test_a_running_paper_tells_question_and_part(rows: DigestRows) -> None:
    rows.take(PaperBegun(FILE))
    assert _row(rows, status="running").words == "opening…"
    rows.take(PaperRead(FILE, Coverage(2, 3)))
    assert _row(rows, status="running").words == "reading pages, 2 of 3"
    rows.take(PaperNoted(FILE, HeadFound(NOTE.head)))
    rows.take(PaperNoted(FILE, QuestionsChosen(NOTE.items)))
    rows.take(PaperNoted(FILE, ItemBegun(SUMMARY)))
    assert _row(rows, status="running").words == "1/2 · Summary"
    rows.take(PaperNoted(FILE, ItemFinished(SUMMARY, ANSWER)))
    rows.take(PaperNoted(FILE, ItemBegun("q1")))
    row = _row(rows, status="running")
    assert (row.title, row.words) == ("A Method", "2/2 · Why?")
    assert 0.5 < row.part < 0.6


def test_a_paper_that_ran_when_the_program_was_killed_waits(rows: DigestRows) -> None:
    row = _row(rows, status="running")
    assert (row.status, row.words) == ("waiting", "waits")


def test_a_title_by_the_reader_stays(rows: DigestRows) -> None:
    rows.take(PaperBegun(FILE))
    rows.take(PaperNoted(FILE, HeadFound(NOTE.head)))
    assert _row(rows, status="running", title="Mine").title == "Mine"


def test_a_paper_that_is_done_tells_its_answers(rows: DigestRows) -> None:
    rows.know({"n1": NOTE})
    row = _row(rows, status="done", note_id="n1")
    assert (row.title, row.words) == ("A Method", "done, 2 answers")


def test_a_paper_that_was_cut_off_tells_what_is_there(rows: DigestRows) -> None:
    rows.know({"n1": replace(NOTE, items=(replace(NOTE.items[0], answer=None),))})
    assert _row(rows, note_id="n1").words == "waits, 1 of 2 answers are there"


@pytest.mark.parametrize(
    ("error", "message", "words"),
    [
        ("NotAPdf", "no PDF", "a.pdf is not a PDF that can be read."),
        ("", "KeyError: x", "KeyError: x"),
        ("SomethingElse", "it broke", "it broke"),
        ("", "", "failed"),
    ],
)
def test_a_failure_is_told_in_the_readers_language_where_it_is_known(
    rows: DigestRows, error: str, message: str, words: str
) -> None:
    assert _row(rows, status="failed", error=error, message=message).words == words


def test_the_list_of_digests_tells_how_far_each_is(rows: DigestRows) -> None:
    papers = (DigestPaper("/a", status="done"), DigestPaper("/b", status="failed"), DigestPaper("/c"))
    assert state_words(replace(DIGEST, papers=()), is_making=False) == "no papers yet"
    assert state_words(replace(DIGEST, papers=papers), is_making=True) == "1 of 3 papers · 1 failed · being made"
