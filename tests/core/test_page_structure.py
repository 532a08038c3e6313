from hypothesis import given
from hypothesis import strategies as st

from reader.core.page_structure import Block, page_structure
from reader.core.reading_order import LineShape

HEIGHT = 800.0


def line(
    text: str, x: float, y: float, *, size: float = 10, block: int = 0, bold: bool = False, width: float | None = None
) -> LineShape:
    width = len(text) * size * 0.5 if width is None else width
    return LineShape(x, y, x + width, y + size, size, text, bold, block)


def paragraph(y: float, block: int, *, x: float = 50, count: int = 4) -> list[LineShape]:
    words = "the words of a paragraph that goes on over several lines of text"
    return [line(words, x, y + 12 * n, block=block, width=240) for n in range(count)]


def told(lines: list[LineShape]) -> list[tuple[str, str]]:
    blocks = page_structure(lines, HEIGHT)
    return [(b.kind, "/".join(" ".join(lines[i].text for i in row) for row in b.rows)) for b in blocks]


def kinds(lines: list[LineShape]) -> dict[str, str]:
    return {text: kind for kind, text in told(lines)}


def test_a_heading_is_larger_or_bold_and_the_text_below_it_is_not() -> None:
    page = [line("3 Method", 50, 100, size=14), *paragraph(130, 1), line("A Setting", 50, 190, block=2, bold=True)]
    page += paragraph(210, 3)
    assert kinds(page)["3 Method"] == "heading"
    assert kinds(page)["A Setting"] == "heading"
    assert [kind for kind, _ in told(page)] == ["heading", "body", "heading", "body"]


def test_a_bold_line_that_begins_a_block_is_parted_from_the_text_below_it() -> None:
    page = [line("Results", 50, 100, bold=True), *paragraph(112, 0)]
    assert [kind for kind, _ in told(page)] == ["heading", "body"]


def test_running_heads_and_page_numbers_are_set_apart_wherever_the_file_has_them() -> None:
    page = [
        *paragraph(100, 0),
        line("12", 300, 770, block=1),
        line("Annual report", 50, 20, block=2),
        *paragraph(200, 3),
    ]
    found = told(page)
    assert found[0] == ("running", "Annual report")
    assert found[-1] == ("running", "12")


def test_a_page_of_one_line_in_the_margin_keeps_it_as_its_text() -> None:
    assert told([line("The end", 50, 30)]) == [("body", "The end")]


def test_footnotes_follow_the_body_of_both_columns() -> None:
    page = [
        *paragraph(100, 0),
        line("1 A note in small type.", 50, 700, size=8, block=1),
        *paragraph(100, 2, x=320),
    ]
    assert [kind for kind, _ in told(page)] == ["body", "body", "footnote"]


def test_captions_stand_alone_but_a_sentence_that_names_a_figure_does_not() -> None:
    page = [
        *paragraph(100, 0),
        line("Figure 3: What it looks like", 50, 300, block=1),
        line("図3 全体の流れ", 50, 400, block=2),
        *paragraph(500, 3, count=1),
        line("Table 3. Based on it, we say this.", 50, 512, block=3),
        line("Table 2 shows the same for the others", 50, 600, block=4),
    ]
    found = kinds(page)
    assert found["Figure 3: What it looks like"] == "caption"
    assert found["図3 全体の流れ"] == "caption"
    assert found["Table 2 shows the same for the others"] == "body"
    assert not any("Based on" in text and kind == "caption" for text, kind in found.items())


lines = st.builds(
    line,
    st.text(min_size=1, max_size=30),
    st.floats(0, 600),
    st.floats(0, 800),
    size=st.sampled_from([0.0, 8.0, 10.0, 16.0]),
    block=st.integers(0, 8),
    bold=st.booleans(),
)


@given(st.lists(lines, max_size=40))
def test_every_line_is_in_one_block(page: list[LineShape]) -> None:
    blocks: list[Block] = page_structure(page, HEIGHT)
    held = [i for block in blocks for row in block.rows for i in row]
    assert sorted(held) == list(range(len(page)))
