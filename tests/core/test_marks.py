import colorsys
import itertools

import pytest

from reader.core.answer import Note
from reader.core.document import PageText, Rect, Spot, pack_boxes
from reader.core.marks import Colour, Mark, MarkFilter, folded, mark_of, nearest_colour, note_of, reading_key, start_in

T = "2026-11-25T10:00:00+00:00"


def page(*lines: tuple[str, float, float], advance: float = 0.02) -> PageText:
    """Lines of text, each with the place (x, y) where it begins; a character is .02 wide and .03 high."""
    text, boxes = "", []
    for line, x, y in lines:
        text += line + "\n"
        boxes += [(x + advance * n, y, x + advance * (n + 1), y + 0.03) for n in range(len(line))] + [(0, 0, 0, 0)]
    return PageText(0, text, pack_boxes(boxes))


TWO_COLUMNS = page(("left one", 0.1, 0.1), ("left two", 0.1, 0.2), ("right one", 0.6, 0.1), ("right two", 0.6, 0.2))


@pytest.mark.parametrize("page_index", [None, 3])
def test_a_note_is_a_mark_and_back_without_loss(page_index: int | None) -> None:
    rects = (Rect(0.1, 0.2, 0.3, 0.4),) if page_index is not None else ()
    note = Note("n", "d", "My *words*", page_index, "quoted", rects, T, T)
    mark = mark_of(note)
    assert (mark.kind, mark.comment, mark.page_index) == ("note", "My *words*", page_index)
    assert note_of(mark) == note


def test_a_mark_over_a_page_end_has_its_lines_on_both_pages() -> None:
    one, two = Rect(0, 0.9, 1, 0.95), Rect(0, 0.1, 1, 0.15)
    mark = Mark("m", "d", "highlight", Colour.GREEN, (Spot(4, (one,)), Spot(5, (two,))), "q", "", T, T)
    assert mark.page_index == 4
    assert (mark.rects_on(4), mark.rects_on(5), mark.rects_on(6)) == ((one,), (two,), ())


def test_marks_are_ordered_as_columns_are_read() -> None:
    places = [
        Rect(0.6, 0.1, 0.7, 0.13),
        Rect(0.1, 0.2, 0.2, 0.23),
        Rect(0.6, 0.2, 0.7, 0.23),
        Rect(0.1, 0.1, 0.2, 0.13),
    ]
    ordered = sorted(places, key=lambda rect: reading_key((Spot(0, (rect,)),), start_in(TWO_COLUMNS, rect), T))
    assert [(rect.x0, rect.y0) for rect in ordered] == [(0.1, 0.1), (0.1, 0.2), (0.6, 0.1), (0.6, 0.2)]


def test_whole_pages_come_before_their_places_and_what_has_no_page_last() -> None:
    rect = Rect(0.1, 0.1, 0.2, 0.2)
    keys = [
        reading_key((Spot(0),), None, T),
        reading_key((Spot(0, (rect,)),), 7, T),
        reading_key((Spot(0, (rect,)),), None, T),
        reading_key((Spot(1),), None, T),
        reading_key((), None, T),
    ]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("rect", "start"),
    [
        (Rect(0.1, 0.2, 0.26, 0.23), 9),  # a line
        (Rect(0.2, 0.1, 0.26, 0.13), 5),  # a word of it
        (Rect(0.35, 0.11, 0.35, 0.11), 7),  # a point right of a line: its end
        (Rect(0.02, 0.215, 0.02, 0.215), 9),  # in the margin
    ],
)
def test_a_place_is_found_in_the_text(rect: Rect, start: int) -> None:
    assert start_in(TWO_COLUMNS, rect) == start


def test_a_page_without_text_has_no_place_in_it() -> None:
    assert start_in(PageText(0, "", b""), Rect(0, 0, 1, 1)) is None


@pytest.mark.parametrize(
    ("rgb", "colour"),
    [
        ((255, 255, 0), Colour.YELLOW),
        ((255, 209, 0), Colour.YELLOW),
        ((0, 128, 0), Colour.GREEN),
        ((46, 168, 229), Colour.BLUE),
        ((255, 0, 255), Colour.PINK),
        ((241, 152, 55), Colour.ORANGE),
        ((128, 128, 128), Colour.YELLOW),
        ((0, 0, 0), Colour.YELLOW),
    ],
)
def test_foreign_colours_are_called_by_the_nearest_of_the_palette(rgb: tuple[int, int, int], colour: Colour) -> None:
    assert nearest_colour(rgb) is colour


def test_each_colour_is_nearest_to_itself_and_apart_from_the_others() -> None:
    assert [nearest_colour(colour.rgb) for colour in Colour] == list(Colour)
    assert [nearest_colour(colour.ink) for colour in Colour] == list(Colour)
    hues = sorted(colorsys.rgb_to_hsv(*colour.rgb)[0] for colour in Colour)
    assert all(later - earlier > 0.04 for earlier, later in itertools.pairwise(hues))


def luminance(rgb: tuple[int, int, int]) -> float:
    red, green, blue = (v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", Colour)
def test_black_letters_stay_legible_on_every_colour(colour: Colour) -> None:
    assert (luminance(colour.rgb) + 0.05) / 0.05 > 7


@pytest.mark.parametrize("colour", Colour)
def test_lines_are_seen_on_white_paper(colour: Colour) -> None:
    assert 1.05 / (luminance(colour.ink) + 0.05) > 2.4


def test_a_filter_lets_through_what_fits_all_its_parts() -> None:
    said = folded("The Memory-efficient optimiser\nmy comment")
    assert MarkFilter().matches("highlight", Colour.PINK, said)
    assert MarkFilter("ＭＥＭＯＲＹ- efficient").matches("highlight", Colour.PINK, said)
    assert MarkFilter("MY comm").matches("highlight", Colour.PINK, said)
    assert not MarkFilter("absent").matches("highlight", Colour.PINK, said)
    assert not MarkFilter(colours=frozenset({Colour.BLUE})).matches("highlight", Colour.PINK, said)
    assert MarkFilter("memory", frozenset({Colour.PINK}), frozenset({"note", "highlight"})).matches(
        "highlight", Colour.PINK, said
    )
    assert not MarkFilter("memory", frozenset({Colour.PINK}), frozenset({"note"})).matches(
        "highlight", Colour.PINK, said
    )
