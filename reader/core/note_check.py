"""What became of a note's evidence: each quotation looked up in the PDF again, each sentence judged by what is left."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from reader.core.answer import Citation, Claim, Verdict
from reader.core.answer_json import citation_to_json
from reader.core.paper_note import PaperNote

CitationState: TypeAlias = Literal["there", "moved", "changed", "vanished", "unread"]
"""On its page; on another page; in other words; nowhere; on a page whose text is not known (it needs OCR)."""
STATES: tuple[CitationState, ...] = ("there", "moved", "changed", "vanished", "unread")
_STRENGTH = {Verdict.UNSUPPORTED: 0, Verdict.PAGE_ONLY: 1, Verdict.SUPPORTED: 2, Verdict.EXACT: 3}


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    item_id: str
    sentence: str
    """That it stands behind; "" for a passage nearest to what was not found."""
    before: Citation
    """As the note has it."""
    state: CitationState
    now: Citation | None
    """Where the words are now; None where they are nowhere."""


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    item_id: str
    before: Claim
    now: Claim
    is_edited: bool = False
    """The sentence was changed by hand and is judged for the first time."""

    @property
    def holds(self) -> bool:
        """A sentence of the reader's own must be found; any other must be as sure as it was."""
        if self.is_edited:
            return self.now.verdict is not Verdict.UNSUPPORTED
        return _STRENGTH[self.now.verdict] >= _STRENGTH[self.before.verdict]


@dataclass(frozen=True, slots=True)
class NoteCheck:
    note: PaperNote
    """With citations and verdicts as they are now."""
    is_same_pdf: bool
    """Whether the PDF has the content that the note was made from."""
    citations: tuple[CheckedCitation, ...]
    claims: tuple[CheckedClaim, ...]

    @property
    def holds(self) -> bool:
        return all(checked.state == "there" for checked in self.citations) and all(c.holds for c in self.claims)

    def count(self, state: CitationState) -> int:
        return self.counts[state]

    @property
    def counts(self) -> Counter[CitationState]:
        return Counter(checked.state for checked in self.citations)


def is_weaker(verdict: Verdict, than: Verdict) -> bool:
    return _STRENGTH[verdict] < _STRENGTH[than]


def check_to_json(check: NoteCheck) -> dict[str, Any]:
    """Citations all of them, sentences only where their verdict is another or they were edited."""
    return {
        "same_pdf": check.is_same_pdf,
        "holds": check.holds,
        "counts": {state: check.count(state) for state in STATES},
        "citations": [
            {
                "item": checked.item_id,
                "sentence": checked.sentence,
                "state": checked.state,
                "before": citation_to_json(checked.before),
                "now": None if checked.now is None else citation_to_json(checked.now),
            }
            for checked in check.citations
        ],
        "sentences": [
            {
                "item": claim.item_id,
                "text": claim.now.text,
                "before": claim.before.verdict.value,
                "now": claim.now.verdict.value,
                "edited": claim.is_edited,
                "holds": claim.holds,
            }
            for claim in check.claims
            if claim.is_edited or claim.before.verdict is not claim.now.verdict
        ],
    }
