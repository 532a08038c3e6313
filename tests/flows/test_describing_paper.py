"""The head of an open document."""

import asyncio
from pathlib import Path

from reader.core.paper_head import PaperHead
from reader.flows.describing_paper import head_of
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
