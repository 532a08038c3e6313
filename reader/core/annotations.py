"""The annotations that a PDF has of its own: what other programs and people marked in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.core.document import BOX_UNITS, PageText, Rect, Spot
from reader.core.marks import Colour, nearest_colour
from reader.core.sentences import readable

AnnotationKind = Literal[
    "highlight", "underline", "squiggly", "strikeout", "note", "text", "ink", "shape", "stamp", "file", "other"
]
"""`note`: an icon with a text behind it; `text`: words on the page; `shape`: lines, boxes, circles, polygons."""


@dataclass(frozen=True, slots=True)
class Annotation:
    kind: AnnotationKind
    spots: tuple[Spot, ...]
    """One, with the lines of text that it marks, else with the area that it covers."""
    rgb: tuple[int, int, int] | None
    """0..255 each; None where it has no colour."""
    author: str
    comment: str
    """Plain text."""
    modified: str
    """ISO 8601 as far as the PDF tells it, or ""."""
    quote: str = ""
    """The text under it, of kinds that mark text."""
    start: int | None = None
    """Where it begins in the text of the page."""

    @property
    def page_index(self) -> int:
        return self.spots[0].page_index

    @property
    def colour(self) -> Colour:
        """What its colour would be called; yellow where it has none."""
        return Colour.YELLOW if self.rgb is None else nearest_colour(self.rgb)


def text_under(page: PageText, rects: Sequence[Rect]) -> tuple[str, int | None]:
    """The text that lies under rectangles of a page, in one line, and where it begins; "" and None for nothing.

    A character is under a rectangle that holds the middle of its box.
    """
    boxes = memoryview(page.boxes).cast("H")
    areas = [tuple(value * BOX_UNITS for value in (r.x0, r.y0, r.x1, r.y1)) for r in rects]
    top, bottom = min((a[1] for a in areas), default=0.0), max((a[3] for a in areas), default=0.0)
    pieces: list[str] = []
    first, before = None, -1
    for position, character in enumerate(page.text):
        i = position * 4
        if boxes[i] == boxes[i + 2]:
            continue  # a line end
        y = (boxes[i + 1] + boxes[i + 3]) / 2
        if not top <= y <= bottom:
            continue
        x = (boxes[i] + boxes[i + 2]) / 2
        if any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for a in areas):
            if first is None:
                first = position
            elif position != before + 1:
                between = page.text[before + 1 : position]
                pieces.append(between if between.isspace() else "\n")
            pieces.append(character)
            before = position
    return readable("".join(pieces)), first


def iso_date(pdf_date: str) -> str:
    """ "D:20260102030405+09'00'" -> "2026-01-02T03:04:05+09:00"; as much of it as there is, "" for anything else."""
    digits = pdf_date.removeprefix("D:")
    count = next((n for n, c in enumerate(digits) if not c.isdecimal() or not c.isascii()), len(digits))
    zone, digits = digits[count:], digits[:count]
    if len(digits) < len("20260102"):
        return ""
    date = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    if len(digits) < len("20260102030405"):
        return date
    time = f"{digits[8:10]}:{digits[10:12]}:{digits[12:14]}"
    offset = zone.replace("'", ":").rstrip(":")
    return f"{date}T{time}{'+00:00' if offset[:1] == 'Z' else offset}"
