"""Questions to begin with, in the language of the document: an empty field says little about what can be asked."""

from collections.abc import Sequence

from reader.flows.opening import OpenDocument

GUIDE_QUESTIONS = {
    "guide-en": (
        "How do I go back after following a citation?",
        "What do the signs beside a sentence mean?",
        "How do I export my notes?",
    ),
    "guide-ja": (
        "引用をたどったあと、元の場所に戻るには？",
        "文の横の印は何を意味しますか？",
        "メモを書き出すには？",
    ),
}
_QUESTIONS = {
    "en": ("What is this document about?", "What are the main results?", "What are the limitations?"),
    "ja": ("この文書は何について書かれていますか？", "主な結果は何ですか？", "限界は何ですか？"),
}
_FOR_SEVERAL = {
    "en": ("What are these documents about?", "What are the main results?", "What are the limitations?"),
    "ja": ("これらの文書は何について書かれていますか？", "主な結果は何ですか？", "限界は何ですか？"),
}


def suggested_questions(document: OpenDocument) -> list[str]:
    """The guide has its own; other documents get what can be asked of any, until they are read."""
    if is_guide(document):
        return list(GUIDE_QUESTIONS[document.path.stem])
    return list(_QUESTIONS["ja" if _is_japanese(document.title) else "en"])


def is_guide(document: OpenDocument) -> bool:
    return document.path.stem in GUIDE_QUESTIONS and document.path.parent.name == "guide"


def suggested_for_several(titles: Sequence[str]) -> list[str]:
    """What can be asked of any documents together, in the language of most of their titles."""
    is_japanese = 2 * sum(map(_is_japanese, titles)) > len(titles)
    return list(_FOR_SEVERAL["ja" if is_japanese else "en"])


def _is_japanese(text: str) -> bool:
    return any("\u3040" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff" for character in text)
