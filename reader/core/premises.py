"""What a question takes for granted: names, numbers and figures that must stand in the document if it has an answer.

Measured on 341 questions of which 27 have no answer, 6 of these on scans without text: a name that stands nowhere
finds 4 of the other 21 and refuses 0 of 293 with an answer, a number 3 and 0, a figure or table 2 and 0, half of the
words 2 and 4: refused .26 -> .59, false refusals .076 -> .067. How much of the question the best passage holds tells
far less (to find 1 of 21 it refuses 16), so do the names and years that are missing from the best page only (3, 15).
"""

import re
import unicodedata
from functools import cache

from reader.core.language import CJK, STOP_WORDS, content_tokens, tokens
from reader.core.patterns import late_pattern

_SENTENCE_END = late_pattern(r"(?<=[.?!])\s*(?=[A-Z])|(?<=[。？！])")
_HOW_TO_ANSWER = late_pattern(
    r"\s*(?:please\s+)?(?:answer|round|format|save|express|enumerate|give|write|return|approach|base|respond|reply"
    r"|calculate|keep|use)\b",
    re.IGNORECASE,
)
"""How a sentence begins that tells what the answer is to look like."""
_DECIMALS = late_pattern(
    r"\(?\b(?:round(?:ed)? )?(?:your )?(?:answer )?(?:to|with|in) (?:\w+) decimals?(?: places?)?\)?", re.IGNORECASE
)
_NAME = late_pattern(rf"[^\W_{CJK}]+")
_HAS_CJK = late_pattern(rf"[{CJK}]")
_NAME_SENTENCE = late_pattern(r"(?<=[.?!:])\s+")
_NO_NAME = late_pattern(
    r"(?:FY|Q|H)\d+|[A-Z]+|\d.*|(?:Figure|Fig|Table|Tab|Chart|Diagram|Section|Chapter|Appendix|Equation|Page|Slide)s?"
)
"""Periods; abbreviations, which a document may spell out ("DPO"); places, which are looked up as such."""
_SHORTEST_NAME = 3
_TITLE_CASE = 0.6
"""A question with more capitalised words than this share of its words is set like a title: they name nothing."""
_NUMBER = late_pattern(rf"(?<![^\W{CJK}])(?<![.,*/^])\d+(?:,\d{{3}})*(?:\.\d+)?(?![^\W{CJK}])(?![,.]?\d)(?!\s*[*/^])")
_FEWEST_DIGITS = 2
_PERIOD = late_pattern(r"\bfy\s?(?=\d{2}(?:\d{2})?\b)", re.IGNORECASE)
_PLACE = late_pattern(
    r"\b(?:figure|fig\.?|table|tab\.?|chart|section|chapter|appendix|equation|page|slide)s?\s*\d[\d.]*"
    r"|[図表式]\s*\d[\d.]*|\d+\s*(?:ページ|頁|章|節)",
    re.IGNORECASE,
)
_ENDING = 3
_LONG_NAME = 6
"""Only of longer names the ending may differ: "Chinese" stands for "China", "Apple" not for "applied"."""
_HIRAGANA = late_pattern(r"[\u3041-\u309f]")
_ABOUT_DOCUMENTS = "document report paper page mention state according describe 文書 資料 記載 教えて 説明 具体的"
"""How questions speak of the document itself; it need not use these words."""
UNKNOWN_WORDS = 0.5
"""A document in which this share of the question's words stands nowhere is silent about it."""


def asked(question: str) -> str:
    """The question without sentences that tell what its answer is to look like ("Round to two decimals.")."""
    sentences = [part.strip() for part in _SENTENCE_END.split(question) if part and part.strip()]
    told = [sentence for sentence in sentences if not _HOW_TO_ANSWER.match(sentence)]
    if not told or len(told) == len(sentences):
        return _DECIMALS.sub("", question).strip() or question
    return _DECIMALS.sub("", " ".join(told)).strip() or question


def named_things(question: str) -> tuple[str, ...]:
    """The proper names and the numbers of two digits and more in a question, as it writes them, each once."""
    text = _PERIOD.sub("", unicodedata.normalize("NFKC", asked(question)))
    return tuple(dict.fromkeys([*_proper_names(text), *_numbers(text)]))


def _numbers(text: str) -> list[str]:
    return [match.group() for match in _NUMBER.finditer(text) if len(match.group()) >= _FEWEST_DIGITS]


def _proper_names(text: str) -> list[str]:
    found = []
    words = capitalised = 0
    for sentence in _NAME_SENTENCE.split(text):
        for position, match in enumerate(_NAME.finditer(sentence)):
            word = match.group()
            words += 1
            capitalised += word[0].isupper()
            is_name = word[0].isupper() and len(word) >= _SHORTEST_NAME and not _NO_NAME.fullmatch(word)
            if is_name and (position or _HAS_CJK.search(sentence)) and word.casefold() not in STOP_WORDS:
                found.append(word)
    return [] if words > 2 and capitalised > _TITLE_CASE * words else found


def spellings(thing: str) -> tuple[str, ...]:
    """What to look for in a document instead: "700,000" and "700000", "chin" for "Chinese", "apple" for "Apple"."""
    if thing[0].isdigit():
        return tuple(dict.fromkeys((thing, thing.replace(",", ""), *tokens(thing))))
    folded = thing.casefold()
    return (folded[:-_ENDING] if len(folded) >= _LONG_NAME else folded,)


def question_words(question: str) -> frozenset[str]:
    """The search tokens of what is asked; of Japanese only those of kanji and katakana. Places are left out."""
    text = _PLACE.sub(" ", _PERIOD.sub("", asked(question)))
    return frozenset(token for token in content_tokens(text) if not _HIRAGANA.search(token)) - _about_documents()


@cache
def _about_documents() -> frozenset[str]:
    return frozenset(content_tokens(_ABOUT_DOCUMENTS))
