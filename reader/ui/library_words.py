"""What lists of documents say about each: who wrote it, how far it was read and when."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from reader.flows.library_search import LibraryHit
from reader.store.library import LibraryDocument


def by_line(document: LibraryDocument) -> str:
    """Authors and year; the file's name where nobody says who wrote it."""
    named = " · ".join(part for part in (document.authors, document.year) if part)
    return named or Path(document.path).name


def progress_line(document: LibraryDocument, now: datetime | None = None) -> str:
    """ "p. 5 of 13 · read yesterday" """
    place = QCoreApplication.translate("library", "p. {0} of {1}").format(document.page_index + 1, document.page_count)
    return f"{place} · {read_when(document.last_read or document.opened, now)}"


def read_when(when: str, now: datetime | None = None) -> str:
    """A day as people say it; `when` in ISO 8601."""
    then = datetime.fromisoformat(when).astimezone()
    days = ((now or datetime.now(UTC)).astimezone().date() - then.date()).days
    if days <= 0:
        return QCoreApplication.translate("library", "read today")
    if days == 1:
        return QCoreApplication.translate("library", "read yesterday")
    if days < 7:
        return QCoreApplication.translate("library", "read {0} days ago").format(days)
    day = QLocale().toString(then.date(), QLocale.FormatType.ShortFormat)
    return QCoreApplication.translate("library", "read on {0}").format(day)


def hit_label(hit: LibraryHit) -> str:
    """Where a hit stands: "p. 5", "Note p. 5", "Answer"."""
    label = hit.entry.page_label
    page = QCoreApplication.translate("library", "p. {0}").format(label) if label else ""
    kinds = {
        "note": QCoreApplication.translate("library", "Note"),
        "mark": QCoreApplication.translate("library", "Mark"),
        "answer": QCoreApplication.translate("library", "Answer"),
    }
    return " ".join(part for part in (kinds.get(hit.entry.kind, ""), page) if part)


def places_found(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("library", "1 place")
    return QCoreApplication.translate("library", "{0} places").format(count)
