import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.questions import is_abstract, is_broad


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
