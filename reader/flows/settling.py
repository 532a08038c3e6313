"""Telling when a file that is being written has been written to its end."""

import asyncio
import hashlib
from pathlib import Path

from reader.store.stamps import FileStamp

_PAUSE_S = 0.15
"""A file that stays as it is for so long is not being written any more, if its end is there."""
_PATIENCE = 40
"""Looks at a file that stays the same without an end: then it is taken as it is."""
_TAIL_BYTES = 1024


async def settled_content(path: Path) -> str | None:
    """The document_id of a file as soon as it is written to its end; None where there is no file any more.

    LaTeX writes in place and takes its time between pages; others delete the file and rename a new one. Nothing tells
    when they are done, so the file is looked at until it stays as it is and ends as a PDF does.
    """
    before: FileStamp | None = None
    unfinished = 0
    while True:
        try:
            stamp, has_end = await asyncio.to_thread(_look, path)
            if stamp == before and (has_end or unfinished >= _PATIENCE):
                content = await asyncio.to_thread(_sha256, path)
                if await asyncio.to_thread(FileStamp.of, path) == stamp:
                    return content
        except OSError:
            return None
        unfinished = unfinished + 1 if stamp == before else 0
        before = stamp
        await asyncio.sleep(_PAUSE_S)


def _look(path: Path) -> tuple[FileStamp, bool]:
    stamp = FileStamp.of(path)
    with path.open("rb") as stream:
        stream.seek(max(stamp.size_bytes - _TAIL_BYTES, 0))
        return stamp, b"%%EOF" in stream.read()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
