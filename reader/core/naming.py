"""Which of several documents a question names: "In the Mamba paper, ...", "3M's 10-K of 2018"."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from reader.core.language import STOP_WORDS, folded_text, is_number, tokens
from reader.core.patterns import late_pattern
from reader.core.ranking import inverse_frequency

NAMED = 0.35
"""Share of the weight of a document's name that a question must hold to name the document. The right one of 67 came
first for .79 of 160 questions without names, for .84 with this; .2 and .5 give as much or less, whether the file names
say nothing else ("ADOBE_2022_10K") or have the set before them ("financebench-ADOBE_2022_10K")."""
_SHORT_TITLE = late_pattern(r"\s*[:：—–]\s*|\s+-\s+|\s*\|\s*")
_WORD = late_pattern(r"[^\W_]+(?:\.\d+)*")
_YEAR = late_pattern(r"\bfy\s?((?:\d\d)?)(\d\d)\b")
"""Of a report: "FY2018", "FY18" for what its file calls 2018."""
_VERSION = late_pattern(r"v\d+$")
_JOINED = 5
"""Letters from which on a word of a file's name is also found written apart: "BESTBUY" in "Best Buy"."""
_LONGEST_SHORT_NAME = 24
_COMMON = 1 / 3
"""Of the documents: a single word that stands in more of them is no name, "memory" in papers about memory."""


def names_of(title: str, file: str) -> tuple[str, ...]:
    """What people may call a document: its title, what stands before the colon, the file's name."""
    stem = _VERSION.sub("", PurePath(file).stem)
    short, *rest = _SHORT_TITLE.split(title.strip(), maxsplit=1)
    return tuple(dict.fromkeys(name for name in (title, short if rest else "", stem) if name.strip()))


def short_names(documents: Sequence[tuple[str, str]]) -> list[str]:
    """(title, file) of each document -> a name for the screen, a word or two, each its own: "Mamba", else the file."""
    wanted = []
    for title, file in documents:
        short = _SHORT_TITLE.split(title.strip(), maxsplit=1)[0]
        wanted.append(_shortened(short) or _shortened(PurePath(file).stem))
    counts = Counter(wanted)
    stems = [
        _shortened(PurePath(file).stem) if counts[name] > 1 else name
        for name, (_, file) in zip(wanted, documents, strict=True)
    ]
    seen: Counter[str] = Counter()
    unique = []
    for name in stems:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique


def _shortened(name: str) -> str:
    """The first words of a name, as many as there is room for."""
    if len(name) <= _LONGEST_SHORT_NAME:
        return name
    whole = name[:_LONGEST_SHORT_NAME].rpartition(" ")[0]
    return f"{whole if 2 * len(whole) > _LONGEST_SHORT_NAME else name[: _LONGEST_SHORT_NAME - 1]}…"


def named_documents(
    question: str, names: Sequence[Sequence[str]], holding: Mapping[str, int] | None = None
) -> dict[int, float]:
    """The documents that a question names -> how much of a name it holds, NAMED..1.

    `names`: of each document. `holding`: search token of the question -> how many of the documents hold it.
    """
    words = [[frozenset(_words(name)) for name in of_document] for of_document in names]
    frequency = Counter(word for of_document in words for word in frozenset[str]().union(*of_document))
    weight = {word: inverse_frequency(len(names), count) for word, count in frequency.items()}
    asked = frozenset(_words(question))
    run_together = "".join(_WORD.findall(folded_text(question)))
    found = {}
    for number, of_document in enumerate(words):
        best = max((_share(name, asked, run_together, weight) for name in of_document), default=0.0)
        held = {word for name in of_document for word in name if _is_asked(word, asked, run_together)}
        if best >= NAMED and _is_telling(held, len(names), holding or {}):
            found[number] = best
    return found


def _words(text: str) -> list[str]:
    folded = _YEAR.sub(lambda year: f"{year[1] or '20'}{year[2]}", folded_text(text))
    return [word for word in _WORD.findall(folded) if word not in STOP_WORDS]


def _is_asked(word: str, asked: frozenset[str], run_together: str) -> bool:
    return word in asked or (len(word) >= _JOINED and not is_number(word) and word in run_together)


def _share(name: frozenset[str], asked: frozenset[str], run_together: str, weight: Mapping[str, float]) -> float:
    total = sum(weight[word] for word in name)
    return sum(weight[word] for word in name if _is_asked(word, asked, run_together)) / total if total else 0.0


def _is_telling(held: set[str], document_count: int, holding: Mapping[str, int]) -> bool:
    """Whether the words that question and name share are more than a common word or a year."""
    if len(held) > 1:
        return not all(word.isdigit() for word in held)
    (word,) = held
    if word.isdigit():
        return False
    return max((holding.get(token, 0) for token in tokens(word)), default=0) <= max(1, document_count * _COMMON)
