"""Which questions a paper note asks: the set that suits the paper, its own questions beside it, nothing asked twice."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from reader.core.language import content_tokens
from reader.core.paper_note import Origin, QuestionKind
from reader.core.patterns import late_pattern
from reader.core.question_sets import ALWAYS, Need, QuestionSet

COUNT = 10
"""Questions of a note, where nothing else is asked for."""
_SAME = 0.6
"""Questions that share this part of their words ask the same."""
_OWN_PLACES = 3
"""Questions about the paper's own sections that stand in a note before those of a set with a later priority."""

_SURVEY = late_pattern(
    r"\b(?:survey|systematic review|literature review|overview of|a review|primer|tutorial)\b|サーベイ|調査|概観|総説",
    re.IGNORECASE,
)
_BENCHMARK = late_pattern(
    r"\b(?:benchmark(?:s|ing)?|datasets?|corpus|corpora|leaderboard|test suite|shared task)\b"
    r"|ベンチマーク|データセット|コーパス",
    re.IGNORECASE,
)
_SOFTWARE = late_pattern(
    r"\b(?:toolkit|toolbox|library|(?:python|r) package|software|open[- ]source (?:platform|framework|system|tool))\b"
    r"|ライブラリ|ソフトウェア|ツールキット",
    re.IGNORECASE,
)
_MADE = r"\b(?:introduc|present|releas|construct|creat|collect|build|built|propos|describ|develop)\w*\b"
_MAKES_BENCHMARK = late_pattern(
    rf"\b(?:we|this (?:paper|work))\b[^.]{{0,40}}{_MADE}[^.,]{{0,60}}\b(?:benchmark|dataset|data set|corpus)\b",
    re.IGNORECASE,
)
_MAKES_SOFTWARE = late_pattern(
    rf"\b(?:we|this (?:paper|work))\b[^.]{{0,40}}{_MADE}[^.,]{{0,60}}\b(?:toolkit|toolbox|library|software|package)\b",
    re.IGNORECASE,
)
_PARAMETERS = late_pattern(
    r"\b\d+(?:\.\d+)?\s?[BM](?:[- ]parameter)?\b|\b(?:billion|million) parameters\b|\bparameter count|[億万]パラメータ",
    re.IGNORECASE,
)
_FEWEST_COUNTS = 3
_TABLE = late_pattern(r"^\s*(?:Table|表)\s*\d", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ChosenQuestion:
    question: str
    origin: Origin
    in_document_language: str = ""
    """The same, where it is known and is not the question itself."""
    kind: QuestionKind = ""


def suitable_set(title: str, abstract: str) -> str:
    """The name of the set that suits a paper with this title and abstract."""
    if _SURVEY.search(title):
        return "survey"
    if _BENCHMARK.search(title) or (_MAKES_BENCHMARK.search(abstract) and not _SOFTWARE.search(title)):
        return "benchmark"
    if _SOFTWARE.search(title) or _MAKES_SOFTWARE.search(abstract):
        return "software"
    return "survey" if re.search(r"\b(?:this|our) (?:survey|review)\b", abstract, re.IGNORECASE) else "paper"


def things_there(name: str, text: str, *, has_links: bool) -> frozenset[Need]:
    """What of a paper the questions of a set may depend on. `text`: of its pages."""
    there: dict[Need, bool] = {
        "name": bool(name),
        "table": _TABLE.search(text) is not None,
        "parameters": len(_PARAMETERS.findall(text)) >= _FEWEST_COUNTS,
        "links": has_links,
    }
    return frozenset(thing for thing, is_there in there.items() if is_there)


def from_set(
    questions: QuestionSet, there: Collection[Need], name: str, language: str, document_language: str
) -> list[tuple[ChosenQuestion, int, bool]]:
    """The questions of a set that make sense of the paper, each with its priority and whether it stands last.

    `language`: of the note. The text in the document's language comes along where the set has one.
    """
    chosen = []
    for template in questions.questions:
        if template.suits(there):
            asked = template.filled(language, name)
            spoken = template.filled(document_language, name) if document_language in dict(template.texts) else ""
            question = ChosenQuestion(asked, "set", spoken if spoken != asked else "", template.kind)
            chosen.append((question, template.priority, template.is_last))
    return chosen


def chosen_questions(
    of_set: Sequence[tuple[ChosenQuestion, int, bool]], others: Iterable[ChosenQuestion], count: int = COUNT
) -> list[ChosenQuestion]:
    """`count` questions at most: those of the set that are always asked, some of the others, then what there is.

    `others`: from headings and from the model, the best first. What asks nearly the same as one before is dropped.
    """
    first = [question for question, priority, _ in of_set if priority == ALWAYS]
    later = [q for q, _, _ in sorted((entry for entry in of_set if entry[1] > ALWAYS), key=lambda entry: entry[1])]
    taken = without_duplicates(first)
    own = [question for question in without_duplicates([*taken, *later, *others]) if question.origin != "set"]
    room = max(count - len(taken), 0)
    wanted = [*own[:_OWN_PLACES], *later, *own[_OWN_PLACES:]]
    taken = without_duplicates([*taken, *wanted[:room]])[:count] if room else taken[:count]
    taken = without_duplicates([*taken, *wanted])[:count]
    order = {question: place for place, (question, _, _) in enumerate(of_set)}
    last = {question for question, _, is_last in of_set if is_last}
    begin = sorted((q for q in taken if q in order and q not in last), key=order.__getitem__)
    end = sorted((q for q in taken if q in last), key=order.__getitem__)
    return [*begin, *(q for q in taken if q not in order), *end]


def without_duplicates(questions: Iterable[ChosenQuestion]) -> list[ChosenQuestion]:
    """The questions in their order, without those that ask nearly the same as one before them."""
    kept: list[ChosenQuestion] = []
    seen: list[tuple[frozenset[str], ...]] = []
    for question in questions:
        words = tuple(frozenset(content_tokens(text)) for text in (question.question, question.in_document_language))
        if not any(_is_same(mine, theirs) for other in seen for mine, theirs in zip(words, other, strict=True)):
            if any(question.question.strip() == other.question.strip() for other in kept):
                continue
            kept.append(question)
            seen.append(words)
    return kept


def _is_same(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two questions share most of their words; one of a single word shares it or not."""
    return bool(words and others) and len(words & others) >= _SAME * len(words | others)
