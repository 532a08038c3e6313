import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.answer import Answer, Coverage, Remark, Verdict
from reader.core.attribution import Attribution, Attributor
from reader.core.citations import parse_pages
from reader.core.errors import WorkerDied
from reader.core.prompt import NOT_FOUND
from reader.engine.scripted import ScriptedModel
from reader.flows.answering import AnswerTiming, answer
from reader.flows.events import Cited, Event, Finished, Found, Reading, Searching, Text
from reader.flows.prefilling import read_card, read_for_draft
from reader.flows.prompting import PromptMemory
from tests.flows.asking import (
    FREE,
    HOW_FAR,
    QUESTION,
    SAID,
    SAID_JA,
    WRONG,
    answered,
    answered_from,
    events_of,
    last_of,
    selected,
    translator,
)
from tests.flows.desk import BOOK, BrokenOffModel, desk


def stored(file: Path) -> list[dict[str, Any]]:
    """What another program sees in the library now."""
    connection = sqlite3.connect(file)
    try:
        rows = connection.execute("SELECT content FROM answers ORDER BY created").fetchall()
        return [json.loads(row[0]) for row in rows]
    finally:
        connection.close()


def test_events_come_in_order(tmp_path: Path) -> None:
    async def ask() -> list[Event]:
        async with desk(tmp_path) as here:
            await here.read()
            return await events_of(here, QUESTION, ScriptedModel([f"{SAID} {WRONG}"]))

    events = asyncio.run(ask())
    kinds = [type(event) for event in events]
    assert kinds[:3] == [Searching, Found, Reading]
    assert kinds[-1] is Finished
    assert set(kinds[3:-1]) == {Text, Cited}
    assert "".join(event.delta for event in events if isinstance(event, Text)) == f"{SAID} {WRONG}"
    assert [event.position for event in events if isinstance(event, Cited)] == [0, 1]
    # a sentence is checked before all of the next one has come
    assert kinds.index(Cited) < len(kinds) - 1 - kinds[::-1].index(Text)
    found = next(event for event in events if isinstance(event, Found))
    assert found.evidence[0].page_index == 1
    assert found.coverage == Coverage(4, 4)


def test_everything_is_on_disk_before_it_is_told(tmp_path: Path) -> None:
    async def ask() -> None:
        claims = 0
        async with desk(tmp_path) as here:
            await here.read()
            model = ScriptedModel([f"{SAID} {WRONG} {FREE}"])
            async with aclosing(answer(here.document, QUESTION, model, here.notebook)) as events:
                async for event in events:
                    on_disk = stored(here.library_file)
                    if isinstance(event, Found):
                        assert on_disk[0]["evidence"][0]["quote"] == event.evidence[0].quote
                    elif isinstance(event, Cited):
                        claims += 1
                        assert [claim["text"] for claim in on_disk[0]["claims"]][event.position :] == [event.claim.text]
                        assert on_disk[0]["status"] == "running"
                    elif isinstance(event, Finished):
                        assert on_disk[0]["status"] == event.answer.status == "answered"
        assert claims == 3

    asyncio.run(ask())


def test_each_sentence_has_its_verdict_and_its_place(tmp_path: Path) -> None:
    result = answered(tmp_path, ScriptedModel([f"{SAID} {FREE} {WRONG}"]))
    assert [claim.verdict for claim in result.claims] == [Verdict.EXACT, Verdict.SUPPORTED, Verdict.UNSUPPORTED]
    for claim in result.claims[:2]:
        (citation,) = claim.citations
        assert citation.page_index == 1
        assert citation.quote.rstrip(".") in (
            SAID.rstrip("."),
            "Training a 65B model is possible on one machine with eight RTX 3090 GPUs",
        )
        assert citation.rects
        assert citation.quote in " ".join(BOOK[1].split())


def test_an_unsupported_sentence_gets_no_page(tmp_path: Path) -> None:
    result = answered(tmp_path, ScriptedModel([f"{SAID} {WRONG}"]))
    assert result.claims[1].citations == ()
    assert parse_pages(result.text) == ((1,),)
    assert result.text.endswith(WRONG)


def test_pages_that_the_model_names_never_survive(tmp_path: Path) -> None:
    written = f"{SAID[:-1]} (p. 99) [3]. Training a 65B model is possible on page 77 [1, 2] (pages 5-9)."
    result = answered(tmp_path, ScriptedModel([written]))
    text = " ".join(claim.text for claim in result.claims)
    assert not any(sign in text for sign in ("99", "77", "[", "5-9", "(p"))
    assert {page for pages in parse_pages(result.text) for page in pages} <= {0, 1, 2, 3}


def test_at_most_four_sentences_of_a_model_are_taken_however_they_arrive(tmp_path: Path) -> None:
    sentences = [SAID, *(f"Sentence {name} follows." for name in ("two", "three", "four", "five", "six"))]
    one_piece = ScriptedModel(lambda _: "\n".join(sentences))
    assert len(answered(tmp_path, one_piece).claims) == 4

    class AllAtOnce(ScriptedModel):
        async def generate(self, messages: Any, *, max_tokens: int) -> Any:
            yield "\n".join(sentences)

    (tmp_path / "other").mkdir()
    assert [claim.text for claim in answered(tmp_path / "other", AllAtOnce([""])).claims] == sentences[:4]


def test_where_no_sentence_is_verified_the_evidence_is_quoted_below(tmp_path: Path) -> None:
    result = answered(tmp_path, ScriptedModel([WRONG]))
    assert result.status == "answered"
    assert result.claims[0].verdict is Verdict.UNSUPPORTED
    assert result.claims[1].verdict is Verdict.EXACT
    assert result.claims[1].text == result.claims[1].citations[0].quote == result.evidence[0].quote


def test_without_a_model_the_evidence_is_quoted_verbatim(tmp_path: Path) -> None:
    result = answered(tmp_path, None)
    assert (result.status, result.model) == ("answered", "none")
    assert result.claims
    for claim in result.claims:
        (citation,) = claim.citations
        assert claim.verdict is Verdict.EXACT
        assert claim.text == citation.quote
        assert citation.quote in " ".join(BOOK[citation.page_index].split())
    assert result.claims[0].citations[0].page_index == 1


def test_a_document_that_is_silent_is_not_answered_from(tmp_path: Path) -> None:
    model = ScriptedModel(["Bananas cost a lot."])
    result = answered(tmp_path, model, "What is the price of bananas in Peru per crate, by topic?")
    assert result.status == "not_found"
    assert result.claims == ()
    assert model.prompts == []  # nothing was asked of the model
    assert result.evidence  # the nearest passages are there to be shown


def test_a_question_without_any_known_word_finds_nothing(tmp_path: Path) -> None:
    result = answered(tmp_path, None, "Bananas?")
    assert (result.status, result.claims, result.evidence, result.retrieved_pages) == ("not_found", (), (), ())


def test_where_the_model_finds_no_answer_the_document_is_quoted_and_that_is_said(tmp_path: Path) -> None:
    result = answered(tmp_path, ScriptedModel([NOT_FOUND]))
    assert (result.status, result.remarks) == ("answered", (Remark.DECLINED,))
    assert [claim.is_quotation for claim in result.claims] == [True]
    assert NOT_FOUND not in result.text


def test_labels_of_the_book_go_with_the_citation(tmp_path: Path) -> None:
    async def ask() -> Answer:
        async with desk(tmp_path, labels=("i", "ii", "1", "2")) as here:
            await here.read()
            *_, last = await events_of(here, QUESTION, ScriptedModel([SAID]))
            assert isinstance(last, Finished)
            return last.answer

    (citation,) = asyncio.run(ask()).claims[0].citations
    assert (citation.page_index, citation.page_label) == (1, "ii")


def test_a_question_before_all_is_read_says_what_it_covers(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read(0, 1)
            *_, last = await events_of(here, QUESTION, ScriptedModel([SAID]))
            assert isinstance(last, Finished)
            assert last.answer.coverage == Coverage(2, 4)
            assert not last.answer.coverage.is_complete
            assert last.answer.status == "answered"

    asyncio.run(ask())


def test_a_question_before_anything_is_read_waits_for_the_first_page(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            asking = asyncio.create_task(events_of(here, QUESTION, ScriptedModel([SAID])))
            await here.notebook.answers("")  # a turn of the database: the answer waits behind it
            assert not asking.done()
            await here.read(1)
            *_, last = await asking
            assert isinstance(last, Finished)
            assert last.answer.coverage == Coverage(1, 4)

    asyncio.run(ask())


def test_the_prompt_holds_the_passage_and_the_question(tmp_path: Path) -> None:
    model = ScriptedModel([SAID])
    answered(tmp_path, model)
    ((system, user),) = model.prompts
    assert (system.role, user.role) == ("system", "user")
    assert SAID in user.content
    assert user.content.endswith(QUESTION)


def test_a_question_about_the_whole_is_answered_from_the_opening(tmp_path: Path) -> None:
    result = answered(tmp_path, None, "What is this paper about?")
    assert result.status == "answered"
    assert result.claims[0].citations[0].page_index == 0
    assert "LOMO" in result.claims[0].text


def test_a_model_that_does_not_know_the_language_is_not_asked(tmp_path: Path) -> None:
    model = ScriptedModel(["LOMO reduces the memory."])
    model.languages = ("en",)
    result = answered(tmp_path, model, "LOMOはどのようにメモリを減らすか？")
    assert model.prompts == []
    assert result.model == "none"
    assert all(claim.verdict is Verdict.EXACT for claim in result.claims)


def test_times_and_tokens_are_measured(tmp_path: Path) -> None:
    timing = AnswerTiming()
    answered(tmp_path, ScriptedModel([SAID]), timing=timing)
    assert timing.first_token_s is not None
    assert 0 < timing.search_s <= timing.first_token_s <= timing.total_s
    assert timing.prompt_tokens > 20
    assert timing.generated_tokens == len(SAID.split())


# --- Stop, crash ---


def test_stop_keeps_what_was_written_and_the_sentence_that_was_not_complete(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read()
            model = BrokenOffModel(f"{SAID} ", "Training a 65B model is poss")
            async with aclosing(answer(here.document, QUESTION, model, here.notebook)) as events:
                async for event in events:
                    if event == Text("Training a 65B model is poss"):
                        break
            (kept,) = await here.notebook.answers(here.document.document_id)
            assert kept.status == "stopped"
            assert [claim.text for claim in kept.claims] == [SAID, "Training a 65B model is poss"]
            assert kept.claims[0].verdict is Verdict.EXACT
            assert stored(here.library_file)[0]["status"] == "stopped"

    asyncio.run(ask())


def test_cancelling_the_task_is_stop_too(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read()
            model = BrokenOffModel(f"{SAID} ", "And th")
            asking = asyncio.create_task(events_of(here, QUESTION, model))
            await model.has_written.wait()
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            (kept,) = await here.notebook.answers(here.document.document_id)
            assert (kept.status, [claim.text for claim in kept.claims]) == ("stopped", [SAID, "And th"])

    asyncio.run(ask())


def test_stop_before_anything_was_found_leaves_a_stopped_question(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read()
            async with aclosing(answer(here.document, QUESTION, ScriptedModel([SAID]), here.notebook)) as events:
                assert isinstance(await anext(events), Searching)
            (kept,) = await here.notebook.answers(here.document.document_id)
            assert (kept.status, kept.claims, kept.question) == ("stopped", (), QUESTION)

    asyncio.run(ask())


def test_stop_while_a_sentence_is_being_checked_keeps_it_and_those_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_checking, go_on = threading.Event(), threading.Event()
    attribute = Attributor.attribute

    def slow_attribute(self: Attributor, claim: str) -> Attribution:
        if not is_checking.is_set():
            is_checking.set()
            assert go_on.wait(10)
        return attribute(self, claim)

    monkeypatch.setattr(Attributor, "attribute", slow_attribute)

    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read()
            asking = asyncio.create_task(events_of(here, QUESTION, BrokenOffModel(f"{SAID} It is new. And th")))
            await asyncio.to_thread(is_checking.wait, 10)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            go_on.set()
            (kept,) = await here.notebook.answers(here.document.document_id)
            assert [claim.text for claim in kept.claims] == [SAID, "It is new.", "And th"]
            assert kept.claims[0].verdict is Verdict.EXACT

    asyncio.run(ask())


def test_a_model_that_dies_leaves_an_error_and_its_sentences(tmp_path: Path) -> None:
    result = answered(tmp_path, BrokenOffModel(f"{SAID} ", "And th", failure=WorkerDied("scripted", -9)))
    assert result.status == "error"
    assert [claim.text for claim in result.claims] == [SAID]
    assert "stopped unexpectedly" in result.message


def test_a_question_too_long_for_the_model_is_an_error_with_its_evidence(tmp_path: Path) -> None:
    result = answered(tmp_path, ScriptedModel([SAID], context_tokens=10))
    assert result.status == "error"
    assert "too long" in result.message
    assert result.evidence


def test_a_question_that_is_no_unicode_is_asked_all_the_same(tmp_path: Path) -> None:
    result = answered(tmp_path, None, QUESTION + "\udcff")
    assert result.status == "answered"


def test_answers_are_made_without_a_notebook_too(tmp_path: Path) -> None:
    async def ask() -> Event:
        async with desk(tmp_path) as here:
            await here.read()
            async with aclosing(answer(here.document, QUESTION, ScriptedModel([SAID]), None)) as events:
                *_, last = [event async for event in events]
            assert await here.notebook.answers(here.document.document_id) == []
            return last

    last = asyncio.run(ask())
    assert isinstance(last, Finished)
    assert last.answer.status == "answered"


def test_a_program_that_is_killed_while_it_answers_loses_the_current_sentence_only(tmp_path: Path) -> None:
    script = Path(__file__).with_name("answering_program.py")
    root = script.parents[2]
    program = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert program.stdout is not None
    with program, program.stdout:
        lines = [program.stdout.readline().strip() for _ in range(3)]
        program.kill()
    assert lines == [SAID, "It is new.", "stalled"]

    async def reopen() -> list[Answer]:
        async with desk(tmp_path) as here:
            assert here.document.coverage == Coverage(4, 4)  # nothing has to be read again
            return await here.notebook.answers(here.document.document_id)

    (kept,) = asyncio.run(reopen())
    assert kept.status == "stopped"
    assert [claim.text for claim in kept.claims] == [SAID, "It is new."]
    assert kept.claims[0].citations[0].page_index == 1
    assert replace(kept, status="running").evidence


# --- pictures and tables ---


@pytest.mark.parametrize(
    ("question", "remarks"),
    [
        ("What does Figure 1 show of the memory usage?", (Remark.FIGURE,)),
        ("What does Table 2 say of the memory usage?", (Remark.TABLE,)),
        (QUESTION, ()),
    ],
)
def test_an_answer_about_a_picture_says_what_it_rests_on(
    tmp_path: Path, question: str, remarks: tuple[Remark, ...]
) -> None:
    texts = (f"{SAID}\n\nFigure 1: Memory usage of LOMO.\n\nTable 2: Memory usage of all methods.",)
    events = answered_from(tmp_path, texts, ScriptedModel([SAID]), question)
    assert last_of(events).remarks == remarks


# --- what the model has read before ---


def test_a_second_question_begins_with_the_passages_of_the_first(tmp_path: Path) -> None:
    pages = tuple(
        f"Chapter {name} speaks of the {name} method and its memory usage. " + f"More of {name} follows here. " * 20
        for name in ("alpha", "beta", "gamma", "delta", "epsilon")
    )

    async def ask() -> None:
        async with desk(tmp_path, pages) as here:
            await here.read()
            memory = PromptMemory()
            model = ScriptedModel([SAID])
            await events_of(here, "How do beta, gamma and delta compare?", model, memory=memory)
            await events_of(here, "How do delta and gamma differ?", model, memory=memory)
            first, second = (prompt[-1].content.split("Question: ")[0] for prompt in model.prompts)
            assert second.startswith(first.rstrip())

    asyncio.run(ask())


def test_a_prompt_for_a_draft_is_the_one_the_question_gets(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read()
            model, memory = ScriptedModel([SAID]), PromptMemory()
            await read_card(here.document, model, memory)
            await read_for_draft(here.document, QUESTION[:-10], model, memory)
            await events_of(here, QUESTION, model, memory=memory)
            card, draft = (messages[-1].content for messages in model.prefilled)
            asked = model.prompts[0][-1].content
            assert asked.startswith(card)
            assert asked.startswith(draft.split("Question: ")[0])
            assert SAID in draft

    asyncio.run(ask())


def test_a_draft_in_another_language_is_translated_once(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read()
            model, memory = ScriptedModel([SAID], aside=translator(SAID_JA)), PromptMemory()
            await read_for_draft(here.document, HOW_FAR, model, memory)
            await events_of(here, HOW_FAR, model, memory=memory)
            assert model.prefilled == model.prompts
            assert len(model.asides) == 2, "the question, and later the answer"

    asyncio.run(ask())


# --- a question about a selection ---


def test_a_selection_leads_the_prompt_and_the_evidence(tmp_path: Path) -> None:
    model = ScriptedModel(["Rain falls in the north of the country."])
    about = selected(2, "Rain falls in the north of the country")
    result = answered(tmp_path, model, "Explain this passage in simple words.", selection=about)
    assert result.status == "answered"
    assert result.evidence[0].quote == about.text
    assert result.retrieved_pages[0] == 2
    assert about.text in model.prompts[0][-1].content


def test_without_a_model_a_selection_is_answered_with_itself(tmp_path: Path) -> None:
    about = selected(2, "Rain falls in the north of the country")
    result = answered(tmp_path, None, "Explain this passage in simple words.", selection=about)
    assert result.claims[0].text == about.text
    assert result.claims[0].citations[0].page_index == 2


def test_what_a_very_small_model_says_and_the_document_does_not_is_left_out(tmp_path: Path) -> None:
    small = answered(tmp_path / "small", ScriptedModel([f"{SAID} {WRONG}"], is_small=True))
    assert WRONG not in small.text
    assert small.claims[0].text == SAID
    assert Remark.LEFT_OUT in small.remarks
    larger = answered(tmp_path / "larger", ScriptedModel([f"{SAID} {WRONG}"]))
    assert [claim.verdict for claim in larger.claims] == [Verdict.EXACT, Verdict.UNSUPPORTED], "marked, not hidden"
    assert larger.remarks == ()
    right = answered(tmp_path / "right", ScriptedModel([SAID], is_small=True))
    assert right.remarks == ()


PAPER = (
    "ABSTRACT\n\nLOMO reduces the memory usage to 10.8 % of the standard solution.",
    "The gradients of LOMO are dropped at once, which reduces the memory usage far, to that of one tensor.",
)
AT_LENGTH = "LOMO drops gradients at once, which reduces memory usage far, to that of one tensor."


def test_an_answer_that_rests_on_the_abstract_is_looked_for_in_the_body(tmp_path: Path) -> None:
    model = ScriptedModel([SAID, f"{AT_LENGTH} {WRONG} It breaks off and ("])
    result = last_of(answered_from(tmp_path, PAPER, model, QUESTION))
    assert [claim.text for claim in result.claims] == [SAID, AT_LENGTH]
    assert [claim.pages for claim in result.claims] == [(0,), (1,)]
    assert "ABSTRACT" not in model.prompts[1][-1].content


def test_what_the_body_does_not_say_is_not_added(tmp_path: Path) -> None:
    result = last_of(answered_from(tmp_path, PAPER, ScriptedModel([SAID, f"{WRONG} {FREE}"]), QUESTION))
    assert [claim.text for claim in result.claims] == [SAID]


def test_a_sentence_that_breaks_off_is_dropped_and_what_was_said_is_said_once(tmp_path: Path) -> None:
    again = "With LOMO the memory usage is reduced to 10.8 % of the standard solution."
    words = " ".join(["and so on"] * 120)
    result = answered(tmp_path, ScriptedModel([f"{SAID} {again} {FREE} It is {words}"]))
    assert [claim.text for claim in result.claims] == [SAID, FREE]
