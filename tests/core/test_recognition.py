import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Rect
from reader.core.recognition import Word, candidates, confidence, is_sure, page_of_words, words_of

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def row(line: tuple[int, int, int], left: int, text: str, confidence: float = 95, level: int = 5) -> str:
    top = 100 * line[0] + 20 * line[2]
    return (
        f"{level}\t1\t{line[0]}\t{line[1]}\t{line[2]}\t1\t{left}\t{top}\t{20 * len(text)}\t10\t{confidence}\t{text}\n"
    )


def text_of(*rows: str) -> str:
    return page_of_words(0, words_of(HEAD + "".join(rows)), 1000, 1000).text


def test_words_become_lines_and_blocks() -> None:
    rows = (
        row((1, 1, 1), 0, "", level=4),
        row((1, 1, 1), 100, "Saving"),
        row((1, 1, 1), 300, "memory."),
        row((1, 1, 2), 100, "It"),
        row((3, 1, 1), 100, "Another"),
    )
    assert text_of(*rows) == "Saving memory.\nIt\n\nAnother\n"


def test_japanese_is_written_without_the_spaces_that_tesseract_puts_in() -> None:
    words = (
        row((1, 1, 1), 10, "計算"),
        row((1, 1, 1), 60, "資源"),
        row((1, 1, 1), 120, "を"),
        row((1, 1, 1), 150, "GPU"),
    )
    assert text_of(*words) == "計算資源を GPU\n"


def test_a_quotation_mark_is_no_end_of_a_field() -> None:
    assert text_of(row((1, 1, 1), 0, '"So'), row((1, 1, 1), 100, "it"), row((1, 1, 1), 200, 'is"')) == '"So it is"\n'


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([("45,", 0), ("919,", 62), ("282", 145)], "45,919,282"),
        ([("12,", 0), ("300", 90)], "12, 300"),
        ([("2019,", 0), ("300", 102)], "2019, 300"),
        ([("45,", 0), ("2023", 62)], "45, 2023"),
    ],
)
def test_the_thousands_of_a_number_belong_together(words: list[tuple[str, int]], text: str) -> None:
    rows = [row((1, 1, 1), left, word) for word, left in words]
    assert text_of(row((1, 1, 0), 0, "株主数"), *rows) == f"株主数\n{text}\n"


def test_in_english_numbers_are_left_as_they_stand() -> None:
    assert text_of(row((1, 1, 1), 0, "12,"), row((1, 1, 1), 62, "300")) == "12, 300\n"


def test_lines_of_specks_are_left_out() -> None:
    assert text_of(row((1, 1, 1), 0, "~'|", 3), row((2, 1, 1), 0, "Words", 90)) == "Words\n"


def test_letters_share_the_box_of_their_word() -> None:
    page = page_of_words(4, [Word((1, 1, 1), 100, 200, 140, 210, 90, "LOMO")], 1000, 1000)
    assert (page.page_index, page.source) == (4, "ocr")
    assert page.rects_of(0, 4)[0].rounded(2) == [0.1, 0.2, 0.14, 0.21]
    assert page.box(1).rounded(2) == Rect(0.11, 0.2, 0.12, 0.21).rounded(2)


def test_a_vertical_word_is_cut_from_top_to_bottom() -> None:
    page = page_of_words(0, [Word((1, 1, 1), 100, 200, 110, 240, 90, "縦書き文")], 1000, 1000)
    assert page.box(3).rounded(2) == [0.1, 0.23, 0.11, 0.24]


@given(st.lists(st.tuples(st.text(min_size=1).filter(str.split), st.integers(0, 900), st.integers(0, 900))))
def test_every_letter_has_a_box(words: list[tuple[str, int, int]]) -> None:
    listed = [Word((n, 1, 1), x, y, x + 50, y + 10, 90, "".join(text.split())) for n, (text, x, y) in enumerate(words)]
    page = page_of_words(0, listed, 1000, 1000)
    assert len(page.boxes) == 8 * len(page.text)


@pytest.mark.parametrize(
    "table", ["What is this?\n1\t2", HEAD + "5\t1\n", HEAD + "5\t1\t1\t1\t1\t1\tx\t1\t1\t1\t1\tword\n"]
)
def test_what_is_no_table_is_refused(table: str) -> None:
    with pytest.raises(ValueError):
        words_of(table)


def test_an_empty_table_is_an_empty_page() -> None:
    assert words_of(HEAD) == []
    assert confidence([]) == 0
    assert not is_sure([])


def test_long_words_say_more_about_a_page_than_short_ones() -> None:
    words = [Word((1, 1, 1), 0, 0, 9, 9, 96, "optimisation"), Word((1, 1, 1), 0, 0, 9, 9, 0, "|")]
    assert is_sure(words)


@pytest.mark.parametrize(
    ("installed", "language", "first"),
    [
        (("eng", "jpn", "osd"), "", "jpn+eng"),
        (("eng", "jpn", "osd"), "en", "eng"),
        (("eng", "jpn", "osd"), "ja", "jpn+eng"),
        (("eng", "osd"), "ja", "eng"),
        (("jpn",), "ja", "jpn"),
        (("deu", "equ", "osd"), "en", "deu"),
        (("chi_sim", "eng"), "zh", "chi_sim+eng"),
    ],
)
def test_a_page_is_recognised_in_its_documents_language_first(
    installed: tuple[str, ...], language: str, first: str
) -> None:
    tried = candidates(installed, language)
    assert tried[0] == first
    assert len(set(tried)) == len(tried)
    assert {part for name in tried for part in name.split("+")} <= set(installed)


def test_without_languages_nothing_is_tried() -> None:
    assert candidates(("osd",)) == ()
    assert "jpn_vert" in candidates(("jpn", "jpn_vert", "eng"), "ja")
