"""Paper notes as JSON, as the library keeps them and `shiori note --json` prints them."""

from dataclasses import asdict
from typing import Any

from reader.core.answer import Answer
from reader.core.answer_json import answer_from_json, answer_to_json
from reader.core.paper_head import PaperHead, PaperLink
from reader.core.paper_note import NoteItem, PaperNote

_HINTS = ("in_document_language", "kind", "look_for", "section")
_PLAIN = (
    "note_id",
    "document_id",
    "file",
    "language",
    "model",
    "question_set",
    "status",
    "created",
    "modified",
    "message",
)


def head_to_json(head: PaperHead) -> dict[str, Any]:
    return asdict(head)


def head_from_json(stored: dict[str, Any]) -> PaperHead:
    lists = {name: tuple(stored[name]) for name in ("authors", "categories", "edited")}
    links = tuple(PaperLink(**link) for link in stored["links"])
    return PaperHead(**{**stored, **lists, "links": links})


def note_to_json(note: PaperNote) -> dict[str, Any]:
    """The whole note, answers included."""
    return {
        **{name: getattr(note, name) for name in _PLAIN},
        "head": head_to_json(note.head),
        "summary": _item_to_json(note.summary),
        "items": [_item_to_json(item) for item in note.items],
    }


def note_from_json(stored: dict[str, Any]) -> PaperNote:
    return PaperNote(
        **{name: stored[name] for name in _PLAIN},
        head=head_from_json(stored["head"]),
        summary=_item_from_json(stored["summary"]),
        items=tuple(_item_from_json(item) for item in stored["items"]),
    )


def _item_to_json(item: NoteItem) -> dict[str, Any]:
    answer = None if item.answer is None else answer_to_json(item.answer)
    more = {name: value for name in _HINTS if (value := getattr(item, name))}
    return {"item_id": item.item_id, "question": item.question, "origin": item.origin, "answer": answer, **more}


def _item_from_json(stored: dict[str, Any]) -> NoteItem:
    answer: Answer | None = None if stored["answer"] is None else answer_from_json(stored["answer"])
    return NoteItem(**{**stored, "answer": answer})
