"""What is a person's name, and the names in a line of them."""

import re
import unicodedata

from reader.core.name_words import (
    CJK_ORGANISATIONS,
    GIVEN_PLACES,
    NO_NAMES,
    ORGANISATION_BEGINNINGS,
    ORGANISATIONS,
    PARTICLES,
    PLACES,
    SUFFIXES,
    TITLES_BEFORE,
    TITLES_BEHIND,
)

MARK = "\x01"
"""Stands in a line for the footnote signs that were there; no white space for Python."""
_CJK_NAME = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af・＝ \u3000]+")
_CJK = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
"""Or Hangul."""
_HIRAGANA = re.compile(r"[\u3041-\u3096]")
_KATAKANA = re.compile(r"[\u30a1-\u30ff・＝ \u3000]{4,24}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+(?:[^\W\d_]\.?)?|[^\W\d_]|[^\W\d_]{1,2}\.")
_SEPARATORS = re.compile(rf"\s*(?:[,;，、；|•]|(?<!\S)·(?!\S)|{MARK})\s*")
_AND = re.compile(r"(?:^|\s+|(?<=[,\x01]))(?:and|AND|And|&|und|et|y)(?:\s+|$)")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
_ORDINAL = re.compile(r"^\d*(?:st|nd|rd|th)\s+(?=[A-Z])")
_MOST_WORDS = 7
_COLLECTIVE = re.compile(
    r"(?:the\s+)?[\w\-]+(?:[ -][\w\-]+){0,3}\s+(?:team|collaboration|consortium|project|working group)", re.IGNORECASE
)


def is_cjk(text: str) -> bool:
    return _CJK.search(text) is not None


def is_name(text: str) -> bool:
    """Whether it may be a whole name, of two words or more; in Chinese, Japanese and Korean of two letters or more."""
    if is_cjk(text):
        letters = len(_CJK.findall(text))
        if _CJK_NAME.fullmatch(text) is None or any(word in text for word in CJK_ORGANISATIONS):
            return False
        is_foreign = _KATAKANA.fullmatch(text) is not None and re.search("[・＝ ]", text) is not None
        return is_foreign or (2 <= letters <= 8 and len(_HIRAGANA.findall(text)) <= 4 and _HAN.search(text) is not None)
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS or not all(_may_be_in_name(word) for word in words):
        return False
    if words[0] in ("A", "An", "I", "In", "On", "To", "We", "At") or words[-1] in PARTICLES:
        return False
    capital = [word for word in words if word[0].isupper()]
    if len(capital) < 2 and not (capital and words[0].casefold() in PARTICLES):
        return False
    if is_place(text):
        return False
    return any(len(word.strip(".")) > 1 for word in capital)


def may_be_part(text: str) -> bool:
    """Whether it may be what a line end has cut off a name."""
    words = text.split()
    return 0 < len(words) <= 3 and all(_may_be_in_name(word) for word in words) and not is_cjk(text)


def is_place(text: str) -> bool:
    words = [word.casefold().strip(".,") for word in text.split()]
    is_person = len(words) > 1 and words[0] in GIVEN_PLACES
    return all(word in PLACES for word in words) and not is_person


def is_collective(text: str) -> bool:
    return _COLLECTIVE.fullmatch(text) is not None


def pieces_of(line: str) -> list[str]:
    """A line cut where names are parted, without titles, asides and ordinals: names, and what else stands there."""
    line = _ASIDE.sub(" ", line)
    found: list[str] = []
    for part in _SEPARATORS.split(line):
        for piece in _AND.split(part):
            words = _ORDINAL.sub("", piece.strip()).split()
            while words and words[0].casefold() in TITLES_BEFORE:
                del words[0]
            while words and words[-1].casefold() in TITLES_BEHIND:
                words.pop()
            if not words:
                continue
            if len(words) == 1 and words[0].casefold() in SUFFIXES and found:
                found[-1] += f" {words[0]}"
            else:
                found.append(" ".join(words))
    return found


def chunks_of(line: str) -> list[list[str]]:
    """The pieces between each "and"."""
    return [pieces for part in _AND.split(_ASIDE.sub(" ", line)) if (pieces := pieces_of(part))]


def in_mixed_case(name: str) -> str:
    """ "JEAN-PIERRE DE GAULLE" -> "Jean-Pierre de Gaulle": a name that is set in capitals throughout."""
    words = name.split()
    capitals = " ".join(word for word in words if word.casefold() not in SUFFIXES)
    if not capitals.isupper() or not any(len(word.strip(".")) > 2 for word in words):
        return name
    mixed: list[str] = []
    for at, word in enumerate(words):
        if _INITIALS.fullmatch(word) or word.casefold() in SUFFIXES:
            mixed.append(word)
        elif word.casefold() in PARTICLES and 0 < at < len(words) - 1 and word not in ("LE", "EL", "BEN", "TE", "SAN"):
            mixed.append(word.lower())
        else:
            word = re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), word)
            mixed.append(re.sub(r"^Mc([a-z])", lambda part: f"Mc{part[1].upper()}", word))
    return " ".join(mixed)


def as_printed(name: str) -> str:
    """A name as it is kept: one space between words, accents one with their letters."""
    name = unicodedata.normalize("NFC", " ".join(name.split())).rstrip(",;:")
    if name.endswith(".") and not re.search(r"\b(?:[JS]r|[A-Z])\.$", name):
        name = name.rstrip(".")
    return in_mixed_case(name)


def _may_be_in_name(word: str) -> bool:
    folded = word.casefold()
    if folded in PARTICLES or folded in SUFFIXES or _INITIALS.fullmatch(word):
        return True
    bare = folded.strip(".’'")
    if bare in ORGANISATIONS or bare in NO_NAMES or folded.startswith(ORGANISATION_BEGINNINGS):
        return False
    letters = re.sub(r"[’'`.\-‐‑\u0300-\u036f]", "", word)
    if not letters.isalpha() or not (word[0].isupper() or re.match(r"[a-z]{1,2}[’'-]?[A-Z]", word)):
        return False
    return len(letters) > 1
