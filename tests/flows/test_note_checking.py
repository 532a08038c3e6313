import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reader.core.answer import Answer, Citation, Claim, Coverage, Verdict
from reader.core.note_check import NoteCheck
from reader.core.note_markdown import note_to_markdown
from reader.core.note_reading import read_note
from reader.core.paper_note import SUMMARY, NoteItem, PaperNote
from reader.flows.note_checking import check_note
from tests.flows.desk import BOOK, desk

T = "2026-11-25T09:00:00+00:00"
SAID = "LOMO reduces the memory usage to 10.8 % of the standard solution."
SLOW = "The throughput of AdamW is lower than that of LOMO by a factor of eleven on the same machine."


def cited(quote: str, page_index: int) -> tuple[Citation, ...]:
    return (Citation(page_index, str(page_index + 1), quote, (), 0.9),)


def item(item_id: str, question: str, *claims: Claim, language: str = "en", **fields: object) -> NoteItem:
    known: dict[str, object] = {"status": "answered", "evidence": ()}
    answer = Answer(
        answer_id=item_id,
        document_id="0123abcd",
        question=question,
        language=language,
        claims=claims,
        retrieved_pages=(1, 2, 9),
        coverage=Coverage(4, 4),
        model="none",
        created=T,
        **{**known, **fields},  # type: ignore[arg-type]
    )
    return NoteItem(item_id, question, "set", answer)


NOTE = PaperNote(
    note_id="n1",
    document_id="0123abcd",
    file="",
    language="en",
    model="none",
    question_set="paper",
    status="done",
    created=T,
    modified=T,
    summary=item(SUMMARY, "", Claim("It is an optimiser.", Verdict.SUPPORTED, cited("called LOMO", 0))),
    items=(
        item("q1", "How much memory?", Claim(SAID, Verdict.EXACT, cited(SAID, 1))),
        item(
            "q2",
            "Which is faster?",
            Claim("LOMO is faster than AdamW.", Verdict.SUPPORTED, cited(SLOW, 2)),
            Claim("Bananas are yellow.", Verdict.UNSUPPORTED),
        ),
        item("q3", "Who paid?", status="not_found", evidence=cited("Rain falls in the north", 2)),
        item("q4", "速さは？", Claim("AdamWの11倍速い。", Verdict.SUPPORTED, cited(SLOW, 2)), language="ja"),
        NoteItem("q5", "Not answered?", "own"),
    ),
)
TEXT = note_to_markdown(NOTE, "paper.pdf")


def check(folder: Path, *texts: str, change: Callable[[str], str] = str, document_id: str = "") -> NoteCheck:
    async def run() -> NoteCheck:
        async with desk(folder, texts or BOOK) as here:
            await here.read()
            if document_id:
                here.book.info = replace(here.book.info, document_id=document_id)
            return await check_note(here.document, read_note(change(TEXT)))

    return asyncio.run(run())


def states(checked: NoteCheck, item_id: str) -> list[str]:
    return [citation.state for citation in checked.citations if citation.item_id == item_id]


def verdicts(checked: NoteCheck, item_id: str) -> list[Verdict]:
    answer = checked.note.item(item_id).answer
    assert answer is not None
    return [claim.verdict for claim in answer.claims]


def test_against_its_own_pdf_a_note_holds_and_has_its_places_again(tmp_path: Path) -> None:
    checked = check(tmp_path)
    assert checked.holds
    assert checked.is_same_pdf
    assert checked.counts == {"there": 5}
    assert {claim.before.verdict for claim in checked.claims} == {*Verdict} - {Verdict.PAGE_ONLY}
    assert all(claim.now.verdict is claim.before.verdict for claim in checked.claims)
    assert all(citation.now is not None and citation.now.rects for citation in checked.citations)
    assert checked.note.file == str(tmp_path / "paper.pdf")
    assert checked.note.item("q5").answer is None


def test_what_moved_keeps_its_verdict_on_its_new_page(tmp_path: Path) -> None:
    checked = check(tmp_path, "A new page.", *BOOK, document_id="other")
    assert not checked.holds
    assert not checked.is_same_pdf
    assert checked.counts == {"moved": 5}
    assert verdicts(checked, "q2") == [Verdict.SUPPORTED, Verdict.UNSUPPORTED]
    answer = checked.note.item("q1").answer
    assert answer is not None
    assert (answer.document_id, answer.claims[0].pages, answer.retrieved_pages) == ("other", (2,), (1, 2))


def test_what_rests_on_words_that_vanished_is_not_verified_any_more(tmp_path: Path) -> None:
    checked = check(tmp_path, BOOK[0], "Nothing of that.", BOOK[2], BOOK[3])
    assert states(checked, "q1") == ["vanished"]
    assert verdicts(checked, "q1") == [Verdict.UNSUPPORTED]
    assert [claim.item_id for claim in checked.claims if not claim.holds] == ["q1"]


def test_a_sentence_that_stands_elsewhere_in_other_words_is_found_there(tmp_path: Path) -> None:
    there = "With our method, called LOMO, the memory usage of the standard solution falls to 10.8 %."
    checked = check(tmp_path, BOOK[0], "Nothing of that.", f"{BOOK[2]}\n\n{there}", BOOK[3])
    assert states(checked, "q1") == ["vanished"]
    answer = checked.note.item("q1").answer
    assert answer is not None
    assert answer.claims[0].pages == (2,)
    assert answer.claims[0].verdict is not Verdict.EXACT


def test_changed_words_are_judged_anew(tmp_path: Path) -> None:
    checked = check(tmp_path, BOOK[0], BOOK[1].replace("10.8", "20.8"), BOOK[2].replace("eleven", "ten"), BOOK[3])
    assert states(checked, "q1") == ["changed"]
    assert verdicts(checked, "q1") == [Verdict.UNSUPPORTED]
    assert verdicts(checked, "q4") == [Verdict.PAGE_ONLY]  # of another language: its page is all that can be said


def test_an_edited_sentence_is_looked_for_in_the_pdf(tmp_path: Path) -> None:
    found = check(tmp_path, change=lambda text: text.replace("“LOMO reduces the memory", "“LOMO cuts the memory"))
    (edited,) = [claim for claim in found.claims if claim.is_edited]
    assert edited.now.verdict in (Verdict.SUPPORTED, Verdict.PAGE_ONLY)
    assert edited.now.pages == (1,)
    assert found.holds
    wrong = check(tmp_path, change=lambda text: text.replace("“LOMO reduces the memory usage to 10.8", "“It is 99.9"))
    assert verdicts(wrong, "q1") == [Verdict.UNSUPPORTED]
    assert not wrong.holds


def test_a_comment_that_was_edited_with_its_sentence_does_not_pass(tmp_path: Path) -> None:
    checked = check(tmp_path, change=lambda text: text.replace("It is an optimiser.", "It costs 500 dollars."))
    assert states(checked, SUMMARY) == ["there"]
    assert verdicts(checked, SUMMARY) == [Verdict.UNSUPPORTED]
    japanese = check(tmp_path, change=lambda text: text.replace("AdamWの11倍", "AdamWの7777倍"))
    assert verdicts(japanese, "q4") == [Verdict.UNSUPPORTED]


def test_a_broken_comment_costs_nothing_that_code_can_find_again(tmp_path: Path) -> None:
    checked = check(tmp_path, change=lambda text: text.replace('"verdict": "exact"', '"verdict" "exact"'))
    assert verdicts(checked, "q1") == [Verdict.EXACT]
    assert [claim.is_edited for claim in checked.claims if claim.item_id == "q1"] == [True]


def test_a_reworded_question_keeps_its_answer(tmp_path: Path) -> None:
    checked = check(tmp_path, change=lambda text: text.replace("### How much memory?", "### How much RAM?"))
    assert verdicts(checked, "q1") == [Verdict.EXACT]
    assert checked.holds
