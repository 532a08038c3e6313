"""Whether the text layer of a page can be used."""

import unicodedata
from typing import Literal

Quality = Literal["good", "missing", "garbled"]


def text_quality(text: str) -> Quality:
    """missing: hardly a character; garbled: characters that no reader sees (wrong mapping, NULs, private use)."""
    characters = [c for c in text if not c.isspace()]
    if len(characters) < 3:
        return "missing"
    odd = sum(c == "\ufffd" or unicodedata.category(c) in ("Cc", "Co", "Cn", "Cs") for c in characters)
    return "garbled" if odd > 0.2 * len(characters) else "good"
