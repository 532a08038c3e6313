"""Sentences that answer a known kind of question: whole ones of the running text, not one under every question."""

from collections import Counter

import pytest

from reader.core.document import PageText, Region
from reader.core.extracts import (
    after_references,
    best_extracts,
    opening_sentences,
    section_passages,
    without_references,
)
from reader.core.language import content_tokens
from reader.core.quote_index import fold
from reader.core.ranking import inverse_frequency
from reader.core.search_hints import SearchHints
from reader.core.sentences import split_sentences


def page(page_index: int, *parts: tuple[str, str]) -> PageText:
    text, regions = "", []
    for kind, part in parts:
        if kind != "body":
            regions.append(Region(kind, len(text), len(text) + len(part)))  # type: ignore[arg-type]
        text += part + "\n\n"
    return PageText(page_index, text, b"", tuple(regions))


PROPOSES = "In this work, we propose a new optimizer, LOMO, which fuses two steps into one."
SERVER = "The experiments are run on a server equipped with eight RTX 3090 GPUs."
FEASIBLE = "We have demonstrated that tuning works on a machine with consumer GPUs."
FASTER = "For the 7B model the throughput of LOMO surpasses that of AdamW by about 11 times."
CITED = "The throughput of LOMO is discussed with that of others (Smith et al., 2020)."
PAGES = [
    page(0, ("heading", "Abstract"), ("body", PROPOSES), ("body", "Weather is a topic of its own in the north.")),
    page(
        1,
        ("heading", "4.1 THROUGHPUT"),
        ("body", f"{SERVER} {FASTER} {CITED}"),
        ("table", "Hardware memory GPUs server machine throughput of LOMO."),
        ("caption", "Table 1: The hardware of the server with GPUs and LOMO."),
    ),
    page(2, ("body", FEASIBLE), ("heading", "REFERENCES"), ("body", "A. Author. 2020. On GPUs, servers and machines.")),
    page(3, ("body", "B. Author. 2021. A server with GPUs."), ("heading", "A HYPERPARAMETERS"), ("body", "It is 3.")),
]


def extracted(question: str, hints: SearchHints = SearchHints(), **options: object) -> list[str]:  # noqa: B008
    pages = list(without_references(PAGES).values())
    sentences = [p.text[s.start : s.end] for p in pages for s in split_sentences(p.text)]
    counts = Counter(word for sentence in sentences for word in set(content_tokens(sentence)))
    words = set(content_tokens(f"{question} {hints.look_for}"))
    weights = {word: inverse_frequency(len(sentences), counts[word]) for word in words}
    texts = {p.page_index: p.text for p in pages}
    found = best_extracts(question, hints, pages, weights, **options)  # type: ignore[arg-type]
    return [texts[quote.page_index][quote.start : quote.end] for quote in found]


def test_words_that_are_looked_for_find_what_the_question_does_not_name() -> None:
    hints = SearchHints(look_for="GPU GPUs server machine equipped")
    assert extracted("On what hardware were the experiments run?", hints)[0] == SERVER


def test_the_sentence_that_defines_is_the_answer_to_what_it_is() -> None:
    assert extracted("What is LOMO?", SearchHints(look_for="propose introduce new"))[0] == PROPOSES


def test_numbers_are_wanted_and_years_of_citations_are_none() -> None:
    found = extracted("How well does LOMO perform, in numbers?", SearchHints(look_for="throughput surpasses times"))
    assert found[0] == FASTER
    assert CITED not in found


def test_tables_captions_and_references_are_not_quoted() -> None:
    found = extracted("On what server with GPUs?", SearchHints(look_for="hardware machine author 2020"), most=9)
    assert found
    assert not any("Author" in text or "Table" in text or text.startswith("Hardware") for text in found)


def test_a_sentence_that_was_quoted_before_gives_way() -> None:
    hints = SearchHints(look_for="GPUs machine")
    question = "On what?"
    assert extracted(question, hints)[0] == FEASIBLE
    used = SearchHints(look_for=hints.look_for, used=frozenset([fold(FEASIBLE)]))
    assert FEASIBLE not in extracted(question, used)[:1]


def test_where_no_sentence_comes_near_there_is_no_answer() -> None:
    assert extracted("What are the ethical considerations?", SearchHints(look_for="ethics harm bias")) == []


def test_an_appendix_counts_less() -> None:
    hints = SearchHints(look_for="propose new")
    assert extracted("What is LOMO?", hints, appendix={0})[:1] == [PROPOSES]
    assert after_references(PAGES) == {3}
    assert after_references(PAGES[:2]) == frozenset()


def test_references_end_where_an_appendix_begins() -> None:
    hidden = without_references(PAGES)
    assert hidden[0] == PAGES[0]
    (span,) = [r for r in hidden[3].regions if r.kind == "running"]
    assert "B. Author" in PAGES[3].text[span.start : span.end]
    assert "It is 3." not in PAGES[3].text[span.start : span.end]


def test_a_section_is_what_stands_under_its_heading() -> None:
    (section,) = section_passages("Throughput", PAGES)
    assert section.text.strip().startswith(SERVER)
    assert section.context == "4.1 THROUGHPUT"
    assert section_passages("Nothing", PAGES) == []
    page_text = PAGES[1]
    quotes = opening_sentences(section, page_text, frozenset())
    assert [page_text.text[q.start : q.end] for q in quotes] == [SERVER, FASTER]
    later = opening_sentences(section, page_text, frozenset([fold(SERVER)]))
    assert page_text.text[later[0].start : later[0].end] == FASTER


@pytest.mark.parametrize("question", ["", "?", "LOMO"])
def test_any_question_may_come(question: str) -> None:
    assert isinstance(extracted(question), list)
