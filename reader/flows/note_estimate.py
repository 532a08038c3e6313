"""How long a paper note will take: from what notes took before on this computer, else from a trial of the model."""

import time
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from statistics import median
from typing import Literal, TypeAlias

from reader.core.paper_note import SUMMARY, NoteItem, PaperNote
from reader.core.question_choosing import COUNT
from reader.core.time_left import TimeLeft
from reader.engine.embed import Embedder
from reader.engine.llm import LanguageModel, Message
from reader.flows.linking import has_links
from reader.flows.opening import OpenDocument
from reader.flows.translating import may_translate
from reader.store.speeds import Speeds

Work: TypeAlias = Literal["summary", "question", "questions", "links"]
"""Questions: choosing them."""

PASSAGE = "passage"
"""The work of an embedder: the vector of one passage."""
_TRIED_PASSAGES = 2
_TRIAL_TEXT = (
    "The method was tried on twelve data sets and on three machines, with one model for each of them. Each"
    " experiment was run five times, and the mean of the five runs is given together with its deviation. The largest"
    " model was trained for nine days; the smaller ones took between four hours and two days. All of them read the same"
    " text in the same order. Where a run had to be stopped, it was begun again from the last state that had been kept,"
    " and the time that was lost is not counted. The results of earlier work were taken from the papers in which they"
    " were published, since the programs are not available for most of them."
)
"""About 130 tokens."""
_TRIAL_TOKENS = 16
_TRIALS = 3
_TRIAL_S = 2.5
"""After so many seconds of trial the reader should see something."""
_QUOTING_S = 0.1
"""Searching and quoting, without a model."""


@dataclass(frozen=True, slots=True)
class ModelSpeed:
    """Tokens a second."""

    reading: float
    writing: float


@dataclass(frozen=True, slots=True)
class _Tokens:
    reading: int
    writing: int

    def seconds(self, speed: ModelSpeed) -> float:
        return self.reading / speed.reading + self.writing / speed.writing


_LARGE: dict[Work, _Tokens] = {
    "summary": _Tokens(770, 170),
    "question": _Tokens(530, 45),
    "questions": _Tokens(290, 60),
}
_TRANSLATING: dict[Work, _Tokens] = {
    "summary": _Tokens(650, 400),
    "question": _Tokens(340, 95),
    "questions": _Tokens(90, 60),
}
"""What comes on top where the note is in another language than the document: each sentence, each proposed question."""
_SMALL: dict[Work, _Tokens] = {"question": _Tokens(160, 85)}
"""Counted on papers with Qwen2.5-Coder-1.5B, in English and Japanese, and with SmolLM2-135M."""


async def try_out(model: LanguageModel) -> ModelSpeed:
    """Let the model read some 130 tokens and write 16: seconds for a model of 1.5B. A quick one does it three times,
    and the middle counts. Raises what `generate` does."""
    begun = time.perf_counter()
    tried = [await _trial(model)]
    while len(tried) < _TRIALS and time.perf_counter() - begun < _TRIAL_S:
        tried.append(await _trial(model))
    return ModelSpeed(median(one.reading for one in tried), median(one.writing for one in tried))


async def _trial(model: LanguageModel) -> ModelSpeed:
    # The number first: what follows a beginning that the model has read before is not read from its cache then.
    messages = [Message("system", f"{time.time_ns()}: repeat the text."), Message("user", _TRIAL_TEXT)]
    read = sum([await model.count_tokens(message.content) for message in messages])
    begun, first, said = time.perf_counter(), 0.0, ""
    async with aclosing(model.generate(messages, max_tokens=_TRIAL_TOKENS, is_aside=True)) as deltas:
        async for delta in deltas:
            first = first or time.perf_counter()
            said += delta
    ended = time.perf_counter()
    written = await model.count_tokens(said) if said else 1
    reading_s = max((first or ended) - begun, 1e-4)
    writing_s = max(ended - (first or begun), 1e-4)
    return ModelSpeed(read / reading_s, max(written - 1, 1) / writing_s)


class NoteEstimate:
    """The seconds of each part of one note, and of all that are left."""

    def __init__(self, model: LanguageModel | None, seconds: Mapping[Work, float], speeds: Speeds | None, way: str):
        self._model, self._seconds, self._speeds, self._way = model, seconds, speeds, way
        self._left = TimeLeft({})

    @property
    def left_s(self) -> float:
        return self._left.seconds

    def plan(self, note: PaperNote, count: int = COUNT) -> None:
        """Take the parts that the note still needs; `count`: of questions that are not chosen yet."""
        self._left.drop("questions")
        if not note.items:
            self._left.expect("questions", self._of("questions"))
            for number in range(count):
                self._left.expect(f"question {number}", self._of("question"))
        else:
            for number in range(count):
                self._left.drop(f"question {number}")
        for part in note.parts:
            if part.is_finished:
                self._left.drop(part.item_id)
            else:
                self._left.expect(part.item_id, self._of(work_of(note, part)))

    async def finish(self, part: str, work: Work, seconds: float) -> None:
        """A part took this long; that is kept for the next notes."""
        self._left.finish(part, seconds)
        if self._speeds is not None and work != "links":
            await self._speeds.note(_name(self._model), f"{work}{self._way}", seconds)

    def _of(self, work: Work) -> float:
        return self._seconds.get(work, _QUOTING_S)


async def estimate_for(
    document: OpenDocument, language: str, model: LanguageModel | None, speeds: Speeds | None
) -> NoteEstimate:
    """What a note of this document in this language takes with this model. A model that was never used for one on this
    computer is tried out first. Raises what `generate` raises."""
    spoken = await document.language()
    if model is not None and model.languages and language not in model.languages:
        model = None  # as in answering: the paper's own sentences are quoted
    translates = model is not None and spoken not in ("", language) and may_translate(model, spoken, language)
    way = " translated" if translates else ""
    known = {} if speeds is None else await speeds.seconds(_name(model))
    works: tuple[Work, ...] = ("summary", "question", "questions")
    seconds = {work: known[work + way] for work in works if work + way in known}
    if model is not None and "question" not in seconds:
        speed = await try_out(model)
        expected = _SMALL if model.is_small else _LARGE
        for work in works:
            more = _TRANSLATING[work].seconds(speed) if translates else 0.0
            if work in expected:
                seconds.setdefault(work, expected[work].seconds(speed) + more)
    return NoteEstimate(model, seconds, speeds, way)


def work_of(note: PaperNote, item: NoteItem) -> Work:
    if item.item_id == SUMMARY:
        return "summary"
    return "links" if item.kind == "links" and has_links(note.head) else "question"


def _name(model: LanguageModel | None) -> str:
    return "none" if model is None else model.name


async def missing_vectors(document: OpenDocument, embedder: Embedder) -> int:
    """Passages of a document that the embedder has not read yet."""
    done, passages = await document.index.vector_coverage(embedder.name)
    return passages - done


async def embedding_seconds(document: OpenDocument, embedder: Embedder, speeds: Speeds) -> float:
    """How long making the missing vectors takes; the embedder is tried out where it was never used here."""
    missing = await missing_vectors(document, embedder)
    if not missing:
        return 0.0
    known = (await speeds.seconds(embedder.name)).get(PASSAGE)
    if known is None:
        texts = [text for _, text in await document.index.without_vector(embedder.name, 0, _TRIED_PASSAGES)]
        begun = time.perf_counter()
        await embedder.embed_passages(texts)
        known = (time.perf_counter() - begun) / max(len(texts), 1)
    return known * missing
