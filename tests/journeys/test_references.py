"""Pointing at references and links in the real window: the card, the click, the way back; with and without links."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from reader.core.document import Rect
from reader.ui.page_view import PageView
from tests.journeys.session import Session
from tests.tiny_pdf import write_article, write_japanese_article


async def place_of(s: Session, words: str, page_index: int = 0) -> QPointF:
    """The middle of these words in the view, as soon as the text of their page is there."""
    view = s.desk.page_view
    await s.until(lambda: view.selecting.texts.map_of(page_index) is not None, "the text of the page")
    page = view.selecting.texts.text_of(page_index)
    start = page.text.index(words)
    return middle(view, page.rects_of(start, start + len(words))[0], page_index)


def middle(view: PageView, rect: Rect, page_index: int) -> QPointF:
    return view.view_now().rect_px(page_index, rect).center() / view.view_now().device_pixel_ratio


def move(view: PageView, at: QPointF) -> None:
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, view.viewport().mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view.viewport(), event)


async def point_at(s: Session, words: str) -> QPointF:
    """Move the mouse there, and wait for the card."""
    view = s.desk.page_view
    at = await place_of(s, words)
    move(view, at)
    await s.until(lambda: view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor, f"a hand on {words}")
    await s.until(lambda: view.previews.is_shown, f"the card of {words}", view.previews.shown)
    return at


def name(s: Session) -> str:
    return s.part("preview_name", QLabel).text()


@pytest.mark.parametrize(
    ("words", "named", "page_index"),
    [
        ("[2]", "[2]", 2),
        ("Figure 1", "Figure 1", 1),
        ("Smith et al., 2020", "[1]", 2),
        ("Eq. (1)", "(1)", 1),
    ],
)
def test_a_paper_without_links(session, tmp_path: Path, words: str, named: str, page_index: int) -> None:
    async def act(s: Session) -> None:
        await s.opened("article.pdf")
        view = s.desk.page_view
        view.fit_width()
        at = await point_at(s, words)
        assert name(s) == named
        assert view.previews.target.spot.page_index == page_index
        assert s.part("preview_page", QLabel).text() == f"p.{page_index + 1}"
        assert QApplication.focusWidget() is view
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())
        assert not view.previews.is_shown
        assert page_index in view.view_now().pages
        s.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert view.page_index == 0

    session(act, write_article(tmp_path / "article.pdf"))


def test_a_paper_with_links(session, papers: Path) -> None:
    async def act(s: Session) -> None:
        await s.opened("2306.09782.pdf")
        view = s.desk.page_view
        links = await s.desk.reading.document.pdf.links(0)
        link = next(link for link in links if link.page_index == 9)
        await s.until(lambda: view.link_at(middle(view, link.rect, 0)) is not None, "the links of the page")
        at = middle(view, link.rect, 0)
        move(view, at)
        await s.until(lambda: view.previews.is_shown, "the card", view.previews.shown)
        target = view.previews.target
        assert target.kind == "entry"
        assert target.text.startswith("Jason Wei") or target.spot.page_index == 9
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())
        assert view.page_index == target.spot.page_index
        s.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert view.page_index == 0

    session(act, papers / "2306.09782.pdf")


def test_a_japanese_paper(session, tmp_path: Path) -> None:
    async def act(s: Session) -> None:
        await s.opened("article.pdf")
        view = s.desk.page_view
        await point_at(s, "図1")
        assert name(s) == "図1"
        assert view.previews.target.text == "図1 青い箱"
        move(view, await place_of(s, "本文"))
        at = await point_at_again(s, "[2]")
        assert view.previews.target.text == "[2] 鈴木花子. 青について. 2019."
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())
        assert view.page_index == 1

    async def point_at_again(s: Session, words: str) -> QPointF:
        view = s.desk.page_view
        at = await place_of(s, words)
        move(view, at)
        await s.until(
            lambda: view.previews.is_shown and view.previews.target.kind == "entry", "the card", view.previews.shown
        )
        return at

    session(act, write_japanese_article(tmp_path / "article.pdf"))


def test_looking_up_what_is_selected(session, tmp_path: Path) -> None:
    async def act(s: Session) -> None:
        await s.opened("article.pdf")
        view = s.desk.page_view
        at = await place_of(s, "Figure")
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())
        assert view.selected().selection.text == "Figure"
        s.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        await s.until(lambda: view.previews.is_shown, "the card", view.previews.shown)
        assert name(s) == "Figure 1"
        s.press(Qt.Key.Key_Escape)
        assert not view.previews.is_shown
        assert view.selected() is not None
        at = await place_of(s, "Running")
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at.toPoint())
        s.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        await s.until(lambda: s.desk.message_bar.text(), "a message")
        assert s.desk.message_bar.text().startswith("Nothing was found that this refers to.")

    session(act, write_article(tmp_path / "article.pdf"))
