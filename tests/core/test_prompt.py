import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.passages import Passage
from reader.core.prompt import NOT_FOUND, build_prompt, is_no_answer

PASSAGES = [
    Passage(4, 0, 20, "The second\npassage of it.", 2.0),
    Passage(1, 50, 70, "The later one on the early page.", 1.0),
    Passage(1, 0, 20, "The opti-\nmiser.", 1.5),
]


def test_passages_come_in_page_order_and_the_question_last() -> None:
    prompt = build_prompt("Why?", "A Paper", PASSAGES, "en")
    text = prompt.user
    places = [text.index(part) for part in ("A Paper", "The optimiser.", "The later one", "The second passage", "Why?")]
    assert places == sorted(places)
    assert text.endswith("Why?")


def test_the_same_passages_give_the_same_beginning() -> None:
    """So that the model's memory of it can be used again for the next question."""
    one = build_prompt("Why?", "A Paper", PASSAGES, "en")
    other = build_prompt("How?", "A Paper", PASSAGES[::-1], "en")
    assert one.system == other.system
    assert one.user.removesuffix("Why?") == other.user.removesuffix("How?")


@pytest.mark.parametrize(("language", "name"), [("ja", "Japanese"), ("zh", "Chinese")])
def test_another_language_is_asked_for_by_name(language: str, name: str) -> None:
    assert name in build_prompt("Why?", "A Paper", PASSAGES, language).user
    assert name not in build_prompt("Why?", "A Paper", PASSAGES, "en").user


def test_models_are_told_no_page_numbers_and_no_rects() -> None:
    prompt = build_prompt("Why?", "A Paper", PASSAGES, "en")
    assert not any(character.isdigit() for character in prompt.user)


@pytest.mark.parametrize(
    "text",
    [
        NOT_FOUND,
        "The excerpts do not say. Sorry.",
        "It is not mentioned in the excerpts.",
        "本文には記載されていません。",
    ],
)
def test_a_model_that_has_no_answer_is_understood(text: str) -> None:
    assert is_no_answer(text)


def test_an_answer_is_an_answer() -> None:
    assert not is_no_answer("It needs 10.8 GB of memory.")
    assert not is_no_answer("")


@given(
    st.text(),
    st.text(),
    st.lists(st.builds(Passage, st.integers(0, 9), st.just(0), st.just(1), st.text(), st.just(1.0))),
)
def test_any_question_makes_a_prompt_that_holds_it(question: str, title: str, passages: list[Passage]) -> None:
    assert question in build_prompt(question, title, passages, "ja").user
