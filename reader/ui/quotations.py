"""Texts of PDFs and models as they are shown: in one line, without control characters, in quotation marks."""

from reader.core.patterns import late_pattern

_UNPRINTABLE = late_pattern(r"[\s\x00-\x1f\x7f\u2028\u2029\ufffc]+")
_CJK = late_pattern(r"[\u3040-\u30ff\u3400-\u9fff]")


def one_line(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text).strip()


def shortened(text: str, length: int) -> str:
    """One line of at most this many characters; what is cut off is shown as "…"."""
    text = one_line(text)
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def quoted(text: str) -> str:
    """In the quotation marks of its script."""
    return f"「{text}」" if _CJK.search(text) else f"“{text}”"
