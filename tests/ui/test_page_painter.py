"""What is painted: tiles on exactly their pixels at any device pixel ratio, stand-ins, evidence, failures."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPalette

from reader.core.document import PageSize, Rect, Spot
from reader.core.errors import PageBroken, ReaderError
from reader.core.page_arrangement import Arrangement
from reader.core.page_colours import TONES, contrast
from reader.core.page_layout import PageLayout
from reader.ui.evidence_marks import EvidenceMarks
from reader.ui.jobs import Jobs
from reader.ui.page_images import PageImages
from reader.ui.page_painter import PagePainter, is_dark_palette
from reader.ui.page_viewport import PageViewport

SIZE = (400, 300)
GREY = QColor("#d0d0d0")


class Paper:
    """Paints a view of 400 x 300 logical pixels into an image."""

    def __init__(self, source: Any, jobs: Jobs, spin_until: Any, ratio: float, zoom: float = 0.5) -> None:
        self.source = source
        self.images = PageImages(source, jobs.start)
        self.marks = EvidenceMarks()
        self.layout = PageLayout([PageSize(595, 842)] * 3, zoom)
        self.ratio = ratio
        self.spin_until = spin_until

    def view(self, top: int = 100, zoom: float | None = None) -> PageViewport:
        layout = self.layout if zoom is None else self.layout.at_zoom(zoom)
        return PageViewport(layout, 0, top, *SIZE, self.ratio)

    def load(self, view: PageViewport) -> None:
        self.images.want(view.wanted(1))
        self.spin_until(lambda: self.images.is_idle)

    def paint(self, view: PageViewport) -> QImage:
        image = QImage(round(SIZE[0] * self.ratio), round(SIZE[1] * self.ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.ratio)
        image.fill(0x123456)
        painter = QPainter(image)
        PagePainter(view, self.images, self.marks, QPalette(GREY), _words).paint(painter, QRect(0, 0, *SIZE))
        painter.end()
        image.setDevicePixelRatio(1)
        return image

    def close(self) -> None:
        self.images.close()
        self.images.deleteLater()


def _words(page_index: int, error: ReaderError) -> tuple[str, str]:
    return f"Page {page_index} is broken", "Really."


@pytest.fixture
def make_paper(jobs: Jobs, make_pages: Callable[..., Any], spin_until: Any) -> Any:
    papers: list[Paper] = []

    def make(ratio: float = 1.0) -> Paper:
        papers.append(Paper(make_pages(3), jobs, spin_until, ratio))
        return papers[-1]

    yield make
    for paper in papers:
        paper.close()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_every_pixel_of_a_sharp_page_is_the_drawn_one(make_paper: Any, ratio: float) -> None:
    paper = make_paper(ratio)
    view = paper.view()
    paper.load(view)
    image = paper.paint(view)
    page = view.page_rect_px(0)
    shown = page.intersected(image.rect())
    assert shown.width() > 250 * ratio
    for x in range(shown.left(), shown.right() + 1, 7):
        for y in range(shown.top(), shown.bottom() + 1, 11):
            expected = paper.source.pixel(0, x - page.x(), y - page.y())
            assert image.pixelColor(x, y).getRgb()[:3] == expected, (x, y)


def test_beside_and_between_pages_is_the_colour_of_the_window(make_paper: Any) -> None:
    paper = make_paper()
    view = paper.view(top=350)
    paper.load(view)
    image = paper.paint(view)
    first, second = view.page_rect_px(0), view.page_rect_px(1)
    middle_of_gap = (first.bottom() + second.top()) // 2
    window = QPalette(GREY).color(QPalette.ColorRole.Window)
    assert image.pixelColor(5, 100) == window
    assert image.pixelColor(SIZE[0] // 2, middle_of_gap) == window


def test_only_the_exposed_part_is_painted(make_paper: Any) -> None:
    paper = make_paper()
    view = paper.view()
    paper.load(view)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(0x123456)
    painter = QPainter(image)
    painter.setClipRect(0, 0, 400, 50)
    PagePainter(view, paper.images, paper.marks, QPalette(GREY), _words).paint(painter, QRect(0, 0, 400, 50))
    painter.end()
    assert image.pixel(200, 20) != 0xFF123456
    assert image.pixel(200, 100) == 0xFF123456


def test_page_without_any_picture_is_white(make_paper: Any) -> None:
    paper = make_paper()
    view = paper.view()
    assert paper.paint(view).pixelColor(view.page_rect_px(0).center()) == QColor("white")


@pytest.mark.parametrize("colours", ["dark", "sepia"])
def test_paper_has_the_tone_of_the_pages(make_paper: Any, colours: Any) -> None:
    paper = make_paper()
    view = replace(paper.view(), colours=colours)
    assert paper.paint(view).pixelColor(view.page_rect_px(0).center()) == QColor(*TONES[colours].paper)


def test_old_colours_stand_in_until_the_new_ones_come(make_paper: Any) -> None:
    paper = make_paper()
    view = paper.view()
    paper.load(view)
    before = paper.paint(view)
    paper.source.hold()
    dark = replace(view, colours="dark")
    paper.images.want(dark.wanted(1))
    assert paper.paint(dark) == before
    paper.source.release()
    paper.spin_until(lambda: paper.images.is_idle)
    image, page = paper.paint(dark), dark.page_rect_px(0)
    assert image.pixelColor(page.center()).red() == paper.source.pixel(0, 0, 0, "dark")[0]


def test_preview_stands_in_for_the_sharp_page(make_paper: Any) -> None:
    paper = make_paper()
    view = paper.view(top=600)
    paper.images.want([key for key in view.wanted(1) if key.is_preview])
    paper.spin_until(lambda: paper.images.is_idle)
    image = paper.paint(view)
    # Red tells the page and is the same all over it, also scaled.
    assert image.pixelColor(view.page_rect_px(1).center()).red() == paper.source.pixel(1, 0, 0)[0]


def test_tiles_of_another_zoom_stand_in(make_paper: Any) -> None:
    paper = make_paper()
    paper.images.want([key for key in paper.view().wanted(1) if not key.is_preview])
    paper.spin_until(lambda: paper.images.is_idle)
    zoomed = paper.view(zoom=0.6)
    assert paper.paint(zoomed).pixelColor(zoomed.page_rect_px(0).center()) != QColor("white")


# --- Evidence ---


@pytest.mark.parametrize("rotation", [90, 180, 270])
@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_turned_and_cropped_page_is_sharp_and_in_its_place(make_paper: Any, rotation: Any, ratio: float) -> None:
    paper = make_paper(ratio)
    arrangement = Arrangement(rotation=rotation, is_cropped=True)
    printed = Rect(0.1, 0.05, 0.7, 0.7)
    paper.layout = PageLayout([PageSize(595, 842)] * 3, 0.5, arrangement, [printed] * 3)
    view = paper.view(20)
    paper.load(view)
    image = paper.paint(view)
    shown = view.page_rect_px(0).intersected(image.rect())
    high, wide = round(842 * view.scale_px_per_pt), round(595 * view.scale_px_per_pt)
    for x, y in ((shown.x(), shown.y()), (shown.right(), shown.bottom()), (shown.x() + 50, shown.bottom() - 31)):
        left, down = x - view.sheet_px(0).x(), y - view.sheet_px(0).y()
        of_file = {
            90: (down, high - 1 - left),
            180: (wide - 1 - left, high - 1 - down),
            270: (wide - 1 - down, left),
        }[rotation]
        assert image.pixelColor(x, y).getRgb()[:3] == paper.source.pixel(0, *of_file)
    background = image.pixelColor(shown.x() - 5, shown.y() + 50)
    assert background == GREY


def test_preview_is_turned_until_tiles_of_the_turned_page_come(make_paper: Any) -> None:
    """No white flash: the preview is there from before."""
    paper = make_paper()
    paper.load(paper.view())
    paper.layout = PageLayout([PageSize(595, 842)] * 3, 0.5, Arrangement(rotation=90))
    view = paper.view(250)
    shown = view.page_rect_px(1).intersected(QRect(0, 0, *SIZE))
    image = paper.paint(view)
    assert image.pixelColor(shown.center()).red() == paper.source.pixel(1, 0, 0)[0]


def marked_white_page(paper: Paper, spots: list[Spot], current: int | None) -> tuple[QImage, QRect]:
    paper.marks.replace(spots, current)
    view = paper.view()
    return paper.paint(view), view.page_rect_px(0)


def at(image: QImage, page: QRect, x: float, y: float) -> QColor:
    return image.pixelColor(page.x() + round(x * page.width()), page.y() + round(y * page.height()))


def test_evidence_is_amber_ink_over_the_page(make_paper: Any) -> None:
    image, page = marked_white_page(make_paper(), [Spot(0, (Rect(0.2, 0.4, 0.8, 0.5),))], None)
    marked = at(image, page, 0.5, 0.45)
    assert marked.red() == 255
    assert 180 < marked.blue() < 190 < 230 < marked.green() < 240
    assert at(image, page, 0.5, 0.55) == QColor("white")


def test_ink_multiplies_so_that_black_text_stays_black(make_paper: Any) -> None:
    paper = make_paper()
    paper.marks.replace([Spot(0, (Rect(0, 0, 1, 1),))], None)
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    paper.marks.paint(painter, paper.view(), 0, is_dark=False)
    painter.end()
    assert image.pixelColor(50, 50) == QColor("black")


@pytest.mark.parametrize("colours", ["dark", "sepia"])
def test_words_under_evidence_stay_easy_to_read(make_paper: Any, colours: Any) -> None:
    """On dark pages the mark is light over the paper: ink that multiplies would be darker than the paper is."""
    paper, tones = make_paper(), TONES[colours]
    paper.marks.replace([Spot(0, (Rect(0, 0, 1, 1),))], None)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(*tones.paper))
    painter = QPainter(image)
    painter.fillRect(0, 0, SIZE[0] // 2, SIZE[1], QColor(*tones.ink))
    paper.marks.paint(painter, replace(paper.view(), colours=colours), 0, is_dark=True)
    painter.end()
    ink, marked = (image.pixelColor(x, 100).getRgb()[:3] for x in (SIZE[0] // 2 - 20, SIZE[0] // 2 + 20))
    assert contrast(ink, marked) > 4.5  # type: ignore[arg-type]
    assert contrast(marked, tones.paper) > 1.15, "the mark is seen"  # type: ignore[arg-type]


def test_overlapping_evidence_is_not_darker(make_paper: Any) -> None:
    paper = make_paper()
    one, page = marked_white_page(paper, [Spot(0, (Rect(0.2, 0.4, 0.8, 0.5),))], None)
    two = [
        Spot(0, (Rect(0.2, 0.4, 0.8, 0.5), Rect(0.2, 0.44, 0.8, 0.5))),
        Spot(0, (Rect(0.3, 0.4, 0.8, 0.5),)),
    ]
    both, _ = marked_white_page(paper, two, None)
    assert at(both, page, 0.5, 0.45) == at(one, page, 0.5, 0.45)


def test_current_evidence_has_an_outline(make_paper: Any) -> None:
    paper = make_paper()
    spots = [Spot(0, (Rect(0.2, 0.4, 0.8, 0.5),)), Spot(0, (Rect(0.2, 0.6, 0.8, 0.7),))]
    plain, page = marked_white_page(paper, spots, None)
    outlined, _ = marked_white_page(paper, spots, 1)

    def darkest(image: QImage, y: float) -> int:
        row = round(page.y() + y * page.height())
        column = page.x() + page.width() // 2
        return min(image.pixelColor(column, row + way).lightness() for way in range(-5, 5))

    assert darkest(outlined, 0.6) < darkest(plain, 0.6)
    assert darkest(outlined, 0.4) == darkest(plain, 0.4)


def test_evidence_on_other_pages_is_not_painted(make_paper: Any) -> None:
    image, page = marked_white_page(make_paper(), [Spot(2, (Rect(0.2, 0.4, 0.8, 0.5),)), Spot(0)], 0)
    assert at(image, page, 0.5, 0.45) == QColor("white")


# --- Failures ---


def test_broken_page_says_so_in_the_middle_of_what_shows(make_paper: Any) -> None:
    paper = make_paper()
    paper.source.failures[0] = [PageBroken("painted.pdf", 0) for _ in range(4)]
    view = paper.view()
    blank = paper.paint(view)
    paper.load(view)
    image = paper.paint(view)
    shown = view.page_rect_px(0).intersected(image.rect())
    middle = QRect(shown.center().x() - 60, shown.center().y() - 20, 120, 40)
    assert image.copy(middle) != blank.copy(middle)


def test_darkness_is_read_from_the_palette() -> None:
    assert is_dark_palette(QPalette(QColor("#202020")))
    assert not is_dark_palette(QPalette(QColor("#f0f0f0")))
