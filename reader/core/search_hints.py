"""What is known of a question besides its words, which helps to find where it is answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchHints:
    in_document_language: str = ""
    """The same question in the document's language, where it is another."""
    look_for: str = ""
    """Words with which documents answer such a question and that it does not have itself: "GPU TPU hours server"."""
    section: str = ""
    """The heading of the section that the question is about."""
    used: frozenset[str] = frozenset()
    """Sentences (folded) that were quoted before: another one that says as much is better."""


NO_HINTS = SearchHints()
