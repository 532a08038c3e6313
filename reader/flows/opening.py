"""Opening a document: identify it by content, remember it, and have its index at hand."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from reader import paths
from reader.core.about_json import about_from_json, about_to_json
from reader.core.answer import Citation, Coverage
from reader.core.attribution import Evidence
from reader.core.document import DocumentInfo, OutlineItem, PageText
from reader.core.errors import PageBroken, WorkerDied
from reader.core.language import language_of
from reader.core.paper import arxiv_stamp, find_title
from reader.core.passages import ReadPage
from reader.core.ranking import Parts
from reader.core.references import Reference, pages_named
from reader.core.sentences import readable
from reader.engine.pdf import PdfFile
from reader.store.library import Library
from reader.store.search import Found, PassageIndex

_TELLING_PAGES = 6
_TELLING_CHARACTERS = 1000


class QuestionEmbedder(Protocol):
    """What makes vectors while a question is answered; those of the passages were made by the same embedder."""

    name: str

    async def embed_query(self, text: str, /) -> bytes: ...

    async def embed_passages(self, texts: Sequence[str], /) -> list[bytes]: ...


class OpenDocument:
    """A document with its children and its index. Close it when done."""

    def __init__(self, pdf: PdfFile, index: PassageIndex, title: str, outline: tuple[OutlineItem, ...]) -> None:
        self.pdf = pdf
        self.index = index
        self.title = title
        self.outline = outline
        self.embedder: QuestionEmbedder | None = None
        """Makes the questions' vectors; those of the passages are made by `flows.embedding`."""
        self.search_parts = Parts()
        self._read: set[int] = set()
        self._without_text: set[int] = set()
        self._grew = asyncio.Event()
        self._language = ""

    @property
    def info(self) -> DocumentInfo:
        return self.pdf.info

    @property
    def path(self) -> Path:
        return self.pdf.path

    @property
    def document_id(self) -> str:
        return self.info.document_id

    @property
    def pages_read(self) -> frozenset[int]:
        return frozenset(self._read)

    @property
    def pages_without_text(self) -> frozenset[int]:
        """Pages that were looked at and whose text is missing or garbled: only OCR can read them."""
        return frozenset(self._without_text)

    @property
    def coverage(self) -> Coverage:
        """How much of the document is in the index."""
        without = len(self._without_text)
        return Coverage(len(self._read) - without, self.info.page_count, without)

    async def keep(self, pages: list[ReadPage]) -> None:
        """Put pages that were read into the index."""
        await self.index.add(pages)
        self.mark_read((read.page.page_index for read in pages), _without_text(pages))

    async def keep_recognised(self, pages: list[ReadPage]) -> None:
        """Put what was recognised of pages without text into the index."""
        await self.index.replace(pages)
        self._without_text.difference_update(read.page.page_index for read in pages)
        self._grew.set()

    def mark_read(self, page_indexes: Iterable[int], without_text: Iterable[int] = ()) -> None:
        self._read.update(page_indexes)
        self._without_text.update(without_text)
        self._grew.set()

    async def wait_for_text(self) -> None:
        """Return as soon as at least one page has been read."""
        while not self._read:
            self._grew.clear()
            await self._grew.wait()

    async def language(self) -> str:
        """The language of the first pages that have been read, as `language_of` tells it; "" where they say nothing."""
        if not self._language:
            texts = await self.index.page_texts(sorted(self._read)[:_TELLING_PAGES])
            found = "\n".join(page.text for page in texts.values())
            if len(found) < _TELLING_CHARACTERS and len(self._read) < self.info.page_count:
                return language_of(found)  # a cover: other pages may say more
            self._language = language_of(found)
        return self._language

    async def page_texts(self, page_indexes: Iterable[int]) -> dict[int, PageText]:
        return await self.index.page_texts(page_indexes)

    async def page_text(self, page_index: int) -> PageText:
        """The text of a page, from the index where it has been read, else from the PDF at once."""
        found = await self.index.page_texts([page_index])
        return found[page_index] if page_index in found else await self.pdf.page_text(page_index)

    def citation(self, evidence: Evidence, page: PageText) -> Citation:
        """Evidence as it is shown: verbatim words of the page in one line, and where they stand on it."""
        return Citation(
            page_index=evidence.page_index,
            page_label=self.info.label_of(evidence.page_index),
            quote=readable(page.text[evidence.start : evidence.end]),
            rects=page.rects_of(evidence.start, evidence.end),
            score=evidence.score,
            is_ocr=page.source == "ocr",
        )

    def pages_named(self, named: Sequence[Reference]) -> tuple[int, ...]:
        """The pages that a question names by number or chapter."""
        return pages_named(named, self.info.labels, self.info.page_count, self.outline)

    async def openings(self, _question: str, pages: Iterable[int]) -> list[Found]:
        """How the document begins, or the chapter that the pages are of."""
        return [await self.index.opening(pages=pages)]

    async def release(self) -> None:
        """End the children; they start again when they are needed."""
        released, self.pdf = self.pdf, self.pdf.renewed()
        await released.close()

    async def close(self) -> None:
        await self.pdf.close()
        await self.index.close()


async def open_document(path: Path, library: Library | None = None, password: str | None = None) -> OpenDocument:
    """Open a PDF. Raises FileMissing, NotAPdf, NoPages, PasswordNeeded, PasswordWrong, StoreUnusable."""
    pdf = await PdfFile.open(path.absolute(), password)  # noqa: ASYNC240 - reads no disk
    try:
        outline = await pdf.outline()
        first_page = await _first_page(pdf)
        title = find_title(pdf.info.title, first_page, path.stem)
        index = await PassageIndex.open(paths.index_file(pdf.info.document_id))
    except BaseException:
        await pdf.close()
        raise
    document = OpenDocument(pdf, index, title, outline)
    try:
        document.mark_read(await index.pages_read(), await index.pages_without_text())
        await index.set_about(about_to_json(pdf.info, title, outline))
        if library is not None:
            stamp = arxiv_stamp(first_page.text) if first_page is not None else None
            await library.remember(pdf.info, pdf.path, title, pdf.info.author, stamp.date[:4] if stamp else "")
    except BaseException:
        await document.close()
        raise
    return document


def _without_text(pages: Iterable[ReadPage]) -> list[int]:
    return [read.page.page_index for read in pages if read.quality != "good" and read.page.source == "text"]


async def open_again(path: Path) -> OpenDocument | None:
    """A document that was read to its end before, from its index and without a child; None: use `open_document`.

    Raises StoreUnusable.
    """
    try:
        document_id = await asyncio.to_thread(_sha256, path)
    except OSError:
        return None
    file = paths.index_file(document_id)
    if not file.exists():
        return None
    index = await PassageIndex.open(file)
    try:
        about = await index.about()
        pages = await index.pages_read()
        if about is not None:
            path = path.absolute()  # noqa: ASYNC240 - reads no disk
            info, title, outline = about_from_json(about, str(path), document_id)
            if len(pages) == info.page_count:
                document = OpenDocument(PdfFile.known(path, info), index, title, outline)
                document.mark_read(pages, await index.pages_without_text())
                return document
    except BaseException:
        await index.close()
        raise
    await index.close()
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


async def _first_page(pdf: PdfFile) -> PageText | None:
    """The text of page 1, or None where it is damaged: the other pages can be read all the same."""
    try:
        return await pdf.page_text(0)
    except (PageBroken, WorkerDied):
        return None
