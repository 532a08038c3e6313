"""Every text that is said to a model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.core.glossary import MOST_TERMS, question_terms_in, terms_in
from reader.core.language import language_of
from reader.core.passages import Passage
from reader.core.sentences import readable

NOT_FOUND = "The excerpts do not say."
"""What a model is told to answer where the document does not say it."""

_LANGUAGES = {"en": "English", "ja": "Japanese", "zh": "Chinese", "ko": "Korean"}
_SYSTEM = (
    "You answer questions about a document. Use only the excerpts. Answer in one to three complete sentences,"
    " with the excerpts' own words and numbers. If the excerpts do not answer the question, reply: " + NOT_FOUND
)
_SUMMARISER = (
    "You summarise a paper for researchers. Use only the excerpts, with their own words and numbers. Write four"
    " complete sentences, each about something else: what is proposed, how it works, how it differs from what there"
    " was, and what was measured, with the numbers. Write nothing else."
)
_QUESTIONER = (
    "You write questions that a reader of a paper would ask and that the paper answers. Each question names one thing"
    " of the paper, can be understood alone, and has at most ten words. Write one question a line and nothing else."
)
_HEADINGS_SHOWN = 24
_TELL = (
    "You answer questions about a document. Use only the excerpts. Answer in one or two complete sentences, with the"
    " excerpts' own words and numbers: what they say that comes nearest to an answer."
)
_TRANSLATOR = "You are a translator. Reply with the translation only."
_TRANSLATOR_JA = (
    "You translate sentences of scientific papers into natural, polite Japanese. Keep all numbers, units, formulas,"
    " names and abbreviations as they are. Reply with the translation only."
)
_EXAMPLES_JA = (
    (
        "Terms: decoder = デコーダ, in this paper = 本論文では\nIn this paper, we present a new decoder, which"
        " does not need a separate language model and merges both stages into one.",
        "本論文では、別の言語モデルを必要とせず、2つの段階を1つにまとめる新しいデコーダを提案します。",
    ),
    (
        "Terms: training time = 訓練時間, baseline = ベースライン\nWith FastNet, training a 3B model takes 2"
        " days on 4 GPUs, and the training time falls to 25% compared to the baseline (TorchFit).",
        "FastNetでは、3Bモデルの訓練が4台のGPUで2日で済み、訓練時間はベースライン(TorchFit)と比べて25%にまで減ります。",
    ),
    (
        "We use sampling instead of sorting, because existing methods such as BERT-KD are hard to use for small teams.",
        "BERT-KDなどの既存手法は小規模なチームには使いにくいため、並べ替えの代わりにサンプリングを使います。",
    ),
)
"""Of no paper. As turns of a conversation they show a model of 1.5B style and word order ("to 25 %", "instead of"):
of 15 sentences 9 came out right instead of 4, and a glossary alone was ignored or repeated."""
_EXAMPLES_EN = (
    ("この研究の貢献は何ですか?", "What are the contributions of this work?"),
    (
        "Terms: 学習データ = training data, 既存 = existing\n"
        "FastNetは既存のモデルと比べて学習データをどの程度減らせるのでしょうか?",
        "How much can FastNet reduce the training data compared to existing models?",
    ),
    ("小規模なチームのために提案された手法とは?", "What is the method that was proposed for small teams?"),
)
_FIRM_WISHES = {
    "en": " Write English only.",
    "ja": " 必ず日本語だけで答えてください。",
    "zh": " 请务必只用中文回答。",
    "ko": " 반드시 한국어로만 답하십시오.",
}
_MOST_KEPT = 10
_EARLIER_CHARACTERS = 400
_SELECTED_CHARACTERS = 1200
_BLOCK_ENDS = re.compile(r"\n\s*\n")
_LEADERS = re.compile(r"\s*(?:[.\u2026\u00b7_] ?){4,}\s*")
"""The dots between an entry and its number: dozens of tokens that say nothing."""
_NO_ANSWERS = (
    "excerpts do not say", "excerpt does not say", "not mentioned in the excerpt", "do not mention",
    "does not mention", "not provided in the excerpt", "excerpts do not provide", "no information",
    "記載されていません", "記載がありません", "述べられていません", "書かれていません",
)  # fmt: skip

_SELECTION_QUESTIONS = {
    "explain": {"en": "Explain this passage in simple words.", "ja": "この箇所を分かりやすく説明してください。"},
    "translate": {"en": "Translate this passage into English.", "ja": "この箇所を日本語に訳してください。"},
}


def selection_question(kind: Literal["explain", "translate"], language: str) -> str:
    """The question that a command on a selection asks, in the reader's language; "translate": into that language."""
    return _SELECTION_QUESTIONS[kind]["ja" if language == "ja" else "en"]


@dataclass(frozen=True, slots=True)
class PromptText:
    """What the model is told, before any chat template: the fixed part first, so that its KV cache can be reused."""

    system: str
    user: str
    examples: tuple[tuple[str, str], ...] = ()
    """Turns before the last one: what was said, and a good answer to it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The question before and how it was answered."""

    question: str
    answer: str


def build_card(title: str) -> PromptText:
    """How every prompt about a document begins: what can be read into the model before there is a question."""
    return PromptText(_SYSTEM, f"Document: {title}\n\nExcerpts:\n")


def build_prompt(
    question: str,
    title: str,
    passages: Sequence[Passage],
    language: str,
    *,
    earlier: Turn | None = None,
    selected: str = "",
    is_firm: bool = False,
    must_tell: bool = False,
) -> PromptText:
    """The passages in the order given (see `prompt_order`), the question last.

    `earlier`: the turn that a follow-up leans on. `selected`: the text that the question is about. `is_firm`: the
    language was not kept to at the first attempt. `must_tell`: an answer was refused at the first attempt.
    """
    card = build_card(title)
    parts = ["\n\n".join(_excerpt(passage) for passage in passages)]
    if earlier is not None:
        answer = earlier.answer[:_EARLIER_CHARACTERS]
        parts.append(f"Earlier question: {earlier.question}\nEarlier answer: {answer}")
    if selected:
        parts.append(f"The question is about this text: {readable(selected)[:_SELECTED_CHARACTERS]}")
    name = _LANGUAGES.get(language, "")
    is_plain = language == "en" == language_of(question)
    wish = f" Answer in {name}." if name and (is_firm or not is_plain) else ""
    if is_firm:
        wish += _FIRM_WISHES.get(language, "")
    parts.append(f"Question: {question}{wish}")
    return PromptText(_TELL if must_tell else card.system, card.user + "\n\n".join(parts))


def _excerpt(passage: Passage) -> str:
    """Where it stands, then its text: a row of a table and a paragraph have a line each."""
    blocks = (_LEADERS.sub(" ", readable(block)) for block in _BLOCK_ENDS.split(passage.text))
    lines = [f"From {passage.document}:"] if passage.document else []
    if passage.context:
        lines.append(f"[{passage.context}]")
    return "\n".join([*lines, *(block for block in blocks if block)])


def build_translation(
    text: str, language: str, *, is_question: bool = False, keep: Sequence[str] = (), with_glossary: bool = True
) -> PromptText:
    """Translate one sentence or question, without anything around it.

    `keep`: what was lost or may be: named one by one, Qwen2.5-1.5B keeps names that it otherwise writes in other
    letters ("アダム・ウォルダー" for AdamW). `with_glossary`: with the terms of `core.glossary`; now and then they
    stand in the way.
    """
    name = _LANGUAGES.get(language, language)
    if language == "ja" and not is_question:
        terms = [(word, word) for word in keep] + (terms_in(text)[:MOST_TERMS] if with_glossary else [])
        return PromptText(_TRANSLATOR_JA, _with_terms(text, terms[:_MOST_KEPT]), _EXAMPLES_JA)
    if keep:
        words = ", ".join(keep)
        wish = f"Translate this sentence into {name}, using these words exactly as written: {words}."
        return PromptText(_TRANSLATOR, f"{wish}\n\nSentence: {text}\n\n{name}:")
    if language == "en" and is_question and language_of(text) == "ja":
        wish = "Translate this question into English."
        examples = tuple((f"{wish}\n{asked}", said) for asked, said in _EXAMPLES_EN)
        return PromptText(_TRANSLATOR, f"{wish}\n{_with_terms(text, question_terms_in(text)[:MOST_TERMS])}", examples)
    what = "this question" if is_question else "this sentence"
    care = "" if is_question else " Keep all numbers, names and abbreviations as they are."
    return PromptText(_TRANSLATOR, f"Translate {what} into {name}.{care}\n\n{text}")


def build_summary_prompt(
    title: str, passages: Sequence[Passage], language: str, *, is_firm: bool = False
) -> PromptText:
    """Summarise what the passages say of the paper, in that language."""
    name = _LANGUAGES.get(language, "")
    wish = f" Write in {name}." if name and (is_firm or language != "en") else ""
    if is_firm:
        wish += _FIRM_WISHES.get(language, "")
    excerpts = "\n\n".join(_excerpt(passage) for passage in passages)
    asked = f"Summarise this paper in four sentences.{wish}"
    return PromptText(_SUMMARISER, f"Document: {title}\n\nExcerpts:\n{excerpts}\n\n{asked}")


def build_questions_prompt(title: str, abstract: str, headings: Sequence[str], count: int, language: str) -> PromptText:
    """Propose questions about a paper, in its own language."""
    name = _LANGUAGES.get(language, "English")
    sections = "\n".join(headings[:_HEADINGS_SHOWN])
    about = f"Title: {title}\n\nAbstract: {readable(abstract)}\n\nSections:\n{sections}"
    return PromptText(_QUESTIONER, f"{about}\n\nWrite {count} questions about this paper in {name}.")


def _with_terms(text: str, terms: Sequence[tuple[str, str]]) -> str:
    listed = ", ".join(f"{term} = {other}" for term, other in terms)
    return f"Terms: {listed}\n{text}" if listed else text


def is_no_answer(text: str) -> bool:
    """Whether a model's answer says that the document does not say it."""
    folded = text.casefold()
    return any(sign in folded for sign in _NO_ANSWERS)
