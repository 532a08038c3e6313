"""Beginning a digest, or going on with the one that was begun of the same papers in the same way."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from reader.core.digest import Digest, DigestHead, DigestPaper
from reader.core.errors import FileMissing, NothingToRead
from reader.flows.collection import pdf_files
from reader.store.digests import Digests


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. An empty field of the head leaves the one there is."""

    papers: tuple[DigestPaper, ...]
    language: str
    model: str
    question_set: str = ""
    head: DigestHead = field(default_factory=DigestHead)
    output: str = ""
    is_split: bool = False
    is_order_meant: bool = False
    """The papers were named one by one: they shall stand as they were named."""


def wanted_papers(places: Sequence[Path]) -> tuple[DigestPaper, ...]:
    """The PDFs among files, in folders and in lists, by absolute paths, once each.

    A list is a .txt file with a path on each line, behind which a tab and a title may stand. A file that is named is
    taken even where it is not there: its digest says so. Raises NothingToRead, and FileMissing for a list that cannot
    be read. Reads the disk.
    """
    titles: dict[str, str] = {}
    for place in places:
        is_list = place.suffix.casefold() == ".txt" and not place.is_dir()
        for named, title in _listed(place) if is_list else [(place, "")]:
            for file in map(str, (file.absolute() for file in pdf_files([named]))):
                titles[file] = titles.get(file) or ("" if named.is_dir() else title)
    if not titles:
        raise NothingToRead(str(places[0]) if places else "")
    return tuple(DigestPaper(file, title=title) for file, title in titles.items())


def _listed(place: Path) -> list[tuple[Path, str]]:
    """Paths are seen from the list; empty lines and those that begin with # say nothing."""
    try:
        lines = place.read_text("utf-8-sig", errors="surrogateescape").splitlines()
    except OSError as failure:
        raise FileMissing(str(place)) from failure
    parts = [line.partition("\t") for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return [(place.parent / file.strip(), " ".join(title.split())) for file, _, title in parts]


async def begin_digest(digests: Digests, wanted: Wanted) -> Digest:
    """The digest of the same files, language, model and questions, else a new one; with what else is wanted now."""
    there = [digest for digest in await digests.digests() if _is_same(digest, wanted)]
    if not there:
        now = datetime.now(UTC).isoformat()
        digest = Digest(
            digest_id=uuid.uuid4().hex,
            created=now,
            modified=now,
            language=wanted.language,
            model=wanted.model,
            question_set=wanted.question_set,
            head=wanted.head,
            papers=wanted.papers,
            output=wanted.output,
            is_split=wanted.is_split,
        )
        await digests.add(digest)
        return digest
    digest = there[0]
    for paper in wanted.papers:
        if paper.title and paper.title != digest.paper(paper.file).title:
            await digests.set_title(digest.digest_id, paper.file, paper.title)
    if wanted.is_order_meant:
        await digests.set_order(digest.digest_id, [paper.file for paper in wanted.papers])
    await change_digest(digests, digest, wanted.head, wanted.output, is_split=wanted.is_split)
    return await digests.digest(digest.digest_id) or digest


async def change_digest(digests: Digests, digest: Digest, head: DigestHead, output: str, *, is_split: bool) -> Digest:
    """What is not empty takes the place of what there is."""
    changed = DigestHead(
        title=head.title or digest.head.title,
        period_from=head.period_from or digest.head.period_from,
        period_to=head.period_to or digest.head.period_to,
        introduction=head.introduction or digest.head.introduction,
    )
    if changed != digest.head:
        await digests.set_head(digest.digest_id, changed)
        digest = replace(digest, head=changed)
    if output and (output, is_split) != (digest.output, digest.is_split):
        await digests.set_output(digest.digest_id, output, is_split=is_split)
        digest = replace(digest, output=output, is_split=is_split)
    return digest


async def unfinished_digest(digests: Digests) -> Digest | None:
    """The one worked on last of those that were not worked through."""
    return next((digest for digest in await digests.digests() if digest.state != "done"), None)


def _is_same(digest: Digest, wanted: Wanted) -> bool:
    return {paper.file for paper in digest.papers} == {paper.file for paper in wanted.papers} and (
        digest.language,
        digest.model,
        digest.question_set,
    ) == (wanted.language, wanted.model, wanted.question_set)
