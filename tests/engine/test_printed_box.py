"""Where print is found on grey pictures of pages."""

import pymupdf
import pytest

from reader.core.document import Rect
from reader.engine.printed_box import printed_box

SIZE = (200, 300)


def box_of(*marks: tuple[int, int, int, int, int], paper: int = 255) -> Rect | None:
    """`marks`: left, top, right, bottom, grey."""
    width, height = SIZE
    pixels = bytearray([paper]) * (width * height)
    for left, top, right, bottom, grey in marks:
        for y in range(top, bottom):
            pixels[y * width + left : y * width + right] = bytes([grey]) * (right - left)
    return printed_box(bytes(pixels), width, height, width)


def test_print_is_found_where_it_is() -> None:
    assert box_of((20, 30, 100, 34, 0), (40, 240, 180, 270, 90)) == Rect(0.1, 0.1, 0.9, 0.9)


def test_paper_alone_has_no_print_white_or_grey() -> None:
    assert box_of() is None
    assert box_of(paper=228) is None


def test_dust_is_no_print_and_a_page_number_is() -> None:
    text = (40, 60, 160, 240, 20)
    assert box_of(text, (2, 3, 4, 5, 0), (195, 290, 197, 292, 60)) == Rect(0.2, 0.2, 0.8, 0.8)
    assert box_of(text, (98, 280, 101, 285, 0)) == Rect(0.2, 0.2, 0.8, 0.95)


def test_faint_shades_of_a_scan_are_paper() -> None:
    assert box_of((0, 0, 200, 10, 205), (40, 60, 160, 240, 20), paper=230) == Rect(0.2, 0.2, 0.8, 0.8)


def test_page_on_a_dark_ground_is_print_all_over() -> None:
    assert box_of((40, 60, 160, 240, 250), paper=30) == Rect(0, 0, 1, 1)


def test_rows_may_be_longer_than_the_picture() -> None:
    pixels = bytearray([255]) * (12 * 10)
    for y in range(2, 8):
        pixels[y * 12 + 3 : y * 12 + 7] = bytes(4)
        pixels[y * 12 + 10 : y * 12 + 12] = bytes(2)  # beyond the row's 10 pixels
    assert printed_box(bytes(pixels), 10, 10, 12) == Rect(0.3, 0.2, 0.7, 0.8)


@pytest.mark.parametrize("rotation", [0, 90])
def test_text_of_a_pdf_is_found(rotation: int) -> None:
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=600)
        page.draw_rect(pymupdf.Rect(100, 150, 300, 450), color=None, fill=(0, 0, 0))
        page.set_rotation(rotation)
        picture = page.get_pixmap(matrix=pymupdf.Matrix(0.5, 0.5), colorspace=pymupdf.csGRAY, alpha=False)
    found = printed_box(picture.samples, picture.width, picture.height, picture.stride)
    assert found is not None
    assert found.rounded(2) == [0.25, 0.25, 0.75, 0.75]
