"""A digest is written whole, as far as it has come, as one file or as a folder."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from reader.core.digest import DigestPaper
from reader.core.errors import ExportFailed, PasswordNeeded
from reader.flows.digest_writing import write_digest
from tests.flows.digest_desk import PAPERS, DigestDesk, digest_desk

T = TypeVar("T")
ANT, BEE, CAT = PAPERS


def made(folder: Path, work: Callable[[DigestDesk], Awaitable[T]]) -> T:
    """With two papers made, one that failed and one that waits."""

    async def run() -> T:
        async with digest_desk(folder, {ANT: PAPERS[ANT], BEE: PAPERS[BEE], CAT: PasswordNeeded(CAT)}) as here:
            await here.add()
            await here.made()
            await here.digests.add_papers("d1", ["/p/DOG.pdf"])
            return await work(here)

    return asyncio.run(run())


def test_one_file_has_the_notes_and_what_is_missing(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "week.md"

    async def write(here: DigestDesk) -> str:
        assert await write_digest(await here.kept(), here.notes, target) == target
        return target.read_text("utf-8")

    text = made(tmp_path, write)
    assert "1. [ANT: A Method for Saving Memory](#1.%20ant%20a%20method%20for%20saving%20memory)" in text
    assert "## 2. BEE: A Method for Saving Memory" in text
    assert "- CAT.pdf: CAT.pdf is protected by a password." in text
    assert "- DOG.pdf" in text
    assert "/p/ANT.pdf#page=1)" in text, "links lead to the PDF from where the file is"


def test_a_folder_has_an_index_and_a_file_for_each_note(tmp_path: Path) -> None:
    target = tmp_path / "week"

    async def write(here: DigestDesk) -> None:
        digest = await here.kept()
        assert await write_digest(digest, here.notes, target, is_split=True) == target / "index.md"
        assert sorted(file.name for file in target.iterdir()) == ["ANT.md", "BEE.md", "index.md"]
        assert "1. [ANT: A Method for Saving Memory](ANT.md)" in (target / "index.md").read_text("utf-8")
        assert (target / "ANT.md").read_text("utf-8").startswith("---\ntitle: ")

    made(tmp_path, write)


def test_what_cannot_be_written_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    async def write(here: DigestDesk) -> None:
        with pytest.raises(ExportFailed, match=r"week\.md"):
            await write_digest(await here.kept(), here.notes, tmp_path / "file" / "week.md")

    made(tmp_path, write)


def test_a_note_that_was_deleted_is_left_out(tmp_path: Path) -> None:
    async def write(here: DigestDesk) -> str:
        digest = replace(await here.kept(), papers=(DigestPaper(ANT, "gone", status="done"),))
        return (await write_digest(digest, here.notes, tmp_path / "week.md")).read_text("utf-8")

    assert "## Contents" not in made(tmp_path, write)
