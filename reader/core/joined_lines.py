"""Lines of a page joined into running text: a hyphen at a line end stays where it belongs to the word."""

import re

from reader.core.printed_urls import joined_urls
from reader.core.whole_letters import whole_letters

_LINE_END = re.compile(r"(?P<left>\S*?)(?P<hyphen>[-\u2010\u00ad])\n\s*(?P<right>[^\s\-\u2010]*-?)")
_CJK = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_BETWEEN_CJK = re.compile(rf"(?<=[{_CJK}])[^\S\n]*\n\s*(?=[{_CJK}])")
_FRAGMENT = re.compile(
    r"(?:[a-z]{0,3}(?:tion|sion|ment|ing|ance|ence|els?|works?)s?|ness|[a-z]?ity|[aei]ble|cal|tics?|ally|ers?|ed|al|ly|ous|ive)"
    r"[.,:;!?]*"
)
"""An ending, which is no word."""
_EDGE = re.compile(r"^\W+|\W+$")


def joined_lines(text: str, around: str, *, is_heading: bool = False) -> str:
    """`around`: text of the same document, whose words tell how a divided one is written.

    `is_heading`: of a title, whose words are hardly ever divided: a hyphen is taken for the word's own.
    """
    words = frozenset(_EDGE.sub("", word) for word in whole_letters(around).casefold().split())

    def joined(match: "re.Match[str]") -> str:
        left, right = whole_letters(match["left"]), whole_letters(match["right"])
        if match["hyphen"] == "\u00ad":
            return left + right
        with_hyphen = f"{left}-{right}"
        if not right[:1].islower() or not left[-1:].isalpha():
            return with_hyphen
        bare = _EDGE.sub("", left + right).casefold()
        if bare in words:
            return left + right
        is_compound = "-" in left or right.endswith("-") or _EDGE.sub("", with_hyphen).casefold() in words
        is_whole = is_compound or (is_heading and _FRAGMENT.fullmatch(right) is None)
        return with_hyphen if is_whole else left + right

    text = _BETWEEN_CJK.sub("", _LINE_END.sub(joined, joined_urls(text)))
    return re.sub(r"\s+", " ", whole_letters(text)).strip()
