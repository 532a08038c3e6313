"""Copied words with where they are from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.cited_text import CitedSource, authors_of, cited, pages_named, short_name


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("Kai Lv, Yuqing Yang and Xipeng Qiu", ["Kai Lv", "Yuqing Yang", "Xipeng Qiu"]),
        ("Lv, Kai; Yang, Yuqing", ["Kai Lv", "Yuqing Yang"]),
        ("Hugo Touvron; Thibaut Lavril", ["Hugo Touvron", "Thibaut Lavril"]),
        ("A. One, B. Two, and C. Three", ["A. One", "B. Two", "C. Three"]),
        ("山田 太郎", ["山田 太郎"]),
        ("Microsoft Office User", []),
        ("LaTeX with hyperref package", []),
        ("someone@example.org", []),
        ("", []),
    ],
)
def test_authors_as_pdfs_state_them(stated: str, names: list[str]) -> None:
    assert authors_of(stated) == names


@pytest.mark.parametrize(
    ("authors", "name"),
    [
        (("Kai Lv",), "Lv"),
        (("Kai Lv", "Yuqing Yang"), "Lv & Yang"),
        (("Kai Lv", "Yuqing Yang", "Xipeng Qiu"), "Lv et al."),
        (("Laurens van der Maaten",), "van der Maaten"),
        (("Martin Luther King Jr.",), "King Jr."),
        (("山田太郎", "佐藤花子"), "山田太郎・佐藤花子"),
        (("山田太郎", "佐藤花子", "鈴木一郎"), "山田太郎ほか"),
        ((), "A Method for Saving Memory"),
    ],
)
def test_short_name(authors: tuple[str, ...], name: str) -> None:
    assert short_name(CitedSource("A Method for\nSaving Memory", authors)) == name


def test_long_title_is_cut_at_a_word() -> None:
    name = short_name(CitedSource("word " * 40))
    assert name.endswith("word…")
    assert len(name) <= 81


@pytest.mark.parametrize(
    ("pages", "labels", "is_ocr", "name"),
    [
        ([4], ["5"], False, "p.5"),
        ([4, 5], ["5", "6"], False, "p.5-6"),
        ([4, 5, 6], ["5", "6", "7"], False, "p.5-7"),
        ([4], ["5"], True, "p.~5"),
        ([1], ["127"], False, "p.127 (PDF 2)"),
        ([1, 2], ["iv", "v"], False, "p.iv-v (PDF 2-3)"),
    ],
)
def test_pages_are_named_as_everywhere(pages: list[int], labels: list[str], is_ocr: bool, name: str) -> None:
    assert pages_named(pages, labels, is_ocr=is_ocr) == name


def test_words_stand_in_quotation_marks_with_name_year_and_page() -> None:
    source = CitedSource("LOMO", ("Kai Lv", "B C", "D E"), "2023", "/papers/a file.pdf")
    found = cited("It saves memory.", source, [4], ["5"])
    assert found.plain == "“It saves memory.” (Lv et al., 2023, p.5)"
    assert found.markdown == "“It saves memory.” (Lv et al., 2023, [p.5](a%20file.pdf#page=5))"


def test_japanese_words_stand_in_japanese_marks() -> None:
    assert (
        cited("最適化手法。", CitedSource("手引き", file="g.pdf"), [0], ["1"]).plain == "「最適化手法。」 (手引き, p.1)"
    )


def test_markdown_of_the_text_is_only_text() -> None:
    assert "a\\*b\\_c\\[1\\]" in cited("a*b_c[1]", CitedSource("T", file="t.pdf"), [0], ["1"]).markdown


@given(st.text(), st.text())
def test_any_text_and_author_can_be_cited(text: str, stated: str) -> None:
    source = CitedSource("Title", tuple(authors_of(stated)), file="t.pdf")
    found = cited(text, source, [0], ["1"])
    assert text.strip() in found.plain
    assert found.markdown.endswith("(t.pdf#page=1))")
