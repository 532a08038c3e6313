import math

from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import DocumentInfo, PageSize, PageText, Rect, pack_boxes


def line_of_text(text: str, top: float = 0.1, left: float = 0.1, step: float = 0.01) -> list[tuple[float, ...]]:
    return [(left + at * step, top, left + (at + 1) * step, top + 0.02) for at in range(len(text))]


def page(*lines: tuple[str, list[tuple[float, ...]]]) -> PageText:
    text = "".join(line + "\n" for line, _ in lines)
    boxes = [box for _, own in lines for box in [*own, (0.0, 0.0, 0.0, 0.0)]]
    return PageText(3, text, pack_boxes(boxes))  # type: ignore[arg-type]


def test_each_line_has_a_rectangle_of_its_own() -> None:
    text = page(("first line", line_of_text("first line")), ("second", line_of_text("second", 0.14)))
    rects = text.rects_of(6, 13)
    assert [rect.rounded(2) for rect in rects] == [[0.16, 0.1, 0.2, 0.12], [0.1, 0.14, 0.12, 0.16]]


def test_a_gap_between_columns_parts_a_line() -> None:
    boxes = [*line_of_text("left", left=0.1), *line_of_text("right", left=0.6)]
    text = page(("leftright", boxes))
    assert [rect.rounded(2)[0] for rect in text.rects_of(0, 9)] == [0.1, 0.6]


def test_vertical_writing_has_one_rectangle_a_column() -> None:
    boxes = [(0.8, 0.1 + at * 0.02, 0.82, 0.12 + at * 0.02) for at in range(4)]
    text = page(("縦書きだ", boxes))
    assert [rect.rounded(2) for rect in text.rects_of(0, 4)] == [[0.8, 0.1, 0.82, 0.18]]


def test_spaces_and_positions_outside_the_text_have_no_rectangle() -> None:
    text = page(("a  b", line_of_text("a  b")))
    assert text.rects_of(1, 3) == ()
    assert text.rects_of(3, 2) == ()
    assert text.rects_of(-5, 99) == text.rects_of(0, 4)


def test_the_character_under_a_point_is_found() -> None:
    text = page(("abc", line_of_text("abc")))
    assert text.char_at(0.115, 0.11) == 1
    assert text.char_at(0.5, 0.5) is None
    assert text.char_at(0, 0) is None  # line ends have no place


def test_a_page_has_its_printed_label_or_its_count() -> None:
    info = DocumentInfo("a.pdf", "id", (PageSize(1, 1),) * 3, ("i", "", "1"), "", "", is_repaired=False)
    assert [info.label_of(at) for at in range(3)] == ["i", "2", "1"]
    plain = DocumentInfo("a.pdf", "id", (PageSize(1, 1),) * 3, None, "", "", is_repaired=False)
    assert (plain.label_of(2), plain.page_count) == ("3", 3)


fractions = st.floats(0, 1)


@given(st.lists(st.tuples(fractions, fractions, fractions, fractions), min_size=1, max_size=5))
def test_boxes_are_kept_to_a_fraction_of_a_millimetre(boxes: list[tuple[float, float, float, float]]) -> None:
    text = PageText(0, "x" * len(boxes), pack_boxes(boxes))
    for at, box in enumerate(boxes):
        kept = text.box(at)
        pairs = zip(box, (kept.x0, kept.y0, kept.x1, kept.y1), strict=True)
        assert all(math.isclose(a, b, abs_tol=1e-5) for a, b in pairs)


@given(st.lists(st.tuples(st.floats(), st.floats(), st.floats(), st.floats()), min_size=1, max_size=5))
def test_boxes_of_a_damaged_page_are_cut_to_it(boxes: list[tuple[float, float, float, float]]) -> None:
    text = PageText(0, "x" * len(boxes), pack_boxes(boxes))
    assert len(text.boxes) == 8 * len(boxes)
    for at in range(len(boxes)):
        kept = text.box(at)
        assert all(0 <= value <= 1 for value in (kept.x0, kept.y0, kept.x1, kept.y1))
    assert isinstance(text.rects_of(0, len(boxes)), tuple)


def test_rectangles_know_their_size_and_what_they_hold() -> None:
    rect = Rect(0.1, 0.2, 0.4, 0.3)
    assert math.isclose(rect.width, 0.3)
    assert math.isclose(rect.height, 0.1)
    assert rect.contains(0.1, 0.3)
    assert not rect.contains(0.1, 0.31)
    assert rect.united(Rect(0.3, 0.1, 0.5, 0.2)) == Rect(0.1, 0.1, 0.5, 0.3)
