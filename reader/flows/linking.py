"""Sentences about the addresses that a paper gives, as claims: exact, because code wrote them from the page."""

from collections.abc import Sequence

from reader.core.answer import Citation, Claim, Verdict
from reader.core.link_claims import LinkClaim, link_claims
from reader.core.paper_head import LinkKind, PaperHead, PaperLink
from reader.flows.opening import OpenDocument

ALL_KINDS: tuple[LinkKind, ...] = ("code", "project", "data")


def has_links(head: PaperHead) -> bool:
    """Whether the paper gives an address of code, data or a project."""
    return any(link.kind in ALL_KINDS for link in head.links)


async def claims_of_links(
    document: OpenDocument, links: Sequence[PaperLink], language: str, kinds: Sequence[LinkKind] = ALL_KINDS
) -> list[Claim]:
    """One claim an address, code first; none where the paper gives none of these kinds."""
    pages = await document.page_texts({link.page_index for link in links if link.kind in kinds})
    return [
        Claim(found.text, Verdict.SUPPORTED, (await _citation(document, found),))
        for found in link_claims(links, pages, language, kinds)
    ]


async def _citation(document: OpenDocument, found: LinkClaim) -> Citation:
    if found.evidence is not None:
        return document.citation(found.evidence, await document.page_text(found.page_index))
    # The page shows other words ("here") and links to the address: those are what can be seen of it.
    targets = await document.pdf.links(found.page_index)
    rects = tuple(link.rect for link in targets if link.uri and link.uri.rstrip("/") == found.link.url.rstrip("/"))
    label = document.info.label_of(found.page_index)
    return Citation(found.page_index, label, found.link.url, rects, 1.0)
