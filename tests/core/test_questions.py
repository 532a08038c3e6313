import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.questions import asks_for_figure, asks_for_table, is_abstract, is_broad


@pytest.mark.parametrize(
    "question",
    [
        "What is this paper about?",
        "What is the document about?",
        "Summarize it.",
        "Give me a summary",
        "What are the main points?",
        "What is it about?",
        "この論文の概要は？",
        "要約して",
        "何について書かれていますか",
        "どのような論文ですか",
    ],
)
def test_questions_about_the_whole_are_told(question: str) -> None:
    assert is_broad(question)


@pytest.mark.parametrize(
    "question",
    [
        "How much memory does LOMO need?",
        "What is LOMO?",
        "What does Table 3 say about throughput?",
        "推論は速いですか",
        "",
    ],
)
def test_questions_about_a_part_are_not(question: str) -> None:
    assert not is_broad(question)


def test_the_heading_of_an_abstract_is_seen() -> None:
    assert is_abstract("A Title\n\n  Abstract\n\nWe save memory.")
    assert is_abstract("題名\n概 要\n本論文では")
    assert not is_abstract("An abstract concept is used.")
    assert not is_abstract("")


@given(st.text())
def test_any_text_is_a_question_of_a_kind(text: str) -> None:
    assert is_broad(text) in (True, False)
    assert is_abstract(text) in (True, False)


@pytest.mark.parametrize("odd", ["\n", " ", "what is ", "\u3000", "概 "], ids=ascii)
def test_a_megabyte_of_one_sign_ends(odd: str) -> None:
    text = odd * (200_000 // len(odd))
    assert not is_abstract(text)
    assert not is_broad(text)


@pytest.mark.parametrize(
    ("question", "is_figure", "is_table"),
    [
        ("What does Figure 3 show?", True, False),
        ("Fig. 2は何を示しますか？", True, False),
        ("What is on this diagram?", True, False),
        ("図3は何を表していますか？", True, False),
        ("What is the highest value in Table 2?", False, True),
        ("表２によると最も速いのは？", False, True),
        ("この表の単位は？", False, True),
        ("What figures does the report give for sales?", False, False),
        ("How are graph neural networks trained?", False, False),
        ("発表の目的は？", False, False),
    ],
)
def test_questions_about_pictures_and_tables(question: str, is_figure: bool, is_table: bool) -> None:
    assert (asks_for_figure(question), asks_for_table(question)) == (is_figure, is_table)
