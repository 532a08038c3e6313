"""A model's answer cut into claims: one sentence each, as soon as it is complete."""

import re

from reader.core.sentences import split_sentences

_MODEL_CITATION = re.compile(
    r"\s*(?:\[\s*(?:p(?:age|p)?s?\.?\s*)?\d+(?:\s*[-,–]\s*\d+)*\s*\]"
    r"|[(（]\s*(?:see\s+)?(?:pages?|pp?\.)\s*~?\d+(?:\s*[-,–]\s*\d+)*\s*[)）]"
    r"|[(（]\s*(?:excerpts?|passages?|抜粋)\s*\d+(?:\s*[-,–]\s*\d+)*\s*[)）])",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*•・]|\d{1,2}[.)])\s+")
_MARKUP = re.compile(r"\*\*|__|^#+\s*|`")
_COMPLETE = re.compile(r"[.!?][\"')\]\u201d\u2019]*\s|[。！？][」』）)]*|\n")


def clean_claim(text: str) -> str:
    """A sentence without bullets, Markdown signs and the model's own citations: pages never come from the model."""
    text = _MODEL_CITATION.sub("", text)
    text = _BULLET.sub("", text)
    text = _MARKUP.sub("", text)
    return re.sub(r"\s+", " ", text).strip()


class ClaimSplitter:
    """Feed text as it streams; take the sentences as they become complete, each once and not empty."""

    def __init__(self) -> None:
        self._pending = ""
        self._seen: set[str] = set()

    @property
    def pending(self) -> str:
        """What has come of the sentence that is not complete yet."""
        return self._pending

    def feed(self, delta: str) -> list[str]:
        self._pending += delta
        # The sentence that ends at the very end of the text may go on ("3." -> "3.5"): only what something follows.
        ends = [match.end() for match in _COMPLETE.finditer(self._pending)]
        if not ends:
            return []
        done, rest = self._pending[: ends[-1]], self._pending[ends[-1] :]
        sentences = split_sentences(done + "X")  # what follows decides whether "Fig. " ends a sentence
        if sentences and sentences[-1].start < len(done):
            rest = done[sentences[-1].start :] + rest
            done = done[: sentences[-1].start]
        self._pending = rest
        return self._claims(done)

    def finish(self) -> list[str]:
        """The last sentences, complete or not."""
        done, self._pending = self._pending, ""
        return self._claims(done)

    def _claims(self, text: str) -> list[str]:
        claims = []
        for line in text.split("\n"):
            for sentence in split_sentences(line):
                claim = clean_claim(line[sentence.start : sentence.end])
                key = claim.casefold()
                if any(character.isalnum() for character in claim) and key not in self._seen:
                    self._seen.add(key)
                    claims.append(claim)
        return claims
