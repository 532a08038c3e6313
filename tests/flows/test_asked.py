"""Questions that lean on the one before."""

import asyncio
from pathlib import Path

from reader.engine.scripted import ScriptedModel
from reader.flows.events import Finished
from tests.flows.asking import QUESTION, SAID, WRONG, answered, events_of
from tests.flows.desk import desk


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
