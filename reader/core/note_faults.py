"""What could not be read of a note in Markdown."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

FaultKind: TypeAlias = Literal["front matter", "note", "evidence", "not read"]
"""The fields at the head; the comment about the note; that of an answer; what is no part of a note."""


@dataclass(frozen=True, slots=True)
class NoteFault:
    """What could not be read."""

    kind: FaultKind
    line: int
    """In the file, from 1."""
    text: str
    """What is wrong with it, or the words that are no part of a note."""
