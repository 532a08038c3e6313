"""A document's answers and notes as one Markdown file, with links to the pages that work in any reader.

The form is that of PAPER_NOTES: head in YAML, headings in the answers' language, citations as
`[(p.4-5)](paper.pdf#page=4)`, and the evidence of each answer in a comment, so that it can be checked again.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import quote

from reader.core.answer import Answer, Claim, Remark, Verdict
from reader.core.answer_json import claim_to_json
from reader.core.bookmarks import Bookmark
from reader.core.citations import format_pages
from reader.core.marks import Colour, Mark

_HEADINGS = {
    "en": {
        "answers": "Questions and answers",
        "marks": "Highlights and notes",
        "nearest": "Nearest passages",
        "bookmarks": "Bookmarks",
    },
    "ja": {"answers": "Q&A", "marks": "ハイライトとメモ", "nearest": "近い箇所", "bookmarks": "しおり"},
}
_STATUS = {
    "en": {
        "not_found": "Not found in the pages read.",
        "stopped": "(stopped)",
        "error": "(the answer ended with an error)",
        "running": "(stopped)",
    },
    "ja": {
        "not_found": "読んだページには見つかりませんでした。",
        "stopped": "(中断)",
        "error": "(エラーで終了)",
        "running": "(中断)",
    },
}
_UNSUPPORTED = {"en": "⚠ *not verified*", "ja": "⚠ *未確認*"}
_PAGE_ONLY = {"en": "◌ *page only*", "ja": "◌ *ページのみ*"}
_REMARKS = {
    "en": {
        Remark.FIGURE: "Answered from the caption and the text; the picture itself is not read.",
        Remark.TABLE: "Answered from the table's text; check rows and columns on the page.",
        Remark.TRANSLATED: "Checked in the document's language, then translated by the model.",
        Remark.UNTRANSLATED: "A sentence whose translation lost something stands as it was checked.",
        Remark.LEFT_OUT: "Sentences of the model that the document does not hold are left out.",
        Remark.DECLINED: "The model found no answer in what it read; this stands nearest to the question.",
        Remark.OTHER_LANGUAGE: "The model did not keep to the language it was asked for.",
        Remark.EDITED: "Changed by hand; each sentence was checked against the pages again.",
    },
    "ja": {
        Remark.FIGURE: "図の説明と本文からの回答です。図そのものは読んでいません。",
        Remark.TABLE: "表の文字からの回答です。行と列をページで確かめてください。",
        Remark.TRANSLATED: "文書の言語で確認してから、モデルが訳しました。",
        Remark.UNTRANSLATED: "正しく訳せなかった文は、確認した原文のまま示しています。",
        Remark.LEFT_OUT: "モデルの文のうち、文書で確認できないものは省いています。",
        Remark.DECLINED: "モデルは読んだ箇所に答えを見つけられませんでした。質問に最も近い箇所を引用しています。",
        Remark.OTHER_LANGUAGE: "モデルが指定の言語を守りませんでした。",
        Remark.EDITED: "手で編集された文章です。各文はページと照合し直しました。",
    },
}
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
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


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
    language = head.language if head.language in _HEADINGS else "en"
    words = _HEADINGS[language]
    lines = [
        "---",
        f"title: {json.dumps(head.title, ensure_ascii=False)}",
        *_head_of_documents(head),
        f"language: {language}",
        "---",
        "",
        f"# {escape(head.title)}",
    ]
    if answers:
        lines += ["", f"## {words['answers']}"]
        for answer in answers:
            lines += ["", *_answer(answer, _Links(head.pdf, head.documents), language)]
    if marks:
        lines += ["", f"## {words['marks']}"]
        for mark in marks:
            lines += ["", *(_note(mark, head.pdf) if mark.kind == "note" else _mark(mark, head.pdf, language))]
    if bookmarks:
        lines += ["", f"## {words['bookmarks']}", "", *(_bookmark(bookmark, head.pdf) for bookmark in bookmarks)]
    return "\n".join(lines) + "\n"


def _bookmark(bookmark: Bookmark, pdf: str) -> str:
    return f"- {escape(bookmark.name)} {page_link(pdf, (bookmark.page_index,))}".replace("-  ", "- ")


def _head_of_documents(head: ExportHead) -> list[str]:
    if not head.documents:
        return [f"pdf: {json.dumps(head.pdf, ensure_ascii=False)}", f"pdf_sha256: {head.document_id}"]
    lines = ["pdfs:"]
    for target, document_id in head.documents.values():
        lines += [f"  - pdf: {json.dumps(target, ensure_ascii=False)}", f"    pdf_sha256: {document_id}"]
    return lines


@dataclass(frozen=True, slots=True)
class _Links:
    """Where citations lead: into the answer's own PDF, or into that of a collection which they name."""

    pdf: str
    documents: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def of(self, claim: Claim) -> str:
        """One link for each document that a claim cites."""
        return " ".join(self._link(part) for part in claim.by_document)

    def _link(self, claim: Claim) -> str:
        file = claim.citations[0].file
        if not file:
            return page_link(self.pdf, claim.pages, claim.recognised_pages)
        target = self.documents[file][0] if file in self.documents else PurePath(file).name
        return page_link(target, claim.pages, claim.recognised_pages, file=file)


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    text = _SPECIAL.sub(r"\\\1", text)
    return re.sub(r"^(\s*\d*)([#>+.)-])(?=\s)", r"\1\\\2", text)


def page_link(pdf: str, page_indexes: Sequence[int], recognised: Collection[int] = (), *, file: str = "") -> str:
    """`[(p.4-5)](paper.pdf#page=4)`: the PDF's page count, which every reader's #page= means.

    `recognised`: pages read by OCR, `(p.~4)`. `file`: the PDF's own name, where it is one of several:
    `[(paper.pdf p.4-5)](paper.pdf#page=4)`.
    """
    target = quote(pdf, safe="/:.-_~", errors="surrogateescape")
    label = format_pages(page_indexes, recognised, file=file)
    return f"[{escape(label) if file else label}]({target}#page={min(page_indexes) + 1})"


def answer_to_markdown(answer: Answer, pdf: str, *, has_evidence: bool = True) -> str:
    """One answer with its question, as "Copy as Markdown" gives it; a note is written on in, so without evidence."""
    lines = _answer(answer, _Links(pdf), answer.language)
    return "\n".join(lines if has_evidence else lines[:-2]).rstrip() + "\n"


def _answer(answer: Answer, links: _Links, language: str) -> list[str]:
    language = language if language in _HEADINGS else "en"
    lines = [f"### {escape(' '.join(answer.question.split()))}", ""]
    if answer.claims:
        gap = "" if language == "ja" else " "
        lines.append(gap.join(_claim(claim, links, language) for claim in answer.claims))
        lines += [line for remark in answer.remarks for line in ("", f"*{_REMARKS[language][remark]}*")]
    if answer.status != "answered":
        lines += [*([""] if answer.claims else []), _STATUS[language][answer.status]]
    if answer.status == "not_found" and answer.evidence:
        lines += ["", f"{_HEADINGS[language]['nearest']}:"]
        nearest = [Claim(near.quote, Verdict.EXACT, (near,)) for near in answer.evidence]
        lines += [f"- {escape(near.text)} {links.of(near)}" for near in nearest]
    evidence = [claim_to_json(claim) for claim in answer.claims]
    kept = json.dumps({"answer": answer.answer_id, "model": answer.model, "claims": evidence}, ensure_ascii=False)
    kept = kept.replace("--", r"-\u002d")  # "--" would end the comment; JSON reads the escape back
    lines += ["", f"<!-- evidence {kept} -->"]
    return lines


def _claim(claim: Claim, links: _Links, language: str) -> str:
    text = escape(claim.text)
    if claim.is_quotation:
        text = f"“{text}”" if language != "ja" else f"「{text}」"
    if not claim.citations:
        return f"{text} {_UNSUPPORTED[language]}"
    return f"{text} {links.of(claim)}" + (f" {_PAGE_ONLY[language]}" if claim.verdict is Verdict.PAGE_ONLY else "")


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


def one_line(text: str) -> str:
    """A quotation over paragraphs would end at the first empty line."""
    return " ".join(text.split())
