"""Every text that is said to a model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.core.passages import Passage
from reader.core.sentences import readable

NOT_FOUND = "The excerpts do not say."
"""What a model is told to answer where the document does not say it."""

_LANGUAGES = {"en": "English", "ja": "Japanese", "zh": "Chinese", "ko": "Korean"}
_SYSTEM = (
    "You answer questions about a document. Use only the excerpts. Answer in one to three complete sentences,"
    " with the excerpts' own words and numbers. If the excerpts do not answer the question, reply: " + NOT_FOUND
)
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


def build_prompt(question: str, title: str, passages: Sequence[Passage], language: str) -> PromptText:
    """Passages in page order (the same set gives the same prefix), the question last."""
    in_order = sorted(passages, key=lambda passage: (passage.page_index, passage.start))
    excerpts = "\n\n".join(readable(passage.text) for passage in in_order)
    name = _LANGUAGES.get(language, "")
    wish = f" Answer in {name}." if name and language != "en" else ""
    return PromptText(_SYSTEM, f"Document: {title}\n\nExcerpts:\n{excerpts}\n\nQuestion: {question}{wish}")


def is_no_answer(text: str) -> bool:
    """Whether a model's answer says that the document does not say it."""
    folded = text.casefold()
    return any(sign in folded for sign in _NO_ANSWERS)
