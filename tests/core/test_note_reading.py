"""Paper notes read back from Markdown: as they were, after editing, and broken."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.answer import Claim, Remark, Verdict
from reader.core.errors import NotANote
from reader.core.note_markdown import note_section, note_to_markdown
from reader.core.note_reading import NoteReading, read_note, read_notes
from reader.core.paper_note import SUMMARY, PaperNote
from tests.core.paper_notes import ENGLISH, JAPANESE, MARKS, any_note

PDF = "my papers/LOMO: 100% (v1) #2.pdf"
TEXT = note_to_markdown(ENGLISH, PDF, MARKS)


def as_kept(note: PaperNote) -> PaperNote:
    """A note as it is after the program has ended: nothing runs."""
    items = tuple(
        replace(item, answer=replace(item.answer, status="stopped"))
        if item.answer is not None and item.answer.status == "running"
        else item
        for item in note.items
    )
    return replace(note, items=items)


@pytest.mark.parametrize("note", [ENGLISH, JAPANESE])
def test_a_note_comes_back_as_it_was(note: PaperNote) -> None:
    reading = read_note(note_to_markdown(note, PDF, MARKS))
    assert reading == NoteReading(as_kept(note), (PDF,))


@settings(max_examples=60)
@given(any_note())
def test_any_note_comes_back_as_it_was(note: PaperNote) -> None:
    reading = read_note(note_to_markdown(note, PDF))
    assert reading.note == note
    assert reading.edited == ()
    assert reading.faults == ()


@settings(max_examples=20)
@given(st.lists(any_note(), min_size=1, max_size=2))
def test_the_notes_of_a_digest_come_back_as_they_were(notes: list[PaperNote]) -> None:
    digest = "# This week\n\n## Contents\n\n- One\n\n" + "\n".join(note_section(note, PDF) for note in notes)
    readings = read_notes(digest)
    assert [reading.note for reading in readings] == notes
    assert {reading.pdfs for reading in readings} == {(PDF,)}
    assert {reading.faults for reading in readings} == {()}


def edited(change: Callable[[str], str], text: str = TEXT) -> NoteReading:
    changed = change(text)
    assert changed != text
    return read_note(changed)


def claims_of(reading: NoteReading, item_id: str) -> tuple[Claim, ...]:
    answer = reading.note.item(item_id).answer
    assert answer is not None
    return answer.claims


WAS = claims_of(read_note(TEXT), "q1")
LINK = r"\[\(p\.[^)]*\)\]\([^)]*\)"


def test_a_changed_sentence_is_the_readers_own_and_the_others_stay() -> None:
    reading = edited(lambda text: text.replace("LOMO fuses the update. [", "LOMO joins *the* update. ["))
    assert reading.edited == ("q1",)
    assert claims_of(reading, "q1") == (Claim("LOMO joins the update.", Verdict.UNSUPPORTED), *WAS[1:])
    answer = reading.note.item("q1").answer
    assert answer is not None
    assert answer.remarks == (Remark.TABLE, Remark.EDITED)


def test_a_new_sentence_is_the_readers_own_wherever_it_stands() -> None:
    own = Claim("I think so.", Verdict.UNSUPPORTED)
    ahead = edited(lambda text: text.replace("LOMO fuses the update. [", "I think so. LOMO fuses the update. ["))
    assert claims_of(ahead, "q1") == (own, *WAS)
    between = edited(lambda text: text.replace(" It is $", " I think so. It is $"))
    assert claims_of(between, "q1") == (WAS[0], own, *WAS[1:])
    behind = edited(
        lambda text: text.replace("\n\n*Answered from the table", "\n\nI think so.\n\n*Answered from the table")
    )
    assert claims_of(behind, "q1") == (*WAS, own)


def test_sentences_may_be_taken_out_and_moved() -> None:
    out = edited(lambda text: re.sub(rf"LOMO fuses the update\. {LINK} ", "", text))
    assert claims_of(out, "q1") == WAS[1:]
    moved = edited(lambda text: re.sub(rf"(LOMO fuses the update\. {LINK}) (It is \$.*? {LINK}) ", r"\2 \1 ", text))
    assert claims_of(moved, "q1") == (WAS[1], WAS[0], *WAS[2:])
    assert moved.edited == ("q1",)


def test_lines_may_be_wrapped_and_made_a_list() -> None:
    wrapped = edited(lambda text: text.replace("LOMO fuses the update. [", "LOMO fuses\nthe  update.\n["))
    assert wrapped.note == as_kept(ENGLISH)
    listed = edited(
        lambda text: re.sub(rf"(LOMO fuses the update\. {LINK}) (It is .*)\n", r"- \1\n- \2\n", text, count=1)
    )
    assert listed.note == as_kept(ENGLISH)


def test_an_answer_written_where_nothing_was_found_is_an_answer() -> None:
    reading = edited(lambda text: text.replace("※ Not found in the pages read (13 of 13).", "A fund paid for it."))
    answer = reading.note.item("q3").answer
    assert answer is not None
    assert (answer.status, answer.evidence) == ("answered", ())
    assert answer.claims == (Claim("A fund paid for it.", Verdict.UNSUPPORTED),)


def test_questions_may_be_added_reworded_taken_out_and_copied() -> None:
    question = "### What is it *for*?\n\nFor saving memory.\n\n"
    added = edited(lambda text: text.replace("### What is quoted?", f"{question}### What is quoted?"))
    assert [item.item_id for item in added.note.items][:3] == ["q1", "own-2", "q2"]
    new = added.note.items[1]
    assert (new.question, new.origin) == ("What is it for?", "own")
    assert claims_of(added, "own-2") == (Claim("For saving memory.", Verdict.UNSUPPORTED),)
    reworded = edited(lambda text: text.replace("### What is quoted?", "### What does it quote?"))
    assert reworded.note.item("q2").question == "What does it quote?"
    assert reworded.edited == ("q2",)
    section = re.search(r"### What is quoted\?.*?(?=### Who)", TEXT, re.DOTALL)
    assert section is not None
    assert [i.item_id for i in edited(lambda t: t.replace(section[0], "")).note.items][:2] == ["q1", "q3"]
    twice = edited(lambda text: text.replace(section[0], section[0] * 2))
    assert [item.item_id for item in twice.note.items][:3] == ["q1", "q2", "own-3"]
    assert claims_of(twice, "own-3") == claims_of(twice, "q2")


def test_the_head_may_be_edited_in_front_matter_of_any_style() -> None:
    fields = (
        "---\naliases: []\ntitle: LOMO, a method\nauthors:\n  - Kai Lv\n  - Yuqing Yang\npublished: 2023-06-16\n"
        'updated: ""\nyear: 2024\nlinks:\n  - https://e.org/a(b)\n  - https://new.org\n'
        f'pdf: "{PDF}"\nlanguage: en\n---\n'
    )
    reading = read_note(fields + TEXT.split("---\n", 2)[2])
    head = reading.note.head
    assert head.title == "LOMO, a method"
    assert head.authors == ("Kai Lv", "Yuqing Yang")
    assert head.year == "2024"
    assert [(link.kind, link.page_index) for link in head.links] == [("data", 3), ("other", 0)]
    assert head.edited == ("venue", "title", "authors", "year", "links")
    assert head.venue == ENGLISH.head.venue
    assert reading.note.document_id == ENGLISH.document_id
    assert reading.faults == ()


def test_a_list_may_be_written_as_one_text_and_a_text_as_a_list() -> None:
    text = note_to_markdown(replace(ENGLISH, head=replace(ENGLISH.head, categories=())), PDF)
    head = edited(lambda t: re.sub(r"title: .*\nauthors: .*", "title: [a, b]\nauthors: Kai Lv", t), text).note.head
    assert (head.authors, head.title) == (("Kai Lv",), "a, b")


def test_a_note_that_was_being_made_is_paused() -> None:
    assert read_note(note_to_markdown(replace(ENGLISH, status="running"), PDF)).note.status == "paused"


@pytest.mark.parametrize(
    ("was", "now"),
    [('"abstract": "', '"abstract": 5, "x": "'), ('"page_index": 3}], "edited"', '"page_index": -3}], "edited"')],
)
def test_a_head_of_another_shape_is_a_broken_comment(was: str, now: str) -> None:
    reading = edited(lambda text: text.replace(was, now))
    assert [fault.kind for fault in reading.faults] == ["note"]


def test_the_title_may_be_edited_where_it_is_shown() -> None:
    head = edited(lambda text: text.replace('# LOMO: "Full"', '# LOMO or "full"', 1)).note.head
    assert head.title.startswith('LOMO or "full"')
    assert "title" in head.edited


def test_a_broken_comment_is_told_with_its_line_and_its_sentences_stay() -> None:
    reading = edited(lambda text: text.replace('"verdict": "exact"', '"verdict" "exact"', 2))
    kinds = [(fault.kind, TEXT.split("\n")[fault.line - 1][:13]) for fault in reading.faults]
    assert kinds == [("evidence", "<!-- evidence")] * 2
    assert [claim.text for claim in claims_of(reading, SUMMARY)] == [
        "LOMO fuses the gradient.",
        "The code is at https://github.com/OpenLMLab/LO_MO.",
    ]
    assert {claim.verdict for claim in claims_of(reading, SUMMARY)} == {Verdict.UNSUPPORTED}


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"page_index": 3,', '"page_index": "3",'),
        ('"page_index": 3,', '"page_index": -3,'),
        ('"page_index": 3,', '"page_index": true,'),
        ('"score": 0.9', '"score": NaN'),
        ('"score": 0.9', '"score": null'),
        ("[[0.1, 0.2, 0.9, 0.25]]", '[["a", 0.2, 0.9, 0.25]]'),
        ("[[0.1, 0.2, 0.9, 0.25]]", "[[0.1]]"),
        ('"verdict": "exact"', '"verdict": "certain"'),
        ('"quote": "LOMO', '"quote": ["LOMO"], "x": "'),
        ('"status": "answered"', '"status": "well"'),
        ('"coverage": {"pages_read"', '"coverage": {"pages_red"'),
        ('"claims": [{', '"claims": {"a": [{'),
        ('"remarks": []', '"remarks": [[]]'),
    ],
)
def test_evidence_of_another_shape_is_a_broken_comment(was: str, now: str) -> None:
    reading = edited(lambda text: text.replace(was, now))
    assert "evidence" in {fault.kind for fault in reading.faults}


@pytest.mark.parametrize("now", ["[]", "[1", '{"head": 5}', '{"head": {"title": 5}}', '{"note_id": 5, "language": []}'])
def test_a_broken_comment_about_the_note_leaves_what_the_front_matter_says(now: str) -> None:
    reading = edited(lambda text: re.sub(r"<!-- note .* -->", lambda _: f"<!-- note {now} -->", text))
    assert reading.note.head.title == ENGLISH.head.title
    assert reading.note.document_id == ENGLISH.document_id
    assert [item.item_id for item in reading.note.items] == [item.item_id for item in ENGLISH.items]


def test_front_matter_that_is_no_yaml_is_told() -> None:
    for broken in ("title: [a", "title: *nobody", "- a\n- b", "a: " + "[" * 400):
        reading = read_note("---\n" + broken + "\n---\n" + TEXT.split("---\n", 2)[2])
        assert reading.faults[0].kind == "front matter"
        assert reading.note.head == ENGLISH.head


def test_what_is_no_part_of_a_note_is_told() -> None:
    own = "## My thoughts\n\nGood.\n\n"
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    reading = edited(
        lambda text: text.replace("## Q&A", own + "## Q&A\n\n<!-- kept -->\n\nA word ahead.").replace(
            "### What is quoted?", f"{table}```\ncode\n```\n\n#### Deeper\n\n### What is quoted?"
        )
    )
    assert [(fault.kind, fault.text) for fault in reading.faults] == [
        ("not read", "My thoughts"),
        ("not read", "A word ahead."),
        ("not read", "a b 1 2"),
        ("not read", "code"),
        ("not read", "Deeper"),
    ]
    assert claims_of(reading, "q1") == WAS


def test_a_chapter_of_ones_own_behind_the_note_is_told() -> None:
    reading = read_note(note_to_markdown(ENGLISH, PDF) + "\n# My own chapter\n\nWords.\n")
    assert [(fault.kind, fault.text) for fault in reading.faults] == [("not read", "My own chapter")]


def test_a_note_written_by_hand_is_read() -> None:
    reading = read_note(
        "# A paper\n\n## Summary\n\nIt is short. [(p.2)](a%20b.pdf#page=2)\n\n## Q&A\n\n### Why?\n\nSo."
    )
    assert reading.pdfs == ("a b.pdf",)
    assert reading.note.head.title == "A paper"
    assert claims_of(reading, SUMMARY) == (Claim("It is short.", Verdict.UNSUPPORTED),)


def test_other_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert read_note("\ufeff" + TEXT.replace("\n", "\r\n")).note == as_kept(ENGLISH)


@pytest.mark.parametrize("text", ["", "---", "---\n---\n", "# A title\n\nText.", "\n\n## Other\n", "---\na: b\n---\n"])
def test_another_file_is_no_note(text: str) -> None:
    with pytest.raises(NotANote, match=r"^a\.md is no paper note"):
        read_note(text, "/x/a.md")


@settings(max_examples=60)
@given(st.data())
def test_no_damage_to_a_note_is_a_crash(data: st.DataObject) -> None:
    text = TEXT
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from([0, 1, 3, 30, 400])))
        put = data.draw(
            st.sampled_from(["", "\n", "#", "\n\n## Q&A\n\n", "-->", "<!--", "{", '"', "\0", "\n> ", "```\n", "0"])
        )
        text = text[:start] + put + text[end:]
    try:
        reading = read_note(text)
    except NotANote:
        return
    ids = [part.item_id for part in reading.note.parts]
    assert len(ids) == len(set(ids))
    note_to_markdown(reading.note, PDF)
