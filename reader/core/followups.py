"""Questions that say only together with the one before what they ask: "And for 65B?", "Why?", "それはなぜ？"."""

import re

from reader.core.language import content_tokens
from reader.core.patterns import late_pattern
from reader.core.questions import is_broad

_OPENER = late_pattern(
    r"^\W*(?:(?:and|but|so|then|or|what about|how about|what else|anything else|why not|in what way|more details?"
    r"|tell me more|go on|for example|such as)\b"
    r"|(?:why|how so|how come|since when|by how much|compared to what|where|when|who)\W*$"
    r"|それ|これ(?!まで)|その(?!他)|では|じゃ|だから|なので|でも|また、|ほかに|他に(?:は|も)|もっと|もう少し|詳しく|具体的に|例えば|たとえば"
    r"|(?:なぜ|どうして|何故)(?:ですか|でしょうか|そう\w*)?[?？。]*$)",
    re.IGNORECASE,
)
_POINTER = late_pattern(
    r"\b(?:it|its|they|them|their|theirs|he|she|his|her|him|the (?:same|former|latter|other|others))\b"
    r"|\b(?:this|that|these|those)(?=\W*$| (?:is|are|was|were|do|does|did|mean|work|happen|matter|number|value|result"
    r"|figure|claim|case|one|ones)\b)"
    r"|それ|その(?:ため|場合|理由|方法|結果|値|数|中|後|際|うち)|これら|彼ら|前者|後者|上記",
    re.IGNORECASE,
)
_RELATION = late_pattern(
    r"^\W*(?:on|in|with|for|by|at|from|to|under|between|than|compared (?:to|with)|with respect to)\b", re.IGNORECASE
)
"""What a question relates to and does not name: "On which datasets?"; a question of three words may name it."""
_LONG = 4
_SHORT = 2
"""Content words: a question of more says itself what it is about, whatever "it" means in there."""


def is_follow_up(question: str) -> bool:
    """Whether a question leans on the one before: by how it begins, by a pronoun, or by saying nothing itself."""
    words = len(content_tokens(question))
    if words > _LONG or is_broad(question):
        return False
    if words <= _SHORT and _RELATION.search(question):
        return True
    return words == 0 or _OPENER.search(question) is not None or _POINTER.search(question) is not None
