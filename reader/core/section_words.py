"""How the first parts of a paper are headed: abstract, keywords, introduction."""

import re

from reader.core.patterns import late_pattern

ABSTRACT = late_pattern(
    r"^[^\w\n]*(?:abstract|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary|zusammenfassung|résumé|resumen"
    r"|要旨|概要|あらまし|抄録|摘\s?要|アブストラクト|초록|요약)"
    r"(?P<after>\s*[.:：—–\-\u2003\u3000]+\s*|\W*(?:\n|$)|(?<=act)[ \t]+(?=(?-i:[A-Z])))",
    re.IGNORECASE | re.MULTILINE,
)
"""At the beginning of a line; `after` reaches to what follows it in the line."""
INTRODUCTION = late_pattern(
    r"^[^\w\n]*(?:(?:[1１一]|I)\s*[.．、]?\s*)?(?:introduction|einleitung|はじめに|序論|緒言|まえがき|引言|서론)(?:\b|\W|$)",
    re.IGNORECASE,
)
AFTER_ABSTRACT = late_pattern(
    r"^[^\w\n]*(?:key\s?-?words?(?: and phrases)?|index terms|general terms|ccs concepts?|acm reference format"
    r"|categories and subject descriptors|(?:ams )?(?:mathematics )?subject classifications?"
    r"|msc\b|pacs\b|jel\b"
    r"|contents|table of contents|plain language summary|1 [A-Z]\w+|(?:date|received|accepted|submitted)\s?:"
    r"|correspond(?:ence|ing author)|permanent url|copyright|reference:|キーワード|関键词|關鍵詞|키워드|目次)"
    r"(?:\b|\W|$)",
    re.IGNORECASE,
)
DATED = re.compile(r"^\W*\((?:dated|received)\b", re.IGNORECASE)
"""What journals of physics put between the authors and an abstract without a heading."""
