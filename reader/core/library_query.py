"""What somebody types to search the library, as words to look for, and the same words in the text that was found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.core.language import CJK, folded_text, tokens
from reader.core.patterns import late_pattern
from reader.core.quote_index import find_in_page

_PIECE = late_pattern(r'"([^"]+)"?|“([^”]+)”?|「([^」]+)」?|(\S+)')
_DIVIDED = "(?:[-\u2010\u00ad]?\\s+)?"
"""Between two letters of a word that a line end divides."""
_IS_CJK = late_pattern(rf"[{CJK}]")
_RUN = late_pattern(r"[^\W_]+(?:[.,]\d+)*%?")
_LINE_END = late_pattern(r"(?<=[^\W\d_])[-\u2010\u00ad]\n\s*(?=[a-z])|\s+")
SNIPPET_CHARACTERS = 170
_LEAD_CHARACTERS = 45
"""What stands before the first word of a snippet."""


@dataclass(frozen=True)
class Word:
    """A word or a phrase of a query."""

    text: str
    tokens: tuple[str, ...]
    """As `language.tokens` makes them; never empty."""
    is_open: bool
    """It is still being typed: it may be the beginning of a longer word."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Where the word may stand in the text of a page: at line ends divided, with any ending."""
        letters = [character for character in self.text if not character.isspace()]
        if _IS_CJK.search(self.text):
            return re.compile(r"\s*".join(map(re.escape, letters)), re.IGNORECASE)
        if len(self.tokens) > 1 or not self.text.isalpha():
            return re.compile(r"[\s\-\u2010\u00ad]*".join(map(re.escape, letters)) + r"\w*", re.IGNORECASE)
        stem = self.tokens[0]
        same = next((i for i, (a, b) in enumerate(zip(self.text, stem, strict=False)) if a != b), len(stem))
        beginning = _DIVIDED.join(map(re.escape, self.text[: max(min(same, len(self.text)), 1)]))
        return re.compile(rf"(?<![^\W\d_]){beginning}(?:[^\W\d_]|[-\u2010\u00ad]\n\s*(?=[a-z]))*", re.IGNORECASE)

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where the word stands in a text, as (start, end)."""
        found = [match.span() for match in self.pattern.finditer(text) if self._is_meant(match.group())]
        # Ligatures, full-width letters, accents; another way to write a number: slower.
        return (
            found
            or [(match.start, match.end) for match in find_in_page(0, text, self.text)]
            or [match.span() for match in _RUN.finditer(text) if tuple(tokens(match.group())) == self.tokens]
        )

    def _is_meant(self, found: str) -> bool:
        if len(self.tokens) > 1 or _IS_CJK.search(self.text):
            return True
        return tokens(found) == list(self.tokens) or (self.is_open and folded_text(found).startswith(self.text))


@dataclass(frozen=True)
class LibraryQuery:
    words: tuple[Word, ...]

    @property
    def expression(self) -> str:
        """For FTS5: all words, in one entry."""
        return " AND ".join(expression_of(word) for word in self.words)

    @property
    def any_expression(self) -> str:
        return " OR ".join(expression_of(word) for word in self.words)


def parse(typed: str) -> LibraryQuery:
    """Words, and phrases in quotation marks; the last word may be unfinished."""
    folded = folded_text(typed)
    words = []
    for match in _PIECE.finditer(folded):
        piece = next(group for group in match.groups() if group)
        found = tuple(tokens(piece))
        if found:
            is_open = match[4] is not None and match.end() == len(folded) and not piece[-1].isdigit()
            words.append(Word(piece.strip(), found, is_open))
    return LibraryQuery(tuple(words))


def expression_of(word: Word) -> str:
    """For FTS5: pairs of CJK characters and parts of a compound in a row; an unfinished word as a beginning too."""
    exact = f'"{" ".join(word.tokens)}"'
    last = word.tokens[-1]
    if _IS_CJK.search(last):
        # A single character stands at the beginning of a pair.
        return exact if len(last) > 1 else f"{exact} *"
    if not word.is_open:
        return exact
    if len(word.tokens) > 1:
        return f"({exact} OR {exact} *)"
    typed = re.sub(r"[^\w.%'-]", "", word.text)
    return f'({exact} OR "{typed}" *)' if typed else exact


@dataclass(frozen=True, slots=True)
class Snippet:
    """A few words of a text in one line. `bold`: (start, end) of what was looked for."""

    text: str
    bold: tuple[tuple[int, int], ...]


def places_of(query: LibraryQuery, text: str) -> list[tuple[int, int]]:
    """Where the words of a query stand in a text, in order and without overlaps."""
    found = sorted(place for word in query.words for place in word.places(text))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def snippet(query: LibraryQuery, text: str) -> tuple[Snippet, tuple[tuple[int, int], ...]]:
    """The stretch of a text that holds most of the words, and where they stand in the text itself."""
    by_word = [[(start, end, number) for start, end in word.places(text)] for number, word in enumerate(query.words)]
    every = sorted(place for places in by_word for place in places)
    first = _richest(every)
    start = _at_word(text, max(first - _LEAD_CHARACTERS, 0)) if first > _LEAD_CHARACTERS else 0
    # CJK characters are twice as wide.
    room = text[start : start + SNIPPET_CHARACTERS]
    wide = len(_IS_CJK.findall(room))
    end = min(start + SNIPPET_CHARACTERS - round(wide * SNIPPET_CHARACTERS / (2 * max(len(room), 1))), len(text))
    inside = places_of(query, text[start:end])
    shown = tuple((start + a, start + b) for a, b in inside)
    return _in_one_line(text[start:end], inside, start > 0, end < len(text)), shown


def _richest(places: Sequence[tuple[int, int, int]]) -> int:
    """Where the stretch begins that holds the most of the different words; 0 where there is none."""
    best, best_count = 0, 0
    for position, (start, _, _) in enumerate(places[:200]):
        words = set()
        for other, _, number in places[position : position + 40]:
            if other - start > SNIPPET_CHARACTERS - _LEAD_CHARACTERS:
                break
            words.add(number)
        if len(words) > best_count:
            best, best_count = start, len(words)
    return best


def _at_word(text: str, position: int) -> int:
    """The beginning of a word near a position; in text without spaces the position itself."""
    space = re.search(r"\s", text[position : position + 15])
    return position + space.end() if space is not None else position


def _in_one_line(text: str, places: Iterable[tuple[int, int]], is_cut: bool, goes_on: bool) -> Snippet:
    written = "… " if is_cut else ""
    bold = []
    last = 0
    for start, end in places:
        written += _joined(text[last:start])
        before = len(written)
        written += _joined(text[start:end])
        bold.append((before, len(written)))
        last = end
    written += _joined(text[last:]).rstrip()
    return Snippet(written + (" …" if goes_on else ""), tuple(bold))


def _joined(text: str) -> str:
    """Lines put together, also where the stretch begins or ends with a line end."""

    def between(match: re.Match[str]) -> str:
        if match.group()[0] in "-\u2010\u00ad":
            return ""
        sides = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        return "" if len(_IS_CJK.findall(sides)) == 2 and "\n" in match.group() else " "

    return _LINE_END.sub(between, text)
