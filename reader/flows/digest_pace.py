"""How long a digest still takes: from what reading, embedding and answering took so far."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from reader.core.answer import Coverage
from reader.core.digest import Digest
from reader.core.paper_note import PaperNote
from reader.core.question_choosing import COUNT
from reader.flows.embedding import EmbeddingCoverage
from reader.flows.note_events import ItemBegun, ItemFinished, NoteEvent, QuestionsChosen, TimeEstimated


@dataclass(slots=True)
class _Rate:
    """Seconds a piece."""

    spent_s: float = 0.0
    pieces: int = 0

    def add(self, spent_s: float, pieces: int) -> None:
        self.spent_s += spent_s
        self.pieces += pieces

    @property
    def piece_s(self) -> float:
        return self.spent_s / self.pieces if self.pieces else 0.0


@dataclass(slots=True)
class _Work:
    """Of one paper: what there is of it, and what is done. None: not known yet."""

    pages: int
    pages_read: int = 0
    passages: int | None = None
    passages_embedded: int = 0
    parts: int | None = None
    parts_finished: int = 0
    taken_s: float = 0.0
    """By the parts that were made in this run."""
    left_s: float | None = None
    """Of the note, as its own estimate says."""
    began: dict[str, float] = field(default_factory=dict)
    """item_id -> when."""


class DigestPace:
    def __init__(self, parallel: int = 1, questions: int = COUNT, clock: Callable[[], float] = time.monotonic) -> None:
        self._parallel = max(1, parallel)
        self._questions = questions
        self._clock = clock
        self._works: dict[str, _Work] = {}
        self._page, self._passage, self._part = _Rate(), _Rate(), _Rate()

    def opened(self, file: str, pages: int) -> None:
        self._works[file] = _Work(pages)

    @contextmanager
    def reading(self, file: str) -> Iterator[Callable[[Coverage], None]]:
        work, before, start = self._works[file], -1, self._clock()

        def read(coverage: Coverage) -> None:
            nonlocal before
            work.pages_read = coverage.pages_read + coverage.without_text
            before = work.pages_read if before < 0 else before

        yield read
        self._page.add(self._clock() - start, work.pages_read - before)

    @contextmanager
    def embedding(self, file: str) -> Iterator[Callable[[EmbeddingCoverage], None]]:
        work, before, start = self._works[file], -1, self._clock()

        def embedded(coverage: EmbeddingCoverage) -> None:
            nonlocal before
            work.passages, work.passages_embedded = coverage.passages, coverage.done
            before = coverage.done if before < 0 else before

        yield embedded
        self._passage.add(self._clock() - start, work.passages_embedded - before)

    def note_begun(self, file: str, note: PaperNote) -> None:
        work = self._works[file]
        work.parts = len(note.parts) if note.items else None
        work.parts_finished = sum(part.is_finished for part in note.parts)

    def noted(self, file: str, event: NoteEvent) -> bool:
        """Whether there is more to tell of how far it is."""
        work = self._works[file]
        if isinstance(event, QuestionsChosen):
            work.parts = 1 + len(event.items)
        elif isinstance(event, ItemBegun):
            work.began[event.item_id] = self._clock()
        elif isinstance(event, ItemFinished):
            work.parts_finished += 1
            began = work.began.pop(event.item_id, None)
            if began is not None:
                work.taken_s += self._clock() - began
                self._part.add(self._clock() - began, 1)
        elif isinstance(event, TimeEstimated):
            work.left_s = event.left_s
        else:
            return False
        return not isinstance(event, ItemBegun)

    def left_s(self, digest: Digest) -> float | None:
        """None where neither a note's estimate nor an answer of this run tells how long a note takes."""
        totals = [work.taken_s + work.left_s for work in self._works.values() if work.left_s is not None]
        if not totals and not self._part.pieces:
            return None
        note_s = sum(totals) / len(totals) if totals else (1 + self._questions) * self._part.piece_s
        open_papers = [paper for paper in digest.papers if paper.status in ("waiting", "running")]
        left_s = sum(self._left_of(self._works.get(paper.file), note_s) for paper in open_papers)
        return left_s / min(self._parallel, max(1, len(open_papers)))

    def _left_of(self, work: _Work | None, note_s: float) -> float:
        """`note_s`: what a note takes, for one that nothing is known of."""
        works = self._works.values()
        work = work or _Work(round(sum(known.pages for known in works) / max(1, len(works))))
        counted = [(known.passages, known.pages) for known in works if known.passages is not None]
        a_page = sum(passages for passages, _ in counted) / max(1, sum(pages for _, pages in counted))
        passages = a_page * work.pages if work.passages is None else work.passages
        if work.left_s is not None:
            note_s = work.left_s
        elif work.parts is not None and self._part.pieces:
            note_s = max(0, work.parts - work.parts_finished) * self._part.piece_s
        reading_s = (work.pages - work.pages_read) * self._page.piece_s
        return reading_s + (passages - work.passages_embedded) * self._passage.piece_s + note_s
