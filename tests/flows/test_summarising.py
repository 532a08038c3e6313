"""A summary: the model's sentences where the paper holds them, else the paper's own."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

from reader.core.answer import Answer, Remark, Verdict
from reader.core.errors import WorkerDied
from reader.core.paper_head import PaperHead, PaperLink
from reader.engine.scripted import ScriptedModel
from reader.flows.events import Finished, Found, Translating, Withdrawn
from reader.flows.summarising import summarise
from tests.flows.desk import BrokenOffModel
from tests.flows.note_desk import PAPER, note_desk

WHAT = "LOMO is a new optimiser for large language models."
HOW = "LOMO updates each parameter as soon as its gradient is computed."
WRONG = "Bananas are yellow and grow in warm countries."
HEAD = PaperHead(title="Saving Memory")


def summary_events(
    folder: Path, model: Any, language: str = "en", head: PaperHead = HEAD, texts: Sequence[str] = PAPER
) -> list[Any]:
    async def run() -> list[Any]:
        async with (
            note_desk(folder, texts) as here,
            aclosing(summarise(here.document, head, model, None, language=language)) as events,
        ):
            return [event async for event in events]

    return asyncio.run(run())


def summary(folder: Path, model: Any, *rest: Any, **more: Any) -> Answer:
    last = summary_events(folder, model, *rest, **more)[-1]
    assert isinstance(last, Finished)
    assert isinstance(last.answer, Answer)
    return last.answer


def test_without_a_model_the_papers_sentences_are_quoted(tmp_path: Path) -> None:
    made = summary(tmp_path, None)
    assert (made.status, made.question, made.model) == ("answered", "", "none")
    assert 3 <= len(made.claims) <= 5
    assert all(claim.is_quotation for claim in made.claims)
    assert any("10.8 %" in claim.text for claim in made.claims)
    assert made.evidence
    assert made.retrieved_pages == (0,)


def test_a_small_model_is_not_asked(tmp_path: Path) -> None:
    model = ScriptedModel([WRONG], is_small=True)
    made = summary(tmp_path, model)
    assert model.prompts == []
    assert all(claim.is_quotation for claim in made.claims)


def test_a_model_that_does_not_know_the_language_is_not_asked(tmp_path: Path) -> None:
    model = ScriptedModel([WRONG])
    model.languages = ("en",)
    assert all(claim.is_quotation for claim in summary(tmp_path, model, "ja").claims)
    assert model.prompts == []


def test_the_models_sentences_stand_where_the_paper_holds_them(tmp_path: Path) -> None:
    model = ScriptedModel([f"{WHAT} {HOW} {WRONG}"])
    events = summary_events(tmp_path, model)
    assert any(isinstance(event, Found) for event in events)
    assert any(isinstance(event, Withdrawn) for event in events)
    made = events[-1].answer
    assert [claim.text for claim in made.claims] == [WHAT, HOW]
    assert all(claim.citations for claim in made.claims)
    assert Remark.LEFT_OUT in made.remarks
    prompt = model.prompts[0][-1].content
    assert "We propose a new optimiser" in prompt
    assert prompt.startswith("Document: ")


def test_words_that_the_paper_does_not_hold_give_way_to_its_own(tmp_path: Path) -> None:
    made = summary(tmp_path, ScriptedModel([f"{WRONG} Rain falls often in London."]))
    assert all(claim.is_quotation for claim in made.claims)
    assert len(made.claims) >= 3


def test_a_summary_in_another_language_is_checked_and_then_translated(tmp_path: Path) -> None:
    said = {WHAT: "LOMOは大規模言語モデルのための新しい最適化手法です。", HOW: "不明です"}

    def translate(messages: Any) -> str:
        return next(text for sentence, text in said.items() if sentence in messages[-1].content)

    model = ScriptedModel([f"{WHAT} {HOW}"], aside=translate)
    events = summary_events(tmp_path, model, "ja")
    assert any(isinstance(event, Translating) for event in events)
    made = events[-1].answer
    assert made.claims[0].text == said[WHAT]
    assert made.claims[0].verdict is not Verdict.EXACT
    # what lost its name on the way stays as it was checked
    assert made.claims[1].text == HOW
    assert {Remark.TRANSLATED, Remark.UNTRANSLATED} <= set(made.remarks)


def test_where_the_code_is_stands_last(tmp_path: Path) -> None:
    head = PaperHead(title="T", links=(PaperLink("code", "https://example.org/lomo", 0),))
    made = summary(tmp_path, ScriptedModel([f"{WHAT} {HOW}"]), "en", head)
    assert made.claims[-1].text == "The code is at https://example.org/lomo."
    assert made.claims[-1].pages == (0,)


def test_a_document_that_says_nothing_of_itself_has_no_summary(tmp_path: Path) -> None:
    made = summary(tmp_path, None, texts=("12 13 14",))
    assert (made.status, made.claims) == ("not_found", ())


def test_a_failing_model_is_told(tmp_path: Path) -> None:
    made = summary(tmp_path, BrokenOffModel(f"{WHAT} And", failure=WorkerDied("llm", -9)))
    assert made.status == "error"
    assert "stopped unexpectedly" in made.message


def test_a_stop_keeps_what_was_written_as_stopped(tmp_path: Path) -> None:
    kept: list[Answer] = []

    class Store:
        async def save_answer(self, answer: Answer, /) -> None:
            kept.append(answer)

    async def run() -> None:
        async with note_desk(tmp_path) as here:
            model = BrokenOffModel(f"{WHAT} And")

            async def consume() -> None:
                async with aclosing(summarise(here.document, HEAD, model, Store(), language="en")) as events:
                    async for _ in events:
                        pass

            task = asyncio.create_task(consume())
            await model.has_written.wait()
            task.cancel()
            await asyncio.wait([task])

    asyncio.run(run())
    assert kept[-1].status == "stopped"
    assert kept[-1].claims[0].text == WHAT
