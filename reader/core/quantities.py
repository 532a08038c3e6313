"""Numbers with their units, names and negations: what a claim and its evidence must agree in."""

import re
import unicodedata
from collections import defaultdict
from fractions import Fraction

from reader.core.language import CJK, STOP_WORDS, folded_text, tokens
from reader.core.patterns import late_pattern

_NUMBER = late_pattern(
    rf"(?<![^\W{CJK}])(?<!\.)(\d+(?:[.,]\d+)*)\s*([%°]|[a-zμ]+|か月|時間|(?:十億|百万|千万|[兆億万千百])?[円人年月日件個台社倍点本秒分]|[兆億万千])?"
)
_ATTACHED_NUMBER = late_pattern(r"\d+(?:[.,]\d+)*")
_UNITS = {
    "%": "%", "percent": "%", "パーセント": "%",
    "kb": "kb", "mb": "mb", "gb": "gb", "gib": "gb", "gigabytes": "gb", "gigabyte": "gb", "tb": "tb",
    "k": "k", "thousand": "k", "m": "m", "million": "m", "millions": "m", "b": "b", "bn": "b", "billion": "b",
    "billions": "b", "trillion": "t", "t": "t",
    "ms": "ms", "s": "s", "sec": "s", "second": "s", "seconds": "s", "min": "min", "minutes": "min", "minute": "min",
    "h": "h", "hour": "h", "hours": "h", "day": "day", "days": "day", "week": "week", "weeks": "week",
    "month": "month", "months": "month", "year": "year", "years": "year",
    "nm": "nm", "mm": "mm", "cm": "cm", "km": "km", "kg": "kg", "g": "g", "mg": "mg", "w": "w", "kw": "kw",
    "x": "x", "times": "x", "fold": "x", "倍": "x", "°": "°",
    "億": "億", "万": "万", "兆": "兆", "円": "円", "億円": "億円", "万円": "万円", "兆円": "兆円", "千円": "千円",
    "百万円": "百万円", "十億円": "十億円", "人": "人",
    "秒": "s", "分": "min", "時間": "h", "日": "day", "か月": "month", "年": "year",
    "件": "件", "個": "個", "台": "台", "社": "社",
}  # fmt: skip
_UNIT_WORD = late_pattern(r"%|[a-z]{2,}|[兆億万]?円")
_CURRENCY = late_pattern(r"[$€£¥]")
_NEGATIVE = late_pattern(rf"(?<![^\W{CJK}])(?<![.,)%])[-\u2212\u2013](?=\d)")
_WORD = late_pattern(rf"[^\W_{CJK}]+")
_BEFORE_FIRST_WORD = "\"'([“‘ "
_OPENERS = frozenset(
    "according accordingly additionally besides finally first furthermore hence however instead moreover overall"
    " second similarly since specifically therefore thus yes".split()
)
"""Words that begin a sentence and name nothing."""
_NEGATION = late_pattern(
    r"\b(?:not|no|never|none|neither|nor|nothing|nobody|nowhere|hardly|without|cannot|unable|fail(?:s|ed|ing)?"
    r"|lack(?:s|ed|ing)?|non(?=-))\b|n['\u2019]t\b"
    r"|(?<!少)(?<!すく)ない|(?<!少)なかった|なく(?!な)|なし|ません|(?<![まはら必])ず(?:に|、|。)|ならず|無い|不要|不可",
    re.IGNORECASE,
)


_SPELLED = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_NUMBER_WORDS = {word: str(value) for value, word in enumerate(_SPELLED.split(), start=2)}
"""Without "one", which is a pronoun as often as a number."""
_NUMBER_WORD = late_pattern(r"\b(" + "|".join(_NUMBER_WORDS) + r")\b")


def _plain_number(text: str) -> str:
    return tokens(text)[0]


def quantities(text: str) -> dict[str, set[str]]:
    """number -> the units it stands with ("" for none); "1,577.00" and "1577", "4" and "four" are one number."""
    found: dict[str, set[str]] = defaultdict(set)
    folded = _NUMBER_WORD.sub(lambda word: _NUMBER_WORDS[word.group()], folded_text(text))
    covered: set[int] = set()
    for match in _NUMBER.finditer(folded):
        unit = _UNITS.get(match.group(2) or "", "")
        if unit == "year" and len(match.group(1)) == 4:
            unit = ""  # "2019年" is the year 2019
        found[_plain_number(match.group(1))].add(unit)
        covered.add(match.start(1))
    for match in _ATTACHED_NUMBER.finditer(folded):  # figures inside words: "GPT4", "v2.5", "8×80GB"
        if match.start() not in covered:
            found[_plain_number(match.group())].add("")
    return dict(found)


_SCALES = {
    "thousand": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9, "bn": 10**9,
    "trillion": 10**12, "千": 10**3, "万": 10**4, "百万": 10**6,
    "千万": 10**7, "億": 10**8, "十億": 10**9, "兆": 10**12,
}  # fmt: skip
_SCALE = r"thousand|millions?|billions?|bn|trillion|百万|千万|十億|千|万|億|兆"
_SCALED = late_pattern(rf"(\d+(?:[.,]\d+)*)\s*({_SCALE})(?![a-z])")
_SCALE_APART = late_pattern(rf"(?:\bin|単位\s*[:：]?)\s*(?:[a-z$€£¥]+\s+)?({_SCALE})(?![a-z])")


def _scaled_values(text: str) -> dict[str, set[Fraction]]:
    """number -> what it stands for with its scale: "1.5 billion" and "1,500 million" are one value."""
    folded = folded_text(text)
    found: dict[str, set[Fraction]] = defaultdict(set)
    for match in _SCALED.finditer(folded):
        number = _plain_number(match.group(1))
        if number.count(".") <= 1:
            found[number].add(Fraction(number) * _SCALES[match.group(2)])
    apart = {_SCALES[scale] for scale in _SCALE_APART.findall(folded)}
    for match in _ATTACHED_NUMBER.finditer(folded):
        number = _plain_number(match.group())
        if number not in found and number.count(".") <= 1:
            found[number] |= {Fraction(number) * scale for scale in apart or {1}}
    return found


def disagreeing_numbers(claim: str, evidence: str, allowed: str = "") -> set[str]:
    """The claim's numbers that the evidence does not hold, or holds with another unit; `allowed` may hold them too."""
    there, granted = quantities(evidence), quantities(allowed)
    wrong = set()
    for number, units in quantities(claim).items():
        known = there.get(number)
        if known is None:
            if number not in granted and not _is_rescaled(number, claim, evidence):
                wrong.add(number)
        elif "" not in known and any(unit and unit not in known for unit in units):
            wrong.add(number)
    return wrong


def _is_rescaled(number: str, claim: str, evidence: str) -> bool:
    """Whether the evidence gives the claim's number in another scale, and exactly."""
    wanted = _scaled_values(claim).get(number, set())
    return bool(wanted) and wanted <= set().union(*_scaled_values(evidence).values())


def unconfirmed_numbers(claim: str, evidence: str, allowed: str = "") -> set[str]:
    """The claim's numbers that the evidence holds, but not with the claim's unit, currency or sign.

    A unit may stand apart from its number, as in the head of a table, if it has no other number; "12 layers and
    10 GB" does not confirm "12 GB". `allowed` may hold unit and currency too.
    """
    there, granted = quantities(evidence), quantities(allowed)
    units_apart = _units_apart(evidence) | _units_apart(allowed)
    negative, granted_negative = _negative_numbers(evidence), _negative_numbers(allowed)
    positive = _negative_numbers(evidence, wanted=False)
    wrong = set()
    for number, units in quantities(claim).items():
        known = there.get(number, set()) | granted.get(number, set())
        if any(unit and unit not in known and not ("" in known and unit in units_apart) for unit in units):
            if not known and _is_rescaled(number, claim, evidence):
                continue
            wrong.add(number)
    wrong |= _negative_numbers(claim) - negative - granted_negative
    wrong |= (_negative_numbers(claim, wanted=False) & negative) - positive
    if not set(_CURRENCY.findall(folded_text(claim))) <= set(_CURRENCY.findall(folded_text(evidence + allowed))):
        wrong |= quantities(claim).keys()
    return wrong


def _units_apart(text: str) -> set[str]:
    """The units in a text that do not stand with a number."""
    rest = _NUMBER.sub(" ", folded_text(text))
    return {_UNITS[word] for word in _UNIT_WORD.findall(rest) if word in _UNITS}


def _negative_numbers(text: str, *, wanted: bool = True) -> set[str]:
    """The numbers with a minus sign, or (`wanted=False`) those without."""
    folded = folded_text(text)
    signed = {match.end() for match in _NEGATIVE.finditer(folded)}
    return {
        _plain_number(match.group())
        for match in _ATTACHED_NUMBER.finditer(folded)
        if (match.start() in signed) is wanted
    }


def names(text: str) -> set[str]:
    """Words that look like names or abbreviations (as folded tokens): "LOMO", "GPT4", "mT5", "Kyoto".

    The first word of the text only if it has capitals or digits inside: see `opening_name`.
    """
    text = unicodedata.normalize("NFKC", text)
    first_at = len(text) - len(text.lstrip(_BEFORE_FIRST_WORD))
    found: set[str] = set()
    for match in _WORD.finditer(text):
        word = match.group()
        if _has_inner_capitals(word) or (_is_capitalised(word) and match.start() > first_at):
            found.update(_name_tokens(word))
    return found


def opening_name(text: str) -> str:
    """The first word as a folded token where it may be a name ("Gemma needs"), or a common word in its first place
    ("Training needs"): only the document can tell. Empty for words that are no name anywhere."""
    text = unicodedata.normalize("NFKC", text).lstrip(_BEFORE_FIRST_WORD)
    match = _WORD.match(text)
    if match is None or not _is_capitalised(match.group()) or _has_inner_capitals(match.group()):
        return ""
    word = match.group().casefold()
    return "" if word in STOP_WORDS or word in _OPENERS else next(iter(_name_tokens(word)), "")


def lower_case_words(text: str) -> set[str]:
    """The words of a text that stand there without a capital, as folded tokens."""
    return {token for word in set(_WORD.findall(text)) if word.islower() for token in _name_tokens(word)}


def _has_inner_capitals(word: str) -> bool:
    return word[0].isalpha() and any(c.isupper() for c in word) and any(c.isupper() or c.isdigit() for c in word[1:])


def _is_capitalised(word: str) -> bool:
    return len(word) >= 3 and word[0].isupper() and word[1:].islower()


def _name_tokens(word: str) -> list[str]:
    return [token for token in tokens(word) if not token[0].isdigit()]


def negation_count(text: str) -> int:
    return len(_NEGATION.findall(unicodedata.normalize("NFKC", text)))


def agree_in_negation(claim: str, evidence: str) -> bool:
    """Whether both or neither deny: an even number of negations in both, or an odd one, and none against two is
    no agreement either."""
    claimed, there = negation_count(claim), negation_count(evidence)
    return claimed % 2 == there % 2 and bool(claimed) == bool(there)
