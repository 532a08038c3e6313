"""What a reference leads to: where it is, what of the page shows it, and what is known of it in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.core.anchors import Anchor
from reader.core.bibliography import Entry
from reader.core.document import PageText, Rect, Spot
from reader.core.page_lines import PageLine, PageLines
from reader.core.patterns import late_pattern
from reader.core.sentences import readable

_ROOM = 0.006
"""Of the page, around what is cut out."""
_LEAST_PICTURE = 0.035
"""Of the page's height: less room above or below a caption holds no picture."""
_FORMULA_ROOM = 0.032
"""Two lines or so: what introduces a formula, and what it continues with."""
_HEADING_HEIGHT = 0.2
_STATEMENT_HEIGHT = 0.16
_PLACE_HEIGHT = 0.2
_TOP, _BOTTOM = 0.05, 0.95
"""Of the page: beyond lie running heads."""
_LONGEST_ALGORITHM = 0.5
_LONGEST_NAME = 60
_NAME = late_pattern(r"\s*(?P<name>[^\W\d]+\.?\s?(?:\w\.)?[0-9A-Za-z０-９]+(?:\s?[.\-．－‐ー・]\s?[0-9A-Za-z０-９]+)*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page that is shown."""

    page_index: int
    rect: Rect


@dataclass(frozen=True, slots=True)
class Target:
    kind: str
    """A TargetKind, or "place": a link leads there, and what stands there is not known."""
    name: str
    """What the document calls it: "Figure 3", "3.2 Method", "[12]", "(4)"; "" where it has no name."""
    spot: Spot
    """Where one jumps."""
    pieces: tuple[Piece, ...]
    """What shows it, in order: an entry may go on in the next column or on the next page."""
    text: str = ""
    """Its words in one line: an entry, a caption; "" where a picture says more."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Something on a page that leads to a target."""

    page_index: int
    start: int
    end: int
    rects: tuple[Rect, ...]
    """Where it is; one per line."""
    target: Target
    words: str = ""
    """As the page has them, in one line: "Smith et al., 2020"."""


def entry_target(entry: Entry, texts: dict[int, PageText]) -> Target | None:
    """`texts`: of the pages that the entry is on."""
    pieces: list[Piece] = []
    spot: Spot | None = None
    for part in entry.parts:
        page = texts.get(part.page_index)
        rects = () if page is None else page.rects_of(part.start, part.end)
        if not rects:
            continue
        spot = spot or Spot(part.page_index, rects)
        # Its part of the next column comes in the same stretch of text where nothing else lies in between.
        pieces += [
            Piece(part.page_index, _grown(_bounds(column), _ROOM, 0.25 * column[0].height))
            for column in _columns(rects)
        ]
    if spot is None:
        return None
    return Target("entry", f"[{entry.label}]" if entry.label else "", spot, tuple(pieces), readable(entry.text))


def anchor_target(anchor: Anchor, lines: PageLines) -> Target | None:
    """`lines`: of the anchor's page."""
    page = lines.page
    own = page.rects_of(anchor.start, anchor.end)
    line = lines.line_at(anchor.start)
    if not own or line is None:
        return None
    text = readable(page.text[anchor.start : anchor.end])
    name = _name(anchor, readable(page.text[line.start : line.end]))
    if anchor.kind == "note":
        area = _bounds(own)
        return Target("note", name, Spot(page.page_index, own), (_piece(page, area),), text)
    if anchor.kind == "equation":
        area = _formula(lines, line)
        return Target("equation", name, Spot(page.page_index, (line.rect,)), (_piece(page, area),), "")
    if anchor.kind in ("figure", "table"):
        area = _with_picture(lines, anchor, _bounds(own))
        return Target(anchor.kind, name, Spot(page.page_index, (area,)), (_piece(page, area),), text)
    if anchor.kind == "algorithm":
        area = _algorithm(lines, line, _bounds(own))
        return Target(anchor.kind, name, Spot(page.page_index, (area,)), (_piece(page, area),), text)
    height = _STATEMENT_HEIGHT if anchor.kind == "statement" else _HEADING_HEIGHT
    area = _from(lines, line.rect, height)
    return Target(anchor.kind, name, Spot(page.page_index, (line.rect,)), (_piece(page, area),), text[:200])


def _name(anchor: Anchor, line: str) -> str:
    if anchor.kind == "equation":
        return f"({anchor.label})"
    if anchor.kind == "note":
        return anchor.label
    if anchor.kind == "section":
        return shortened(line, _LONGEST_NAME)
    match = _NAME.match(line)
    return match["name"] if match is not None else shortened(line, _LONGEST_NAME)


def place_target(lines: PageLines, top: float, left: float | None) -> Target:
    """Where a link of the PDF leads that is none of the known things: what stands from there on."""
    page = lines.page
    below = [
        line.rect
        for line in lines.lines
        if line.rect.y1 > top + 0.004 and line.region.kind != "running" and (left is None or line.rect.x1 > left)
    ]
    if left is not None and left > 0.05:
        right = [r for r in below if left - 0.06 < r.x0 < left + 0.12]
        below = right or below
    first = min(below, key=lambda rect: rect.y0, default=Rect(0.1, top, 0.9, top + 0.01))
    if first.y0 > top + 0.25:  # a picture stands in between
        first = Rect(0.1, top, 0.9, top + 0.01)
    area = _from(lines, first, _PLACE_HEIGHT)
    spot = Spot(page.page_index, (Rect(first.x0, first.y0, first.x1, first.y1),))
    return Target("place", "", spot, (_piece(page, area),))


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _piece(page: PageText, area: Rect) -> Piece:
    return Piece(page.page_index, _grown(area, _ROOM, _ROOM / 2))


def _grown(area: Rect, across: float, down: float) -> Rect:
    return Rect(
        max(area.x0 - across, 0.0), max(area.y0 - down, 0.0), min(area.x1 + across, 1.0), min(area.y1 + down, 1.0)
    )


def _bounds(rects: Sequence[Rect]) -> Rect:
    bounds = rects[0]
    for rect in rects[1:]:
        bounds = bounds.united(rect)
    return bounds


def _columns(rects: Sequence[Rect]) -> list[list[Rect]]:
    """Lines one below the other, in as many groups as there are columns."""
    groups = [[rects[0]]]
    for rect in rects[1:]:
        last = groups[-1][-1]
        goes_up = rect.y0 < last.y0 - 0.3 * last.height
        is_far = rect.y0 - last.y1 > 4 * last.height
        if goes_up or is_far:
            groups.append([rect])
        else:
            groups[-1].append(rect)
    return groups


def _overlaps(rect: Rect, left: float, right: float) -> bool:
    return rect.x0 < right - 0.01 and rect.x1 > left + 0.01


def _formula(lines: PageLines, line: PageLine) -> Rect:
    """The line of an equation's number over the whole column, with a little before and after."""
    left, right = lines.column(line.rect)
    prose = [other.rect for other in lines.prose if _overlaps(other.rect, left, right)]
    row = line.rect
    for other in lines.lines:  # fractions and limits stand on lines of their own
        rect = other.rect
        is_beside = rect.y0 < row.y1 and rect.y1 > row.y0 and _overlaps(rect, left, right)
        if is_beside and rect not in prose:
            row = Rect(row.x0, min(row.y0, rect.y0), row.x1, max(row.y1, rect.y1))
    first, last = row.y0 - _FORMULA_ROOM, row.y1 + _FORMULA_ROOM
    for other in lines.lines:  # no line is cut in two
        middle = (other.rect.y0 + other.rect.y1) / 2
        if first < middle < last and _overlaps(other.rect, left, right) and other.region.kind != "running":
            row = Rect(row.x0, min(row.y0, other.rect.y0), row.x1, max(row.y1, other.rect.y1))
    return Rect(left, row.y0, right, row.y1)


def _from(lines: PageLines, first: Rect, height: float) -> Rect:
    """From a line down its column."""
    left, right = lines.column(first)
    within = [
        line.rect
        for line in lines.lines
        if line.region.kind not in ("running", "footnote")
        and _overlaps(line.rect, left, right)
        and first.y0 - 0.002 <= line.rect.y0
        and line.rect.y1 < first.y0 + height
    ]
    bottom = max((rect.y1 for rect in within), default=min(first.y0 + height, 1.0))
    return Rect(min(left, first.x0), first.y0, max(right, first.x1), max(bottom, first.y1))


def _with_picture(lines: PageLines, anchor: Anchor, caption: Rect) -> Rect:
    """A caption and what it belongs to: as far as no running text stands above or below it."""
    left, right = _float_column(lines, caption)
    blockers = [
        line.rect
        for line in lines.lines
        if _overlaps(line.rect, left, right) and not _within(line, anchor) and _blocks(lines, line, left, right)
    ]
    top = max((r.y1 for r in blockers if r.y1 <= caption.y0 + 0.003), default=_TOP)
    bottom = min((r.y0 for r in blockers if r.y0 >= caption.y1 - 0.003), default=_BOTTOM)
    above, below = caption.y0 - top, bottom - caption.y1
    rest = [
        line
        for line in lines.lines
        if _overlaps(line.rect, left, right) and not _within(line, anchor) and line.region.kind != "running"
    ]
    rows_above = [line.rect for line in rest if top <= line.rect.y0 and line.rect.y1 <= caption.y0 + 0.003]
    rows_below = [line.rect for line in rest if caption.y1 - 0.003 <= line.rect.y0 and line.rect.y1 <= bottom]
    if anchor.kind == "table" and rows_below:
        # Its rows are nearer than those of anything else.
        gap_above = caption.y0 - max((rect.y1 for rect in rows_above), default=0.0)
        gap_below = min(rect.y0 for rect in rows_below) - caption.y1
        is_above = bool(rows_above) and above >= _LEAST_PICTURE and gap_above < gap_below
    else:
        is_above = above >= _LEAST_PICTURE
    if is_above:
        return Rect(left, top + 0.002, right, caption.y1)
    if below >= _LEAST_PICTURE and (rows_below or anchor.kind == "figure"):
        end = max(rect.y1 for rect in rows_below) if rows_below and anchor.kind == "table" else bottom - 0.002
        return Rect(left, caption.y0, right, max(end, caption.y1))
    return Rect(left, caption.y0, right, caption.y1)


def _within(line: PageLine, anchor: Anchor) -> bool:
    return anchor.start <= line.start <= anchor.end


def _blocks(lines: PageLines, line: PageLine, left: float, right: float) -> bool:
    """Whether a line is no part of a picture."""
    kind, rect = line.region.kind, line.rect
    if kind in ("caption", "running", "footnote"):
        return True
    edges = (left, lines.column(rect)[0])
    if kind == "heading":
        return any(abs(rect.x0 - edge) < 0.008 for edge in edges) and rect.height < 1.8 * lines.height
    is_wide = rect.width > 0.75 * min(right - left, 0.45)
    is_body = abs(rect.height / lines.height - 1) < 0.05 and any(-0.006 < rect.x0 - edge < 0.04 for edge in edges)
    return kind == "body" and line.length >= 40 and is_wide and is_body


def _float_column(lines: PageLines, caption: Rect) -> tuple[float, float]:
    """The column of a caption: a short one stands in the middle of it."""
    left, right = lines.column(caption)
    middle = (caption.x0 + caption.x1) / 2
    halves = [
        (line.rect.x0, line.rect.x1)
        for line in lines.prose
        if line.rect.x0 - 0.01 < middle < line.rect.x1 + 0.01 and line.rect.width < 0.5 and line.rect.width > 0.3
    ]
    if right - left > 0.6 and halves and caption.width < 0.45 and not 0.45 < middle < 0.55:
        return min([*(half[0] for half in halves), caption.x0]), max([*(half[1] for half in halves), caption.x1])
    return left, right


def _algorithm(lines: PageLines, line: PageLine, caption: Rect) -> Rect:
    left, right = lines.column(line.rect)
    below = [
        other.rect for other in lines.lines if _overlaps(other.rect, left, right) and other.rect.y0 > caption.y1 - 0.003
    ]
    stops = [
        other.rect.y0
        for other in lines.lines
        if _overlaps(other.rect, left, right)
        and other.rect.y0 > caption.y1
        and (
            (other.region.kind in ("caption", "running", "footnote"))
            or (other in lines.prose and other.rect.width > 0.85 * (right - left))
        )
    ]
    end = min([*stops, caption.y1 + _LONGEST_ALGORITHM])
    bottom = max((rect.y1 for rect in below if rect.y1 <= end + 0.002), default=caption.y1)
    return Rect(left, caption.y0, right, bottom)
