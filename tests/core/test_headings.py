from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import PageText, Region, pack_boxes
from reader.core.headings import HIDDEN, Heading, PageHeadings, from_json, headings_of, to_json
from tests.flows.desk import page_text

SIZE = 0.02
"""Of the letters' boxes that `page_text` makes."""


def page(*parts: tuple[str, str, int]) -> PageText:
    """(kind, text, level) each, below each other."""
    text = "\n\n".join(words for _, words, _ in parts)
    regions, start = [], 0
    for kind, words, level in parts:
        regions.append(Region(kind, start, start + len(words), level))  # type: ignore[arg-type]
        start += len(words) + 2
    plain = page_text(3, text)
    return PageText(3, text, plain.boxes, tuple(regions))


def told(found: PageHeadings) -> list[tuple[str, int]]:
    return [(heading.text, heading.level) for heading in found.headings]


def test_headings_are_told_with_place_and_size() -> None:
    found = headings_of(page(("heading", "3  Method", 2), ("body", "We do this.", 0)))
    assert found.page_index == 3
    assert abs(found.body_size - SIZE) < 0.001
    [heading] = found.headings
    assert (heading.text, heading.level) == ("3 Method", 2)
    assert abs(heading.top - 0.05) < 0.001
    assert abs(heading.left - 0.05) < 0.001
    assert abs(heading.size - SIZE) < 0.001


def test_a_heading_goes_on_over_its_lines_and_each_number_begins_one() -> None:
    found = headings_of(page(("heading", "2 A long\nheading\n2.1 手法\nと評価\nDATA", 2)))
    assert [text for text, _ in told(found)] == ["2 A long heading", "2.1 手法と評価", "DATA"]


def test_a_numbered_line_that_was_taken_for_text_is_hidden() -> None:
    found = headings_of(page(("body", "2.1 Training Data\nOur data is large.", 0), ("table", "Rows\n3 Results", 0)))
    assert told(found) == [("2.1 Training Data", HIDDEN), ("3 Results", HIDDEN)]


def test_a_hidden_heading_ends_where_the_next_column_begins() -> None:
    text = "2.2 Architecture   7B   4096"
    boxes = []
    for place, character in enumerate(text):
        x = 0.1 + 0.01 * place + (0.3 if place > 16 else 0)
        boxes.append((0.0, 0.0, 0.0, 0.0) if character == " " else (x, 0.2, x + 0.01, 0.22))
    found = headings_of(PageText(0, text, pack_boxes(boxes), (Region("table", 0, len(text)),)))
    assert told(found) == [("2.2 Architecture", HIDDEN)]


def test_a_line_as_long_as_the_text_that_goes_on_below_it_is_text() -> None:
    line = "フォントの名前だけが太字である行は本文の一行"
    assert told(headings_of(page(("heading", line, 4), ("body", line + "。", 0)))) == []
    assert told(headings_of(page(("heading", line[:8], 4), ("body", line + "。", 0)))) == [(line[:8], 4)]


@given(
    st.lists(
        st.builds(Heading, st.text(), st.integers(0, 4), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)),
        max_size=5,
    )
)
def test_headings_are_kept_as_json(headings: list[Heading]) -> None:
    kept = from_json(7, to_json(PageHeadings(7, 0.0125, tuple(headings))))
    assert [heading.text for heading in kept.headings] == [heading.text for heading in headings]
    assert to_json(kept) == to_json(PageHeadings(7, 0.0125, tuple(headings)))


@given(st.text(max_size=200), st.data())
def test_any_page_has_headings_or_none(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    regions = (Region("heading", 0, cut, 4), Region("body", cut, len(text)))
    boxes = data.draw(st.lists(st.tuples(*[st.floats(0, 1)] * 4), min_size=len(text), max_size=len(text)))
    found = headings_of(PageText(0, text, pack_boxes(boxes), regions))
    assert all(heading.text and heading.size > 0 for heading in found.headings)
