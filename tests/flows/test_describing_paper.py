"""The head of an open document."""

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import Any

from reader.core.paper_head import PaperHead, PaperLink
from reader.flows.describing_paper import head_of, links_of
from reader.flows.opening import open_document
from tests.tiny_pdf import with_too_many_pages, write_pdf


async def _head(path: Path) -> PaperHead:
    document = await open_document(path)
    try:
        return await head_of(document)
    finally:
        await document.close()


def test_the_head_of_a_file(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", ["arXiv:2306.09782v1 [cs.CL] 16 Jun 2023", "Words."], ["More."])
    head = asyncio.run(_head(path))
    assert (head.arxiv_id, head.published) == ("2306.09782", "2023-06-16")


def test_a_page_that_is_broken_leaves_fields_empty(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "b.pdf", ["arXiv:2306.09782v2 [cs.CL] 16 Jun 2023"], change=with_too_many_pages)
    assert asyncio.run(_head(path)).updated == "2023-06-16"


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" prism:doi="10.1000/two"/></rdf:RDF>
</x:xmpmeta>"""


def test_xmp_data_and_links_of_pages_that_were_read_are_used(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.set_xml_metadata(XMP)

    pages = (
        ["doi:10.1000/one", "", "doi:10.1000/two"],
        *[["Words."]] * 3,
        ["Code is available at https://git.org/boxes"],
    )
    path = write_pdf(tmp_path / "c.pdf", *pages, change=change)

    async def describe() -> tuple[PaperHead, tuple[PaperLink, ...]]:
        document = await open_document(path)
        try:
            head = await head_of(document)
            async with aclosing(document.pdf.read_pages(range(5))) as read:
                await document.keep([page async for page in read])
            return head, await links_of(document)
        finally:
            await document.close()

    head, links = asyncio.run(describe())
    assert (head.doi, head.links) == ("10.1000/two", ())
    assert links == (PaperLink("code", "https://git.org/boxes", 4),)
