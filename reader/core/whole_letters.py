"""Letters that a PDF has in parts: ligatures, and accents that are drawn beside their letter."""

import re
import unicodedata

_COMBINING = {
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "¯": "\u0304", "˘": "\u0306",
    "˙": "\u0307", "ˇ": "\u030c", "˝": "\u030b", "˚": "\u030a", "¸": "\u0327", "˛": "\u0328",
}  # fmt: skip
_BEFORE = re.compile(r"([´`¨ˆ˜¯˘˙ˇ˝˚]) ?([^\W\d_])")
"""TeX draws an accent and then the letter below it."""
_AFTER = re.compile(r"([^\W\d_]) ?([¸˛])")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_DOTLESS = {"ı": "i", "ȷ": "j"}


def whole_letters(text: str) -> str:
    """ "Efﬁcient" -> "Efficient", "Mar´ıa" -> "María"; text of letters that are whole already is the same text."""
    text = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = _BEFORE.sub(lambda match: _composed(match[2], match[1], match.group()), text)
    text = _AFTER.sub(lambda match: _composed(match[1], match[2], match.group()), text)
    return unicodedata.normalize("NFC", text)


def _composed(letter: str, accent: str, printed: str) -> str:
    whole = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _COMBINING[accent])
    return whole if len(whole) == 1 else printed
