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
from reader.core.answer_json import answer_to_json
from reader.core.attribution import Attribution, Attributor
from reader.core.citations import parse_pages
from reader.core.errors import WorkerDied
from reader.core.prompt import NOT_FOUND
from reader.core.selection import Selection
from reader.engine.scripted import ScriptedModel
from reader.flows.answering import AnswerTiming, answer
from reader.flows.events import Cited, Event, Finished, Found, Reading, Searching, Text, Translating, Withdrawn
from reader.flows.prefilling import read_card, read_for_draft
from reader.flows.prompting import PromptMemory
from tests.flows.desk import BOOK, BrokenOffModel, Desk, desk

QUESTION = "How far does LOMO reduce the memory usage?"
SAID = "LOMO reduces the memory usage to 10.8 % of the standard solution."
FREE = "With LOMO, memory usage is reduced to 10.8 % of standard solutions."
WRONG = "Bananas are yellow and grow in warm countries."


def stored(file: Path) -> list[dict[str, Any]]:
    """What another program sees in the library now."""
    connection = sqlite3.connect(file)
    try:
        rows = connection.execute("SELECT content FROM answers ORDER BY created").fetchall()
        return [json.loads(row[0]) for row in rows]
    finally:
        connection.close()


async def events_of(here: Desk, question: str, model: Any, **options: Any) -> list[Event]:
    async with aclosing(answer(here.document, question, model, here.notebook, **options)) as events:
        return [event async for event in events]


def answered(folder: Path, model: Any, question: str = QUESTION, **options: Any) -> Answer:
    """The answer to a question about the book, all of which has been read."""

    async def ask() -> Answer:
        async with desk(folder) as here:
            await here.read()
            *_, last = await events_of(here, question, model, **options)
            assert isinstance(last, Finished)
            kept = await here.notebook.answers(here.document.document_id)
            assert [answer_to_json(one) for one in kept] == [answer_to_json(last.answer)]
            return last.answer

    return asyncio.run(ask())


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
        assert citation.quote.rstrip(".") == SAID.rstrip(".")
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


# --- the language of the answer ---

JAPANESE = (
    "提案手法の概要\n\n本稿では大規模言語モデルの訓練に必要なメモリを減らす最適化手法を提案する。",
    "LOMOはメモリ使用量を標準的な手法の10.8 %に削減する。650億パラメータのモデルの訓練が一台の計算機で可能になる。",
)
HOW_FAR = "LOMOはメモリ使用量をどこまで削減しますか？"


def answered_from(folder: Path, texts: tuple[str, ...], model: Any, question: str, **options: Any) -> list[Event]:
    async def ask() -> list[Event]:
        async with desk(folder, texts) as here:
            await here.read()
            return await events_of(here, question, model, **options)

    return asyncio.run(ask())


def last_of(events: list[Event]) -> Answer:
    assert isinstance(events[-1], Finished)
    return events[-1].answer


def test_an_answer_in_the_wrong_language_is_taken_back_and_asked_for_again(tmp_path: Path) -> None:
    right = "LOMOはメモリ使用量を標準的な手法の10.8 %に削減する。"
    model = ScriptedModel([f"{SAID} The rest of it is never read.", right])
    events = answered_from(tmp_path, JAPANESE, model, HOW_FAR)
    result = last_of(events)
    assert [claim.text for claim in result.claims] == [right]
    assert result.claims[0].verdict is Verdict.EXACT
    assert result.remarks == ()
    assert [type(event) for event in events].count(Withdrawn) == 1
    withdrawn = events.index(Withdrawn())
    written = "".join(event.delta for event in events[:withdrawn] if isinstance(event, Text))
    assert len(written) < len(SAID) + 10, "it ends as soon as the language is seen"
    first, second = (prompt[-1].content for prompt in model.prompts)
    assert "Japanese" in first
    assert second.startswith(first), "firmer, and nothing is read twice"


def test_an_answer_that_stays_in_the_wrong_language_is_kept_and_says_so(tmp_path: Path) -> None:
    result = last_of(answered_from(tmp_path, JAPANESE, ScriptedModel([SAID]), HOW_FAR))
    assert result.claims[0].text == SAID
    assert result.claims[0].verdict is not Verdict.EXACT
    assert Remark.OTHER_LANGUAGE in result.remarks
    assert result.claims[-1].is_quotation, "the document's own words stand below it"


def test_a_name_and_a_number_are_of_any_language(tmp_path: Path) -> None:
    events = answered_from(tmp_path, JAPANESE, ScriptedModel(["LOMO."]), HOW_FAR)
    assert Withdrawn() not in events


def test_a_document_that_does_not_say_it_is_no_matter_of_language(tmp_path: Path) -> None:
    model = ScriptedModel([NOT_FOUND])
    events = answered_from(tmp_path, JAPANESE, model, HOW_FAR)
    assert len(model.prompts) == 1, "it is not asked again for Japanese"
    assert last_of(events).remarks == (Remark.DECLINED,)


# --- question and document in different languages ---

ASKED = "How far does LOMO reduce the memory usage?"
SAID_JA = "LOMOはメモリ使用量を標準的な手法の10.8 %に削減する。"


def translator(*sentences: str) -> Any:
    """A model beside the conversation: questions become ASKED, sentences what is given, one after the other."""
    left = list(sentences)

    def translate(messages: Any) -> str:
        return ASKED if "question" in messages[-1].content else left.pop(0)

    return translate


def test_across_languages_all_is_checked_in_the_documents_and_then_translated(tmp_path: Path) -> None:
    model = ScriptedModel([SAID], aside=translator(SAID_JA))
    events = answered_from(tmp_path, BOOK, model, HOW_FAR)
    result = last_of(events)
    (claim,) = result.claims
    assert claim.text == SAID_JA
    assert claim.verdict is Verdict.SUPPORTED, "the page does not say it in these words"
    assert claim.citations[0].quote.rstrip(".") == SAID.rstrip(".")
    assert result.language == "ja"
    assert result.remarks == (Remark.TRANSLATED,)
    (prompt,) = model.prompts
    assert prompt[-1].content.endswith(ASKED)
    told = [event.claim.text for event in events if isinstance(event, Cited)]
    assert told == [SAID, SAID_JA], "the checked sentence is there until its translation comes"
    assert [event.position for event in events if isinstance(event, Cited)] == [0, 0]
    assert [type(event) for event in events].count(Found) == 2


def test_a_translation_that_loses_a_number_is_made_again(tmp_path: Path) -> None:
    model = ScriptedModel([SAID], aside=translator("LOMOはメモリ使用量を削減する。", SAID_JA))
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert [claim.text for claim in result.claims] == [SAID_JA]
    assert len(model.asides) == 3


def test_a_sentence_that_cannot_be_translated_stays_as_it_was_checked(tmp_path: Path) -> None:
    wrong = "LOMOはメモリ使用量を10.8 %削減する。"
    model = ScriptedModel([SAID], aside=translator(wrong, wrong))
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    (claim,) = result.claims
    assert (claim.text, claim.verdict) == (SAID, Verdict.EXACT)
    assert result.remarks == (Remark.UNTRANSLATED,)
    assert wrong not in result.text


def test_an_unsupported_sentence_stays_so_in_translation(tmp_path: Path) -> None:
    model = ScriptedModel([WRONG], aside=translator("バナナは黄色で暖かい国で育つ。"))
    claims = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR)).claims
    assert (claims[0].text[:3], claims[0].verdict, claims[0].citations) == ("バナナ", Verdict.UNSUPPORTED, ())


def test_what_the_document_does_not_say_is_not_translated(tmp_path: Path) -> None:
    model = ScriptedModel([NOT_FOUND], aside=translator())
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert result.remarks == (Remark.DECLINED,)
    assert all(claim.is_quotation for claim in result.claims)
    assert len(model.asides) == 1, "only the question was translated"


def test_a_question_in_the_documents_language_may_be_answered_in_another(tmp_path: Path) -> None:
    model = ScriptedModel([SAID], aside=translator(SAID_JA))
    result = last_of(answered_from(tmp_path, BOOK, model, QUESTION, language="ja"))
    assert [claim.text for claim in result.claims] == [SAID_JA]
    assert len(model.asides) == 1, "the question needs no translation"


def test_a_small_model_translates_nothing(tmp_path: Path) -> None:
    model = ScriptedModel([SAID_JA], is_small=True)
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert model.asides == []
    assert "Japanese" in model.prompts[0][-1].content
    assert result.claims[0].text == SAID_JA


def test_a_model_that_dies_while_it_translates_leaves_the_checked_sentences(tmp_path: Path) -> None:
    def die(messages: Any) -> str:
        if "question" in messages[-1].content:
            return ASKED
        raise WorkerDied("scripted", -9)

    result = last_of(answered_from(tmp_path, BOOK, ScriptedModel([SAID], aside=die), HOW_FAR))
    assert (result.status, [claim.text for claim in result.claims]) == ("error", [SAID])


def test_a_question_that_cannot_be_translated_is_searched_as_it_is(tmp_path: Path) -> None:
    left = iter(["これは訳ではありません。", SAID_JA])
    model = ScriptedModel([SAID], aside=lambda _messages: next(left))
    result = last_of(answered_from(tmp_path, BOOK, model, HOW_FAR))
    assert [claim.text for claim in result.claims] == [SAID_JA]
    assert "Answer in English" in model.prompts[0][-1].content


def test_stop_while_the_question_is_translated_leaves_a_stopped_question(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read()
            async with aclosing(answer(here.document, HOW_FAR, ScriptedModel([SAID]), here.notebook)) as events:
                async for event in events:
                    if isinstance(event, Translating):
                        break
            (kept,) = await here.notebook.answers(here.document.document_id)
            assert (kept.status, kept.claims) == ("stopped", ())

    asyncio.run(ask())


def test_stop_in_the_middle_of_a_translation_keeps_the_checked_sentences(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read()
            model = ScriptedModel([f"{SAID} {FREE}"], aside=translator(SAID_JA))
            async with aclosing(answer(here.document, HOW_FAR, model, here.notebook)) as events:
                async for event in events:
                    if isinstance(event, Cited) and event.claim.text == SAID_JA:
                        break
            (kept,) = await here.notebook.answers(here.document.document_id)
            assert (kept.status, [claim.text for claim in kept.claims]) == ("stopped", [SAID_JA, FREE])

    asyncio.run(ask())


# --- follow-ups ---


def test_a_follow_up_is_searched_and_asked_with_what_came_before(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read()
            *_, first = await events_of(here, "How does the throughput of AdamW compare?", ScriptedModel([WRONG]))
            assert isinstance(first, Finished)
            alone, model = ScriptedModel([SAID]), ScriptedModel([SAID])
            *_, refused = await events_of(here, "Why?", alone)
            *_, second = await events_of(here, "Why?", model, previous=first.answer)
            assert isinstance(refused, Finished)
            assert isinstance(second, Finished)
            assert refused.answer.status == "not_found"
            assert second.answer.evidence[0].page_index == 2
            assert "throughput of AdamW compare" in model.prompts[0][-1].content
            assert model.prompts[0][-1].content.endswith("Question: Why?")
            turn = model.prompts[0][-1].content.split("Earlier answer: ")[1]
            assert turn.split("\n")[0] == WRONG, "without what was quoted below it"

    asyncio.run(ask())


def test_a_question_that_stands_on_its_own_ignores_what_came_before(tmp_path: Path) -> None:
    before = answered(tmp_path, None, "How does the throughput of AdamW compare?")
    (tmp_path / "then").mkdir()
    model = ScriptedModel([SAID])
    answered(tmp_path / "then", model, QUESTION, previous=before)
    assert "compare" not in model.prompts[0][-1].content


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


def selected(page_index: int, text: str) -> Selection:
    start = BOOK[page_index].index(text)
    return Selection(page_index, start, start + len(text), text)


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


def test_a_selection_is_translated_sentence_by_sentence(tmp_path: Path) -> None:
    about = selected(1, "LOMO reduces the memory usage to 10.8 % of the standard solution.")
    model = ScriptedModel([""], aside=translator(SAID_JA))
    events = answered_from(tmp_path, BOOK, model, "この箇所を日本語に訳してください。", selection=about)
    (claim,) = last_of(events).claims
    assert (claim.text, claim.verdict) == (SAID_JA, Verdict.SUPPORTED)
    assert claim.citations[0].quote == about.text
    assert model.prompts == []


def test_a_selection_on_a_page_that_is_not_read_yet_is_asked_about_all_the_same(tmp_path: Path) -> None:
    async def ask() -> None:
        async with desk(tmp_path) as here:
            await here.read(0)
            model = ScriptedModel([SAID], aside=translator(SAID_JA))
            question = "LOMO: この箇所を日本語に訳してください。"
            *_, last = await events_of(here, question, model, selection=selected(1, SAID))
            assert isinstance(last, Finished)
            assert last.answer.status == "answered"
            assert SAID in model.prompts[0][-1].content

    asyncio.run(ask())
