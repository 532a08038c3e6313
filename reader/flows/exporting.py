"""Exports as Markdown: a document's answers, marks and notes, the answers about several, and paper notes."""

import asyncio
import contextlib
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from reader.core.bookmarks import Bookmark
from reader.core.errors import ExportFailed
from reader.core.markdown import ExportHead, to_markdown
from reader.core.marks import Mark
from reader.core.note_markdown import note_to_markdown
from reader.core.paper_note import PaperNote
from reader.flows.collection import Collection
from reader.flows.marking import DocumentMarks
from reader.flows.opening import OpenDocument
from reader.store.bookmarks import BookmarkStore
from reader.store.marks import MarkStore
from reader.store.notebook import Notebook


async def export_document(
    document: OpenDocument,
    notebook: Notebook,
    store: MarkStore,
    target: Path,
    bookmarks: BookmarkStore | None = None,
) -> Path:
    """Write the document's answers, marks, notes and bookmarks to the target, whole or not at all.

    Raises ExportFailed.
    """
    answers = await notebook.answers(document.document_id)
    marks = DocumentMarks(store, document.document_id, document.page_texts)
    await marks.load()
    languages = Counter(answer.language for answer in answers)
    head = ExportHead(
        title=document.title,
        pdf=link_target(document.path, target),
        document_id=document.document_id,
        language=languages.most_common(1)[0][0] if languages else "en",
    )
    places = [] if bookmarks is None else await bookmarks.bookmarks(document.document_id)
    text = to_markdown(head, answers, marks.marks, places)
    await write_text(target, text)
    return target


async def export_collection(collection: Collection, notebook: Notebook, target: Path) -> Path:
    """Write the answers about several documents, with links into each. Raises ExportFailed."""
    answers = await notebook.answers(collection.document_id)
    languages = Counter(answer.language for answer in answers)
    files = zip(collection.files, collection.documents, strict=True)
    head = ExportHead(
        title=collection.name,
        pdf="",
        document_id=collection.document_id,
        language=languages.most_common(1)[0][0] if languages else "en",
        documents={file: (link_target(Path(file), target), document.document_id) for file, document in files},
    )
    await write_text(target, to_markdown(head, answers, []))
    return target


async def export_note(
    note: PaperNote, pdf: Path, target: Path, marks: Sequence[Mark] = (), bookmarks: Sequence[Bookmark] = ()
) -> Path:
    """Write a paper note, with links to the PDF as seen from the target; `marks`, `bookmarks`: the reader's, at its
    end. Raises ExportFailed."""
    await write_text(target, note_to_markdown(note, link_target(pdf, target), marks, bookmarks))
    return target


async def write_text(target: Path, text: str) -> None:
    """Whole or not at all; folders are made. Raises ExportFailed."""
    await asyncio.to_thread(_write, target, text)


def link_target(pdf: Path, markdown: Path) -> str:
    """The PDF as seen from the Markdown file: relative where that works, so that both can move together."""
    try:
        return Path(os.path.relpath(pdf.absolute(), markdown.absolute().parent)).as_posix()
    except ValueError:  # another drive on Windows
        return "file:///" + pdf.absolute().as_posix().lstrip("/")


def _write(target: Path, text: str) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # "replace": a file name need not be Unicode
        beside.write_text(text, "utf-8", errors="replace", newline="\n")
        beside.replace(target)
    except OSError as failure:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise ExportFailed(str(target), failure.strerror or str(failure)) from failure
