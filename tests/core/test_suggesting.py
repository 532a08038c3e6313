"""Suggested questions: from headings, terms and captions, in the reader's language, about what is there."""

from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import PageText, Region
from reader.core.suggesting import suggestions


def page(text: str, *parts: tuple[str, str]) -> PageText:
    regions = tuple(
        Region(kind, text.index(part), text.index(part) + len(part))
        for kind, part in parts  # type: ignore[arg-type]
    )
    return PageText(0, text, b"", regions)


def asked(
    title: str = "", outline: tuple[str, ...] = (), text: str = "", language: str = "en", *parts: tuple[str, str]
):
    return [made.question for made in suggestions(title, outline, [page(text, *parts)], language)]


def test_defined_abbreviation_that_is_used_is_asked_about() -> None:
    text = "We propose LOw-Memory Optimization (LOMO). LOMO saves memory. We run LOMO. See the report (ABC)."
    assert "What is LOMO?" in asked(text=text)
    assert not any("ABC" in question for question in asked(text=text))
    assert "「LOMO」とは何ですか？" in asked(text=text, language="ja")


def test_abbreviation_that_is_used_once_is_not_asked_about() -> None:
    assert asked(text="Natural Language Processing (NLP) is hard.") == ["What is this document about?"]


def test_plural_abbreviation_is_asked_about_in_the_plural() -> None:
    assert "What are LLMs?" in asked(text="Large Language Models (LLMs) are large. LLMs cost. LLMs help.")


def test_name_before_the_colon_of_the_title_comes_first() -> None:
    assert asked("LLaMA: Open Models", text="LLaMA is open. LLaMA is good. LLaMA.")[0] == "What is LLaMA?"


def test_mechanisms_are_asked_how_they_work_and_sections_what_they_say() -> None:
    questions = asked(outline=("1 Introduction", "2. Fused Gradient Update", "3 Memory Profile", "References"))
    assert "How does the Fused Gradient Update work?" in questions
    assert "What does it say about “Memory Profile”?" in questions
    assert not any("Introduction" in question or "References" in question for question in questions)


def test_limitations_and_results_are_asked_for_only_where_they_have_a_section() -> None:
    assert "What are the limitations?" not in asked(outline=("Method", "Results of others", "Data"))
    questions = asked(outline=("Method", "5.1 Main results", "Limitations"))
    assert {"What are the limitations?", "What are the main results?"} <= set(questions)


def test_first_table_is_asked_about_by_its_number() -> None:
    text = "Figure 1: A graph.\n\nTable 2: Results of all models."
    parts = (("caption", "Figure 1: A graph."), ("caption", "Table 2: Results of all models."))
    assert "What does Table 2 show?" in asked("", (), text, "en", *parts)


def test_japanese_terms_and_headings() -> None:
    text = "運転資金とは、日々の資金である。運転資金が要る。運転資金を借りる。"
    questions = asked(outline=("第１章　はじめに", "２．現在の校務情報化の課題", "参考文献"), text=text, language="ja")
    assert "「運転資金」とは何ですか？" in questions
    assert "「現在の校務情報化の課題」について何が書かれていますか？" in questions
    assert len(questions) == 3


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=6).map(tuple), st.text(max_size=200))
def test_any_document_gets_questions_once_each(title: str, outline: tuple[str, ...], text: str) -> None:
    for language, end in (("en", "?"), ("ja", "？")):
        questions = asked(title, outline, text, language)
        assert len(questions) == len(set(questions)) >= 1
        assert all(question.endswith(end) and "\n" not in question for question in questions)
