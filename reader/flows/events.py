"""What happens while a question is answered, in the order a reader sees it."""

from dataclasses import dataclass

from reader.core.answer import Answer, Citation, Claim, Coverage


@dataclass(frozen=True, slots=True)
class Searching:
    """The document is being searched."""


@dataclass(frozen=True, slots=True)
class Found:
    """The passages the answer will rest on, best first, and how much of the document was searched.

    Comes again where a translated question finds more.
    """

    evidence: tuple[Citation, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Reading:
    """The model reads the prompt. `estimate_s`: seconds until its first word; None: not measured yet."""

    prompt_tokens: int
    estimate_s: float | None


@dataclass(frozen=True, slots=True)
class Translating:
    """The model translates: the question into the document's language, later the answer into the reader's."""


@dataclass(frozen=True, slots=True)
class Text:
    """More of the answer, not checked yet."""

    delta: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Sentence number `position` (from 0) is complete and was checked against the document.

    A position that was told before: this one, translated, stands in its place.
    """

    position: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was written so far is taken back: it is in the wrong language, and the model begins anew."""


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing more comes; the answer as it is stored."""

    answer: Answer


Event = Searching | Found | Translating | Reading | Text | Cited | Withdrawn | Finished
