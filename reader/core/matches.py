"""Where a text stands in a document: counted on every page at once, located on a page only when somebody looks at it.

Counting goes through the folded texts of the pages and takes a few milliseconds for a thousand of them, however
often the text stands there. Locating needs the page's own text and its boxes, a millisecond or two for each page.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from reader.core.document import PageText, Spot
from reader.core.patterns import late_pattern
from reader.core.quote_index import (
    TextMatch,
    count_in,
    ends_letter,
    find_as_drawn,
    fold,
    fold_exactly,
    fold_with_positions,
    letter_end,
    over_page_end,
    places_in,
)
from reader.core.sentences import readable

_EDGE, _NOT_EDGE = "\ufdd0", "\ufdd1"
"""Characters that Unicode promises to no text."""
_CJK = "\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々〆"
_KATAKANA = "\u30a1-\u30ff\uff66-\uff9f"
_RUN = late_pattern(rf"[{_KATAKANA}]+|(?:(?![{_CJK}])\w)+|(?:(?![{_KATAKANA}])[\W{_CJK}])+")
"""Words, runs of katakana, and all between them: kanji and hiragana may begin and end a word anywhere, because words
are not told from one another there."""
_LATIN_RUN = late_pattern(r"\w+|\W+")
"""The same where there is nothing else, at half the time."""
_HAS_CJK = late_pattern(rf"[{_CJK}]")
_JOINS = late_pattern(rf"[{_KATAKANA}]|(?![{_CJK}])\w")
_DIVIDED = late_pattern(r"[-\u2010\u00ad](?<=[^\W\d_].)\n\s*(?=[a-z])")
_BEFORE, _AFTER = 48, 120
"""Characters around a match that tell what it is about."""
_CJK_END = late_pattern(r"[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and how exactly."""

    text: str
    whole_words: bool = False
    match_case: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A place of the text; over a page end it has a spot on each of the two pages."""

    spots: tuple[Spot, ...]
    text: str
    """The words as they stand on the page, in one line."""
    is_ocr: bool = False
    """The page is a picture: these are the words that OCR read."""
    before: str = ""
    """The words before it in the same paragraph, with the space that parts them."""
    after: str = ""
    position: int = 0
    """Of its first character in the text of its page."""


@dataclass(frozen=True, slots=True)
class Matches:
    """How often a text stands on which pages. Matches are numbered from 0 in the order of the pages."""

    wanted: Wanted
    pages: tuple[int, ...] = ()
    """Page indexes with at least one match, ascending; a match over a page end counts on its first page."""
    until: tuple[int, ...] = ()
    """For each of the pages how many matches there are up to its end."""
    is_as_drawn: bool = False
    """Found in the order in which the file draws its text, because it stands nowhere in reading order."""

    @staticmethod
    def counted(wanted: Wanted, counts: Sequence[tuple[int, int]], *, is_as_drawn: bool = False) -> "Matches":
        """`counts`: page index and number of matches, ascending, none of them 0."""
        until = tuple(accumulate(count for _, count in counts))
        return Matches(wanted, tuple(page_index for page_index, _ in counts), until, is_as_drawn)

    @property
    def total(self) -> int:
        return self.until[-1] if self.until else 0

    def before(self, place: int) -> int:
        """The number of the first match on the page at that place in `pages`."""
        return self.until[place - 1] if place else 0

    def count_on(self, page_index: int) -> int:
        place = bisect_left(self.pages, page_index)
        if place == len(self.pages) or self.pages[place] != page_index:
            return 0
        return self.until[place] - self.before(place)

    def page_of(self, number: int) -> tuple[int, int]:
        """Number of a match -> its page index, and which of the page's matches it is."""
        place = bisect_right(self.until, number)
        return self.pages[place], number - self.before(place)

    def number_of(self, page_index: int, which: int = 0) -> int:
        """The number of a match on a page; of a page without any: of the next one, `total` behind the last."""
        place = bisect_left(self.pages, page_index)
        return self.before(place) + (which if self.count_on(page_index) else 0)


class FoldedPage:
    """The text of one page as it is searched. What only words and case need is made when they are first asked for."""

    __slots__ = ("_edges", "_exact", "_load_text", "folded", "page_index")

    def __init__(self, page_index: int, folded: str, load_text: Callable[[int], str]) -> None:
        """`load_text`: page index -> the page's own text."""
        self.page_index, self.folded = page_index, folded
        self._load_text = load_text
        self._exact: str | None = None
        self._edges: bytes | None = None

    def count(self, needle: "_Needle") -> int:
        if needle.folded not in self.folded:
            return 0
        if needle.is_whole:
            return sum(1 for _ in self.places(needle))
        return count_in(self.exact_text() if needle.is_exact else self.folded, needle.text)

    def places(self, needle: "_Needle") -> Iterator[int]:
        """Where it stands in the folded text, from left to right."""
        hay = self.exact_text() if needle.is_exact else self.folded
        if not needle.is_whole:
            yield from places_in(hay, needle.text)
            return
        length = len(needle.text)
        at = hay.find(needle.text)
        while at >= 0:
            end = at + length
            is_word = self.begins_word(at, needle) and self.ends_word(end, needle) and ends_letter(hay, end)
            if is_word:
                yield at
            at = hay.find(needle.text, at + (length if is_word else 1))

    def over_end(self, following: "FoldedPage", needle: "_Needle") -> int:
        """How many characters of a match over the page's end stand here; 0: there is none."""
        here = over_page_end(self.folded, following.folded, needle.folded)
        if here and needle.is_exact:
            here = over_page_end(self.exact_text(), following.exact_text(), needle.text)
        if here and needle.is_whole:
            is_word = self.begins_word(len(self.folded) - here, needle)
            return here if is_word and following.ends_word(len(needle.text) - here, needle) else 0
        return here

    def begins_word(self, at: int, needle: "_Needle") -> bool:
        return not needle.starts_in_word or self._word_edges()[at] == 1

    def ends_word(self, at: int, needle: "_Needle") -> bool:
        return not needle.stops_in_word or self._word_edges()[at] == 1

    def exact_text(self) -> str:
        if self._exact is None:
            exact = fold_exactly(self._load_text(self.page_index))
            self._exact = self.folded if exact == self.folded else exact
        return self._exact

    def _word_edges(self) -> bytes:
        if self._edges is None:
            # Padded: a page that was read anew in the meantime is counted anew soon.
            self._edges = word_edges(self._load_text(self.page_index)).ljust(len(self.folded) + 1, b"\0")
        return self._edges


class _Needle:
    """What is looked for, prepared once for all pages."""

    __slots__ = ("folded", "is_exact", "is_whole", "starts_in_word", "stops_in_word", "text")

    def __init__(self, wanted: Wanted) -> None:
        self.folded = fold(wanted.text)
        self.is_exact, self.is_whole = wanted.match_case, wanted.whole_words
        self.text = fold_exactly(wanted.text) if wanted.match_case else self.folded
        self.starts_in_word = _JOINS.match(self.text[:1]) is not None
        self.stops_in_word = _JOINS.match(self.text[-1:]) is not None


def word_edges(text: str) -> bytes:
    """For each place in the folded text, and its end, 1 where a word may begin or end. Divided words are whole."""
    text = _DIVIDED.sub("", text.replace(_EDGE, _NOT_EDGE))
    runs = (_RUN if _HAS_CJK.search(text) else _LATIN_RUN).findall(text)
    lengths = list(map(len, fold(_EDGE.join(runs)).split(_EDGE)))
    edges = bytearray(sum(lengths) + 1)
    for edge in accumulate(lengths, initial=0):
        edges[edge] = 1
    return bytes(edges)


def count_matches(pages: Iterable[FoldedPage], wanted: Wanted) -> Matches:
    """`pages`: in order; what has not been read yet is missing."""
    needle = _Needle(wanted)
    counts: list[tuple[int, int]] = []
    if not needle.text:
        return Matches(wanted)
    page: FoldedPage | None = None
    found = 0
    for following in pages:
        if page is not None:
            if following.page_index == page.page_index + 1 and page.over_end(following, needle):
                found += 1
            if found:
                counts.append((page.page_index, found))
        page, found = following, following.count(needle)
    if page is not None and found:
        counts.append((page.page_index, found))
    return Matches.counted(wanted, counts)


def locate_matches(
    page: PageText, folded: FoldedPage, following: tuple[PageText, FoldedPage] | None, wanted: Wanted
) -> list[Match]:
    """The matches on a page, the one over its end last. `following`: the page after it, where it has been read."""
    needle = _Needle(wanted)
    if not needle.text:
        return []
    hay, positions = fold_with_positions(page.text)
    if len(hay) != len(folded.folded):
        return []  # the page was read anew in the meantime: it will be counted anew too
    found = []
    for at in folded.places(needle):
        start, end = positions[at], letter_end(page.text, positions[at + len(needle.text) - 1])
        found.append(_match([(page, TextMatch(page.page_index, start, end))]))
    if following is not None:
        here = folded.over_end(following[1], needle)
        if here:
            next_page = following[0]
            next_positions = fold_with_positions(next_page.text)[1]
            end = letter_end(next_page.text, next_positions[len(needle.text) - here - 1])
            first = TextMatch(page.page_index, positions[len(hay) - here], positions[-1] + 1)
            second = TextMatch(next_page.page_index, next_positions[0], end)
            found.append(_match([(page, first), (next_page, second)]))
    return found


def locate_as_drawn(page: PageText, wanted: Wanted) -> list[Match]:
    """The matches on a page in the order in which the file draws its text."""
    return [
        _match([(page, part) for part in parts])
        for parts in find_as_drawn(page.page_index, page.text, page.drawn, wanted.text)
    ]


def _match(parts: Sequence[tuple[PageText, TextMatch]]) -> Match:
    spots: list[Spot] = []
    for page, part in parts:
        rects = page.rects_of(part.start, part.end)
        if spots and spots[-1].page_index == part.page_index:
            rects = spots.pop().rects + rects
        spots.append(Spot(part.page_index, rects))
    (first_page, first), (last_page, last) = parts[0], parts[-1]
    if first_page is last_page:
        text = " ".join(readable(page.text[part.start : part.end]) for page, part in parts)
    else:  # a word that is divided by the page's end is whole
        text = readable(f"{first_page.text[first.start :].rstrip()}\n{last_page.text[: last.end]}")
    return Match(
        tuple(spots),
        text,
        any(page.source == "ocr" for page, _ in parts),
        _words_before(first_page.text, first.start),
        _words_after(last_page.text, last.end),
        first.start,
    )


def _words_before(text: str, start: int) -> str:
    """As many whole words of the paragraph as there is room for."""
    begin = max(text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0, start - _BEFORE)
    piece = text[begin:start]
    if begin and not text[begin - 1].isspace() and not _CJK_END.match(text[begin - 1]):
        piece = piece.partition(" ")[2] if " " in piece else piece
    words = readable(piece)
    if words and piece[-1:].isspace() and not _CJK_END.match(words[-1]):
        # A word that is divided at the line end begins before it.
        words = words[:-1] if _DIVIDED.search(piece[-3:] + "a") else words + " "
    return words


def _words_after(text: str, end: int) -> str:
    stop = text.find("\n\n", end, end + _AFTER)
    piece = text[end : stop if stop >= 0 else end + _AFTER]
    words = readable(piece)
    is_parted = piece[:1].isspace() and words and not _CJK_END.match(words[0])
    return f" {words}" if is_parted else words
