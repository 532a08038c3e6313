"""A stretch of a page that a reader has selected and asks about."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.core.language import tokens
from reader.core.passages import TARGET_TOKENS, Passage
from reader.core.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Selection:
    """Characters start..end of a page's text. `text` is what stands there, as the reader sees it."""

    page_index: int
    start: int
    end: int
    text: str


def passage_around(selection: Selection, page_text: str) -> Passage:
    """The sentences that the selection touches, and of their neighbours as much as makes a passage.

    One sentence before and one after are always there, as far as the page has them: "it" and "this" point to them.
    """
    sentences = split_sentences(page_text)
    touched = [n for n, s in enumerate(sentences) if s.start < selection.end and selection.start < s.end]
    if not touched:
        return Passage(selection.page_index, selection.start, selection.end, selection.text, 1.0)
    first, last = max(touched[0] - 1, 0), min(touched[-1] + 1, len(sentences) - 1)
    while len(tokens(page_text[sentences[first].start : sentences[last].end])) < TARGET_TOKENS:
        if last + 1 < len(sentences):
            last += 1
        elif first > 0:
            first -= 1
        else:
            break
    start, end = sentences[first].start, sentences[last].end
    return Passage(selection.page_index, start, end, page_text[start:end], 1.0)


def with_selection(selected: Passage, found: Sequence[Passage]) -> list[Passage]:
    """The selected passage first, then what search found elsewhere."""
    others = [
        p for p in found if p.page_index != selected.page_index or p.end <= selected.start or selected.end <= p.start
    ]
    return [selected, *others]
