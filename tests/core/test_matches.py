"""Counting a text on pages and locating it there: words, case, Japanese, line and page ends."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.core.document import PageText, pack_boxes
from reader.core.matches import (
    FoldedPage,
    Match,
    Matches,
    Wanted,
    count_matches,
    locate_as_drawn,
    locate_matches,
    word_edges,
)
from reader.core.quote_index import fold


def page_of(text: str, page_index: int = 0) -> PageText:
    return PageText(page_index, text, pack_boxes([(0.1, 0.1, 0.2, 0.2)] * len(text)))


def search(texts: Sequence[str], wanted: Wanted) -> tuple[Matches, list[Match]]:
    folded = [FoldedPage(index, fold(text), texts.__getitem__) for index, text in enumerate(texts)]
    pages = [page_of(text, index) for index, text in enumerate(texts)]
    matches = count_matches(folded, wanted)
    located: list[Match] = []
    for index, page in enumerate(pages):
        following = (pages[index + 1], folded[index + 1]) if index + 1 < len(pages) else None
        found = locate_matches(page, folded[index], following, wanted)
        assert len(found) == matches.count_on(index)
        located += found
    assert len(located) == matches.total
    return matches, located


def found(text: str, wanted: str, **options: bool) -> list[str]:
    return [match.text for match in search([text], Wanted(wanted, **options))[1]]


@pytest.mark.parametrize(
    ("text", "wanted", "place"),
    [
        ("low-memory opti-\nmization", "memory optimization", "memory optimization"),
        ("最適化手\n法を提案", "最適化手法", "最適化手法"),
        ("ＧＰＵを使う", "gpuを", "ＧＰＵを"),
        ("ｶﾞﾗｽの", "ガラス", "ｶﾞﾗｽ"),
        ("a résumé of it", "resume", "résumé"),
        ("a resume of it", "résumé", "resume"),
        ("cafe\u0301s", "café", "cafe\u0301"),
        ("機械学習と深層学習", "学習", "学習"),
    ],
)
def test_text_is_found_in_any_typography(text: str, wanted: str, place: str) -> None:
    assert found(text, wanted)[0] == place


@pytest.mark.parametrize(
    ("text", "wanted", "count"),
    [
        ("The cat, a cat-like category.", "cat", 2),
        ("trans-\nformer and former", "former", 1),
        ("trans-\nformer and former", "transformer", 1),
        ("x1 and x12, x_1", "x1", 1),
        ("機械学習と学習", "学習", 2),  # kanji run on without spaces
        ("モデルとモデルナ", "モデル", 1),
        ("GPUを使うGPUs", "gpu", 1),
        ("f(x) = (x)", "(x)", 2),
        ("aaa aa", "aa", 1),
        ("the author's", "author", 1),
        ("over the\nend", "the end", 1),
    ],
)
def test_whole_words(text: str, wanted: str, count: int) -> None:
    assert len(found(text, wanted, whole_words=True)) == count


@pytest.mark.parametrize(
    ("text", "wanted", "places"),
    [
        ("Rust and rust", "Rust", ["Rust"]),
        ("US, us and Us", "us", ["us"]),
        ("ＡＢＣ abc", "ABC", ["ＡＢＣ"]),
        ("Straße STRASSE", "Strasse", ["Straße"]),
        ("over-\nCame", "overCame", ["over- Came"]),
    ],
)
def test_case(text: str, wanted: str, places: list[str]) -> None:
    assert found(text, wanted, match_case=True) == places


def test_case_and_words_together() -> None:
    assert found("It is, IT, it, bit", "it", whole_words=True, match_case=True) == ["it"]


def test_matches_over_page_ends_are_counted_on_the_page_they_begin_on() -> None:
    matches, located = search(["It ends with low-mem-", "ory training. Memory.", "x"], Wanted("memory"))
    assert [matches.count_on(page) for page in range(3)] == [1, 1, 0]
    assert [[spot.page_index for spot in match.spots] for match in located] == [[0, 1], [1]]
    assert search(["a cat", "alogue"], Wanted("catalogue", whole_words=True))[0].total == 1
    assert search(["a cat", "alogues"], Wanted("catalogue", whole_words=True))[0].total == 0
    assert search(["a Cat", "alogue"], Wanted("catalogue", match_case=True))[0].total == 0


@pytest.mark.parametrize("wanted", ["", " - ", "\n"])
def test_nothing_is_found_for_nothing(wanted: str) -> None:
    assert search(["some - text"], Wanted(wanted))[0].total == 0


def test_numbers_lead_to_pages_and_back() -> None:
    matches = Matches.counted(Wanted("x"), [(2, 3), (5, 1), (9, 2)])
    assert matches.total == 6
    assert [matches.page_of(number) for number in range(6)] == [(2, 0), (2, 1), (2, 2), (5, 0), (9, 0), (9, 1)]
    assert [matches.number_of(*matches.page_of(number)) for number in range(6)] == list(range(6))
    # Of a page without a match, the next one.
    assert [matches.number_of(page) for page in (0, 2, 3, 6, 10)] == [0, 0, 3, 4, 6]
    assert [matches.count_on(page) for page in (0, 2, 5, 9, 10)] == [0, 3, 1, 2, 0]


def test_words_around_a_match_are_of_its_paragraph() -> None:
    text = "Earlier text.\n\nThe memory usage is re-\nduced, and more\n\nLater text."
    (match,) = search([text], Wanted("usage is reduced"))[1]
    assert (match.before, match.text, match.after) == ("The memory ", "usage is reduced", ", and more")
    (match,) = search(["提案する最適化手\n法は有効である。"], Wanted("手法"))[1]
    assert (match.before, match.text, match.after) == ("提案する最適化", "手法", "は有効である。")


def test_words_before_begin_with_a_whole_word() -> None:
    (match,) = search(["extraordinary " * 9 + "end"], Wanted("end"))[1]
    assert match.before == "extraordinary " * 3


def test_matches_as_drawn_have_their_words_too() -> None:
    text = "Cash 1,944\n\nTotal 9,059\n"
    drawn = ((0, 4), (12, 17), (5, 10), (18, 23))
    page = PageText(0, text, pack_boxes([(0.1, 0.1, 0.2, 0.2)] * len(text)), drawn=drawn)
    (match,) = locate_as_drawn(page, Wanted("Cash Total 1,944"))
    assert match.text == "Cash Total 1,944"
    assert len(match.spots[0].rects) == 3


def test_page_that_was_read_anew_since_it_was_counted_has_no_matches() -> None:
    assert locate_matches(page_of("a longer text"), FoldedPage(0, "a", lambda _: "a"), None, Wanted("a")) == []


letters = st.text(st.sampled_from("abAB ﬃßガが\u3099ｶﾞ-\u00ad\n.’é\u0301漢字_1"), max_size=40)


@given(st.lists(letters, min_size=1, max_size=3), letters, st.booleans(), st.booleans())
@example(["1\u3099"], "1", True, False)
def test_what_is_counted_is_located(texts: list[str], wanted: str, whole_words: bool, match_case: bool) -> None:
    some, _ = search(texts, Wanted(wanted, whole_words, match_case))
    every, _ = search(texts, Wanted(wanted))
    assert some.total <= every.total


@given(letters)
def test_edges_are_one_more_than_the_folded_characters(text: str) -> None:
    edges = word_edges(text)
    assert len(edges) == len(fold(text)) + 1
    assert edges[0] == edges[-1] == 1
