"""What Tesseract recognised on the picture of a page -> the page's text, and which languages to recognise it in."""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from reader.core.document import PageText, pack_boxes
from reader.core.language import CJK
from reader.core.patterns import late_pattern
from reader.core.reading_order import LineShape, continues

_WORD_LEVEL = "5"
_LEAST_CONFIDENCE = 20.0
"""Percent, a whole line's mean: below are specks and drawings taken for letters."""
_SURE = 75.0
"""Percent, mean of a page's words: a first try above needs no second one. Ten pages had 84-96 in their own language,
Japanese ones in English 18-42."""
_TRIES = 3
_WIDE = f"{CJK}\u3000-\u303f\uff00-\uffef"
_THOUSANDS = late_pattern(r"(?<!\d)\d{1,3},$")
_THREE_DIGITS = late_pattern(r"\d{3}(?!\d)")
_WORD_GAP = 0.8
"""Of the height of digits: .23-.73 inside the numbers of a Japanese table; a list of numbers is set wider there."""
_WIDE_CHARACTER = late_pattern(f"[{_WIDE}]")
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word with its box in pixels of the picture and how sure it is, in percent."""

    line: tuple[int, int, int]
    """Numbers of its block, paragraph and line."""
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float
    text: str


_CANDIDATES = {
    "": ("jpn+eng", "eng", "jpn", "chi_sim", "kor", "jpn_vert"),
    "en": ("eng", "jpn+eng"),
    "ja": ("jpn+eng", "jpn", "jpn_vert", "eng"),
    "zh": ("chi_sim+eng", "chi_sim", "chi_tra"),
    "ko": ("kor+eng", "kor"),
}
"""In what to recognise a page of a language, best first. Both together read English as well as English alone
(.995 of the letters of five pages), in half as much time again: the right thing where nothing is known yet."""


def candidates(installed: Collection[str], language: str = "") -> tuple[str, ...]:
    """What to try on a page, likeliest first, as Tesseract names it; `language`: the document's, where it is known."""
    tried: list[str] = []
    for name in _CANDIDATES.get(language, ()) + _CANDIDATES[""]:
        parts = set(name.split("+"))
        is_part = any(parts < set(other.split("+")) for other in tried) and name != "eng"
        if parts <= set(installed) and name not in tried and not is_part:
            tried.append(name)
    others = [name for name in sorted(installed) if name not in ("osd", "equ")]
    return tuple(tried[:_TRIES]) or tuple(others[:1])


def is_sure(words: Collection[Word]) -> bool:
    """Whether a page is read well enough that no other language need be tried."""
    return confidence(words) >= _SURE


def words_of(tsv: str) -> list[Word]:
    """The words of Tesseract's table, in reading order. Raises ValueError for what is no such table."""
    rows = csv.DictReader(tsv.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    found = []
    for row in rows:
        try:
            if row["level"] != _WORD_LEVEL or not row["text"].strip():
                continue
            left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
            line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
            found.append(Word(line, left, top, left + width, top + height, float(row["conf"]), row["text"].strip()))
        except (KeyError, TypeError, AttributeError) as failure:
            raise ValueError("this is not what Tesseract writes as TSV") from failure
    return found


def confidence(words: Collection[Word]) -> float:
    """How sure the words are on the whole, in percent, by their length; 0 for none."""
    length = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / length if length else 0.0


def page_of_words(page_index: int, words: Collection[Word], width_px: int, height_px: int) -> PageText:
    """The page's text in the order Tesseract reads it, as PageText has it; a word's box is shared by its letters."""
    text: list[str] = []
    boxes: list[_Box] = []

    def add(characters: str, box: _Box) -> None:
        for character, part in zip(characters, _parts(characters, box), strict=True):
            text.append(character)
            boxes.append((part[0] / width_px, part[1] / height_px, part[2] / width_px, part[3] / height_px))

    is_wide = any(_WIDE_CHARACTER.search(word.text) for word in words)
    last: LineShape | None = None
    last_block = 0
    for (block, _, _), group in groupby(words, lambda word: word.line):
        line = list(group)
        if confidence(line) < _LEAST_CONFIDENCE:
            continue
        shape = _shape(line)
        if last is not None and block != last_block and not continues(last, shape):
            add("\n", (0, 0, 0, 0))
        last, last_block = shape, block
        before: Word | None = None
        for word in line:
            if before is not None and _has_space_between(before, word, is_wide=is_wide):
                add(" ", (before.x1, word.y0, max(word.x0, before.x1), word.y1))
            add(word.text, (word.x0, word.y0, word.x1, word.y1))
            before = word
        add("\n", (0, 0, 0, 0))
    return PageText(page_index, "".join(text), pack_boxes(boxes), source="ocr")


def _has_space_between(left: Word, right: Word, *, is_wide: bool) -> bool:
    """Tesseract puts Japanese apart where no writer did, and on such pages numbers as well: "45, 919, 282"."""
    if _WIDE_CHARACTER.match(left.text[-1]) and _WIDE_CHARACTER.match(right.text[0]):
        return False
    is_close = is_wide and right.x0 - left.x1 < _WORD_GAP * (right.y1 - right.y0)
    return not (is_close and _THOUSANDS.search(left.text) and _THREE_DIGITS.match(right.text))


def _parts(characters: str, box: _Box) -> Iterator[_Box]:
    """The box cut evenly, along the direction the word is written in."""
    x0, y0, x1, y1 = box
    count = len(characters)
    is_vertical = count > 1 and y1 - y0 > 1.5 * (x1 - x0)
    for number in range(count):
        a, b = number / count, (number + 1) / count
        if is_vertical:
            yield x0, y0 + a * (y1 - y0), x1, y0 + b * (y1 - y0)
        else:
            yield x0 + a * (x1 - x0), y0, x0 + b * (x1 - x0), y1


def _shape(line: Collection[Word]) -> LineShape:
    x0, y0 = min(word.x0 for word in line), min(word.y0 for word in line)
    x1, y1 = max(word.x1 for word in line), max(word.y1 for word in line)
    return LineShape(x0, y0, x1, y1, y1 - y0, " ".join(word.text for word in line))
