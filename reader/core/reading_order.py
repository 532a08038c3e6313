"""Which pieces of text that a PDF sets apart belong together."""

from dataclasses import dataclass

_GAP = 0.4
"""Of the type size: lines of one paragraph are closer together than paragraphs."""
_SAME_SIZE = 0.06
_INDENT = 2.0
"""Of the type size: how far the next line of a paragraph may begin to the side."""
_ENDS = ".!?:;。！？："


@dataclass(frozen=True, slots=True)
class LineShape:
    """A horizontal line as it is set, in points from the top left of the page."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    """Of its type."""
    text: str


def continues(line: LineShape, following: LineShape) -> bool:
    """Whether a line goes on in the next block: some PDFs (Japanese ones often) make a block of every line."""
    size = max(line.size, 1.0)
    return (
        -0.3 * size < following.y0 - line.y1 < _GAP * size
        and abs(line.size - following.size) <= _SAME_SIZE * size
        and abs(line.x0 - following.x0) <= _INDENT * size
        and following.x1 <= line.x1 + size
        and line.text.rstrip()[-1:] not in _ENDS
    )
