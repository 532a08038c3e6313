"""A document's answers and notes as one Markdown file, with links to the pages that work in any reader.

The form is that of PAPER_NOTES: head in YAML, headings in the answers' language, citations as
`[(p.4-5)](paper.pdf#page=4)`, and the evidence of each answer in a comment, so that it can be checked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reader.core.answer import Answer
from reader.core.answer_markdown import Links, known_language, question_lines
from reader.core.bookmarks import Bookmark
from reader.core.markdown_text import escape, one_line, page_link, yaml_text
from reader.core.marks import Colour, Mark

_HEADINGS = {
    "en": {"answers": "Questions and answers", "marks": "Highlights and notes", "bookmarks": "Bookmarks"},
    "ja": {"answers": "Q&A", "marks": "ハイライトとメモ", "bookmarks": "しおり"},
}
MARKS_HEADINGS = frozenset(words[part] for words in _HEADINGS.values() for part in ("marks", "bookmarks"))
"""What begins the part of a file that is the reader's own, in all languages."""
_COLOURS = {
    "en": {colour: colour.value for colour in Colour},
    "ja": {
        Colour.YELLOW: "黄",
        Colour.GREEN: "緑",
        Colour.BLUE: "青",
        Colour.PINK: "桃",
        Colour.ORANGE: "橙",
    },
}
_UNDERLINED = {"en": "underlined, {0}", "ja": "下線・{0}"}


@dataclass(frozen=True, slots=True)
class ExportHead:
    title: str
    pdf: str
    """The PDF as the Markdown file's links name it: relative to the Markdown file where they share a folder."""
    document_id: str
    language: str
    documents: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Of a collection: each file that answers may cite -> what links call it, and its document_id."""


def to_markdown(
    head: ExportHead, answers: Sequence[Answer], marks: Sequence[Mark], bookmarks: Sequence[Bookmark] = ()
) -> str:
    """One Markdown text. Running answers are written as stopped; an empty part has no heading.

    `marks`: highlights, underlines and notes in the order in which they are written.
    """
    language = known_language(head.language)
    words = _HEADINGS[language]
    lines = [
        "---",
        f"title: {yaml_text(head.title)}",
        *_head_of_documents(head),
        f"language: {language}",
        "---",
        "",
        f"# {escape(head.title)}",
    ]
    if answers:
        lines += ["", f"## {words['answers']}"]
        for answer in answers:
            lines += ["", *question_lines(answer, Links(head.pdf, head.documents), language)]
    lines += reader_lines(head.pdf, language, marks, bookmarks)
    return "\n".join(lines) + "\n"


def reader_lines(pdf: str, language: str, marks: Sequence[Mark], bookmarks: Sequence[Bookmark]) -> list[str]:
    """What the reader has made, each part under its heading. `language`: one of LANGUAGES."""
    words = _HEADINGS[language]
    lines = []
    if marks:
        lines += ["", f"## {words['marks']}"]
        for mark in marks:
            lines += ["", *(_note(mark, pdf) if mark.kind == "note" else _mark(mark, pdf, language))]
    if bookmarks:
        lines += ["", f"## {words['bookmarks']}", "", *(_bookmark(bookmark, pdf) for bookmark in bookmarks)]
    return lines


def _bookmark(bookmark: Bookmark, pdf: str) -> str:
    return f"- {escape(bookmark.name)} {page_link(pdf, (bookmark.page_index,))}".replace("-  ", "- ")


def _head_of_documents(head: ExportHead) -> list[str]:
    if not head.documents:
        return [f"pdf: {yaml_text(head.pdf)}", f"pdf_sha256: {head.document_id}"]
    lines = ["pdfs:"]
    for target, document_id in head.documents.values():
        lines += [f"  - pdf: {yaml_text(target)}", f"    pdf_sha256: {document_id}"]
    return lines


def _note(mark: Mark, pdf: str) -> list[str]:
    lines = []
    if mark.quote:
        lines += [f"> {escape(one_line(mark.quote))}", ""]
    link = "" if mark.page_index is None else " " + page_link(pdf, (mark.page_index,))
    lines.append(f"{mark.comment.strip()}{link}".strip())
    return lines


def _mark(mark: Mark, pdf: str, language: str) -> list[str]:
    """What is marked, where, and how it looks; below it what was said about it."""
    look = _COLOURS[language][mark.colour]
    if mark.kind == "underline":
        look = _UNDERLINED[language].format(look)
    link = page_link(pdf, [spot.page_index for spot in mark.spots])
    said = f"{escape(one_line(mark.quote))} {link} *{look}*".strip()
    return [f"> {said}", *(["", mark.comment.strip()] if mark.comment.strip() else [])]
