"""What happens while a digest is made; each event comes after what it tells is in the library."""

from dataclasses import dataclass
from typing import TypeAlias

from reader.core.answer import Coverage
from reader.core.digest import Digest
from reader.flows.embedding import EmbeddingCoverage
from reader.flows.note_events import NoteEvent


@dataclass(frozen=True, slots=True)
class PaperBegun:
    file: str


@dataclass(frozen=True, slots=True)
class PaperRead:
    """More of its pages have been read, or recognised."""

    file: str
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class PaperEmbedded:
    """More of its passages can be found by meaning."""

    file: str
    coverage: EmbeddingCoverage


@dataclass(frozen=True, slots=True)
class PaperNoted:
    """Something happened in the making of its note."""

    file: str
    event: NoteEvent


@dataclass(frozen=True, slots=True)
class PaperDone:
    file: str
    note_id: str


@dataclass(frozen=True, slots=True)
class PaperFailed:
    """It is left as far as it came, and the others go on."""

    file: str
    error: str
    """The name of the ReaderError; empty for a failure without one."""
    message: str


@dataclass(frozen=True, slots=True)
class DigestProgress:
    """How far the whole is; comes after each step that was finished."""

    done: int
    """Papers; so are `failed` and `papers`."""
    failed: int
    papers: int
    left_s: float | None
    """Seconds, estimated; None: not known yet."""


@dataclass(frozen=True, slots=True)
class DigestFinished:
    """Nothing more comes; nothing waits any more."""

    digest: Digest


DigestEvent: TypeAlias = (
    PaperBegun | PaperRead | PaperEmbedded | PaperNoted | PaperDone | PaperFailed | DigestProgress | DigestFinished
)
