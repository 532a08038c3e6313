"""Selecting text: what lies under a point, words and paragraphs, what a range over pages copies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import PageText, Region, pack_boxes
from reader.core.text_selection import TextMap, TextPlace, TextRange, selected_text

WIDE, HIGH = 0.01, 0.02


def set_page(text: str, page_index: int = 0, regions: tuple[Region, ...] = (), left: float = 0.1) -> PageText:
    """Every character 0.01 wide, lines 0.03 apart from 0.1 on."""
    boxes, row, column = [], 0, 0
    for character in text:
        x, y = left + column * WIDE, 0.1 + row * 0.03
        boxes.append((x, y, x, y) if character == "\n" else (x, y, x + WIDE, y + HIGH))
        row, column = (row + 1, 0) if character == "\n" else (row, column + 1)
    return PageText(page_index, text, pack_boxes(boxes), regions)


def centre(page: PageText, position: int) -> tuple[float, float]:
    box = page.box(position)
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


PAGE = set_page("The memory usage is re-\nduced, isn't it?\n\nA second paragraph.\n")


def test_place_is_before_or_after_a_character_by_its_middle() -> None:
    x, y = centre(PAGE, 4)
    assert TextMap(PAGE).place_at(x - 0.002, y) == 4
    assert TextMap(PAGE).place_at(x + 0.002, y) == 5


def test_right_of_a_short_line_is_its_end() -> None:
    _, y = centre(PAGE, PAGE.text.index("duced"))
    assert TextMap(PAGE).place_at(0.95, y) == PAGE.text.index("it?") + 3


def test_left_of_a_line_is_its_start_and_below_everything_is_the_last_line() -> None:
    _, y = centre(PAGE, PAGE.text.index("duced"))
    assert TextMap(PAGE).place_at(0.0, y) == PAGE.text.index("duced")
    assert TextMap(PAGE).place_at(0.95, 0.99) == len(PAGE.text) - 1


def test_page_without_text_has_no_place() -> None:
    assert TextMap(set_page("")).place_at(0.5, 0.5) is None
    assert not TextMap(set_page("")).is_on_text(0.5, 0.5)


@pytest.mark.parametrize(("direction", "first"), [(1, 0.2), (-1, 0.6)])
def test_line_written_down_or_up_is_selected_along_its_height(direction: int, first: float) -> None:
    boxes = [(0.05, first + direction * n * 0.02, 0.07, first + direction * n * 0.02 + 0.018) for n in range(10)]
    page = PageText(0, "上から下へ書かれた文", pack_boxes(boxes))
    for position in range(10):
        y = first + direction * position * 0.02 + 0.009
        assert TextMap(page).place_at(0.06, y - direction * 0.004) == position
        assert TextMap(page).character_at(0.06, y) == position


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("The memory usage", "mem", "memory"),
        ("it isn't so", "sn't", "isn't"),
        ("about 10.8% of it", "0.8", "10.8"),
        ("運転資金とは何ですか", "転", "運転資金"),
        ("運転資金とは何ですか", "と", "とは"),
        ("このデータベースを使う", "タ", "データベース"),
        ("a, b", ",", ","),
    ],
)
def test_word_at_a_character(text: str, at: str, word: str) -> None:
    start, end = TextMap(set_page(text)).word_at(text.index(at))
    assert text[start:end] == word


def test_paragraph_reaches_from_empty_line_to_empty_line() -> None:
    found = TextMap(PAGE)
    start, end = found.paragraph_at(PAGE.text.index("duced"))
    assert PAGE.text[start:end] == "The memory usage is re-\nduced, isn't it?"
    start, end = found.paragraph_at(PAGE.text.index("second"))
    assert PAGE.text[start:end].strip() == "A second paragraph."


def test_rects_are_one_for_each_line() -> None:
    start, end = PAGE.text.index("usage"), PAGE.text.index("isn't")
    first, second = TextMap(PAGE).rects(start, end)
    assert first.x0 == pytest.approx(PAGE.box(start).x0)
    assert second.x1 == pytest.approx(PAGE.box(end - 2).x1, abs=WIDE + 1e-4)
    assert first.y0 < second.y0


@given(st.text(alphabet="ab \n", max_size=60), st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_rects_lie_around_the_characters_whether_a_line_is_whole_or_not(
    text: str, one: int, other: int, is_vertical: bool
) -> None:
    page, start, end = set_page(text), min(one, other), min(max(one, other), len(text))
    if is_vertical:
        boxes = [page.box(position) for position in range(len(text))]
        page = PageText(0, text, pack_boxes([(box.y0, box.x0, box.y1, box.x1) for box in boxes]))
    expected, position = [], 0
    for line in text.split("\n"):
        inside = [page.box(n) for n in range(max(start, position), min(end, position + len(line)))]
        position += len(line) + 1
        if inside:
            left, right = min(box.x0 for box in inside), max(box.x1 for box in inside)
            top, bottom = min(box.y0 for box in inside), max(box.y1 for box in inside)
            expected.append((left, top, right, bottom))
    assert [(rect.x0, rect.y0, rect.x1, rect.y1) for rect in TextMap(page).rects(start, end)] == expected


def copied(pages: list[PageText], first: tuple[int, int], last: tuple[int, int]) -> str:
    by_index = {page.page_index: page for page in pages}
    return selected_text(TextRange(TextPlace(*last), TextPlace(*first)), by_index.get)


def test_copied_text_has_no_hard_line_breaks_and_whole_words() -> None:
    text = copied([PAGE], (0, 4), (0, len(PAGE.text)))
    assert text == "memory usage is reduced, isn't it?\n\nA second paragraph."


def test_sentence_over_a_page_end_goes_on_without_the_running_heads() -> None:
    text = "Header\n\nThe first half of a\n\n12\n"
    running = (Region("running", 0, 6), Region("body", 8, 27), Region("running", 29, 31))
    first = set_page(text, 0, running)
    second = set_page("Header\n\nsentence ends. Next.\n", 1, (Region("running", 0, 6), Region("body", 8, 28)))
    assert copied([first, second], (0, 8), (1, 22)) == "The first half of a sentence ends."


def test_page_that_is_not_known_yet_is_left_out() -> None:
    assert copied([PAGE], (0, 0), (3, 5)).startswith("The memory usage")


@given(st.text(alphabet="ab, 。漢あア\n-", max_size=60), st.floats(0, 1), st.floats(0, 1))
def test_any_point_of_any_page_has_a_place_in_its_text(text: str, x: float, y: float) -> None:
    page = set_page(text)
    found = TextMap(page)
    place, character = found.place_at(x, y), found.character_at(x, y)
    assert (place is None) == (character is None) == (not text.replace("\n", ""))
    if place is not None and character is not None:
        assert 0 <= place <= len(text)
        assert text[character] != "\n"
        for start, end in (found.word_at(character), found.paragraph_at(character)):
            assert start <= character < end <= len(text) or text[character].isspace()


@given(st.integers(0, 60), st.integers(0, 60))
def test_order_of_the_two_ends_does_not_matter(one: int, other: int) -> None:
    there, back = (TextRange(TextPlace(0, a), TextPlace(0, b)) for a, b in ((one, other), (other, one)))
    assert selected_text(there, lambda _: PAGE) == selected_text(back, lambda _: PAGE)
    assert there.span_on(0, len(PAGE.text)) == back.span_on(0, len(PAGE.text))
