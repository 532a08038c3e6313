"""What `shiori digest --json` prints: an object for each paper, and one for the whole."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reader.core.answer import verified_count
from reader.core.digest import Digest, DigestPaper, language_of_head, period_of, title_of
from reader.core.digest_markdown import full_title
from reader.core.digest_themes import themes_of
from reader.core.paper_note import PaperNote


def paper_to_json(paper: DigestPaper, notes: Mapping[str, PaperNote]) -> dict[str, Any]:
    """`notes`: by note_id."""
    note = notes.get(paper.note_id)
    known = {
        "file": paper.file,
        "ok": paper.status == "done",
        "status": paper.status,
        "title": title_of(paper, notes),
        "note_id": paper.note_id or None,
    }
    if paper.status == "failed":
        known["error"] = {"name": paper.error, "title": paper.message}
    return known if note is None else known | _counts(note)


def digest_to_json(digest: Digest, notes: Mapping[str, PaperNote]) -> dict[str, Any]:
    shown = [notes[paper.note_id] for paper in digest.papers if paper.note_id in notes and paper.status == "done"]
    digest = replace(digest, language=language_of_head(digest, shown))
    first, last = period_of(digest, shown)
    return {
        "digest_id": digest.digest_id,
        "title": full_title(digest, shown),
        "from": first or None,
        "to": last or None,
        "themes": list(themes_of(shown, digest.language)),
        "language": digest.language,
        "model": digest.model,
        "state": digest.state,
        "papers": len(digest.papers),
        "done": digest.count("done"),
        "failed": digest.count("failed"),
        "output": digest.output or None,
    }


def _counts(note: PaperNote) -> dict[str, int]:
    answers = [part.answer for part in note.parts if part.answer is not None]
    return {
        "parts": len(note.parts),
        "answered": sum(answer.status == "answered" for answer in answers),
        "not_found": sum(answer.status == "not_found" for answer in answers),
        "claims": sum(len(answer.claims) for answer in answers),
        "verified": sum(verified_count(answer.claims) for answer in answers),
    }
