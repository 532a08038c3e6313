"""Questions answered: claims, their verdicts, and the citations that were checked against the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from reader.core.citations import format_pages
from reader.core.document import Rect

Status = Literal["running", "answered", "not_found", "stopped", "error"]


class Verdict(StrEnum):
    """How far a claim was found in the document; decided by code, never by the model."""

    EXACT = "exact"
    """The page says it in these words."""
    SUPPORTED = "supported"
    """One sentence of the page says it in other words; every number, unit and name agrees."""
    PAGE_ONLY = "page_only"
    """The page speaks of it, no single sentence says it."""
    UNSUPPORTED = "unsupported"
    """Not found in the pages read: shown without a page."""


class Remark(StrEnum):
    """What a reader should know of an answer as a whole."""

    FIGURE = "figure"
    """It was asked for a picture and rests on the caption and the text."""
    TABLE = "table"
    """It rests on a table as its text stands in the PDF: rows and columns may have been taken wrongly."""
    TRANSLATED = "translated"
    """Its sentences were checked in the document's language and then translated."""
    OTHER_LANGUAGE = "other_language"
    """The model did not keep to the language it was asked for."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A stretch of one page that supports a claim. `quote` is verbatim text of the page."""

    page_index: int
    page_label: str
    quote: str
    rects: tuple[Rect, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer."""

    text: str
    verdict: Verdict
    citations: tuple[Citation, ...] = ()

    @property
    def is_quotation(self) -> bool:
        """Whether the claim is the document's own words and nothing else."""
        return self.verdict is Verdict.EXACT and bool(self.citations) and self.text == self.citations[0].quote

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(sorted({citation.page_index for citation in self.citations}))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the document had been read when the question was answered."""

    pages_read: int
    pages: int

    @property
    def is_complete(self) -> bool:
        return self.pages_read >= self.pages


@dataclass(frozen=True, slots=True)
class Answer:
    answer_id: str
    document_id: str
    question: str
    status: Status
    language: str
    claims: tuple[Claim, ...]
    retrieved_pages: tuple[int, ...]
    """Best first."""
    coverage: Coverage
    model: str
    created: str
    """ISO 8601, UTC."""
    evidence: tuple[Citation, ...] = ()
    """The passages found for the question, best first: on screen before the model writes."""
    message: str = ""
    """What went wrong, for status error."""
    remarks: tuple[Remark, ...] = ()

    @property
    def text(self) -> str:
        """The sentences, each with its citation such as "(p.3-5)"."""
        return " ".join(cited_text(claim) for claim in self.claims)

    @property
    def verified_count(self) -> int:
        return verified_count(self.claims)


def verified_count(claims: Iterable[Claim]) -> int:
    """Claims that a sentence of the document says; one that only its page speaks of does not count."""
    return sum(claim.verdict in (Verdict.EXACT, Verdict.SUPPORTED) for claim in claims)


def cited_text(claim: Claim) -> str:
    return f"{claim.text} {format_pages(claim.pages)}" if claim.citations else claim.text


@dataclass(frozen=True, slots=True)
class Note:
    """A reader's own note, in Markdown, tied to a page where it was made on one."""

    note_id: str
    document_id: str
    markdown: str
    page_index: int | None
    quote: str
    rects: tuple[Rect, ...]
    created: str
    modified: str
