"""The head of a note in Markdown read back: from its front matter, and from the comment about the note."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, get_args

from reader.core.front_matter import Field
from reader.core.note_markdown import head_fields
from reader.core.paper_head import PaperHead, PaperLink
from reader.core.paper_note import NoteStatus, PaperNote
from reader.core.paper_note_json import head_from_json


def note_without_parts(about: Mapping[str, Any], fields_of_file: Mapping[str, Field]) -> tuple[PaperNote, str]:
    """The note without summary and questions, and what is wrong with the comment. `about`: what the comment holds."""

    def text(name: str, otherwise: str = "") -> str:
        value = about.get(name)
        return value if isinstance(value, str) else otherwise

    def of_file(name: str, otherwise: str) -> str:
        value = fields_of_file.get(name)
        return value if isinstance(value, str) and value else otherwise

    head, fault = PaperHead(), ""
    if "head" in about:
        try:
            head = _sound_head(about["head"])
        except ValueError as failure:
            fault = str(failure)
    note = PaperNote(
        note_id=text("note_id"),
        document_id=of_file("pdf_sha256", text("document_id")),
        file="",
        language=of_file("language", text("language", "en")),
        model=of_file("model", text("model", "none")),
        question_set=text("question_set"),
        status=_status(about.get("status")),
        created=text("created"),
        modified=text("modified"),
        head=_with_fields(head, fields_of_file),
        message=text("message"),
    )
    return note, fault


def _status(value: object) -> NoteStatus:
    """What ran when the note was written does not run any more."""
    if value == "running":
        return "paused"
    return value if value in get_args(NoteStatus) else "done"  # type: ignore[return-value]  # it is one of them


def _sound_head(stored: Any) -> PaperHead:
    try:
        head = head_from_json(stored)
    except (KeyError, TypeError, ValueError, AttributeError) as failure:
        raise ValueError(f"{type(failure).__name__} {failure}") from failure
    lists = (head.authors, head.categories, head.edited)
    names = {each.name for each in fields(PaperHead)} - {"authors", "categories", "edited", "links"}
    texts = [*(getattr(head, name) for name in names), *(text for each in lists for text in each)]
    texts += [text for link in head.links for text in (link.kind, link.url)]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("a text is missing")
    if not all(type(link.page_index) is int and link.page_index >= 0 for link in head.links):
        raise ValueError("a page is no number")
    return head


def _with_fields(head: PaperHead, fields_of_file: Mapping[str, Field]) -> PaperHead:
    """The head with what was changed in the front matter; a field that is not there is as it was."""
    edited = []
    for name, was in head_fields(head):
        now = fields_of_file.get(name, was)
        if isinstance(was, tuple) and isinstance(now, str):
            now = (now,) if now else ()
        elif isinstance(was, str) and isinstance(now, tuple):
            now = ", ".join(now)
        if now == was:
            continue
        value: object = now
        if name == "links":
            known = {link.url: link for link in head.links}
            value = tuple(known.get(url, PaperLink("other", url, 0)) for url in now)
        head = replace(head, **{name: value})  # type: ignore[arg-type]
        edited.append(name)
    return replace(head, edited=tuple(dict.fromkeys((*head.edited, *edited))))
