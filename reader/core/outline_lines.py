"""Which lines of a document may be headings of its outline, by their words, their size and how often they stand."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reader.core.headings import Heading, PageHeadings
from reader.core.numbering import Number, number_of
from reader.core.patterns import late_pattern

_KNOWN: Final = late_pattern(
    r"(?:abstract|(?:executive )?summary|introduction|(?:backgrounds?|related works?)|methods?|materials and methods"
    r"|experiments?|results?|results and discussion|discussions?|conclusions?|concluding remarks|limitations?"
    r"|references|bibliography|works cited|acknowledge?ments?|appendi(?:x|ces)|preface|foreword|epilogue|afterword"
    r"|glossary|index|notes|ethics statement|broader impacts?|(?:table of )?contents|conclusions? and future work"
    r"|要\s*[旨約]|概\s*要|抄録|は\s*じ\s*め\s*に|お\s*わ\s*り\s*に|序\s*[論文章]|緒\s*[言論]|まえがき|あとがき|結\s*[論言語]"
    r"|ま\s*と\s*め|考\s*察|謝\s*辞|(?:引用・?)?参\s*考\s*文\s*献|文\s*献|付\s*録|附\s*録|目\s*次|索\s*引|用語集|奥付)"
)
_LEADERS: Final = late_pattern(r"(?:[.．・…·‥_]\s?){4,}")
_LIST: Final = late_pattern(r"[•●○⚫■◆◇▪‣※☐☒・*–—-]\s?")
_MAY_BEGIN: Final = "\"'“‘「『【〔[(<―〈《"
_NUMBER_WORD: Final = late_pattern(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twenty|thirty|forty|fifty)[ -]?(?:one|two|three|four|five|six|seven|eight|nine)?)",
    re.IGNORECASE,
)
_LETTERS_MOST: Final = 110
_BARE_MOST: Final = 80
"""Letters of a heading without a number."""
_JAPANESE_MOST: Final = 45
_LARGER: Final = 1.08
"""Than the running text: what is no smaller stands out by its size alone."""
_REPEATED: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    page_index: int
    heading: Heading
    number: Number | None
    weight: float
    """How much it looks like a heading by its type alone."""

    @property
    def parts(self) -> tuple[int, ...]:
        return () if self.number is None else self.number.parts


def likely_lines(pages: Sequence[PageHeadings], body: float) -> list[Line]:
    lines = []
    for page in pages:
        for heading in page.headings:
            found = number_of(heading.text)
            ratio = heading.size / body if body else 1.0
            number = None if found is None else found[0]
            words = heading.text if found is None else found[1]
            if _is_likely(heading, words, number, ratio):
                lines.append(Line(page.page_index, heading, number, 1.0 + min(max(ratio - 1.0, 0.0), 1.0)))
    running = _running(lines)
    return [line for line in lines if shape_of(line) not in running]


def _is_likely(heading: Heading, words: str, number: Number | None, ratio: float) -> bool:
    text = unicodedata.normalize("NFKC", words).strip()
    if not text or _LEADERS.search(heading.text) or _LIST.match(heading.text):
        return False
    if is_known(text):
        return True
    letters = sum(c.isalpha() for c in text)
    is_japanese = sum(ord(c) > 0x2E80 for c in text) > 0.3 * len(text)
    most = _JAPANESE_MOST if is_japanese else _BARE_MOST if number is None else _LETTERS_MOST
    if letters < (2 if is_japanese else 3) or letters < 0.5 * len(text.replace(" ", "")) or len(text) > most:
        return False
    if text[-1] in ",;、。" or (text[-1] in ".:" and number is None) or (text[0].isalpha() and text[0].islower()):
        return False
    if "。" in text or text.count("、") > 2 or (is_japanese and number is None and text.count("、") > 1):
        return False
    if not (text[0].isalnum() or text[0] in _MAY_BEGIN) or _NUMBER_WORD.fullmatch(text):
        return False
    if 0 < heading.level < 4 and ratio < _LARGER:
        return number is not None  # only larger than what else is on its page
    return True


def is_known(text: str) -> bool:
    return _KNOWN.fullmatch(text.casefold().strip(" .")) is not None


def shape_of(line: Line) -> str:
    return re.sub(r"\d+|\s+", "", line.heading.text).casefold()


def _running(lines: Sequence[Line]) -> frozenset[str]:
    """What stands on many pages is a running head or the head of a table, not a heading."""
    pages: defaultdict[str, set[int]] = defaultdict(set)
    for line in lines:
        if line.number is None or line.number.scheme == "item":
            pages[shape_of(line)].add(line.page_index)
    return frozenset(shape for shape, where in pages.items() if len(where) > _REPEATED)
