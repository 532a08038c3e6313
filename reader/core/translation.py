"""What a translated sentence must have in common with the original before it is shown in its place.

A model that translates well loses a number, a "not" or a direction now and then ("by 10.8 %" for "to 10.8 %"), and
nothing in the translation shows it. Each check names a fault that code can see; what passes is not proven right.
"""

import re
import unicodedata

from reader.core.answer_language import is_other_language
from reader.core.language import CJK
from reader.core.patterns import late_pattern
from reader.core.quantities import agree_in_negation, quantities

_SCALES = {
    "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "万": 1e4, "億": 1e8, "兆": 1e12,
    "万円": 1e4, "億円": 1e8, "兆円": 1e12,
}  # fmt: skip
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = late_pattern(r"\b(?:" + "|".join(_MONTHS) + r")\b", re.IGNORECASE)
_FIGURE = late_pattern(r"\d+(?:[.,]\d+)*")
_WITHOUT_LATIN = ("ja", "zh", "ko")
_LATIN_WORD = late_pattern(r"[A-Za-z][A-Za-z0-9]*(?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_KEPT = late_pattern(r"\d[\d.,]*(?:%|[A-Za-z]+)?|[A-Za-z][A-Za-z0-9-]*")
_KANA = late_pattern(r"[\u3041-\u3096\u30a1-\u30fa]")
_UP = late_pattern(
    r"\b(?:increas|rais|ris(?:e|es|en|ing)\b|rose\b|higher|more than|greater|exceed|improv|larger|grow|grew"
    r"|faster|gain)"
    r"|増|上昇|高(?:い|く|め)|上回|向上|改善|大き|速",
    re.IGNORECASE,
)
_DOWN = late_pattern(
    r"\b(?:reduc|decreas|lower|less\b|fewer|drop|declin|fell\b|falls?\b|smaller|below\b|cut\b|shrink|slower|worse|loss)"
    r"|減|低|下が|下げ|下回|抑|小さ|少な|縮|遅|悪化|損失",
    re.IGNORECASE,
)
_TO_OR_BY = late_pattern(
    r"\b(to|by)\s+(?:(?:about|around|approximately|only|just|nearly|almost)\s+)?[$€£¥]?(\d[\d.,]*)", re.IGNORECASE
)
_TO_JA = late_pattern(
    r"(\d[\d.,]*)\s*(?:%|％|パーセント|[A-Za-z]+|[兆億万]?[円人台件個]|倍|分の\d+)?\s*(?:程度|ほど)?(?:に|まで|へ)"
)


def is_faithful(original: str, translation: str, language: str) -> bool:
    """Whether a translation into `language` keeps what code can compare: numbers, names, negation, direction."""
    original, translation = (unicodedata.normalize("NFKC", text) for text in (original, translation))
    return (
        _is_written_in(original, translation, language)
        and _same_numbers(original, translation)
        and _same_names(original, translation)
        and agree_in_negation(original, translation)
        and _same_direction(original, translation)
    )


def to_keep(original: str) -> list[str]:
    """The names and figures of a sentence that a translation has to have as they are."""
    found: list[str] = []
    for match in _KEPT.finditer(unicodedata.normalize("NFKC", original)):
        word = match.group().rstrip(".,-")
        if word not in found and (word[0].isdigit() or any(_is_coined(part) for part in word.split("-"))):
            found.append(word)
    return found


def _is_written_in(original: str, translation: str, language: str) -> bool:
    """All of it in the language: neither left as it was, nor half translated, nor drifting into another language."""
    if not translation.strip() or is_other_language(translation, language):
        return False
    if language == "en":
        return _KANA.search(translation) is None
    if language not in _WITHOUT_LATIN:
        return True
    known = {word.casefold() for word in _LATIN_WORD.findall(original)}
    known |= {word.rstrip("s") for word in known}
    # "フィneチューニング"
    if not {word.casefold() for word in _LATIN_WORD.findall(translation)} <= known:
        return False
    return language != "ja" or _is_japanese_writing(original, translation)


def _is_japanese_writing(original: str, translation: str) -> bool:
    """Whether Japan's own character set has all of it: simplified Chinese characters are not in there."""
    new = "".join(character for character in translation if character not in original)
    try:
        new.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _values(text: str) -> set[float]:
    """Numbers with their scale: "65 billion" and "650億" are the same, and so are "March" and "3月"."""
    text = _MONTH.sub(lambda month: f" {_MONTHS.index(month.group().lower()) + 1} ", text)
    return {
        round(float(number) * _SCALES.get(unit, 1.0), 6)
        for number, units in quantities(text).items()
        for unit in units
        if re.fullmatch(r"\d+(?:\.\d+)?", number)
    }


def _same_numbers(original: str, translation: str) -> bool:
    ours, theirs = _values(original), _values(translation)
    # "two" may be said without a figure in the other language; a figure may not come from nowhere.
    written = {value for value in ours if any(_is_figure(value, figure) for figure in _FIGURE.findall(original))}
    return written <= theirs <= ours and original.count("%") == translation.count("%") + translation.count("パーセント")


def _is_figure(value: float, figure: str) -> bool:
    return any(value in _values(figure + unit) for unit in ("", "k", "m", "b", "t", "万", "億", "兆"))


def _same_names(original: str, translation: str) -> bool:
    """Whether names with capitals or digits inside ("LOMO", "DeepSpeed", "GPT4") are still there. Others ("Stanford")
    may have been written in the letters of the language."""
    there = {word.casefold().rstrip("s") for word in _LATIN_WORD.findall(translation)}
    there |= {part for word in there for part in word.split("-")}
    return all(
        part.casefold().rstrip("s") in there
        for word in _LATIN_WORD.findall(original)
        if not _is_phrase(word)
        for part in word.split("-")
        if _is_coined(part)
    )


def _is_coined(word: str) -> bool:
    return word[:1].isalpha() and any(c.isupper() for c in word[1:])


def _is_phrase(word: str) -> bool:
    """ "LOw-Memory", "Multi-Head": words that mean something, and may be translated."""
    parts = word.split("-")
    return len(parts) > 1 and all(part.isalpha() and len(part) > 2 for part in parts)


def _same_direction(original: str, translation: str) -> bool:
    """Whether what rises still rises, and "to 10.8 %" has not become "by 10.8 %"."""
    ours, theirs = _direction(original), _direction(translation)
    if ours and theirs and ours != theirs:
        return False
    reached = _reached(original)
    if reached is None:
        return True
    other = _reached(translation)
    return other is None or all(other[number] == is_to for number, is_to in reached.items() if number in other)


def _direction(text: str) -> str:
    """ "up" or "down"; "" where it speaks of neither or of both."""
    up, down = _UP.search(text) is not None, _DOWN.search(text) is not None
    return "" if up == down else "up" if up else "down"


def _reached(text: str) -> dict[str, bool] | None:
    """number -> whether something changes *to* it rather than *by* it; None where nothing changes."""
    if not (_UP.search(text) or _DOWN.search(text)):
        return None
    if re.search(rf"[{CJK}]", text):
        reached = {match.group(1).rstrip(".,") for match in _TO_JA.finditer(text)}
        return {number.rstrip(".,"): number.rstrip(".,") in reached for number in _FIGURE.findall(text)}
    return {match.group(2).rstrip(".,"): match.group(1).lower() == "to" for match in _TO_OR_BY.finditer(text)}


_REQUEST = late_pattern(r"^\W*(?:please |could you |can you )?translate\b|訳して|翻訳", re.IGNORECASE)
_TARGETS = {
    "ja": late_pattern(r"japanese|日本語|和訳", re.IGNORECASE),
    "en": late_pattern(r"english|英語|英訳", re.IGNORECASE),
    "zh": late_pattern(r"chinese|中国語", re.IGNORECASE),
    "ko": late_pattern(r"korean|韓国語", re.IGNORECASE),
}


def wanted_translation(question: str, language: str) -> str:
    """The language that a question asks a translation into: the one it names, else `language`; "" for others."""
    if not _REQUEST.search(unicodedata.normalize("NFKC", question)):
        return ""
    return next((code for code, name in _TARGETS.items() if name.search(question)), language)
