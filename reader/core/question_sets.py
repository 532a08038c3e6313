"""Question sets: what a paper note asks of every paper of a kind, in English and Japanese."""

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from reader.core.paper_note import QuestionKind

Need: TypeAlias = Literal["name", "table", "parameters", "links"]
"""What a question may depend on: see resources/questions/paper.toml."""
LANGUAGES = ("en", "ja")
SET_NAMES = ("paper", "study", "survey", "benchmark", "software")
"""Those that come with the program."""
NAME_SLOT = "{name}"
ALWAYS = 1
"""The priority of a question that is always asked."""

_TABLE_HEAD = re.compile(r"^\s*\[\[\s*question\s*\]\]", re.MULTILINE)
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_KNOWN = frozenset(("en", "ja", "needs", "lacks", "priority", "place", "kind", "look_for"))
_SLOT = re.compile(r"\{[^{}]*\}")


class QuestionSetError(ValueError):
    """What is wrong with the text of a set, and in which line (from 1)."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line, self.reason = line, reason


@dataclass(frozen=True, slots=True)
class QuestionTemplate:
    texts: tuple[tuple[str, str], ...]
    """(language, text), at least one."""
    needs: frozenset[Need] = frozenset()
    lacks: frozenset[Need] = frozenset()
    priority: int = ALWAYS
    """From 1; a higher one is asked where there is room."""
    is_last: bool = False
    """It stands after the questions that are about the paper's own sections."""
    kind: QuestionKind = ""
    look_for: tuple[tuple[str, str], ...] = ()
    """(language, words with which papers answer this and that the question does not have)."""

    def text(self, language: str) -> str:
        """In the language, else in the first one there is."""
        return dict(self.texts).get(language) or self.texts[0][1]

    def filled(self, language: str, name: str) -> str:
        """The question with the paper's own name in its slot."""
        return self.text(language).replace(NAME_SLOT, name)

    def words(self, language: str) -> str:
        """What to look for in a document of that language."""
        return dict(self.look_for).get(language, "")

    def suits(self, there: Collection[Need]) -> bool:
        """Whether it makes sense of a paper that has these things."""
        return self.needs <= set(there) and not self.lacks & set(there)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    name: str
    titles: tuple[tuple[str, str], ...]
    """(language, what people call it)."""
    questions: tuple[QuestionTemplate, ...]

    def title(self, language: str) -> str:
        titles = dict(self.titles)
        return titles.get(language) or titles.get("en") or self.name


def parse_question_set(name: str, text: str) -> QuestionSet:
    """The set that a TOML file describes. Raises QuestionSetError."""
    try:
        stored = tomllib.loads(text)
    except tomllib.TOMLDecodeError as failure:
        at = _AT_LINE.search(str(failure))
        line = int(at[1]) if at is not None and at[1] else text.count("\n") + 1
        raise QuestionSetError(line, _AT_LINE.sub("", str(failure)).strip()) from failure
    titles = _titles(stored)
    listed = stored.get("question", [])
    if not isinstance(listed, list) or not listed:
        raise QuestionSetError(1, "there is no [[question]]")
    heads = [text.count("\n", 0, head.end()) + 1 for head in _TABLE_HEAD.finditer(text)]
    lines = heads if len(heads) == len(listed) else [1] * len(listed)
    questions = [_question(one, line) for one, line in zip(listed, lines, strict=True)]
    return QuestionSet(name, titles, tuple(questions))


def _titles(stored: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    title = stored.get("title", {})
    if isinstance(title, str):
        return (("en", title),) if title.strip() else ()
    if not isinstance(title, dict):
        raise QuestionSetError(1, '"title" is no text')
    return tuple((language, text) for language, text in title.items() if isinstance(text, str) and text.strip())


def _question(stored: object, line: int) -> QuestionTemplate:
    if not isinstance(stored, dict):
        raise QuestionSetError(line, "a question is a [[question]] table")
    for key in stored:
        if key not in _KNOWN:
            raise QuestionSetError(line, f'"{key}" is not known')
    texts = tuple((language, _text(stored[language], line)) for language in LANGUAGES if language in stored)
    if not texts:
        raise QuestionSetError(line, 'the question has no text: "en" or "ja" is needed')
    needs, lacks = _needs(stored, "needs", line), _needs(stored, "lacks", line)
    if any(NAME_SLOT in text for _, text in texts):
        needs |= {"name"}  # without one there is nothing to fill in
    priority, kind, place = stored.get("priority", ALWAYS), stored.get("kind", ""), stored.get("place", "")
    if not isinstance(priority, int) or priority < ALWAYS:
        raise QuestionSetError(line, '"priority" is 1, 2, ...')
    if kind not in get_args(QuestionKind):
        raise QuestionSetError(line, f'there is no kind "{kind}"')
    if place not in ("", "end"):
        raise QuestionSetError(line, f'there is no place "{place}"')
    return QuestionTemplate(texts, needs, lacks, priority, place == "end", kind, _look_for(stored, line))


def _text(value: object, line: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise QuestionSetError(line, "the question is no text")
    for slot in _SLOT.findall(value):
        if slot != NAME_SLOT:
            raise QuestionSetError(line, f"there is no slot {slot}")
    return " ".join(value.split())


def _look_for(stored: dict[str, Any], line: int) -> tuple[tuple[str, str], ...]:
    words = stored.get("look_for", {})
    if not isinstance(words, dict) or not all(isinstance(text, str) for text in words.values()):
        raise QuestionSetError(line, '"look_for" has a text for each language: look_for.en = "..."')
    return tuple(words.items())


def _needs(stored: dict[str, Any], key: str, line: int) -> frozenset[Need]:
    values = stored.get(key, [])
    known: tuple[Need, ...] = get_args(Need)
    if not isinstance(values, list):
        raise QuestionSetError(line, f'"{key}" is a list')
    for value in values:
        if value not in known:
            raise QuestionSetError(line, f'"{key}" knows {", ".join(known)}, not "{value}"')
    return frozenset(values)
