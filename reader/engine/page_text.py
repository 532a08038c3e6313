"""The text of a page from MuPDF's raw dictionary: lines put in reading order, with what they are.

Works on plain values, so that only the PDF child needs MuPDF itself.
"""

import re
from array import array
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from reader.core.document import BOX_UNITS, PageText, Region
from reader.core.page_structure import Block, page_structure
from reader.core.reading_order import LineShape, turned

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_Box: TypeAlias = tuple[float, float, float, float]
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_BOLD = 16
"""The bit of MuPDF's font flags; many fonts say so by their name only."""
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|gothic-?(?:b|e|mb|db)|-w[6-9]\b|medi$", re.IGNORECASE)
_NO_BOX = (0, 0, 0, 0)
_WORD_GAP = 0.18
"""Of the type size: pieces of one line that are further apart are parted by a space."""


class _Line:
    """A line of MuPDF's as displayed: its characters, a box of each, and its shape."""

    __slots__ = ("boxes", "characters", "is_vertical", "shape")

    def __init__(self, line: Mapping[str, Any], block: int, rotation: Matrix | None) -> None:
        self.characters: list[str] = []
        self.boxes: list[_Box] = []
        size, bold, letters = 0.0, 0, 0
        for span in line["spans"]:
            characters = span["chars"]
            is_bold = bool(span["flags"] & _BOLD) or _BOLD_NAME.search(span["font"]) is not None
            count = 0
            for character in characters:
                box = character["bbox"]
                if rotation is not None:
                    box = _turned(box, rotation)
                for c in character["c"]:
                    self.characters.append(c)
                    self.boxes.append(box)
                    count += not c.isspace()
            letters += count
            bold += count * is_bold
            if count:
                size = max(size, span["size"])
        dx, dy = line["dir"]
        box = line["bbox"]
        if rotation is not None:
            box = _turned(box, rotation)
            dx, dy = dx * rotation[0] + dy * rotation[2], dx * rotation[1] + dy * rotation[3]
        self.is_vertical = abs(dy) > abs(dx) and dy > 0
        text = "".join(self.characters)
        x0, y0, x1, y1 = box
        self.shape = LineShape(x0, y0, x1, y1, size, text, letters > 0 and 2 * bold > letters, block)


def page_text(
    raw: Sequence[Mapping[str, Any]], page_index: int, width: float, height: float, rotation: Matrix | None = None
) -> PageText:
    """The text of a page. `raw`: the blocks of `get_text("rawdict")`; `rotation` brings their points to the page as
    displayed, which is `width` by `height` points."""
    lines = [_Line(line, number, rotation) for number, block in enumerate(raw) for line in block.get("lines", ())]
    lines = [line for line in lines if not line.shape.text.isspace() and line.shape.text]
    shapes = [line.shape for line in lines]
    if 2 * sum(len(line.characters) for line in lines if line.is_vertical) > sum(
        len(line.characters) for line in lines
    ):
        blocks = page_structure([turned(shape, width) for shape in shapes], width)
    else:
        blocks = page_structure(shapes, height)
    return _assembled(lines, blocks, page_index, width or 1.0, height or 1.0)


def _assembled(
    lines: Sequence[_Line], blocks: Sequence[Block], page_index: int, width: float, height: float
) -> PageText:
    characters: list[str] = []
    boxes = array("H")
    regions = []
    pieces: dict[int, tuple[int, int]] = {}
    last = -1
    for block in blocks:
        positions = [position for row in block.rows for position in row]
        if characters:  # an empty line; two where the file draws something else in between
            count = 1 if min(positions) == last + 1 else 2
            characters += "\n" * count
            boxes.extend(_NO_BOX * count)
        last = max(positions)
        start = len(characters)
        for number, row in enumerate(block.rows):
            if number and block.kind == "table":
                characters.append("\n")
                boxes.extend(_NO_BOX)
            before: _Line | None = None
            for position in row:
                line = lines[position]
                if before is not None and _is_apart(before, line):
                    characters.append(" ")
                    boxes.extend(_NO_BOX)
                pieces[position] = (len(characters), len(characters) + len(line.characters))
                characters += line.characters
                for box in line.boxes:
                    boxes.extend(_packed(box, width, height))
                before = line
            characters.append("\n")
            boxes.extend(_NO_BOX)
        regions.append(Region(block.kind, start, len(characters) - 1, block.level))
    text = _UNUSABLE.sub("\ufffd", "".join(characters))
    drawn = [pieces[position] for position in sorted(pieces)]
    order = () if drawn == sorted(drawn) else tuple(drawn)
    return PageText(page_index, text, boxes.tobytes(), tuple(regions), drawn=order)


def _is_apart(line: _Line, following: _Line) -> bool:
    if line.characters[-1].isspace() or following.characters[0].isspace():
        return False
    return following.shape.x0 - line.shape.x1 > _WORD_GAP * line.shape.size


def _packed(box: _Box, width: float, height: float) -> tuple[int, int, int, int]:
    return (_unit(box[0] / width), _unit(box[1] / height), _unit(box[2] / width), _unit(box[3] / height))


def _unit(value: float) -> int:
    """As `document.pack_boxes` keeps it: what lies outside of the page is cut, NaN is 0."""
    return round(min(value, 1.0) * BOX_UNITS) if value > 0 else 0


def _turned(box: Sequence[float], matrix: Matrix) -> _Box:
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    left, top = x0 * a + y0 * c + e, x0 * b + y0 * d + f
    right, bottom = x1 * a + y1 * c + e, x1 * b + y1 * d + f
    return (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
