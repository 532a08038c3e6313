"""What a translated sentence must have in common with the original before it is shown in its place.

A model that translates well loses a number, a "not" or a direction now and then ("by 10.8 %" for "to 10.8 %"), and
nothing in the translation shows it. Each check names a fault that code can see; what passes is not proven right.
"""

import re
import unicodedata

from reader.core.answer_language import is_other_language
from reader.core.glossary import terms_in, with_terms
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
_PERCENT = late_pattern(r"%|\bpercents?\b|パーセント", re.IGNORECASE)
_ONE = late_pattern(r"\b(?:one|single|a|an|once|first(?:ly)?)\b", re.IGNORECASE)
"""Words that Japanese may write with a figure: "one step", "a single machine"."""
_WITHOUT_LATIN = ("ja", "zh", "ko")
_LATIN_WORD = late_pattern(r"[A-Za-z][A-Za-z0-9]*(?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_KEPT = late_pattern(r"\d[\d.,]*(?:%|[A-Za-z]+)?|[A-Za-z][A-Za-z0-9-]*")
_MATHS = late_pattern(r"\\\(.*?\\\)|\\\[.*?\\\]|\$[^$]+\$")
"""LaTeX: its words are no language's."""
_ADDRESS = late_pattern(
    r"(?:https?://|www\.)[^\s()、。「」（）]+|[A-Za-z0-9.-]+/[A-Za-z0-9./-]+|[A-Za-z0-9]+_[A-Za-z0-9_]+|`[^`]+`"
)
_HARDLY = late_pattern(r"(?<!\ba )(?<!\bthe )\b(?:few|little)\b|\b(?:hardly|rarely|seldom|barely)\b", re.IGNORECASE)
_NON = late_pattern(r"\bnon-", re.IGNORECASE)
_HARDLY_JA = late_pattern(r"(?:ほとんど|めったに|あまり)[^。]*?(?:ない|ません|なかった)")
_SHORTEST_SHARE = 0.2
"""Of the original's characters: Japanese takes about half of English. "LLMs" is no translation of a sentence."""
_PART_END = late_pattern(r"[、。,.;]\s*")
_LONG_PART = 9
_SHORTEST_LEFT = 5
"""Shorter ones are units and symbols more often than words."""
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
        and _same_formulas(original, translation)
        and _same_negation(original, translation)
        and len(translation) >= _SHORTEST_SHARE * len(original)
        and _same_direction(original, translation)
        and not _is_turned_round(original, translation)
        and not _repeats(translation)
    )


def _repeats(translation: str) -> bool:
    """Whether it says a sentence, or a long part of one, twice: a small model that has lost its way."""
    parts = [part for part in _PART_END.split(translation) if len(part) >= _LONG_PART]
    return len(set(parts)) < len(parts)


def mended(original: str, translation: str, language: str) -> str:
    """A translation with the faults set right that can be: terms left in English, "reduced *by*" for "reduced *to*"."""
    if language != "ja":
        return translation
    return _with_reached(original, with_terms(original, translation))


def to_keep(original: str) -> list[str]:
    """The names and figures of a sentence that a translation has to have as they are."""
    found: list[str] = []
    for match in _KEPT.finditer(unicodedata.normalize("NFKC", original)):
        word = match.group().rstrip(".,-")
        if word not in found and (word[0].isdigit() or any(_is_coined(part) for part in word.split("-"))):
            found.append(word)
    return found


def _same_formulas(original: str, translation: str) -> bool:
    return all(formula in translation for formula in _MATHS.findall(original))


def _same_negation(original: str, translation: str) -> bool:
    """ "Few have tried it" is ほとんど試していない in Japanese: there is no "not" in the original to look for."""
    if _HARDLY.search(original):
        translation = _HARDLY_JA.sub("ほとんど", translation)
    return agree_in_negation(_NON.sub("", original), translation)  # "non-linear" is 非線形


_OWN_NAME = late_pattern(r"^([A-Z][A-Za-z0-9-]{2,})\s*:")


def latin_names(question: str, title: str = "") -> list[str]:
    """What a Japanese question writes in Latin letters with a capital, and what a paper's title calls it, as far as it
    does not look like a name anyway ("LOMO")."""
    own = _OWN_NAME.match(title)
    asked = _LATIN_WORD.findall(question) if re.search(rf"[{CJK}]", question) else []
    found = [*([own[1]] if own is not None else []), *(word for word in asked if word[0].isupper())]
    return [name for name in dict.fromkeys(found) if not any(_is_coined(part) for part in name.split("-"))]


def _is_written_in(original: str, translation: str, language: str) -> bool:
    """All of it in the language: neither left as it was, nor half translated, nor drifting into another language."""
    if not translation.strip() or is_other_language(translation, language):
        return False
    if language == "en":
        return _KANA.search(translation) is None
    if language not in _WITHOUT_LATIN:
        return True
    known = {word.casefold() for word in _LATIN_WORD.findall(original)}
    known |= {part for word in known for part in word.split("-")}
    known |= {word.rstrip("s") for word in known}
    # "フィneチューニング"
    if not {word.casefold() for word in _LATIN_WORD.findall(_MATHS.sub(" ", translation))} <= known:
        return False
    if _left_as_it_was(original, translation):
        return False
    return language != "ja" or _is_japanese_writing(original, translation)


def _left_as_it_was(original: str, translation: str) -> bool:
    """Whether an English word that is no name, unit or address stands in a translation: "メモリ footprint"."""
    names = " ".join(_ADDRESS.findall(original))
    return any(
        word.islower() and len(word) >= _SHORTEST_LEFT and word not in names
        for word in _LATIN_WORD.findall(_MATHS.sub(" ", _ADDRESS.sub(" ", translation)))
    )


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
    if _ONE.search(original):
        ours |= {1.0}
    return written <= theirs <= ours and _percents(original) == _percents(translation)


def _percents(text: str) -> int:
    return len(_PERCENT.findall(text))


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


_CHANGE_JA = r"(?:削減|減ら|減少|低減|低下|短縮|縮小|増や|増加|向上|改善|下げ|抑え)"
_BY_JA = late_pattern(
    rf"(?P<number>\d[\d.,]*\s*(?:%|％|パーセント|[KMGT]?B|倍)?)(?:の(?P<what>[^、。はがをにで\d]{{1,30}})を|だけ|も|\s*)"
    rf"(?P<change>{_CHANGE_JA})"
)


def _with_reached(original: str, translation: str) -> str:
    """ "10.8%のメモリ使用量を削減" -> "メモリ使用量を10.8%に削減", where the original says "reduce ... to 10.8%"."""
    reached = {number for number, is_to in (_reached(original) or {}).items() if is_to}

    def turned(match: re.Match[str]) -> str:
        figure = _FIGURE.search(match["number"])
        if figure is None or figure.group() not in reached:
            return match.group()
        what = f"{match['what']}を" if match["what"] else ""
        return f"{what}{match['number'].rstrip()}に{match['change']}"

    return _BY_JA.sub(turned, translation)


_INSTEAD = late_pattern(r"\b(?:instead of|rather than|in place of|as opposed to)\b", re.IGNORECASE)
_INSTEAD_JA = late_pattern(r"(?:の|する|した)?(?:代わり|かわり)に|ではなく|よりも?むしろ")
_THAN = late_pattern(
    r"\b(?:than|outperform(?:s|ed|ing)?|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|beats?)\b", re.IGNORECASE
)
_THAN_JA = late_pattern(
    r"(?P<second>[^、。はが]{1,40}?)(?:より(?!も?むしろ|多くの)|を(?:大きく|大幅に)?(?:上回|超え|凌))"
)
_END_OF_PART = late_pattern(r"[,;.](?:\s|$)")


def _is_turned_round(original: str, translation: str) -> bool:
    """Whether what stands on one side of "instead of" or "than" has changed places with what stands on the other."""
    if not re.search(rf"[{CJK}]", translation):
        return False
    marks = _marks(original)
    return _is_crossed(original, translation, marks, _INSTEAD, _INSTEAD_JA) or _is_beaten(original, translation)


def _marks(original: str) -> list[tuple[str, str]]:
    """What can be recognised in both languages: terms, and names in Latin letters."""
    names = [
        (word, word) for word in _LATIN_WORD.findall(original) if any(_is_coined(part) for part in word.split("-"))
    ]
    return [*terms_in(original), *names]


def _is_crossed(
    original: str, translation: str, marks: list[tuple[str, str]], here: re.Pattern[str], there: re.Pattern[str]
) -> bool:
    """English names what is replaced behind "instead of", Japanese in front of 代わりに."""
    ours, theirs = here.search(original), there.search(translation)
    if ours is None or theirs is None:
        return False
    end = _END_OF_PART.search(original, ours.end())
    replaced = original[ours.end() : end.start() if end is not None else len(original)]
    before, after = translation[: theirs.start()], translation[theirs.end() :]
    for term, japanese in marks:
        is_replaced, is_kept = term in replaced, term in original[: ours.start()]
        if is_replaced and not is_kept and japanese in after and japanese not in before:
            return True
    return False


def _is_beaten(original: str, translation: str) -> bool:
    """ "A outperforms B" must not become "BはAを上回る"."""
    ours = _THAN.search(original)
    if ours is None:
        return False
    names = [word for word in _LATIN_WORD.findall(original) if any(_is_coined(part) for part in word.split("-"))]
    winners = [name for name in names if name in original[: ours.start()] and name not in original[ours.end() :]]
    losers = [name for name in names if name in original[ours.end() :] and name not in original[: ours.start()]]
    compared = [match["second"] for match in _THAN_JA.finditer(translation)]
    return any(
        any(name in second for name in winners) and not any(name in second for name in losers) for second in compared
    )


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
