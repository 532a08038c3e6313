import asyncio
from pathlib import Path

import pymupdf

from reader import paths
from reader.core.errors import PageBroken
from reader.flows.covers import HEIGHT_PX, WIDTH_PX, keep_cover, read_cover
from reader.flows.opening import open_document
from tests.tiny_pdf import PASSAGE, write_pdf


def test_the_first_page_is_drawn_once_and_kept(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", PASSAGE)

    async def work() -> None:
        document = await open_document(path)
        try:
            assert await read_cover(document.document_id) is None
            assert await keep_cover(document)
            data = await read_cover(document.document_id)
            picture = pymupdf.Pixmap(data)
            assert (picture.width, picture.height) == (WIDTH_PX, WIDTH_PX * 3 // 4)
            assert picture.height <= HEIGHT_PX
            file = paths.thumbnail_file(document.document_id)
            file.write_bytes(b"kept")
            assert await keep_cover(document)
            assert file.read_bytes() == b"kept"
        finally:
            await document.close()

    asyncio.run(work())


def test_a_document_whose_first_page_cannot_be_drawn_has_no_picture(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", PASSAGE)

    async def work() -> None:
        document = await open_document(path)

        async def fail(*_size: int) -> bytes:
            raise PageBroken(str(path), 0)

        document.pdf.thumbnail = fail  # type: ignore[method-assign]
        try:
            assert not await keep_cover(document)
            assert await read_cover(document.document_id) is None
        finally:
            await document.close()

    asyncio.run(work())
