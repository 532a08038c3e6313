"""What happens while a paper note is made; each event comes after what it tells is in the library."""

from dataclasses import dataclass
from typing import TypeAlias

from reader.core.answer import Answer
from reader.core.paper_head import PaperHead
from reader.core.paper_note import NoteItem, PaperNote
from reader.flows.events import Event


@dataclass(frozen=True, slots=True)
class HeadFound:
    head: PaperHead


@dataclass(frozen=True, slots=True)
class ChoosingQuestions:
    """The set is filled in, and a model that is large enough proposes more."""


@dataclass(frozen=True, slots=True)
class QuestionsChosen:
    items: tuple[NoteItem, ...]


@dataclass(frozen=True, slots=True)
class ItemBegun:
    """The summary or a question is being answered; what there was of an answer that was cut off is gone."""

    item_id: str


@dataclass(frozen=True, slots=True)
class ItemEvent:
    """What happens in the making of one answer, as in the conversation."""

    item_id: str
    event: Event


@dataclass(frozen=True, slots=True)
class ItemFinished:
    """The answer as it is kept; its status is "error" where the model failed twice."""

    item_id: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class TimeEstimated:
    """How long the rest will take: before anything is made, and after each part."""

    left_s: float


@dataclass(frozen=True, slots=True)
class NoteFinished:
    """Nothing more comes; the note as it is kept."""

    note: PaperNote


NoteEvent: TypeAlias = (
    TimeEstimated
    | HeadFound
    | ChoosingQuestions
    | QuestionsChosen
    | ItemBegun
    | ItemEvent
    | ItemFinished
    | NoteFinished
)
