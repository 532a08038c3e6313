import asyncio
import os
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from reader.core.document import DocumentInfo, PageSize
from reader.core.page_layout import Position
from reader.store.database import Database
from reader.store.library import Library
from reader.store.stamps import FileStamp, SeenFile

Opened = Callable[[], AbstractAsyncContextManager[Database]]
AN_HOUR_AGO_NS = time.time_ns() - 3600 * 10**9


def write(path: Path, content: bytes, changed_ns: int = AN_HOUR_AGO_NS) -> Path:
    path.write_bytes(content)
    os.utime(path, ns=(changed_ns, changed_ns))
    return path


def look_twice(opened: Opened, path: Path, between: Callable[[], object]) -> SeenFile:
    """Remember what is at a path, let something happen, and look again."""

    async def work() -> SeenFile:
        async with opened() as database:
            library = Library(database)
            assert (await library.stamps.look(path)).document_id == ""
            await library.stamps.remember(path, FileStamp.of(path), "ab12")
            info = DocumentInfo(str(path), "ab12", (PageSize(595, 842),) * 9, None, "", "", is_repaired=False)
            await library.remember(info, path, "A title")
            await library.save_position("ab12", Position(7, 0.5, 1.25, "none"))
            between()
            return await library.stamps.look(path)

    return asyncio.run(work())


def test_a_file_that_did_not_change_is_known_with_the_place_in_it(library_database: Opened, tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", b"content")
    seen = look_twice(library_database, path, lambda: None)
    assert (seen.document_id, seen.position) == ("ab12", Position(7, 0.5, 1.25, "none"))


@pytest.mark.parametrize("what", ["longer", "later", "another file"])
def test_a_file_that_changed_is_not_known(library_database: Opened, tmp_path: Path, what: str) -> None:
    path = write(tmp_path / "a.pdf", b"content")

    def change() -> None:
        if what == "longer":
            write(path, b"content and more")
        elif what == "later":
            write(path, b"another", AN_HOUR_AGO_NS + 1)
        else:
            write(tmp_path / "b.pdf", b"another").replace(path)

    seen = look_twice(library_database, path, change)
    assert seen.stamp == FileStamp.of(path)
    assert (seen.document_id, seen.position) == ("", None)


def test_a_file_that_is_being_written_is_looked_at_again(library_database: Opened, tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", b"content", time.time_ns())
    assert look_twice(library_database, path, lambda: None).document_id == ""


def test_what_is_not_there_has_no_stamp(library_database: Opened, tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", b"content")
    assert look_twice(library_database, path, path.unlink) == SeenFile(None)


def test_a_name_need_not_be_unicode(library_database: Opened, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.pdf"))
    assert look_twice(library_database, write(path, b"content"), lambda: None).document_id == "ab12"
