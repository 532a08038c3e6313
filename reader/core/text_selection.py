"""Selecting text on pages: the place in the text under a point, words and paragraphs, and ranges over pages."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from reader.core.document import BOX_UNITS, PageText, Rect
from reader.core.patterns import late_pattern
from reader.core.sentences import readable

WORD = late_pattern(
    r"[\u3041-\u309f]+|[\u30a0-\u30ff]+|[\u3400-\u9fff\uf900-\ufaff々〆]+"
    r"|(?:(?![\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々〆])[\w])+(?:['\u2019.,](?=\w)[A-Za-z0-9]+)*"
)
"""A word, or in Japanese a run of one script."""
Direction = Literal["horizontal", "downwards", "upwards"]
"""Of a line: downwards are the columns of Japanese, upwards a stamp in the margin."""
_PARAGRAPH_END = late_pattern(r"\n[^\S\n]*\n\s*")
_LEADING = 0.35
"""Of a line's height, above and below it: what lies between two lines belongs to the nearer one."""
_ACROSS_WEIGHT = 8.0
"""A line at the same height is meant even where another is somewhat nearer: right of a paragraph's short last line."""


@dataclass(frozen=True, slots=True, order=True)
class TextPlace:
    """Before the character `position` of a page's text."""

    page_index: int
    position: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    rect: Rect
    is_vertical: bool
    """Written downwards, or upwards as a stamp in the margin is."""
    is_upwards: bool
    middles: tuple[float, ...]
    """Of its characters, along the direction of writing, never falling; negative where that leads upwards."""

    def along(self, x: float, y: float) -> float:
        return -y if self.is_upwards else y if self.is_vertical else x


class TextMap:
    """Where the lines of a page lie. Made once for a page (some milliseconds), then asked at each mouse move."""

    def __init__(self, page: PageText) -> None:
        self.page = page
        self._lines = _lines_of(page)

    def place_at(self, x: float, y: float, aspect: float = 1.0) -> int | None:
        """The position nearest to a point; `aspect`: height of the page through its width. None: no text."""
        line = min(self._lines, key=lambda line: _distance(line, x, y, aspect), default=None)
        if line is None:
            return None
        return line.start + bisect_left(line.middles, line.along(x, y))

    def is_on_text(self, x: float, y: float) -> bool:
        """Whether a point lies on a line or between it and the next."""
        return any(_padded(line).contains(x, y) for line in self._lines)

    def character_at(self, x: float, y: float, aspect: float = 1.0) -> int | None:
        """The position of the character that is nearest to a point."""
        line = min(self._lines, key=lambda line: _distance(line, x, y, aspect), default=None)
        if line is None:
            return None
        along = line.along(x, y)
        after = bisect_left(line.middles, along)
        if after == 0:
            return line.start
        if after < len(line.middles):
            # Past the middle of the one before, not past that of the next: the border decides.
            border = (line.middles[after - 1] + line.middles[after]) / 2
            return line.start + (after if along > border else after - 1)
        return line.end - 1

    def word_at(self, position: int) -> tuple[int, int]:
        """Start and end of the word that holds a character; of anything else, the character alone."""
        text = self.page.text
        start, end = text.rfind("\n", 0, position) + 1, text.find("\n", position)
        for match in WORD.finditer(text, start, end if end >= 0 else len(text)):
            if match.start() <= position < match.end():
                return match.span()
        return position, min(position + 1, len(text))

    def paragraph_at(self, position: int) -> tuple[int, int]:
        """Start and end of the paragraph (or row of a table) that holds a character."""
        start, end = 0, len(self.page.text)
        for match in _PARAGRAPH_END.finditer(self.page.text):
            if match.end() <= position:
                start = match.end()
            else:
                end = max(match.start(), start)
                break
        return start, end

    # --- Lines, as a caret goes through them ---

    def edges(self) -> tuple[int, int] | None:
        """The first and the last place of the page's text; None: there is none."""
        return (self._lines[0].start, self._lines[-1].end) if self._lines else None

    def line_span(self, position: int) -> tuple[int, int] | None:
        """Start and end of the line that holds a place, or of the one before it."""
        number = self._line_of(position)
        return None if number is None else (self._lines[number].start, self._lines[number].end)

    def line_beside(self, position: int, step: int) -> int | None:
        """The start of the next line (step 1), the end of the one before (-1)."""
        number = self._line_of(position)
        if number is None or not 0 <= number + step < len(self._lines):
            return None
        return self._lines[number + step].start if step > 0 else self._lines[number + step].end

    def next_line(self, position: int, step: int, along: float) -> int | None:
        """The place as far along on the next line in reading order, beyond what stands beside this one in its row."""
        number = self._line_of(position)
        if number is None:
            return None
        line = self._lines[number]
        other = number + step
        while 0 <= other < len(self._lines) and _is_in_row(line, self._lines[other]):
            other += step
        return self._on(self._lines[other], along) if 0 <= other < len(self._lines) else None

    def on_line_of(self, position: int, along: float) -> int:
        """The place as far along on the line that holds a place."""
        number = self._line_of(position)
        return position if number is None else self._on(self._lines[number], along)

    def along_at(self, position: int) -> float:
        """How far along its line a place is, in the direction of writing."""
        rect, direction = self.caret_rect(position), self.direction_at(position)
        if rect is None:
            return 0.0
        return {"horizontal": rect.x0, "downwards": rect.y0, "upwards": -rect.y0}[direction]

    def direction_at(self, position: int) -> Direction:
        number = self._line_of(position)
        if number is None or not self._lines[number].is_vertical:
            return "horizontal"
        return "upwards" if self._lines[number].is_upwards else "downwards"

    def caret_rect(self, position: int) -> Rect | None:
        """A rectangle without width, across the line, before a character or behind the last one of the line."""
        number = self._line_of(position)
        if number is None:
            return None
        line = self._lines[number]
        is_behind = position >= line.end
        box = self.page.box(line.end - 1 if is_behind else max(position, line.start))
        if not line.is_vertical:
            x = box.x1 if is_behind else box.x0
            return Rect(x, line.rect.y0, x, line.rect.y1)
        y = box.y1 if is_behind != line.is_upwards else box.y0
        return Rect(line.rect.x0, y, line.rect.x1, y)

    def _line_of(self, position: int) -> int | None:
        number = bisect_right(self._lines, position, key=lambda line: line.start) - 1
        return max(number, 0) if self._lines else None

    @staticmethod
    def _on(line: "_Line", along: float) -> int:
        return line.start + bisect_left(line.middles, along)

    def is_vertical(self, start: int, end: int) -> bool:
        """Whether most of the lines that characters start..end touch are written downwards."""
        touched = [line.is_vertical for line in self._lines if line.start < end and start < line.end]
        return 2 * sum(touched) > len(touched)

    def rects(self, start: int, end: int) -> list[Rect]:
        """One rectangle per line that characters start..end touch, as high as the line."""
        found = []
        for line in self._lines:
            first, last = max(start, line.start), min(end, line.end)
            if first == line.start and last == line.end:  # 8,100 characters: .1 ms instead of 11
                found.append(line.rect)
                continue
            boxes = [self.page.box(position) for position in range(first, last)]
            boxes = [box for box in boxes if box.x0 < box.x1 and box.y0 < box.y1]
            if not boxes:
                continue
            if line.is_vertical:
                y0, y1 = min(box.y0 for box in boxes), max(box.y1 for box in boxes)
                found.append(Rect(line.rect.x0, y0, line.rect.x1, y1))
            else:
                x0, x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
                found.append(Rect(x0, line.rect.y0, x1, line.rect.y1))
        return found


@dataclass(frozen=True, slots=True)
class TextRange:
    """What lies between two places, in whichever order they were given."""

    anchor: TextPlace
    focus: TextPlace

    @property
    def first(self) -> TextPlace:
        return min(self.anchor, self.focus)

    @property
    def last(self) -> TextPlace:
        return max(self.anchor, self.focus)

    @property
    def is_empty(self) -> bool:
        return self.anchor == self.focus

    @property
    def pages(self) -> range:
        return range(self.first.page_index, self.last.page_index + 1)

    def span_on(self, page_index: int, length: int) -> tuple[int, int]:
        """Start and end on a page whose text has `length` characters; equal where nothing of it is selected."""
        if page_index not in self.pages:
            return 0, 0
        start = self.first.position if page_index == self.first.page_index else 0
        end = self.last.position if page_index == self.last.page_index else length
        return min(start, length), min(end, length)


def selected_text(selected: TextRange, page_of: Callable[[int], PageText | None]) -> str:
    """What is selected as one copies it: paragraphs in one line each, words divided at line ends made whole.

    Over several pages without the running heads and page numbers between them; a sentence that goes on after the page
    goes on in its line.
    """
    paragraphs: list[str] = []
    for page_index in selected.pages:
        page = page_of(page_index)
        if page is None:
            continue
        start, end = selected.span_on(page_index, len(page.text))
        is_first = True
        for first, last in without_running(page, start, end) if len(selected.pages) > 1 else [(start, end)]:
            for part in _PARAGRAPH_END.split(page.text[first:last]):
                line = readable(part)
                if not line:
                    continue
                if is_first and paragraphs and paragraphs[-1][-1:] not in "。．.!?！？:：":
                    paragraphs[-1] = readable(f"{paragraphs[-1]}\n{line}")
                else:
                    paragraphs.append(line)
                is_first = False
    return "\n\n".join(paragraphs)


def without_running(page: PageText, start: int, end: int) -> list[tuple[int, int]]:
    """What is left of characters start..end without running heads and page numbers, as stretches (start, end)."""
    stretches, position = [], start
    for region in page.regions:
        if region.kind == "running" and region.start < end and start < region.end:
            stretches.append((position, max(region.start, position)))
            position = max(min(region.end, end), position)
    return [*stretches, (position, end)]


def _lines_of(page: PageText) -> list[_Line]:
    values = memoryview(page.boxes).cast("H")
    lines, start = [], 0
    for text in page.text.split("\n"):
        line = _line(values, start, start + len(text))
        if line is not None:
            lines.append(line)
        start += len(text) + 1
    return lines


def _line(values: "memoryview[int]", start: int, end: int) -> _Line | None:
    x0s, y0s, x1s, y1s = (values[start * 4 + i : end * 4 : 4].tolist() for i in range(4))
    shown = [n for n in range(len(x0s)) if x0s[n] < x1s[n] and y0s[n] < y1s[n]]
    if not shown:
        return None
    first, last = shown[0], shown[-1]
    x0, x1 = min(x0s[n] for n in shown), max(x1s[n] for n in shown)
    y0, y1 = min(y0s[n] for n in shown), max(y1s[n] for n in shown)
    # The way from the first to the last character leads down or up more than across.
    is_vertical = abs(y0s[last] - y0s[first]) > abs(x0s[last] - x0s[first])
    is_upwards = is_vertical and y0s[last] < y0s[first]
    low, high = (y0s, y1s) if is_vertical else (x0s, x1s)
    middles, furthest, sign = [], -1.0, -1 if is_upwards else 1
    for begin, end_of in zip(low, high, strict=True):
        if begin < end_of:
            furthest = max(furthest, sign * (begin + end_of) / 2 / BOX_UNITS)
        middles.append(furthest)
    rect = Rect(x0 / BOX_UNITS, y0 / BOX_UNITS, x1 / BOX_UNITS, y1 / BOX_UNITS)
    return _Line(start, end, rect, is_vertical, is_upwards, tuple(middles))


def _is_in_row(line: _Line, other: _Line) -> bool:
    """Whether two lines stand beside each other, as the cells of a table do."""
    if line.is_vertical != other.is_vertical:
        return False
    if line.is_vertical:
        across = (line.rect.x0, line.rect.x1, other.rect.x0, other.rect.x1)
    else:
        across = (line.rect.y0, line.rect.y1, other.rect.y0, other.rect.y1)
    shared = min(across[1], across[3]) - max(across[0], across[2])
    return shared > 0.6 * min(across[1] - across[0], across[3] - across[2])


def _padded(line: _Line) -> Rect:
    rect = line.rect
    if line.is_vertical:
        return Rect(rect.x0 - _LEADING * rect.width, rect.y0, rect.x1 + _LEADING * rect.width, rect.y1)
    return Rect(rect.x0, rect.y0 - _LEADING * rect.height, rect.x1, rect.y1 + _LEADING * rect.height)


def _distance(line: _Line, x: float, y: float, aspect: float) -> float:
    rect = line.rect
    dx = max(rect.x0 - x, x - rect.x1, 0.0)
    dy = max(rect.y0 - y, y - rect.y1, 0.0) * aspect
    return dx * _ACROSS_WEIGHT + dy if line.is_vertical else dx + dy * _ACROSS_WEIGHT
