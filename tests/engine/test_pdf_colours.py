"""Pages in dark and sepia, pixel by pixel, drawn by the child: what turns, and what keeps its colours."""

import asyncio
import colorsys
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from reader.core.page_colours import TONES, PageColours, contrast
from reader.engine.pdf import PdfFile
from tests.tiny_pdf import write_pdf

Colour = tuple[int, int, int]

PHOTO = ((200, 40, 30), (20, 90, 160), (240, 210, 60), (30, 30, 30))
"""The quarters of a photograph: left top, right top, left bottom, right bottom."""
RED, GREEN, BLUE = (0.8, 0.1, 0.1), (0.1, 0.5, 0.2), (0.1, 0.2, 0.7)
DARK, SEPIA = TONES["dark"], TONES["sepia"]

(TEXT, CHART, FIGURE, SCAN, STRIPS, FORMULA, TURNED, ROUND, SHADOW, DRAWN_ON, SLIDE, SPECKS) = range(12)


def photo(size: int = 40, alpha: Callable[[int, int], int] | None = None) -> Any:
    """`alpha`: how opaque it is at a place, 0..255."""
    pixels = bytearray()
    for y in range(size):
        for x in range(size):
            pixels += bytes(PHOTO[2 * (y >= size // 2) + (x >= size // 2)])
            if alpha is not None:
                pixels.append(alpha(x, y))
    return pymupdf.Pixmap(pymupdf.csRGB, size, size, bytes(pixels), alpha is not None)


def plain(colour: Colour, opacity: int) -> Any:
    return pymupdf.Pixmap(pymupdf.csRGB, 10, 10, bytes((*colour, opacity)) * 100, True)


def grey(width: int, height: int, value: Callable[[int, int], int]) -> Any:
    pixels = bytes(value(x, y) for y in range(height) for x in range(width))
    return pymupdf.Pixmap(pymupdf.csGRAY, width, height, pixels, False)


def fill(document: Any) -> None:
    for page_index in range(1, 12):
        page = document.new_page(width=200, height=200)
        for box, picture in PICTURES.get(page_index, ()):
            page.insert_image(pymupdf.Rect(box), pixmap=picture, keep_proportion=False)
        for box, colour in PAINTED.get(page_index, ()):
            page.draw_rect(pymupdf.Rect(box), color=None, fill=colour)
    document[TURNED].set_rotation(90)


PICTURES = {
    FIGURE: [((50, 50, 130, 130), photo())],
    SCAN: [((5, 5, 195, 195), grey(60, 60, lambda x, y: 20 if y % 6 == 3 and 6 < x < 54 else 230))],
    # One photograph in strips, of which the first is nearly white, like a sky.
    STRIPS: [
        ((50, 40, 130, 60), pymupdf.Pixmap(pymupdf.csRGB, 40, 10, bytes((250, 250, 250)) * 400, False)),
        ((50, 60, 130, 140), photo()),
    ],
    FORMULA: [((20, 80, 140, 120), grey(60, 20, lambda x, y: 0 if 9 <= y < 12 and x % 6 else 255))],
    TURNED: [((20, 60, 180, 100), photo())],
    ROUND: [((50, 50, 130, 130), photo(80, lambda x, y: 255 * ((x - 39.5) ** 2 + (y - 39.5) ** 2 < 39**2)))],
    SHADOW: [((40, 40, 160, 160), plain((255, 0, 0), 128))],
    DRAWN_ON: [((50, 50, 130, 130), photo())],
    SPECKS: [((100, 100, 104, 104), pymupdf.Pixmap(pymupdf.csRGB, 2, 2, bytes((250, 220, 90)) * 4, False))],
}
PAINTED = {
    CHART: [((20, 20, 60, 180), RED), ((80, 20, 120, 180), GREEN), ((140, 20, 180, 180), BLUE)],
    DRAWN_ON: [((60, 60, 80, 80), (1, 1, 1))],
    SLIDE: [((0, 0, 200, 200), (0.05, 0.1, 0.2)), ((40, 40, 160, 60), (1, 1, 1))],
}


class Drawn:
    """A picture of a page, or of a part of it."""

    def __init__(self, pixels: memoryview, width: int, height: int, stride: int) -> None:
        self.pixels, self.width, self.height, self.stride = bytes(pixels), width, height, stride

    def at(self, x: int, y: int) -> Colour:
        start = y * self.stride + 3 * x
        red, green, blue = self.pixels[start : start + 3]
        return red, green, blue

    def colours(self) -> set[Colour]:
        return {self.at(x, y) for y in range(self.height) for x in range(self.width)}


class Pages:
    def __init__(self, runner: asyncio.Runner, pdf: PdfFile) -> None:
        self._runner, self._pdf = runner, pdf

    def draw(self, page_index: int, colours: PageColours, scale: float = 1.0, **more: Any) -> Drawn:
        clip = more.pop("clip", None)
        return self._runner.run(self._pdf.page_image(page_index, scale, clip, Drawn, colours=colours, **more))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pytest.MonkeyPatch.context() as monkeypatch:  # children do not import pytest once more
        monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
        monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
        path = write_pdf(tmp_path_factory.mktemp("colours") / "colours.pdf", ["Some words of text."], change=fill)
        with asyncio.Runner() as runner:
            pdf = runner.run(PdfFile.open(path))
            yield Pages(runner, pdf)
            runner.run(pdf.close())


def near(one: Colour, other: Colour, by: int = 4) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def hue(colour: Colour) -> float:
    return colorsys.rgb_to_hls(*(value / 255 for value in colour))[0]


@pytest.mark.parametrize("colours", ["dark", "sepia"])
def test_paper_and_ink_get_their_tones(pages: Pages, colours: PageColours) -> None:
    colours_seen = pages.draw(TEXT, colours, 4.0, clip=(150, 150, 400, 220)).colours()
    darkest, lightest = min(colours_seen, key=sum), max(colours_seen, key=sum)
    ink, paper = (lightest, darkest) if colours == "dark" else (darkest, lightest)
    assert near(ink, TONES[colours].ink)
    assert near(paper, TONES[colours].paper)


def test_as_printed_is_left_alone(pages: Pages) -> None:
    drawn = pages.draw(FIGURE, "printed")
    assert (drawn.at(2, 2), drawn.at(60, 60)) == ((255, 255, 255), PHOTO[0])


def test_coloured_bars_keep_their_hues(pages: Pages) -> None:
    printed, dark = pages.draw(CHART, "printed"), pages.draw(CHART, "dark")
    for x in (40, 100, 160):
        turn = abs(hue(printed.at(x, 100)) - hue(dark.at(x, 100)))
        assert min(turn, 1 - turn) < 0.05, x
        assert sum(dark.at(x, 100)) > sum(DARK.paper) + 100, "told from the paper"


@pytest.mark.parametrize("colours", ["dark", "sepia"])
@pytest.mark.parametrize("scale", [1.0, 1.37, 3.0])
def test_photograph_keeps_its_colours_up_to_its_edge(pages: Pages, colours: PageColours, scale: float) -> None:
    printed, drawn = pages.draw(FIGURE, "printed", scale), pages.draw(FIGURE, colours, scale)
    for y in range(drawn.height):
        for x in range(drawn.width):
            is_paper = printed.at(x, y) == (255, 255, 255)
            assert near(drawn.at(x, y), TONES[colours].paper) if is_paper else drawn.at(x, y) == printed.at(x, y)


def test_tiles_fit_together(pages: Pages) -> None:
    whole = pages.draw(FIGURE, "dark", 2.0)
    for clip in ((0, 0, 128, 128), (128, 0, 256, 128), (128, 128, 256, 256), (230, 90, 300, 250), (0, 300, 90, 400)):
        part = pages.draw(FIGURE, "dark", 2.0, clip=clip)
        for y in range(part.height):
            for x in range(part.width):
                assert part.at(x, y) == whole.at(clip[0] + x, clip[1] + y)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_pictures_are_found_on_turned_pages(pages: Pages, rotation: int) -> None:
    printed = pages.draw(TURNED, "printed", 1.5, rotation=rotation)
    dark = pages.draw(TURNED, "dark", 1.5, rotation=rotation)
    kept = 0
    for y in range(dark.height):
        for x in range(dark.width):
            if printed.at(x, y) in PHOTO:
                assert dark.at(x, y) == printed.at(x, y)
                kept += 1
    assert kept > 0.8 * 160 * 40 * 1.5**2


def test_picture_of_the_whole_page_is_a_scan_and_turns(pages: Pages) -> None:
    printed, dark = pages.draw(SCAN, "printed", 2.0), pages.draw(SCAN, "dark", 2.0)
    paper, ink = (20, 200), (200, 32)
    assert (sum(printed.at(*paper)) > 600, sum(printed.at(*ink)) < 200) == (True, True)
    assert contrast(dark.at(*ink), dark.at(*paper)) > 7
    assert sum(dark.at(*paper)) < 250 < sum(dark.at(*ink))


def test_strips_are_judged_as_the_picture_they_make(pages: Pages) -> None:
    dark = pages.draw(STRIPS, "dark")
    assert dark.at(90, 50) == (250, 250, 250)
    assert dark.at(60, 70) == PHOTO[0]


def test_picture_of_ink_on_paper_is_read_like_text(pages: Pages) -> None:
    dark = pages.draw(FORMULA, "dark")
    assert near(dark.at(22, 82), DARK.paper)
    assert max(sum(colour) for colour in dark.colours()) > sum(DARK.ink) - 60


def test_round_photograph_on_paper_keeps_what_it_needs_to_be_seen(pages: Pages) -> None:
    """It has dark parts: on dark paper they would be lost, were the paper seen through the corners around them."""
    dark = pages.draw(ROUND, "dark")
    assert dark.at(70, 70) == PHOTO[0]
    assert dark.at(110, 110) == PHOTO[3]
    assert dark.at(52, 52) == (255, 255, 255)
    assert near(dark.at(40, 40), DARK.paper)


@pytest.mark.parametrize("colours", ["dark", "sepia"])
def test_paper_is_seen_through_a_transparent_picture(pages: Pages, colours: PageColours) -> None:
    drawn = pages.draw(SHADOW, colours)
    red, green, blue = (127 * value // 255 for value in TONES[colours].paper)
    assert near(drawn.at(100, 100), (red + 128, green, blue))


def test_what_is_drawn_on_a_picture_belongs_to_it(pages: Pages) -> None:
    assert pages.draw(DRAWN_ON, "dark").at(70, 70) == (255, 255, 255)


def test_page_that_is_dark_already_stays_dark(pages: Pages) -> None:
    printed, dark = pages.draw(SLIDE, "printed"), pages.draw(SLIDE, "dark")
    assert dark.pixels == printed.pixels
    assert near(pages.draw(SLIDE, "sepia").at(100, 50), SEPIA.paper)


def test_specks_are_no_pictures(pages: Pages) -> None:
    assert not near(pages.draw(SPECKS, "dark").at(102, 102), (250, 220, 90), 20)


def test_tile_of_a_page_nobody_has_seen_is_coloured_like_the_whole(tmp_path: Path, pages: Pages) -> None:
    """A page is judged by the picture of it that is drawn first; a part alone does not do."""
    part = pages.draw(FIGURE, "sepia", 2.0, clip=(0, 0, 60, 60))
    assert near(part.at(1, 1), SEPIA.paper)
    assert pages.draw(FIGURE, "sepia").at(60, 60) == PHOTO[0]
