"""A model's answer cut into claims: one sentence each, as soon as it is complete."""

import re
from collections.abc import Iterator

from reader.core.language import content_tokens, is_number
from reader.core.patterns import late_pattern
from reader.core.quantities import negation_count
from reader.core.sentences import is_abbreviation, split_sentences

_PAGES = r"~?\d+(?: ?(?:[-,、–—~〜&]|and|to) ?\d+)*"
_PLACE = r"(?:pages?|pgs?\.?|pp?\.?|excerpts?|passages?|ページ|頁|抜粋)"
_MODEL_CITATION = late_pattern(
    # [3], [p. 3-5], 【1】, [^1]
    rf" ?[\[［【] ?\^?(?:{_PLACE} ?)?{_PAGES} ?[\]］】]"
    # (page 3), (see p. 3, 4), [Source: page 3], (Page 3, second paragraph), （3ページ）
    rf"| ?[(（\[［【] ?(?:(?:see|from|on|in|cf\.?|sources?:?|出典[:：]?) ?)*"
    rf"(?:{_PLACE} ?{_PAGES}|{_PAGES} ?(?:ページ|頁))(?:[,、;][^()（）\[\]［］【】]*)? ?(?:参照)?[)）\]］】]"
    # as stated on page 3
    rf"|,?(?: as \w+)?(?:^| )(?:on|at|in|from|see) (?:(?:page|p\.) ?\d+|(?:pages|pp\.) ?{_PAGES})\b,?",
    re.IGNORECASE,
)
_BULLET = late_pattern(r"^\s*(?:[-*•・]|\d{1,2}[.)])\s+")
_MARKUP = late_pattern(r"\*\*|__|^#+ *|`")
_FORMULA = late_pattern(
    r"\\\(.+?\\\)|\\\[.+?\\\]|\$\$.+?\$\$|(?<![\\\w$])\$(?=[^\s$])[^$]*?[^\s$\\]\$(?![\w$])", re.DOTALL
)
"""LaTeX: what looks like a sentence's end or a citation in there is none. "$5 and $6" is money."""
_HELD = "\ue000"
_OPEN_FORMULA = late_pattern(r"\\\((?!.*\\\))|\\\[(?!.*\\\])", re.DOTALL)
_LONGEST_FORMULA = 300
_COMPLETE = late_pattern(r"[.!?][\"')\]\u201d\u2019]*\s|[。！？][」』）)]*(?=[^」』）)])|\n")
"""The end of a sentence, once something follows it: "3." may become "3.5" and "。" a "。」"."""


def clean_claim(text: str) -> str:
    """A sentence without bullets, Markdown signs and the model's own citations: pages never come from the model."""
    text = re.sub(r"\s+", " ", text).strip()  # first: the patterns below know single spaces only, and stay fast
    formulas = _FORMULA.findall(text)
    text = _FORMULA.sub(_HELD, text) if formulas else text
    text = _MODEL_CITATION.sub("", text)
    text = _BULLET.sub("", text)
    return _put_back(_MARKUP.sub("", text).strip(), formulas)


def _put_back(text: str, formulas: list[str]) -> str:
    """A text with its formulas, in their order, where their places are held; those that are used up are taken out."""
    while formulas and _HELD in text:
        text = text.replace(_HELD, formulas.pop(0), 1)
    return text


_LONGEST_LEAD_IN = 200
_SAID_BEFORE = 0.8
"""Of a sentence's content words, those that one before it has: then it says that again."""
_ENDED = late_pattern(r"[.!?。！？…][\"')\]\u201d\u2019」』）]*$")


def says_again(claim: str, earlier: str) -> bool:
    """Whether a sentence adds nothing to an earlier one: no number, no negation, hardly a word."""
    words, known = set(content_tokens(claim)), set(content_tokens(earlier))
    if not words or {word for word in words if is_number(word)} - known:
        return False
    return negation_count(claim) == negation_count(earlier) and len(words & known) >= _SAID_BEFORE * len(words)


def is_ended(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _ENDED.search(text.rstrip()) is not None


class ClaimSplitter:
    """Feed text as it streams; take the sentences as they become complete, each once and not empty."""

    def __init__(self) -> None:
        self._pending = ""
        self._lead_in = ""
        self._seen: set[str] = set()

    @property
    def pending(self) -> str:
        """What has come of the sentence that is not complete yet."""
        return self._pending

    def feed(self, delta: str) -> list[str]:
        self._pending += delta
        claims: list[str] = []
        start = 0
        inside = [formula.span() for formula in _FORMULA.finditer(self._pending)]
        opened = _OPEN_FORMULA.search(self._pending)
        if opened is not None and len(self._pending) - opened.start() < _LONGEST_FORMULA:
            inside.append((opened.start(), len(self._pending)))
        for match in _COMPLETE.finditer(self._pending):
            if any(begin < match.start() < end for begin, end in inside):
                continue
            if not is_abbreviation(self._pending, start, match.start() + len(match.group().rstrip())):
                claims += self._claims(self._pending[start : match.end()])
                start = match.end()
        self._pending = self._pending[start:]
        return claims

    def finish(self) -> list[str]:
        """The last sentences, complete or not."""
        done, self._pending = self._pending, ""
        claims = self._claims(done)
        rest, self._lead_in = self._lead_in, ""
        return [*claims, rest] if self._is_new(rest) else claims

    def _claims(self, text: str) -> list[str]:
        claims: list[str] = []
        formulas = _FORMULA.findall(text)
        text = _FORMULA.sub(_HELD, text) if formulas else text
        for line in text.split("\n"):
            for sentence in split_sentences(line):
                cleaned = clean_claim(line[sentence.start : sentence.end])
                # Again: "It is fast. (p. 3) It is small." are two sentences once the citation is gone.
                claims += [_put_back(cleaned[part.start : part.end], formulas) for part in split_sentences(cleaned)]
        return [claim for claim in self._led_in(claims) if self._is_new(claim)]

    def _led_in(self, claims: list[str]) -> Iterator[str]:
        """A sentence that ends with a colon says nothing yet: it is one claim with what follows."""
        for claim in claims:
            whole = f"{self._lead_in} {claim}".strip()
            if claim.endswith((":", "：")) and len(whole) < _LONGEST_LEAD_IN:
                self._lead_in = whole
            else:
                self._lead_in = ""
                yield whole

    def _is_new(self, claim: str) -> bool:
        key = claim.casefold()
        if key in self._seen or not any(character.isalnum() for character in claim):
            return False
        self._seen.add(key)
        return True
