"""Questions of a note: the set that suits the paper, its own questions between, nothing asked twice."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.question_choosing import (
    ChosenQuestion,
    chosen_questions,
    from_set,
    suitable_set,
    things_there,
    without_duplicates,
)
from reader.core.question_sets import parse_question_set

SET = parse_question_set(
    "own",
    """
[[question]]
en = "What is {name}?"
ja = "{name}とは何ですか？"
[[question]]
en = "What is proposed?"
ja = "何が提案されていますか？"
lacks = ["name"]
[[question]]
en = "How many parameters are there?"
ja = "パラメータはいくつですか？"
priority = 3
[[question]]
en = "What is it good for?"
ja = "何の役に立ちますか？"
priority = 2
[[question]]
en = "What are the limits of {name}?"
ja = "{name}の限界は何ですか？"
place = "end"
[[question]]
ja = "コードはどこですか？"
kind = "links"
place = "end"
""",
)


def own(*texts: str, origin: Any = "heading") -> list[ChosenQuestion]:
    return [ChosenQuestion(text, origin) for text in texts]


def texts_of(questions: list[ChosenQuestion]) -> list[str]:
    return [question.question for question in questions]


@pytest.mark.parametrize(
    ("title", "abstract", "name"),
    [
        ("Full Parameter Fine-Tuning for Large Language Models", "We propose a new optimizer.", "paper"),
        ("A Survey of Large Language Models", "", "survey"),
        ("Lamps and Blackbirds", "We recorded 46 males in four streets. Light sets the hour of the song.", "study"),
        ("Sleep and Memory", "Forty participants learned words. Those who slept forgot fewer.", "study"),
        ("街灯とクロウタドリ", "46羽の雄の声を録音し、明るさとの関係を調べた。", "study"),
        ("Fast Sorting", "We propose a new method and compared it with three others.", "paper"),
        ("Tool Learning: A Review", "This review covers tools.", "survey"),
        ("Everything about Tools", "In this survey we cover tools.", "survey"),
        ("MMLongBench: A Benchmark for Documents", "", "benchmark"),
        ("CLadder: Assessing Causal Reasoning", "We compose a large dataset, CLadder, of 10K samples.", "benchmark"),
        ("Asking Questions", "We evaluate on a dataset that others made.", "paper"),
        ("FastNLP: A Toolkit for Everyone", "", "software"),
        ("Training at Scale", "We present a library for training.", "software"),
        ("日本語ベンチマークの構築", "", "benchmark"),
    ],
)
def test_the_set_suits_the_paper(title: str, abstract: str, name: str) -> None:
    assert suitable_set(title, abstract) == name


def test_what_is_there_decides_what_makes_sense() -> None:
    assert things_there("", "Nothing.", has_links=False) == frozenset()
    text = "We train 7B, 13B and 65B models.\nTable 1: Results\n"
    assert things_there("LOMO", text, has_links=True) == {"name", "table", "parameters", "links"}


def test_a_set_comes_in_the_notes_language_with_the_documents_beside_it() -> None:
    chosen = from_set(SET, {"name"}, "LOMO", "ja", "en")
    assert (chosen[0][0].question, chosen[0][0].in_document_language) == ("LOMOとは何ですか？", "What is LOMO?")
    assert chosen[-1][0] == ChosenQuestion("コードはどこですか？", "set", "", "links")
    assert not any("提案" in q.question for q, _, _ in chosen)
    same = from_set(SET, set(), "", "en", "en")
    assert [q.in_document_language for q, _, _ in same] == [""] * len(same)


def test_the_order_is_that_of_the_set_with_the_papers_own_questions_before_its_end() -> None:
    of_set = from_set(SET, {"name"}, "LOMO", "en", "en")
    others = own("How does Fusion work?", "What is Grad?", "What about Norms?", "And Precision?")
    chosen = texts_of(chosen_questions(of_set, others, 10, "LOMO"))
    assert chosen == [
        "What is LOMO?",
        "How many parameters are there?",
        "What is it good for?",
        "How does Fusion work?",
        "What is Grad?",
        "What about Norms?",
        "And Precision?",
        "What are the limits of LOMO?",
        "コードはどこですか？",
    ]
    # with less room: always the first ones, then three of the paper's own, then those with a later priority
    assert texts_of(chosen_questions(of_set, others, 7, "LOMO")) == [
        "What is LOMO?",
        "What is it good for?",
        "How does Fusion work?",
        "What is Grad?",
        "What about Norms?",
        "What are the limits of LOMO?",
        "コードはどこですか？",
    ]
    assert len(chosen_questions(of_set, others, 2, "LOMO")) == 2


def test_what_asks_the_same_is_dropped() -> None:
    of_set = from_set(SET, {"name"}, "LOMO", "en", "en")
    others = own("What is LOMO?", "What are LOMO's limits?", "How many parameters does it have?", "What is fused?")
    kept = texts_of(chosen_questions(of_set, others, 20, "LOMO"))
    assert "What is fused?" in kept
    assert kept.count("What is LOMO?") == 1
    assert "What are LOMO's limits?" not in kept
    # the name alone makes no two questions the same
    assert texts_of(without_duplicates(own("Is LOMO fast?", "Is LOMO small?"), "LOMO")) == [
        "Is LOMO fast?",
        "Is LOMO small?",
    ]
    japanese = own("LOMOの限界は何ですか？", "LOMOの限界とは何ですか？", "LOMOの速度は？")
    assert len(without_duplicates(japanese, "LOMO")) == 2


def test_the_same_in_the_documents_language_is_the_same() -> None:
    one = ChosenQuestion("LOMOはどう使いますか？", "set", "How is LOMO used in practice?")
    other = ChosenQuestion("実際にLOMOを利用する方法は？", "model", "How is LOMO used in practice?")
    assert without_duplicates([one, other], "LOMO") == [one]


WORDS = st.sampled_from("memory speed data code limits tables models graphs tokens gradients LOMO".split())
QUESTIONS = st.lists(
    st.builds(
        ChosenQuestion,
        st.lists(WORDS, min_size=1, max_size=6).map(lambda words: f"What of {' and '.join(words)}?"),
        st.sampled_from(["set", "heading", "model"]),
    ),
    max_size=14,
)


@given(QUESTIONS)
def test_dropping_duplicates_keeps_order_and_the_first_and_changes_nothing_the_second_time(
    questions: list[ChosenQuestion],
) -> None:
    kept = without_duplicates(questions, "LOMO")
    assert kept == without_duplicates(kept, "LOMO")
    assert kept[:1] == questions[:1]
    places = [next(n for n, q in enumerate(questions) if q is one) for one in kept]
    assert places == sorted(places)
    assert len(set(texts_of(kept))) == len(kept)
    # whatever was dropped is like one that was kept
    for question in questions:
        assert question in kept or len(without_duplicates([*kept, question], "LOMO")) == len(kept)


@given(QUESTIONS, st.integers(1, 12))
def test_never_more_than_asked_for_and_all_first_ones_where_there_is_room(
    others: list[ChosenQuestion], count: int
) -> None:
    of_set = from_set(SET, {"name"}, "LOMO", "en", "en")
    chosen = chosen_questions(of_set, [q for q in others if q.origin != "set"], count, "LOMO")
    assert len(chosen) <= count
    first = [q for q, priority, _ in of_set if priority == 1]
    assert sum(q in first for q in chosen) == min(count, len(first))
