import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.citations import format_pages, parse_files, parse_pages, parse_recognised_pages, without_citations


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ((2,), "(p.3)"),
        ((2, 3, 4), "(p.3-5)"),
        ((0, 2), "(p.1,3)"),
        ((0, 1, 4), "(p.1-2,5)"),
        ((4, 0, 4, 1), "(p.1-2,5)"),
        ((), ""),
    ],
)
def test_pages_are_written_as_people_count_them(pages: tuple[int, ...], text: str) -> None:
    assert format_pages(pages) == text


@given(st.sets(st.integers(0, 20_000), min_size=1, max_size=40))
def test_what_is_written_is_read_back(pages: set[int]) -> None:
    assert parse_pages(f"A sentence {format_pages(pages)}.") == (tuple(sorted(pages)),)


@pytest.mark.parametrize(
    ("pages", "recognised", "text"),
    [
        ((11,), {11}, "(p.~12)"),
        ((2, 3), {3}, "(p.3,~4)"),
        ((2, 3, 4, 5), {3, 4}, "(p.3,~4-5,6)"),
        ((0, 1, 2), {0, 1, 2}, "(p.~1-3)"),
        ((0,), {7}, "(p.1)"),
    ],
)
def test_pages_read_by_ocr_have_a_sign_of_their_own(pages: tuple[int, ...], recognised: set[int], text: str) -> None:
    assert format_pages(pages, recognised) == text


@given(st.dictionaries(st.integers(0, 300), st.booleans(), min_size=1))
def test_which_pages_were_read_by_ocr_is_read_back(pages: dict[int, bool]) -> None:
    recognised = {page for page, is_ocr in pages.items() if is_ocr}
    text = f"A sentence {format_pages(pages, recognised)}."
    assert parse_pages(text) == (tuple(sorted(pages)),)
    assert parse_recognised_pages(text) == recognised
    assert without_citations(text) == "A sentence."


def test_all_citations_of_a_text_are_read_in_order() -> None:
    assert parse_pages("One (p.3). Two (p. 1 , 5-6) and (p.~12).") == ((2,), (0, 4, 5), (11,))


def test_page_zero_and_ranges_that_run_backwards_name_no_page() -> None:
    assert parse_pages("(p.0)") == ((),)
    assert parse_pages("(p.5-3)") == ((),)


def test_a_range_of_a_billion_pages_is_cut() -> None:
    (pages,) = parse_pages("(p.1-1000000000)")
    assert len(pages) <= 10_000


@given(st.text(), st.sets(st.integers(0, 99), min_size=1))
def test_a_text_without_its_citations_cites_nothing(text: str, pages: set[int]) -> None:
    stripped = without_citations(f"{text} {format_pages(pages)}.")
    assert parse_pages(stripped) == () or parse_pages(text)
    assert without_citations("It is so (p.3-5), and so (p.1).") == "It is so, and so."


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("papers/2306.09782.pdf", "(2306.09782.pdf p.3-4)"),
        ("a paper (1).PDF", "(a paper [1].PDF p.3-4)"),
        ("two\nlines.pdf", "(two lines.pdf p.3-4)"),
        ("論文.pdf", "(論文.pdf p.3-4)"),
    ],
)
def test_a_page_of_one_of_several_documents_names_its_file(file: str, text: str) -> None:
    written = format_pages((2, 3), file=file)
    assert written == text
    sentence = f"これは引用です。{written} And (p.1)."
    assert parse_pages(sentence) == ((2, 3), (0,))
    assert parse_files(sentence) == (text[1:].rpartition(" p.")[0], "")
    assert without_citations(sentence) == "これは引用です。 And."


def test_brackets_that_hold_more_than_a_citation_stay() -> None:
    text = "It is 10.8 % (of AdamW, see p. 4)."
    assert without_citations(text) == text


@pytest.mark.parametrize("odd", [" ", "(p.", "(a.pdf p", "(a ", "(p.1,", "1-", "(p.1" + ",1" * 9], ids=ascii)
def test_a_megabyte_of_one_sign_ends(odd: str) -> None:
    text = odd * (300_000 // len(odd))
    assert isinstance(parse_pages(text), tuple)
    assert without_citations(text) == text
