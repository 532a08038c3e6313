import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.annotations import Annotation, iso_date, text_under
from reader.core.document import PageText, Rect, Spot
from reader.core.marks import Colour
from tests.core.test_marks import page

PAGE = page(("Memory is effi-", 0.1, 0.1), ("ciently used in", 0.1, 0.15), ("all of it.", 0.1, 0.2))


def test_text_under_lines_is_put_together_as_one_reads_it() -> None:
    lines = [Rect(0.24, 0.1, 0.41, 0.13), Rect(0.09, 0.15, 0.26, 0.18)]
    assert text_under(PAGE, lines) == ("is efficiently", 7)


def test_a_line_that_is_touched_at_its_edge_is_not_under() -> None:
    assert text_under(PAGE, [Rect(0.1, 0.12, 0.25, 0.19)]) == ("ciently", 16)


def test_what_lies_apart_is_parted_by_a_space() -> None:
    assert text_under(PAGE, [Rect(0.1, 0.1, 0.221, 0.13), Rect(0.1, 0.2, 0.161, 0.23)]) == ("Memory all", 0)


def test_nothing_is_under_empty_space_or_on_an_empty_page() -> None:
    assert text_under(PAGE, [Rect(0.1, 0.5, 0.9, 0.6)]) == ("", None)
    assert text_under(PAGE, []) == ("", None)
    assert text_under(PageText(0, "", b""), [Rect(0, 0, 1, 1)]) == ("", None)


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("D:20260102030405+09'00'", "2026-01-02T03:04:05+09:00"),
        ("D:20260102030405-05'30", "2026-01-02T03:04:05-05:30"),
        ("D:20260102030405Z", "2026-01-02T03:04:05+00:00"),
        ("D:20260102030405", "2026-01-02T03:04:05"),
        ("D:20260102", "2026-01-02"),
        ("20260102", "2026-01-02"),
        ("D:2026", ""),
        ("", ""),
        ("yesterday", ""),
    ],
)
def test_dates_of_pdfs_are_read_as_far_as_they_go(said: str, iso: str) -> None:
    assert iso_date(said) == iso


@given(st.text())
def test_any_date_can_be_read(said: str) -> None:
    iso_date(said)


def test_an_annotation_is_called_by_the_nearest_colour() -> None:
    spot = (Spot(3, (Rect(0, 0, 1, 1),)),)
    assert Annotation("ink", spot, (200, 0, 180), "A", "", "").colour is Colour.PINK
    assert Annotation("ink", spot, None, "A", "", "").colour is Colour.YELLOW
    assert Annotation("ink", spot, None, "A", "", "").page_index == 3
