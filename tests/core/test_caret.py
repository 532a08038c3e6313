"""Where keys take the caret: columns, rows of tables, pages, Japanese written downwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.caret import Caret, PageNeeded, arrow_move, edge_of, moved
from reader.core.document import PageText, pack_boxes
from reader.core.text_selection import TextMap, TextPlace

COLUMN = 0.5


def page_of(text: str, page_index: int = 0) -> TextMap:
    """Lines below one another; "|" begins a new column at the top, "\t" goes on in the same row, further right."""
    boxes, row, x, left, kept = [], 0, 0.05, 0.05, []
    for character in text:
        if character == "|":
            row, left = 0, left + COLUMN
            x = left
            continue
        if character == "\t":  # a line end, but not a new row
            boxes.append((x, 0.1 + row * 0.05, x, 0.1 + row * 0.05))
            kept.append("\n")
            x += 0.1
            continue
        y = 0.1 + row * 0.05
        boxes.append((x, y, x, y) if character == "\n" else (x, y, x + 0.01, y + 0.03))
        kept.append(character)
        row, x = (row + 1, left) if character == "\n" else (row, x + 0.01)
    return TextMap(PageText(page_index, "".join(kept), pack_boxes(boxes)))


class Text:
    """Pages, and a caret written as "^" in them."""

    def __init__(self, *pages: str, missing: int | None = None) -> None:
        self.maps = {n: page_of(text, n) for n, text in enumerate(pages) if n != missing}
        self.count = len(pages)

    def at(self, words: str, page_index: int = 0) -> Caret:
        return Caret(TextPlace(page_index, self.maps[page_index].page.text.index(words)))

    def go(self, caret: Caret, unit, step: int) -> Caret | PageNeeded:
        return moved(caret, unit, step, self.maps.get, self.count)

    def after(self, found: Caret | PageNeeded) -> str:
        """What follows the caret on its line."""
        assert isinstance(found, Caret)
        return self.maps[found.place.page_index].page.text[found.place.position :].split("\n")[0]


TEXT = Text("The memory usage\nis reduced, by\n\nhalf of it.\n|Second column\nends here.\n", "", "Next page\n")


def test_characters_go_on_at_line_ends() -> None:
    caret = TEXT.at("\nis")
    right = TEXT.go(caret, "character", 1)
    assert TEXT.after(right) == "is reduced, by"
    assert TEXT.go(right, "character", -1) == caret
    assert TEXT.after(TEXT.go(TEXT.at("memory"), "character", 1)) == "emory usage"


def test_words_go_to_the_end_forwards_and_to_the_beginning_backwards() -> None:
    assert TEXT.after(TEXT.go(TEXT.at("mory"), "word", 1)) == " usage"
    assert TEXT.after(TEXT.go(TEXT.at(" by"), "word", -1)) == "reduced, by"
    assert TEXT.after(TEXT.go(TEXT.at("is reduced"), "word", -1)) == "usage"
    assert TEXT.after(TEXT.go(TEXT.at("half"), "word", -1)) == "by"


def test_lines_go_down_the_column_then_to_the_top_of_the_next_one() -> None:
    down = TEXT.go(TEXT.at("usage"), "line", 1)
    assert TEXT.after(down) == " by"
    short = TEXT.go(down, "line", 1)
    assert TEXT.after(short) == ""
    over = TEXT.go(short, "line", 1)
    assert TEXT.after(over) == "Second column"
    assert TEXT.go(over, "line", -1) == short


def test_the_place_on_the_line_is_kept_over_a_shorter_one() -> None:
    text = Text("A long line here\nno\nanother long line\n")
    caret = text.at("line here")
    two = text.go(text.go(caret, "line", 1), "line", 1)
    assert text.after(two) == " long line"
    assert text.after(text.go(text.go(two, "line", -1), "line", -1)) == "line here"


def test_cells_of_a_row_are_not_lines_below_each_other() -> None:
    text = Text("one\t1,000\ntwo\t2,000\n")
    assert text.after(text.go(text.at("one"), "line", 1)) == "two"
    assert text.after(text.go(text.at("2,000"), "line", -1)) == "1,000"


def test_line_edges() -> None:
    assert TEXT.after(TEXT.go(TEXT.at("duced"), "line_edge", -1)) == "is reduced, by"
    assert TEXT.after(TEXT.go(TEXT.at("duced"), "line_edge", 1)) == ""


def test_pages_go_on_over_empty_ones_and_end_at_the_ends() -> None:
    last = edge_of(0, -1, TEXT.maps.get)
    assert last is not None
    assert TEXT.after(TEXT.go(last, "character", 1)) == "Next page"
    assert TEXT.after(TEXT.go(Caret(TextPlace(2, 0)), "word", -1)) == ""
    first, end = edge_of(0, 1, TEXT.maps.get), edge_of(2, -1, TEXT.maps.get)
    assert TEXT.go(first, "character", -1) == first
    assert TEXT.go(end, "word", 1) == end
    assert edge_of(1, 1, TEXT.maps.get) is None


def test_a_page_that_is_not_known_is_asked_for() -> None:
    text = Text("One page\n", "another\n", missing=1)
    assert text.go(text.at("e page"), "line", 1) == PageNeeded(1, 1)
    assert text.go(Caret(TextPlace(1, 0)), "character", -1) == PageNeeded(1, -1)


def test_arrows_follow_the_direction_of_writing() -> None:
    # Two columns of Japanese, written downwards, the right one first.
    boxes = [(0.8, 0.1 + n * 0.03, 0.83, 0.13 + n * 0.03) for n in range(4)]
    boxes += [(0, 0, 0, 0)]
    boxes += [(0.7, 0.1 + n * 0.03, 0.73, 0.13 + n * 0.03) for n in range(4)]
    maps = {0: TextMap(PageText(0, "縦書きの\n文章です", pack_boxes(boxes)))}
    caret = Caret(TextPlace(0, 1))
    assert arrow_move("down", caret, maps.get) == ("character", 1)
    assert arrow_move("left", caret, maps.get) == ("line", 1)
    left = moved(caret, *arrow_move("left", caret, maps.get), maps.get, 1)
    assert left.place.position == 6
    rect = maps[0].caret_rect(1)
    assert rect.y0 == rect.y1 == pytest.approx(0.13, abs=1e-4)
    upwards = [(0.05, 0.6 - n * 0.02, 0.07, 0.618 - n * 0.02) for n in range(5)]
    stamp = {0: TextMap(PageText(0, "arXiv", pack_boxes(upwards)))}
    assert arrow_move("up", Caret(TextPlace(0, 1)), stamp.get) == ("character", 1)
    assert stamp[0].caret_rect(1).y0 == pytest.approx(0.598, abs=1e-4)


@given(
    st.text(alphabet="ab, 。漢ア\n\t|-", max_size=60),
    st.integers(0, 60),
    st.sampled_from(["character", "word", "line", "line_edge"]),
    st.sampled_from([1, -1]),
)
def test_any_step_on_any_page_stays_in_its_text(text: str, position: int, unit, step: int) -> None:
    maps = {0: page_of(text)}
    start = min(position, len(maps[0].page.text))
    caret = moved(Caret(TextPlace(0, start)), unit, step, maps.get, 1)
    assert isinstance(caret, Caret)
    assert 0 <= caret.place.position <= len(maps[0].page.text)
    assert maps[0].edges() is None or maps[0].caret_rect(caret.place.position) is not None
