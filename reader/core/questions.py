"""What kind of question it is, where that decides what is read for it."""

import re
import unicodedata

_BROAD = re.compile(
    r"\b(?:summar(?:y|i[sz]e)|overview|abstract|gist|main (?:point|idea|topic|subject|message|contribution)s?)\b"
    r"|\bwhat (?:is|does) (?:this|the) (?:\w+ )?(?:document|paper|book|report|article|pdf|text|guide)\b.*\babout\b"
    r"|\bwhat (?:is|'s) (?:this|it) about\b|\b(?:what|which) (?:topics?|subjects?) (?:is|are|does)\b"
    r"|要約|概要|まとめて|主題|何について(?:書|述|論)|どんな(?:文書|論文|本|内容)|どのような(?:文書|論文|本|内容)",
    re.IGNORECASE,
)


_ABSTRACT = re.compile(
    r"^[^\S\n]*(?:abstract|summary|概\s*要|要\s*旨|要\s*約|はじめに)\b", re.IGNORECASE | re.MULTILINE
)


def is_abstract(passage: str) -> bool:
    """Whether a passage holds the heading of an abstract or summary."""
    return _ABSTRACT.search(passage) is not None


def is_broad(question: str) -> bool:
    """Whether the question asks about the document as a whole: its words stand nowhere, its opening answers it."""
    return _BROAD.search(question) is not None


_FIGURE = re.compile(
    r"\b(?:fig(?:ure|\.)?|chart|diagram|plot|graph|photo|image)s?\s*[A-Z]?\.?\d"
    r"|\b(?:the|this|that|which|what) (?:figure|diagram|chart|plot|picture|image|photo(?:graph)?|drawing)\b"
    r"|(?:図|グラフ|写真)\s*\d|(?:この|その|どの)(?:図|グラフ|写真|画像)",
    re.IGNORECASE,
)
_TABLE = re.compile(
    r"\btab(?:le|\.)s?\s*[A-Z]?\.?\d|\b(?:the|this|that|which) table\b|表\s*\d|(?:この|その|どの)表", re.IGNORECASE
)


def asks_for_figure(question: str) -> bool:
    """Whether the question asks what a picture shows: only its caption and the text about it can be read."""
    return _FIGURE.search(unicodedata.normalize("NFKC", question)) is not None


def asks_for_table(question: str) -> bool:
    return _TABLE.search(unicodedata.normalize("NFKC", question)) is not None
