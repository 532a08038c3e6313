"""Single pieces of Markdown: text that is shown as it is, links to pages, comments that hold values."""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from reader.core.citations import format_pages
from reader.core.formulas import Formula, pieces_of
from reader.core.patterns import late_pattern

_SPECIAL = late_pattern(
    r"[\\`*_\[\]<>~$]"
    r"|&(?=#?\w+;)"  # &amp; would be read as one sign
    r"|=(?==)|%(?=%)"  # Obsidian's highlight and comment
    r"|(?<!\S)#(?=\w)"  # Obsidian's tag
    r"|(?<=\s)#(?=#*$)"  # the end of a heading
)
_OPENING = late_pattern(r"^(?:(?=[-+=])|(?=#{1,6}(?:\s|$))|\d{1,9}(?=[.)](?:\s|$)))")
"""What makes a line a list, a heading or a rule; a backslash behind it prevents that."""
_ADDRESS = late_pattern(r"https?://[^\s<>\"\\^`{|}\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+")
_NOT_IN_ADDRESS = late_pattern(r"[\s<>\x00-\x1f\x7f\ud800-\udfff]")
_BEHIND_ADDRESS = ".,;:!?'*_"
_TOUCHING = late_pattern(r"[0-9A-Za-z_$]")
"""A dollar next to one of these begins or ends no formula."""
_UNSEEN = late_pattern(r"[\x00-\x08\x0e-\x1b\x7f]")
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_NOT_UNICODE = late_pattern(r"[\ud800-\udfff]")
_FILE = "file:///"


def one_line(text: str) -> str:
    """A quotation over paragraphs would end at the first empty line."""
    return " ".join(text.split())


def escape(text: str) -> str:
    """Text of one line that Markdown shows as it is."""
    text = text.lstrip()
    start = _OPENING.match(text)
    text = _SPECIAL.sub(r"\\\g<0>", text)
    if start is None or text.startswith("\\"):
        return text
    return f"{text[: start.end()]}\\{text[start.end() :]}"


def prose(text: str) -> str:
    r"""Sentences in one line, shown as they are but for formulas, \(x\) and \[x\] -> $x$ and $$x$$, and addresses.

    Obsidian, VS Code and GitHub draw formulas between dollars; an address between <> is a link in all of them. The
    ligatures of a PDF are written as the letters that somebody would search for.
    """
    parts: list[str] = []
    for piece in pieces_of(one_line(_UNSEEN.sub("", text)).translate(_LIGATURES)):
        if isinstance(piece, Formula):
            sign = "$$" if piece.is_display else "$"
            parts += [" "] if parts and _TOUCHING.match(parts[-1][-1:]) else []
            parts.append(f"{sign}{piece.tex}{sign}")
        else:
            parts += [" "] if parts and _TOUCHING.match(piece) else []
            parts += (part for part in _with_addresses(piece, is_first=not parts) if part)
    return "".join(parts)


def _with_addresses(text: str, *, is_first: bool) -> Iterator[str]:
    done = 0
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(_BEHIND_ADDRESS)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_BEHIND_ADDRESS)
        if address.endswith("/") and len(address) <= len("https://"):
            continue
        yield _escaped_within(text[done : match.start()], is_first=is_first and not done)
        yield f"<{address}>"
        done = match.start() + len(address)
    yield _escaped_within(text[done:], is_first=is_first and not done)


def _escaped_within(text: str, *, is_first: bool) -> str:
    """Spaces at the start matter where something stands before it."""
    if is_first:
        return escape(text)
    bare = text.lstrip()
    return text[: len(text) - len(bare)] + _SPECIAL.sub(r"\\\g<0>", bare)


def link_target(pdf: str) -> str:
    """A path as links write it: "a%20(1).pdf" with all that would end the link, or name a protocol, in percent."""
    is_whole = pdf.startswith(_FILE)
    path = quote(pdf.removeprefix(_FILE), safe="/:.-_~" if is_whole else "/.-_~", errors="surrogateescape")
    return f"{_FILE}{path}" if is_whole else path


def address_link(address: str) -> str:
    """`<https://example.org>`; what cannot stand between the signs is in percent (there are such DOIs)."""
    if not address.startswith(("https://", "http://")):
        return escape(one_line(address))
    return f"<{_NOT_IN_ADDRESS.sub(lambda match: quote(match.group(), errors='replace'), address)}>"


def page_link(pdf: str, page_indexes: Sequence[int], recognised: Collection[int] = (), *, file: str = "") -> str:
    """`[(p.4-5)](paper.pdf#page=4)`: the PDF's page count, which every reader's #page= means.

    `recognised`: pages read by OCR, `(p.~4)`. `file`: the PDF's own name, where it is one of several:
    `[(paper.pdf p.4-5)](paper.pdf#page=4)`.
    """
    label = format_pages(page_indexes, recognised, file=file)
    return f"[{escape(label) if file else label}]({link_target(pdf)}#page={min(page_indexes) + 1})"


def hidden(name: str, value: dict[str, Any]) -> str:
    """`<!-- name {json} -->`, one line that no reader shows."""
    text = json.dumps(value, ensure_ascii=False)
    text = text.replace("--", r"-\u002d")  # "--" would end the comment; JSON reads the escape back
    text = _NOT_UNICODE.sub(lambda match: rf"\u{ord(match.group()):04x}", text)
    return f"<!-- {name} {text} -->"


def yaml_text(text: str) -> str:
    """A string that every YAML parser reads as that string: JSON, with what YAML forbids or folds as escapes."""
    text = _NOT_UNICODE.sub("\ufffd", text)
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda match: rf"\u{ord(match.group()):04x}", quoted)
