"""Words of a text as search tokens, and which language a text is in.

Latin words become stems, CJK runs become overlapping pairs of characters: SQLite's own tokenisers either
keep a Japanese sentence as one word or never find a two-character word.
"""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import Any

from reader.core.patterns import late_pattern

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af々〆ー"
"""For character classes: scripts written without spaces, Hangul among them."""
_TOKEN = late_pattern(rf"[{CJK}]+|\d+(?:[.,]\d+)*%?|[^\W\d_{CJK}]+\d*(?:[^\W\d_{CJK}]*\d*)*", re.UNICODE)
_CJK_RUN = late_pattern(rf"[{CJK}]+")
_KANA = late_pattern(r"[\u3041-\u3096\u30a1-\u30fa]")
_HAN = late_pattern(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_HANGUL = late_pattern(r"[\uac00-\ud7af]")
_HYPHEN_AT_LINE_END = late_pattern(r"(?<=[^\W\d_])[-\u2010\u00ad]\n(?=[a-z])")

STOP_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both
    but by can could did do does doing done down during each either few for from further had has have having he her
    here hers him his how i if in into is it its itself just let like may me might more most much must my no nor not
    now of off on once one only or other our out over own per please said same say shall she should show so some such
    tell than that the their them then there these they this those through to too under until up upon us use used
    using very was we were what when where whether which while who whom whose why will with within without would you
    your""".split()
)
"""Words that say nothing about where an answer stands."""


_FISCAL_YEAR = late_pattern(r"fy(\d\d|\d{4})")


def _new_stemmer() -> Any:
    # Only here: a window opens without a word to look for.
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """ "memories" -> "memori"; a fiscal year is its year, "fy21" -> "2021": tables head their columns with that."""
    year = _FISCAL_YEAR.fullmatch(word)
    if year is not None:
        return year[1] if len(year[1]) == 4 else f"20{year[1]}"
    # A stemmer for each word: it keeps the word it works on, and indexes of several documents are made at once, each
    # in a thread of its own. One stemmer for all gave wrong stems without an error, now and then an IndexError.
    return str(_new_stemmer().stemWord(word))


@lru_cache(maxsize=50_000)
def _token_of_number(number: str) -> str:
    """ "1,577.00" -> "1577", "10.80%" -> "10.8": one figure, one token, however it is set."""
    digits = number.rstrip("%")
    has_thousands = re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits)
    digits = digits.replace(",", "" if has_thousands else ".")
    if digits.count(".") == 1:
        digits = digits.rstrip("0").rstrip(".")
    return digits


def folded_text(text: str) -> str:
    """NFKC, lower case, words divided at line ends made whole."""
    return unicodedata.normalize("NFKC", _HYPHEN_AT_LINE_END.sub("", text)).casefold()


def tokens(text: str) -> list[str]:
    """The search tokens of a text, in order: stems, numbers, CJK pairs."""
    found: list[str] = []
    for match in _TOKEN.finditer(folded_text(text)):
        token = match.group()
        if token[0].isdigit():
            found.append(_token_of_number(token))
        elif _CJK_RUN.match(token):
            found.extend(token[i : i + 2] for i in range(len(token) - 1)) if len(token) > 1 else found.append(token)
        else:
            found.append(stem(token))
    return found


_ALL_HIRAGANA = late_pattern(r"[\u3041-\u309f]+")


@cache
def _stop_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in STOP_WORDS)


def content_tokens(text: str) -> list[str]:
    """The tokens that say what a text is about: without stop words and pairs of particles only."""
    return [t for t in tokens(text) if t not in _stop_stems() and not _ALL_HIRAGANA.fullmatch(t)]


def is_number(token: str) -> bool:
    return token[0].isdigit()


def language_of(text: str) -> str:
    """ "ja", "zh", "ko" or "en" (any text in Latin letters), by script; "" without letters."""
    sample = text[:20_000]
    counts = Counter(kana=len(_KANA.findall(sample)), han=len(_HAN.findall(sample)), ko=len(_HANGUL.findall(sample)))
    letters = sum(character.isalpha() for character in sample)
    if not letters:
        return ""
    if counts["ko"] > 0.2 * letters:
        return "ko"
    if counts["kana"] > 0.05 * letters:
        return "ja"
    if counts["han"] > 0.3 * letters:
        return "zh"
    return "en"
