"""Marks on the pages by mouse and keys, on painted pages without a PDF."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit

from reader.core.annotations import Annotation
from reader.core.document import Rect, Spot
from reader.core.marks import Colour, Mark
from reader.core.page_arrangement import Arrangement
from reader.ui.page_view import PageView

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")
T = "2026-11-25T10:00:00+00:00"
LINE = Rect(0.2, 0.2, 0.6, 0.22)


def mark(
    kind: str = "highlight", rect: Rect | None = LINE, mark_id: str = "m1", comment: str = "", **fields: Any
) -> Mark:
    spot = Spot(0, () if rect is None else (rect,))
    fields = {"colour": Colour.PINK, "quote": "quoted words", "created": T, **fields}
    return Mark(mark_id, "d", kind, spots=(spot,), comment=comment, modified=T, **fields)  # type: ignore[arg-type]


@pytest.fixture
def view(jobs: Any, make_pages: Callable[..., Any], spin_until: Callable[..., None], settle: Callable[[], None]) -> Any:
    view = PageView(jobs.start)
    view.resize(640, 700)
    view.show()
    view.activateWindow()
    view.show_document(make_pages(3))
    spin_until(lambda: view.is_complete)
    spin_until(view.isActiveWindow)
    view.setFocus()
    yield view
    view.show_document(None)
    view.hide()
    view.deleteLater()
    settle()


def at(view: PageView, x: float, y: float, page_index: int = 0) -> QPoint:
    place = view.view_now().rect_px(page_index, Rect(x, y, x, y)).topLeft() / view.devicePixelRatioF()
    return place.toPoint()


def click(view: PageView, point: QPoint) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def button(view: PageView, name: str) -> QAbstractButton:
    found = view.marks.bar.findChild(QAbstractButton, name)
    assert found is not None
    return found


def test_a_click_on_a_mark_opens_its_bar_and_a_click_beside_closes_it(view: PageView) -> None:
    view.marks.show_marks([mark()])
    click(view, at(view, 0.4, 0.21))
    bar = view.marks.bar
    assert bar.isVisible()
    assert bar.y() > at(view, 0.4, 0.22).y(), "below the mark"
    assert view.mark_layer.current_id == "m1"
    click(view, at(view, 0.8, 0.8))
    assert not bar.isVisible()
    assert view.mark_layer.current_id is None


def test_colour_and_delete_are_asked_for_by_their_buttons(view: PageView) -> None:
    asked: list[tuple[Any, ...]] = []
    bar = view.marks.bar
    bar.recoloured.connect(lambda mark_id, colour: asked.append((mark_id, colour)))
    bar.delete_clicked.connect(lambda mark_id: asked.append((mark_id,)))
    view.marks.show_marks([mark()])
    click(view, at(view, 0.4, 0.21))
    button(view, "mark_colour_green").click()
    button(view, "mark_delete_button").click()
    click(view, at(view, 0.4, 0.21))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert asked == [("m1", Colour.GREEN), ("m1",), ("m1",)]
    view.marks.show_marks([])
    assert not bar.isVisible(), "the mark is gone"


def test_the_marked_words_are_copied(view: PageView) -> None:
    view.marks.show_marks([mark(), mark("note", Rect(0.5, 0.5, 0.5, 0.5), "n1", comment="only a note", quote="")])
    click(view, at(view, 0.4, 0.21))
    button(view, "mark_copy_button").click()
    assert QApplication.clipboard().text() == "quoted words"
    click(view, at(view, 0.5, 0.5))
    button(view, "mark_copy_button").click()
    assert QApplication.clipboard().text() == "only a note"


def test_a_comment_is_written_with_the_keyboard_and_reported(view: PageView) -> None:
    said: list[tuple[str, str]] = []
    view.marks.commented.connect(lambda mark_id, text: said.append((mark_id, text)))
    view.marks.show_marks([mark()])
    click(view, at(view, 0.4, 0.21))
    QTest.keyClick(view, Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    QTest.keyClicks(editor, "why")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert said == [("m1", "why")]
    assert view.marks.bar.isVisible(), "the first Escape ends the writing, the second closes the bar"
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.marks.bar.isVisible()


def test_a_comment_that_is_being_written_is_reported_when_the_bar_closes(view: PageView) -> None:
    said: list[tuple[str, str]] = []
    view.marks.commented.connect(lambda mark_id, text: said.append((mark_id, text)))
    view.marks.show_marks([mark()])
    view.marks.edit("m1")
    QTest.keyClicks(QApplication.focusWidget(), "half a")
    click(view, at(view, 0.8, 0.8))
    assert said == [("m1", "half a")]


def test_a_note_that_is_left_empty_was_never_there(view: PageView) -> None:
    written: list[Mark] = []
    view.marks.note_written.connect(written.append)
    note = mark("note", Rect(0.5, 0.5, 0.5, 0.5), "n1")
    view.marks.begin_note(note)
    assert view.marks.entry_at(QPointF(at(view, 0.5, 0.5))) == note
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert written == []
    assert view.marks.entry_at(QPointF(at(view, 0.5, 0.5))) is None
    assert not view.marks.bar.isVisible()


def test_a_new_note_is_reported_with_its_first_words_and_stays(view: PageView) -> None:
    written: list[Mark] = []
    view.marks.note_written.connect(written.append)
    view.marks.begin_note(mark("note", Rect(0.5, 0.5, 0.5, 0.5), "n1"))
    QTest.keyClicks(QApplication.focusWidget(), "a thought")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert [note.comment for note in written] == ["a thought"]
    view.marks.show_marks(written)
    assert view.marks.entry_at(QPointF(at(view, 0.5, 0.5))) == written[0]


def test_an_annotation_of_the_pdf_is_read_not_changed(view: PageView) -> None:
    annotation = Annotation(
        "highlight", (Spot(0, (LINE,)),), (255, 0, 0), "Anna", "why?", "2026-01-02T03:04:05+00:00", "words"
    )
    view.marks.show_annotations([annotation])
    click(view, at(view, 0.4, 0.21))
    bar = view.marks.bar
    assert bar.findChild(QLabel, "annotation_text").text() == "why?"
    assert bar.findChild(QLabel, "mark_words").text().startswith("Highlight · Anna · ")
    assert not button(view, "mark_delete_button").isVisible()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert bar.isVisible()


def test_the_newest_mark_is_meant_and_own_marks_before_those_of_the_pdf(view: PageView) -> None:
    older, newer = mark(mark_id="m1"), mark(mark_id="m2", created="2026-11-26T10:00:00+00:00")
    annotation = Annotation("highlight", (Spot(0, (LINE,)),), None, "", "", "")
    view.marks.show_annotations([annotation])
    point = QPointF(at(view, 0.4, 0.21))
    assert view.marks.entry_at(point) == annotation
    view.marks.show_marks([newer, older])
    assert view.marks.entry_at(point) == newer
    assert view.marks.entry_at(QPointF(at(view, 0.9, 0.9))) is None


def test_signs_of_notes_lie_beside_their_words_and_never_on_each_other(view: PageView) -> None:
    notes = [mark("note", LINE, "n1"), mark("note", LINE, "n2"), mark("note", None, "n3")]
    view.marks.show_marks(notes)
    areas = [view.mark_layer.area(view.view_now(), note) for note in notes]
    assert areas[0].right() < at(view, LINE.x0, 0).x() + 1
    assert areas[1].top() > areas[0].bottom()
    assert areas[2].top() < areas[0].top()
    for note, area in zip(notes, areas, strict=True):
        assert view.marks.pin_at(area.center()) == note


# --- How they look ---


def picture(view: PageView) -> QImage:
    view.viewport().repaint()
    return view.viewport().grab().toImage()


def test_a_highlight_lets_its_letters_through(view: PageView) -> None:
    before = picture(view)
    view.marks.show_marks([mark()])
    after = picture(view)
    inside = at(view, 0.4, 0.21)
    for x in range(inside.x(), inside.x() + 4):
        for y in range(inside.y(), inside.y() + 4):
            old, new = before.pixelColor(x, y), after.pixelColor(x, y)
            assert (new.red(), new.green(), new.blue()) != (255, 255, 255)
            assert new.lightness() <= old.lightness() + 1
    beside = at(view, 0.8, 0.21)
    assert before.pixelColor(beside) == after.pixelColor(beside)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("is_vertical", [False, True])
def test_an_underline_is_at_the_foot_of_its_text_however_the_page_is_turned(
    view: PageView, spin_until: Callable[..., None], rotation: int, is_vertical: bool
) -> None:
    rect = Rect(0.4, 0.3, 0.44, 0.6) if is_vertical else Rect(0.3, 0.4, 0.6, 0.44)
    view.arrange(Arrangement(rotation=rotation))  # type: ignore[arg-type]
    view.fit_page()
    spin_until(lambda: view.is_complete)
    before = picture(view)
    view.marks.show_marks([mark("underline", rect, is_vertical=is_vertical)])
    after = picture(view)
    foot = (rect.x1, 0.45) if is_vertical else (0.45, rect.y1 - 0.002)
    head = (rect.x0 + 0.004, 0.45) if is_vertical else (0.45, rect.y0 + 0.004)
    changed = [before.pixelColor(at(view, *place)) != after.pixelColor(at(view, *place)) for place in (foot, head)]
    assert changed == [True, False]


def test_thousands_of_marks_elsewhere_cost_nothing_here(view: PageView, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    rects_on = Mark.rects_on

    def counted(self: Mark, page_index: int) -> tuple[Rect, ...]:
        looked_at.append(page_index)
        return rects_on(self, page_index)

    marks = [mark()] + [
        Mark(f"m{n}", "d", "highlight", Colour.BLUE, (Spot(1 + n % 2, (LINE,)),), "", "", T, T) for n in range(2000)
    ]
    view.marks.show_marks(marks)
    view.fit_page()
    monkeypatch.setattr(Mark, "rects_on", counted)
    picture(view)
    assert set(looked_at) <= {0}
    assert len(looked_at) < 10
