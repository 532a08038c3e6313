"""The small picture of a document's first page: made once after it was opened, kept in the cache folder."""

import asyncio
import os
from pathlib import Path

from reader import paths
from reader.core.errors import FileChanged, PageBroken, WorkerDied
from reader.flows.opening import OpenDocument

WIDTH_PX, HEIGHT_PX = 216, 288
"""Enough for a row of the library on a screen of 3 device pixels, and for the start page at 2."""


async def keep_cover(document: OpenDocument) -> bool:
    """Make the picture where there is none; whether there is one now. What stands in its way is no loss."""
    file = paths.thumbnail_file(document.document_id)
    if await asyncio.to_thread(file.is_file):
        return True
    try:
        picture = await document.pdf.thumbnail(0, WIDTH_PX, HEIGHT_PX)
        await asyncio.to_thread(_write, file, picture)
    except (PageBroken, WorkerDied, FileChanged, OSError):
        return False
    return True


async def read_cover(document_id: str) -> bytes | None:
    """The picture as PNG, or None where there is none."""
    return await asyncio.to_thread(_read, paths.thumbnail_file(document_id))


def _write(file: Path, picture: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    beside.write_bytes(picture)
    beside.replace(file)


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
