"""Reading ahead: what a question will need is in the model's KV cache before the question is asked.

Cancelling any of these is cheap at any moment (llama.cpp stops between two operations), and what was read stays.
"""

from reader.core.language import content_tokens
from reader.core.prompt import build_card
from reader.engine.llm import LanguageModel
from reader.flows.answering import prompt_for_draft
from reader.flows.prompting import PromptMemory, messages_of
from reader.flows.readable import Readable

_TELLING_WORDS = 2
"""Content words from which on a draft leads to the pages that the whole question will lead to."""


async def read_card(document: Readable, model: LanguageModel, memory: PromptMemory) -> None:
    """Read how every prompt about this document begins. Raises what `prefill` raises."""
    card = build_card(document.title)
    if memory.text.startswith(card.system + card.user):
        return  # and with it the passages of the question before
    await model.prefill(messages_of(card))
    memory.note(model)
    memory.text = card.system + card.user


async def read_for_draft(
    document: Readable, draft: str, model: LanguageModel, memory: PromptMemory, language: str = ""
) -> None:
    """Search for a question that is still being typed, and read what its prompt would hold."""
    if len(content_tokens(draft)) < _TELLING_WORDS:
        return
    prompt = await prompt_for_draft(document, draft, model, memory, language)
    if prompt is not None:
        await model.prefill(messages_of(prompt))
        memory.note(model)
        memory.text = prompt.system + prompt.user
