"""Addresses in the text of a page, whole where a line end divides them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_STOPS = "\\s<>\"“”„'’`{}|\\\\^（）「」『』、。，；"
_START = (
    r"(?:https?://|(?<![\w@./-])(?:www\.|(?:github|gitlab|bitbucket)\.(?:com|org)/|huggingface\.co/|zenodo\.org/"
    r"|osf\.io/|[\w-]+\.github\.io\b))"
)
_URL = re.compile(rf"{_START}[^{_STOPS}]*", re.IGNORECASE)
_NEXT = re.compile(rf"-?\n\s?(?P<token>[^{_STOPS}]+)(?P<after>\s?)")
_BREAKS = "/-_=?&#%~:"
_FILE = re.compile(r"\.(?:html?|pdf|git|zip|php|md|ipynb|txt|gz|json|csv|aspx?)$", re.IGNORECASE)
_PLAIN = re.compile(r"[a-z]{1,7}/[a-z]{1,7}")
"""and/or, input/output: no path."""
_HOST_ONLY = re.compile(r"https?://[^/]*/?$", re.IGNORECASE)
_CODE_HOST = re.compile(r"(?:https?://)?(?:www\.)?(?:github|gitlab|huggingface)\.\w+/(?:[\w.-]+/)?", re.IGNORECASE)
"""Of little use without what follows."""
_WHOLE_HOST = re.compile(r"(?:https?://)?[^/]+\.[a-z]{2,}(?:[:/?#]|$)", re.IGNORECASE)
_SLASHED = re.compile(r"[\w.~%+-]+/\S*")
_NEXT_SENTENCE = re.compile(r"(?<=[a-z])\.[A-Z][A-Za-z]*$")
"""Begun without a space, as in "www.example.org.We"."""
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class PrintedUrl:
    """Characters start..end of a text, line ends included, and the address that they are."""

    start: int
    end: int
    url: str


def printed_urls(text: str) -> Iterator[PrintedUrl]:
    """The addresses in order; what ends a sentence is no part of them."""
    end = 0
    for match in _URL.finditer(text):
        if match.start() < end:
            continue
        url, end = match.group(), match.end()
        for _ in range(_MOST_LINES):
            following = _NEXT.match(text, end)
            if following is None or not _goes_on(url, text, end, following):
                break
            hyphen = "-" if text[end] == "-" else ""
            url += hyphen + following["token"]
            end = following.end("token")
        trimmed = _trimmed(url)
        if _HOST_ONLY.fullmatch(trimmed) or "/" not in trimmed:
            trimmed = _NEXT_SENTENCE.sub("", trimmed)
        if len(trimmed) > 10:
            yield PrintedUrl(match.start(), end - (len(url) - len(trimmed)), trimmed)


def joined_urls(text: str) -> str:
    """The text with each address in one line."""
    parts: list[str] = []
    last = 0
    for found in printed_urls(text):
        parts += [text[last : found.start], found.url]
        last = found.end
    return "".join([*parts, text[last:]])


def _goes_on(url: str, text: str, end: int, following: "re.Match[str]") -> bool:
    token = following["token"]
    if re.match(_START, token, re.IGNORECASE):
        return False
    is_path = _SLASHED.match(token) is not None and not _PLAIN.fullmatch(_trimmed(token))
    if not _WHOLE_HOST.match(url):
        return bool(re.match(r"[\w-]", token))
    if url.endswith("."):
        return is_path
    if url[-1] in _BREAKS or text[end] == "-":
        after = text[following.end("token") : following.end("token") + 2]
        is_last = token[-1] in ".,;)" or not after.strip() or after[:1] == "\n"
        return is_path or is_last or _CODE_HOST.fullmatch(url) is not None or re.search(r"[\d_=&]", token) is not None
    return is_path or (_FILE.search(_trimmed(token)) is not None and not _FILE.search(url))


def _trimmed(url: str) -> str:
    while url and (url[-1] in ".,;:!?*†‡]>" or (url[-1] == ")" and url.count("(") < url.count(")"))):
        url = url[:-1]
    return url
