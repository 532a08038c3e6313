from reader.core.passages import Passage
from reader.core.summary_parts import is_in, reference_spans, summary_spans, sums_up, tells_something

PAGE = (
    "A PAPER ON MEMORY\nAn Author\nABSTRACT\nWe save memory.\n1 INTRODUCTION\nMemory is dear.\n"
    "2 RELATED WORK\nOthers save memory too.\n"
)
LAST = "It is fast.\n5\nConclusion\nWe saved memory.\nReferences\nAn Author. A title. CoRR, abs/2301.00001, 2023.\n"


def passage(text: str, context: str = "") -> Passage:
    return Passage(1, 0, len(text), text, 1.0, context)


def test_abstract_introduction_and_conclusion_sum_up() -> None:
    spans = summary_spans(PAGE)
    assert is_in(spans, PAGE.index("An Author")), "and what stands before the abstract"
    assert is_in(spans, PAGE.index("We save"))
    assert is_in(spans, PAGE.index("Memory is dear"))
    assert not is_in(spans, PAGE.index("Others save"))
    spans = summary_spans(LAST)
    assert not is_in(spans, LAST.index("It is fast"))
    assert is_in(spans, LAST.index("We saved"))
    assert not is_in(spans, LAST.index("A title"))
    assert summary_spans("No headings at all.") == []


def test_passages_are_known_by_their_headings() -> None:
    assert sums_up(passage("Memory is dear.", "A PAPER ON MEMORY | 1 INTRODUCTION"))
    assert sums_up(passage("more\n5 CONCLUSION\nWe saved memory."))
    assert not sums_up(passage("Memory is dear.", "Experiment | 4.1 MEMORY PROFILE"))


def test_lists_of_references_and_page_numbers_tell_nothing() -> None:
    entry = "S. Sun, Z. Cao. A survey. IEEE Trans. Cybern., 50(8):3668, 2020. doi: 10.1109/x. URL https://doi.org/x."
    assert reference_spans(LAST) == [(LAST.index("References"), len(LAST))]
    assert reference_spans(" ".join([entry] * 4)), "a list that goes on from the page before"
    assert reference_spans("We train on 1.4T tokens (Hoffmann et al., 2022).") == []
    with_appendix = "References\n" + entry + "\nAppendix A\nMore numbers."
    assert not is_in(reference_spans(with_appendix), with_appendix.index("More"))
    assert not tells_something(passage(f"{entry} {entry}"))
    assert not tells_something(passage("8"))
    assert tells_something(passage("Our code is available at https://example.org/code."))
