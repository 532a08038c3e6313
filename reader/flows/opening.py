"""Opening a document: identify it by content, remember it, and have its index at hand."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from reader import paths
from reader.core.about_json import about_from_json, about_to_json
from reader.core.answer import Citation, Coverage
from reader.core.attribution import Evidence
from reader.core.document import DocumentInfo, OutlineItem, PageText
from reader.core.errors import FileMissing, PageBroken, WorkerDied
from reader.core.language import language_of
from reader.core.page_layout import Position
from reader.core.paper import arxiv_stamp, find_title
from reader.core.passages import ReadPage
from reader.core.ranking import Parts
from reader.core.references import Reference, pages_named
from reader.core.sentences import readable
from reader.engine.pdf import PdfFile
from reader.engine.worker import Worker
from reader.store.library import Library
from reader.store.search import Found, PassageIndex
from reader.store.stamps import FileStamp, SeenFile

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
        self.built_outline: tuple[OutlineItem, ...] = ()
        """Where the PDF has no outline: what its headings tell, as far as it has been read."""
        self.embedder: QuestionEmbedder | None = None
        """Makes the questions' vectors; those of the passages are made by `flows.embedding`."""
        self.search_parts = Parts()
        self._read: set[int] = set()
        self._without_text: set[int] = set()
        self._grew = asyncio.Event()
        self._language = ""

    @property
    def contents(self) -> tuple[OutlineItem, ...]:
        """The PDF's own outline, else the one that was built."""
        return self.outline or self.built_outline

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
        index = await PassageIndex.open(paths.index_file(pdf.info.document_id))
    except BaseException:
        await pdf.close()
        raise
    return await _opened(pdf, index, library, None)


@dataclass(frozen=True, slots=True)
class Glance:
    """A document that can be shown, while what else there is to know of it is still being found out."""

    pdf: PdfFile
    seen: SeenFile
    library: Library

    @property
    def position(self) -> Position | None:
        """Where the reader was in it, as far as that is known before the file has been read to its end."""
        return self.seen.position

    async def completed(self) -> OpenDocument:
        """The document as `open_document` gives it, with the same errors; it closes the children if it fails.

        `pdf.info` has changed then: it has a document_id, labels, a title, and the right sizes.
        """
        path = self.pdf.path
        try:
            document_id, is_sure = self.seen.document_id, False
            if not document_id:
                document_id, is_sure = await asyncio.to_thread(_content, path, self.seen.stamp)
            index = await PassageIndex.open(paths.index_file(document_id))
        except BaseException:
            await self.pdf.close()
            raise
        try:
            about = await _about(index, str(path), document_id)
            if about is not None:
                self.pdf.info = about[0]
            else:
                await self.pdf.describe(document_id)
        except BaseException:
            await self.pdf.close()
            await index.close()
            raise
        document = await _opened(self.pdf, index, self.library, about)
        if is_sure and self.seen.stamp is not None:
            await self.library.stamps.remember(path, self.seen.stamp, document_id)
        return document

    async def close(self) -> None:
        await self.pdf.close()


async def glance_at(path: Path, library: Library, password: str | None = None, child: Worker | None = None) -> Glance:
    """Open a PDF as far as it takes to show where the reader was in it, in a time that does not grow with the file.

    `child`: one that waits for a document; it is closed with it. Raises FileMissing, NotAPdf, NoPages, PasswordNeeded,
    PasswordWrong.
    """
    path = path.absolute()  # noqa: ASYNC240 - reads no disk
    looking = asyncio.ensure_future(library.stamps.look(path))
    try:
        pdf = await PdfFile.glanced(path, password, child)
        try:
            seen = await looking
            if seen.position is not None and seen.position.page_index:
                await pdf.glance(seen.position.page_index)
        except BaseException:
            await pdf.close()
            raise
    finally:
        looking.cancel()
    return Glance(pdf, seen, library)


About: TypeAlias = tuple[DocumentInfo, str, tuple[OutlineItem, ...]]
"""What opening tells: info, title, outline."""


async def _opened(pdf: PdfFile, index: PassageIndex, library: Library | None, about: About | None) -> OpenDocument:
    """`about`: what the index keeps of it; else it is asked of the PDF, and kept."""
    try:
        if about is not None:
            _, title, outline = about
            first_page = (await index.page_texts([0])).get(0)
        else:
            outline = await pdf.outline()
            first_page = await _first_page(pdf)
            title = find_title(pdf.info.title, first_page, pdf.path.stem)
            await index.set_about(about_to_json(pdf.info, title, outline))
        document = OpenDocument(pdf, index, title, outline)
        document.mark_read(await index.pages_read(), await index.pages_without_text())
        if library is not None:
            stamp = arxiv_stamp(first_page.text) if first_page is not None else None
            await library.remember(pdf.info, pdf.path, title, pdf.info.author, stamp.date[:4] if stamp else "")
    except BaseException:
        await pdf.close()
        await index.close()
        raise
    return document


async def _about(index: PassageIndex, file: str, document_id: str) -> About | None:
    about = await index.about()
    return None if about is None else about_from_json(about, file, document_id)


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
        path = path.absolute()  # noqa: ASYNC240 - reads no disk
        about = await _about(index, str(path), document_id)
        pages = await index.pages_read()
        if about is not None:
            info, title, outline = about
            if len(pages) == info.page_count:
                document = OpenDocument(PdfFile.known(path, info), index, title, outline)
                document.mark_read(pages, await index.pages_without_text())
                return document
    except BaseException:
        await index.close()
        raise
    await index.close()
    return None


def _content(path: Path, stamp: FileStamp | None) -> tuple[str, bool]:
    """The document_id of a file, and whether it kept its stamp while it was read. Raises FileMissing."""
    try:
        document_id = _sha256(path)
        return document_id, FileStamp.of(path) == stamp
    except OSError as failure:
        raise FileMissing(str(path)) from failure


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


async def _first_page(pdf: PdfFile) -> PageText | None:
    """The text of page 1, or None where it is damaged: the other pages can be read all the same."""
    try:
        return await pdf.page_text(0)
    except (PageBroken, WorkerDied):
        return None
