"""Whether two contents of a file are versions of one document: most of what the one says, the other says too."""

from collections.abc import Iterable

from reader.core.language import tokens
from reader.core.sentences import readable

SAME = 0.3
"""Share of the shorter version's runs of words that stand in the other one too. Two papers of one field share 1 %, two
drafts of a paper with other margins 80 %."""
_RUN = 4
"""Words (or pairs of CJK characters) a run: line ends and margins do not matter."""
_FEWEST_RUNS = 20


def runs(texts: Iterable[str]) -> frozenset[int]:
    """All runs of a few words, as numbers."""
    found: set[int] = set()
    for text in texts:
        words = tokens(readable(text))
        found.update(hash(tuple(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1))
    return frozenset(found)


def likeness(one: frozenset[int], other: frozenset[int]) -> float | None:
    """0..1; None where one of them has too little text to tell."""
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest >= _FEWEST_RUNS else None
