"""A digest: the notes of several papers under one head; and the queue in which they are made."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from reader.core.paper_head import PaperHead
from reader.core.paper_note import PaperNote

PaperStatus: TypeAlias = Literal["waiting", "running", "done", "failed"]
DigestState: TypeAlias = Literal["waiting", "running", "paused", "done"]
"""Done: nothing waits; papers may have failed. Paused: by the reader, or because the program ended."""


@dataclass(frozen=True, slots=True)
class DigestPaper:
    file: str
    """An absolute path; a digest holds a file once."""
    note_id: str = ""
    """Empty: nothing has been made of it yet."""
    title: str = ""
    """What the reader calls it; empty: as its note says."""
    status: PaperStatus = "waiting"
    error: str = ""
    """What went wrong, for status "failed": the name of the ReaderError; empty for a failure without one."""
    message: str = ""
    """The same in words, in English."""


@dataclass(frozen=True, slots=True)
class DigestHead:
    """What stands above the notes; an empty field is made of the notes."""

    title: str = ""
    period_from: str = ""
    """ISO 8601, a day; so is `period_to`."""
    period_to: str = ""
    introduction: str = ""
    """The reader's own words."""


@dataclass(frozen=True, slots=True)
class Digest:
    digest_id: str
    created: str
    """ISO 8601, UTC; so is `modified`."""
    modified: str
    language: str
    """Of head and notes: ISO 639-1; empty: of each note its paper's own, of the head that of most notes."""
    model: str
    """As it was asked for: a catalogue name, a path, a server's address, "none"."""
    question_set: str
    head: DigestHead = field(default_factory=DigestHead)
    state: DigestState = "waiting"
    papers: tuple[DigestPaper, ...] = ()
    """In the order in which they are made and shown."""
    output: str = ""
    """Where its Markdown goes: an absolute path; empty: nowhere yet."""
    is_split: bool = False
    """The output is a folder with a file for each paper and an index."""

    def paper(self, file: str) -> DigestPaper:
        """Raises KeyError."""
        for paper in self.papers:
            if paper.file == file:
                return paper
        raise KeyError(file)

    def count(self, *statuses: PaperStatus) -> int:
        return sum(paper.status in statuses for paper in self.papers)


def language_of_head(digest: Digest, notes: Iterable[PaperNote]) -> str:
    languages = Counter(note.language for note in notes)
    return digest.language or (languages.most_common(1)[0][0] if languages else "")


def day_of(head: PaperHead) -> str:
    """The day that dates a paper: of the version at hand, as far as it is known."""
    return head.updated or head.published


def period_of(digest: Digest, notes: Iterable[PaperNote]) -> tuple[str, str]:
    """First and last day: as the reader set them, else of the papers; empty where no paper has a day."""
    days = sorted(day for note in notes if (day := day_of(note.head)))
    first, last = (days[0], days[-1]) if days else ("", "")
    if digest.head.period_from or digest.head.period_to:
        return digest.head.period_from, digest.head.period_to
    return first, last


def title_of(paper: DigestPaper, notes: Mapping[str, PaperNote]) -> str:
    """As the reader calls it, else as the note says, else the file's name. `notes`: by note_id."""
    note = notes.get(paper.note_id)
    own = note.head.title if note is not None else ""
    return paper.title or own or paper.file.replace("\\", "/").rpartition("/")[2]
