"""Questions and sentences in another language than the document's, translated by the model and checked by code."""

import re
from collections.abc import Collection
from contextlib import aclosing

from reader.core.glossary import terms_in
from reader.core.language import language_of
from reader.core.prompt import PromptText, build_translation
from reader.core.translation import is_faithful, mended, to_keep
from reader.engine.llm import LanguageModel
from reader.flows.prompting import messages_of

_QUESTION_TOKENS = 60
_SENTENCE_TOKENS = 160
_FOOTNOTE = re.compile(r"(?<=[^\d.][.!?])\d{1,2}$")
"""The sign of a footnote behind a sentence: "24GB memory.1"."""


def may_translate(model: LanguageModel, *languages: str) -> bool:
    """Whether a model is large enough for it, and knows the languages as far as that is known of it."""
    return not model.is_small and (not model.languages or set(languages) <= set(model.languages))


async def translated_question(model: LanguageModel, question: str, language: str) -> str:
    """The question in the document's language, for search and for the prompt; "" where none came out."""
    said = await _said(model, build_translation(question, language, is_question=True), _QUESTION_TOKENS)
    return said if language_of(said) == language else ""


async def translated_sentence(model: LanguageModel, sentence: str, language: str, names: Collection[str] = ()) -> str:
    """The sentence in the reader's language; "" where each attempt lost a number, a name, a "not" or a direction.

    `names`: what has to stay in Latin letters besides what looks like a name anyway ("Mamba").
    """
    sentence = _FOOTNOTE.sub("", sentence)
    named = [name for name in names if name in sentence]
    keep = list(dict.fromkeys([*named, *to_keep(sentence)]))
    prompts = [build_translation(sentence, language, keep=named)]
    if keep:
        prompts.append(build_translation(sentence, language, keep=keep))
    if (plain := build_translation(sentence, language, with_glossary=False)) != prompts[0]:
        prompts.append(plain)
    best, most = "", -1
    terms = terms_in(sentence) if language == "ja" else []
    for prompt in prompts:
        said = mended(sentence, await _said(model, prompt, _SENTENCE_TOKENS), language)
        if is_faithful(sentence, said, language) and all(name in said for name in named):
            kept = sum(term in said or japanese in said for term, japanese in terms)
            if kept == len(terms):
                return said
            if kept > most:
                best, most = said, kept
    return best


async def _said(model: LanguageModel, prompt: PromptText, max_tokens: int) -> str:
    async with aclosing(model.generate(messages_of(prompt), max_tokens=max_tokens, is_aside=True)) as deltas:
        said = "".join([delta async for delta in deltas])
    return " ".join(said.split()).strip()
