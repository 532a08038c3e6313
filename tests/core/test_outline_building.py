"""Outlines, as pictures: each heading is a line "page size text", an outline is indented by its levels."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.headings import HIDDEN, Heading, PageHeadings
from reader.core.numbering import number_of
from reader.core.outline_building import build_outline

BODY = 0.0125


def pages_of(picture: str) -> list[PageHeadings]:
    """ "3 1.4 2 Method": on page 3, of 1.4 times the size of the text; "=" for bold text, "~" for what is hidden."""
    by_page: dict[int, list[Heading]] = {}
    for line in picture.strip().splitlines():
        page, size, text = line.split(maxsplit=2)
        level = {"=": 4, "~": HIDDEN}.get(size, 3)
        height = BODY if size in "=~" else BODY * float(size)
        found = by_page.setdefault(int(page), [])
        found.append(Heading(text, level, 0.1 + 0.05 * len(found), height, 0.12))
    return [PageHeadings(page, BODY, tuple(headings)) for page, headings in by_page.items()]


def picture_of(pages: Sequence[PageHeadings]) -> list[str]:
    return ["  " * (item.level - 1) + item.title for item in build_outline(pages)]


def test_depth_of_the_number_is_the_level() -> None:
    pages = pages_of("""
        0 1.7 A Paper about Optimisers
        0 = Ada Lovelace, Charles Babbage
        0 1.2 Abstract
        0 1.2 1 Introduction
        1 1.2 2 Method
        1 = 2.1 Momentum
        2 = 2.1.1 Why it works
        3 = 2.2 Memory
        4 1.2 3 Experiments
        5 1.2 4 Conclusion
        6 1.2 References
        8 1.2 A Proofs
        8 = A.1 A lemma
        """)
    assert picture_of(pages) == [
        "Abstract",
        "1 Introduction",
        "2 Method",
        "  2.1 Momentum",
        "    2.1.1 Why it works",
        "  2.2 Memory",
        "3 Experiments",
        "4 Conclusion",
        "References",
        "A Proofs",
        "  A.1 A lemma",
    ]


def test_what_does_not_count_up_is_left_out() -> None:
    pages = pages_of("""
        0 1.2 1 Introduction
        1 = 12 October Street
        1 1.2 2 Method
        2 = 7 Models
        2 1.2 3 Results
        3 = 1 Models we compare
        3 1.2 4 Conclusion
        """)
    assert picture_of(pages) == ["1 Introduction", "2 Method", "3 Results", "4 Conclusion"]


def test_one_that_was_missed_costs_no_other() -> None:
    pages = pages_of("0 1.2 1 Introduction\n1 1.2 2 Method\n4 1.2 4 Results\n5 1.2 5 Conclusion")
    assert picture_of(pages) == ["1 Introduction", "2 Method", "4 Results", "5 Conclusion"]


def test_numbers_need_not_begin_with_one_while_the_rest_is_unread() -> None:
    pages = pages_of("40 1.2 5 Results\n44 1.2 6 Discussion\n48 = 6.1 Limits\n52 1.2 7 Conclusion")
    assert picture_of(pages) == ["5 Results", "6 Discussion", "  6.1 Limits", "7 Conclusion"]


def test_steps_of_lists_are_no_headings() -> None:
    lists = "\n".join(
        f"{page} 1.2 About {'abcdef'[page]}\n" + "\n".join(f"{page} = {n} Press the button {n}" for n in (1, 2, 3))
        for page in range(6)
    )
    assert picture_of(pages_of(lists)) == [f"About {letter}" for letter in "abcdef"]


def test_japanese_chapters_hold_numbered_sections() -> None:
    pages = pages_of("""
        0 1.5 はじめに
        1 1.5 第1章 概況
        1 1.2 1.1 人口
        2 1.2 1.2 世帯
        3 1.5 第2章 展望
        3 1.2 2.1 経済
        4 1.5 第３章 課題
        5 1.5 参考文献
        """)
    assert picture_of(pages) == [
        "はじめに",
        "第1章 概況",
        "  1.1 人口",
        "  1.2 世帯",
        "第2章 展望",
        "  2.1 経済",
        "第３章 課題",
        "参考文献",
    ]


def test_sections_may_begin_anew_in_each_chapter() -> None:
    pages = pages_of("""
        0 1.5 第1章 概況
        1 1.2 1. 人口
        2 1.2 2. 世帯
        3 1.5 第2章 展望
        3 1.2 1. 経済
        4 1.2 2. 雇用
        5 1.5 第3章 課題
        5 1.2 1. 財政
        6 1.2 2. 教育
        """)
    assert [line for line in picture_of(pages) if line.startswith("  ")] == [
        "  1. 人口",
        "  2. 世帯",
        "  1. 経済",
        "  2. 雇用",
        "  1. 財政",
        "  2. 教育",
    ]


def test_roman_numbers_hold_letters() -> None:
    pages = pages_of("0 = I. INTRODUCTION\n1 = II. METHOD\n1 = A. Data\n2 = B. Model\n3 = III. RESULTS\n3 = A. Speed")
    assert picture_of(pages)[:4] == ["I. INTRODUCTION", "II. METHOD", "  A. Data", "  B. Model"]


def test_without_numbers_the_size_is_the_level() -> None:
    pages = pages_of("""
        0 3.0 The Field Guide
        1 2.0 Getting started
        1 1.4 Wearing the watch
        2 1.4 Charging
        3 2.0 Workouts
        3 1.4 Running
        """)
    assert picture_of(pages) == [
        "Getting started",
        "  Wearing the watch",
        "  Charging",
        "Workouts",
        "  Running",
    ]


def test_running_heads_are_left_out_and_said_again_is_said_once() -> None:
    pages = pages_of(
        "\n".join(f"{page} 1.3 ANNUAL REPORT 20{page}\n{page} 1.5 Part about {'abcdefgh'[page]}" for page in range(8))
        + "\n8 1.5 Summary of costs\n9 1.5 Summary of costs"
    )
    assert picture_of(pages) == [f"Part about {letter}" for letter in "abcdefgh"] + ["Summary of costs"]


def test_a_numbered_line_beside_a_table_fills_the_gap_where_it_is_set_like_the_others() -> None:
    pages = pages_of("0 1.2 1 Introduction\n1 1.2 2 Method\n4 1.2 4 Results\n5 1.2 5 Conclusion")
    hidden = [
        Heading("3 Data", HIDDEN, 0.2, BODY * 1.2, 0.12),
        Heading("3 Rows of a table", HIDDEN, 0.3, BODY, 0.12),
        Heading("3 Another column", HIDDEN, 0.4, BODY * 1.2, 0.5),
    ]
    pages.append(PageHeadings(2, BODY, tuple(hidden)))
    assert picture_of(pages) == ["1 Introduction", "2 Method", "3 Data", "4 Results", "5 Conclusion"]


@pytest.mark.parametrize(
    "text",
    [
        "• a point",
        "this goes on in lower case",
        "A sentence that ends.",
        "Contents ........ 3",
        "ところが、これは、文である、",
        "TWO",
    ],
)
def test_no_headings(text: str) -> None:
    assert picture_of(pages_of(f"1 1.2 {text}\n2 1.2 {text} too\n3 1.2 Another\n4 1.2 And one")) in (
        ["Another", "And one"],
        ["Another", "And one", f"{text} too"],
        [f"{text} too", "Another", "And one"],
    )


_TEXTS = st.one_of(
    st.text(min_size=1, max_size=20),
    st.sampled_from(["Introduction", "References", "はじめに", "Part II", "IV. Data", "第3章 手法", "Item 1A. Risks"]),
    st.builds(
        lambda parts, words: ".".join(map(str, parts)) + " " + words,
        st.lists(st.integers(1, 9), min_size=1, max_size=4),
        st.sampled_from(["Method", "Results", "データ", "steps to take"]),
    ),
)
_HEADINGS = st.builds(Heading, _TEXTS, st.integers(0, 4), st.floats(0, 1), st.floats(0.001, 0.2), st.floats(0, 1))
_PAGES = st.lists(st.lists(_HEADINGS, max_size=6), max_size=12)


@given(_PAGES, st.sampled_from([0.0, 0.01, 0.02]))
def test_any_headings_make_an_outline(found: list[list[Heading]], body: float) -> None:
    pages = [PageHeadings(number, body, tuple(headings)) for number, headings in enumerate(found)]
    outline = build_outline(pages)
    assert build_outline(reversed(pages)) == outline
    places = [(item.page_index, item.top) for item in outline]
    assert [page for page, _ in places] == sorted(page for page, _ in places)
    told = {(page.page_index, heading.text) for page in pages for heading in page.headings}
    assert all((item.page_index, item.title) in told for item in outline)
    before = 0
    for item in outline:
        assert 1 <= item.level <= before + 1
        before = item.level


@given(_PAGES)
def test_decimal_numbers_of_an_outline_count_up(found: list[list[Heading]]) -> None:
    pages = [PageHeadings(number, 0.01, tuple(headings)) for number, headings in enumerate(found)]
    numbers = [number_of(item.title) for item in build_outline(pages)]
    schemes = {found[0].scheme for found in numbers if found is not None}
    if schemes <= {"decimal"}:  # else they may begin anew under what is above them
        parts = [found[0].parts for found in numbers if found is not None]
        assert parts == sorted(set(parts))
