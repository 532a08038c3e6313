"""Where code, data and examples are: said with the paper's own addresses, exactly, and where on the page they stand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reader.core.attribution import Evidence
from reader.core.document import PageText
from reader.core.paper_head import LinkKind, PaperLink
from reader.core.quote_index import find_in_page, fold
from reader.core.sentences import Sentence, readable, split_sentences, without_signs

_SAYS: dict[LinkKind, dict[str, str]] = {
    "code": {"en": "The code is at {0}.", "ja": "コードは {0} にあります。"},
    "project": {"en": "The project page is {0}.", "ja": "プロジェクトのページは {0} です。"},
    "data": {"en": "The data are at {0}.", "ja": "データは {0} にあります。"},
}
_ORDER: tuple[LinkKind, ...] = ("code", "project", "data")
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_MOST = 4
_LONGEST_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class LinkClaim:
    text: str
    page_index: int
    evidence: Evidence | None
    """The sentence of the page with the address in it; None: the page links to it under other words."""
    link: PaperLink


def link_claims(
    links: Iterable[PaperLink], pages: Mapping[int, PageText], language: str, kinds: Sequence[LinkKind] = _ORDER
) -> list[LinkClaim]:
    """A sentence for each address of these kinds, code first; `pages`: those that the links stand on."""
    wanted: dict[str, PaperLink] = {}
    for link in links:
        if link.kind in kinds:
            wanted.setdefault(_bare(link.url), link)
    ordered = sorted(wanted.values(), key=lambda link: _ORDER.index(link.kind))[:_MOST]
    claims = []
    for link in ordered:
        said = _SAYS[link.kind].get(language) or _SAYS[link.kind]["en"]
        page = pages.get(link.page_index)
        evidence = None if page is None else _sentence_with(page, link.url)
        claims.append(LinkClaim(said.format(link.url), link.page_index, evidence, link))
    return claims


def _bare(url: str) -> str:
    return _SCHEME.sub("", url).rstrip("/").casefold()


def _sentence_with(page: PageText, url: str) -> Evidence | None:
    """The sentence that gives the address, which may run over line ends; the address alone where that is long."""
    found = find_in_page(page.page_index, page.text, _bare(url), fold(page.text))
    if not found:
        return None
    match = found[0]
    around = [s for s in split_sentences(page.text) if s.start < match.end and s.end > match.start]
    whole = [without_signs(page.text, sentence) for sentence in around]
    start, end = min([match.start, *(s.start for s in whole)]), max([match.end, *(s.end for s in whole)])
    if end - start > _LONGEST_SENTENCE or not _has_words(page.text, around):
        start, end = match.start, match.end
    return Evidence(page.page_index, start, end, 1.0)


def _has_words(text: str, sentences: Sequence[Sentence]) -> bool:
    return any(" " in readable(text[s.start : s.end]) for s in sentences)
