"""Questions answered: claims, their verdicts, and the citations that were checked against the page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
    UNTRANSLATED = "untranslated"
    """Sentences stand as they were checked because their translations had lost something."""
    LEFT_OUT = "left_out"
    """Sentences of a very small model that the document does not hold are not shown."""
    DECLINED = "declined"
    """The model found no answer in what it read; what stands nearest to the question is quoted."""
    OTHER_LANGUAGE = "other_language"
    """The model did not keep to the language it was asked for."""
    EDITED = "edited"
    """The reader has changed the words; each sentence was checked against the pages again."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A stretch of one page that supports a claim. `quote` is verbatim text of the page."""

    page_index: int
    page_label: str
    quote: str
    rects: tuple[Rect, ...]
    score: float
    document_id: str = ""
    """Of one of several documents; empty: the answer's own."""
    file: str = ""
    """Where that document is; its name stands in citations as text."""
    document: str = ""
    """What it is called on the screen: a word or two."""
    is_ocr: bool = False
    """The page is a picture: the quote is what OCR made of it, and may have been misread."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer. What rests on recognised text is at most SUPPORTED: whether the page says it
    in these words nobody has seen."""

    text: str
    verdict: Verdict
    citations: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        if self.verdict is Verdict.EXACT and self.is_ocr:
            object.__setattr__(self, "verdict", Verdict.SUPPORTED)

    @property
    def is_ocr(self) -> bool:
        """Whether some of what it rests on was recognised on a picture."""
        return any(citation.is_ocr for citation in self.citations)

    @property
    def is_quotation(self) -> bool:
        """Whether the claim is the document's own words (as far as OCR read them) and nothing else."""
        is_verbatim = self.verdict is Verdict.EXACT or (self.verdict is Verdict.SUPPORTED and self.is_ocr)
        return is_verbatim and bool(self.citations) and self.text == self.citations[0].quote

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(sorted({citation.page_index for citation in self.citations}))

    @property
    def by_document(self) -> tuple["Claim", ...]:
        """The claim once for each document that it cites, with the citations there."""
        return tuple(replace(self, citations=group) for group in citations_by_document(self.citations))

    @property
    def recognised_pages(self) -> frozenset[int]:
        """Those of the pages whose text is from OCR."""
        return frozenset(citation.page_index for citation in self.citations if citation.is_ocr)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the document had been read when the question was answered."""

    pages_read: int
    """Pages whose text is known: of the PDF itself or recognised, or there is nothing on them."""
    pages: int
    without_text: int = 0
    """Pages that were looked at and are pictures, or whose text is garbled: nothing is known of what they say."""

    @property
    def is_complete(self) -> bool:
        """Whether the text of every page is known."""
        return self.pages_read >= self.pages

    @property
    def is_through(self) -> bool:
        """Whether every page has been looked at; what is left can only be read by OCR."""
        return self.pages_read + self.without_text >= self.pages


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


def citations_by_document(citations: Iterable[Citation]) -> list[tuple[Citation, ...]]:
    """Citations of one document together, documents in the order in which they appear."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.document_id, citation.file), []).append(citation)
    return [tuple(group) for group in groups.values()]


def verified_count(claims: Iterable[Claim]) -> int:
    """Claims that a sentence of the document says; one that only its page speaks of does not count."""
    return sum(claim.verdict in (Verdict.EXACT, Verdict.SUPPORTED) for claim in claims)


def cited_text(claim: Claim) -> str:
    return " ".join((claim.text, *(_cited_pages(part) for part in claim.by_document)))


def _cited_pages(claim: Claim) -> str:
    return format_pages(claim.pages, claim.recognised_pages, file=claim.citations[0].file)


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
