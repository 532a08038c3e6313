"""Choosing what a note asks: the set that suits the paper, its own sections, and what a model proposes."""

import asyncio
import logging
import re
import uuid
from collections.abc import Sequence
from contextlib import aclosing

from reader.core.errors import ReaderError
from reader.core.language import language_of
from reader.core.own_name import own_name
from reader.core.paper_head import PaperHead
from reader.core.paper_note import NoteItem
from reader.core.prompt import build_questions_prompt
from reader.core.question_choosing import (
    COUNT,
    OWN_PLACES,
    ChosenQuestion,
    chosen_questions,
    from_set,
    suitable_set,
    things_there,
    without_duplicates,
)
from reader.core.question_sets import ALWAYS
from reader.core.suggesting import Kind, Suggestion
from reader.engine.llm import LanguageModel
from reader.flows.opening import OpenDocument
from reader.flows.prompting import messages_of
from reader.flows.suggesting import suggested
from reader.flows.translating import may_translate, translated_question
from reader.store.question_sets import load_question_set

_log = logging.getLogger(__name__)
_FIRST_PAGES = 3
"""In which a paper says what it proposes and how it is called."""
_OF_THE_WHOLE: tuple[Kind, ...] = ("about", "term", "terms", "limits", "results", "table", "figure")
"""The sets ask these in words of their own; of tables a model reads rows and columns wrongly."""
_SECTION, _SECTION_JA = "What does the section “{0}” explain?", "「{0}」の節では何が説明されていますか？"
_PROPOSED = 4
_PROPOSAL_TOKENS = 140
_LINE_START = re.compile(r"^\s*(?:[-*•]|\(?\d{1,2}[.):])\s*")
_CHARACTERS, _CHARACTERS_JA = (12, 100), (8, 50)
_QUESTION_END = re.compile(r"[?？]$|か。?$")


async def set_for(document: OpenDocument, head: PaperHead) -> str:
    """The name of the question set that suits the paper."""
    abstract = head.abstract or (await _beginning(document))[:3000]
    return suitable_set(head.title or document.title, abstract)


async def choose_questions(
    document: OpenDocument,
    head: PaperHead,
    set_name: str,
    language: str,
    model: LanguageModel | None,
    count: int = COUNT,
) -> list[NoteItem]:
    """The questions of a note in its language. Raises QuestionSetMissing, QuestionSetUnusable.

    A model that fails here costs its proposals, no more.
    """
    questions = await asyncio.to_thread(load_question_set, set_name)
    spoken = await document.language()
    title = head.title or document.title
    beginning = await _beginning(document)
    name = own_name(title, beginning)
    texts = await document.page_texts(document.pages_read)
    everything = "\n".join(texts[page].text for page in sorted(texts))
    there = things_there(name, everything, has_links=any(link.kind != "other" for link in head.links))
    of_set = from_set(questions, there, name, language, spoken)
    others: list[ChosenQuestion] = []
    if count > sum(priority == ALWAYS for _, priority, _ in of_set):
        made = await suggested(document, language, count, without=_OF_THE_WHOLE)
        headings = [
            ChosenQuestion(
                asked.question,
                "heading",
                _of_section(same, spoken) or (same.question if same.question != asked.question else ""),
                section=asked.names,
            )
            for asked, same in made
        ]
        proposed: list[ChosenQuestion] = []
        if model is not None and spoken and not model.is_small and _knows(model, spoken, language):
            proposed = await _proposed(document, head, model, language, spoken, [q for q, _, _ in of_set])
        others = [question for pair in _alternating(proposed, headings) for question in pair]
    chosen = chosen_questions(of_set, others, count, name)
    return [
        NoteItem(
            uuid.uuid4().hex,
            question.question,
            question.origin,
            None,
            question.in_document_language,
            question.kind,
            question.look_for,
            question.section,
        )
        for question in chosen
    ]


def _of_section(suggestion: Suggestion, language: str) -> str:
    """How a model is asked about a section, whose heading it sees above the excerpt; "What does it say about ...?"
    Qwen2.5-1.5B declines. "" for other questions."""
    if suggestion.kind != "section":
        return ""
    return (_SECTION_JA if language == "ja" else _SECTION).format(suggestion.names)


def _knows(model: LanguageModel, spoken: str, language: str) -> bool:
    return spoken == language or may_translate(model, spoken, language)


def _alternating(first: Sequence[ChosenQuestion], second: Sequence[ChosenQuestion]) -> list[list[ChosenQuestion]]:
    return [[*first[i : i + 1], *second[i : i + 1]] for i in range(max(len(first), len(second)))]


async def _beginning(document: OpenDocument) -> str:
    await document.wait_for_text()
    texts = await document.page_texts(sorted(document.pages_read)[:_FIRST_PAGES])
    return "\n\n".join(texts[page].text for page in sorted(texts))


async def _proposed(
    document: OpenDocument,
    head: PaperHead,
    model: LanguageModel,
    language: str,
    spoken: str,
    others: Sequence[ChosenQuestion],
) -> list[ChosenQuestion]:
    """Questions of the model's own that ask something else than the others, as many as there are places for."""
    headings = [item.title for item in document.contents]
    abstract = head.abstract or (await _beginning(document))[:1500]
    prompt = build_questions_prompt(head.title or document.title, abstract, headings, _PROPOSED, spoken)
    chosen: list[ChosenQuestion] = []
    try:
        async with aclosing(model.generate(messages_of(prompt), max_tokens=_PROPOSAL_TOKENS, is_aside=True)) as deltas:
            said = "".join([delta async for delta in deltas])
        proposals = [ChosenQuestion(text, "model") for text in _questions_in(said, spoken)]
        asked = [ChosenQuestion(other.in_document_language or other.question, other.origin) for other in others]
        fresh = [question for question in without_duplicates([*asked, *proposals]) if question.origin == "model"]
        for question in fresh[:OWN_PLACES]:
            if language == spoken:
                chosen.append(question)
                continue
            translated = await translated_question(model, question.question, language)
            if _is_question(translated):
                chosen.append(ChosenQuestion(translated, "model", question.question))
    except ReaderError as failure:
        _log.warning("the model proposes no questions: %s", failure)
    return chosen


def _questions_in(said: str, language: str) -> list[str]:
    """The lines that are questions in that language: no heading before them, no last line that was cut off."""
    lines = (_LINE_START.sub("", line).strip() for line in said.split("\n"))
    return [line for line in lines if _is_question(line) and language_of(line) == language]


def _is_question(text: str) -> bool:
    """Whether a text is one short question: what a small model makes long, it makes badly."""
    low, high = _CHARACTERS_JA if language_of(text) == "ja" else _CHARACTERS
    return low <= len(text) <= high and _QUESTION_END.search(text) is not None
