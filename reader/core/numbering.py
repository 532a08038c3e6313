"""The numbers that headings begin with: "3.2", "IV.", "A.1", "第3章", "Chapter Three", "Item 1A"."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from reader.core.patterns import late_pattern

Scheme: TypeAlias = Literal["part", "item", "chapter", "section", "article", "roman", "decimal", "letter", "bracket"]

_WORDS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
_KANJI: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_MOST: Final = 199
"""A heading's number is no year and no page."""

_NAMED: Final = late_pattern(
    r"(?P<name>part|chapter|section|appendix|item)\s+(?P<number>[0-9]{1,3}[A-Za-z]?|[IVXLC]{1,6}|[A-Z]|[A-Za-z]{3,9})"
    r"(?P<deeper>(?:\.[0-9]{1,2})*)(?=[\s.:–—-]|$)[\s.:–—-]*",
    re.IGNORECASE,
)
_JAPANESE: Final = late_pattern(r"第\s*(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,4})\s*(?P<name>[部編章節条])\s*")
_DECIMAL: Final = late_pattern(
    r"(?P<number>[0-9]{1,3}(?:\s?[.-]\s?[0-9]{1,2}){0,4})(?P<end>[.．、:]?)(?P<gap>\s*)(?=[^\s\d.])"
)
_LETTER: Final = late_pattern(r"(?P<letter>[A-Z])(?P<deeper>(?:\.[0-9]{1,2}){0,3})(?P<end>[.:)]?)\s+(?=[A-Z0-9\"“(])")
_ROMAN_NUMBER: Final = late_pattern(r"(?P<number>[IVXLC]{1,8})(?:[.:]\s*|\s+[-–—]\s*)(?=\S)")
_BRACKET: Final = late_pattern(r"\(\s*(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*\)\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Number:
    """ "3.2" is decimal (3, 2), "A.1" letter (1, 1), "IV" roman (4,), "Item 1A" item (1, 1)."""

    scheme: Scheme
    parts: tuple[int, ...]
    is_sure: bool
    """Written as only headings are ("3.2", "第3章", "Chapter 3"); "3 " and "A " may begin anything."""


def number_of(title: str) -> tuple[Number, str] | None:
    """The number that a title begins with, and the title without it; None where it begins with none."""
    text = unicodedata.normalize("NFKC", title).strip()
    for reader in (_named, _japanese, _decimal, _bracket, _roman, _letter):
        found = reader(text)
        if found is not None:
            return found
    return None


def _named(text: str) -> tuple[Number, str] | None:
    match = _NAMED.match(text)
    if match is None:
        return None
    name, number = match["name"].casefold(), match["number"]
    deeper = tuple(int(part) for part in match["deeper"].split(".")[1:])
    rest = text[match.end() :]
    if name == "item":
        digits = re.fullmatch(r"([0-9]+)([A-Za-z]?)", number)
        if digits is None:
            return None
        return Number("item", (int(digits[1]), *([ord(digits[2].upper()) - 64] if digits[2] else [])), True), rest
    if name == "appendix":
        return (Number("letter", (ord(number.upper()) - 64, *deeper), True), rest) if len(number) == 1 else None
    value = _value(number)
    if value is None:
        return None
    scheme: Scheme = "part" if name == "part" else "chapter" if name == "chapter" else "decimal"
    return Number(scheme, (value, *deeper), True), rest


def _value(number: str) -> int | None:
    if number.isdecimal():
        return int(number)
    if number.casefold() in _WORDS:
        return _WORDS.index(number.casefold()) + 1
    return _roman_value(number)


def _japanese(text: str) -> tuple[Number, str] | None:
    match = _JAPANESE.match(text)
    if match is None:
        return None
    value = _kanji_value(match["number"])
    schemes: dict[str, Scheme] = {"部": "part", "編": "part", "章": "chapter", "節": "section", "条": "article"}
    return (Number(schemes[match["name"]], (value,), True), text[match.end() :]) if value else None


def _decimal(text: str) -> tuple[Number, str] | None:
    match = _DECIMAL.match(text)
    if match is None:
        return None
    parts = tuple(int(part) for part in re.split(r"[.-]", match["number"]))
    if "-" in match["number"] and ("." in match["number"] or not match["end"]):
        return None  # "2-3" may be a range; "2-3." is how Japanese reports number
    if not match["end"] and not match["gap"] and (len(parts) == 1 or text[match.end()].isascii()):
        return None  # "3D", "4.5kg"
    if parts[0] > _MOST or max(parts[1:], default=0) > 99:
        return None
    return Number("decimal", parts, len(parts) > 1), text[match.end() :]


def _letter(text: str) -> tuple[Number, str] | None:
    match = _LETTER.match(text)
    if match is None:
        return None
    deeper = tuple(int(part) for part in match["deeper"].split(".")[1:])
    is_sure = bool(deeper or match["end"])
    return Number("letter", (ord(match["letter"]) - 64, *deeper), is_sure), text[match.end() :]


def _roman(text: str) -> tuple[Number, str] | None:
    match = _ROMAN_NUMBER.match(text)
    value = None if match is None else _roman_value(match["number"])
    return None if match is None or value is None else (Number("roman", (value,), True), text[match.end() :])


def _bracket(text: str) -> tuple[Number, str] | None:
    match = _BRACKET.match(text)
    value = None if match is None else _kanji_value(match["number"])
    return None if match is None or not value else (Number("bracket", (value,), True), text[match.end() :])


def _roman_value(text: str) -> int | None:
    """IV -> 4; None for what is no number, "IC" or "MIX"."""
    values = [_ROMAN.get(sign, 0) for sign in text.upper()]
    if not values or not all(values):
        return None
    total = sum(
        -value if any(value < later for later in values[place + 1 : place + 2]) else value
        for place, value in enumerate(values)
    )
    return total if _as_roman(total) == text.upper() else None


def _as_roman(value: int) -> str:
    signs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for worth, sign in signs:
        while value >= worth:
            text, value = text + sign, value - worth
    return text


def _kanji_value(text: str) -> int:
    """ "12" and "十二" -> 12; 0 for what is no number."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if any(sign not in _KANJI for sign in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return 0
    return (_KANJI.get(tens, 1) * 10 if ten else 0) + (_KANJI[ones] if ones else 0)
