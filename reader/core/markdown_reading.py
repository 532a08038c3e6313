"""Markdown read as a note needs it: its blocks with their lines, the text that a line shows, comments of our own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from reader.core.markdown_text import one_line

_FORMULA = re.compile(r"\$\$[^$]+\$\$|(?<![0-9A-Za-z_])\$[^\s$](?:[^$]*[^\s$\\])?\$(?![\d$])")
_COMMENT = re.compile(r"<!--\s*(evidence|note)\s+(.*?)\s*-->\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    kind: str
    """As the parser names it: "heading", "paragraph", "html_block", "bullet_list", ..."""
    line: int
    level: int = 0
    """Of a heading."""
    text: str = ""
    """Of a heading: as it is shown; of HTML: as it stands there."""
    inlines: tuple[Token, ...] = ()


def blocks_of(body: str, first_line: int) -> Iterator[Block]:
    tokens = _parser().parse(body)
    position = 0
    while position < len(tokens):
        token = tokens[position]
        depth, end = 0, position
        while True:
            depth += tokens[end].nesting
            end += 1
            if depth <= 0 or end == len(tokens):
                break
        kind = token.type.removesuffix("_open")
        inlines = tuple(inner for inner in tokens[position:end] if inner.type == "inline")
        line = first_line + (token.map[0] if token.map else 0) + 1
        level = int(token.tag[1:]) if kind == "heading" else 0
        shown = plain_text(inlines[0].content) if kind == "heading" and inlines else token.content
        yield Block(kind, line, level, shown, inlines)
        position = end


@cache
def _parser() -> MarkdownIt:
    """CommonMark and tables, with formulas between dollars as they are."""
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.inline.ruler.before("escape", "formula", _formula_rule)
    return markdown


def _formula_rule(state: StateInline, silent: bool) -> bool:  # the parser's own signature
    match = _FORMULA.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("formula", "", 0).content = match.group()
    state.pos = match.end()
    return True


def plain_text(inline: str) -> str:
    """The text that a line of Markdown shows."""
    tokens = _parser().parseInline(inline)
    return one_line("".join(text for token in tokens for text in texts_of(token.children or [])))


def texts_of(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type in ("text", "code_inline", "formula") or _is_shown_html(token):
            yield token.content
        elif token.children:  # the words of a picture
            yield from texts_of(token.children)


def _is_shown_html(token: Token) -> bool:
    return token.type == "html_inline" and not token.content.startswith("<!--")


def comment_in(block: Block, name: str) -> str | None:
    """The inside of our comment of that name."""
    match = _COMMENT.match(block.text.strip()) if block.kind == "html_block" else None
    return match[2] if match and match[1] == name else None


def is_own_comment(block: Block) -> bool:
    return _COMMENT.match(block.text.strip()) is not None
