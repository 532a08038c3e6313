"""The list of references of a document: its entries with their labels, authors and years, over columns and pages."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Literal

from reader.core.document import PageText
from reader.core.page_lines import PageLine, PageLines, folded_width
from reader.core.patterns import late_pattern

_YEAR = late_pattern(r"(?<![\d:/])(?P<year>(?:1[89]|20)\d\d)(?P<letter>[a-z]?)(?![\d\w]|\.\d)")
_SECTION = late_pattern(r"\s*(?:(?:[A-Z]|\d{1,2})(?:\.\d{1,2})*[.:]?\s+[A-Z]|(?i:appendi|supplement)|付録|第\s?\d)")
_LABELS: dict[str, re.Pattern[str]] = {
    "bracket": late_pattern(r"\s*\[\s?(?P<label>\d{1,4})\s?\]"),
    "alpha": late_pattern(r"\s*\[\s?(?P<label>[A-Z][A-Za-z]{0,6}\+?\d{2}[a-z]?)\s?\]"),
    "dot": late_pattern(r"\s*(?P<label>\d{1,4})\.(?!\d)"),
    "round": late_pattern(r"\s*\(?(?P<label>\d{1,4})\)"),
    "bare": late_pattern(r"\s*(?P<label>\d{1,4})\s+(?=[^\W\d_])"),
}
_ENOUGH = 3
"""Labels of letters that make a labelled list."""
_INDENT = 0.006
"""Of the page's width: what the lines of an entry after its first are set in by at least."""
_PITCH = 1.14
"""Of the usual distance of lines: a larger one begins an entry."""
_AUTHORS_BEGIN = late_pattern(r"\s*(?:[A-Z\u00c0-\u024f][\w'’\-.]*\.?,?\s|\w+,\s)")
_AUTHORS_END = late_pattern(r"(?:[,;]|\s(?:and|&|et al)\s|(?<=[^\W\d_]{2})\.\s|\s?[(\[]|:\s|[、，・]|\s\d{4})")
_INITIALS = late_pattern(r"(?:[^\W\d_]{2,} )?(?P<initials>(?:[A-Z](?:\. ?|\s))+)(?=\w\w)")
_BETWEEN_PEOPLE = late_pattern(r"[,;]\s*(?:and|&)\s|\s(?:and|&)\s|[,;、，・]\s?")
_TITLE_BEGINS = late_pattern(r"[“\"]|(?<=[^\W\d_]{2})\.\s|\s?[(\[]|:\s")
_AUTHOR_PART = 400
_LONGEST = 3500

Style = Literal["bracket", "alpha", "dot", "round", "bare", "none"]


@dataclass(frozen=True, slots=True)
class EntryPart:
    """Characters start..end of a page's text."""

    page_index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    """As in the text, in lower case; "" where the list has none."""
    text: str
    parts: tuple[EntryPart, ...]
    """More than one where a column or a page ends in it."""
    first_author: str = ""
    """Folded, as `_folded_name`: all of the name, "tianqi chen" or "aharoni"."""
    authors: str = ""
    """Folded: the beginning of the entry, up to its year where that follows the authors."""
    people: tuple[str, ...] = ()
    """The authors one by one, folded, as far as their names can be told from the title."""
    years: frozenset[str] = frozenset()
    """All that look like years, with and without their letter: a title and a conference have some too."""
    main_years: frozenset[str] = frozenset()
    """The first and the last of them."""


@dataclass(slots=True)
class Bibliography:
    """One list of references."""

    page_index: int
    """Where it begins."""
    last_page: int
    style: Style
    entries: tuple[Entry, ...]
    _by_label: dict[str, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:
            if entry.label:
                self._by_label.setdefault(entry.label, entry)

    def labelled(self, label: str) -> Entry | None:
        return self._by_label.get(label)

    def by_authors(self, names: Sequence[str], year: str, *, is_et_al: bool) -> tuple[int, Entry] | None:
        """The entry of these surnames and that year ("2019a"), and which of the names is its first author.

        What stands before the names in a sentence may be the first of them. Nothing where two entries may be meant.
        """
        for first in range(len(names)):
            initials, _ = _parted(names[first])
            surnames = [_folded_name(_parted(name)[1]) for name in names[first:]]
            entry = self._of_authors(surnames, year, initials, is_et_al=is_et_al)
            if entry is not None:
                return first, entry
            if any(surnames[0] and f" {surnames[0]} " in f" {entry.authors} " for entry in self.entries):
                return None  # somebody who writes; "However, Lee" begins with nobody
        return None

    def _of_authors(self, names: Sequence[str], year: str, initials: str, *, is_et_al: bool) -> Entry | None:
        bare_year = year[:4]
        if not names or not names[0]:
            return None
        found = [entry for entry in self.entries if bare_year in entry.years and _begins_with(entry, names[0])]
        found = [entry for entry in found if all(name in entry.authors for name in names[1:])]
        if initials and len(found) > 1:
            found = [entry for entry in found if f" {initials[0]}" in f" {entry.first_author}"]
        if len(found) > 1 or (found and len(year) > 4):
            same_letter = [entry for entry in found if year in entry.years]
            with_letter = [entry for entry in found if any(y[:4] == bare_year and len(y) > 4 for y in entry.years)]
            if len(year) > 4 and with_letter:
                found = same_letter
            elif len(year) > 4 and len(found) > 1:
                return None
        for is_better in (
            lambda entry: bare_year in {y[:4] for y in entry.main_years},
            lambda entry: _are_first(entry, names),
            lambda entry: bool(initials) and len(entry.first_author.split()) == len(initials) + 1,
            lambda entry: _has_as_many_authors(entry, len(names), is_et_al=is_et_al),
            lambda entry: entry.first_author.split()[-1:] == names[0].split()[-1:] or entry.first_author == names[0],
        ):
            if len(found) > 1:
                found = [entry for entry in found if is_better(entry)] or found
        return found[0] if len(found) == 1 else None


def _begins_with(entry: Entry, name: str) -> bool:
    first = entry.first_author
    return first == name or first.endswith(f" {name}") or first.startswith(f"{name} ")


def _parted(name: str) -> tuple[str, str]:
    """The initials in lower case, or "", and the surname: "J. L. Ba" -> "jl", "Ba"."""
    match = _INITIALS.match(name)
    if match is None:
        return "", name
    return "".join(c for c in match["initials"] if c.isalpha()).casefold(), name[match.end() :]


def _has_as_many_authors(entry: Entry, named: int, *, is_et_al: bool) -> bool:
    people = entry.text[:_AUTHOR_PART]
    end = _YEAR.search(people)
    people = people[: end.start()] if end is not None and end.start() > 10 else people.split(". ")[0]
    count = 1 + len(re.findall(r"\band\b|&|;", people)) + people.count(",") // 2
    return count > 2 if is_et_al else (count <= 3 if named < 3 else count >= named - 1)


def _are_first(entry: Entry, names: Sequence[str]) -> bool:
    """Whether the names are those of the first authors, in their order."""
    return len(entry.people) >= len(names) and all(
        f" {name} " in f" {person} " for name, person in zip(names, entry.people, strict=False)
    )


def _folded_name(name: str) -> str:
    """Letters alone, without accents, in lower case: "Baeza-Yates" -> "baezayates", "van den Oord" as it is."""
    folded = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ø", "o").replace("ı", "i")).casefold()
    kept = "".join(c for c in folded if c.isalnum() or c.isspace())
    return " ".join(kept.split())


# --- Reading the list ---


@dataclass(frozen=True, slots=True)
class _Line:
    page: PageText
    line: PageLine
    text: str
    """With narrow letters."""


def read_bibliography(pages: Sequence[PageText], start: int) -> Bibliography | None:
    """The list that begins behind character `start` of the first page and may go on over all of the pages."""
    gathered = list(_gathered(pages, start))
    if not gathered:
        return None
    style, begins = _begins(gathered)
    entries = []
    for position, (begin, label) in enumerate(begins):
        end = begins[position + 1][0] if position + 1 < len(begins) else len(gathered)
        lines = _until_a_break(gathered[begin:end]) if position + 1 == len(begins) else gathered[begin:end]
        entry = _entry(lines, label, style)
        if style != "none" or entry.years:
            entries.append(entry)
    if len(entries) < 2:
        return None
    last = entries[-1].parts[-1].page_index
    return Bibliography(pages[0].page_index, last, style, tuple(entries))


def _gathered(pages: Sequence[PageText], start: int) -> Iterator[_Line]:
    """The lines of the list, up to the heading that ends it."""
    for number, page in enumerate(pages):
        lines = PageLines(page)
        text = folded_width(page.text)
        for line in lines.lines:
            if (number == 0 and line.start < start) or line.region.kind in ("running", "footnote", "caption"):
                continue
            words = text[line.start : line.end]
            if line.region.kind == "heading" and line.is_first and not _is_labelled(words):
                is_section = _SECTION.match(words) is not None
                if is_section or line.rect.y0 > 0.12:
                    return
                continue
            yield _Line(page, line, words)


def _is_labelled(words: str) -> bool:
    return any(_LABELS[style].match(words) for style in ("bracket", "alpha", "dot"))


def _begins(lines: Sequence[_Line]) -> tuple[Style, list[tuple[int, str]]]:
    """Where entries begin, with their labels."""
    best: tuple[Style, list[tuple[int, str]]] = ("none", [])
    styles: tuple[Style, ...] = ("bracket", "dot", "round", "bare")
    for style in styles:
        numbered = _in_sequence(lines, _LABELS[style])
        if len(numbered) > len(best[1]) and len(numbered) > 1:
            best = (style, numbered)
    alpha = [(n, match["label"].casefold()) for n, at in enumerate(lines) if (match := _LABELS["alpha"].match(at.text))]
    if len(alpha) > len(best[1]) and len(alpha) >= _ENOUGH:
        best = ("alpha", alpha)
    unlabelled = [(n, "") for n in _unlabelled(lines)]
    # A volume at the beginning of a line is no label: a numbered list has about as many entries as its type shows.
    if len(best[1]) < 2 or 4 * len(best[1]) < len(unlabelled):
        return "none", unlabelled
    return best


def _in_sequence(lines: Sequence[_Line], pattern: re.Pattern[str]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    last = 0
    for n, at in enumerate(lines):
        match = pattern.match(at.text)
        if match is None:
            continue
        number = int(match["label"])
        if last < number <= last + 2 and (last or number == 1):
            found.append((n, match["label"]))
            last = number
    return found


def _unlabelled(lines: Sequence[_Line]) -> Iterator[int]:
    """By lines that stand out to the left, else by the distance of lines."""
    for first, last in _columns(lines):
        column = lines[first:last]
        rects = [at.line.rect for at in column]
        left = min(rect.x0 for rect in rects)
        outer = [rect.x0 - left < _INDENT / 2 for rect in rects]
        is_hanging = 0.25 * len(rects) < len(rects) - sum(outer)
        pitches = [after.y0 - before.y0 for before, after in pairwise(rects)]
        usual = median(pitches) if pitches else 1.0
        for n, rect in enumerate(rects):
            if n == 0:
                text = lines[first + n - 1].text.rstrip() if first else "."
                is_begin = outer[0] if is_hanging else text.endswith(".") and bool(_AUTHORS_BEGIN.match(column[0].text))
            elif is_hanging:
                is_begin = outer[n]
            else:
                is_begin = rect.y0 - rects[n - 1].y0 > _PITCH * usual
            if is_begin:
                yield first + n


def _columns(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Stretches of lines that go down one column of one page."""
    first = 0
    for n in range(1, len(lines) + 1):
        if n < len(lines):
            before, line = lines[n - 1], lines[n]
            is_same = before.page is line.page and line.line.rect.y0 >= before.line.rect.y0 - 0.005
            is_beside = line.line.rect.x0 > before.line.rect.x1
            if is_same and not is_beside:
                continue
        yield first, n
        first = n


def _until_a_break(lines: Sequence[_Line]) -> Sequence[_Line]:
    """The last entry has nothing after it to end it: it ends where a larger distance follows, or with its column."""
    for n in range(1, len(lines)):
        before, line = lines[n - 1].line.rect, lines[n].line.rect
        if lines[n].page is not lines[n - 1].page or not -0.002 < line.y0 - before.y0 < 2.0 * before.height:
            return lines[:n]
    return lines


def _entry(lines: Sequence[_Line], label: str, style: Style) -> Entry:
    parts: list[EntryPart] = []
    pieces: list[str] = []
    for at in lines:
        if parts and parts[-1].page_index == at.page.page_index and _goes_on(parts[-1], at):
            parts[-1] = EntryPart(parts[-1].page_index, parts[-1].start, at.line.end)
        else:
            parts.append(EntryPart(at.page.page_index, at.line.start, at.line.end))
        pieces.append(at.text.strip())
    text = _joined(pieces)[:_LONGEST]
    body = text
    if style in _LABELS:
        match = _LABELS[style].match(text)
        body = text[match.end() :] if match is not None else text
    body = body.strip(" ^|")
    years = list(_YEAR.finditer(body))
    first = _AUTHORS_END.split(body, maxsplit=1)[0]
    head = body[: years[0].start()] if years and 10 < years[0].start() < _AUTHOR_PART else body[:_AUTHOR_PART]
    raw_people = _TITLE_BEGINS.split(body[: years[0].start()] if years else body[:_AUTHOR_PART], maxsplit=1)[0]
    folded_people = [_folded_name(person) for person in _BETWEEN_PEOPLE.split(raw_people[:_AUTHOR_PART])]
    return Entry(
        label=label.casefold(),
        text=text,
        parts=tuple(parts),
        first_author=_folded_name(first),
        authors=_folded_name(head),
        people=tuple(person for person in folded_people if any(len(part) > 2 for part in person.split()))
        or (_folded_name(first),),
        years=frozenset(y for year in years for y in (year["year"], year["year"] + year["letter"])),
        main_years=frozenset(year["year"] + year["letter"] for year in (*years[:1], *years[-1:])),
    )


def _goes_on(part: EntryPart, at: _Line) -> bool:
    """Whether a line follows right after the part in the page's text: nothing of another kind stands in between."""
    return not at.page.text[part.end : at.line.start].strip() and at.line.start >= part.end


def _joined(pieces: Iterable[str]) -> str:
    text = ""
    for piece in pieces:
        if text.endswith("-") and piece[:1].islower():
            text = text[:-1] + piece
            continue
        text = f"{text} {piece}" if text else piece
    return text
