"""Copied words with where they are from: “text” (Lv et al., 2023, p.5)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

_NO_NAMES = re.compile(
    r"^(?:admin(?:istrator)?|author|users?|owner|unknown|anonymous|default|windows.*|microsoft.*|.*\bhyperref\b.*"
    r"|(?:pdf|la)?tex|acrobat.*|.*@.*|https?:.*|\W*)$",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST_TITLE = 80
_AND = re.compile(r"\s+(?:and|&|und|et)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CitedSource:
    """What a document is called when it is cited."""

    title: str
    authors: tuple[str, ...] = ()
    year: str = ""
    file: str = ""
    """Name or path; only its name is written."""


@dataclass(frozen=True, slots=True)
class CitedText:
    plain: str
    markdown: str
    """The page is a link into the PDF."""


def authors_of(stated: str) -> list[str]:
    """The names in the author field of a PDF; what programs put there by themselves is left out."""
    if ";" in stated:
        names = [_given_name_first(name) for name in stated.split(";")]
    else:
        names = [name for part in stated.split(",") for name in _AND.split(part)]
    names = [" ".join(re.sub(r"^(?:and|&)\s+", "", name.strip()).split()) for name in names]
    return [name for name in names if name and not _NO_NAMES.match(name)]


def short_name(source: CitedSource) -> str:
    """ "Lv", "Lv & Yang", "Lv et al."; without authors the title."""
    names = [_surname(name) for name in source.authors]
    if not names:
        title = " ".join(source.title.split())
        if len(title) > _LONGEST_TITLE:
            title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,:;") + "…"
        return title
    if _CJK.search(names[0]):
        return names[0] if len(names) == 1 else "・".join(names) if len(names) == 2 else f"{names[0]}ほか"
    return names[0] if len(names) == 1 else " & ".join(names) if len(names) == 2 else f"{names[0]} et al."


def pages_named(pages: Sequence[int], labels: Sequence[str], *, is_ocr: bool = False) -> str:
    """ "p.5", "p.5-6", "p.~5", and "p.127 (PDF 2)" where the printed label is another than the count.

    `labels`: what each of the pages (first and last, ascending) is called.
    """
    counts = list(dict.fromkeys(str(page + 1) for page in (pages[0], pages[-1])))
    shown = list(dict.fromkeys((labels[0], labels[-1])))
    sign = "~" if is_ocr else ""
    if shown == counts:
        return f"p.{sign}{'-'.join(counts)}"
    return f"p.{sign}{'-'.join(shown)} (PDF {'-'.join(counts)})"


def cited(
    text: str, source: CitedSource, pages: Sequence[int], labels: Sequence[str], *, is_ocr: bool = False
) -> CitedText:
    """`text` as it was copied; `pages` from the first to the last, `labels` what each is called."""
    page = pages_named(pages, labels, is_ocr=is_ocr)
    name = ", ".join(part for part in (short_name(source), source.year) if part)
    is_japanese = _CJK.search(text) is not None
    opening, closing = ("「", "」") if is_japanese else ("“", "”")
    target = quote(PurePath(source.file).name)
    words = text.strip()
    link = f"[{_escaped(page)}]({target}#page={pages[0] + 1})"
    lead = f"{name}, " if name else ""
    return CitedText(
        f"{opening}{words}{closing} ({lead}{page})",
        f"{opening}{_escaped(words)}{closing} ({_escaped(lead)}{link})",
    )


def _escaped(text: str) -> str:
    """Nothing of it is Markdown."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)


def _given_name_first(name: str) -> str:
    """ "Lv, Kai" -> "Kai Lv" """
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else name


def _surname(name: str) -> str:
    if _CJK.search(name):
        return name
    words = name.split()
    start = len(words) - 1
    if start > 0 and words[start].rstrip(".").casefold() in ("jr", "sr", "ii", "iii"):
        start -= 1
    while start > 1 and words[start - 1] in ("van", "von", "de", "der", "den", "di", "da", "la", "le"):
        start -= 1
    return " ".join(words[start:])
