"""Numbers with their units, names and negations: what a claim and its evidence must agree in."""

import re
import unicodedata
from collections import defaultdict

from reader.core.language import folded_text, tokens

_NUMBER = re.compile(
    r"(?<![\w.])(\d+(?:[.,]\d+)*)\s*([%°]|[a-zμ]+|[兆億万千百]?[円人年月日件個台社倍点本]|[兆億万千])?"
)
_ATTACHED_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_UNITS = {
    "%": "%", "percent": "%", "パーセント": "%",
    "kb": "kb", "mb": "mb", "gb": "gb", "gib": "gb", "gigabytes": "gb", "gigabyte": "gb", "tb": "tb",
    "k": "k", "thousand": "k", "m": "m", "million": "m", "millions": "m", "b": "b", "bn": "b", "billion": "b",
    "billions": "b", "trillion": "t", "t": "t",
    "ms": "ms", "s": "s", "sec": "s", "second": "s", "seconds": "s", "min": "min", "minutes": "min", "minute": "min",
    "h": "h", "hour": "h", "hours": "h", "day": "day", "days": "day", "week": "week", "weeks": "week",
    "month": "month", "months": "month", "year": "year", "years": "year",
    "nm": "nm", "mm": "mm", "cm": "cm", "km": "km", "kg": "kg", "g": "g", "mg": "mg", "w": "w", "kw": "kw",
    "億": "億", "万": "万", "兆": "兆", "円": "円", "億円": "億円", "万円": "万円", "兆円": "兆円", "人": "人",
}  # fmt: skip
_NAME = re.compile(r"\b(?:[A-Z][\w]*[A-Z\d][\w]*|[A-Z][a-z]{2,}[\w]*)\b")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|unable|fails?|lacks?)\b|n['\u2019]t\b"
    r"|ない|なかった|ません|ず(?:に|、)|無い|不要|不可",
    re.IGNORECASE,
)


_SPELLED = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_NUMBER_WORDS = {word: str(value) for value, word in enumerate(_SPELLED.split(), start=2)}
"""Without "one", which is a pronoun as often as a number."""
_NUMBER_WORD = re.compile(r"\b(" + "|".join(_NUMBER_WORDS) + r")\b")


def _plain_number(text: str) -> str:
    return tokens(text)[0]


def quantities(text: str) -> dict[str, set[str]]:
    """number -> the units it stands with ("" for none); "1,577.00" and "1577", "4" and "four" are one number."""
    found: dict[str, set[str]] = defaultdict(set)
    folded = _NUMBER_WORD.sub(lambda word: _NUMBER_WORDS[word.group()], folded_text(text))
    covered: set[int] = set()
    for match in _NUMBER.finditer(folded):
        unit = _UNITS.get(match.group(2) or "", "")
        found[_plain_number(match.group(1))].add(unit)
        covered.add(match.start(1))
    for match in _ATTACHED_NUMBER.finditer(folded):  # figures inside words: "GPT4", "v2.5", "8×80GB"
        if match.start() not in covered:
            found[_plain_number(match.group())].add("")
    return dict(found)


def disagreeing_numbers(claim: str, evidence: str, allowed: str = "") -> set[str]:
    """The claim's numbers that the evidence does not hold, or holds with another unit; `allowed` may hold them too."""
    there, granted = quantities(evidence), quantities(allowed)
    wrong = set()
    for number, units in quantities(claim).items():
        known = there.get(number)
        if known is None:
            if number not in granted:
                wrong.add(number)
        elif "" not in known and any(unit and unit not in known for unit in units):
            wrong.add(number)
    return wrong


def names(text: str) -> set[str]:
    """Words that look like names or abbreviations (as folded tokens), the first word of the text left out
    unless it has capitals or digits inside."""
    text = unicodedata.normalize("NFKC", text)
    found: set[str] = set()
    for match in _NAME.finditer(text):
        word = match.group()
        is_first = not text[: match.start()].strip("\"'([“‘ ")
        if is_first and word[1:].islower():
            continue
        found.update(token for token in tokens(word) if not token[0].isdigit())
    return found


def is_negated(text: str) -> bool:
    """Whether an odd number of negations stands in the text."""
    return len(_NEGATION.findall(unicodedata.normalize("NFKC", text))) % 2 == 1
