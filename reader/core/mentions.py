"""What the text of a page refers to: "[3, 7]", "(Smith et al., 2020)", "Fig. 2b", "Eq. (4)", "図3", a note's mark.

Recognising is generous: a mention whose target is not found in the document is shown to nobody.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reader.core.document import PageText
from reader.core.page_lines import folded_width
from reader.core.patterns import late_pattern

TargetKind: TypeAlias = Literal[
    "entry", "authors", "figure", "table", "equation", "section", "algorithm", "statement", "note"
]
"""`entry`: of the list of references by its number or label, `authors`: by names and year; `statement`: a theorem."""


@dataclass(frozen=True, slots=True)
class Wanted:
    kind: TargetKind
    label: str
    """In lower case: "3", "2b", "4.1", "iv", "theorem 2"; of an entry by its authors the year, "2019a"."""
    names: tuple[str, ...] = ()
    """Of an entry by its authors: surnames as written. What stands before them may be among them ("However, Lee")."""
    is_et_al: bool = False
    name_starts: tuple[int, ...] = ()
    """Where in the page's text each name begins."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters start..end of a page's text refer to something."""

    start: int
    end: int
    wanted: Wanted


CHAPTER = "chapter "
"""Before the number of a section that is called a chapter: a document may have a first section in each."""
STATEMENTS = (
    "theorem|lemma|proposition|corollary|definition|remark|example|assumption|claim|conjecture|observation|hypothesis"
    "|problem|axiom|fact|property"
)
JAPANESE_STATEMENTS = {
    "定理": "theorem",
    "補題": "lemma",
    "命題": "proposition",
    "系": "corollary",
    "定義": "definition",
    "例": "example",
}
_NUMBER = r"(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})*"
_ROMAN = r"[IVX]{1,5}"
_WORDS: dict[TargetKind, tuple[str, str]] = {
    "figure": (
        r"(?:supplementary )?(?:figures?|figs?\.?|abbildung(?:en)?|abb\.|schemes?|charts?|exhibits?)",
        rf"{_NUMBER}(?:\(?[a-z]\)?)?(?![a-z])|{_ROMAN}\b",
    ),
    "table": (r"(?:supplementary )?(?:tables?|tabs?\.|tabelle)", rf"{_NUMBER}[a-z]?(?![a-z])|{_ROMAN}\b"),
    "equation": (
        r"(?:equations?|eqs?\.?|eqns?\.?|formulas?)",
        rf"\({_NUMBER}[a-z]?\)|{_NUMBER}[a-z]?(?![a-z])",
    ),
    "section": (
        r"(?:sub)?(?:sections?|secs?\.?|chapters?|chaps?\.|appendix|appendices|app\.|abschnitt|kapitel|§+)",
        rf"{_NUMBER}|{_ROMAN}(?:-[A-Z])?\b|[A-Z](?:\.\d+)*\b",
    ),
    "algorithm": (r"(?:algorithms?|algs?\.|listings?|protocols?)", rf"{_NUMBER}"),
    "statement": (rf"(?:{STATEMENTS})s?|theorems|lemmata|thm\.|prop\.|def\.|cor\.|lem\.", rf"{_NUMBER}"),
}
_SHORT_STATEMENTS = {
    "thm.": "theorem",
    "prop.": "proposition",
    "def.": "definition",
    "cor.": "corollary",
    "lem.": "lemma",
    "lemmata": "lemma",
    "corollarie": "corollary",
}
_LATIN = {
    kind: late_pattern(rf"(?<![\w-])(?P<word>(?i:{words}))(?: ?[~-]? ?)(?P<labels>{label})")
    for kind, (words, label) in _WORDS.items()
}
_MORE = {
    kind: late_pattern(rf" ?(?:,|;|and|&|or|to|-|–|—|, and|through) ?(?P<label>{label})(?![%\w])")
    for kind, (_, label) in _WORDS.items()
}
_JAPANESE_NUMBER = r"\d{1,3}(?:[.\-ー・]\d{1,3})*"
_JAPANESE: dict[TargetKind, re.Pattern[str]] = {
    "figure": late_pattern(rf"図表? ?(?P<label>{_JAPANESE_NUMBER}[a-z]?)(?![a-z])"),
    "table": late_pattern(rf"(?<![図代発公])表 ?(?P<label>{_JAPANESE_NUMBER})"),
    "equation": late_pattern(rf"(?<!様)式 ?(?P<label>\({_JAPANESE_NUMBER}\)|{_JAPANESE_NUMBER})"),
    "section": late_pattern(
        rf"第 ?(?P<label>{_JAPANESE_NUMBER}|[一二三四五六七八九十]+) ?[章節]"
        rf"|(?P<label2>\d{{1,2}}(?:\.\d{{1,2}})*) ?[章節](?![目分])|付録 ?(?P<label3>[A-Z](?:\.\d+)*)"
    ),
    "statement": late_pattern(rf"(?P<word>{'|'.join(JAPANESE_STATEMENTS)}) ?(?P<label>{_JAPANESE_NUMBER})"),
}
_KANJI_NUMBERS = {sign: str(value) for value, sign in enumerate("一二三四五六七八九十", start=1)}

_YEAR = r"(?:1[89]|20)\d\d"
_UPPER = "A-Z\u00c0-\u00de\u0100-\u024f\u0391-\u03a9\u0410-\u042f"
_PARTICLE = r"(?:van|von|de|der|den|del|della|la|le|di|da|dos|du|el|al|bin|ten|ter|Van|Von|De|Der|Den|Del|La|Le|Di|Da)"
_WORD = rf"[{_UPPER}][\w'’´¨`˜ˇ\-]*\w"
_NAME = rf"(?<!\w)(?:(?:{_WORD} )?(?:[{_UPPER}]\. ?|[{_UPPER}] ){{1,3}})?(?:{_PARTICLE}[ -])*{_WORD}"
_CJK_NAME = r"[\u3400-\u9fff々]{1,5}|[\u30a1-\u30fa\u30fc]{2,12}"
_AUTHORS = rf"{_NAME}(?:(?:, (?:and |& )?| and | & |; ?){_NAME}){{0,6}}"
_AUTHOR_YEAR = late_pattern(
    rf"(?P<names>{_AUTHORS}|(?:{_CJK_NAME})(?:[・,、]\s?(?:{_CJK_NAME})){{0,6}})"
    rf"(?P<et_al>,?\s+et\.?\s+al\b\.?|,? and others|,? and colleagues|ら|ほか|他)?(?:['’]s?)?"
    rf"\s*,?\s*[(\[]?(?P<years>{_YEAR}[a-z]?(?:\s*[,;]\s*(?:{_YEAR}[a-z]?|[a-z](?!\w)))*)(?!\d)"
)
_ONE_NAME = late_pattern(rf"{_NAME}|{_CJK_NAME}")
_ONE_YEAR = late_pattern(rf"(?P<year>{_YEAR})(?P<letter>[a-z]?)|(?P<more>[a-z])")

_NUMERIC = late_pattern(
    r"(?<!\d)\[ ?(?:(?:see|e\.g\.|cf\.),? )?(?P<items>\d{1,3}(?: ?[-–—,;] ?\d{1,3})*)"
    r"(?:[,;] ?[^\d\]\[][^\]\[]{0,30})? ?\]"
)
_ONE_NUMBER = late_pattern(r"\d{1,4}")
_ALPHA = late_pattern(r"\[ ?(?P<items>[A-Z][A-Za-z]{0,6}\+?\d{2}[a-z]?(?:[,;] ?[A-Z][A-Za-z]{0,6}\+?\d{2}[a-z]?)*) ?\]")
_ONE_ALPHA = late_pattern(r"[A-Z][A-Za-z]{0,6}\+?\d{2}[a-z]?")
_VARIABLE = late_pattern(r"(?:^|[^\w])\w$")
"""Before a bracket: "x[1]" is no citation."""

_BARE = late_pattern(r"\((?P<label>(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})*[a-z]?)\)")
_BEFORE_BARE = late_pattern(r"(?<![:;,]\s)(?<!\bare\s)(?<!\bthat\s)(?<!\beither\s)(?<=[a-z]\s)$|(?<=s\s)$")
"""A word that may lead to an equation: "from (4)", "the recurrence (4)"."""
_JOINED = 8
"""Characters between the numbers of "(1) and (2)", "(1)-(3)"."""
_COUNTING = 600
"""Characters within which "(1) ..., (2) ..." counts what a sentence lists."""
_ELSEWHERE = late_pattern(
    rf"\s*(?:\([a-z]\)\s*)?(?:of|in|from)\s+(?:the\s+)?(?:\[[A-Z\d]|ref\b|supplement|"
    rf"{_NAME}(?:\s+(?:et\s+al|and\s+{_NAME}|&\s+{_NAME}))?\.?,?\s*[(\[]?{_YEAR})"
)
"""After "Figure 3": that of another document."""
_AFTER_YEAR = late_pattern(rf"{_YEAR}[a-z]?[,;:]\s*$")
_RAISED = late_pattern(
    r"(?P<before>[^\W\d_]{2}|[.,;:)\]”\"'’?!]) ?"
    r"(?P<items>\d{1,3}(?: ?[,–-] ?\d{1,3})*)(?![\d.]\d|[%°])"
)
_SIGNS = late_pattern(r"(?:(?<=[^\W\d_]{2})|(?<=[.,;:)\]”\"'’?!]))(?P<sign>[*∗†‡§¶]{1,3})")
_RAISED_HEIGHT = 0.85
"""Of the letter before: a raised number is smaller."""


def mentions(page: PageText) -> tuple[Mention, ...]:
    """What the page's text refers to, in its order and without overlaps."""
    flat = _Flat(page.text)
    taken: list[Mention] = []
    tables = [(region.start, region.end) for region in page.regions if region.kind == "table"]
    for finder in (_citations, _named, _authors, _bare_equations):
        for mention in finder(flat):
            if finder is _bare_equations and any(start <= mention.start <= end for start, end in tables):
                continue
            # A raised number beside "Figure 3" is one of its own; "Section 3" within "[12, Section 3]" is not.
            if not any(mention.start < other.end and other.start < mention.end for other in taken):
                taken.append(mention)
    for mention in _raised(page):
        if not any(mention.start < other.end and other.start < mention.end for other in taken):
            taken.append(mention)
    return tuple(sorted(taken, key=lambda mention: mention.start))


class _Flat:
    """A page's text in one line per paragraph, with words joined that a line end parts."""

    __slots__ = ("positions", "text")

    def __init__(self, text: str) -> None:
        narrow = folded_width(text)
        parts: list[str] = []
        positions = array("l")
        previous = 0
        for match in _LINE_END.finditer(narrow):
            start, end = match.span()
            ended = match.group()
            if ended.count("\n") > 1:
                joint = "\n"
            elif "-" in ended:  # a hyphen between letters
                joint = ""
            else:
                joint = "" if _is_cjk(narrow, start - 1) and _is_cjk(narrow, end) else " "
            parts.append(narrow[previous:start])
            positions.extend(range(previous, start))
            parts.append(joint)
            positions.extend([start] * len(joint))
            previous = end
        parts.append(narrow[previous:])
        positions.extend(range(previous, len(narrow)))
        positions.append(len(narrow))
        self.text = "".join(parts)
        self.positions = positions

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters start..end of the line -> of the page's text."""
        return self.positions[start], self.positions[end - 1] + 1


_LINE_END = late_pattern(r"(?<=[^\W\d_])-[^\S\n]*\n[^\S\n]*(?=[a-z])|[^\S\n]*\n\s*")


def _is_cjk(text: str, position: int) -> bool:
    return 0 <= position < len(text) and "\u3000" <= text[position] <= "\u9fff"


def _citations(flat: _Flat) -> Iterator[Mention]:
    for pattern, one in ((_NUMERIC, _ONE_NUMBER), (_ALPHA, _ONE_ALPHA)):
        last_end = -1
        for match in pattern.finditer(flat.text):
            is_next = flat.text[match.start() - 1 : match.start()] == "]"  # "[13][14]", but not "x[1][2]"
            if _VARIABLE.search(flat.text, max(match.start() - 2, 0), match.start()) or (
                is_next and last_end != match.start()
            ):
                continue
            last_end = match.end()
            found = list(one.finditer(flat.text, match.start("items"), match.end("items")))
            for number, item in enumerate(found):
                # All of the bracket answers for its numbers: the signs in between belong to the number before.
                start = match.start() if number == 0 else item.start()
                end = match.end() if number + 1 == len(found) else item.end()
                yield Mention(*flat.span(start, end), Wanted("entry", item.group().casefold()))


def _named(flat: _Flat) -> Iterator[Mention]:
    for kind, pattern in _LATIN.items():
        for match in pattern.finditer(flat.text):
            if _AFTER_YEAR.search(flat.text, max(match.start() - 9, 0), match.start()):
                continue  # "(Smith, 2020, Table 2)"
            word = match["word"].casefold()
            spans = [(match.start(), match.end(), match["labels"])]
            is_several = word.rstrip(".").endswith("s") or word in ("appendices", "lemmata") or word.startswith("§§")
            end = match.end()
            while (is_several or spans[0][2].startswith("(")) and (more := _MORE[kind].match(flat.text, end)):
                spans.append((more.start("label"), more.end(), more["label"]))
                end = more.end()
            if _ELSEWHERE.match(flat.text, end):
                continue
            for start, stop, label in spans:
                wanted = _wanted(kind, word, label)
                if wanted is not None:
                    yield Mention(*flat.span(start, stop), wanted)
    for kind, pattern in _JAPANESE.items():
        for match in pattern.finditer(flat.text):
            label = next(text for name, text in match.groupdict().items() if name.startswith("label") and text)
            label = _KANJI_NUMBERS.get(label, label)
            word = match["word"] if kind == "statement" else "chapter" if match.group().endswith("章") else ""
            wanted = _wanted(kind, word, label)
            if wanted is not None:
                yield Mention(*flat.span(*match.span()), wanted)


def _wanted(kind: TargetKind, word: str, label: str) -> Wanted | None:
    label = normal_label(label)
    if kind == "statement":
        return Wanted(kind, f"{_statement(word)} {label}")
    if kind == "section" and word.startswith(("a", "supp")) and label.isdigit():
        return Wanted(kind, f"appendix {label}")
    if kind == "section" and word.startswith("chap"):
        return Wanted(kind, f"{CHAPTER}{label}")
    if kind == "figure":
        for other in ("scheme", "chart", "exhibit"):
            if word.startswith(other):
                label = f"{other} {label}"
    if kind == "algorithm":
        for other in ("listing", "protocol"):
            if word.startswith(other):
                label = f"{other} {label}"
    return Wanted(kind, label)


def normal_label(label: str) -> str:
    """A label as labels are compared: "3(a)" -> "3a", "(2.1)" -> "2.1", "1-2" -> "1-2"."""
    return re.sub(r"[()\s]", "", label).casefold().replace("ー", "-").replace("・", ".")


def _statement(word: str) -> str:
    word = JAPANESE_STATEMENTS.get(word, word).rstrip("s") if word != "hypothesis" else word
    return _SHORT_STATEMENTS.get(word, word)


def _authors(flat: _Flat) -> Iterator[Mention]:
    for match in _AUTHOR_YEAR.finditer(flat.text):
        names, starts = [], []
        for name in _ONE_NAME.finditer(flat.text, match.start("names"), match.end("names")):
            names.append(name.group())
            starts.append(flat.positions[name.start()])
        is_et_al = match["et_al"] is not None
        year = ""
        for number, found in enumerate(_ONE_YEAR.finditer(flat.text, match.start("years"), match.end("years"))):
            year = found["year"] or year
            wanted = Wanted(
                "authors", year + (found["letter"] or found["more"] or ""), tuple(names), is_et_al, tuple(starts)
            )
            start = match.start() if number == 0 else found.start()
            end = found.end()
            opened = flat.text[match.end("names") : end]
            if number == 0 and f"{opened[-len(found.group()) - 1 :][:1]}{flat.text[end : end + 1]}" in ("()", "[]"):
                end += 1
            yield Mention(*flat.span(start, end), wanted)


def _bare_equations(flat: _Flat) -> Iterator[Mention]:
    """ "(4)" after a word that leads to an equation; what counts "(1) ..., (2) ..." in a sentence is none."""
    found = list(_BARE.finditer(flat.text))
    led = [_BEFORE_BARE.search(flat.text, max(match.start() - 20, 0), match.start()) is not None for match in found]
    for number, match in enumerate(found):
        before = found[number - 1] if number else None
        is_joined = before is not None and led[number - 1] and match.start() - before.end() < _JOINED
        led[number] = led[number] or is_joined
        if led[number] and not any(_counts_on(match, other) for other in found if other is not match):
            yield Mention(*flat.span(*match.span()), Wanted("equation", normal_label(match["label"])))


def _counts_on(match: re.Match[str], other: re.Match[str]) -> bool:
    apart = max(match.start() - other.end(), other.start() - match.end())
    if apart < _JOINED or apart > _COUNTING or not (match["label"].isdigit() and other["label"].isdigit()):
        return False
    return int(other["label"]) - int(match["label"]) == (1 if other.start() > match.start() else -1)


def _raised(page: PageText) -> Iterator[Mention]:
    """Small raised numbers and signs behind a word."""
    text = folded_width(page.text)
    for match in _RAISED.finditer(text):
        if _is_raised(page, match.start("items"), match.end("before") - 1):
            for number in _ONE_NUMBER.finditer(text, match.start("items"), match.end()):
                yield Mention(*number.span(), Wanted("note", number.group()))
    for match in _SIGNS.finditer(text):
        yield Mention(*match.span(), Wanted("note", match["sign"].replace("∗", "*")))


def _is_raised(page: PageText, position: int, before: int) -> bool:
    box, letter = page.box(position), page.box(before)
    if letter.height <= 0 or box.height <= 0:
        return False
    return box.height < _RAISED_HEIGHT * letter.height and box.y1 < letter.y1 - 0.1 * letter.height
