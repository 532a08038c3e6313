"""The reader's own question sets stand beside the program's, or in their place."""

import pytest

from reader import paths
from reader.core.errors import QuestionSetMissing, QuestionSetUnusable
from reader.store.question_sets import load_question_set, question_set_names


def own(name: str, content: bytes) -> None:
    folder = paths.question_sets_dir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_bytes(content)


def test_an_own_set_is_known_by_its_file_and_takes_the_place_of_one_of_that_name() -> None:
    assert question_set_names() == ["paper", "study", "survey", "benchmark", "software"]
    assert len(load_question_set("paper").questions) > 10
    own("chemistry", b'[[question]]\nen = "What is the yield?"\n')
    own("paper", '[[question]]\nen = "Why?"\n'.encode("utf-8-sig"))
    assert question_set_names() == ["paper", "study", "survey", "benchmark", "software", "chemistry"]
    assert [q.text("en") for q in load_question_set("chemistry").questions] == ["What is the yield?"]
    assert [q.text("en") for q in load_question_set("paper").questions] == ["Why?"]


def test_a_mistake_in_an_own_set_names_file_and_line() -> None:
    own("chemistry", b'[[question]]\nen = "Why?"\n[[question]]\nen = ""\n')
    with pytest.raises(QuestionSetUnusable) as caught:
        load_question_set("chemistry")
    assert caught.value.line == 3
    assert "chemistry.toml" in caught.value.title
    own("latin", b'[[question]]\nen = "\xff"\n')
    with pytest.raises(QuestionSetUnusable):
        load_question_set("latin")


def test_an_unknown_set_names_those_there_are() -> None:
    with pytest.raises(QuestionSetMissing) as caught:
        load_question_set("poems")
    assert "paper, study, survey" in caught.value.hint
