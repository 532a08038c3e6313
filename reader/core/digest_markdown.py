"""A digest as Markdown: one file with all notes below its head, or an index beside a file for each paper.

A link within a file is the heading's own text, as Obsidian looks for it; an anchor of that name stands before the
heading for those that know headings by other names only (VS Code, GitHub, browsers).
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import quote

from reader.core.answer_markdown import known_language
from reader.core.digest import Digest, DigestPaper, day_of, language_of_head, period_of, title_of
from reader.core.digest_themes import introduction_of, themes_of
from reader.core.markdown_text import escape, link_target, one_line, yaml_text
from reader.core.note_markdown import note_section, note_to_markdown
from reader.core.paper_note import PaperNote

_WORDS = {
    "en": {
        "title": "Paper notes",
        "contents": "Contents",
        "failed": "Papers that could not be taken in",
        "waiting": "Not made yet",
        "unfinished": "This note is not complete: {0}",
    },
    "ja": {
        "title": "論文メモ",
        "contents": "目次",
        "failed": "読み込めなかった論文",
        "waiting": "未作成の論文",
        "unfinished": "このメモには未完成の部分があります: {0}",
    },
}
_REASONS_JA = {
    "FileMissing": "ファイルが見つかりません。",
    "NotAPdf": "PDFとして読めません。ファイルが壊れているか、別の種類のファイルです。",
    "NoPages": "表示できるページがありません。",
    "NoText": "読み取れる文字がありません。",
    "OcrMissing": "ページが画像ですが、Tesseractがインストールされていません。",
    "OcrFailed": "画像のページを読み取れませんでした。",
    "PasswordNeeded": "パスワードで保護されています。",
    "PasswordWrong": "パスワードが違います。",
    "WorkerDied": "処理中のプロセスが止まりました。",
}
_ENDS_A_LINK = re.compile(r"[\s#^|\\\[\]:%<>\"&]+")
"""Signs that a link to a heading cannot have; Obsidian leaves them out when it compares."""


def digest_to_markdown(digest: Digest, notes: Mapping[str, PaperNote], pdfs: Mapping[str, str]) -> str:
    """One file. `notes`: by note_id; `pdfs`: each paper's file -> the PDF as seen from the Markdown file."""
    digest = _in_language(digest, notes)
    shown = list(_shown(digest, notes))
    titles = [one_line(note.head.title) for _, note in shown]
    anchors = [anchor_of(f"{number}. {title}") for number, title in enumerate(titles, start=1)]
    lines = _head(digest, notes, [f"#{quote(anchor)}" for anchor in anchors])
    for number, (title, anchor, (paper, note)) in enumerate(zip(titles, anchors, shown, strict=True), start=1):
        section = note_section(note, pdfs[paper.file], level=2)
        _, _, below = section.partition("\n")
        lines += ["", f'<a id="{html.escape(anchor)}"></a>', "", f"## {number}. {escape(title)}"]
        lines += [*_unfinished(paper, digest), below.rstrip("\n")]
    return "\n".join([*lines, *_missing(digest, notes)]) + "\n"


def index_to_markdown(digest: Digest, notes: Mapping[str, PaperNote], files: Mapping[str, str]) -> str:
    """The index of a folder. `files`: each paper's file -> the name of its note's file there."""
    digest = _in_language(digest, notes)
    links = [link_target(files[paper.file]) for paper, _ in _shown(digest, notes)]
    return "\n".join([*_head(digest, notes, links), *_missing(digest, notes)]) + "\n"


def notes_to_markdown(
    digest: Digest, notes: Mapping[str, PaperNote], pdfs: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Each paper's file, and the Markdown of its note as a file of its own."""
    for paper, note in _shown(digest, notes):
        yield paper.file, note_to_markdown(note, pdfs[paper.file])


def note_file_names(digest: Digest) -> dict[str, str]:
    """Each paper's file -> "2306.09782v1.md"; names stay when the order changes, and none is there twice."""
    names: dict[str, str] = {}
    taken = {"index.md"}
    for paper in sorted(digest.papers, key=lambda paper: paper.file):
        stem = PurePath(paper.file.replace("\\", "/")).stem
        name, number = f"{stem}.md", 2
        while name.casefold() in taken:
            name, number = f"{stem}-{number}.md", number + 1
        taken.add(name.casefold())
        names[paper.file] = name
    return names


def anchor_of(heading: str) -> str:
    return _ENDS_A_LINK.sub(" ", heading).strip().lower()


def full_title(digest: Digest, notes: Sequence[PaperNote]) -> str:
    """With the period: "Paper notes 【2023-06-19 ~ 2023-06-25】"; without, where no day is known."""
    return " ".join(part for part in (_title(digest), _period(digest, notes)) if part)


def _in_language(digest: Digest, notes: Mapping[str, PaperNote]) -> Digest:
    """The digest in a language that files are written in."""
    return replace(digest, language=known_language(language_of_head(digest, notes.values())))


def _title(digest: Digest) -> str:
    return one_line(digest.head.title) or _WORDS[known_language(digest.language)]["title"]


def _period(digest: Digest, notes: Sequence[PaperNote]) -> str:
    first, last = period_of(digest, notes)
    if not first and not last:
        return ""
    said = first if first == last else f"{first} ~ {last}".strip()
    return f"【{said}】"


def _shown(digest: Digest, notes: Mapping[str, PaperNote]) -> Iterator[tuple[DigestPaper, PaperNote]]:
    """Papers whose note can be shown, as the reader calls them: finished, or as far as a failure let it come."""
    for paper in digest.papers:
        note = notes.get(paper.note_id)
        if note is None or paper.status not in ("done", "failed"):
            continue
        if paper.status == "failed" and not any(part.is_finished for part in note.parts):
            continue
        title = title_of(paper, notes)
        if title != note.head.title:
            edited = tuple(dict.fromkeys((*note.head.edited, "title"))) if paper.title else note.head.edited
            note = replace(note, head=replace(note.head, title=title, edited=edited))
        yield paper, note


def _head(digest: Digest, notes: Mapping[str, PaperNote], links: Sequence[str]) -> list[str]:
    """Up to the contents. `links`: where each paper that is shown is."""
    language = known_language(digest.language)
    shown = [note for _, note in _shown(digest, notes)]
    themes = themes_of(shown, language)
    first, last = period_of(digest, shown)
    fields = [
        ("title", yaml_text(full_title(digest, shown))),
        ("from", first),
        ("to", last),
        ("papers", str(len(shown))),
        ("themes", f"[{', '.join(yaml_text(theme) for theme in themes)}]"),
        ("language", language),
        ("model", PurePath(digest.model).stem if digest.model.endswith(".gguf") else digest.model),
    ]
    lines = [
        "---",
        *(f"{name}: {value}".rstrip() for name, value in fields),
        "---",
        "",
        f"# {escape(_title(digest))} {_period(digest, shown)}".rstrip(),
    ]
    if themes:
        lines += ["", f"**{escape(' · '.join(themes))}**"]
    own = digest.head.introduction.strip()
    made = introduction_of(digest, shown, themes, len(_left_out(digest, notes)))
    for paragraph in [own] if own else [escape(paragraph) for paragraph in made]:
        lines += ["", paragraph]
    if shown:
        lines += ["", f"## {_WORDS[language]['contents']}", ""]
    for number, (note, link) in enumerate(zip(shown, links, strict=True), start=1):
        day = day_of(note.head)
        lines.append(f"{number}. [{escape(one_line(note.head.title))}]({link})" + (f" ({day})" if day else ""))
    return lines


def _unfinished(paper: DigestPaper, digest: Digest) -> list[str]:
    if paper.status != "failed":
        return []
    said = _WORDS[known_language(digest.language)]["unfinished"].format(_reason(paper, digest))
    return ["", f"*⚠ {escape(said)}*"]


def _left_out(digest: Digest, notes: Mapping[str, PaperNote]) -> list[DigestPaper]:
    shown = {paper.file for paper, _ in _shown(digest, notes)}
    return [paper for paper in digest.papers if paper.status == "failed" and paper.file not in shown]


def _missing(digest: Digest, notes: Mapping[str, PaperNote]) -> list[str]:
    """The papers of which there is nothing to show, and why."""
    words = _WORDS[known_language(digest.language)]
    lines = []
    failed = _left_out(digest, notes)
    if failed:
        lines += ["", f"## {words['failed']}", ""]
        lines += [f"- {escape(one_line(title_of(p, notes)))}: {escape(_reason(p, digest))}" for p in failed]
    waiting = [paper for paper in digest.papers if paper.status in ("waiting", "running")]
    if waiting:
        lines += ["", f"## {words['waiting']}", ""]
        lines += [f"- {escape(one_line(title_of(paper, notes)))}" for paper in waiting]
    return lines


def _reason(paper: DigestPaper, digest: Digest) -> str:
    in_japanese = _REASONS_JA.get(paper.error, "") if known_language(digest.language) == "ja" else ""
    return in_japanese or one_line(paper.message)
