"""Questions and sentences in another language than the document's, translated by the model and checked by code."""

from contextlib import aclosing

from reader.core.language import language_of
from reader.core.prompt import PromptText, build_translation
from reader.core.translation import is_faithful, to_keep
from reader.engine.llm import LanguageModel, Message

_QUESTION_TOKENS = 60
_SENTENCE_TOKENS = 160


def may_translate(model: LanguageModel, *languages: str) -> bool:
    """Whether a model is large enough for it, and knows the languages as far as that is known of it."""
    return not model.is_small and (not model.languages or set(languages) <= set(model.languages))


async def translated_question(model: LanguageModel, question: str, language: str) -> str:
    """The question in the document's language, for search and for the prompt; "" where none came out."""
    said = await _said(model, build_translation(question, language, is_question=True), _QUESTION_TOKENS)
    return said if language_of(said) == language else ""


async def translated_sentence(model: LanguageModel, sentence: str, language: str) -> str:
    """The sentence in the reader's language; "" where both attempts lost a number, a name, a "not" or a direction."""
    said = await _said(model, build_translation(sentence, language), _SENTENCE_TOKENS)
    keep = to_keep(sentence)
    if not is_faithful(sentence, said, language) and keep:
        said = await _said(model, build_translation(sentence, language, keep=keep), _SENTENCE_TOKENS)
    return said if is_faithful(sentence, said, language) else ""


async def _said(model: LanguageModel, prompt: PromptText, max_tokens: int) -> str:
    messages = [Message("system", prompt.system), Message("user", prompt.user)]
    async with aclosing(model.generate(messages, max_tokens=max_tokens, is_aside=True)) as deltas:
        said = "".join([delta async for delta in deltas])
    return " ".join(said.split()).strip()
