"""Which of many names somebody means who types parts of them: for the command palette."""

import re
import unicodedata

_WORD = re.compile(r"\w+")


def match_score(typed: str, name: str) -> float | None:
    """How well `typed` stands for `name`, more is better; None: not at all.

    Every typed word must begin a word of the name (best), stand inside it, or be spread over it in order ("fw" for
    "Fit width"). Case, width and accents do not count. Nothing typed fits everything equally.
    """
    wanted, text = _folded(typed).split(), _folded(name)
    if not wanted:
        return 0.0
    begins = [found.start() for found in _WORD.finditer(text)]
    scores = [_word_score(word, text, begins) for word in wanted]
    if any(score is None for score in scores):
        return None
    # Of names that fit equally the shorter one is more of what was typed.
    return sum(score for score in scores if score is not None) - len(text) / 1000


def _word_score(word: str, text: str, begins: list[int]) -> float | None:
    if text.startswith(word):
        return 4.0
    if any(text.startswith(word, begin) for begin in begins):
        return 3.0
    if word in text:
        return 2.0
    initials = "".join(text[begin] for begin in begins)
    if word in initials:
        return 1.5
    return 1.0 if _is_spread(word, text) else None


def _is_spread(word: str, text: str) -> bool:
    """Whether its letters stand in the text in this order, the first at the beginning of a word."""
    place = -1
    for number, letter in enumerate(word):
        place = text.find(letter, place + 1)
        while number == 0 and place > 0 and text[place - 1].isalnum():
            place = text.find(letter, place + 1)
        if place < 0:
            return False
    return len(word) > 1


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
