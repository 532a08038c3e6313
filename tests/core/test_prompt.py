from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.language import language_of
from reader.core.passages import Passage
from reader.core.prompt import (
    NOT_FOUND,
    Turn,
    build_card,
    build_prompt,
    build_translation,
    is_no_answer,
    selection_question,
)
from reader.core.translation import wanted_translation

PASSAGES = [
    Passage(4, 0, 20, "The second\npassage of it.", 2.0),
    Passage(1, 50, 70, "The later one on the early page.", 1.0),
    Passage(1, 0, 20, "The opti-\nmiser.", 1.5),
]


def test_passages_come_as_given_and_the_question_last() -> None:
    prompt = build_prompt("Why?", "A Paper", PASSAGES, "en")
    text = prompt.user
    places = [text.index(part) for part in ("A Paper", "The second passage", "The later one", "The optimiser.", "Why?")]
    assert places == sorted(places)
    assert text.endswith("Why?")


def test_the_same_passages_give_the_same_beginning() -> None:
    """So that the model's memory of it can be used again for the next question."""
    one = build_prompt("Why?", "A Paper", PASSAGES, "en")
    other = build_prompt("How?", "A Paper", PASSAGES, "en")
    assert one.system == other.system
    assert one.user.removesuffix("Why?") == other.user.removesuffix("How?")


def test_every_prompt_of_a_document_begins_with_its_card() -> None:
    """What is read when a document is opened is what its questions begin with."""
    card, prompt = build_card("A Paper"), build_prompt("Why?", "A Paper", PASSAGES, "ja", is_firm=True)
    assert card.system == prompt.system
    assert prompt.user.startswith(card.user)


def test_what_a_follow_up_leans_on_stands_between_passages_and_question() -> None:
    turn = Turn("How much memory?", "10.8 GB. " * 200)
    text = build_prompt("And why?", "A Paper", PASSAGES, "en", earlier=turn).user
    assert (
        text.index("The optimiser.") < text.index("How much memory?") < text.index("10.8 GB.") < text.index("And why?")
    )
    assert len(text) < 1000, "a long answer is cut"


def test_the_selected_text_is_in_the_prompt() -> None:
    text = build_prompt("Explain.", "A Paper", PASSAGES, "en", selected="The opti-\nmiser is new.").user
    assert text.index("The optimiser is new.") < text.index("Explain.")


def test_a_translation_is_asked_for_by_language_and_holds_nothing_else() -> None:
    sentence, firm = build_translation("It is 10 %.", "ja"), build_translation("It is 10 %.", "ja", keep=["10 %"])
    assert "Japanese" in sentence.system
    assert sentence.user == "It is 10 %."
    assert firm.user == "Terms: 10 % = 10 %\nIt is 10 %."
    assert (sentence.system, sentence.examples) == (firm.system, firm.examples)
    other = build_translation("It is 10 %.", "ko", keep=["10 %"])
    assert "Korean" in other.user
    assert "exactly as written: 10 %." in other.user


def test_the_terms_of_a_sentence_are_given_in_japanese() -> None:
    asked = build_translation("The optimizer saves memory usage.", "ja")
    assert asked.user.startswith("Terms: optimizer = オプティマイザ, memory usage = メモリ使用量\n")
    assert build_translation("The optimizer is new.", "ja", with_glossary=False).user == "The optimizer is new."
    question = build_translation("既存の省メモリ技術とは?", "en", is_question=True)
    assert "既存 = existing, 省メモリ = memory-saving" in question.user


@pytest.mark.parametrize("kind", ["explain", "translate"])
def test_commands_on_a_selection_are_questions_in_the_readers_language(kind: Literal["explain", "translate"]) -> None:
    assert language_of(selection_question(kind, "ja")) == "ja"
    assert language_of(selection_question(kind, "en")) == "en"
    assert bool(wanted_translation(selection_question(kind, "en"), "en")) is (kind == "translate")
    assert wanted_translation(selection_question("translate", "ja"), "en") == "ja"


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


def test_an_excerpt_says_where_it_stands_and_keeps_the_rows_of_a_table_apart() -> None:
    rows = "Total assets ........... 135,405 134,836\n\nTotal debt ........ 10 12"
    passage = Passage(4, 0, len(rows), rows, 1.0, "Balance sheets | 2021 2020 | in millions")
    text = build_prompt("Total assets in 2021?", "A Report", [passage], "en").user
    assert "[Balance sheets | 2021 2020 | in millions]\nTotal assets 135,405 134,836\nTotal debt 10 12\n" in text
