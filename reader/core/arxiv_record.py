"""What the arXiv service says of a paper, and how it completes a head."""

from dataclasses import dataclass, replace
from typing import Any

from reader.core.paper_head import PaperHead


@dataclass(frozen=True, slots=True)
class ArxivRecord:
    """Of one version of a paper. Days are ISO 8601; empty where the service does not say."""

    arxiv_id: str
    """Without version."""
    version: str
    title: str
    authors: tuple[str, ...]
    published: str
    """The first version."""
    updated: str
    """This version."""
    categories: tuple[str, ...]
    """The primary one first."""
    doi: str
    """Of what appeared elsewhere; not arXiv's own."""
    journal_reference: str
    abstract: str


def completed(head: PaperHead, record: ArxivRecord) -> PaperHead:
    """The head with the days and categories of the record, and with what else it lacks; the reader's own fields stay.

    When the version at hand appeared is only known where the page says which one it is.
    """
    updated = record.updated if head.arxiv_version not in ("", "v1") else ""
    told: dict[str, Any] = {
        "published": record.published,
        "updated": updated or head.updated,
        "categories": record.categories,
    }
    lacking: dict[str, Any] = {
        "title": record.title,
        "authors": record.authors,
        "arxiv_id": record.arxiv_id,
        "doi": record.doi,
        "venue": record.journal_reference,
        "year": record.published[:4],
        "url": f"https://arxiv.org/abs/{record.arxiv_id}{head.arxiv_version}",
        "abstract": record.abstract,
    }
    new = {name: value for name, value in told.items() if value}
    new |= {name: value for name, value in lacking.items() if value and not getattr(head, name)}
    return replace(head, **{name: value for name, value in new.items() if name not in head.edited})
