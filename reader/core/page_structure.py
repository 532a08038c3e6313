"""What the lines of a page are: headings, captions, tables, footnotes, running heads, and the text between them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reader.core.document import RegionKind
from reader.core.reading_order import Box, LineShape, bounds, continues, is_beside, reading_order
from reader.core.tables import find_tables

_CAPTION = re.compile(
    r"^\s*(?:(?:Figure|Fig\.?|FIGURE|FIG\.?|Table|TABLE|Exhibit|EXHIBIT|Chart|Algorithm|Listing)\s*"
    r"(?:[A-Z]?\d+(?:[.-]\d+)*[a-z]?|[IVX]+)\s*(?:[.:|)—–-]|$|\s{2,}|\s+[A-Z(])"
    r"|[【\[（(<＜]?\s*(?:図表?|表|写真|グラフ)\s*[0-9０-９A-Z]+(?:\s*[-－‐.．・ー][0-9０-９]+)*\s*(?:[】\])）>＞:：.．、]|\s|$|[^\s\dのをにはがでと、はも]))"
)
_NUMBERED = re.compile(
    r"^\s*(?:(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+\S"
    r"|(?:Item|ITEM|Part|PART|Note|NOTE|Section|SECTION|Chapter|CHAPTER|Appendix|APPENDIX)\s+[\dIVXA-Z]+|[A-Z]\.\d*\s+[A-Z]"
    r"|第\s*[0-9０-９一二三四五六七八九十]+\s*[章節編部条]|[0-9０-９]+(?:[.．－-][0-9０-９]+)*[.．、　\s]\s*\S"
    r"|[（(][0-9０-９一二三四五六七八九十]+[)）]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ①-⑳■□◆◇●○【])"
)
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|p\.?)\s*)?(?:[A-Z]{1,2}-)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|／)\s*\d{1,4})?\W*$|^[-–—ー－\s]*[0-9０-９]{1,4}\s*(?:ページ|頁)?[-–—ー－\s]*$",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(r"^\s*(?:\d{1,3}(?=[^\d.,%])|\(\d{1,2}\)|\([a-z]\)|[*†‡§¶∗]+|※|[（(]?注|[¹²³⁰-⁹])")
_MARGIN = 0.085
"""Of the page's height, at its top and bottom: where running heads and page numbers stand."""
_HEADING_SIZE = 1.12
"""Of the size of the body's type."""
_HEADING_LETTERS = 110
_NOTE_SIZE = 0.93
"""Footnotes are set smaller than the body by this at least."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind in reading order; those of a row stand on one line."""

    kind: RegionKind
    rows: tuple[tuple[int, ...], ...]
    """Positions of the lines."""
    level: int = 0
    """Of a heading: 1 for the largest type."""


def page_structure(lines: Sequence[LineShape], height: float) -> list[Block]:
    """The blocks of a page in reading order, between its running heads; footnotes last. Holds each line once."""
    if not lines:
        return []
    body_size = _body_size(lines)
    running = _running(lines, height, body_size)
    tables = [table for table in find_tables(lines) if not _all_in(table.rows, running)]
    owner = {i: n for n, table in enumerate(tables) for row in table.rows for i in row if i not in running}
    notes = _footnotes(lines, body_size, height, running | frozenset(owner))
    done: set[int] = set()
    found: list[Block] = []
    rows: list[list[int]] = []
    for i in range(len(lines)):
        if i in running or i in notes:
            continue
        if i in owner:
            if owner[i] not in done:
                done.add(owner[i])
                found += _paragraphs(lines, rows, body_size)
                rows = []
                kept = [tuple(c for c in row if c not in running and c not in notes) for row in tables[owner[i]].rows]
                found.append(Block("table", tuple(row for row in kept if row)))
            continue
        if rows and lines[rows[-1][-1]].block == lines[i].block and is_beside(lines[rows[-1][-1]], lines[i]):
            rows[-1].append(i)
        else:
            rows.append([i])
    found += _paragraphs(lines, rows, body_size)
    boxes = [_box(lines, block) for block in found]
    found = [found[i] for i in reading_order(boxes, body_size)]
    found += [Block("footnote", block.rows) for block in _paragraphs(lines, [[i] for i in sorted(notes)], 1e9)]
    margins = [Block("running", (tuple(row),)) for row in _rows(lines, sorted(running))]
    heads = [block for block in margins if _box(lines, block).y1 < height / 2]
    return [*heads, *found, *(block for block in margins if block not in heads)]


def _all_in(rows: Sequence[Sequence[int]], positions: frozenset[int]) -> bool:
    return all(i in positions for row in rows for i in row)


def _box(lines: Sequence[LineShape], block: Block) -> Box:
    return bounds([lines[i] for row in block.rows for i in row])


def _rows(lines: Sequence[LineShape], positions: Sequence[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for i in positions:
        if rows and is_beside(lines[rows[-1][-1]], lines[i]):
            rows[-1].append(i)
        else:
            rows.append([i])
    return rows


def _body_size(lines: Sequence[LineShape]) -> float:
    """The size of most of the page's type."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size * 2) / 2] += len(line.text.strip())
    return counts.most_common(1)[0][0] or 1.0


def _running(lines: Sequence[LineShape], height: float, body_size: float) -> frozenset[int]:
    """Page numbers and short lines in the margin, apart from what is below or above them."""
    found = set()
    for edge in (0, 1):
        near = [
            i
            for i, line in enumerate(lines)
            if (line.y1 < _MARGIN * height if edge == 0 else line.y0 > (1 - _MARGIN) * height)
        ]
        if not near or len(near) > 8:
            continue
        rest = [line for i, line in enumerate(lines) if i not in near]
        inner = max(lines[i].y1 for i in near) if edge == 0 else min(lines[i].y0 for i in near)
        space = min((line.y0 - inner if edge == 0 else inner - line.y1 for line in rest), default=0.0)
        for i in near:
            text = lines[i].text.strip()
            is_small = lines[i].size <= 1.05 * body_size
            if _PAGE_NUMBER.match(text) or (space > 0.5 * body_size and is_small and len(text) < 100):
                found.add(i)
    return frozenset(found) if len(found) < len(lines) else frozenset()


def _footnotes(lines: Sequence[LineShape], body_size: float, height: float, others: frozenset[int]) -> frozenset[int]:
    """Small type that begins with a mark, below all of the body's type in its column."""
    small = [i for i, line in enumerate(lines) if i not in others and line.size <= _NOTE_SIZE * body_size]
    body = [line for i, line in enumerate(lines) if i not in others and line.size > _NOTE_SIZE * body_size]
    found: set[int] = set()
    block = None
    for i in small:
        line = lines[i]
        is_lowest = line.y0 > 0.5 * height and not any(
            other.y0 > line.y0 and other.x0 < line.x1 and other.x1 > line.x0 for other in body
        )
        if is_lowest and (_NOTE_MARK.match(line.text) or (found and (line.block == block or i - 1 in found))):
            found.add(i)
            block = line.block
    return frozenset(found)


def _paragraphs(lines: Sequence[LineShape], rows: Sequence[list[int]], body_size: float) -> list[Block]:
    """Rows in the given order as headings, captions and paragraphs."""
    blocks: list[Block] = []
    gathered: list[list[int]] = []
    kind: RegionKind = "body"
    level = 0

    def close() -> None:
        nonlocal gathered
        if gathered:
            blocks.append(Block(kind, tuple(tuple(row) for row in gathered), level))
        gathered = []

    for row in rows:
        first = lines[row[0]]
        before = lines[gathered[-1][-1]] if gathered else None
        row_level = _heading_level(lines, row, body_size)
        same_block = before is not None and before.block == first.block
        goes_on = before is not None and (same_block or continues(lines[gathered[-1][0]], first))
        if _CAPTION.match(_text(lines, row)) and not (goes_on and kind == "body"):
            close()
            kind, level = "caption", 0
        elif row_level and kind == "heading" and before is not None and _same_heading(before, first, row_level, level):
            pass
        elif row_level:
            close()
            kind, level = "heading", row_level
        elif not goes_on or kind == "heading":
            close()
            kind, level = "body", 0
        gathered.append(row)
    close()
    return blocks


def _same_heading(before: LineShape, line: LineShape, level: int, last_level: int) -> bool:
    return (
        level == last_level
        and 0 <= line.y0 - before.y0 < 2.2 * max(line.size, 1.0)
        and abs(line.size - before.size) < 0.5
        and not _NUMBERED.match(line.text)
    )


def _text(lines: Sequence[LineShape], row: Sequence[int]) -> str:
    return " ".join(lines[i].text for i in row)


def _heading_level(lines: Sequence[LineShape], row: Sequence[int], body_size: float) -> int:
    """0 where a row is no heading."""
    text = _text(lines, row).strip()
    letters = sum(c.isalpha() for c in text)
    if letters < 2 or len(text) > _HEADING_LETTERS or letters < 0.4 * len(text.replace(" ", "")):
        return 0
    size = max(lines[i].size for i in row)
    ratio = size / body_size
    ends_open = text[-1] in ".,;、。" and not _NUMBERED.match(text)
    if ratio >= _HEADING_SIZE and not ends_open:
        return 1 if ratio >= 1.6 else 2 if ratio >= 1.3 else 3
    is_bold = all(lines[i].is_bold for i in row)
    if is_bold and ratio > 0.95 and not ends_open and len(text) < 90:
        return 4
    is_upper = text.isupper() and letters > 5
    if (is_upper or (_NUMBERED.match(text) and is_bold)) and ratio > 0.95 and not ends_open and len(text) < 90:
        return 4
    return 0
