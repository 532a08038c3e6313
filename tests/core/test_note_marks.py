from dataclasses import replace

from reader.core.answer import Claim, Verdict
from reader.core.marks import Colour
from reader.core.note_marks import evidence_marks
from reader.core.paper_note import SUMMARY, NoteItem
from tests.core.paper_notes import ENGLISH, JAPANESE, citation, item


def test_each_stretch_is_highlighted_once_with_all_that_rests_on_it() -> None:
    shared = Claim("It is one.", Verdict.SUPPORTED, (citation(3, "said here"),))
    note = replace(
        ENGLISH,
        summary=item(SUMMARY, "", shared),
        items=(
            item("q1", "What is it?", Claim("A first.", Verdict.EXACT, (citation(0, "A first"),)), shared),
            item("q2", "Why?", Claim("Nobody says.", Verdict.UNSUPPORTED)),
            NoteItem("q3", "Not yet?", "own"),
        ),
    )
    first, second = evidence_marks(note)
    assert (first.page_index, second.page_index) == (0, 3)
    assert first.comment == "What is it?\n\nA first. (p.1) It is one. (p.4)"
    assert second.comment == f"Summary\n\nIt is one. (p.4)\n\n{first.comment}"
    assert second.rects_on(3) == citation(3, "said here").rects
    assert {mark.kind for mark in (first, second)} == {"highlight"}


def test_what_only_its_page_speaks_of_is_orange_unless_another_answer_is_sure() -> None:
    vague = Claim("Perhaps.", Verdict.PAGE_ONLY, (citation(2, "words"),))
    sure = Claim("Sure.", Verdict.EXACT, (citation(2, "words"),))
    for claims, colour in (((vague,), Colour.ORANGE), ((vague, sure), Colour.YELLOW), ((sure, vague), Colour.YELLOW)):
        note = replace(ENGLISH, summary=NoteItem(SUMMARY, "", "set"), items=(item("q", "Q", *claims),))
        (mark,) = evidence_marks(note)
        assert mark.colour is colour


def test_evidence_in_other_documents_and_what_was_not_found_are_left_out() -> None:
    elsewhere = Claim("There.", Verdict.EXACT, (citation(2, "words", document_id="d2", file="b.pdf"),))
    missing = item("q2", "Who?", status="not_found", evidence=(citation(1, "near"),))
    note = replace(JAPANESE, items=(item("q1", "Q", elsewhere), missing))
    assert evidence_marks(note) == ()
