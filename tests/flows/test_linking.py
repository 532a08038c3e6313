"""Addresses as claims: where the page shows other words, the place of its link is the evidence."""

import asyncio
from pathlib import Path

from reader.core.answer import Claim, Verdict
from reader.core.document import Link, Rect
from reader.core.paper_head import PaperHead, PaperLink
from reader.flows.linking import claims_of_links, has_links
from tests.flows.note_desk import note_desk

HERE = Rect(0.1, 0.2, 0.15, 0.22)


class LinkedPdf:
    """Stands for a PdfFile whose page links to an address under the word "here"."""

    def __init__(self, info: object) -> None:
        self.info = info

    async def links(self, page_index: int) -> tuple[Link, ...]:
        assert page_index == 1
        return (Link(HERE, None, None, "https://hidden.example/"), Link(HERE, 3, 0.1, None))

    async def close(self) -> None:
        """Nothing to end."""


def claims(folder: Path, *links: PaperLink) -> list[Claim]:
    async def run() -> list[Claim]:
        async with note_desk(folder) as here:
            here.document.pdf = LinkedPdf(here.document.info)  # type: ignore[assignment]
            return await claims_of_links(here.document, links, "en")

    return asyncio.run(run())


def test_an_address_that_is_printed_is_cited_with_its_sentence(tmp_path: Path) -> None:
    (claim,) = claims(tmp_path, PaperLink("code", "https://example.org/lomo", 0))
    assert claim.verdict is Verdict.SUPPORTED
    assert claim.citations[0].quote == "The code is available at https://example.org/lomo."


def test_an_address_behind_other_words_is_cited_where_they_stand(tmp_path: Path) -> None:
    (claim,) = claims(tmp_path, PaperLink("project", "https://hidden.example", 1))
    assert claim.text == "The project page is https://hidden.example."
    assert claim.citations[0].rects == (HERE,)
    assert claim.pages == (1,)


def test_other_addresses_are_not_told() -> None:
    assert not has_links(PaperHead(links=(PaperLink("other", "https://example.org", 0),)))
    assert has_links(PaperHead(links=(PaperLink("data", "https://example.org", 0),)))
