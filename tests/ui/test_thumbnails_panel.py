"""Thumbnails beside a view of painted pages: what is asked for, and what mouse and keys do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from reader.core.bookmarks import Bookmark
from reader.core.document import Rect, Spot
from reader.core.page_arrangement import COLUMN
from reader.ui.bookmark_ribbons import COLOUR
from reader.ui.jobs import Jobs
from reader.ui.page_view import PageView
from reader.ui.thumbnails_panel import ThumbnailsPanel

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

PAGES = 400
BUTTON, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Stage:
    def __init__(self, view: PageView, panel: ThumbnailsPanel, source: Any) -> None:
        self.view, self.panel, self.source = view, panel, source

    def asked_small(self) -> list[int]:
        """Pages of which a thumbnail was asked for: smaller than any preview."""
        return [page for page, scale, clip in self.source.calls if clip is None and scale < 300 / 842]

    def center(self, page_index: int) -> QPoint:
        return self.panel.page_rect(page_index).center().toPoint()

    def is_idle(self) -> bool:
        return self.view.is_complete and self.panel.pictures.is_idle


@pytest.fixture
def stage(qtbot: Any, jobs: Jobs, make_pages: Callable[..., Any], spin_until: Any) -> Iterator[Stage]:
    window = QWidget()
    view = PageView(jobs.start)
    panel = ThumbnailsPanel(view, jobs.start)
    jobs.finished.connect(panel.pictures.go_on)
    for signal, slot in (
        (panel.page_chosen, view.go_to_page),
        (panel.page_reached, view.turn_to),
        (panel.place_dragged, view.scroll_to),
    ):
        signal.connect(slot)
    row = QHBoxLayout(window)
    row.addWidget(panel)
    row.addWidget(view, 1)
    panel.setFixedWidth(300)
    qtbot.addWidget(window)
    window.resize(1100, 700)
    window.show()
    qtbot.waitExposed(window)
    source = make_pages(PAGES, labels=("i", "ii", *(str(n) for n in range(1, PAGES - 1))))
    view.show_document(source)
    panel.show_document(source)
    stage = Stage(view, panel, source)
    spin_until(stage.is_idle, "pictures")
    yield stage
    panel.show_document(None)
    view.show_document(None)


def test_only_what_shows_and_the_next_screen_is_asked_for(stage: Stage) -> None:
    asked = stage.asked_small()
    assert len(asked) == len(set(asked))
    grid = stage.panel.grid()
    assert grid.columns == 2
    assert set(asked) == set(range(len(asked)))
    assert len(grid.visible(0, 600)) <= len(asked) < 30


def test_pages_come_before_thumbnails(stage: Stage, spin_until: Any) -> None:
    stage.source.calls.clear()
    stage.source.hold()
    stage.view.go_to_page(300)
    stage.panel.verticalScrollBar().setValue(20_000)
    spin_until(lambda: stage.source.outstanding, "a picture asked for")
    assert stage.asked_small() == []
    stage.source.release()
    spin_until(stage.is_idle, "pictures")
    small = stage.asked_small()
    assert small
    first = next(n for n, call in enumerate(stage.source.calls) if call[1] < 300 / 842 and call[2] is None)
    wanted = [call for call in stage.source.calls[first:] if call[2] is not None]
    assert wanted == [], "a tile that waited for a thumbnail"


def test_nothing_is_asked_for_while_the_panel_is_hidden(stage: Stage, spin_until: Any, settle: Any) -> None:
    stage.panel.hide()
    stage.source.calls.clear()
    stage.panel.verticalScrollBar().setValue(9_000)
    stage.view.go_to_page(200)
    spin_until(lambda: stage.view.is_complete)
    settle()
    assert stage.asked_small() == []


def test_the_current_page_comes_into_sight(stage: Stage) -> None:
    stage.view.go_to_page(250)
    rect = stage.panel.page_rect(250)
    assert 0 <= rect.top() < stage.panel.viewport().height() - rect.height()
    stage.view.go_to_page(0)
    assert stage.panel.verticalScrollBar().value() <= 12
    assert stage.panel.accessibleDescription() == "Page i"


def test_a_click_jumps_and_back_leads_back(stage: Stage) -> None:
    QTest.mouseClick(stage.panel.viewport(), BUTTON, NONE, stage.center(3))
    assert stage.view.page_index == 3
    stage.view.go_back()
    assert stage.view.page_index == 0


def test_the_frame_lies_where_the_view_is_and_drags_it(stage: Stage) -> None:
    frame = stage.panel.frame_rect(0)
    page = stage.panel.page_rect(0)
    assert frame is not None
    assert frame.top() == pytest.approx(page.top(), abs=1)
    assert page.height() * 0.3 < frame.height() < page.height() * 0.95
    start = frame.center().toPoint()
    viewport = stage.panel.viewport()
    QTest.mousePress(viewport, BUTTON, NONE, start)
    QTest.mouseMove(viewport, start + QPoint(0, 20))
    moved = stage.panel.frame_rect(0)
    assert moved is not None
    assert moved.top() == pytest.approx(frame.top() + 20, abs=1.5)
    target = stage.center(2)
    QTest.mouseMove(viewport, target)
    QTest.mouseRelease(viewport, BUTTON, NONE, target)
    assert stage.panel.frame_rect(2) is not None
    assert stage.view.page_index == 2
    assert not stage.view._jumps.can_back, "dragging is no jump"


@pytest.mark.parametrize(
    ("key", "page_index"),
    [
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 2),
        (Qt.Key.Key_End, PAGES - 1),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_PageDown, 6),
    ],
)
def test_keys_move_on_from_page_to_page(stage: Stage, key: Qt.Key, page_index: int) -> None:
    stage.panel.setFocus()
    QTest.keyClick(stage.panel, key)
    assert stage.view.page_index == page_index
    QTest.keyClick(stage.panel, Qt.Key.Key_Home)
    assert stage.view.page_index == 0


def test_control_and_the_wheel_change_the_size(stage: Stage, spin_until: Any) -> None:
    before = stage.panel.page_rect(0).width()
    at = QPointF(100, 100)
    event = QWheelEvent(
        at,
        QPointF(stage.panel.viewport().mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(stage.panel.viewport(), event)
    assert stage.panel.page_rect(0).width() > before
    spin_until(stage.is_idle, "pictures")


def test_bookmarks_and_evidence_show_on_their_pages(stage: Stage) -> None:
    page = stage.panel.page_rect(3)
    at = QPoint(round(page.right()) - 6, round(page.top()) + 4)
    spot = QPoint(round(page.center().x()), round(page.center().y()))
    image = stage.panel.viewport().grab().toImage()
    plain = image.pixelColor(spot)
    assert image.pixelColor(at) != COLOUR
    stage.panel.show_bookmarks([Bookmark("b", "d", 3, 0.0, "", "", "2026")])
    stage.panel.show_evidence([Spot(3, (Rect(0.2, 0.4, 0.8, 0.6),)), Spot(5)])
    image = stage.panel.viewport().grab().toImage()
    assert image.pixelColor(at) == COLOUR
    assert image.pixelColor(spot) != plain


def test_turned_pages_are_turned_here_too(stage: Stage) -> None:
    upright = stage.panel.page_rect(0)
    stage.view.arrange(replace(COLUMN, rotation=90))
    lying = stage.panel.page_rect(0)
    assert lying.width() > lying.height()
    assert upright.height() > upright.width()
    frame = stage.panel.frame_rect(0)
    assert frame is not None
    assert lying.adjusted(-1, -1, 1, 1).contains(frame)


def test_a_book_of_many_thousand_pages_costs_no_more(
    stage: Stage, make_pages: Callable[..., Any], spin_until: Any
) -> None:
    source = make_pages(16_000)
    stage.view.show_document(source)
    stage.panel.show_document(source)
    bar = stage.panel.verticalScrollBar()
    for value in range(0, bar.maximum(), bar.maximum() // 50):
        bar.setValue(value)
        stage.panel.viewport().repaint()
    bar.setValue(bar.maximum())
    spin_until(stage.is_idle, "pictures")
    assert stage.panel.page_rect(15_999).bottom() <= stage.panel.viewport().height()
    assert stage.panel.pictures.held_bytes <= 24 * 1024 * 1024
    assert len(source.calls) < 400
