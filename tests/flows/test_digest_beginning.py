"""A digest is begun of files, folders and lists; the same wish finds it again, with what else is wanted now."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.digest import Digest, DigestHead, DigestPaper
from reader.core.errors import FileMissing, NothingToRead
from reader.flows.digest_beginning import Wanted, begin_digest, unfinished_digest, wanted_papers
from reader.store.digests import Digests
from reader.store.library import open_library_database

WANTED = Wanted((DigestPaper("/p/a.pdf"), DigestPaper("/p/b.pdf")), "en", "none", output="/out/week.md")


def begun(folder: Path, *wishes: Wanted) -> list[Digest]:
    """What each wish gives; what was given is what is kept."""

    async def run() -> list[Digest]:
        database = await open_library_database(folder / "library.db")
        try:
            digests = Digests(database)
            given = []
            for wish in wishes:
                given.append(await begin_digest(digests, wish))
                kept = await digests.digest(given[-1].digest_id)
                assert kept is not None
                assert replace(kept, modified="") == replace(given[-1], modified="")
            return given
        finally:
            await database.close()

    return asyncio.run(run())


def test_the_same_wish_goes_on_with_the_same_digest(tmp_path: Path) -> None:
    first, same, japanese, other, more = begun(
        tmp_path,
        WANTED,
        replace(WANTED, papers=WANTED.papers[::-1]),
        replace(WANTED, language="ja"),
        replace(WANTED, model="qwen"),
        replace(WANTED, papers=(*WANTED.papers, DigestPaper("/p/c.pdf"))),
    )
    assert same.digest_id == first.digest_id
    assert same.papers == first.papers, "the order may have been changed by hand"
    assert len({first.digest_id, japanese.digest_id, other.digest_id, more.digest_id}) == 4


def test_what_is_not_wanted_now_stays(tmp_path: Path) -> None:
    head = DigestHead("Week 25", "2023-06-19")
    _, second, third = begun(
        tmp_path,
        replace(WANTED, head=head),
        replace(WANTED, head=DigestHead(period_to="2023-06-25"), output=""),
        replace(WANTED, head=DigestHead(introduction="Read this."), output="/out/week", is_split=True),
    )
    assert second.head == DigestHead("Week 25", "2023-06-19", "2023-06-25")
    assert (second.output, second.is_split) == ("/out/week.md", False)
    assert third.head == replace(second.head, introduction="Read this.")
    assert (third.output, third.is_split) == ("/out/week", True)


def test_papers_named_one_by_one_bring_their_order_and_titles(tmp_path: Path) -> None:
    named = (DigestPaper("/p/b.pdf", title="Bees"), DigestPaper("/p/a.pdf"))
    _, second, third = begun(
        tmp_path, WANTED, replace(WANTED, papers=named, is_order_meant=True), replace(WANTED, papers=named[::-1])
    )
    assert second.papers == third.papers == named


def test_the_one_worked_on_last_is_gone_on_with(tmp_path: Path) -> None:
    async def run() -> tuple[Digest | None, ...]:
        database = await open_library_database(tmp_path / "library.db")
        try:
            digests = Digests(database)
            none = await unfinished_digest(digests)
            first = await begin_digest(digests, WANTED)
            second = await begin_digest(digests, replace(WANTED, language="ja"))
            await digests.set_state(first.digest_id, "paused")
            paused = await unfinished_digest(digests)
            await digests.set_state(first.digest_id, "done")
            left = await unfinished_digest(digests)
            assert paused is not None
            assert left is not None
            assert (paused.digest_id, left.digest_id) == (first.digest_id, second.digest_id)
            return none, paused, left
        finally:
            await database.close()

    assert asyncio.run(run())[0] is None


def test_files_come_from_folders_lists_and_names(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.PDF", "in/c.pdf", "in/note.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    names = tmp_path / "list.txt"
    names.write_bytes(b"\xef\xbb\xbf# of the week\n\nin/c.pdf\tThe  third\r\n  /else/d.pdf  \nin\tNo title\n\xff.pdf\n")
    assert wanted_papers([tmp_path, names, Path("gone.pdf")]) == (
        DigestPaper(str(tmp_path / "a.PDF")),
        DigestPaper(str(tmp_path / "b.pdf")),
        DigestPaper(str(tmp_path / "in" / "c.pdf"), title="The third"),
        DigestPaper("/else/d.pdf"),
        DigestPaper(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.pdf")),
        DigestPaper(str(Path.cwd() / "gone.pdf")),
    )
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToRead):
        wanted_papers([tmp_path / "empty"])
    (tmp_path / "empty.txt").write_text("# nothing yet\n")
    with pytest.raises(NothingToRead):
        wanted_papers([tmp_path / "empty.txt"])
    with pytest.raises(FileMissing):
        wanted_papers([tmp_path / "gone.txt"])
