"""Finding the file of a document that is not where it was: known by its content, looked for where it is likely."""

import asyncio
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from reader.store.library import Library

_ENTRIES = 4000
"""Files and folders looked at, at most: a disk is not searched."""
_DEPTH = 3
"""Folders below the one where the file was, and above it one."""
_HASHED_BYTES = 400_000_000
"""Read at most to compare contents: about half a second."""


async def find_again(library: Library, document_id: str, path: Path) -> Path | None:
    """Where the content of a document is now, or None. Nothing but the disk is asked; the library learns the place."""
    known = await library.paths(document_id)
    folders = await library.folders()
    found = await asyncio.to_thread(_look, document_id, path, known, folders)
    if found is not None:
        await library.move(document_id, found)
    return found


async def is_there(path: Path) -> bool:
    """Whether there is such a file; on a network drive this may take a while."""
    return await asyncio.to_thread(path.is_file)


def _look(document_id: str, path: Path, known: Iterable[Path], folders: Iterable[Path]) -> Path | None:
    left = _HASHED_BYTES
    seen: set[Path] = set()
    for candidate in _candidates(path, known, folders):
        if candidate in seen:
            continue
        seen.add(candidate)
        try:
            size = candidate.stat().st_size
            if size > left or not candidate.is_file():
                continue
            left -= size
            with candidate.open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() == document_id:
                    return candidate
        except OSError:
            continue
    return None


def _candidates(path: Path, known: Iterable[Path], folders: Iterable[Path]) -> Iterator[Path]:
    """The likeliest first: where it has been, the same name near there and beside others, then any PDF beside it."""
    yield from (other for other in known if other != path)
    near = list(_pdfs_near(path))
    yield from (other for other in near if other.name == path.name)
    yield from (folder / path.name for folder in folders)
    yield from (other for other in near if other.parent == path.parent)
    yield from (other for other in near if other.parent != path.parent)


def _pdfs_near(path: Path) -> Iterator[Path]:
    """PDFs in the folder of a file, below it, and in the folder above (and what lies below that)."""
    left = _ENTRIES
    tops = [path.parent]
    # The folder itself may have been renamed. Not from the root of the disk.
    if len(path.parent.parents) > 1:
        tops.append(path.parent.parent)
    for top in tops:
        for folder, subfolders, names in os.walk(top):
            depth = len(Path(folder).parts) - len(top.parts)
            subfolders[:] = [] if depth >= _DEPTH else sorted(name for name in subfolders if not name.startswith("."))
            left -= len(names) + len(subfolders)
            if left < 0:
                return
            yield from (Path(folder, name) for name in sorted(names) if name.lower().endswith(".pdf"))
