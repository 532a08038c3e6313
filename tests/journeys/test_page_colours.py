"""The colours of the pages, chosen in the menu, as they are on the screen and the next time."""

from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtWidgets import QMenu

from reader.core.page_colours import TONES, PageColours
from tests.journeys.session import Session
from tests.tiny_pdf import write_pdf

PHOTO = (200, 60, 40)
PLACES = {"paper": (10, 10), "photo": (250, 200)}
"""In points."""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    def with_photo(document: pymupdf.Document) -> None:
        for page in document:
            photo = pymupdf.Pixmap(pymupdf.csRGB, 10, 10, bytes(PHOTO) * 100, False)
            page.insert_image(pymupdf.Rect(200, 150, 300, 250), pixmap=photo)

    return write_pdf(
        tmp_path / "photo.pdf", *[[f"Page {n} has words and a photograph."] for n in (1, 2, 3)], change=with_photo
    )


def choose(s: Session, name: str) -> None:
    _line(s, "menu_page_colours", f"page_colours_{name}").trigger()
    assert _line(s, "menu_page_colours", f"page_colours_{name}").isChecked()


def _line(s: Session, menu: str, name: str) -> QAction:
    lines: list[QAction] = s.part(menu, QMenu).actions()
    return next(line for line in lines if line.objectName() == name)


def seen(s: Session) -> dict[str, tuple[int, ...]]:
    """The colours at the places of the first page, on the screen."""
    view = s.desk.page_view
    image = view.viewport().grab().toImage()
    page = view.view_now().page_rect_px(0)
    return {name: image.pixelColor(*place).getRgb()[:3] for name, place in _places(page).items()}


def _places(page: QRect) -> dict[str, tuple[int, int]]:
    scale = page.width() / 400
    return {name: (round(page.x() + x * scale), round(page.y() + y * scale)) for name, (x, y) in PLACES.items()}


def expected(colours: PageColours) -> dict[str, tuple[int, ...]]:
    return {"paper": TONES[colours].paper, "photo": PHOTO}


def test_pages_are_shown_in_the_colours_that_were_chosen_and_pictures_keep_theirs(session, paper: Path) -> None:
    async def act(s: Session) -> None:
        await s.opened(paper.name)
        assert seen(s) == expected("printed")
        for colours in ("dark", "sepia", "printed", "dark"):
            choose(s, colours)
            await s.until(lambda: s.desk.page_view.is_complete, "sharp pages in other colours")
            assert seen(s) == expected(colours)

    async def act_again(s: Session) -> None:
        await s.opened(paper.name)
        assert seen(s) == expected("dark"), "remembered"
        choose(s, "printed")

    session(act, paper)
    session(act_again, paper)


def test_pages_follow_the_window_into_the_dark(session, paper: Path) -> None:
    async def act(s: Session) -> None:
        await s.opened(paper.name)
        view = s.desk.page_view
        changed = view.colours_changed
        choose(s, "window")
        assert seen(s) == expected("printed")
        for theme, colours in (("dark", "dark"), ("light", "printed")):
            _line(s, "menu_theme", f"theme_{theme}").trigger()
            await s.until(lambda c=colours: view.colours == c and view.is_complete, "pages like the window", changed)
            assert seen(s) == expected(colours)
        choose(s, "printed")

    session(act, paper)


def test_no_white_page_flashes_up_among_dark_ones(session, paper: Path) -> None:
    """From the choice on nothing that is painted of the next pages is white, while their pictures are still drawn."""

    async def act(s: Session) -> None:
        await s.opened(paper.name)
        view = s.desk.page_view
        choose(s, "dark")
        await s.until(lambda: view.is_complete, "dark pages")
        for page_index in (1, 2):
            view.go_to_page(page_index)
            image = view.viewport().grab().toImage()
            assert _lightest(image, view.view_now().page_rect_px(page_index)) < QColor(220, 220, 220).lightness() + 5
        choose(s, "printed")

    session(act, paper)


def _lightest(image: QImage, page: QRect) -> int:
    shown = page.intersected(image.rect())
    return max(
        image.pixelColor(x, y).lightness()
        for x in range(shown.left(), shown.right(), 5)
        for y in range(shown.top(), shown.bottom(), 5)
    )
