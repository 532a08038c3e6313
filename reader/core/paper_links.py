"""The addresses that a paper gives: of its code, its data, its project page; exactly, from its links and its text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from reader.core.document import Link, PageText, Rect
from reader.core.paper_head import LinkKind, PaperLink
from reader.core.printed_lines import printed_lines, raised
from reader.core.printed_urls import printed_urls
from reader.core.section_words import ABSTRACT
from reader.core.sentences import split_sentences

_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "sourceforge.net", "git.sr.ht")
_DATA_HOSTS = ("zenodo.org", "figshare.com", "datadryad.org", "dataverse.harvard.edu", "kaggle.com", "osf.io")
_PAGE_HOSTS = re.compile(r"(?:^|\.)(?:github\.io|gitlab\.io|sites\.google\.com|netlify\.app|vercel\.app)$")
_NOT_OURS = re.compile(
    r"creativecommons\.org|orcid\.org|crossmark|crossref\.org|acm\.org/(?:publications|permissions)|aaai\.org"
    r"|(?:^|//|\.)arxiv\.org|doi\.org/(?!10\.5281)|aclweb\.org|aclanthology\.org|semanticscholar\.org|ieee\.org/publications"
    r"|wikipedia\.org|openreview\.net|jmlr\.org|proceedings\.|sciencedirect\.com|springer\.com|springerlink"
)
_THING = (
    r"(?:code\w*|data|data\s?sets?|corpus|benchmarks?|models?|implementations?|demos?|weights|checkpoints?|software|videos?"
    r"|library|package|toolkit|repository|resources?|project|examples?|samples?)"
)
_OWN = re.compile(
    rf"\bwe (?:\w+ )?(?:release|provide|make|open|publish|share|host|maintain)\w*\b"
    rf"|\b(?:is|are|be|was|were|been) (?:\w+ly |made |also |hosted |all )*(?:available|released|open|accessible|found"
    rf"|shared|open-?\s?sourced)\b"
    rf"|\b{_THING}(?: and \w+)? (?:\w+ly )?available\b|\bavailable (?:at|from|on|under|here|via)\b"
    rf"|\bproject (?:web)?\s?(?:page|site)\b|\b(?:this|our) (?:project |web)?(?:page|site|repository|github)\b"
    rf"|\breleased? (?:at|on|under|here)\b|\bopen-?\s?sourced?\b"
    rf"|(?:^|[\s(])(?:{_THING}|project page|website|web ?site|homepage|github)(?: and \w+)?\s*[:：]"
    rf"|公開し(?:て|た)|入手でき|利用可能",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:code\w*|implementations?|repositor\w+|source|software|library|package|toolkit|scripts?|checkpoints?|weights"
    r"|models)\b|コード|実装|ソース",
    re.IGNORECASE,
)
_DATA = re.compile(r"\b(?:data|data\s?sets?|corpus|corpora|benchmarks?|annotations?)\b|データ|コーパス", re.IGNORECASE)
_PROJECT = re.compile(
    r"\b(?:project|web ?sites?|web ?pages?|home ?page|demos?|videos?|blog|page|examples?|samples?)\b|ページ|デモ",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"copyright|©|rights reserved|permission to", re.IGNORECASE)
_REFERENCES = re.compile(
    r"^\W*(?:\d+\W+)?(?:references(?: and notes)?|bibliography|works cited|literature(?: cited)?"
    r"|参考文献|引用文献|文献)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_FOOTNOTE = re.compile(r"(?:^|\n)\s*(?P<mark>\d{1,2}|[∗*†‡§¶]+)\s*$")
_SIGN = re.compile(r"^\s*[\d∗*†‡§¶]+(?=\s*[^\W\d])")
_BEFORE = 400
_OTHERS_UNTIL = 2
"""Pages that may give addresses of anything; later ones only of what is the paper's own."""
_MOST = 20


@dataclass(frozen=True, slots=True)
class _Address:
    page: PageText
    start: int
    end: int
    url: str


def find_links(pages: Sequence[PageText], links: Sequence[Sequence[Link]]) -> tuple[PaperLink, ...]:
    """`links`: of each of the pages. In the order of the pages; each address once; none from the list of references."""
    found: dict[str, PaperLink] = {}
    for page, of_page in zip(pages, links, strict=True):
        abstract = ABSTRACT.search(page.text) if page.page_index == 0 else None
        heading = None if page.page_index == 0 else _REFERENCES.search(page.text)
        for address in _addresses(page, of_page):
            if heading is not None and address.start > heading.start():
                continue
            kind = _kind(address)
            if kind == "other" and abstract is not None and address.end <= abstract.start():
                # Between the authors and the abstract.
                kind = "code" if any(host in address.url for host in _CODE_HOSTS) else "project"
            if kind is None or (kind == "other" and page.page_index >= _OTHERS_UNTIL):
                continue
            key = re.sub(r"^https?://(?:www\.)?|(?:\.git)?/*$", "", address.url).casefold()
            before = found.get(key)
            if before is None:
                found[key] = PaperLink(kind, address.url, page.page_index)
            elif before.kind == "other" != kind:
                found[key] = PaperLink(kind, before.url, before.page_index)
        if heading is not None:
            break
    return tuple(found.values())[:_MOST]


def _addresses(page: PageText, links: Sequence[Link]) -> list[_Address]:
    """What is printed, as the link over it has it, and what only a link has."""
    rest = [link for link in links if link.uri and re.match(r"https?://", link.uri, re.IGNORECASE)]
    found: list[_Address] = []
    for printed in printed_urls(page.text):
        rects = page.rects_of(printed.start, printed.end)
        over = [link for link in rest if any(_overlap(link.rect, rect) for rect in rects)]
        url = printed.url if re.match(r"https?://", printed.url, re.IGNORECASE) else f"https://{printed.url}"
        exact = next((link.uri for link in over if link.uri), None)
        found.append(_Address(page, printed.start, printed.end, exact or url))
        rest = [link for link in rest if link not in over]
    for link in rest:
        position = page.char_at((link.rect.x0 + link.rect.x1) / 2, (link.rect.y0 + link.rect.y1) / 2)
        if position is not None and link.uri and all(address.url != link.uri for address in found):
            end = _end_of(page, position, link.rect)
            found.append(_Address(page, position, end, link.uri))
    return sorted(found, key=lambda address: address.start)


def _end_of(page: PageText, position: int, rect: Rect) -> int:
    while position < len(page.text) and page.text[position] != "\n" and page.box(position).x0 < rect.x1:
        position += 1
    return position


def _overlap(one: Rect, other: Rect) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return across > 0.2 * min(one.width, other.width) and down > 0.3 * min(one.height, other.height)


def _kind(address: _Address) -> LinkKind | None:
    """None: not worth a line (a licence, another paper)."""
    url = address.url
    context = _context(address)
    if _NOT_OURS.search(url) or _COPYRIGHT.search(context[-80:]):
        return None
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    is_page = _PAGE_HOSTS.search(host) is not None
    if not is_page and _OWN.search(context) is None:
        return "other"
    nearest = _nearest(context)
    if host in _CODE_HOSTS:
        return "data" if nearest == "data" and not _CODE.search(context) else "code"
    if (host == "huggingface.co" and parts.path.startswith("/datasets")) or host in _DATA_HOSTS:
        return "data"
    if is_page:
        return "project"
    return nearest or "other"


def _nearest(context: str) -> LinkKind | None:
    """Of what the words before an address speak last."""
    kinds: tuple[tuple[LinkKind, re.Pattern[str]], ...] = (("code", _CODE), ("data", _DATA), ("project", _PROJECT))
    last = {kind: max((match.end() for match in words.finditer(context)), default=-1) for kind, words in kinds}
    best = max(last, key=lambda kind: last[kind])
    return best if last[best] >= 0 else None


def _context(address: _Address) -> str:
    """The sentence up to the address, without what an address before it belongs to; of a footnote that is nothing
    but an address, the sentence with its sign."""
    text = address.page.text
    begin = max(address.start - _BEFORE, 0)
    before = text[begin : address.start]
    for printed in printed_urls(before):
        begin = max(begin, address.start - len(before) + printed.end)
    start = begin
    for sentence in split_sentences(text[begin : address.end]):
        if begin + sentence.start <= address.start:
            start = begin + sentence.start
    context = _SIGN.sub("", text[start : address.start])
    mark = _FOOTNOTE.search(text[max(start - 4, 0) : address.start])
    if mark is not None and not any(map(str.isalpha, context)):
        return _sentence_of(mark["mark"], address)
    after = text[address.end : address.end + 60].split("\n\n")[0]
    return " ".join((context + (after if not any(map(str.isalpha, context)) else "")).split())


def _sentence_of(mark: str, address: _Address) -> str:
    """The end of the sentence that has a footnote's sign."""
    page = address.page
    for line in printed_lines(page):
        if line.kind == "footnote" or line.start <= address.start < line.end:
            continue
        signs = sorted(raised(page, line))
        for at, place in enumerate(signs):
            if at and signs[at - 1] == place - 1:
                continue
            end = place
            while end in signs:
                end += 1
            if page.text[place:end] == mark:
                begin = max(place - _BEFORE, 0)
                sentences = split_sentences(page.text[begin:place])
                start = begin + sentences[-1].start if sentences else begin
                return " ".join(page.text[start:place].split())
    return ""
