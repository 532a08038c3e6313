"""What kind of question it is, where that decides what is read for it."""

import re

from reader.core.patterns import late_pattern
from reader.core.references import references

_BROAD = late_pattern(
    r"\b(?:summar(?:y|i[sz]e)|overview|abstract|gist|main (?:point|idea|topic|subject|message|contribution)s?)\b"
    r"|\bwhat (?:is|does) (?:this|the) (?:\w+ )?(?:document|paper|book|report|article|pdf|text|guide)\b.*\babout\b"
    r"|\bwhat (?:is|'s) (?:this|it) about\b|\b(?:what|which) (?:topics?|subjects?) (?:is|are|does)\b"
    r"|\bwhat (?:are|do) (?:these|those|the|all) (?:\w+ )?(?:documents|papers|books|reports|articles|pdfs|files)\b"
    r".*\babout\b|\bwhat (?:is|does) each\b.*\babout\b"
    r"|要約|概要|まとめて|主題|何について(?:書|述|論)|どんな(?:文書|論文|本|内容)|どのような(?:文書|論文|本|内容)",
    re.IGNORECASE,
)


_ABSTRACT = late_pattern(
    r"^[^\S\n]*(?:abstract|summary|概\s*要|要\s*旨|要\s*約|はじめに)\b", re.IGNORECASE | re.MULTILINE
)


def is_abstract(passage: str) -> bool:
    """Whether a passage holds the heading of an abstract or summary."""
    return _ABSTRACT.search(passage) is not None


def is_broad(question: str) -> bool:
    """Whether the question asks about the document as a whole: its words stand nowhere, its opening answers it."""
    return _BROAD.search(question) is not None


_FIGURE = late_pattern(
    r"\b(?:the|this|that|which|what) (?:figure|diagram|chart|plot|picture|image|photo(?:graph)?|drawing)\b"
    r"|(?:この|その|どの)(?:図|グラフ|写真|画像)",
    re.IGNORECASE,
)
_TABLE = late_pattern(r"\b(?:the|this|that|which) table\b|(?:この|その|どの)表", re.IGNORECASE)


def asks_for_figure(question: str) -> bool:
    """Whether the question asks what a picture shows: only its caption and the text about it can be read."""
    return any(named.kind == "figure" for named in references(question)) or _FIGURE.search(question) is not None


def asks_for_table(question: str) -> bool:
    return any(named.kind == "table" for named in references(question)) or _TABLE.search(question) is not None
