"""The annotations that a PDF has of its own, and a copy of it with the reader's marks as such."""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from reader.core.annotations import Annotation
from reader.core.errors import CopyOverOriginal, ExportFailed, WorkerDied
from reader.core.marks import Mark
from reader.core.note_marks import evidence_marks
from reader.core.paper_note import PaperNote
from reader.engine.pdf import PdfFile
from reader.flows.indexing import reading_order

_log = logging.getLogger(__name__)
_AUTHOR = "Shiori"
"""Of the evidence of notes; a reader's own marks have the reader's name."""
_BATCH = 64
"""Pages at a time: 2 ms where there are no annotations; the child reads text in between."""


async def read_annotations(pdf: PdfFile, first_page: int = 0) -> AsyncGenerator[tuple[Annotation, ...], None]:
    """The annotations of all pages, from the reader's page on, some pages at a time. A page that crashes the child has
    none."""
    order = reading_order(pdf.info.page_count, first_page, frozenset())
    for begin in range(0, len(order), _BATCH):
        found = await _annotations(pdf, order[begin : begin + _BATCH])
        if found:
            yield found


async def _annotations(pdf: PdfFile, pages: Sequence[int]) -> tuple[Annotation, ...]:
    try:
        return await pdf.annotations(pages)
    except WorkerDied:
        if len(pages) == 1:
            _log.warning("the annotations of page %d of %s crashed the child", pages[0], pdf.path)
            return ()
    found: list[Annotation] = []
    for page_index in pages:
        found += await _annotations(pdf, [page_index])
    return tuple(found)


async def save_annotated_copy(pdf: PdfFile, marks: Sequence[Mark], target: Path, author: str = "") -> Path:
    """Write the PDF with the marks as standard annotations to another file, whole or not at all; the PDF itself is
    never written to. Raises CopyOverOriginal, ExportFailed, FileChanged."""
    if await asyncio.to_thread(_is_same, pdf.path, target):
        raise CopyOverOriginal(str(target))
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        await asyncio.to_thread(target.parent.mkdir, parents=True, exist_ok=True)
        await pdf.save_annotated(beside, marks, author)
        await asyncio.to_thread(beside.replace, target)
    except ExportFailed as failure:
        raise ExportFailed(str(target), failure.reason) from failure
    except OSError as failure:
        raise ExportFailed(str(target), failure.strerror or str(failure)) from failure
    finally:
        await asyncio.to_thread(_remove, beside)
    return target


async def save_note_copy(pdf: PdfFile, note: PaperNote, target: Path) -> Path:
    """Write the PDF with what a note cites as highlights, question and answer as their comments. Errors as above."""
    return await save_annotated_copy(pdf, evidence_marks(note), target, _AUTHOR)


def _is_same(path: Path, target: Path) -> bool:
    """Also by another name: a link, or capitals that the disk does not tell apart."""
    try:
        return path.samefile(target)
    except OSError:
        return path.absolute() == target.absolute()


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()
