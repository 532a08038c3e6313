"""Which words a number belongs to: "98 MB on disk and 500 MB of memory" does not say "98 MB of memory".

Each number of a sentence has a neighbourhood: the words up to the next clause or the next number. A claim's number
is bound otherwise where its neighbourhood is nearer to that of another number of the evidence than to its own.
"""

import re
from dataclasses import dataclass

from reader.core.language import CJK, content_tokens, folded_text, tokens
from reader.core.patterns import late_pattern

_NUMBER = late_pattern(rf"(?<![^\W{CJK}])(?<!\d[.,])\d+(?:[.,]\d+)*(?:st|nd|rd|th)?(?![^\W\d_a-z]\d)")
_YEAR = late_pattern(r"(?:19|20)\d\d")
_BEFORE_YEAR = late_pattern(r"(?:^|[(（,、]|\b(?:in|of|since|during|by|until|from|to|and|for|year|fy))\s*$")
_AFTER_YEAR = late_pattern(r"\s*年")
_BORDER = late_pattern(
    r"[;:、。，；()（）|\n]|,(?!\d)|(?<!\d)\.(?!\d)|\b(?:and|while|whereas|but|or|versus|vs|compared)\b"
    r"|(?<=[\u3041-\u3096])(?:一方|また)|および|及び|ならびに"
)
_UNIT = late_pattern(r"(?<![a-z])(?:[kmgt]i?b|%|percent|million|billion|thousand|ms|kg|km|cm|mm)(?![a-z])")
_NOUN_WORDS = 2
"""The first content words after a number are mostly what it counts."""
_NOUN_WEIGHT = 2
_HIRAGANA = late_pattern(r"[\u3041-\u309f]")
_RESPECTIVELY = late_pattern(r"\brespectively\b|\brespective\b|それぞれ|順に")


@dataclass(frozen=True, slots=True)
class _Neighbourhood:
    number: str
    words: frozenset[str]
    nouns: frozenset[str]
    """Of the words, those that follow the number at once."""


def _neighbourhoods(text: str) -> list[_Neighbourhood]:
    """Of the values of a folded text, in its order; years are words here: they belong to a value."""
    places = [match for match in _NUMBER.finditer(text) if not _is_year(text, match)]
    found = []
    for position, place in enumerate(places):
        before = text[places[position - 1].end() if position else 0 : place.start()]
        after = text[place.end() : places[position + 1].start() if position + 1 < len(places) else len(text)]
        if position:  # what follows the last border belongs to this number, what is before it to the one before
            borders = list(_BORDER.finditer(before))
            before = before[borders[-1].end() :] if borders else _half(before, 1)
        if position + 1 < len(places):
            border = _BORDER.search(after)
            after = after[: border.start()] if border is not None else _half(after, 0)
        following = _words(after)
        number = tokens(place.group())[0]
        words = frozenset((*_words(before), *following)) - {number}
        found.append(_Neighbourhood(number, words, frozenset(following[:_NOUN_WORDS]) & words))
    return found


def _is_year(text: str, match: re.Match[str]) -> bool:
    before = text[max(match.start() - 12, 0) : match.start()]
    return _YEAR.fullmatch(match.group()) is not None and (
        _BEFORE_YEAR.search(before) is not None or _AFTER_YEAR.match(text, match.end()) is not None
    )


def _words(text: str) -> list[str]:
    return [word for word in content_tokens(_UNIT.sub(" ", text)) if not _HIRAGANA.search(word)]


def _half(between: str, which: int) -> str:
    """The first (0) or second (1) half of the words between two numbers without a border."""
    words = between.split()
    middle = (len(words) + 1) // 2
    return " ".join(words[middle:] if which else words[:middle])


def are_numbers_bound(claim: str, evidence: str) -> bool:
    """Whether each number of the claim has the words around it that it has in the evidence, as far as both have it."""
    said, there = _neighbourhoods(folded_text(claim)), _neighbourhoods(folded_text(evidence))
    order = [near.number for near in there]
    if len(set(order)) < 2:
        return True
    shared = [near for near in said if near.number in order]
    is_same_order = _is_in_order([near.number for near in shared], order)
    if _RESPECTIVELY.search(folded_text(evidence)) and not (len(shared) > 1 and is_same_order):
        return False
    crossed: set[tuple[str, str]] = set()
    for near in shared:
        own = frozenset[str]().union(*(other.words for other in there if other.number == near.number))
        for rival in (other for other in there if other.number != near.number):
            elsewhere = near.words & (rival.words - own)
            only_here = near.words & (own - rival.words)
            if elsewhere & near.nouns & rival.nouns:
                return False
            if elsewhere and _weight(elsewhere, near) >= _weight(only_here, near):
                return False
            if not is_same_order and not only_here:
                return False
            if elsewhere:
                crossed.add((near.number, rival.number))
    return not any((other, one) in crossed for one, other in crossed)


def _weight(words: frozenset[str], near: _Neighbourhood) -> int:
    return sum(_NOUN_WEIGHT if word in near.nouns else 1 for word in words)


def _is_in_order(shared: list[str], order: list[str]) -> bool:
    position = 0
    for number in shared:
        try:
            position = order.index(number, position) + 1
        except ValueError:
            return False
    return True
