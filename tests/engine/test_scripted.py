import asyncio
from collections.abc import Sequence
from contextlib import aclosing

import pytest

from reader.core.errors import PromptTooLong
from reader.engine.llm import LanguageModel, Message
from reader.engine.scripted import ScriptedModel


async def _answer(model: LanguageModel, question: str, max_tokens: int = 100) -> str:
    messages = [Message("user", question)]
    return "".join([text async for text in model.generate(messages, max_tokens=max_tokens)])


def test_answers_come_in_turn_and_the_last_one_stays() -> None:
    async def ask() -> list[str]:
        model = ScriptedModel(["First answer.", "Second\nanswer. "])
        return [await _answer(model, str(turn)) for turn in range(3)]

    assert asyncio.run(ask()) == ["First answer.", "Second\nanswer. ", "Second\nanswer. "]


def test_answer_can_depend_on_the_question() -> None:
    def reverse(messages: Sequence[Message]) -> str:
        return messages[-1].content[::-1]

    assert asyncio.run(_answer(ScriptedModel(reverse), "abc")) == "cba"


def test_prompts_and_usage_are_recorded() -> None:
    async def ask() -> None:
        model = ScriptedModel(["one two three"])
        await model.prefill([Message("system", "be short")])
        await _answer(model, "how many words?", max_tokens=2)
        assert model.prefilled == [(Message("system", "be short"),)]
        assert model.prompts == [(Message("user", "how many words?"),)]
        assert (model.usage.prompt_tokens, model.usage.generated_tokens) == (3, 2)
        assert await model.count_tokens("how many words?") == 3
        await model.close()
        assert model.is_closed

    asyncio.run(ask())


def test_gate_holds_the_answer_after_its_first_piece() -> None:
    async def ask() -> None:
        gate = asyncio.Event()
        model = ScriptedModel(["one two"], gate=gate)
        async with aclosing(model.generate([Message("user", "?")], max_tokens=9)) as texts:
            assert await anext(texts) == "one"
            following = asyncio.ensure_future(anext(texts))
            await asyncio.sleep(0)
            assert not following.done()
            gate.set()
            assert await following == " two"

    asyncio.run(ask())


def test_long_prompt_is_refused_as_a_real_model_does() -> None:
    with pytest.raises(PromptTooLong):
        asyncio.run(_answer(ScriptedModel(["yes"], context_tokens=4), "one two three four"))
