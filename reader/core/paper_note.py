"""A paper note: the head, a summary, and questions with their checked answers."""

from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from reader.core.answer import Answer
from reader.core.paper_head import PaperHead

NoteStatus: TypeAlias = Literal["waiting", "running", "paused", "done", "failed"]
"""Paused: by the reader, or because the program ended; what is finished is kept and not made again."""
Origin: TypeAlias = Literal["set", "heading", "model", "own"]
"""Where a question comes from: a question set, the paper's headings, the model, the reader."""

QuestionKind: TypeAlias = Literal["", "links"]
"""Links: answered with the addresses that the paper gives, exactly as they stand there, where it gives any."""

SUMMARY = "summary"
"""The item_id of the summary, whose question is empty."""


@dataclass(frozen=True, slots=True)
class NoteItem:
    """A question of a note, and its answer as far as there is one. An answer is complete unless its status is
    "running", "stopped" or "error"."""

    item_id: str
    """Unique in the note; stays when the answer is made anew."""
    question: str
    origin: Origin
    answer: Answer | None = None
    in_document_language: str = ""
    """The same question in the document's language, where it is known without a translator: what is searched for."""
    kind: QuestionKind = ""
    look_for: str = ""
    """Words in the document's language with which papers answer such a question."""
    section: str = ""
    """The heading that the question is about, where it is made of one."""

    @property
    def is_finished(self) -> bool:
        return self.answer is not None and self.answer.status in ("answered", "not_found")


_NO_SUMMARY = NoteItem(SUMMARY, "", "set")


@dataclass(frozen=True, slots=True)
class PaperNote:
    note_id: str
    document_id: str
    file: str
    """Where the PDF was when the note was begun: an absolute path."""
    language: str
    """Of summary, questions and answers: ISO 639-1."""
    model: str
    """As it was asked for: a catalogue name, a path, a server's address, "none"."""
    question_set: str
    status: NoteStatus
    created: str
    """ISO 8601, UTC; so is `modified`."""
    modified: str
    head: PaperHead = field(default_factory=PaperHead)
    summary: NoteItem = _NO_SUMMARY
    items: tuple[NoteItem, ...] = ()
    """In the order in which they are shown; empty until the questions are chosen."""
    message: str = ""
    """What went wrong, for status "failed"."""

    @property
    def parts(self) -> tuple[NoteItem, ...]:
        """Summary and questions."""
        return (self.summary, *self.items)

    def item(self, item_id: str) -> NoteItem:
        """Raises KeyError."""
        for part in self.parts:
            if part.item_id == item_id:
                return part
        raise KeyError(item_id)

    def with_answer(self, item_id: str, answer: Answer | None) -> "PaperNote":
        """The note with another answer at that item. Raises KeyError."""
        changed = replace(self.item(item_id), answer=answer)
        if item_id == SUMMARY:
            return replace(self, summary=changed)
        return replace(self, items=tuple(changed if item.item_id == item_id else item for item in self.items))
