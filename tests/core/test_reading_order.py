from dataclasses import replace

import pytest

from reader.core.reading_order import LineShape, continues

LINE = LineShape(50, 100, 400, 110, 10, "最適化手法を提案")
NEXT = LineShape(50, 113, 400, 123, 10, "する。")


def test_the_next_line_of_a_paragraph_belongs_to_it() -> None:
    assert continues(LINE, NEXT)
    assert continues(LINE, replace(NEXT, x1=120))  # the last line is short
    assert continues(replace(LINE, x0=60), NEXT)  # the first is indented


@pytest.mark.parametrize(
    "following",
    [
        replace(NEXT, y0=125, y1=135),  # too far below
        replace(NEXT, y0=80, y1=90),  # above
        replace(NEXT, size=14),  # a heading
        replace(NEXT, x0=220, x1=400),  # another column
        replace(NEXT, x1=450),  # wider than the paragraph
    ],
)
def test_what_is_set_apart_does_not(following: LineShape) -> None:
    assert not continues(LINE, following)


@pytest.mark.parametrize("end", ["。", ".", "？", ":", "! "])
def test_a_finished_sentence_is_not_continued(end: str) -> None:
    assert not continues(replace(LINE, text="ここで終わる" + end), NEXT)


def test_empty_lines_and_sizes_of_nothing_are_no_failure() -> None:
    nothing = LineShape(0, 0, 0, 0, 0, "")
    assert continues(nothing, nothing) in (True, False)
