r"""Formulas in a text: LaTeX between \( \), \[ \], $$ $$ or $ $, told from amounts of dollars."""

import re
from dataclasses import dataclass
from typing import TypeAlias

from reader.core.patterns import late_pattern

_MARKED = late_pattern(
    r"\\\((?P<round>.{1,2000}?)\\\)|\\\[(?P<square>.{1,2000}?)\\\]|\$\$(?P<double>[^$]{1,2000}?)\$\$"
    r"|(?<![\\$0-9A-Za-z_])\$(?P<single>[^\s$](?:[^$]{0,500}?[^\s$\\])?)\$(?![\d$])",
    re.DOTALL,
)
_TEX_SIGN = late_pattern(r"[\\^_{}=<>]")
_WORD = late_pattern(r"\s|[^\W\d_]{4}")


@dataclass(frozen=True, slots=True)
class Formula:
    tex: str
    """Without the signs around it, in one line."""
    is_display: bool = False
    """It stands on a line of its own where it is drawn."""


Piece: TypeAlias = str | Formula


def pieces_of(text: str) -> list[Piece]:
    """Text and formulas in order; "$5 and 10$" is text."""
    pieces: list[Piece] = []
    done = 0
    for match in _MARKED.finditer(text):
        kind = match.lastgroup or ""
        tex = " ".join(match[kind].split())
        if not tex or "$" in tex or tex.endswith("\\") or (kind == "single" and not _is_formula(tex)):
            continue
        if match.start() > done:
            pieces.append(text[done : match.start()])
        pieces.append(Formula(tex, kind in ("square", "double")))
        done = match.end()
    return [*pieces, text[done:]] if done < len(text) else pieces


def _is_formula(tex: str) -> bool:
    """Between single dollars: it has a sign of LaTeX, or it is short and without a word: $n$, $O(n)$."""
    return _TEX_SIGN.search(tex) is not None or _WORD.search(tex) is None
