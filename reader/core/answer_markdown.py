"""Answers as Markdown: each sentence with the links to its pages, what is not verified marked, the evidence beside it.

The evidence stands in a comment, so that the citations can be clicked and checked again when the file is read back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath
from typing import Any

from reader.core.answer import Answer, Claim, Remark, Verdict
from reader.core.answer_json import answer_to_json
from reader.core.markdown_text import escape, hidden, one_line, page_link, prose

LANGUAGES = ("en", "ja")
"""Those that files are written in; any other is written in the first."""
NOT_SAID = "※"
"""Stands before what the document does not say."""
NEAREST = {"en": "Nearest passages", "ja": "近い箇所"}
STATUS = {
    "en": {
        "not_found": f"{NOT_SAID} Not found in the pages read ({{0}} of {{1}}).",
        "stopped": "(stopped)",
        "error": "(the answer ended with an error)",
        "running": "(stopped)",
    },
    "ja": {
        "not_found": f"{NOT_SAID} 読んだページ（{{1}}ページのうち{{0}}ページ）には見つかりませんでした。",
        "stopped": "(中断)",
        "error": "(エラーで終了)",
        "running": "(中断)",
    },
}
WAITING = {"en": "(not answered yet)", "ja": "(未回答)"}
_UNSUPPORTED = {"en": "⚠ *not verified*", "ja": "⚠ *未確認*"}
_PAGE_ONLY = {"en": "◌ *page only*", "ja": "◌ *ページのみ*"}
CERTAINTY = {"not verified": "⚠", "未確認": "⚠", "page only": "◌", "ページのみ": "◌"}
"""The words and signs behind sentences, in all languages: for reading them back."""
_QUOTES = {"en": "“{0}”", "ja": "「{0}」"}
_BETWEEN = {"en": " ", "ja": ""}
"""A sentence and its link."""
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


@dataclass(frozen=True, slots=True)
class Links:
    """Where citations lead: into the answer's own PDF, or into that of a collection which they name."""

    pdf: str
    documents: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """A file that answers may cite -> what links call it, and its document_id."""

    def of(self, claim: Claim) -> str:
        """One link for each document that a claim cites."""
        return " ".join(self._link(part) for part in claim.by_document)

    def _link(self, claim: Claim) -> str:
        file = claim.citations[0].file
        if not file:
            return page_link(self.pdf, claim.pages, claim.recognised_pages)
        target = self.documents[file][0] if file in self.documents else PurePath(file).name
        return page_link(target, claim.pages, claim.recognised_pages, file=file)


def known_language(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]


def answer_to_markdown(answer: Answer, pdf: str, *, has_evidence: bool = True) -> str:
    """One answer with its question, as "Copy as Markdown" gives it; a note is written on in, so without evidence."""
    language = known_language(answer.language)
    lines = question_lines(answer, Links(pdf), language) if has_evidence else _asked(answer, Links(pdf), language)
    return "\n".join(lines).rstrip() + "\n"


def question_lines(answer: Answer, links: Links, language: str) -> list[str]:
    """Question, answer and evidence. `language`: one of LANGUAGES, here and below."""
    return [*_asked(answer, links, language), "", evidence_comment(answer)]


def _asked(answer: Answer, links: Links, language: str) -> list[str]:
    return [f"### {escape(one_line(answer.question))}", "", *answer_lines(answer, links, language)]


def answer_lines(answer: Answer, links: Links, language: str) -> list[str]:
    """What is shown of an answer below its question."""
    lines = []
    if answer.claims:
        lines.append(" ".join(_claim(claim, links, language) for claim in answer.claims))
        lines += [line for remark in answer.remarks for line in ("", _remark(remark, language))]
    if answer.status != "answered":
        read = answer.coverage
        said = STATUS[language][answer.status].format(read.pages_read, read.pages)
        lines += [*([""] if answer.claims else []), said]
    if answer.status == "not_found" and answer.evidence:
        lines += ["", f"{NEAREST[language]}:", ""]
        nearest = [Claim(near.quote, Verdict.EXACT, (near,)) for near in answer.evidence]
        lines += [f"- {prose(near.text)} {links.of(near)}" for near in nearest]
    return lines


def evidence_comment(answer: Answer, **more: Any) -> str:
    """All of an answer but the passages that it was made from: those only where they are shown as the nearest ones."""
    kept = answer_to_json(answer)
    if answer.status != "not_found":
        del kept["evidence"]
    return hidden("evidence", {**more, **kept})


def _claim(claim: Claim, links: Links, language: str) -> str:
    text = prose(claim.text)
    if claim.is_quotation:
        text = _QUOTES[language].format(text)
    if not claim.citations:
        return f"{text} {_UNSUPPORTED[language]}"
    between = " " if text.endswith("!") else _BETWEEN[language]  # "![" begins a picture
    cited = f"{text}{between}{links.of(claim)}"
    if claim.verdict is Verdict.PAGE_ONLY:
        return f"{cited} {_PAGE_ONLY[language]}"
    return f"{cited} {_UNSUPPORTED[language]}" if claim.verdict is Verdict.UNSUPPORTED else cited


def _remark(remark: Remark, language: str) -> str:
    return f"*{_said_of(remark, language)}*"


def _said_of(remark: Remark, language: str) -> str:
    sign = f"{NOT_SAID} " if remark is Remark.DECLINED else ""
    return f"{sign}{_REMARKS[language][remark]}"


@cache
def remark_texts() -> frozenset[str]:
    """All that may be said of an answer, in all languages: for reading answers back."""
    return frozenset(_said_of(remark, language) for language in LANGUAGES for remark in Remark)
