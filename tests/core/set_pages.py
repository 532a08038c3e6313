"""Pages set by hand: blocks of lines with their places, as the PDF child would give them."""

from collections.abc import Sequence

from reader.core.document import PageText, Region, RegionKind, pack_boxes

WIDTH, HEIGHT = 0.008, 0.012
"""Of a letter, in fractions of the page."""

Line = tuple[float, float, str]
"""Left, top, text. A letter after "^" is small and raised; "|" leaves three letters' room."""


def set_page(page_index: int, *blocks: tuple[RegionKind, Sequence[Line]]) -> PageText:
    text, boxes, regions = "", [], []
    for kind, lines in blocks:
        if text:
            text += "\n"
            boxes.append((0.0, 0.0, 0.0, 0.0))
        start = len(text)
        for left, top, words in lines:
            x, is_raised = left, False
            for character in words:
                if character == "^":
                    is_raised = True
                    continue
                if character == "|":
                    x += 3 * WIDTH
                    continue
                height = 0.6 * HEIGHT if is_raised else HEIGHT
                y = top - 0.002 if is_raised else top
                boxes.append((x, y, x + WIDTH, y + height))
                text += character
                x += WIDTH
                is_raised = False
            text += "\n"
            boxes.append((0.0, 0.0, 0.0, 0.0))
        regions.append(Region(kind, start, len(text) - 1))
    return PageText(page_index, text, pack_boxes(boxes), tuple(regions))


def body(top: float, *lines: str, left: float = 0.1) -> tuple[RegionKind, list[Line]]:
    return "body", [(left, top + 0.015 * n, line) for n, line in enumerate(lines)]


PROSE = "Running text that is as long as a whole line of this column of it is, more or less."
