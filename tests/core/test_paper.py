import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import PageText, pack_boxes
from reader.core.paper import ArxivStamp, arxiv_stamp, find_title
from reader.core.paper_title import printed_title


def page(*lines: tuple[str, float, float]) -> PageText:
    """Lines of (text, top, height of its letters); a newline after each."""
    text, boxes = "", []
    for line, top, height in lines:
        text += line + "\n"
        boxes += [(0.1 + at * 0.01, top, 0.11 + at * 0.01, top + height) for at in range(len(line))] + [(0, 0, 0, 0)]
    return PageText(0, text, pack_boxes(boxes))


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("arXiv:2306.09782v1 [cs.CL] 16 Jun 2023", ArxivStamp("2306.09782", "v1", "cs.CL", "2023-06-16")),
        ("Title\narXiv:2306.09782 and more", ArxivStamp("2306.09782", "", "", "")),
        ("arXiv:hep-th/9901001v2 [hep-th] 1 Jan 1999", ArxivStamp("hep-th/9901001", "v2", "hep-th", "1999-01-01")),
        ("arXiv:math.GT/0309136v1", ArxivStamp("math.GT/0309136", "v1", "", "")),
        ("arXiv:2306.09782v1 [cs.CL] 31 Feb 2023", ArxivStamp("2306.09782", "v1", "cs.CL", "")),
        ("arXiv:2306.09782v1 [cs.CL] 16 Foo 2023", ArxivStamp("2306.09782", "v1", "cs.CL", "")),
        ("no stamp, arXiv: none", None),
        ("As in Lee et al., arXiv:2306.09782v1.", None),
        ("Lee. On boxes. arXiv preprint\narXiv:2306.09782, 2023.", None),
        (
            "See\narXiv:1111.11111v1 as well\narXiv:2306.09782v2 [cs.CL] 1 Jul 2023",
            ArxivStamp("2306.09782", "v2", "cs.CL", "2023-07-01"),
        ),
        ("", None),
    ],
)
def test_the_stamp_in_the_margin_is_read(text: str, stamp: ArxivStamp | None) -> None:
    assert arxiv_stamp(text) == stamp


FIRST_PAGE = page(
    ("A Method for Saving", 0.1, 0.03),
    ("Memory", 0.14, 0.03),
    ("Jane Doe", 0.2, 0.015),
    ("We save memory.", 0.3, 0.012),
    ("HUGE FOOTER", 0.9, 0.06),
)


PAPER = page(("A Method for Saving", 0.1, 0.03), ("Memory", 0.14, 0.03), ("Abstract", 0.3, 0.012))


def test_metadata_is_believed_where_page_1_has_it_or_is_no_paper() -> None:
    assert find_title("On Memory", FIRST_PAGE, "paper") == "On Memory"
    assert find_title("On Memory", PAPER, "paper") == "A Method for Saving Memory"
    assert find_title("a method for saving memory", PAPER, "paper") == "a method for saving memory"
    for junk in ("", "x.dvi", "paper.docx", "Microsoft Word - final", "untitled", "paper", "abc"):
        assert find_title(junk, FIRST_PAGE, "paper") == "A Method for Saving Memory"


def test_the_file_name_is_the_last_resort() -> None:
    assert find_title("", None, "paper") == "paper"
    assert find_title("", page(), "paper") == "paper"
    assert find_title("", page(("x" * 400, 0.1, 0.02)), "paper") == "paper"


@given(st.lists(st.tuples(st.text(max_size=30), st.floats(0, 0.9), st.floats(0, 0.1)), max_size=6), st.text())
def test_any_page_has_a_title_of_one_line(lines: list[tuple[str, float, float]], metadata: str) -> None:
    assert "\n" not in printed_title(page(*lines), metadata)
    assert find_title(metadata, page(*lines), "file")
    arxiv_stamp(page(*lines).text)


@pytest.mark.parametrize("odd", ["arXiv:a", "arXiv: ", "arXiv:1", "a", "-"])
def test_a_megabyte_of_one_sign_ends(odd: str) -> None:
    assert arxiv_stamp("arXiv:" + odd * (300_000 // len(odd))) is None
