"""A digest's queue comes back as it was left, and is changed while it is worked through."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from reader.core.digest import Digest, DigestHead, DigestPaper
from reader.store.digests import Digests
from reader.store.library import open_library_database

T = TypeVar("T")

DIGEST = Digest(
    digest_id="d1",
    created="2026-01-01T00:00:00+00:00",
    modified="2026-01-01T00:00:00+00:00",
    language="ja",
    model="none",
    question_set="paper",
    papers=(DigestPaper("/p/a.pdf"), DigestPaper("/p/b.pdf", title="Bees"), DigestPaper("/p/c.pdf")),
    output="/out/week.md",
)


def with_digests(folder: Path, work: Callable[[Digests], Awaitable[T]]) -> T:
    async def run() -> T:
        database = await open_library_database(folder / "library.db")
        try:
            return await work(Digests(database))
        finally:
            await database.close()

    return asyncio.run(run())


def changed(folder: Path, *changes: Callable[[Digests], Awaitable[object]]) -> Digest:
    """The digest, as another start of the program finds it, after it was added and each change was made."""

    async def work(digests: Digests) -> None:
        await digests.add(DIGEST)
        for change in changes:
            await change(digests)

    with_digests(folder, work)
    found = with_digests(folder, lambda digests: digests.digest("d1"))
    assert found is not None
    return found


def test_a_digest_comes_back_as_it_was(tmp_path: Path) -> None:
    assert changed(tmp_path) == DIGEST
    assert with_digests(tmp_path, lambda digests: digests.digests()) == [DIGEST]
    assert with_digests(tmp_path, lambda digests: digests.digest("d2")) is None


def test_the_one_changed_last_is_listed_first(tmp_path: Path) -> None:
    async def work(digests: Digests) -> list[str]:
        await digests.add(DIGEST)
        await digests.add(replace(DIGEST, digest_id="d2", modified="2026-01-02T00:00:00+00:00"))
        await digests.set_head("d1", DigestHead(title="The week"))
        return [digest.digest_id for digest in await digests.digests()]

    assert with_digests(tmp_path, work) == ["d1", "d2"]


def test_head_titles_and_output_are_editable(tmp_path: Path) -> None:
    head = DigestHead("今週の論文", "2023-06-19", "2023-06-25", "はじめに。")
    found = changed(
        tmp_path,
        lambda d: d.set_head("d1", head),
        lambda d: d.set_title("d1", "/p/a.pdf", "Ants"),
        lambda d: d.set_title("d1", "/p/b.pdf", ""),
        lambda d: d.set_output("d1", "/elsewhere", is_split=True),
    )
    assert found.head == head
    assert [paper.title for paper in found.papers] == ["Ants", "", ""]
    assert (found.output, found.is_split) == ("/elsewhere", True)
    assert found.modified > DIGEST.modified


def test_papers_are_added_once_removed_and_put_in_order(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        lambda d: d.add_papers("d1", ["/p/b.pdf", "/p/d.pdf", "/p/e.pdf"]),
        lambda d: d.remove_paper("d1", "/p/a.pdf"),
        lambda d: d.set_order("d1", ["/p/e.pdf", "/p/c.pdf"]),
    )
    assert [paper.file for paper in found.papers] == ["/p/e.pdf", "/p/c.pdf", "/p/b.pdf", "/p/d.pdf"]
    assert found.paper("/p/b.pdf").title == "Bees", "adding it again changed nothing"
    with pytest.raises(KeyError):
        found.paper("/p/a.pdf")


def test_the_queue_gives_each_paper_once_in_the_order_of_the_moment(tmp_path: Path) -> None:
    async def work(digests: Digests) -> list[str]:
        await digests.add(DIGEST)
        taken = [await digests.take_next("d1")]
        await digests.set_order("d1", ["/p/c.pdf"])
        taken += [await digests.take_next("d1"), await digests.take_next("d1"), await digests.take_next("d1")]
        return [paper.file if paper is not None else "" for paper in taken]

    assert with_digests(tmp_path, work) == ["/p/a.pdf", "/p/c.pdf", "/p/b.pdf", ""]
    found = with_digests(tmp_path, lambda digests: digests.digest("d1"))
    assert found is not None
    assert found.count("running") == 3


def test_what_ran_when_the_program_ended_waits_again(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        lambda d: d.take_next("d1"),
        lambda d: d.set_note("d1", "/p/a.pdf", "n1"),
        lambda d: d.take_next("d1"),
        lambda d: d.set_failed("d1", "/p/b.pdf", "PasswordNeeded", "It is protected by a password."),
    )
    assert [paper.status for paper in found.papers] == ["running", "failed", "waiting"]
    with_digests(tmp_path, lambda digests: digests.begin("d1"))
    found = with_digests(tmp_path, lambda digests: digests.digest("d1")) or DIGEST
    assert found.papers[0] == DigestPaper("/p/a.pdf", "n1")
    assert (found.papers[1].error, found.papers[1].message) == ("PasswordNeeded", "It is protected by a password.")
    assert found.state == "running"
    with_digests(tmp_path, lambda digests: digests.take_next("d1"))
    with_digests(tmp_path, lambda digests: digests.set_state("d1", "paused"))
    found = with_digests(tmp_path, lambda digests: digests.digest("d1")) or DIGEST
    assert (found.state, found.count("running"), found.count("waiting")) == ("paused", 0, 2)


def test_failed_papers_are_tried_again_only_when_asked(tmp_path: Path) -> None:
    found = changed(
        tmp_path,
        lambda d: d.set_failed("d1", "/p/a.pdf", "NoText", "No text."),
        lambda d: d.set_failed("d1", "/p/b.pdf", "", "No text."),
        lambda d: d.set_done("d1", "/p/c.pdf"),
        lambda d: d.try_again("d1", ["/p/b.pdf", "/p/c.pdf"]),
    )
    assert [paper.status for paper in found.papers] == ["failed", "waiting", "done"]
    assert found.paper("/p/b.pdf").message == ""
    with_digests(tmp_path, lambda digests: digests.try_again("d1"))
    found = with_digests(tmp_path, lambda digests: digests.digest("d1")) or DIGEST
    assert [paper.status for paper in found.papers] == ["waiting", "waiting", "done"]


def test_deleting_leaves_nothing(tmp_path: Path) -> None:
    changed(tmp_path)
    with_digests(tmp_path, lambda digests: digests.delete("d1"))
    assert with_digests(tmp_path, lambda digests: digests.digests()) == []
    with_digests(tmp_path, lambda digests: digests.add(replace(DIGEST, papers=DIGEST.papers[:1])))
    found = with_digests(tmp_path, lambda digests: digests.digest("d1")) or DIGEST
    assert len(found.papers) == 1, "no paper of the first one is left"


def test_a_file_name_need_not_be_unicode(tmp_path: Path) -> None:
    odd = os.fsdecode(b"/p/\xff.pdf")
    found = changed(tmp_path, lambda d: d.add_papers("d1", [odd]), lambda d: d.set_title("d1", odd, "Odd"))
    assert found.paper(odd).title == "Odd"
