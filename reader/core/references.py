"""The places of a document that a question names: "Table 3", "page 12", "section 4.1", "図3", "第2章"."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.core.document import OutlineItem
from reader.core.language import CJK
from reader.core.patterns import late_pattern

Kind = Literal["page", "figure", "table", "section", "equation"]

_LETTER = rf"[^\W{CJK}]"
"""Of a word written with spaces around it: "Fig. 2は" names a figure."""
_NUMBER = r"(?:\d+(?:\.\d+)*[a-z]?|[ivxlc]+|[a-h])"
_WORDS: dict[Kind, str] = {
    "page": r"pages?|p\.|pp\.|slides?",
    "figure": r"figures?|figs?\.?|charts?|diagrams?",
    "table": r"tables?|tab\.",
    "section": r"sections?|sec\.|chapters?|ch\.|appendix|appendices|§",
    "equation": r"equations?|eqs?\.?",
}
_LATIN = late_pattern(
    "|".join(
        rf"(?<!{_LETTER})(?P<{kind}>(?:{words})\s*(?:no\.\s*)?\(?(?P<{kind}_number>{_NUMBER})\)?)(?!{_LETTER})"
        for kind, words in _WORDS.items()
    )
)
_MORE = late_pattern(rf"\s*(?:,|and|&|or|to|-|–)\s*(?P<number>{_NUMBER})(?!{_LETTER})")
_JAPANESE = late_pattern(
    r"(?P<page>(?P<page_number>\d+)\s*(?:ページ|頁|枚目))"
    r"|(?P<figure>(?:図|グラフ)表?\s*(?P<figure_number>\d+(?:[.\-]\d+)*))"
    r"|(?P<table>表\s*(?P<table_number>\d+(?:[.\-]\d+)*))"
    r"|(?P<section>第?\s*(?P<section_number>\d+(?:\.\d+)*|[一二三四五六七八九十]+)\s*(?:章|節))"
    r"|(?P<equation>式\s*\(?(?P<equation_number>\d+(?:\.\d+)*)\)?)"
)
_FLAGS = re.IGNORECASE | re.MULTILINE
_ROMAN_OR_LETTER = late_pattern(r"[ivxlc]+|[a-h]")
_NEEDS_DIGITS: frozenset[Kind] = frozenset({"page", "equation"})
_KANJI_NUMBERS = {sign: str(value) for value, sign in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, slots=True)
class Reference:
    """`number` as written, in lower case: "3", "4.1", "iv", "a"."""

    kind: Kind
    number: str


def references(question: str) -> tuple[Reference, ...]:
    """What the question names, each once, in its order."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    found: dict[Reference, None] = {}
    for pattern in (_LATIN, _JAPANESE):
        for match in pattern.finditer(folded):
            kind = next(kind for kind in _WORDS if match.group(kind) is not None)
            numbers = [match.group(f"{kind}_number")]
            end = match.end()
            while pattern is _LATIN and (more := _MORE.match(folded, end)) is not None and numbers[0][0].isdigit():
                if not more["number"][0].isdigit():
                    break
                numbers.append(more["number"])
                end = more.end()
            for number in numbers:
                number = _KANJI_NUMBERS.get(number, number)
                if kind in _NEEDS_DIGITS and _ROMAN_OR_LETTER.fullmatch(number):
                    continue  # "the first page i read" names no page
                found[Reference(kind, number)] = None
    return tuple(found)


def caption_pattern(reference: Reference) -> re.Pattern[str]:
    """Where the thing itself stands in a page's text: its caption or heading at the beginning of a line.

    The group `mention` matches a mere mention instead.
    """
    number = re.escape(reference.number)
    if reference.kind == "figure":
        name = r"(?:figure|fig\.?|chart|図表?)"
    elif reference.kind == "table":
        name = r"(?:table|tab\.?|図?表)"
    elif reference.kind == "equation":
        return re.compile(rf"\({number}\)\s*$|(?P<mention>(?:equation|eq\.?|式)\s*\(?{number}\b)", _FLAGS)
    else:
        name = r"(?:section|chapter|appendix|第)"
        heading = rf"^\s*(?:{name}\s*{number}\s*(?:章|節)?|{number}\.?)(?![\d.]*\d)(?:[\s.:：]+\S|$)"
        return re.compile(rf"{heading}|(?P<mention>(?:section|chapter|appendix|sec\.)\s*{number}\b)", _FLAGS)
    return re.compile(
        rf"^\s*{name}\s*{number}(?![\d.]*\d)\s*(?:[.:：|)\]]|\s|$)|(?P<mention>{name}\s*{number}(?!\.?\d))",
        _FLAGS,
    )


def signs(reference: Reference) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(in a page's folded text, in its own text): a page that holds none of these has no place for `caption_pattern`.

    Looking for them takes SQLite a hundredth of the time that the pattern takes.
    """
    number = reference.number
    if reference.kind == "figure":
        return tuple(f"{name}{number}" for name in ("figure", "fig", "fig.", "chart", "図", "図表")), ()
    if reference.kind == "table":
        return tuple(f"{name}{number}" for name in ("table", "tab", "tab.", "表")), ()
    if reference.kind == "equation":
        return (f"({number})", f"equation{number}", f"eq.{number}", f"eq{number}", f"式{number}"), ()
    named = tuple(f"{name}{number}" for name in ("section", "chapter", "appendix", "sec.", "第"))
    shown = {number, number.upper()}
    return named, tuple(f"{sign}{after}" for sign in shown for after in (" ", ".", "\n", "\u3000", "章", "節"))


def pages_named(
    named: Sequence[Reference], labels: Sequence[str] | None, page_count: int, outline: Sequence[OutlineItem]
) -> tuple[int, ...]:
    """The page indexes that pages and sections name, in order: by printed label, else by count; by the outline."""
    pages: dict[int, None] = {}
    for reference in named:
        if reference.kind == "page":
            known = {label.casefold(): index for index, label in reversed(list(enumerate(labels or ())))}
            index = known.get(reference.number, int(reference.number) - 1 if reference.number.isdigit() else -1)
            if 0 <= index < page_count:
                pages[index] = None
        elif reference.kind == "section":
            for page_index in _section_pages(reference.number, page_count, outline):
                pages[page_index] = None
    return tuple(pages)


def _section_pages(number: str, page_count: int, outline: Sequence[OutlineItem]) -> range:
    """The pages of a section as the outline has them: to where the next one of its level or above begins."""
    wanted = re.compile(
        rf"\s*(?:(?:section|chapter|appendix|第)\s*)?{re.escape(number)}\s*(?:章|節)?(?![\d.]*\d)(?:[\s.:：]|$)",
        re.IGNORECASE,
    )
    for position, item in enumerate(outline):
        if item.page_index is None or not wanted.match(unicodedata.normalize("NFKC", item.title)):
            continue
        following = (
            later.page_index
            for later in outline[position + 1 :]
            if later.level <= item.level and later.page_index is not None
        )
        end = next(following, page_count - 1)
        return range(item.page_index, max(end, item.page_index) + 1)
    return range(0)
