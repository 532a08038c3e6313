"""The entry of a paper in a bibliography: BibTeX and CSL-JSON."""

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from reader.core.paper_head import PaperHead
from reader.core.person_names import PersonName, person_name

_LITTLE_WORDS = frozenset(
    "a an and are as at by can do does for from how in into is it its no not of on or the to towards toward what when"
    " where which why with your you we our der die das ein eine le la les un une el".split()
)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions on|transactions of|letters|review|magazine|acta|annals|archiv\w*|nature|science"
    r"|neurocomputing)\b|論文誌|会誌|紀要",
    re.IGNORECASE,
)
_CONFERENCE = re.compile(
    r"\b(?:proceedings|proc\.|conference|workshop|symposium|meeting|congress|findings|neurips|nips|iclr|icml|acl|emnlp|naacl"
    r"|eacl|coling|aaai|ijcai|cvpr|iccv|eccv|wacv|kdd|sigir|www|chi|interspeech|icassp)\b|[’']\d\d$|大会|研究会|論文集|予稿集",
    re.IGNORECASE,
)
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""Braces by name: BibTeX counts them even behind a backslash."""
_INNER_CAPITAL = re.compile(r"(?<=\w)[A-Z]|^[A-Z]$|(?<=[-‐–/])[A-Z]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def entry_key(head: PaperHead) -> str:
    """ "lv2023full": family name of the first author, year, first telling word of the title; letters and digits only.

    Where names and title are not in Latin letters: the arXiv id, else the DOI, else "paper2023".
    """
    family = _plain(person_name(head.authors[0]).family) if head.authors else ""
    words = [_plain(word) for word in re.split(r"[^\w’']+", head.title)]
    word = next((word for word in words if word and word not in _LITTLE_WORDS), "")
    if family or word:
        return f"{family}{head.year}{word}" if family else f"{word}{head.year}"
    return _plain(f"arxiv{head.arxiv_id}" if head.arxiv_id else head.doi) or f"paper{head.year}"


def entry_keys(heads: Sequence[PaperHead]) -> list[str]:
    """A key for each, with a letter where several would have the same one."""
    keys: list[str] = []
    for head in heads:
        key = entry_key(head)
        same = sum(other.rstrip("abcdefghijklmnopqrstuvwxyz") == key or other == key for other in keys)
        while (unique := key + _letters(same)) in keys:
            same += 1
        keys.append(unique)
    return keys


def bibtex(head: PaperHead, key: str = "") -> str:
    """An entry in UTF-8 that ends with a line end; only fields that are known. `key`: else `entry_key`."""
    fields: list[tuple[str, str]] = [
        ("title", " ".join(_protected(word) for word in head.title.split())),
        ("author", " and ".join(_bibtex_name(name) for name in head.authors)),
    ]
    kind = _kind(head)
    if kind == "article":
        fields.append(("journal", _escaped(head.venue)))
    elif kind == "inproceedings":
        fields.append(("booktitle", _escaped(head.venue)))
    elif head.venue:
        fields.append(("howpublished", _escaped(head.venue)))
    fields.append(("year", head.year))
    if head.published[:4] == head.year and head.published[5:7].isdigit():
        fields.append(("month", _MONTHS[int(head.published[5:7]) - 1]))
    if head.arxiv_id:
        fields.append(("eprint", head.arxiv_id + head.arxiv_version))
        fields.append(("archiveprefix", "arXiv"))
        fields.append(("primaryclass", head.categories[0] if head.categories else ""))
    fields.append(("doi", head.doi))
    fields.append(("url", head.url.replace("{", "%7B").replace("}", "%7D")))
    width = max(len(name) for name, _ in fields)
    lines = [f"  {name:<{width}} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields if value]
    return "\n".join([f"@{kind}{{{key or entry_key(head)},", *lines, "}"]) + "\n"


def csl_item(head: PaperHead, key: str = "") -> dict[str, Any]:
    """The object of CSL-JSON: what citeproc, Zotero and pandoc read."""
    kind = {"article": "article-journal", "inproceedings": "paper-conference"}.get(_kind(head), "article")
    item: dict[str, Any] = {"id": key or entry_key(head), "type": kind, "title": head.title}
    if head.authors:
        item["author"] = [_csl_name(person_name(name)) for name in head.authors]
    if head.venue:
        item["container-title"] = head.venue
    if date := _date_parts(head):
        item["issued"] = {"date-parts": [date]}
    if head.arxiv_id:
        item["number"] = f"arXiv:{head.arxiv_id}{head.arxiv_version}"
        if not head.venue:
            item["publisher"] = "arXiv"
    rest = {"abstract": head.abstract, "DOI": head.doi, "URL": head.url}
    return item | {name: value for name, value in rest.items() if value}


def csl_json(heads: Sequence[PaperHead]) -> str:
    """A list of items, one for each head."""
    items = [csl_item(head, key) for head, key in zip(heads, entry_keys(heads), strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _kind(head: PaperHead) -> str:
    if not head.venue:
        return "misc"
    if _CONFERENCE.search(head.venue) and not re.match(r"journal\b", head.venue, re.IGNORECASE):
        return "inproceedings"
    return "article" if _JOURNAL.search(head.venue) or head.doi else "misc"


def _date_parts(head: PaperHead) -> list[int]:
    """The day of the first version, if the year is that of it; else the year."""
    if head.published and head.published[:4] == head.year:
        return [int(part) for part in head.published.split("-")]
    return [int(head.year)] if head.year.isdigit() else []


def _bibtex_name(name: str) -> str:
    parts = person_name(name)
    if parts.is_whole:
        return f"{{{_escaped(name)}}}"
    family = " ".join(filter(None, (parts.particle, parts.family)))
    return ", ".join(_escaped(part) for part in (family, parts.suffix, parts.given) if part)


def _csl_name(name: PersonName) -> dict[str, str]:
    if name.is_whole:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}


def _protected(word: str) -> str:
    """In braces where a style that writes titles small would spoil it: "LLaMA", "3D", "U-Net"."""
    escaped = _escaped(word)
    core = word.strip("()[]:,.;!?\"“”'’")
    return f"{{{escaped}}}" if _INNER_CAPITAL.search(core) else escaped


def _escaped(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)


def _plain(text: str) -> str:
    """Small ASCII letters and digits: "Schölkopf" -> "scholkopf"."""
    text = text.translate({ord("ø"): "o", ord("Ø"): "O", ord("ł"): "l", ord("Ł"): "L", ord("ß"): "ss", ord("æ"): "ae"})
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in parts if character.isascii() and character.isalnum())


def _letters(number: int) -> str:
    """0 -> "", 1 -> "b", 2 -> "c": the first of several has none."""
    return "" if not number else chr(ord("a") + number % 26) * (1 + number // 26)
