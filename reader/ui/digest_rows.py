"""What is said of the papers of a digest: title, how far each is, and why one has failed."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from reader.core import errors
from reader.core.digest import Digest, DigestPaper, title_of
from reader.core.paper_note import PaperNote
from reader.flows.digest_events import DigestEvent, PaperBegun, PaperEmbedded, PaperNoted, PaperRead
from reader.flows.note_events import ChoosingQuestions, HeadFound, ItemBegun, ItemFinished, QuestionsChosen
from reader.ui.digest_papers import PaperRow
from reader.ui.messages import translated
from reader.ui.quotations import shortened

translate = QCoreApplication.translate  # lupdate knows it by this name

_OF_A_FILE: tuple[type[errors.ReaderError], ...] = (
    errors.FileMissing,
    errors.NotAPdf,
    errors.NoPages,
    errors.NoText,
    errors.PasswordNeeded,
    errors.PasswordWrong,
)
_READING_PART = 0.05
"""Of the work on a paper: reading its pages, before its note."""


@dataclass(slots=True)
class _Running:
    """What is known of a paper that is being made."""

    words: str
    title: str = ""
    done: int = 0
    count: int = 0

    @property
    def part(self) -> float:
        return _READING_PART + (1 - _READING_PART) * self.done / self.count if self.count else _READING_PART


class DigestRows:
    def __init__(self) -> None:
        self._running: dict[str, _Running] = {}
        self._questions: dict[str, dict[str, str]] = {}
        """Of each file, item_id -> question."""
        self._notes: Mapping[str, PaperNote] = {}

    def know(self, notes: Mapping[str, PaperNote]) -> None:
        """The notes that are there, by note_id."""
        self._notes = notes

    def take(self, event: DigestEvent) -> None:
        match event:
            case PaperBegun(file):
                self._running[file] = _Running(translate("Digest", "opening…"))
            case PaperRead(file, coverage):
                words = translate("Digest", "reading pages, {0} of {1}")
                self._of(file).words = words.format(coverage.pages_read, coverage.pages)
            case PaperEmbedded(file, _):
                self._of(file).words = translate("Digest", "preparing search by meaning…")
            case PaperNoted(file, HeadFound(head)):
                self._of(file).title = head.title
            case PaperNoted(file, ChoosingQuestions()):
                self._of(file).words = translate("Digest", "choosing questions…")
            case PaperNoted(file, QuestionsChosen(items)):
                self._questions[file] = {item.item_id: item.question for item in items}
                self._of(file).count = len(items) + 1
            case PaperNoted(file, ItemBegun(item_id)):
                running = self._of(file)
                question = self._questions.get(file, {}).get(item_id, "")
                doing = question or translate("Digest", "Summary")
                running.words = f"{running.done + 1}/{running.count or '?'} · {shortened(doing, 90)}"
            case PaperNoted(file, ItemFinished(_, _)):
                self._of(file).done += 1

    def _of(self, file: str) -> _Running:
        return self._running.setdefault(file, _Running(""))

    def row(self, digest: Digest, paper: DigestPaper) -> PaperRow:
        running = self._running.get(paper.file)
        title = title_of(paper, self._notes)
        if running is not None and running.title and not paper.title:
            title = running.title
        if paper.status == "running" and running is not None:
            return PaperRow(paper.file, title, paper.status, running.words, running.part)
        # It was being made when the program ended: it waits.
        status = "waiting" if paper.status == "running" else paper.status
        return PaperRow(paper.file, title, status, self._words(paper))

    def _words(self, paper: DigestPaper) -> str:
        note = self._notes.get(paper.note_id)
        if paper.status == "failed":
            return failure_words(paper)
        if paper.status == "done" and note is not None:
            answered = sum(part.is_finished for part in note.parts)
            return translate("Digest", "done, {0} answers").format(answered)
        if paper.status == "done":
            return translate("Digest", "done")
        if note is not None and note.items:
            done = sum(part.is_finished for part in note.parts)
            return translate("Digest", "waits, {0} of {1} answers are there").format(done, len(note.parts))
        return translate("Digest", "waits")


def failure_words(paper: DigestPaper) -> str:
    for cls in _OF_A_FILE:
        if cls.__name__ == paper.error:
            return translated(cls(paper.file))[0]
    return paper.message or translate("Digest", "failed")


def state_words(digest: Digest, *, is_making: bool) -> str:
    """How far a digest is, in the list of digests."""
    count, done, failed = len(digest.papers), digest.count("done"), digest.count("failed")
    if not count:
        return translate("Digest", "no papers yet")
    words = translate("Digest", "{0} of {1} papers").format(done, count)
    if failed:
        words += " · " + translate("Digest", "{0} failed").format(failed)
    if is_making:
        words += " · " + translate("Digest", "being made")
    return words
