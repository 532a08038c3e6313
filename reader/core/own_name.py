"""The name that a paper gives to what it proposes: "LOMO", "LLaMA", "Mamba"."""

import re

from reader.core.language import language_of
from reader.core.patterns import late_pattern
from reader.core.sentences import readable, split_sentences

_COINED = r"[A-Z][A-Za-z0-9]*(?:[-\u2010+][A-Za-z0-9]+)*\+{0,2}"
_TITLE_NAME = late_pattern(r"^([^\s:：]{2,24}(?: [A-Z0-9][^\s:：]{0,12})?)\s*[:：]\s*\S")
_PROPOSES = late_pattern(
    r"\b(?:we|this (?:paper|work|article|report|study)|in this (?:paper|work))\b[^.]{0,60}?"
    r"\b(?:propos|introduc|present|develop|releas|describ|design|call|nam|dub|term)(?:e[sd]?|s|ing)?\b"
    r"|\b(?:called|named|dubbed|termed)\b|提案する|提案した|提案し|開発した|構築した|と呼ぶ",
    re.IGNORECASE,
)
_IN_BRACKETS = late_pattern(rf"[(（]\s*({_COINED})\s*(?:,[^()（）]*)?[)）]")
_CALLED = late_pattern(
    rf"\b(?:called|named|dubbed|termed|call it|name it)\s+[\"“'‘]?({_COINED})|[「『]({_COINED})[」』]"
)
_INTRODUCED = late_pattern(
    rf"\b(?:introduc|present|propos|develop|releas|describ)(?:e[sd]?|ing)?\s+(?:an?\s+|the\s+)?({_COINED})(?=\s*[,(（:]|\s+(?:is|that|which|to|as|for)\b|\s*[,，]?\s+an?\b)"
)
_APPOSED = late_pattern(rf",\s+({_COINED})\s*,")
_PLAIN_WORD = late_pattern(r"^[A-Z]?[a-z]+s?$")
_LONGEST_BEGINNING = 9000
"""Characters of the first pages in which a paper says what it proposes."""
_FEWEST_MENTIONS = 3


def own_name(title: str, beginning: str) -> str:
    """The name, or "" where the paper gives none that is sure: a wrong name makes every question wrong.

    `beginning`: the text of the first pages.
    """
    text = readable(beginning[:_LONGEST_BEGINNING])
    in_title = _TITLE_NAME.match(title.strip())
    if in_title is not None and (_is_coined(in_title[1]) or _mentions(in_title[1], text) >= _FEWEST_MENTIONS):
        return in_title[1]
    points: dict[str, int] = {}
    for sentence in split_sentences(text):
        said = text[sentence.start : sentence.end]
        proposed = _PROPOSES.search(said)
        if proposed is None:
            continue
        # In Japanese the verb comes last.
        begin = 0 if language_of(said) == "ja" else proposed.start()
        for pattern, weight in ((_CALLED, 4), (_IN_BRACKETS, 3), (_INTRODUCED, 3), (_APPOSED, 2)):
            for match in pattern.finditer(said, begin):
                name = next(group for group in match.groups() if group)
                if _is_coined(name) or pattern is _CALLED:
                    points[name] = points.get(name, 0) + weight
    sure = {name: found for name, found in points.items() if _mentions(name, text) >= _FEWEST_MENTIONS}
    # The one named in the title, then the one most surely proposed, then the most mentioned.
    return max(sure, key=lambda name: (name in title, sure[name], _mentions(name, text)), default="")


def _is_coined(name: str) -> bool:
    """Whether it is no word of the language: capitals or digits inside it."""
    return _PLAIN_WORD.match(name) is None and sum(letter.isupper() for letter in name) > 1 and not name.endswith("s")


def _mentions(name: str, text: str) -> int:
    return len(re.findall(rf"(?<![A-Za-z0-9-]){re.escape(name)}(?![A-Za-z0-9])", text))
