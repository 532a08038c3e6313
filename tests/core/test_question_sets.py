"""Question sets: those of the program are whole in both languages, a mistake is told with its line."""

import pytest

from reader import paths
from reader.core.question_sets import LANGUAGES, SET_NAMES, QuestionSetError, parse_question_set


@pytest.mark.parametrize("name", SET_NAMES)
def test_the_programs_sets_are_whole_in_both_languages(name: str) -> None:
    found = parse_question_set(name, paths.resource(f"questions/{name}.toml").read_text("utf-8"))
    assert found.title("ja") != found.title("en")
    for question in found.questions:
        assert [language for language, _ in question.texts] == list(LANGUAGES)
        slots = {"{name}" in text for _, text in question.texts}
        assert len(slots) == 1
    # with a name or without, there is enough to ask
    for there in ({"name"}, set()):
        assert len([q for q in found.questions if q.suits(there)]) >= 7  # type: ignore[arg-type]


def test_a_question_is_filled_with_the_papers_name() -> None:
    (question,) = parse_question_set("own", '[[question]]\nen = "What  is {name}?"\nja = "{name}とは？"\n').questions
    assert question.filled("en", "LOMO") == "What is LOMO?"
    assert question.filled("ja", "LOMO") == "LOMOとは？"
    assert question.filled("fr", "LOMO") == "What is LOMO?"
    assert not question.suits(frozenset())
    assert question.suits({"name"})


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('title = "T"\n[[question]\nen = "Why?"\n', 2, "Expected"),
        ('[[question]]\nen = "Why?"\n\n[[question]]\nde = "Warum?"\n', 4, '"de" is not known'),
        ('title.en = "T"\n', 1, "there is no [[question]]"),
        ('[[question]]\nen = "Why {author}?"\n', 1, "there is no slot {author}"),
        ('[[question]]\nen = "Why?"\nneeds = ["luck"]\n', 1, 'not "luck"'),
        ('[[question]]\nen = "Why?"\nneeds = "name"\n', 1, "is a list"),
        ('[[question]]\nen = "Why?"\npriority = "high"\n', 1, "priority"),
        ('[[question]]\nen = "Why?"\nkind = "poem"\n', 1, "kind"),
        ('[[question]]\nen = "Why?"\nplace = "middle"\n', 1, "place"),
        ("[[question]]\npriority = 1\n", 1, "no text"),
        ("[[question]]\nen = 7\n", 1, "no text"),
        ("question = [1]\n", 1, "table"),
        ("title = 3\n[[question]]\nen = 'Why?'\n", 1, "title"),
        ('[[question]]\nen = "Why', 2, "Unterminated"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(QuestionSetError) as caught:
        parse_question_set("own", text)
    assert caught.value.line == line
    assert reason in caught.value.reason


def test_a_title_may_be_one_text() -> None:
    found = parse_question_set("mine", 'title = "My questions"\n[[question]]\nja = "なぜ？"\n')
    assert found.title("ja") == "My questions"
    assert parse_question_set("mine", '[[question]]\nja = "なぜ？"\n').title("ja") == "mine"
