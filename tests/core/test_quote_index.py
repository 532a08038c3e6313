import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.core.quote_index import find_in_page, find_over_page_end, fold, fold_with_positions


def found(text: str, wanted: str) -> list[str]:
    return [text[match.start : match.end] for match in find_in_page(0, text, wanted)]


@pytest.mark.parametrize(
    ("text", "wanted", "place"),
    [
        ("low-memory opti-\nmization", "memory optimization", "memory opti-\nmization"),
        ("最適化手\n法を提案", "最適化手法", "最適化手\n法"),
        ("the eﬃcient way", "efficient", "eﬃcient"),
        ("ＧＰＵを使う", "gpuを", "ＧＰＵを"),
        ("“quoted” words", '"quoted"', "“quoted”"),
        ("it’s 10–20", "it's 10-20", "it’s 10–20"),
        ("ｶﾞﾗｽの", "ガラス", "ｶﾞﾗｽ"),
        ("cafe\u0301", "café", "cafe\u0301"),
        ("STRASSE", "straße", "STRASSE"),
        ("8 × 80 GB", "8x80GB", "8 × 80 GB"),
    ],
)
def test_text_is_found_in_any_typography(text: str, wanted: str, place: str) -> None:
    assert found(text, wanted) == [place]


def test_all_places_are_found_and_none_twice() -> None:
    assert [(m.start, m.end) for m in find_in_page(3, "aaaa b aa", "aa")] == [(0, 2), (2, 4), (7, 9)]
    assert all(match.page_index == 3 for match in find_in_page(3, "aaaa b aa", "aa"))


def test_nothing_is_found_where_nothing_is_asked() -> None:
    assert found("some text", "") == found("some text", " - ") == []
    assert found("some text", "other") == []


@pytest.mark.parametrize(("text", "wanted"), [("とば", "とは"), ("スパ", "スハ"), ("ば", "は")])
def test_a_letter_with_a_voicing_mark_is_another_letter(text: str, wanted: str) -> None:
    assert found(text, wanted) == []
    assert find_over_page_end(0, "あ" + text[:-1], text[-1:], "あ" + wanted) is None


letters = st.text(st.sampled_from("abcABC ﬃ½ßが\u3099ｶﾞ-\u00ad\n‘’“𝒜①・漢字"), max_size=60)


@example("İ", "i")
@given(letters | st.text(), letters | st.text())
def test_folded_positions_map_back(text: str, other: str) -> None:
    folded, positions = fold_with_positions(text)
    assert folded == fold(text)
    assert len(positions) == len(folded)
    assert list(positions) == sorted(positions)
    assert all(folded[at] in fold(text[position]) for at, position in enumerate(positions))
    assert fold(text + other) == fold(text) + fold(other)


@given(letters, st.data())
def test_what_stands_on_the_page_is_found_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end]
    matches = find_in_page(0, text, quote)
    followed = fold(text[end:])[:1] in ("\u3099", "\u309a")
    if fold(quote) and not followed and text.count(quote) == 1:
        assert matches
    assert all(fold(quote) in fold(text[match.start : match.end]) for match in matches)


def test_a_quote_over_a_page_end_has_a_part_on_each_page() -> None:
    parts = find_over_page_end(4, "It ends with low-mem-\n", "ory training. More.", "low-memory training")
    assert parts is not None
    first, second = parts
    assert (first.page_index, second.page_index) == (4, 5)
    assert "It ends with low-mem-\n"[first.start : first.end].startswith("low-mem")
    assert "ory training. More."[second.start : second.end] == "ory training"


@pytest.mark.parametrize("wanted", ["ends with", "More", "x", "", "memoryx"])
def test_a_quote_on_one_page_is_not_over_its_end(wanted: str) -> None:
    assert find_over_page_end(4, "It ends with mem", "ory. More.", wanted) is None


@given(letters, letters, st.data())
def test_what_stands_over_a_page_end_is_found_there(before: str, after: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(0, len(after)))
    parts = find_over_page_end(0, before, after, before[start:] + after[:end])
    is_followed = fold(after[end:])[:1] in ("\u3099", "\u309a")
    if fold(before[start:]) and fold(after[:end]) and not is_followed:
        assert parts is not None
        assert fold(after[: parts[1].end])
