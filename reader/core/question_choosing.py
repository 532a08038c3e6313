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
OWN_PLACES = 3
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
_MADE = r"\b(?:introduc|present|releas|construct|creat|collect|build|built|propos|describ|develop|compos|curat)\w*\b"
_MAKES_BENCHMARK = late_pattern(
    rf"\b(?:we|this (?:paper|work))\b[^.]{{0,40}}{_MADE}[^.,]{{0,60}}\b(?:benchmark|dataset|data set|corpus)\b",
    re.IGNORECASE,
)
_MAKES_SOFTWARE = late_pattern(
    rf"\b(?:we|this (?:paper|work))\b[^.]{{0,40}}{_MADE}[^.,]{{0,60}}\b(?:toolkit|toolbox|library|software|package)\b",
    re.IGNORECASE,
)
_PROPOSES = late_pattern(
    r"\b(?:propos\w+|novel|introduc\w+|our (?:approach|method|model|framework|system|algorithm)|outperform\w*"
    r"|state[- ]of[- ]the[- ]art|optimi[sz]er|architecture)\b|\bwe (?:\w+ )?(?:present|develop|design|train|release)\b"
    r"|提案|新しい(?:手法|方法|方式|モデル)|開発",
    re.IGNORECASE,
)
_STUDIES = late_pattern(
    r"\b(?:we|this study) (?:\w+ )?(?:recorded|measured|examined?|investigated?|observed?|studied|surveyed|interviewed"
    r"|sampled|tested|compared?|analy[sz]ed?|asked|reports?)\b"
    r"|\b(?:participants|patients|respondents|cohort|field experiment|randomi[sz]ed|case study|effects? of)\b"
    r"|被験者|参加者|患者|調べた|測定した|観察した|明らかに",
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
    look_for: str = ""
    section: str = ""
    """These as in NoteItem."""


def suitable_set(title: str, abstract: str) -> str:
    """The name of the set that suits a paper with this title and abstract."""
    if _SURVEY.search(title):
        return "survey"
    if _BENCHMARK.search(title) or (_MAKES_BENCHMARK.search(abstract) and not _SOFTWARE.search(title)):
        return "benchmark"
    if _SOFTWARE.search(title) or _MAKES_SOFTWARE.search(abstract):
        return "software"
    if re.search(r"\b(?:this|our) (?:survey|review)\b", abstract, re.IGNORECASE):
        return "survey"
    says_both = f"{title}. {abstract}"
    return "study" if _STUDIES.search(says_both) and not _PROPOSES.search(says_both) else "paper"


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
            question = ChosenQuestion(
                asked, "set", spoken if spoken != asked else "", template.kind, template.words(document_language)
            )
            chosen.append((question, template.priority, template.is_last))
    return chosen


def chosen_questions(
    of_set: Sequence[tuple[ChosenQuestion, int, bool]],
    others: Iterable[ChosenQuestion],
    count: int = COUNT,
    name: str = "",
) -> list[ChosenQuestion]:
    """`count` questions at most: those of the set that are always asked, some of the others, then what there is.

    `others`: from headings and from the model, the best first. What asks nearly the same as one before is dropped.
    `name`: the paper's own, which says nothing about what is asked.
    """
    first = [question for question, priority, _ in of_set if priority == ALWAYS]
    later = [q for q, _, _ in sorted((entry for entry in of_set if entry[1] > ALWAYS), key=lambda entry: entry[1])]
    unlike = without_duplicates([*first, *later, *others], name)
    own = [question for question in unlike if question.origin != "set"]
    taken = [*first, *own[:OWN_PLACES], *later, *own[OWN_PLACES:]][:count]
    place = {id(question): number for number, (question, _, _) in enumerate(of_set)}
    last = {id(question) for question, _, is_last in of_set if is_last}
    of_papers = [question for question in taken if id(question) in place]
    of_papers.sort(key=lambda question: place[id(question)])
    return [
        *(question for question in of_papers if id(question) not in last),
        *(question for question in taken if id(question) not in place),
        *(question for question in of_papers if id(question) in last),
    ]


def without_duplicates(questions: Iterable[ChosenQuestion], name: str = "") -> list[ChosenQuestion]:
    """The questions in their order, without those that ask nearly the same as one before them.

    Those of a set are kept beside each other: who wrote it meant them to be different.
    """
    said_anyway = frozenset(content_tokens(name))
    kept: list[tuple[ChosenQuestion, tuple[frozenset[str], ...]]] = []
    for question in questions:
        texts = (question.question, question.in_document_language)
        words = tuple(frozenset(word for word in content_tokens(text) if len(word) > 1) for text in texts)
        if not any(
            question.question == other.question
            or (not question.origin == other.origin == "set" and _ask_the_same(words, theirs, said_anyway))
            for other, theirs in kept
        ):
            kept.append((question, words))
    return [question for question, _ in kept]


def _ask_the_same(
    words: Sequence[frozenset[str]], others: Sequence[frozenset[str]], said_anyway: frozenset[str]
) -> bool:
    """Whether in one of the languages most of the words are the same, with the paper's name and without it."""
    return any(
        bool(mine and theirs) and _share(mine, theirs) >= _SAME <= _share(mine - said_anyway, theirs - said_anyway)
        for mine, theirs in zip(words, others, strict=True)
    )


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / len(words | others) if words or others else 1.0
