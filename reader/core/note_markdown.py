"""A paper note as Markdown: a file of its own, or a part of a digest.

The form is that of PAPER_NOTES. What the text does not show (where a question came from, the abstract, the quote and
the place of each citation) stands in comments, so that core/note_reading.py gets the same note from the file.
"""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from reader.core.answer_markdown import WAITING, Links, answer_lines, evidence_comment, known_language
from reader.core.bookmarks import Bookmark
from reader.core.markdown import reader_lines
from reader.core.markdown_text import address_link, escape, hidden, link_target, one_line, yaml_text
from reader.core.marks import Mark
from reader.core.paper_head import PaperHead
from reader.core.paper_note import NoteItem, PaperNote
from reader.core.paper_note_json import head_to_json
from reader.core.patterns import late_pattern

SUMMARY_HEADING = {"en": "Summary", "ja": "概要"}
QUESTIONS_HEADING = {"en": "Q&A", "ja": "Q&A"}
_ALWAYS = ("title", "authors", "published", "updated", "url", "categories")
_DAY = late_pattern(r"\d{4}-\d\d-\d\d")
_HEAD = {
    "en": {
        "authors": "Authors",
        "published": "Published",
        "updated": "Updated",
        "categories": "Categories",
        "venue": "Published in",
        "year": "Year",
        "code": "Code",
        "project": "Project page",
        "data": "Data",
        "other": "Link",
    },
    "ja": {
        "authors": "著者",
        "published": "公開日",
        "updated": "更新日",
        "categories": "分類",
        "venue": "掲載",
        "year": "年",
        "code": "コード",
        "project": "プロジェクト",
        "data": "データ",
        "other": "リンク",
    },
}


def note_to_markdown(note: PaperNote, pdf: str, marks: Sequence[Mark] = (), bookmarks: Sequence[Bookmark] = ()) -> str:
    """The file of a note. `pdf`: the PDF as seen from that file; `marks` and `bookmarks`: the reader's, at the end."""
    language = known_language(note.language)
    lines = [
        "---",
        *_front_matter(note, pdf),
        "---",
        "",
        f"# {escape(note_title(note, pdf))}",
        *_body(note, pdf, level=2),
        *reader_lines(pdf, language, marks, bookmarks),
    ]
    return "\n".join(lines) + "\n"


def note_section(note: PaperNote, pdf: str, level: int = 2) -> str:
    """A note within another text: its title is a heading of that level, and what is known of the paper a list."""
    lines = [
        f"{'#' * level} {escape(note_title(note, pdf))}",
        "",
        *_head_list(note.head, pdf, known_language(note.language)),
        *_body(note, pdf, level=level + 1),
    ]
    return "\n".join(lines) + "\n"


def note_title(note: PaperNote, pdf: str) -> str:
    """The paper's title, or the name of its file."""
    return one_line(note.head.title) or PurePath(pdf).stem


def _front_matter(note: PaperNote, pdf: str) -> list[str]:
    """Fields of one line each. What is usually known is there when it is not: somebody may fill it in."""
    fields = [
        *((name, value) for name, value in head_fields(note.head) if value or name in _ALWAYS),
        ("pdf", pdf),
        ("pdf_sha256", note.document_id),
        ("language", note.language),
        ("model", _model_name(note.model)),
    ]
    return [f"{name}: {_yaml(value)}".rstrip() for name, value in fields]


def head_fields(head: PaperHead) -> list[tuple[str, str | tuple[str, ...]]]:
    """What front matter says of a paper, in this order."""
    return [
        ("title", one_line(head.title)),
        ("authors", head.authors),
        ("published", head.published),
        ("updated", head.updated),
        ("url", head.url),
        ("categories", head.categories),
        ("doi", head.doi),
        ("venue", head.venue),
        ("year", head.year),
        ("links", tuple(link.url for link in head.links)),
    ]


def _yaml(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(yaml_text(each) for each in value)}]"
    if _DAY.fullmatch(value):
        return value  # a date in YAML too
    return yaml_text(value) if value else ""


def _model_name(model: str) -> str:
    """Where the reader keeps a file, or has a server, is nobody else's business."""
    if model.startswith(("http://", "https://")):
        return model.partition("#")[2] or "server"
    return PurePath(model).stem if model.endswith(".gguf") else model


def _head_list(head: PaperHead, pdf: str, language: str) -> list[str]:
    words = _HEAD[language]
    said = [
        ("authors", escape(", ".join(head.authors))),
        ("published", head.published),
        ("updated", head.updated),
        ("categories", escape(", ".join(head.categories))),
        ("venue", escape(head.venue if head.year in head.venue or not head.venue else f"{head.venue}, {head.year}")),
        ("year", "" if head.venue or head.published or head.updated else head.year),
    ]
    lines = [f"- {words[name]}: {text}" for name, text in said if text]
    if head.url:
        lines.append(f"- URL: {address_link(head.url)}")
    if head.doi:
        lines.append(f"- DOI: {address_link(f'https://doi.org/{head.doi}')}")
    lines += [f"- {words[link.kind]}: {address_link(link.url)}" for link in head.links]
    return [*lines, f"- PDF: [{escape(PurePath(pdf).name)}]({link_target(pdf)})"]


def _body(note: PaperNote, pdf: str, level: int) -> list[str]:
    """Summary, questions, and the comment about the note itself behind them."""
    language, signs, links = known_language(note.language), "#" * level, Links(pdf)
    lines = ["", f"{signs} {SUMMARY_HEADING[language]}", "", *_answered(note.summary, links, language)]
    lines += ["", f"{signs} {QUESTIONS_HEADING[language]}"]
    for item in note.items:
        asked = escape(one_line(item.question))
        lines += ["", f"{signs}# {asked}", "", *_answered(item, links, language)]
    return [*lines, "", hidden("note", _about(note))]


def _answered(item: NoteItem, links: Links, language: str) -> list[str]:
    about: dict[str, Any] = {"item": item.item_id, "origin": item.origin, "asked": item.question}
    about |= {name: value for name in ("in_document_language", "kind") if (value := getattr(item, name))}
    if item.answer is None:
        return [WAITING[language], "", hidden("evidence", about)]
    return [*answer_lines(item.answer, links, language), "", evidence_comment(item.answer, **about)]


def _about(note: PaperNote) -> dict[str, Any]:
    """What front matter and text do not say. Where the PDF was on this machine is not told to others."""
    return {
        "note_id": note.note_id,
        "document_id": note.document_id,
        "language": note.language,
        "model": _model_name(note.model),
        "question_set": note.question_set,
        "status": note.status,
        "created": note.created,
        "modified": note.modified,
        "message": note.message,
        "head": head_to_json(note.head),
    }
