"""What a page holds that other pages refer to: captions, numbered headings and equations, theorems, notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.core.document import PageText
from reader.core.mentions import CHAPTER, JAPANESE_STATEMENTS, STATEMENTS, TargetKind, normal_label
from reader.core.page_lines import PageLine, PageLines, folded_width
from reader.core.patterns import late_pattern

_NUMBER = r"(?:[A-Z]\.?)?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?"
_CAPTION = late_pattern(
    r"\s*[【\[<(]?(?:(?P<figure>(?i:supplementary )?(?i:figure|fig\.?|abbildung|abb\.))"
    r"|(?P<other>(?i:scheme|chart|exhibit))|(?P<table>(?i:supplementary )?(?i:table|tab\.|tabelle))"
    r"|(?P<algorithm>(?i:algorithm))|(?P<listing>(?i:listing|protocol)))"
    rf"\s?(?P<label>{_NUMBER}|[IVX]{{1,5}}\b)(?P<after>\s*[.:|–—)\]]|\s+(?=[A-Z(\u3040-\u9fff])|\s*$)"
)
_JAPANESE_CAPTION = late_pattern(
    r"\s*[【\[<(]?\s*(?:(?P<figure>図表?|グラフ|写真)|(?P<table>表))\s?"
    r"(?P<label>[0-9A-Z]{1,3}(?:\s?[.\-‐ー・]\s?\d{1,3})*[a-z]?)"
    r"(?P<after>\s*[\])】>:.、]|\s|$|(?=[^\s\d.\-‐ー・のをにはがでと、もよ参か]))"
)
_HEADING = late_pattern(
    r"\s*(?:(?P<word>(?i:section|chapter|part|appendix|supplement))\s+)?"
    r"(?P<label>\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z](?:\.\d{1,2}){0,4}|[IVX]{1,5})(?P<after>[.:)]?\s+|[.:]\s*$|$)(?P<title>\S?)"
)
_HEADING_ROW = late_pattern(
    r"\s*(?P<label>\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?:\.\d{1,2}){0,3})\.?\s+[A-Z][^\W\d_]{3,}(?:[\s-]|$)"
)
_JAPANESE_HEADING = late_pattern(
    r"\s*(?:第\s?(?P<label>\d{1,2}|[一二三四五六七八九十]{1,2})\s?[章節編部]|付録\s?(?P<appendix>[A-Z])"
    r"|(?P<label2>\d{1,2}(?:[.\-]\d{1,2}){0,4})[.、]?\s*(?=[\u3040-\u9fff]))"
)
_STATEMENT = late_pattern(
    rf"\s*(?:(?P<word>(?i:{STATEMENTS}))\s(?P<label>{_NUMBER})(?P<after>\s*[.:]|\s*\([A-Z\[]|\s+(?=[A-Z∀])|\s*$)"
    rf"|(?P<japanese>{'|'.join(JAPANESE_STATEMENTS)})\s?(?P<label2>{_NUMBER})(?=[\s.:(（。]|$))"
)
_EQUATION = late_pattern(r"\((?P<label>(?:[A-Z]\.?|[A-Z]-)?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?)\)\s*$")
_NOTE = late_pattern(r"\s*\[?(?P<label>\d{1,3}(?=[^\d.,%])|[*∗†‡§¶]{1,3})")
_REFERENCES = late_pattern(
    r"\s*(?:\d{1,2}\.?\s+|[A-Z]\.?\s+|[IVX]+\.?\s+|第?\d{1,2}章?\s*)?"
    r"(?:references?(?: and notes| cited)?|bibliography|literature(?: cited)?|works cited|cited literature"
    r"|literaturverzeichnis|参考文献|引用文献|文献|参照文献)\s*:?\s*$",
    re.IGNORECASE,
)
_LEADERS = late_pattern(r"(?:\.\s?){4,}|…{2,}|・{4,}|\s\d{1,4}\s*$")
_CONTENTS = late_pattern(
    r"(?im)^\s*(?:table of )?contents\s*$|^\s*list of (?:figures|tables)\s*$|^\s*(?:目\s*次|図表目次)\s*$"
)
_EQUATION_GAP = 0.014
"""Of the page's width: between a formula and its number, more than between words."""
_RIGHT_EDGE = 0.015
_KANJI_NUMBERS = {sign: str(value) for value, sign in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, slots=True)
class Anchor:
    """Characters start..end of a page are (the beginning of) something with a label."""

    page_index: int
    kind: TargetKind | str
    """A TargetKind, or "references": the heading of the list of references."""
    label: str
    start: int
    end: int
    weight: int
    """How sure it is, 1..4: "Figure 3:" above a picture, or a line that only begins like that."""


def anchors_of(page: PageText) -> tuple[Anchor, ...]:
    """What the page holds, in the order of its text."""
    lines = PageLines(page)
    text = folded_width(page.text)
    is_contents = _CONTENTS.search(text) is not None
    found: list[Anchor] = []
    for position, line in enumerate(lines.lines):
        before = lines.lines[position - 1] if position else None
        if line.region.kind == "running":
            continue
        found += _anchors_at(lines, text, line, before, is_contents=is_contents)
    found += _equations(text, lines)
    return tuple(sorted(found, key=lambda anchor: anchor.start))


def _anchors_at(
    lines: PageLines, text: str, line: PageLine, before: PageLine | None, *, is_contents: bool
) -> Iterator[Anchor]:
    page = lines.page
    words = text[line.start : line.end]
    if line.region.kind == "footnote":
        match = _NOTE.match(words)
        if match is not None:
            label = match["label"].replace("∗", "*")
            yield Anchor(page.page_index, "note", label, line.start, _note_end(text, line), 3)
            return
    if _REFERENCES.match(words):
        weight = 3 if line.region.kind == "heading" else 2 if line.is_first else 1
        yield Anchor(page.page_index, "references", "", line.start, line.end, weight)
        return
    if is_contents and _LEADERS.search(words):
        return
    yield from _caption(page, words, line, before)
    yield from _heading(page, words, line, lines)
    yield from _statement(page, words, line, before)


def _caption(page: PageText, words: str, line: PageLine, before: PageLine | None) -> Iterator[Anchor]:
    match = _CAPTION.match(words) or _JAPANESE_CAPTION.match(words)
    if match is None:
        return
    groups = match.groupdict()
    is_apart = line.is_first or _is_apart(line, before)
    is_caption = line.region.kind == "caption" and line.is_first
    sign = match["after"].strip()
    weight = 2 * is_caption + bool(sign) + is_apart
    if not (is_caption or is_apart):
        # Swallowed by the table or the labels beside it. Running text may begin a line with "Figure 3. ", too.
        weight = 2 if sign in (":", "|") or (sign and line.region.kind == "table") else 0
    if weight < 2:
        return
    kind = next(name for name in ("figure", "other", "table", "algorithm", "listing") if groups.get(name))
    label = normal_label(match["label"].replace("‐", "-"))
    if kind in ("other", "listing"):
        label = f"{match[kind].casefold()} {label}"
    kind = {"other": "figure", "listing": "algorithm"}.get(kind, kind)
    end = line.region.end if is_caption or line.is_first else line.end
    yield Anchor(page.page_index, kind, label, line.start, end, weight)


def _heading(page: PageText, words: str, line: PageLine, lines: PageLines) -> Iterator[Anchor]:
    if line.region.kind == "table":
        yield from _heading_in_table(page, words, line, lines)
        return
    if not line.is_first or line.length > 120:
        return
    is_heading = line.region.kind == "heading"
    japanese = _JAPANESE_HEADING.match(words)
    if japanese is not None:
        label = japanese["label"] or japanese["label2"]
        if is_heading or (japanese["label"] and line.length < 40):
            label = f"appendix {japanese['appendix']}" if label is None else _KANJI_NUMBERS.get(label, label)
            label, weight = label.casefold(), 3 if is_heading else 1
            yield Anchor(page.page_index, "section", label, line.start, line.end, weight)
            if japanese["label"] and "章" in japanese.group():
                yield Anchor(page.page_index, "section", f"{CHAPTER}{label}", line.start, line.end, weight)
        return
    match = _HEADING.match(words)
    if match is None:
        return
    title, label, word = match["title"], match["label"], (match["word"] or "").casefold()
    is_short = line.region.end - line.start < 110
    if not (is_heading or ("." in label and is_short and title.isupper())):
        return
    if not word and (not title or not (title.isupper() or ord(title) > 0x2E80 or title in "“\"'")):
        return
    if label.isalpha() and not word and not (match["after"].startswith((".", ":")) or is_heading):
        return
    label = label.casefold()
    yield Anchor(page.page_index, "section", label, line.start, line.end, 2 + is_heading)
    if word == "chapter":
        yield Anchor(page.page_index, "section", f"{CHAPTER}{label}", line.start, line.end, 3)
    if word == "appendix" and label.isdigit():
        yield Anchor(page.page_index, "section", f"appendix {label}", line.start, line.end, 3)


def _heading_in_table(page: PageText, words: str, line: PageLine, lines: PageLines) -> Iterator[Anchor]:
    """A heading in one column beside a table in the other was taken for a row of it."""
    match = _HEADING_ROW.match(words)
    if match is None or not any(abs(other.rect.x0 - line.rect.x0) < 0.004 for other in lines.prose):
        return
    if match["label"].isalpha() and not line.is_first:
        return
    yield Anchor(page.page_index, "section", match["label"].casefold(), line.start, line.end, 2)


def _statement(page: PageText, words: str, line: PageLine, before: PageLine | None) -> Iterator[Anchor]:
    match = _STATEMENT.match(words)
    if match is None or not (line.is_first or _is_apart(line, before)):
        return
    if match["japanese"]:
        word, label, weight = JAPANESE_STATEMENTS[match["japanese"]], match["label2"], 2
    else:
        word, label = match["word"].casefold(), match["label"]
        if not match["word"][0].isupper():
            return
        weight = 2 + bool(match["after"].strip())
    end = max(line.end, line.region.end)
    yield Anchor(page.page_index, "statement", f"{word} {normal_label(label)}", line.start, end, weight)


def _equations(text: str, lines: PageLines) -> Iterator[Anchor]:
    """Numbers in brackets at the right edge of a column, apart from what stands before them."""
    for line in lines.lines:
        match = _EQUATION.search(text, line.start, line.end)
        if match is None or line.region.kind in ("running", "footnote", "caption", "heading"):
            continue
        sign = lines.page.box(match.start())
        before = match.start() - 1
        while before >= line.start and text[before].isspace():
            before -= 1
        is_alone = before < line.start
        if not is_alone and sign.x0 - lines.page.box(before).x1 < _EQUATION_GAP:
            continue
        others = [other.rect for other in lines.prose if other is not line]
        around = [rect.x1 for rect in others if rect.x0 < sign.x0 < rect.x1]
        if not around or abs(line.rect.x1 - max(around)) > _RIGHT_EDGE:
            continue
        weight = 2 if is_alone else 3
        yield Anchor(lines.page.page_index, "equation", normal_label(match["label"]), line.start, line.end, weight)


def _note_end(text: str, line: PageLine) -> int:
    """To where the next note of the same region begins."""
    end = line.end
    while end < line.region.end:
        following = text.find("\n", end + 1, line.region.end)
        following = line.region.end if following < 0 else following
        if _NOTE.match(text[end + 1 : following]):
            break
        end = following
    return end


def _is_apart(line: PageLine, before: PageLine | None) -> bool:
    """Whether more than the usual distance parts a line from the one before it."""
    if before is None or before.rect.y0 > line.rect.y0:
        return True
    return line.rect.y0 - before.rect.y1 > 0.6 * line.rect.height
