"""Reads the texts of the guide, packaging/guide/*.md: Markdown with a few fences of its own.

A header of `key: value` lines ends at `---`. `===` starts a new page. `#` is a chapter, `#-` one without a
number, `##` a section, each with an {#id}; elsewhere `{id}` stands for the number of that section. `::: note`,
`columns`, `figure` and `formula` run to `:::`; `::: contents` stands alone. The second row of a table holds the
widths in per cent, the line after a table its caption.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the text: kind, its own lines, and for `columns` and `note` the blocks inside."""

    kind: str
    lines: tuple[str, ...] = ()
    name: str = ""  # the id of a heading
    number: str = ""  # "3", "3.1"; a table's, figure's or formula's number
    inside: tuple["Block", ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A parsed guide: header fields, and the blocks of each page."""

    fields: dict[str, str]
    pages: tuple[tuple[Block, ...], ...]


def read_text(source: str) -> Text:
    header, _, body = source.partition("\n---\n")
    fields = dict(line.split(": ", 1) for line in header.splitlines())
    numbers: dict[str, int] = {}
    pages = [tuple(_parse(part.strip().splitlines(), numbers)) for part in body.split("\n===\n")]
    names = {block.name: block.number for page in pages for block in _flat(page) if block.name}
    return Text(fields, tuple(tuple(_fill(block, names) for block in page) for page in pages))


def _flat(blocks: Sequence[Block]) -> list[Block]:
    return [each for block in blocks for each in (block, *_flat(block.inside))]


def _fill(block: Block, names: dict[str, str]) -> Block:
    """Put the numbers of sections where the text has `{name}`."""
    lines = tuple(re.sub(r"\{(\w+)\}", lambda match: names[match[1]], line) for line in block.lines)
    inside = tuple(_fill(each, names) for each in block.inside)
    return Block(block.kind, lines, block.name, block.number, inside)


def _parse(lines: list[str], numbers: dict[str, int]) -> list[Block]:
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line.strip():
            continue
        if line.startswith("::: contents"):
            blocks.append(Block("contents"))
        elif line.startswith("::: "):
            end = _closing(lines, at)
            blocks.append(_parse_fence(line[4:], lines[at:end], numbers))
            at = end + 1
        elif match := re.fullmatch(r"(#-|#|##) (.+) \{#(\w+)\}", line):
            blocks.append(Block(match[1], (match[2],), match[3], _heading_number(match[1], numbers)))
        elif line.startswith("|"):
            end = at
            while lines[end].startswith("|"):
                end += 1
            caption = lines[end].split(": ", 1)[1]
            blocks.append(Block("table", (caption, *lines[at - 1 : end]), number=_next("table", numbers)))
            at = end + 1
        elif line.startswith("- "):
            blocks.append(Block("item", (line[2:],)))
        else:
            blocks.append(Block("paragraph", (line,)))
    return blocks


def _closing(lines: list[str], at: int) -> int:
    depth = 1
    for index in range(at, len(lines)):
        if lines[index] == ":::":
            depth -= 1
        elif lines[index].startswith("::: "):
            depth += 1
        if depth == 0:
            return index
    raise ValueError(f"unclosed ::: before line {at} of a page")


def _parse_fence(kind: str, lines: list[str], numbers: dict[str, int]) -> Block:
    if kind in ("figure", "formula"):
        return Block(kind, tuple(lines), number=_next(kind, numbers))
    return Block(kind, inside=tuple(_parse(lines, numbers)))


def _next(kind: str, numbers: dict[str, int]) -> str:
    numbers[kind] = numbers.get(kind, 0) + 1
    return str(numbers[kind])


def _heading_number(kind: str, numbers: dict[str, int]) -> str:
    if kind == "#":
        numbers["##"] = 0
        return _next("#", numbers)
    return f"{numbers['#']}.{_next('##', numbers)}" if kind == "##" else ""
