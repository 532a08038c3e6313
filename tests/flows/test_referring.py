"""The references of real papers, once they have been read: the PDF's own links tell whether they are right."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from reader.core.document import Link, PageText
from reader.core.passages import read_page
from reader.core.targets import Reference, Target
from reader.flows.indexing import read_all
from reader.flows.opening import OpenDocument, open_document
from reader.flows.referring import Referring, lies_on
from tests.tiny_pdf import write_article

Act = Callable[[OpenDocument, Referring], Awaitable[None]]


def with_paper(path: Path, act: Act, *, is_read: bool = True) -> None:
    async def run() -> None:
        document = await open_document(path)
        try:
            if is_read:
                await read_all(document)
            await act(document, Referring(document))
        finally:
            await document.close()

    asyncio.run(run())


def is_right(target: Target, link: Link) -> bool:
    piece = target.pieces[0]
    top = link.top or 0.0
    return piece.page_index == link.page_index and piece.rect.y0 - 0.05 <= top <= piece.rect.y1 + 0.02


def test_references_lead_where_the_links_of_the_paper_lead(papers: Path) -> None:
    async def act(document: OpenDocument, referring: Referring) -> None:
        right: list[Reference] = []
        wrong: list[Reference] = []
        linked = 0
        for page_index in range(document.info.page_count):
            references = await referring.references(page_index)
            links = [link for link in await document.pdf.links(page_index) if link.page_index is not None]
            linked += sum(any(lies_on(link, reference) for reference in references) for link in links)
            for reference in references:
                on = [link for link in links if lies_on(link, reference)]
                if on:
                    (right if is_right(reference.target, on[0]) else wrong).append(reference)
        assert not wrong
        assert len(right) > 45
        assert linked > 85

    with_paper(papers / "2306.09782.pdf", act)


def test_links_are_made_exact_by_the_text(papers: Path) -> None:
    async def act(document: OpenDocument, referring: Referring) -> None:
        references = await referring.references(0)
        links = [link for link in await document.pdf.links(0) if link.page_index is not None]
        targets = [await referring.target(link, references) for link in links]
        entries = [target for target in targets if target is not None and target.kind == "entry"]
        assert len(entries) > 5
        assert all(
            target.text and is_right(target, link) for link, target in zip(links, targets, strict=True) if target
        )
        figure = next(target for target in targets if target is not None and target.kind == "figure")
        assert figure.name == "Figure 1"

    with_paper(papers / "2306.09782.pdf", act)


def test_what_is_known_grows_with_what_is_read(papers: Path) -> None:
    async def act(document: OpenDocument, referring: Referring) -> None:
        assert await referring.references(0) == ()
        assert not referring.is_complete
        await read_all(document)
        assert await referring.references(0) != ()
        assert referring.is_complete

    with_paper(papers / "2306.09782.pdf", act, is_read=False)


def test_a_paper_without_links(qa: Path) -> None:
    async def act(document: OpenDocument, referring: Referring) -> None:
        found = [r for page_index in range(6) for r in await referring.references(page_index)]
        texts = await document.page_texts(range(6))
        said = {texts[r.page_index].text[r.start : r.end].replace("\n", " "): r.target for r in found}
        assert said["Figure 2"].spot.page_index == 2
        assert said["Table 2"].spot.page_index == 4
        assert said["Lample and Conneau 2019"].text.startswith("Lample, G., and Conneau, A. 2019.")
        assert len(found) >= 70

    with_paper(qa / "pdfs" / "uda-1912.01214.pdf", act)


def test_what_was_recognised_in_a_picture_is_known_too(tmp_path: Path) -> None:
    async def act(document: OpenDocument, referring: Referring) -> None:
        await document.keep([read_page(PageText(1, "", b""))])
        await read_all(document)
        assert "Figure 1" not in [reference.words for reference in await referring.references(0)]
        page = await document.pdf.page_text(1)
        await document.keep_recognised([read_page(replace(page, source="ocr"))])
        assert "Figure 1" in [reference.words for reference in await referring.references(0)]

    with_paper(write_article(tmp_path / "article.pdf"), act, is_read=False)
