"""The time that is left: from estimates of notes, else from what this run took."""

from dataclasses import replace

import pytest

from reader.core.answer import Answer, Coverage
from reader.core.digest import Digest, DigestPaper
from reader.core.paper_note import NoteItem, PaperNote
from reader.flows.digest_pace import DigestPace
from reader.flows.embedding import EmbeddingCoverage
from reader.flows.note_events import ChoosingQuestions, ItemBegun, ItemFinished, QuestionsChosen, TimeEstimated

DIGEST = Digest("d", "", "", "en", "none", "", papers=tuple(map(DigestPaper, "abc")))
NOTE = PaperNote("n", "d", "a", "en", "none", "", "running", "", "")
ANSWER = Answer("a", "d", "", "answered", "en", (), (), Coverage(1, 1), "none", "")
ITEMS = (NoteItem("q1", "What?", "set"), NoteItem("q2", "Why?", "set"))


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_one_paper_took_tells_how_long_the_others_take() -> None:
    clock = Clock()
    pace = DigestPace(questions=2, clock=clock)
    assert pace.left_s(DIGEST) is None
    pace.opened("a", 10)
    with pace.reading("a") as read:
        read(Coverage(0, 10))
        clock.now += 5
        read(Coverage(8, 10, 2))
    with pace.embedding("a") as embedded:
        embedded(EmbeddingCoverage(0, 20))
        clock.now += 10
        embedded(EmbeddingCoverage(20, 20))
    pace.note_begun("a", NOTE)
    assert not pace.noted("a", ChoosingQuestions())
    assert pace.noted("a", QuestionsChosen(ITEMS))
    assert pace.left_s(DIGEST) is None, "no answer yet"
    assert not pace.noted("a", ItemBegun("summary"))
    clock.now += 4
    assert pace.noted("a", ItemFinished("summary", ANSWER))
    # Two answers of this paper; ten pages, twenty passages and three parts of each of the others.
    assert pace.left_s(DIGEST) == pytest.approx(2 * 4 + 2 * (5 + 10 + 3 * 4))
    done = replace(DIGEST, papers=(replace(DIGEST.papers[0], status="done"), *DIGEST.papers[1:]))
    assert pace.left_s(done) == pytest.approx(2 * 27)
    assert pace.left_s(replace(DIGEST, papers=())) == 0


def test_a_note_that_was_begun_needs_only_what_is_missing() -> None:
    clock = Clock()
    pace = DigestPace(clock=clock)
    pace.opened("a", 1)
    pace.note_begun("a", replace(NOTE, items=ITEMS).with_answer("summary", ANSWER).with_answer("q1", ANSWER))
    pace.noted("a", ItemBegun("q2"))
    clock.now += 3
    pace.noted("a", ItemFinished("q2", ANSWER))
    assert pace.left_s(replace(DIGEST, papers=DIGEST.papers[:1])) == 0


def test_estimates_of_notes_tell_it_before_the_first_answer() -> None:
    pace = DigestPace()
    pace.opened("a", 1)
    pace.note_begun("a", NOTE)
    assert pace.noted("a", TimeEstimated(60))
    assert pace.left_s(DIGEST) == 180


def test_papers_at_a_time_share_the_time() -> None:
    pace = DigestPace(parallel=2)
    pace.opened("a", 1)
    pace.note_begun("a", NOTE)
    pace.noted("a", TimeEstimated(60))
    assert pace.left_s(DIGEST) == 90
    assert pace.left_s(replace(DIGEST, papers=DIGEST.papers[:1])) == 60, "one paper is made by itself"
