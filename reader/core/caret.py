"""The text caret: where the next key takes it, over lines, columns and pages, in every direction of writing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from reader.core.text_selection import WORD, TextMap, TextPlace

Unit = Literal["character", "word", "line", "line_edge"]
Arrow = Literal["left", "right", "up", "down"]

_HORIZONTAL: dict[Arrow, tuple[Unit, int]] = {
    "right": ("character", 1),
    "left": ("character", -1),
    "down": ("line", 1),
    "up": ("line", -1),
}
_DOWNWARDS: dict[Arrow, tuple[Unit, int]] = {
    "down": ("character", 1),
    "up": ("character", -1),
    "left": ("line", 1),
    "right": ("line", -1),
}
_UPWARDS: dict[Arrow, tuple[Unit, int]] = {
    "up": ("character", 1),
    "down": ("character", -1),
    "right": ("line", 1),
    "left": ("line", -1),
}


@dataclass(frozen=True, slots=True)
class Caret:
    """Where it is, and where on a line it wants to be when it goes from line to line."""

    place: TextPlace
    along: float | None = None


@dataclass(frozen=True, slots=True)
class PageNeeded:
    """The caret leaves for a page whose text is not known yet; to its first place (step 1) or its last (-1)."""

    page_index: int
    step: int


def arrow_move(arrow: Arrow, caret: Caret, map_of: Callable[[int], TextMap | None]) -> tuple[Unit, int]:
    """What an arrow key means where the caret is: along the text, or to the next line or the one before."""
    found = map_of(caret.place.page_index)
    direction = "horizontal" if found is None else found.direction_at(caret.place.position)
    return {"horizontal": _HORIZONTAL, "downwards": _DOWNWARDS, "upwards": _UPWARDS}[direction][arrow]


def moved(
    caret: Caret, unit: Unit, step: int, map_of: Callable[[int], TextMap | None], page_count: int
) -> Caret | PageNeeded:
    """The caret after a step forward (1) or back (-1); where there is nothing to go to, as it is."""
    found = map_of(caret.place.page_index)
    if found is None:
        return PageNeeded(caret.place.page_index, step)
    page_index, position = caret.place.page_index, caret.place.position
    if unit == "line_edge":
        span = found.line_span(position)
        return caret if span is None else Caret(TextPlace(page_index, span[step > 0]))
    if unit == "line":
        along = found.along_at(position) if caret.along is None else caret.along
        to = found.next_line(position, step, along)
    else:
        along = None
        to = _next_character(found, position, step) if unit == "character" else _next_word(found, position, step)
    if to is not None:
        return Caret(TextPlace(page_index, to), along)
    return _on_next_page(Caret(caret.place, along), step, map_of, page_count, is_line=unit == "line")


def edge_of(page_index: int, step: int, map_of: Callable[[int], TextMap | None]) -> Caret | None:
    """The first place of a page (step 1) or its last (-1); None: its text is not known, or there is none."""
    found = map_of(page_index)
    edges = None if found is None else found.edges()
    return None if edges is None else Caret(TextPlace(page_index, edges[0] if step > 0 else edges[1]))


def _on_next_page(
    caret: Caret, step: int, map_of: Callable[[int], TextMap | None], page_count: int, *, is_line: bool
) -> Caret | PageNeeded:
    page_index = caret.place.page_index + step
    while 0 <= page_index < page_count:
        found = map_of(page_index)
        if found is None:
            return PageNeeded(page_index, step)
        edge = edge_of(page_index, step, map_of)
        if edge is not None:
            if is_line and caret.along is not None:
                place = found.on_line_of(edge.place.position, caret.along)
                return Caret(TextPlace(page_index, place), caret.along)
            return edge
        page_index += step  # nothing is written on it
    return caret


def _next_character(found: TextMap, position: int, step: int) -> int | None:
    span = found.line_span(position)
    if span is not None and span[0] <= position + step <= span[1]:
        return position + step
    return found.line_beside(position, step)


def _next_word(found: TextMap, position: int, step: int) -> int | None:
    """Forward to the end of a word, back to the beginning of one."""
    text = found.page.text
    if step > 0:
        match = next((match for match in WORD.finditer(text, position) if match.end() > position), None)
        return None if match is None else match.end()
    # A word before this place, at most a line or two back.
    begin = position
    while begin > 0:
        begin = max(text.rfind("\n", 0, max(begin - 1, 0)) + 1, 0)
        starts = [match.start() for match in WORD.finditer(text[begin:position])]
        if starts:
            return begin + starts[-1]
        if begin == 0:
            break
    return None
