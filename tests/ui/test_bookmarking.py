"""Bookmarks in a view of painted pages: set and removed, gone to, under letters; on disk first."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.core.bookmarks import Bookmark
from reader.core.document import OutlineItem
from reader.store.bookmarks import BookmarkStore
from reader.store.library import open_library_database
from reader.ui.bookmark_ribbons import COLOUR
from reader.ui.bookmarking import Bookmarking
from reader.ui.jobs import Jobs
from reader.ui.page_view import PageView
from reader.ui.quick_marks import QuickMarks

OUTLINE = (OutlineItem(1, "1 Introduction", 0, 0.1), OutlineItem(1, "2 Method", 3, 0.1))


class Stage:
    def __init__(self, view: PageView, jobs: Jobs, store: BookmarkStore, run: Callable[..., Any], source: Any) -> None:
        self.view, self.store, self._run, self._jobs = view, store, run, jobs
        self.marking = Bookmarking(store, jobs, view)
        self.marking.changed.connect(view.ribbons.show_bookmarks)
        self.hints: list[str] = []
        self.quick = QuickMarks(view, self.marking)
        self.quick.hinted.connect(self.hints.append)
        self.document: Any = SimpleNamespace(document_id="d", info=source.info, outline=OUTLINE)

    def open(self) -> None:
        self.marking.set_document(self.document)
        self.settle()

    def settle(self) -> None:
        """Wait until what was started is written."""

        async def ended() -> None:
            for name in list(self._jobs._current):
                if name.startswith("bookmark"):
                    await self._jobs.ended(name)

        self._run(ended())

    def stored(self) -> list[Bookmark]:
        return self._run(self.store.bookmarks("d"))

    def places(self) -> list[tuple[int, str, str]]:
        return [(b.page_index, b.name, b.letter) for b in self.marking.bookmarks]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view, key, modifiers)
        self.settle()


@pytest.fixture
def stage(
    qtbot: Any,
    jobs: Jobs,
    make_pages: Callable[..., Any],
    spin_until: Any,
    loop_run: Callable[..., Any],
    tmp_path: Path,
) -> Iterator[Stage]:
    database = loop_run(open_library_database(tmp_path / "library.db"))
    view = PageView(jobs.start)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    source = make_pages(12)
    view.show_document(source)
    spin_until(lambda: view.is_complete)
    stage = Stage(view, jobs, BookmarkStore(database), loop_run, source)
    stage.open()
    yield stage
    stage.settle()
    view.show_document(None)
    loop_run(database.close())


def test_a_bookmark_is_set_named_by_its_section_and_removed_at_the_same_place(stage: Stage) -> None:
    stage.view.go_to_page(4)
    stage.marking.toggle()
    stage.settle()
    assert stage.places() == [(4, "2 Method", "")]
    assert stage.stored() == list(stage.marking.bookmarks)
    removed: list[Bookmark] = []
    stage.marking.removed.connect(removed.append)
    stage.marking.toggle()
    stage.settle()
    assert stage.places() == []
    assert stage.stored() == []
    stage.marking.restore(removed[0])
    stage.settle()
    assert stage.places() == [(4, "2 Method", "")]


def test_bookmarks_come_back_with_the_document_and_new_names_stay(stage: Stage) -> None:
    stage.marking.toggle()
    stage.settle()
    stage.marking.rename(stage.marking.bookmarks[0], "  Where I\n began ")
    stage.settle()
    stage.marking.set_document(None)
    assert stage.places() == []
    stage.open()
    assert stage.places() == [(0, "Where I began", "")]


def test_next_and_previous_lead_from_bookmark_to_bookmark_and_back_leads_back(stage: Stage) -> None:
    for page_index in (2, 6, 9):
        stage.view.go_to_page(page_index)
        stage.marking.toggle()
        stage.settle()
    stage.view.go_to_page(4)
    met = []
    for step in (stage.marking.go_next, stage.marking.go_next, stage.marking.go_next, stage.marking.go_previous):
        step()
        met.append(stage.view.page_index)
    assert met == [6, 9, 2, 9]
    stage.view.go_back()
    assert stage.view.page_index == 2


def test_a_bookmark_leads_to_the_very_line(stage: Stage) -> None:
    stage.view.go_to_page(3)
    bar = stage.view.verticalScrollBar()
    bar.setValue(bar.value() + 333)
    value = bar.value()
    stage.marking.toggle()
    stage.settle()
    stage.view.go_to_page(9)
    stage.marking.go_previous()
    assert abs(bar.value() - value) <= 1


def test_a_letter_marks_a_place_and_leads_there(stage: Stage) -> None:
    stage.view.go_to_page(5)
    stage.press(Qt.Key.Key_M)
    assert stage.hints[-1] == "Mark this place: type a letter"
    stage.press(Qt.Key.Key_N)  # elsewhere a shortcut
    assert stage.places() == [(5, "2 Method", "n")]
    stage.view.go_to_page(8)
    stage.press(Qt.Key.Key_Apostrophe)
    stage.press(Qt.Key.Key_N)
    assert stage.view.page_index == 5
    assert stage.hints[-1] == ""
    stage.view.go_to_page(7)
    stage.press(Qt.Key.Key_M)
    stage.press(Qt.Key.Key_N)
    assert stage.places() == [(7, "2 Method", "n")]


def test_a_letter_that_marks_nothing_is_told_and_escape_ends_the_waiting(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Apostrophe)
    stage.press(Qt.Key.Key_X)
    assert stage.hints[-1] == "No place is marked “x”."
    stage.press(Qt.Key.Key_M)
    stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_A)
    assert stage.places() == []
    assert stage.hints[-1] == ""


def test_the_sign_twice_asks_for_where_one_was(stage: Stage) -> None:
    asked = []
    stage.quick.return_wanted.connect(lambda: asked.append(True))
    stage.press(Qt.Key.Key_Apostrophe)
    stage.press(Qt.Key.Key_Apostrophe)
    assert asked == [True]


def test_a_ribbon_hangs_where_the_bookmark_is(stage: Stage, spin_until: Any) -> None:
    stage.view.go_to_page(3)
    spin_until(lambda: stage.view.is_complete)

    def ribbon() -> bool:
        page = stage.view.view_now().page_rect_px(3)
        image = stage.view.viewport().grab().toImage()
        return image.pixelColor(page.right() - 18, page.top() + 6) == COLOUR

    assert not ribbon()
    stage.marking.toggle()
    stage.settle()
    assert ribbon()


def test_a_bookmark_beyond_the_end_leads_to_the_last_page(stage: Stage, loop_run: Callable[..., Any]) -> None:
    loop_run(stage.store.save(Bookmark("b", "d", 40, 0.5, "", "", "2026")))
    stage.open()
    stage.marking.go_next()
    assert stage.view.page_index == 11
